"""Footing: what the HTML of a part of a screen depends on, read from its nodes when the screen is compiled.

A part may be kept and shown again where everything it depends on is known before it is written: the data it shows, what
the viewer may do, their language and zone, the address, the state, the person. A part that reads anything else (the
time, chance, a form that came back, tokens made for one page) has no footing and is written anew each time. Texts that
change with the time (`3 min ago`) tell while they are written how long they stay right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from toolwright.expressions import FUNCTIONS
from toolwright.extend import nodes as ir
from toolwright.extend.nodes import Allowed, Code, Nodes, Test
from toolwright.render import code as codes
from toolwright.render.code import EXTRA_FUNCTIONS
from toolwright.render.frame import LOADED_NAMES, Condition, Data, Frame

_ASKED = frozenset({"query", "query_all", "params"})
_FIXED = frozenset({"app", "screen", "workspace"})
"""What stays the same as long as a compiled screen lives."""


@dataclass(frozen=True, slots=True)
class Footing:
    """What the HTML of a row depends on besides its values, the rights of the viewer, their language and zone: the
    address (`is_asking`)."""

    is_asking: bool


@dataclass(frozen=True, slots=True)
class RegionFooting:
    """What the HTML of a region depends on besides the language and zone of the viewer: data, what may be done, the
    address (`is_asking`), the state, the person, and their roles where it asks for more rights than `tests`."""

    needs: tuple[str, ...]
    tests: tuple[Allowed, ...]
    is_asking: bool
    reads_state: bool
    reads_user: bool
    asks_rights: bool


def footing_of(loop: ir.For) -> Footing | None:
    """What the body of a loop over rows depends on; None when it has to be written anew each time."""
    reading = _RowReading()
    reading.nodes(loop.body, frozenset({loop.item, "row_key"}))
    return Footing(reading.is_asking) if reading.is_lasting else None


def footing_of_region(
    body: Nodes, frames: Iterable[Frame], sorts: Mapping[str, str], is_apart: Callable[[ir.Region], bool]
) -> RegionFooting | None:
    """What a region depends on; None when it has to be written anew each time, or is so small that this costs less.

    `sorts` are those of the data, `is_apart` tells which regions inside are written by themselves.
    """
    reading = _RegionReading(sorts, is_apart)
    reading.nodes(body, reading.frames(frames))
    if not (reading.is_lasting and reading.has_list):
        return None
    return RegionFooting(
        tuple(reading.needs), tuple(reading.tests), reading.is_asking,
        "state" in reading.read, "user" in reading.read, reading.asks_rights,
    )  # fmt: skip


class _Reading:
    """A walk through nodes. `read` are the names of the screen that were met, besides the fixed ones."""

    others = frozenset[str]()
    """Names that may be read besides the address and what the part brings along."""

    def __init__(self) -> None:
        self.is_lasting = True
        self.is_asking = False
        self.asks_rights = False
        self.read: set[str] = set()
        self.tests: dict[Allowed, None] = {}

    def nodes(self, nodes: Nodes, known: frozenset[str]) -> None:
        """Read nodes where the names in `known` come of what the part brings along."""
        for node in nodes:
            read = getattr(self, f"_{type(node).__name__.lower()}", None)
            if read is None:
                self.is_lasting = False
            else:
                read(node, known)

    def _static(self, _node: ir.Static, _known: frozenset[str]) -> None:
        pass

    def _event(self, _node: ir.Event, _known: frozenset[str]) -> None:
        pass  # its id, and the keys of the rows around

    def _slot(self, node: ir.Slot, known: frozenset[str]) -> None:
        self.code(node.code, known)

    def _if(self, node: ir.If, known: frozenset[str]) -> None:
        self.test(node.test, known)
        self.nodes(node.then, known)
        self.nodes(node.otherwise, known)

    def _let(self, node: ir.Let, known: frozenset[str]) -> None:
        self.nodes(node.body, self.let(node, known))

    def _region(self, node: ir.Region, known: frozenset[str]) -> None:
        self.nodes(node.body, known)

    def _address(self, node: ir.Address, known: frozenset[str]) -> None:
        self.is_asking = True
        for _name, value in node.changes:
            if value is not None:
                self.code(value, known)

    def let(self, node: ir.Let, known: frozenset[str]) -> frozenset[str]:
        """What is known inside."""
        for name, code in node.names:
            self.code(code, known)
            known |= {name}
        return known

    def test(self, test: Test, known: frozenset[str]) -> None:
        """Read a test."""
        if isinstance(test, Allowed):
            self.tests[test] = None
        else:
            self.code(test, known)

    def code(self, code: Code, known: frozenset[str]) -> None:
        """Read an expression."""
        free = codes.names(code) - known - _FIXED
        self.is_asking = self.is_asking or not free.isdisjoint(_ASKED)
        self.read |= free
        calls = frozenset().union(*(expression.calls for expression in codes.expressions(code)))
        is_pure = all(self.is_pure(name) for name in calls)
        if not (is_pure and free <= _ASKED | self.others):
            self.is_lasting = False

    def is_pure(self, function: str) -> bool:
        """Whether a function always answers the same to the same."""
        return function in FUNCTIONS and FUNCTIONS[function].is_pure


class _RowReading(_Reading):
    """Of the body of a loop: data, forms and lists inside lists are met by none of its methods."""

    def test(self, test: Test, known: frozenset[str]) -> None:
        """Tests that are decided once for the whole screen are among the flags of the list."""
        if isinstance(test, Allowed) or (codes.is_steady(test) and codes.names(test) <= codes.SCREEN_NAMES - known):
            return
        self.code(test, known)


class _RegionReading(_Reading):
    """Of a whole region, and of the frames around it."""

    others = frozenset({"state", "user"})

    def __init__(self, sorts: Mapping[str, str], is_apart: Callable[[ir.Region], bool]) -> None:
        super().__init__()
        self._sorts = sorts
        self._is_apart = is_apart
        self._loops = 0
        self.needs: dict[str, None] = {}
        self.has_list = False

    def frames(self, frames: Iterable[Frame]) -> frozenset[str]:
        """Read what is around, from the outside in; answers what is known there."""
        known: frozenset[str] = frozenset()
        for frame in frames:
            if isinstance(frame, Condition):
                self.test(frame.test, known)
            elif isinstance(frame, Data):
                known |= self._data(frame.need)
            elif isinstance(frame, ir.Let):
                known = self.let(frame, known)
            else:  # a form, or a loop, which no region is inside of
                self.is_lasting = False
        return known

    def is_pure(self, function: str) -> bool:
        """As ever; what somebody may do is part of what a region is kept under."""
        if function in EXTRA_FUNCTIONS:
            self.asks_rights = True
            return True
        return super().is_pure(function)

    def _data(self, need: str) -> frozenset[str]:
        self.needs[need] = None
        return frozenset(LOADED_NAMES[self._sorts[need]])

    def _loaded(self, node: ir.Loaded, known: frozenset[str]) -> None:
        self.nodes(node.body, known | self._data(node.need))
        self.nodes(node.missing, known)

    def _for(self, node: ir.For, known: frozenset[str]) -> None:
        inside = known | {node.item, node.index}
        if node.need:
            self._data(node.need)
            self.has_list = True
            inside |= {"row_key"}
        else:
            self.code(node.items, known)
        self._loops += 1
        self.nodes(node.body, inside)
        self._loops -= 1
        self.nodes(node.otherwise, known)

    def _carry(self, _node: ir.Carry, _known: frozenset[str]) -> None:
        self.is_asking = True

    def _region(self, node: ir.Region, known: frozenset[str]) -> None:
        if self._loops or not self._is_apart(node):  # what is written by itself leaves a hole
            super()._region(node, known)
