"""What the data plane is asked and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from toolwright.expressions import Filter

CountMode = Literal["none", "capped", "exact"]

MASK = "•••"
"""What is shown in place of a masked value."""


@dataclass(frozen=True, slots=True)
class RowQuery:
    """A request for rows, before policy.

    `filter` is expression text over the columns (from API or definitions, with `context` for its other names) or a
    typed tree; both may be given and are joined by `and`. `sort` holds column names, descending with a leading minus.
    `fields` None means every column the actor may read that fits a list. `expand` names relations. `ids` asks for the
    identifier of each row, as used in URLs. `parameters` are those of a query whose result is asked for. `marks` are
    conditions like `filter`, which leave no row out: the answer says which rows meet which.
    """

    filter: str | None = None
    where: Filter | None = None
    search: str | None = None
    sort: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    expand: tuple[str, ...] = ()
    limit: int = 50
    cursor: str | None = None
    offset: int | None = None
    count: CountMode = "none"
    ids: bool = False
    marks: tuple[str, ...] = ()
    context: Mapping[str, object] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows: tuples in the order of `columns`.

    `expanded` maps a relation's name to the rows found along it. `count_is_capped` says that there are more than
    `count`. `masked` names columns whose values were replaced by dots. `completed` holds the conditions that the source
    could not evaluate, so that rows were fetched and judged here. `ids` is filled when the query asked for it. `age_s`
    is how many seconds ago a query found the rows, when they were kept. `marks` holds, for each row, the places of the
    conditions it meets, and `mark_faults`, for each condition, what is wrong with it; None when none were asked for.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    next_cursor: str | None = None
    previous_cursor: str | None = None
    count: int | None = None
    count_is_capped: bool = False
    limited_by: Literal["rows", "bytes"] | None = None
    expanded: Mapping[str, Expanded] = field(default_factory=dict)
    masked: frozenset[str] = frozenset()
    completed: tuple[str, ...] = ()
    ids: Sequence[str] | None = None
    age_s: float | None = None
    marks: Sequence[Sequence[int]] | None = None
    mark_faults: Sequence[str | None] | None = None

    def dicts(self) -> list[dict[str, object]]:
        """The rows as dicts, with the expanded row under each relation's name."""
        columns = self.columns
        found = [dict(zip(columns, row, strict=True)) for row in self.rows]
        for name, along in self.expanded.items():
            for row, values in zip(found, along.per_row, strict=True):
                row[name] = values
        return found


@dataclass(frozen=True, slots=True)
class Expanded:
    """The rows found along one relation, for each row of a page; None where there is none or policy hides it. Of links,
    a list of rows for each.

    Rows of the page that lead to the same row share one mapping.
    """

    per_row: Sequence[Mapping[str, object] | Sequence[Mapping[str, object]] | None]
    masked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row as the actor may see it, its identifier for URLs and its version for `if_match`."""

    id: str
    version: str
    values: Mapping[str, object]
    expanded: Mapping[str, Mapping[str, object] | Sequence[Mapping[str, object]] | None] = field(default_factory=dict)
    masked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """A figure to compute: `count` with column None counts rows."""

    name: str
    function: Literal["count", "count_distinct", "sum", "avg", "min", "max", "median"] = "count"
    column: str | None = None


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A column to group by, dates optionally by bucket."""

    name: str
    column: str
    bucket: Literal["hour", "day", "week", "month", "quarter", "year"] | None = None


@dataclass(frozen=True, slots=True)
class AggregateRequest:
    """Figures over rows, before policy."""

    measures: tuple[MeasureSpec, ...]
    groups: tuple[GroupSpec, ...] = ()
    filter: str | None = None
    where: Filter | None = None
    search: str | None = None
    sort: tuple[str, ...] = ()
    limit: int = 1000
    context: Mapping[str, object] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One write of a bulk request, before policy. `id` is the URL identifier; `if_match` a version from `StoredRow`.

    A create that `restores` makes the row `id` of an internal table again, which was deleted. `is_vouched` values come
    from the row's own history: the files they name are its own.
    """

    verb: Literal["create", "update", "delete"]
    id: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    if_match: str | None = None
    restores: bool = False
    is_vouched: bool = False


@dataclass(frozen=True, slots=True)
class RowEvent:
    """Announced after a write was committed.

    An event without `row_id` says that rows of the table changed in a way nobody listed: in another process, or while
    the listener was too slow. It is for the server only: it holds whole rows, whoever may see them.
    """

    workspace: str
    table: str
    verb: Literal["created", "updated", "deleted", "restored", "commented"]
    row_id: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    actor_id: str | None
