"""Request: one question about the rows of one table, by somebody, with what they may see of it already worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Protocol

from toolwright.extend.attachment import FileReference
from toolwright.extend.coerce import Manner
from toolwright.extend.datasource import Limits, Link
from toolwright.extend.design import ColumnKinds
from toolwright.extend.native import NativeResult
from toolwright.model.query import Query
from toolwright.model.workspace import Workspace
from toolwright.policy import ANONYMOUS, Actor, Policy, Resource, Verb, require
from toolwright.rows.answering import Answers
from toolwright.rows.asking import Asker
from toolwright.rows.contract import AggregateRequest, RowQuery
from toolwright.rows.event_bus import EventBus
from toolwright.rows.link_pool import Links
from toolwright.rows.person import user_of, zone_of
from toolwright.rows.result import result_link
from toolwright.rows.row_id import row_id
from toolwright.rows.seal import Seal
from toolwright.rows.sight import Sight, sight_of

_NOTHING: Mapping[str, object] = {}


class People(Protocol):
    """Where names of accounts come from."""

    async def accounts(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Names by the ids of accounts, without those that are gone."""

    async def members(self, workspace: str, addresses: Iterable[str]) -> Mapping[str, str]:
        """Names by address of the people of a workspace."""

    async def find(self, workspace: str, words: str, limit: int) -> Sequence[Actor]:
        """People of a workspace with these words in their name or address, as they act there."""


class Witness(Protocol):
    """Where reads of sensitive columns are written down."""

    async def record(self, actor: Actor, verb: str, resource: str, detail: Mapping[str, object] = ...) -> None:
        """Write a line; it is there for good when this returns."""


class Uploads(Protocol):
    """Where files wait for a row, and their content lies."""

    async def uploaded(self, workspace: str, actor: Actor, ids: Collection[str]) -> Mapping[str, FileReference]:
        """Those of the ids that this person has uploaded and may use."""

    async def lost(self, workspace: str, contents: Collection[str]) -> frozenset[str]:
        """Which of these contents of files are nowhere any more."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every request needs: the links to the sources, the limits, and where events and sensitive reads go."""

    links: Links
    events: EventBus
    limits: Limits
    seal: Seal
    answers: Answers
    witness: Witness | None = None
    columns: ColumnKinds | None = None
    uploads: Uploads | None = None
    people: People | None = None

    def open(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        verb: Verb,
        context: Mapping[str, object] = _NOTHING,
        parameters: Mapping[str, object] = _NOTHING,
    ) -> Request:
        """A request, when the actor may do `verb` to at least some rows. Raises NotSignedIn, Denied or NotFound."""
        actor = actor or ANONYMOUS
        policy = Policy.of(workspace)
        sight = sight_of(policy, actor, table)
        if sight is None or verb not in sight.access.verbs:
            require(actor, verb, Resource("table", workspace.name, table), workspace)
        assert sight is not None  # noqa: S101  # the line above has raised
        return Request(self, actor, workspace, sight, context, parameters)

    def reading(
        self, actor: Actor | None, workspace: Workspace, table: str, asked: RowQuery | AggregateRequest
    ) -> Request:
        """A request to read, with what `asked` brings along."""
        return self.open(actor, workspace, table, "read", asked.context, asked.parameters)


@dataclass
class Age:
    """How old the oldest of the results is that a request was answered from; None when all are of now."""

    seconds: float | None = None

    def note(self, seconds: float | None) -> None:
        """Take one more result into account."""
        if seconds is not None:
            self.seconds = max(self.seconds or 0.0, seconds)


@dataclass(frozen=True)
class Request:
    """Who asks, what they see of the table, and the names their conditions may use."""

    desk: Desk
    actor: Actor
    workspace: Workspace
    sight: Sight
    given: Mapping[str, object]
    parameters: Mapping[str, object] = field(default_factory=dict)
    age: Age = field(default_factory=Age)

    @cached_property
    def user(self) -> Mapping[str, object]:
        """`user` in conditions."""
        return user_of(self.actor, self.sight.policy)

    @cached_property
    def context(self) -> Mapping[str, object]:
        """Every name that conditions may use besides columns. Nothing given can pass for `user`."""
        return {**self.given, "user": self.user}

    @cached_property
    def manner(self) -> Manner:
        """How this actor writes times."""
        return Manner(zone_of(self.actor.time_zone))

    @property
    def link(self) -> AbstractAsyncContextManager[Link]:
        """The link to the table's source, for `async with`."""
        return self.link_of(self.sight)

    @cached_property
    def limits(self) -> Limits:
        """What this request may cost."""
        return limits_of(self.desk.limits, self.sight)

    def link_of(self, sight: Sight) -> AbstractAsyncContextManager[Link]:
        """The link to the source of another table of the workspace; of a query to its result."""
        links, query = self.desk.links, sight.table.asks
        if not isinstance(query, Query):
            return links.use(self.workspace, sight.source)
        asker = Asker(self.user, self.manner, self.parameters if sight.ref == self.sight.ref else _NOTHING)
        return result_link(partial(self._ask, query, asker), sight.table, query)

    async def _ask(self, query: Query, asker: Asker) -> NativeResult:
        answer = await self.desk.answers.ask(self.workspace, query, asker, self.desk.limits)
        self.age.note(answer.age_s)
        return answer.result

    async def note_read(self, sight: Sight, columns: Iterable[str], rows: int) -> None:
        """Have it written down when `rows` rows show any of the columns marked sensitive."""
        if self.desk.witness is None or not sight.sensitive or not rows:
            return
        shown = sorted(sight.sensitive.intersection(columns))
        if shown:
            detail = {"columns": shown, "rows": rows}
            await self.desk.witness.record(self.actor, "read", f"rows/{self.workspace.name}/{sight.ref}", detail)

    def id_of(self, key: Mapping[str, object]) -> str:
        """The identifier of the row with this key, sealed when the actor may not see the key."""
        table = self.sight.table
        text = row_id([key[name] for name in table.primary_key])
        return text if self.sight.key_is_clear else self.desk.seal.close(text, *self._place)

    def opened_id(self, text: str) -> str | None:
        """The plain identifier; None for one that this actor cannot have been given."""
        return text if self.sight.key_is_clear else self.desk.seal.open(text, *self._place)

    @property
    def _place(self) -> tuple[str, str, str]:
        return ("id", self.workspace.name, self.sight.ref)


def limits_of(limits: Limits, sight: Sight) -> Limits:
    """The limits for a table: its source may have a time limit of its own; one row more tells that there are more."""
    found = sight.memo.get(limits)
    if found is None:
        source = sight.workspace.sources.get(sight.source or "")
        timeout_s = limits.timeout_s if source is None or source.timeout_s is None else source.timeout_s
        found = sight.memo[limits] = replace(limits, timeout_s=timeout_s, max_rows=limits.max_rows + 1)
    return found  # type: ignore[return-value]  # the memo holds limits under this key
