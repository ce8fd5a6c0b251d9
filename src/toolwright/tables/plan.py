"""Plan: everything a change of designs would do, in words and as steps. Made by reading; nothing is changed yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from toolwright.errors import Conflict, FieldError, phrase
from toolwright.extend.schema_change import SchemaStep
from toolwright.tables.stored import Designs

MAX_PROBLEMS = 100
_COPIED_PER_S = 150_000
What = Literal[
    "create_table",
    "drop_table",
    "rename_table",
    "add_column",
    "drop_column",
    "rename_column",
    "change_column",
    "change_keys",
    "change_checks",
    "change_search",
    "add_index",
    "drop_index",
    "recompute",
    "rewrite_definition",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that stands in the way; `row` is the id of its row, None when it is about several."""

    row: int | None
    value: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing that happens. `rows` are touched by it; `loses` says what would be gone for good.

    `problems` are the first of `problem_count` values that do not fit; `is_impossible` when even losing them would not
    help.
    """

    what: What
    table: str
    column: str | None = None
    text: str
    rows: int = 0
    can_be_undone: bool = True
    loses: str | None = None
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    is_impossible: bool = False


@dataclass(frozen=True, slots=True)
class SchemaPlan:
    """What a change would do. `designs` are the tables as they will be; `last` is the change it builds on."""

    workspace: str
    last: str | None
    designs: Designs
    steps: tuple[SchemaStep, ...] = ()
    planned: tuple[Planned, ...] = ()
    seconds: float = 0.0
    known: Designs = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the database stays as it is."""
        return not self.steps

    @property
    def loses(self) -> tuple[str, ...]:
        """What would be gone for good."""
        return tuple(one.loses for one in self.planned if one.loses is not None)

    def refuse_loss(self, allow_loss: bool) -> None:
        """Raise Conflict when it cannot be done, or when it loses something that nobody allowed it to lose."""
        impossible = [one for one in self.planned if one.is_impossible]
        if impossible:
            raise Conflict(
                impossible[0].text,
                code="schema.impossible",
                hint="Change these rows first.",
                errors=tuple(_errors(impossible)),
                extra={"planned": words_of(self.planned)},
            )
        losing = [one for one in self.planned if one.loses is not None]
        if losing and not allow_loss:
            raise Conflict(
                _lost(losing),
                code="schema.loses_data",
                hint="Say allow_loss if that is meant.",
                errors=tuple(_errors(losing)),
                extra={"planned": words_of(self.planned)},
            )


def words_of(planned: Iterable[Planned]) -> list[str]:
    """The plan as sentences."""
    return [one.text for one in planned]


def seconds_for(rows: int) -> float:
    """About how long it takes to copy so many rows, on a usual machine."""
    return round(rows / _COPIED_PER_S, 1)


def _errors(planned: Sequence[Planned]) -> Iterable[FieldError]:
    for one in planned:
        place = f"{one.table}.{one.column}" if one.column else one.table
        code = "schema.impossible" if one.is_impossible else "schema.loses_data"
        yield FieldError(place, one.loses or one.text, code)
        for problem in one.problems:
            yield FieldError(place, _told(problem), "schema.not_convertible")


def _lost(losing: Sequence[Planned]) -> str:
    first = phrase(losing[0].loses or "")
    if not losing[1:]:
        return phrase("This would lose data: {loses}", loses=first)
    return phrase("This would lose data: {loses} (and {more} more)", loses=first, more=len(losing) - 1)


def _told(problem: Problem) -> str:
    said = phrase(problem.message)
    if problem.row is not None:
        said = phrase("Row {row}: {message}", row=problem.row, message=said)
    return said if problem.value is None else phrase("{message} ({value})", message=said, value=repr(problem.value))
