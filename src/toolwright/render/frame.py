"""Frames: what surrounds a place in the nodes of a screen, and the Python lines that establish it again.

A region, the data of a component and an event are each reached without rendering what is around them. Their code begins
with the frames from the outside in: conditions that must hold there, and names that are bound there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from toolwright.extend.nodes import Allowed, For, Form, Let, Test
from toolwright.render import code as codes

LOADED_NAMES: dict[str, tuple[str, ...]] = {
    "rows": (
        "rows", "count", "count_is_capped", "has_next", "has_previous", "search", "sorted_by", "filters",
        "is_filtered", "limited_by", "masked", "next_cursor", "previous_cursor",
    ),
    "record": ("row", "record", "row_key"),
    "figures": ("figures", "figure"),
    "log": ("entries", "older"),
}  # fmt: skip
"""The names each sort of data binds."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test that must (or must not) hold."""

    test: Test
    positive: bool


@dataclass(frozen=True, slots=True)
class Data:
    """Loaded data of a need; `sort` is rows, record, figures or log."""

    need: str
    sort: str


Frame: TypeAlias = Condition | Data | Let | Form | For


@dataclass
class Lines:
    """Python lines under construction, and the constants and tests they refer to."""

    body: list[str] = field(default_factory=list)
    depth: int = 1

    def add(self, line: str) -> None:
        """One line at the present depth."""
        self.body.append(" " * self.depth + line)


class Constants:
    """Values that generated code refers to by name."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self._names: dict[object, str] = {}

    def name(self, value: object, key: object = None) -> str:
        """The name of a value; equal keys share one."""
        key = value if key is None else key
        known = self._names.get(key)
        if known is None:
            known = self._names[key] = f"K{len(self.values)}"
            self.values[known] = value
        return known


def bound_names(frames: Iterable[Frame]) -> frozenset[str]:
    """The local names the frames bind."""
    found: set[str] = set()
    for frame in frames:
        if isinstance(frame, Data):
            found.update(LOADED_NAMES[frame.sort])
        elif isinstance(frame, Let):
            found.update(name for name, _code in frame.names)
        elif isinstance(frame, Form):
            found.update(("form", "form_errors"))
        elif isinstance(frame, For):
            found.update((frame.item, frame.index, *(("row_key",) if frame.need else ())))
    return frozenset(found)


def record_names(frames: Iterable[Frame]) -> frozenset[str]:
    """The local names that hold a row, a plain dict."""
    found: set[str] = set()
    for frame in frames:
        bound = bound_names((frame,))
        found -= bound
        if isinstance(frame, Data) and frame.sort == "record":
            found |= {"row", "record"}
        elif isinstance(frame, For) and frame.need:
            found.add(frame.item)
    return frozenset(found)


def test_python(test: Test, bound: frozenset[str], constants: Constants) -> str:
    """A test as a Python expression."""
    if isinstance(test, Allowed):
        return f"x.allows({constants.name(test)})"
    return codes.python(test, bound)


class Prologue:
    """Writes the lines of frames; `otherwise` is the statement where a condition fails."""

    def __init__(self, constants: Constants, otherwise: str) -> None:
        self.constants = constants
        self.otherwise = otherwise

    def write(self, frames: Sequence[Frame], lines: Lines) -> None:
        """All frames, outermost first."""
        loops = 0
        for place, frame in enumerate(frames):
            bound = bound_names(frames[:place])
            if isinstance(frame, Condition):
                test = test_python(frame.test, bound, self.constants)
                lines.add(f"if {'not ' if frame.positive else ''}({test}): {self.otherwise}")
            elif isinstance(frame, Data):
                lines.add(f"if not x.is_ready({frame.need!r}): {self.otherwise}")
                bind_data(frame, lines)
            elif isinstance(frame, Let):
                bind_let(frame, bound, lines)
            elif isinstance(frame, Form):
                bind_form(frame, bound, self.constants, lines)
            else:
                items = "None" if frame.need else codes.python(frame.items, bound)
                lines.add(f"n{loops} = x.chosen({loops}, {items})")
                lines.add(f"if n{loops} is None: {self.otherwise}")
                lines.add(f"v_{frame.index}, v_{frame.item} = n{loops}")
                if frame.need:
                    lines.add(f"v_row_key = v_{frame.item}['@key']")
                loops += 1


def bind_data(frame: Data, lines: Lines) -> None:
    """The names of loaded data, each in a line of its own, so that those nobody reads can be left out."""
    for place, name in enumerate(LOADED_NAMES[frame.sort]):
        lines.add(f"v_{name} = x.value({frame.need!r}, {place})")


_BINDING = re.compile(r" *v_(\w+) = x\.value\(")
_LOCAL = re.compile(r"\bv_(\w+)")


def without_unread(lines: Iterable[str]) -> list[str]:
    """The lines of a function without those that bind data nobody reads."""
    every = [(line, _BINDING.match(line)) for line in lines]
    read = {name for line, binding in every if binding is None for name in _LOCAL.findall(line)}
    return [line for line, binding in every if binding is None or binding.group(1) in read]


def bind_let(frame: Let, bound: frozenset[str], lines: Lines) -> None:
    """The names of a `Let`; each may use those before it."""
    for name, code in frame.names:
        lines.add(f"v_{name} = {codes.python(code, bound)}")
        bound |= {name}


def bind_form(frame: Form, bound: frozenset[str], constants: Constants, lines: Lines) -> None:
    """The names of a form."""
    record = codes.python(frame.record, bound) if frame.record is not None else "None"
    defaults = ", ".join(f"{name!r}: {codes.python(code, bound)}" for name, code in frame.defaults)
    start = "" if frame.start is None else f", {codes.python(frame.start, bound)}, {frame.start_names!r}"
    lines.add(f"v_form, v_form_errors = x.form({frame.name!r}, {record}, {{{defaults}}}{start})")
