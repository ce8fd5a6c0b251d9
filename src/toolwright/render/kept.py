"""Kept rows: the HTML of a row in a list, written once for everybody to whom the same values look the same.

Most of what a page costs is writing its rows, and they repeat: on the next visit, on a colleague's screen, and after an
event that changed one of them. What a row looks like depends on its values, on what the viewer may do, on their
language and zone, and where it says so on the address. All of that is the key; a body that reads anything else (the
person, the state, the time) is written anew each time. Nothing is shared that the viewer was not given by the data
plane for this very page, as its values are part of the key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING
from weakref import WeakSet

from toolwright.expressions import FUNCTIONS
from toolwright.extend import nodes as ir
from toolwright.extend.nodes import Code, Nodes
from toolwright.render import code as codes

if TYPE_CHECKING:
    from toolwright.render.rendering import Rendering

MOST_BYTES = 16 << 20
"""What all lists of this process keep together."""
MOST_ROW_BYTES = 64 << 10
_OVERHEAD = 500
"""What an entry costs beside its texts, roughly."""

Shelf = dict[object, str]
"""Rows that look alike but for their values: HTML by values."""


# --- which bodies -----------------------------------------------------------------------------------------------------

_ASKED = frozenset({"query", "query_all", "params"})
_FIXED = frozenset({"app", "screen", "workspace"})
"""What stays the same as long as a compiled screen lives."""


@dataclass(frozen=True, slots=True)
class Footing:
    """What the HTML of a row depends on besides its values: the address (`is_asking`), and the slots in `moving`,
    whose text changes with the time."""

    is_asking: bool
    moving: tuple[ir.Slot, ...]


def footing_of(loop: ir.For) -> Footing | None:
    """What the body of a loop over rows depends on; None when it has to be written anew each time."""
    reading = _Reading(loop)
    reading.nodes(loop.body, frozenset({loop.item, "row_key"}))
    return Footing(reading.is_asking, tuple(reading.moving)) if reading.is_lasting else None


class _Reading:
    """A walk through the body of a loop."""

    def __init__(self, loop: ir.For) -> None:
        self.is_lasting = True
        self.is_asking = False
        self.moving: list[ir.Slot] = []
        self._item = loop.item

    def nodes(self, nodes: Nodes, known: frozenset[str]) -> None:
        """Read nodes where the names in `known` come of the row alone."""
        for node in nodes:
            self._node(node, known)

    def _node(self, node: ir.Node, known: frozenset[str]) -> None:
        read = getattr(self, f"_{type(node).__name__.lower()}", None)
        if read is None:  # data, forms, lists inside lists
            self.is_lasting = False
        else:
            read(node, known)

    def _static(self, _node: ir.Static, _known: frozenset[str]) -> None:
        pass

    def _event(self, _node: ir.Event, _known: frozenset[str]) -> None:
        pass  # its id, and the key of the row

    def _slot(self, node: ir.Slot, known: frozenset[str]) -> None:
        if node.form == "relative":
            self._moves(node)
        else:
            self._code(node.code, known)

    def _if(self, node: ir.If, known: frozenset[str]) -> None:
        if isinstance(node.test, Code):
            self._test(node.test, known)
        self.nodes(node.then, known)
        self.nodes(node.otherwise, known)

    def _let(self, node: ir.Let, known: frozenset[str]) -> None:
        for name, code in node.names:
            self._code(code, known)
            known |= {name}
        self.nodes(node.body, known)

    def _region(self, node: ir.Region, known: frozenset[str]) -> None:
        self.nodes(node.body, known)

    def _address(self, node: ir.Address, known: frozenset[str]) -> None:
        self.is_asking = True
        for _name, value in node.changes:
            if value is not None:
                self._code(value, known)

    def _moves(self, slot: ir.Slot) -> None:
        """A slot that is written before the row is looked up must be one that cannot fail."""
        paths = None if slot.code.is_template else codes.paths(slot.code)
        is_plain = paths is not None and slot.code.source.strip() in {".".join(path) for path in paths}
        if paths is None or not is_plain or not all(len(path) == 2 and path[0] == self._item for path in paths):
            self.is_lasting = False
        self.moving.append(slot)

    def _test(self, test: Code, known: frozenset[str]) -> None:
        # Those that are decided once for the whole screen are among the flags of the list.
        if not (codes.is_steady(test) and codes.names(test) <= codes.SCREEN_NAMES - known):
            self._code(test, known)

    def _code(self, code: Code, known: frozenset[str]) -> None:
        free = codes.names(code) - known - _FIXED
        self.is_asking = self.is_asking or not free.isdisjoint(_ASKED)
        calls = frozenset().union(*(expression.calls for expression in codes.expressions(code)))
        is_pure = all(name in FUNCTIONS and FUNCTIONS[name].is_pure for name in calls)
        if not (is_pure and free <= _ASKED):
            self.is_lasting = False


# --- what is kept -----------------------------------------------------------------------------------------------------


class KeptRows:
    """The rows of one list of one compiled screen, for whoever sees it; generated code asks it."""

    def __init__(self, *, is_asking: bool) -> None:
        self._is_asking = is_asking
        self._shelves: dict[object, Shelf] = {}
        _LISTS.add(self)

    def of(
        self, rendering: Rendering, rows: Sequence[Mapping[str, object]], flags: tuple[bool, ...]
    ) -> tuple[Shelf, Sequence[object]]:
        """What is kept for this viewer, and under which key each row is; nothing stays where no key can be had."""
        keyed = _keys(rows)
        if keyed is None:
            return {}, range(len(rows))
        shape, keys = keyed
        visit = rendering.visit
        viewer = visit.viewer
        asked = (tuple(visit.query.items()), tuple(visit.params.items())) if self._is_asking else None
        look = (shape, flags, viewer.words.name, viewer.zone.key, viewer.base, asked)
        shelf = self._shelves.get(look)
        if shelf is None:
            _spend(_OVERHEAD)
            shelf = self._shelves[look] = {}
        return shelf, keys

    def keep(self, shelf: Shelf, key: object, pieces: list[str], begin: int, rendering: Rendering) -> None:
        """Join the pieces of a row that was written just now, and keep it unless something in it failed."""
        html = "".join(pieces[begin:])
        pieces[begin:] = [html]
        size = len(html) + _size(key) + _OVERHEAD
        if not rendering.has_faults and size <= MOST_ROW_BYTES:
            _spend(size)
            shelf[key] = html

    def forget(self) -> None:
        """Drop everything."""
        self._shelves.clear()


_LISTS: WeakSet[KeptRows] = WeakSet()
_spent = [0]


def _spend(size: int) -> None:
    """Count what is kept. When there is too much of it, all lists begin anew: what is asked for comes back at once."""
    if _spent[0] + size > MOST_BYTES:
        for each in list(_LISTS):
            each.forget()
        _spent[0] = 0
    _spent[0] += size


def _size(key: object) -> int:
    if isinstance(key, str):
        return len(key)
    return sum(map(_size, key)) if isinstance(key, tuple) else 0


_SAME = frozenset({str, int, date})
"""Types of which equal values are written alike."""
_ADDRESS = re.compile(r" at 0x[0-9a-f]")
_clock = attrgetter("tzinfo", "fold")
_PLAIN_CLOCKS = (frozenset({(None, 0)}), frozenset({(UTC, 0)}))


def _keys(rows: Sequence[Mapping[str, object]]) -> tuple[object, list[object]] | None:
    """What the rows have in common, and a key for each; None when equal keys could stand for different looks."""
    if not rows:
        return (), []
    names = tuple(rows[0])
    if len(names) < 2 or {len(row) for row in rows} != {len(names)}:
        return None
    types, columns = [], []
    for cells in zip(*map(itemgetter(*names), rows), strict=True):
        found = set(map(type, cells)) - {type(None)}
        if len(found) > 1:
            return None  # 1 and True are equal, and do not look alike
        types.append(next(iter(found), None))
        if not (found <= _SAME or _is_plain_moment(found, cells)):
            cells = tuple(map(repr, cells))
            if any(map(_ADDRESS.search, cells)):
                return None  # an object that shows where it lies, where another may lie later
        columns.append(cells)
    return (names, tuple(types)), list(zip(*columns, strict=True))


def _is_plain_moment(types: set[type], cells: Sequence[object]) -> bool:
    """Whether all are of one clock; otherwise equal moments may be written in different ways."""
    return types == {datetime} and frozenset([_clock(cell) for cell in cells if cell is not None]) in _PLAIN_CLOCKS
