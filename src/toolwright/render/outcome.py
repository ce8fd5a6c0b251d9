"""Outcome: what an event did and what the browser is to do, and the two things steps act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolwright.errors import InvalidInput, ToolwrightError, did_you_mean, phrase
from toolwright.extend.action import SavedRow, Tone, Values
from toolwright.model.base import Model
from toolwright.render.address import in_app
from toolwright.render.form import moment_of
from toolwright.render.plan import Read, StepPlan
from toolwright.render.visit import Visit
from toolwright.rows.contract import RowChange, StoredRow
from toolwright.rows.plane import Rows

Effect = Mapping[str, object]


@dataclass
class StepRun:
    """What became of a step: what its condition read, what it was told and gave, or its fault."""

    step: StepPlan
    reads: Mapping[str, object] = field(default_factory=dict)
    is_skipped: bool = False
    inputs: Model | None = None
    result: Mapping[str, object] | None = None
    fault: ToolwrightError | None = None
    took_s: float = 0.0


@dataclass
class Outcome:
    """What came of an event. `changed` are the things that parts of the page depend on."""

    effects: list[Effect] = field(default_factory=list)
    changed: set[Read] = field(default_factory=set)
    fault: ToolwrightError | None = None
    question: str | None = None
    """Asked instead of running, when the event needs a yes and has none."""
    given: dict[str, object] = field(default_factory=dict)
    """What came with the event: its values, the rows chosen, and its form as read."""
    ran: list[StepRun] = field(default_factory=list)
    """The steps that were reached."""

    @property
    def goes_to(self) -> str | None:
        """Where the browser is led, when it is."""
        return next((str(effect["to"]) for effect in self.effects if effect["do"] == "navigate"), None)


@dataclass
class ScreenEffects:
    """`step.screen`: what is announced here happens after all steps ran."""

    visit: Visit
    outcome: Outcome

    def _add(self, do: str, **values: object) -> None:
        self.outcome.effects.append({"do": do, **values})

    def navigate(self, to: str, *, new_tab: bool = False) -> None:
        address = in_app(to, self.visit.plan.base)
        if not address:
            raise InvalidInput(phrase("The address {to} is not allowed.", to=repr(to)), code="action.bad_address")
        self._add("navigate", to=address, new_tab=new_tab)

    def notify(self, text: str, *, tone: Tone = "neutral") -> None:
        self._add("notify", text=text[:500], tone=tone)

    def _set_query(self, name: str, value: str | None) -> None:
        query = dict(self.visit.query)
        query.pop(name, None)
        if value:
            query[name] = (value,)
        self.visit.query = query
        self.outcome.changed.add(("query", name))

    def open(self, target: str, *, row: str | None = None) -> None:
        self._set_query(f"{target}.open", "1")
        self._set_query(f"{target}.row", row)

    def close(self, target: str | None = None) -> None:
        ends = (".open", ".row")
        names = [name for name in self.visit.query if name.endswith(ends)]
        for name in names if target is None else [f"{target}{end}" for end in ends]:
            self._set_query(name, None)

    def set_state(self, name: str, value: object) -> None:
        known = self.visit.plan.screen.state
        if name not in known:
            raise InvalidInput(
                phrase("The screen has no state '{name}'.", name=name),
                code="state.unknown",
                hint=did_you_mean(name, known),
            )
        self.visit.state[name] = value
        self.outcome.changed.add(("state", name))

    def refresh(self, tables: Sequence[str] = ()) -> None:
        self.outcome.changed.update(("table", table) for table in tables or self.visit.plan.tables)

    def focus(self, element_id: str) -> None:
        self._add("focus", id=element_id)

    def download(self, url: str) -> None:
        self._add("download", to=in_app(url, self.visit.plan.base))

    def reset_form(self, name: str) -> None:
        self._add("reset_form", form=name)


@dataclass
class ActorRows:
    """`step.rows`: the data plane as the actor, noting which tables change."""

    rows: Rows
    visit: Visit
    outcome: Outcome

    async def get(self, table: str, row_id: str) -> SavedRow:
        return _saved(await self.rows.get(self.visit.actor, self.visit.workspace, table, row_id))

    async def create(self, table: str, values: Values) -> SavedRow:
        row = await self.rows.create(self.visit.actor, self.visit.workspace, table, values, via="screen")
        self.outcome.changed.add(("table", table))
        return _saved(row)

    async def update(self, table: str, row_id: str, values: Values, *, if_match: str | None = None) -> SavedRow:
        row = await self.rows.update(
            self.visit.actor, self.visit.workspace, table, row_id, values, if_match=if_match, via="screen"
        )
        self.outcome.changed.add(("table", table))
        return _saved(row)

    async def delete(self, table: str, row_id: str, *, if_match: str | None = None) -> None:
        await self.rows.delete(self.visit.actor, self.visit.workspace, table, row_id, if_match=if_match, via="screen")
        self.outcome.changed.add(("table", table))

    async def update_all(self, table: str, row_ids: Sequence[str], values: Values) -> int:
        return await self._bulk(table, [RowChange("update", row_id, values) for row_id in dict.fromkeys(row_ids)])

    async def delete_all(self, table: str, row_ids: Sequence[str]) -> int:
        return await self._bulk(table, [RowChange("delete", row_id) for row_id in dict.fromkeys(row_ids)])

    async def _bulk(self, table: str, changes: Sequence[RowChange]) -> int:
        if changes:
            await self.rows.bulk(self.visit.actor, self.visit.workspace, table, changes, via="screen")
            self.outcome.changed.add(("table", table))
        return len(changes)

    async def restore(self, table: str, row_id: str, change: int) -> SavedRow:
        row = await self.rows.restore(self.visit.actor, self.visit.workspace, table, row_id, change)
        self.outcome.changed.add(("table", table))
        return _saved(row)

    async def undo(self, table: str, change: str | None = None) -> int:
        done = await self.rows.undo(self.visit.actor, self.visit.workspace, table, change)
        self.outcome.changed.add(("table", table))
        return len(done)

    async def restore_table(self, table: str, at: str) -> int:
        moment = moment_of(at, self.visit.viewer)
        done = await self.rows.restore_table(self.visit.actor, self.visit.workspace, table, moment)
        self.outcome.changed.add(("table", table))
        return len(done)

    async def comment(self, table: str, row_id: str, text: str, *, comment: str | None = None) -> str:
        actor, workspace = self.visit.actor, self.visit.workspace
        if comment is None:
            said = await self.rows.comment(actor, workspace, table, row_id, text)
        else:
            said = await self.rows.change_comment(actor, workspace, table, row_id, comment, text)
        self.outcome.changed.add(("table", table))
        return said.mark

    async def remove_comment(self, table: str, row_id: str, comment: str) -> None:
        await self.rows.remove_comment(self.visit.actor, self.visit.workspace, table, row_id, comment)
        self.outcome.changed.add(("table", table))

    async def mark_mentions_seen(self) -> None:
        await self.rows.mark_mentions_seen(self.visit.actor, self.visit.workspace)
        self.outcome.effects.append({"do": "mentions_seen"})
        self.outcome.changed.update(("table", table) for table in self.visit.plan.tables)


def _saved(row: StoredRow) -> SavedRow:
    return SavedRow(row.id, row.version, row.values)
