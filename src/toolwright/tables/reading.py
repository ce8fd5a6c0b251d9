"""Reading: what the rows that are there would do to a change, found out before anything is changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from toolwright.errors import phrase
from toolwright.expressions import ANY, In, IsNull, Value
from toolwright.expressions import Column as Path
from toolwright.extend.check import checks_of
from toolwright.extend.column import Refused
from toolwright.extend.datasource import AggregateQuery, Group, Limits, Link, Measure, Order, SelectQuery
from toolwright.extend.design import ID
from toolwright.model.table import Check, Table
from toolwright.tables.convert import Converter, text_of
from toolwright.tables.plan import MAX_PROBLEMS, Problem

_LIMITS = Limits(timeout_s=300.0, max_rows=1 << 40, max_bytes=1 << 40)
_BATCH = 500
_SHOWN = 80


@dataclass
class Found:
    """The values that do not fit, the first ones in full, and ids that lead nowhere."""

    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    missing: set[object] = field(default_factory=set)

    def add(self, row: object, value: object, message: str) -> None:
        """One more."""
        self.count += 1
        if len(self.problems) < MAX_PROBLEMS:
            shown = None if value is None else _short(text_of(value))
            self.problems.append(Problem(row if isinstance(row, int) else None, shown, message))


@dataclass(frozen=True, slots=True)
class Trial:
    """One column to try: how its values convert, and where they must lead, if anywhere."""

    converter: Converter
    leads: bool = False
    target: Table | None = None


class Reader:
    """Reads through one link."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def rows(self, table: Table) -> int:
        """How many there are."""
        return await self._link.count(SelectQuery(table, (ID,)), _LIMITS)

    async def tried(self, table: Table, trials: Mapping[str, Trial]) -> dict[str, Found]:
        """What every value of some columns does, by column of `table`, in one pass over the rows."""
        found = {name: Found() for name in trials}
        if not trials:
            return found
        async for rows in self._batches(table, (ID, *trials)):
            for place, (name, trial) in enumerate(trials.items(), start=1):
                fit = _converted(rows, place, trial.converter, found[name])
                if trial.leads:
                    await self._check_targets(trial.target, fit, found[name])
        return found

    async def values(self, table: Table, column: str) -> int:
        """How many rows have a value in the column."""
        return await self.rows(table) - await self._link.count(_empty(table, column), _LIMITS)

    async def empty(self, table: Table, column: str) -> Found:
        """The rows without a value in a column."""
        found = Found(count=await self._link.count(_empty(table, column), _LIMITS))
        if found.count:
            query = SelectQuery(
                table, (ID,), filter=IsNull(Path((column,), ANY)), order=(Order(ID),), limit=MAX_PROBLEMS
            )
            rows = (await self._link.select(query, _LIMITS)).rows
            found.problems = [Problem(int(str(row[0])), None, "Has no value.") for row in rows]
        return found

    async def repeated(self, table: Table, columns: Sequence[str]) -> Found:
        """Values that more than one row has."""
        found = Found()
        query = AggregateQuery(
            table,
            measures=(Measure("_rows", "count"),),
            groups=tuple(Group(name, name) for name in columns),
            order=(Order("_rows", descending=True),),
            limit=MAX_PROBLEMS + len(columns) + 1,
        )
        for row in (await self._link.aggregate(query, _LIMITS)).rows:
            *values, count = row
            if isinstance(count, int) and count > 1 and None not in values:
                found.add(
                    None, ", ".join(map(text_of, values)), phrase("{count} rows have the same value.", count=count)
                )
        return found

    async def breaking(
        self, table: Table, origins: Mapping[str, str], checks: Sequence[Check], then: Table
    ) -> list[Found]:
        """For each check of the table as it will be, the rows that break it; `origins` says where columns come from."""
        judged = [checks_of(then.model_copy(update={"checks": (check,)})) for check in checks]
        found = [Found() for _ in checks]
        read = tuple(dict.fromkeys((ID, *origins.values())))
        empty = dict.fromkeys(then.by_name)
        async for rows in self._batches(table, read):
            for cells in rows:
                was = dict(zip(read, cells, strict=True))
                row = {**empty, **{name: was[origin] for name, origin in origins.items()}}
                for check, rules, one in zip(checks, judged, found, strict=True):
                    if rules is not None and not all(rule.holds(row) for rule in rules.rules):
                        one.add(cells[0], None, check.message)
        return found

    async def _batches(self, table: Table, columns: Sequence[str]) -> AsyncIterator[Sequence[tuple[object, ...]]]:
        last: tuple[object, ...] | None = None
        while True:
            query = SelectQuery(table, tuple(columns), order=(Order(ID),), after=last, limit=_BATCH)
            rows = (await self._link.select(query, _LIMITS)).rows
            yield rows
            if len(rows) < _BATCH:
                return
            last = (rows[-1][0],)

    async def _check_targets(self, target: Table | None, fit: Sequence[tuple[object, object]], found: Found) -> None:
        asked = {value for _, value in fit}
        known: set[object] = set()
        if target is not None and asked:
            there = In(Path((ID,), ANY), tuple(Value(value) for value in sorted(asked, key=str)))
            rows = (await self._link.select(SelectQuery(target, (ID,), filter=there, limit=len(asked)), _LIMITS)).rows
            known = {row[0] for row in rows}
        for row, value in fit:
            if value not in known:
                found.missing.add(value)
                found.add(row, value, "There is no such row to refer to.")


def _converted(
    rows: Sequence[tuple[object, ...]], place: int, convert: Callable[[object], object], found: Found
) -> list[tuple[object, object]]:
    """The ids of rows whose value converts, with the converted value."""
    fit = []
    for row in rows:
        value = row[place]
        if value is None:
            continue
        try:
            converted = convert(value)
        except Refused as refused:
            found.add(row[0], value, refused.message)
        else:
            if converted is not None:
                fit.append((row[0], converted))
    return fit


def _empty(table: Table, column: str) -> SelectQuery:
    return SelectQuery(table, (ID,), filter=IsNull(Path((column,), ANY)))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
