"""Kept: the HTML of rows and of whole lists, written once for everybody to whom the same data looks the same.

Most of what a page costs is writing its lists, and they repeat: on the next visit, on a colleague's screen, and after
an event that changed one row. Everything that HTML depends on (`footing.py`) is part of what it is kept under, data by
its values: nothing is shared that the viewer was not given by the data plane for this very page.
"""

from __future__ import annotations

import re
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakSet

from toolwright.render.footing import RegionFooting

if TYPE_CHECKING:
    from toolwright.render.form import Viewer
    from toolwright.render.rendering import Rendering
    from toolwright.rows.contract import Page

MOST_BYTES = 16 << 20
"""What all lists of this process keep together in rows, and once more in whole regions."""
MOST_ROW_BYTES = 64 << 10
MOST_REGION_BYTES = 1 << 20
_OVERHEAD = 500
"""What an entry costs beside its texts, roughly."""

Shelf: TypeAlias = dict[object, tuple[str, float]]
"""Rows that look alike but for their values: HTML by values, and until when it stays right."""


# --- what data looks like ---------------------------------------------------------------------------------------------

_SAME = frozenset({str, int, date})
"""Types of which equal values are written alike."""
_ADDRESS = re.compile(r" at 0x[0-9a-f]")
_clock = attrgetter("tzinfo", "fold")
_PLAIN_CLOCKS = (frozenset({(None, 0)}), frozenset({(UTC, 0)}))


@dataclass(frozen=True, slots=True)
class Likeness:
    """Rows by what they look like: equal ones look the same. `columns` are cells or what tells them apart."""

    names: tuple[str, ...]
    types: tuple[type | None, ...]
    columns: tuple[Sequence[object], ...]

    def keys(self) -> list[tuple[object, ...]]:
        """A key for each row."""
        return list(zip(*self.columns, strict=True))


def likeness_of(rows: Sequence[Mapping[str, object]]) -> Likeness | None:
    """What rows look like; None when equal ones could stand for different looks."""
    if not rows:
        return Likeness((), (), ())
    names = tuple(rows[0])
    if not names or {len(row) for row in rows} != {len(names)}:
        return None
    if len(names) == 1:
        return _likeness(names, [tuple(row[names[0]] for row in rows)])
    pick: Callable[[Mapping[str, object]], tuple[object, ...]] = itemgetter(*names)
    return _likeness(names, list(zip(*map(pick, rows), strict=True)))


def likeness_of_page(page: Page) -> Likeness | None:
    """As `likeness_of`, of a page whose rows were not made yet."""
    columns: list[Sequence[object]] = list(zip(*page.rows, strict=True))
    if not columns:
        return Likeness((), (), ())
    names = [*page.columns, *page.expanded]
    columns += [along.per_row for along in page.expanded.values()]
    if page.ids:
        names, columns = [*names, "@key"], [*columns, page.ids]
    return _likeness(tuple(names), columns)


def _likeness(names: tuple[str, ...], columns: Sequence[Sequence[object]]) -> Likeness | None:
    types, told = [], []
    for cells in columns:
        found = set(map(type, cells)) - {type(None)}
        if len(found) > 1:
            return None  # 1 and True are equal, and do not look alike
        types.append(next(iter(found), None))
        if not (found <= _SAME or _is_plain_moment(found, cells)):
            written = [repr(cell) for cell in cells]
            if any(map(_ADDRESS.search, written)):
                return None  # an object that shows where it lies, where another may lie later
            cells = written
        told.append(tuple(cells))
    return Likeness(names, tuple(types), tuple(told))


def _is_plain_moment(types: set[type], cells: Sequence[object]) -> bool:
    """Whether all are of one clock; otherwise equal moments may be written in different ways."""
    return types == {datetime} and frozenset([_clock(cell) for cell in cells if cell is not None]) in _PLAIN_CLOCKS


# --- rows -------------------------------------------------------------------------------------------------------------


class KeptRows:
    """The rows of one list of one compiled screen, for whoever sees it; generated code asks it."""

    def __init__(self, *, is_asking: bool) -> None:
        self._is_asking = is_asking
        self._shelves: dict[object, Shelf] = {}
        _LISTS.add(self)

    def of(
        self, rendering: Rendering, need: str, rows: Sequence[Mapping[str, object]], flags: tuple[bool, ...]
    ) -> tuple[Shelf, Sequence[tuple[object, ...]], float]:
        """What is kept for this viewer, under which key each row is, and the time; nothing stays where no key can be
        had."""
        likeness = rendering.results[need].likeness
        now = rendering.viewer.now.timestamp()
        if likeness is None:
            return _NOWHERE, [(place,) for place in range(len(rows))], now
        look = (likeness.names, likeness.types, flags, _asked(rendering, self._is_asking), *_eyes(rendering.viewer))
        shelf = self._shelves.get(look)
        if shelf is None:
            _spend(_OVERHEAD)
            shelf = self._shelves[look] = {}
        return shelf, likeness.keys(), now

    def keep(
        self, shelf: Shelf, key: tuple[object, ...], pieces: list[str], begin: int, rendering: Rendering, before: float
    ) -> None:
        """Join the pieces of a row that was written just now, and keep it unless something in it failed. `before` is
        until when what stands before it stays right."""
        html = "".join(pieces[begin:])
        pieces[begin:] = [html]
        lasting = rendering.viewer.lasting
        size = len(html) + _size(key) + _OVERHEAD
        if not rendering.has_faults and size <= MOST_ROW_BYTES and shelf is not _NOWHERE:
            _spend(size if key not in shelf else 0)
            shelf[key] = (html, lasting.until)
        lasting.until = min(before, lasting.until)

    def forget(self) -> None:
        """Drop everything."""
        self._shelves.clear()


