"""Loads: many rows of one table in one transaction, sent in batches.

Rows that need nothing but to be stored go to the driver as one call per batch. When the database refuses one of them
the batch is undone and its rows are sent one by one, so that the culprit is known. Rows that only have links besides
take the way of `load_linked.py`. Rows under rules or with formulas are changes like any other, and take that of
`write.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence, Set
from itertools import groupby, repeat
from typing import Literal

from toolwright.errors import Conflict, FieldError, InvalidInput, NotFound, ToolwrightError, phrase
from toolwright.expressions import Column as Path
from toolwright.expressions import Compare, Filter, In, Type, Value, conjunction, disjunction
from toolwright.extend.datasource import Cells, Change, Limits, Load, Loaded, PairEdit, RefuseRow, SelectQuery, Terms
from toolwright.extend.sql.change import ChangeStatements
from toolwright.extend.sql.driver import AtOnce, Driver, Session
from toolwright.extend.sql.fit import fit_column
from toolwright.extend.sql.load_linked import LinkedRows
from toolwright.extend.sql.load_links import LoadLinks
from toolwright.extend.sql.pool import Pool
from toolwright.extend.sql.statement import Statements
from toolwright.extend.sql.write import Writer
from toolwright.model.table import Table

BATCH_TIMEOUT_S = 60.0
_PAIRS = 64  # keys of several columns asked for at once
_KEYS = 1024
_ANY = Type("anything")
Row = tuple[object, ...]
Numbered = tuple[int, Row]
"""A row and its number in the load."""


class Loader:
    """Runs one load on one session."""

    def __init__(
        self,
        driver: Driver,
        statements: Statements,
        pool: Pool[Session],
        writer: Writer,
        load: Load,
        refuse: RefuseRow,
    ) -> None:
        self._driver = driver
        self._reads = statements
        self._statements = ChangeStatements(statements)
        self._pool = pool
        self._writer = writer
        self._load = load
        self._refuse = refuse
        self._names = {name: place for place, name in enumerate(load.columns)}
        self._match = [self._names[name] for name in load.match]
        self._links = LoadLinks(statements, load.links, self._names)
        self._linked = LinkedRows(driver, self._statements, load, self._links, self._names)
        self._lacking = frozenset(
            name
            for name in load.columns
            if not load.table.by_name[name].nullable and load.table.by_name[name].has_default
        )
        self._inserted = self._updated = self._seen = 0
        only_inserts = load.insert is not None and load.update is None and self._is_plain(load.insert)
        self._at_once = driver.at_once(load.table) if only_inserts else AtOnce()

    async def run(self, batches: AsyncIterator[Cells], limits: Limits, *, keep: bool) -> Loaded:
        """Everything or nothing."""
        timeout_s = max(limits.timeout_s, BATCH_TIMEOUT_S)
        try:
            async with asyncio.timeout(limits.timeout_s) as waiting, self._driver.write_turn():
                session = await self._writer.begun(limits.timeout_s)
                waiting.reschedule(None)
                await self._all(session, batches, timeout_s, keep=keep)
        except Exception as error:
            raise self._writer.explained(error, (), timeout_s) from error
        return Loaded(self._inserted, self._updated)

    async def _all(self, session: Session, batches: AsyncIterator[Cells], timeout_s: float, *, keep: bool) -> None:
        try:
            await self._writer.enter(session)
            async for cells in batches:
                async with asyncio.timeout(timeout_s):
                    await session.together(lambda inner, cells=cells: self._batch(inner, cells))  # type: ignore[misc]  # mypy cannot infer a default
            async with asyncio.timeout(timeout_s):
                await self._at_once.end(session)
                await (self._writer.commit(session) if keep else session.rollback())
        except Exception as error:
            await self._writer.undo(session, error)
            raise
        except BaseException:  # cancelled: a statement may still run
            self._pool.discard(session)
            raise
        self._pool.give_back(session)

    async def _batch(self, session: Session, given: Cells) -> None:
        await self._at_once.begin(session, self._seen)
        cells, wrong = self._fit(given)
        first, count = self._seen, len(given[0])
        self._seen += count
        if wrong or not await self._is_inserted_whole(session, cells, first):
            rows = enumerate(zip(*cells, strict=True), first)
            for run in self._runs([one for one in rows if one[0] - first not in wrong]):
                await self._run(session, run)
        await self._at_once.follow(session)

    async def _is_inserted_whole(self, session: Session, cells: Cells, first: int) -> bool:
        """Whether the rows need no look at any of them, and are inserted now."""
        terms = self._load.insert
        if self._match or terms is None or not self._is_plain(terms):
            return False
        if any(None in cells[self._names[name]] for name in self._lacking):
            return False
        statement = self._statements.insert_rows(self._load.table, (*self._load.columns, *terms.values))
        count = len(cells[0])
        given = [*cells, *([value] * count for value in terms.values.values())]
        self._inserted += await self._sent(session, statement.sql, range(first, first + count), statement.rows(given))
        return True

    # --- values -------------------------------------------------------------------------------------------------------

    def _fit(self, given: Cells) -> tuple[Cells, Set[int]]:
        """The cells as their columns take them, and the places of rows that were refused."""
        table, capacity = self._load.table, self._driver.dialect
        cells: list[Sequence[object]] = []
        wrong: dict[int, list[FieldError]] = {}
        for name, raw in zip(self._load.columns, given, strict=True):
            column = table.by_name[name]
            if name in self._links.names:  # ids of rows that were found
                cells.append(raw)
                continue
            if name in self._load.match and column.read_only:
                column = column.model_copy(update={"read_only": False})
            is_looked_at = name in self._load.looked_at
            fit, unfit = fit_column(column, raw, capacity, may_lack=name in self._lacking, is_looked_at=is_looked_at)
            cells.append(fit)
            for place, why in () if column.formula is not None else unfit:  # a formula that fails leaves its cell empty
                wrong.setdefault(place, []).append(FieldError(name, why.message, why.code, why.hint))
        for place, errors in sorted(wrong.items()):
            first = errors[0]
            said = phrase("{field}: {message}", field=first.field, message=phrase(first.message))
            self._refuse(self._seen + place, InvalidInput(said, first.code, errors=tuple(errors)))
        return cells, wrong.keys()

    def _runs(self, rows: Sequence[Numbered]) -> Iterable[Sequence[Numbered]]:
        """The rows in pieces that hold no key twice: the second of two rows finds what became of the first."""
        if not self._match:
            yield rows
            return
        run: list[Numbered] = []
        keys: set[Row] = set()
        for one in rows:
            key = self._key(one[1])
            if key in keys:
                yield run
                run, keys = [], set()
            run.append(one)
            keys.add(key)
        yield run

    def _key(self, row: Row) -> Row:
        return tuple(row[place] for place in self._match)

    # --- which rows are there -----------------------------------------------------------------------------------------

    async def _run(self, session: Session, rows: Sequence[Numbered]) -> None:
        if not rows:
            return
        if not self._match:
            await self._insert(session, rows)
            return
        found = await self._find(session, [self._key(row) for _, row in rows])
        new: list[Numbered] = []
        known: list[tuple[Numbered, Row]] = []
        for number, row in rows:
            there = found.get(self._key(row), ())
            if len(there) > 1:
                self._refuse(number, _ambiguous(self._load.match))
            elif there:
                known.append(((number, row), there[0]))
            elif self._load.insert is None or self._has_given_key(row):
                self._refuse(number, _not_found(self._load.match))
            else:
                new.append((number, row))
        await self._update(session, known)
        await self._insert(session, new)

    def _has_given_key(self, row: Row) -> bool:
        """Whether the row names a key that only the database hands out, and that it has not handed out."""
        by_name = self._load.table.by_name
        return any(by_name[name].read_only and row[self._names[name]] is not None for name in self._load.match)

    async def _find(self, session: Session, keys: Sequence[Row]) -> Mapping[Row, list[Row]]:
        """The primary keys of the rows that have these values in the columns to match."""
        table, match = self._load.table, self._load.match
        terms = self._load.update or Terms()
        whole = [key for key in keys if None not in key]
        found: dict[Row, list[Row]] = {}
        size = _KEYS if len(match) == 1 else _PAIRS
        for start in range(0, len(whole), size):
            condition = _any_of(match, whole[start : start + size])
            if terms.guard is not None:
                condition = conjunction(condition, terms.guard)
            columns = (*match, *table.primary_key)
            query = SelectQuery(table, columns, condition, related=terms.related)
            prepared = self._reads.select(query, None)
            raw = await session.fetch(prepared.plan.statement.sql, prepared.values, 1 << 40)
            for row in prepared.plan.rows(raw):
                found.setdefault(tuple(row[: len(match)]), []).append(tuple(row[len(match) :]))
        return found

    # --- inserting ----------------------------------------------------------------------------------------------------

    async def _insert(self, session: Session, rows: Sequence[Numbered]) -> None:
        terms = self._load.insert
        if not rows or terms is None:
            return
        gaps = [self._names[name] for name in self._lacking]
        gaps += [self._names[name] for name in self._load.match if self._load.table.by_name[name].read_only]

        def lacks(one: Numbered) -> Row:
            return tuple(one[1][place] is None for place in gaps)

        ordered = rows if not gaps else sorted(rows, key=lacks)
        for missing, part in groupby(ordered, key=lacks):
            left_out = {place for place, is_missing in zip(gaps, missing, strict=True) if is_missing}
            await self._insert_alike(session, terms, list(part), left_out)

    async def _insert_alike(self, session: Session, terms: Terms, rows: list[Numbered], left_out: set[int]) -> None:
        names = [name for place, name in enumerate(self._load.columns) if place not in left_out]
        places = [self._names[name] for name in names]
        if self._is_plain(terms):
            cells: list[Sequence[object]] = list(zip(*(row for _, row in rows), strict=True))
            given = [cells[place] for place in places] + [[v] * len(rows) for v in terms.values.values()]
            statement = self._statements.insert_rows(self._load.table, (*names, *terms.values))
            self._inserted += await self._sent(session, statement.sql, [n for n, _ in rows], statement.rows(given))
            return
        left = await self._linked.insert(session, terms, names, rows)
        self._inserted += len(rows) - len(left)
        for number, row in left:
            own = {name: row[place] for name, place in zip(names, places, strict=True) if name not in self._links.names}
            change = _changed(
                self._load.table, "insert", terms, {}, {**own, **terms.values}, self._links.edits(row, {})
            )
            self._inserted += await self._change(session, number, change, change.values)

    # --- updating -----------------------------------------------------------------------------------------------------

    async def _update(self, session: Session, rows: Sequence[tuple[Numbered, Row]]) -> None:
        terms = self._load.update
        if not rows or terms is None:
            return
        table = self._load.table
        names = [name for name in self._load.columns if name not in self._load.match]
        values = [*names, *terms.values]
        if self._is_plain(terms) and values:
            keys: list[Sequence[object]] = list(zip(*(key for _, key in rows), strict=True))
            cells: list[Sequence[object]] = list(zip(*(row for (_, row), _ in rows), strict=True))
            given = [cells[self._names[name]] for name in names] + [[v] * len(rows) for v in terms.values.values()]
            statement = self._statements.update_rows(table, _equal(table.primary_key, rows[0][1]), values)
            sent = statement.rows([*keys, *given])
            self._updated += await self._sent(session, statement.sql, [n for (n, _), _ in rows], sent)
            return
        present = await self._links.present(session, [key[0] for _, key in rows])
        left = await self._linked.update(session, terms, rows, present)
        self._updated += len(rows) - len(left)
        for (number, row), key in left:
            own = {name: row[self._names[name]] for name in names if name not in self._links.names}
            found = dict(zip(table.primary_key, key, strict=True))
            pairs = self._links.edits(row, present, key[0])
            change = _changed(self._load.table, "update", terms, found, {**own, **terms.values}, pairs)
            self._updated += await self._change(session, number, change, change.values)

    # --- sending ------------------------------------------------------------------------------------------------------

    def _is_plain(self, terms: Terms) -> bool:
        rules = (terms.guard, terms.check, terms.derive, terms.insist)
        return not self._links and all(rule is None for rule in rules)

    async def _sent(self, session: Session, sql: str, numbers: Sequence[int], rows: Sequence[Row]) -> int:
        """How many rows the database took; the others are refused."""
        done = start = 0
        while start < len(rows):
            if session.spoils:
                return await self._sent_marked(session, sql, numbers, rows)
            failed = await session.execute_rows(sql, rows[start:] if start else rows)
            if failed is None:
                return done + len(rows) - start
            place, error = failed
            await self._blame(session, numbers[start + place], error)
            done += place
            start += place + 1
        return done

    async def _sent_marked(self, session: Session, sql: str, numbers: Sequence[int], rows: Sequence[Row]) -> int:
        """As `_sent`, where a refusal undoes everything since the mark: the culprits are looked for by halves."""
        await session.mark()
        try:
            await session.execute_rows(sql, rows)
        except Exception as error:
            if self._driver.write_fault(error) is None:
                raise
            await session.back_to_mark()
            if len(rows) == 1:
                await self._blame(session, numbers[0], error)
                return 0
            half = len(rows) // 2
            done = await self._sent_marked(session, sql, numbers[:half], rows[:half])
            return done + await self._sent_marked(session, sql, numbers[half:], rows[half:])
        await session.unmark()
        return len(rows)

    async def _blame(self, session: Session, number: int, error: Exception) -> None:
        """Refuse the row an error is about. Raises an error that is not about a row: a deadlock ends it all."""
        if self._driver.write_fault(error) is None:
            raise error
        verb: Literal["insert", "update"] = "insert" if self._load.update is None else "update"
        self._refuse(number, await self._writer.refused(session, error, Change(verb, self._load.table, ()), number))

    async def _change(self, session: Session, number: int, change: Change, values: Mapping[str, object]) -> int:
        """1 when the change was made, 0 when its row was refused."""
        await session.mark()
        try:
            await self._writer.apply(session, number, change, values)
        except ToolwrightError as error:
            is_about_row = isinstance(error, InvalidInput | NotFound | Conflict) or error.code == "row.check"
            if not is_about_row or error.extra.get("transient"):
                raise
            await session.back_to_mark()
            self._refuse(number, error)
            return 0
        await session.unmark()
        return 1


def _changed(
    table: Table,
    verb: Literal["insert", "update"],
    terms: Terms,
    key: Mapping[str, object],
    values: Mapping[str, object],
    pairs: tuple[PairEdit, ...],
) -> Change:
    """A row of a load as a change by itself."""
    return Change(
        verb,
        table,
        (),
        key=key,
        values=values,
        guard=terms.guard,
        check=terms.check,
        related=terms.related,
        derive=terms.derive,
        insist=terms.insist,
        pairs=pairs,
    )


def _equal(names: Sequence[str], key: Row) -> Filter:
    return conjunction(*(Compare("eq", Path((name,), _ANY), Value(one)) for name, one in zip(names, key, strict=True)))


def _any_of(names: Sequence[str], keys: Sequence[Row]) -> Filter:
    if len(names) == 1:
        return In(Path((names[0],), _ANY), tuple(Value(key[0]) for key in keys))
    wanted = 1 << (len(keys) - 1).bit_length()  # few sizes, so that few statements are compiled
    padded = [*keys, *repeat(keys[-1], wanted - len(keys))]
    return disjunction(*(_equal(names, key) for key in padded))


def _not_found(match: Sequence[str]) -> NotFound:
    errors = tuple(FieldError(name, "No row has this value.", "row.missing") for name in match)
    return NotFound("There is no row with this key.", code="row.missing", errors=errors)


def _ambiguous(match: Sequence[str]) -> Conflict:
    errors = tuple(FieldError(name, "Several rows have this value.", "row.ambiguous") for name in match)
    return Conflict("Several rows have this key.", code="row.ambiguous", errors=errors)
