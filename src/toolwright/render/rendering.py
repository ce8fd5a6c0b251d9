"""Rendering: what generated code calls while it writes a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import inf
from types import MappingProxyType, NoneType
from typing import Literal, TypeAlias

from toolwright.errors import NotFound, ToolwrightError
from toolwright.expressions import Budget
from toolwright.extend.nodes import Allowed
from toolwright.ids import new_id
from toolwright.render import address
from toolwright.render.emit import Hidden
from toolwright.render.failure import failure_html
from toolwright.render.form import Viewer, escape, plain
from toolwright.render.kept import Likeness, likeness_of, likeness_of_page
from toolwright.render.visit import Visit
from toolwright.rows.contract import Page

REGION_STEPS, REGION_SIZE, REGION_TIME_S = 1_000_000, 10_000_000, 0.5
ADDRESS_LIMIT = 4_000
_MOST_TOLD = 200
_TOLD = (str, int, float, Decimal, date, time, timedelta, NoneType)
"""Values that are told in a sentence; not files, lists and JSON."""
Hole: TypeAlias = tuple[str, int, int]
"""A region inside another: its name, where it stands in the HTML around it, and its length."""
Fill: TypeAlias = Callable[[Page], tuple[Sequence[Mapping[str, object]], tuple[object, ...]]]
"""The rows and values of a page."""


def region_budget(language: str) -> Budget:
    """What the expressions of one region may spend together, read in that language."""
    return Budget(REGION_STEPS, REGION_SIZE, REGION_TIME_S, language)


class Result:
    """What came of a need: `values` in the order of its names, or why there are none. `rows` are those to loop over."""

    __slots__ = ("_fill", "_likeness", "_rows", "_values", "fault", "is_skipped", "page", "rest")

    def __init__(
        self,
        values: tuple[object, ...] = (),
        rows: Sequence[Mapping[str, object]] = (),
        fault: ToolwrightError | None = None,
        *,
        rest: tuple[object, ...] | None = None,
        is_skipped: bool = False,
    ) -> None:
        self._values, self._rows = values, rows
        self.fault, self.is_skipped = fault, is_skipped
        self.rest = rest
        """Plain values that make up `values` together with the rows; None when there is more to them."""
        self.page: Page | None = None
        self._fill: Fill | None = None
        self._likeness: Likeness | Literal["unknown"] | None = "unknown"

    @classmethod
    def of(cls, page: Page, rest: tuple[object, ...], fill: Fill) -> Result:
        """The result of a page; `fill` makes rows and values of it, which most often nobody asks for: what they look
        like is known."""
        result = cls(rest=rest)
        result.page, result._fill = page, fill
        return result

    @property
    def values(self) -> tuple[object, ...]:
        """See the class."""
        self._filled()
        return self._values

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """See the class."""
        self._filled()
        return self._rows

    def value(self, place: int) -> object:
        """One of `values`, without making rows for it where they do not matter."""
        if self._fill is not None and self.rest is not None and 0 < place <= len(self.rest):
            return self.rest[place - 1]
        return self.values[place]

    @property
    def likeness(self) -> Likeness | None:
        """What tells these rows from others; None when nothing does."""
        if self._likeness == "unknown":
            self._likeness = likeness_of(self._rows) if self.page is None else likeness_of_page(self.page)
        return self._likeness

    @property
    def is_missing(self) -> bool:
        """A single row that does not exist, or is hidden."""
        return isinstance(self.fault, NotFound)

    def _filled(self) -> None:
        if self._fill is not None and self.page is not None:
            self._rows, self._values = self._fill(self.page)
            self._fill = None


_SKIPPED = Result(is_skipped=True)
_NO_ROW: Mapping[str, object] = MappingProxyType({})


@lru_cache(maxsize=2048)
def _address(query: tuple[tuple[str, tuple[str, ...]], ...], changes: tuple[tuple[str, str | None], ...]) -> str:
    """An address as HTML text. A page has dozens of them, and mostly the same ones each time it is shown."""
    return escape(address.changed(dict(query), changes))


def _pieces(start: str, inner: str, holes: Sequence[Hole]) -> tuple[str, ...]:
    """A region in pieces: HTML, and between two of them the name of a region that stands there."""
    pieces, at = [start], 0
    for name, place, size in holes:
        pieces[-1] += inner[at:place]
        pieces += [name, ""]
        at = place + size
    pieces[-1] += f"{inner[at:]}</tw-region>"
    return tuple(pieces)


@dataclass(slots=True)
class Rendering:
    """One page, or some of its regions, being written."""

    visit: Visit
    names: dict[str, object]
    results: dict[str, Result] = field(default_factory=dict)
    loops: Sequence[tuple[object, ...]] = ()
    """For events: (index, row) of each list around the element, or (index,) where items are computed."""
    has_faults: bool = False
    _allowed: dict[Allowed, bool] = field(default_factory=dict)
    _holes: list[Hole] | None = None
    """The regions inside the one that is being written, where that is kept."""

    @property
    def viewer(self) -> Viewer:
        """For whom values are written."""
        return self.visit.viewer

    def region(self, name: str) -> str | None:
        """A region with its element, or None when it would not be on the page."""
        plan = self.visit.plan.regions[name]
        place = None if plan.kept is None else plan.kept.place(self)
        known = None if place is None else place.found(self.viewer)
        if known is not None:
            return "".join([piece if place % 2 == 0 else self.region(piece) or "" for place, piece in enumerate(known)])
        lasting = self.viewer.lasting
        before, around = lasting.until, self._holes
        lasting.until, self._holes = inf, None if place is None else []
        try:
            inner = plan.run(self.names, region_budget(self.visit.say.language), self)
        except Hidden:
            return None
        except Exception as error:
            inner = self.failed(error, plan.component)
        finally:
            holes, self._holes = self._holes, around
        start = f'<tw-region id="{name}">'
        if place is not None and not self.has_faults:
            place.keep(_pieces(start, inner, holes or ()), lasting.until)
        lasting.until = min(before, lasting.until)
        return f"{start}{inner}</tw-region>"

    # --- called by generated code -------------------------------------------------------------------------------------
    def part(self, name: str, before: Sequence[str]) -> str:
        """A region inside another, of which `before` has been written."""
        html = self.region(name) or ""
        if self._holes is not None:
            self._holes.append((name, sum(map(len, before)), len(html)))
        return html

    def allows(self, test: Allowed) -> bool:
        """Whether the actor may; asked of policy once per request."""
        known = self._allowed.get(test)
        if known is None:
            known = self._allowed[test] = self._decide(test)
        return known

    def _decide(self, test: Allowed) -> bool:
        if test.verb == "role":
            return self.visit.has_role(test.role)
        access = self.visit.policy.table_access(self.visit.actor, test.table or "")
        if test.column is None or test.verb not in ("read", "update", "create"):
            return test.verb in access.verbs
        return test.column in (access.readable if test.verb == "read" else access.writable_by(test.verb))

    def is_ready(self, need: str) -> bool:
        """Whether data is there."""
        result = self.results.get(need, _SKIPPED)
        return result.fault is None and not result.is_skipped

    def is_missing(self, need: str) -> bool:
        """Whether a record does not exist."""
        return self.results.get(need, _SKIPPED).is_missing

    def value(self, need: str, place: int) -> object:
        """A name of loaded data."""
        return self.results[need].value(place)

    def rows(self, need: str) -> Sequence[Mapping[str, object]]:
        """The rows to loop over."""
        return self.results[need].rows

    def failed_need(self, need: str) -> str:
        """What stands in the place of data that could not be had."""
        result = self.results.get(need, _SKIPPED)
        return "" if result.fault is None else self.failed(result.fault, need)

    def failed(self, error: Exception, component: str) -> str:
        """What stands in the place of a component that failed."""
        self.has_faults = True
        return failure_html(error, self.visit.request_id, self.visit.say, component)

    def form(
        self,
        name: str,
        record: Mapping[str, object] | None,
        defaults: Mapping[str, object],
        start: Mapping[str, object] = _NO_ROW,
        start_names: Sequence[str] = (),
    ) -> tuple[Mapping[str, object], Mapping[str, object]]:
        """Current values and messages of a form. A new row starts with what the address says about its fields."""
        came_back = self.visit.forms.get(name)
        values = dict(defaults)
        if record is None:
            values |= {key: start[key] for key in start_names if key in start}
            query = self.visit.query
            values |= {key: query[key][-1] for key, value in defaults.items() if value is None and key in query}
        else:
            values |= record
        if came_back is None:
            return values, {}
        return {**values, **came_back.values}, {**self._stored(values, came_back.meant), **came_back.errors}

    def _stored(self, row: Mapping[str, object], meant: Mapping[str, object]) -> Mapping[str, object]:
        """What a row that somebody else changed holds now, by field, where it is not what was to be stored."""
        say = self.visit.say
        told = {name: (plain(row[name], self.viewer), value) for name, value in meant.items() if name in row}
        return {
            name: say("Stored now: {value}", value=stored[:_MOST_TOLD]) if stored else say("Stored now: nothing")
            for name, (stored, value) in told.items()
            if not name.startswith("@") and isinstance(value, _TOLD) and stored != plain(value, self.viewer)
        }

    def address(self, changes: Sequence[tuple[str, object]]) -> str:
        """This screen with other query parameters."""
        texts = tuple([(name, None if value is None else str(value)[:ADDRESS_LIMIT]) for name, value in changes])
        return _address(tuple(self.visit.query.items()), texts)

    def carry(self, but: Sequence[str]) -> str:
        """Hidden inputs that keep the other query parameters."""
        return "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, values in self.visit.query.items()
            if name not in but
            for value in values
        )

    def posting(self) -> str:
        """Hidden inputs that let a form be posted as an event."""
        visit = self.visit
        fields = {
            "_csrf": visit.csrf,
            "_screen": visit.plan.name,
            "_at": visit.at,
            "_state": visit.state_token,
            "_key": new_id(),
        }
        return "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in fields.items())

    def token(self, event: str, keys: Sequence[object]) -> str:
        """The token of an event inside lists: its id and the keys of the rows around it."""
        return escape(f"{event}:{'/'.join(['' if key is None else str(key) for key in keys])}")

    def chosen(self, loop: int, items: object) -> tuple[object, object] | None:
        """For events: index and item of a list around the element; None when it is not there any more."""
        if loop >= len(self.loops):
            return None
        index, *row = self.loops[loop]
        if row:
            return index, row[0]
        return (
            (index, items[index]) if isinstance(items, list) and isinstance(index, int) and index < len(items) else None
        )
