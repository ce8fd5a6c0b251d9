"""Figures: what is kept of groups, and how it becomes what they are after some rows have changed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from toolwright.expressions import ANY, Always, In, Value, conjunction, parse, to_filter
from toolwright.expressions import Column as Path
from toolwright.extend.covering import covering
from toolwright.extend.datasource import AggregateQuery, Group, Measure
from toolwright.extend.row_types import columns_of
from toolwright.extend.sql.driver import Row
from toolwright.model.table import DataType, Table
from toolwright.model.view import ViewMeasure

_MOST_ANEW = 50
"""When rows of more groups have changed, all groups are worked out again."""
_SMALL_PART = 0.1
"""So many of all rows are quicker met one by one than the whole table is passed."""
_LARGEST = 2**53
"""Up to here whole numbers are exact in each of the forms that SQLite works with."""
_ROWS = ("count", None)
_Wanted: TypeAlias = tuple[str, str | None]
_Value: TypeAlias = Any  # a number of the database, or what has an order in it


def adds_up(query: AggregateQuery) -> bool:
    """Whether figures of some rows and of others give those of all of them, exactly."""
    columns = query.table.by_name
    return all(
        measure.column is None
        or measure.function in ("count", "min", "max")
        or (measure.function in ("sum", "avg") and columns[measure.column].type is DataType.INTEGER)
        for measure in query.measures
    )


def figures_of_view(table: Table) -> AggregateQuery | None:
    """What a calculation view asks of its table; None where it reads others, or is none."""
    view = table.view
    base = table.joined.get(view.of) if view is not None else None
    if view is None or base is None or not view.is_summary:
        return None
    groups = tuple(Group(one.name, one.value or one.name, one.bucket) for one in view.group)
    measures = tuple(Measure(m.name, m.function, m.value) for m in view.measures or (ViewMeasure(name="count"),))
    known = columns_of(base, table.joined, links=True)
    texts = [text for text in (base.filter, view.filter) if text]
    conditions = [to_filter(parse(text), known.columns, known.relations) for text in texts]
    if any("." in (name or "") for name in (*(g.column for g in groups), *(m.column for m in measures))):
        return None
    is_covered = not view.measures or bool(covering(base, view))
    return AggregateQuery(base, measures, groups, conjunction(*conditions), is_covered=is_covered)


class Figures(ABC):
    """What is asked of the database for a query, how many rows each group has first. Rows begin with their groups."""

    def __init__(self, query: AggregateQuery, wanted: Iterable[_Wanted]) -> None:
        self.places = len(query.groups)
        self.names = (*(group.name for group in query.groups), *(measure.name for measure in query.measures))
        self.wanted = tuple(dict.fromkeys([_ROWS, *wanted]))
        measures = tuple(Measure(f"f{n}", *one) for n, one in enumerate(self.wanted))  # type: ignore[arg-type]  # as they were given
        self.query = replace(query, measures=measures, order=(), memo={})
        self._sums = [place for place, one in enumerate(query.measures, self.places) if one.function == "sum"]

    @property
    def noted(self) -> AggregateQuery:
        """What is asked of the rows that the journal has noted."""
        return self.query

    def by_group(self, rows: Iterable[Row]) -> dict[Row, Row]:
        """The rows of the database by their groups."""
        return {row[: self.places]: row[self.places :] for row in rows}

    @abstractmethod
    def told(self, rows: Mapping[Row, Row]) -> list[Row]:
        """The rows that were asked for."""

    def without_empty_sums(self, rows: Sequence[Row]) -> list[Row]:
        """The rows as views have them: a sum of nothing is 0."""
        return [
            tuple([0 if cell is None and place in self._sums else cell for place, cell in enumerate(row)])
            for row in rows
        ]


class Sums(Figures):
    """Figures that add up. An average is kept as a sum; each sum has the count that tells when it is of nothing."""

    def __init__(self, query: AggregateQuery) -> None:
        self._asked = [(one.function, one.column) for one in query.measures]
        by_name = query.table.by_name
        self._counts: dict[str | None, _Wanted] = {None: _ROWS}
        for _, column in self._asked:
            if column is not None:  # one that is never empty has as many values as there are rows
                self._counts[column] = ("count", column) if by_name[column].nullable else _ROWS
        kept = [self._counts[column] for _, column in self._asked]
        kept += [("sum" if f == "avg" else f, column) for f, column in self._asked if f != "count"]
        super().__init__(query, kept)
        self._place = {one: place for place, one in enumerate(self.wanted)}

    def by_group(self, rows: Iterable[Row]) -> dict[Row, Row]:
        return {group: self._whole(figures) for group, figures in super().by_group(rows).items()}

    def _whole(self, figures: Row) -> Row:
        """The figures with 0 for a sum of nothing."""
        named = zip(self.wanted, figures, strict=True)
        return tuple([0 if cell is None and function == "sum" else cell for (function, _), cell in named])

    def added(self, kept: Mapping[Row, Row], gone: Sequence[Row], come: Sequence[Row]) -> Mapping[Row, Row] | None:
        """The figures without those of rows that are gone, with those that have come; None if that cannot be told."""
        less, more = self.by_group(gone), self.by_group(come)
        nothing = self._whole(tuple([0 if function == "count" else None for function, _ in self.wanted]))
        rows = dict(kept)
        for group in {**less, **more}:
            parts = zip(
                self.wanted, kept.get(group, nothing), less.get(group, nothing), more.get(group, nothing), strict=True
            )
            found = [_changed(function, *cells) for (function, _), *cells in parts]
            if any(cell is _UNKNOWN for cell in found):
                return None
            rows[group] = tuple(found)
            if found[0] == 0 and self.places:
                del rows[group]
        return rows

    def told(self, rows: Mapping[Row, Row]) -> list[Row]:
        return [(*group, *(self._told(*one, figures) for one in self._asked)) for group, figures in rows.items()]

    def _told(self, function: str, column: str | None, figures: Sequence[_Value]) -> object:
        count = figures[self._place[self._counts[column]]]
        if function == "count":
            return count
        if count == 0:
            return None
        figure = figures[self._place["sum" if function == "avg" else function, column]]
        return figure / count if function == "avg" else figure


_UNKNOWN = object()


def _changed(function: str, kept: _Value, less: _Value, more: _Value) -> object:
    if function in ("count", "sum"):
        found = kept - less + more
        is_right = (function == "sum" or found >= 0) and max(map(abs, (kept, less, more, found))) < _LARGEST
        return found if is_right else _UNKNOWN
    pick = max if function == "max" else min
    found = pick((cell for cell in (kept, more) if cell is not None), default=None)
    # Had a row that is gone the value that is found, others may have it or not.
    is_right = less is None or (found is not None and found != less and pick(found, less) == found)
    return found if is_right else _UNKNOWN


class Anew(Figures):
    """Any other figures: groups with a row that has changed are worked out again."""

    def __init__(self, query: AggregateQuery) -> None:
        self._asked = [(one.function, one.column) for one in query.measures]
        super().__init__(query, self._asked)
        self._told = [self.wanted.index(one) for one in self._asked]
        self._noted = replace(self.query, measures=self.query.measures[:1], memo={})

    @property
    def noted(self) -> AggregateQuery:
        """Which groups rows that have changed were or are in."""
        return self._noted

    def anew(self, kept: Mapping[Row, Row], changed: Sequence[Row], values: Sequence[Row]) -> AggregateQuery | None:
        """The query for the groups of these rows, whose values are those; None when it would take as long as all."""
        within = [list(dict.fromkeys(row[place] for row in values)) for place in range(self.places)]
        if any(len(found) > _MOST_ANEW for found in within):
            return None
        counts: dict[Row, _Value] = {group: figures[0] for group, figures in kept.items()}
        if sum(counts.get(group, 0) for group in self.by_group(changed)) > sum(counts.values()) * _SMALL_PART:
            return None
        conditions = [
            In(Path((group.column,), ANY), tuple(map(Value, found)))
            for group, found in zip(self.query.groups, within, strict=True)
        ]
        return replace(self.query, filter=conjunction(self.query.filter or Always(value=True), *conditions), memo={})

    def replaced(self, kept: Mapping[Row, Row], changed: Sequence[Row], fresh: Sequence[Row]) -> dict[Row, Row]:
        """The figures with these groups as they are now: gone, where no row of theirs is left."""
        within = [{row[place] for row in changed} for place in range(self.places)]
        stay = {
            group: figures
            for group, figures in kept.items()
            if not all(cell in found for cell, found in zip(group, within, strict=True))
        }
        return {**stay, **self.by_group(fresh)}

    def told(self, rows: Mapping[Row, Row]) -> list[Row]:
        return [(*group, *(figures[place] for place in self._told)) for group, figures in rows.items()]