def _asked(rendering: Rendering, is_asking: bool) -> object:
    """The address, where it is read."""
    visit = rendering.visit
    return (tuple(visit.query.items()), tuple(visit.params.items())) if is_asking else None


def _eyes(viewer: Viewer) -> tuple[str, ...]:
    """What makes the same values look different to people."""
    return (viewer.words.name, viewer.zone.key, viewer.base)


_NOWHERE: Shelf = {}
"""For rows that cannot be told apart: nothing is ever put there."""
_LISTS: WeakSet[KeptRows] = WeakSet()
_spent = [0]


def _spend(size: int) -> None:
    """Count what is kept. When there is too much of it, all lists begin anew: what is asked for comes back at once."""
    if _spent[0] + size > MOST_BYTES:
        for each in list(_LISTS):
            each.forget()
        _spent[0] = 0
    _spent[0] += size


def _size(cells: Iterable[object]) -> int:
    """How long the texts among cells are together."""
    return sum([len(cell) for cell in cells if type(cell) is str])


# --- regions ----------------------------------------------------------------------------------------------------------

_Seen: TypeAlias = tuple[tuple[Likeness, str] | None, ...]
"""The data of a region."""


@dataclass(slots=True, eq=False)
class _Entry:
    """A region as it was written last for one look, the data it shows, and until when it stays right."""

    seen: _Seen
    pieces: tuple[str, ...]
    until: float
    size_bytes: int


class KeptRegion:
    """One region of one compiled screen, for whoever sees it."""

    def __init__(self, footing: RegionFooting) -> None:
        self._footing = footing

    def place(self, rendering: Rendering) -> Place | None:
        """Where the region as this viewer sees it now is kept; None when it cannot be."""
        seen: list[tuple[Likeness, str] | None] = []
        first: object = None
        for need in self._footing.needs:
            result = rendering.results.get(need)
            if result is None or result.is_skipped:
                seen.append(None)
                continue
            likeness = None if result.fault is not None or result.rest is None else result.likeness
            if likeness is None:
                return None
            seen.append((likeness, repr(result.rest)))
            # Not to tell looks apart, but so that people who see other rows do not drive each other out.
            first = first or hash(likeness.columns[-1:])
        return Place((self, first, *self._look(rendering)), tuple(seen))

    def _look(self, rendering: Rendering) -> tuple[object, ...]:
        footing, visit = self._footing, rendering.visit
        actor = visit.actor
        return (
            tuple(map(rendering.allows, footing.tests)),
            _asked(rendering, footing.is_asking),
            repr(visit.state) if footing.reads_state else None,
            repr(visit.user) if footing.reads_user else None,
            (visit.policy.given(actor), actor.kind, actor.scopes) if footing.asks_rights else None,
            *_eyes(rendering.viewer),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region is kept."""

    look: tuple[object, ...]
    seen: _Seen

    def found(self, viewer: Viewer) -> tuple[str, ...] | None:
        """The region in pieces, when it was written for the same data and is still right."""
        entry = _REGIONS.get(self.look)
        if entry is None or entry.until <= viewer.now.timestamp() or entry.seen != self.seen:
            return None
        _REGIONS.move_to_end(self.look)
        viewer.lasting.until = min(viewer.lasting.until, entry.until)
        return entry.pieces

    def keep(self, pieces: tuple[str, ...], until: float) -> None:
        """Keep the region; those shown longest ago leave when there is too much. Between two pieces of HTML stands the
        name of a region that is written by itself."""
        texts = sum(map(sys.getsizeof, pieces)) + len(repr(self.look))
        size = texts + sum(_seen_size(each) for each in self.seen) + _OVERHEAD
        known = _REGIONS.pop(self.look, None)
        if known is not None:
            _spent_on_regions[0] -= known.size_bytes
        if size > MOST_REGION_BYTES:
            return
        _REGIONS[self.look] = _Entry(self.seen, pieces, until, size)
        _spent_on_regions[0] += size
        while _spent_on_regions[0] > MOST_BYTES:
            _look, entry = _REGIONS.popitem(last=False)
            _spent_on_regions[0] -= entry.size_bytes


def forget_regions() -> None:
    """Drop every region that is kept."""
    _REGIONS.clear()
    _spent_on_regions[0] = 0


_REGIONS: OrderedDict[tuple[object, ...], _Entry] = OrderedDict()
_spent_on_regions = [0]


def _seen_size(data: tuple[Likeness, str] | None) -> int:
    return 0 if data is None else len(data[1]) + sum(map(_column_size, data[0].columns))


def _column_size(cells: Sequence[object]) -> int:
    """Roughly what cells take. A column is all of texts or has none."""
    try:
        return 60 * len(cells) + sum(map(len, filter(None, cells)))  # type: ignore[arg-type]  # texts
    except TypeError:
        return 60 * len(cells)
