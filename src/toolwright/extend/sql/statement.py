"""Queries as statements: built once per shape, compiled once, kept in a bounded cache."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from toolwright.errors import InvalidInput, did_you_mean, phrase
from toolwright.extend.datasource import AggregateQuery, Group, Measure, Order, RelatedTable, Search, SelectQuery
from toolwright.extend.sql.bound import Binds, Statement
from toolwright.extend.sql.condition import Conditions
from toolwright.extend.sql.derived import whole_clause
from toolwright.extend.sql.dialect import Bare, ColumnDecode, Decode, Dialect, Sql
from toolwright.extend.sql.found import BY_RANK, ID, Found, by_rank, plainly, way_to
from toolwright.extend.sql.measure import measured, unsupported
from toolwright.extend.sql.median import Place as MedianPlace
from toolwright.extend.sql.median import placed
from toolwright.extend.sql.paging import beyond, order_by, order_keys
from toolwright.extend.sql.scope import Related, Scope
from toolwright.extend.sql.shape import Place, Shape, Shaper, value_kind
from toolwright.extend.sql.standing_in import GivenRows, NotedRows
from toolwright.model.table import Column, DataType, Table

CACHE_SIZE = 500
_ENDLESS = frozenset({DataType.TEXT, DataType.JSON, DataType.OTHER, DataType.BINARY, DataType.LIST})
PlanT = TypeVar("PlanT")
_Cell: TypeAlias = tuple[Sql, Decode | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled query: its text, how its columns are read, and which of them may be large.

    `large` are places of texts without a small limit; None stands for columns whose size only a close look tells.
    `small_bytes` bounds all other columns of a row together.
    """

    statement: Statement
    columns: tuple[str, ...]
    decoders: tuple[tuple[int, Decode], ...]
    large: tuple[int, ...] | None = ()
    small_bytes: int = 0
    json_decoders: tuple[tuple[int, Decode], ...] = ()

    def rows(self, raw: Sequence[tuple[object, ...]]) -> Sequence[tuple[object, ...]]:
        """Rows of the driver as rows of the contract."""
        if not self.decoders or not raw:
            return raw
        cells: list[Sequence[object]] = list(zip(*raw, strict=True))
        for place, decode in self.decoders:
            cells[place] = _column(cells[place], decode)
        return list(zip(*cells, strict=True))

    def json_cells(self, raw: Sequence[tuple[object, ...]]) -> dict[int, Sequence[object]]:
        """The columns that do not go into JSON as the driver has them, as they do."""
        return {place: _column([row[place] for row in raw], decode) for place, decode in self.json_decoders}

    def values(self, row: tuple[object, ...], places: Sequence[int]) -> tuple[object, ...]:
        """Some cells of a row of the driver as values of the contract."""
        found = {place: _decoded(row[place], decode) for place, decode in self.decoders if place in places}
        return tuple([found.get(place, row[place]) for place in places])

    def surely_fit(self, size: int, large: Iterable[Iterable[object]], max_bytes: int) -> bool:
        """Whether so many rows are within `max_bytes` as far as a quick look at their large columns can tell."""
        if self.large is None:
            return False
        total = size * self.small_bytes
        try:
            for cells in large:
                total += sum(map(len, filter(None, cells)))  # type: ignore[arg-type]  # texts
        except TypeError:  # SQLite keeps anything in any column
            return False
        return total <= max_bytes


def _column(cells: Sequence[object], decode: Decode) -> Sequence[object]:
    return decode.column(cells) if isinstance(decode, ColumnDecode) else [_decoded(cell, decode) for cell in cells]


def _decoded(cell: object, decode: Decode | None) -> object:
    return cell if cell is None or decode is None else decode(cell)


class PlanCache:
    """Plans by shape, least recently used ones forgotten. Keys hold ids of tables, so plans keep the tables alive."""

    def __init__(self) -> None:
        self._plans: OrderedDict[Hashable, tuple[object, object]] = OrderedDict()
        self._lock = Lock()  # writes of SQLite prepare their statements in a thread

    def get(self, key: Hashable, alive: object, make: Callable[[], PlanT]) -> PlanT:
        """The plan of a shape, made when it is new."""
        with self._lock:
            found = self._plans.get(key)
            if found is not None:
                self._plans.move_to_end(key)
        if found is None:
            found = (make(), alive)
            with self._lock:
                self._plans[key] = found
                if len(self._plans) > CACHE_SIZE:
                    self._plans.popitem(last=False)
        return found[0]  # type: ignore[return-value]  # keys start with the sort of plan


@dataclass(frozen=True, slots=True)
class _Where:
    """What selects rows, as shapes: filter, rules of relations, search."""

    filter: Shape | None
    related: tuple[tuple[str, int, tuple[str, ...], tuple[str, ...], Shape | None], ...]
    words: tuple[Place, ...]
    searched: tuple[str, ...]
    terms: Place | None = None
    is_many: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan and the values of one request for it, as the driver takes them and as they were given."""

    plan: Plan
    values: list[object]
    given: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What a query remembers: its plan, and the values that stay the same on every page."""

    owner: object
    plan: Plan
    fixed: Sequence[object]
    first_page: list[object] | None


class Statements:
    """Builds and keeps the statements of one link."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.cache = PlanCache()

    # --- select and count ---------------------------------------------------------------------------------------------

    def select(
        self, query: SelectQuery, limit: int | None, *, stream: bool = False, is_many: bool = False, met: bool = False
    ) -> Prepared:
        """The rows of a query, at most `limit`; `is_many` when its search finds many; `met` in order, one by one."""
        kinds = None if query.after is None else tuple(map(value_kind, query.after))
        key = ("sql", id(self), stream, limit, query.backward, bool(query.offset), kinds, is_many, met)
        if isinstance(known := query.memo.get(key), _Known) and known.owner is self:
            values = known.first_page or known.plan.statement.values(_paged(known.fixed, query))
            return Prepared(known.plan, values)
        prepared = self._select(query, limit, stream=stream, is_many=is_many, met=met)
        paging = _paging_count(query)
        fixed = prepared.given[: len(prepared.given) - paging]
        query.memo[key] = _Known(self, prepared.plan, fixed, None if paging else prepared.values)
        return prepared

    def select_given(self, query: SelectQuery, limit: int | None, rows: GivenRows) -> Prepared:
        """The rows of a query, from those that are given instead of the table's."""
        return self._select(query, limit, stream=False, is_many=False, given=rows)

    def _select(
        self,
        query: SelectQuery,
        limit: int | None,
        *,
        stream: bool,
        is_many: bool,
        met: bool = False,
        given: GivenRows | None = None,
    ) -> Prepared:
        shaper = Shaper()
        where = self._where(shaper, query, is_many=is_many)
        placed_rows = None if given is None else given.place(shaper)
        after = tuple(shaper.place(value) for value in query.after) if query.after is not None else None
        offset = shaper.place(query.offset) if query.offset else None
        shape = (query.columns, where, query.order, after, query.backward, offset, limit, placed_rows)
        key = ("stream" if stream else "select", id(query.table), *shape, met)

        def make() -> Plan:
            binds, scope = Binds(), _scope(self.dialect, query.table, query.related, where)
            if placed_rows is not None:
                rows = placed_rows.clause(query.table, binds)
                scope = Scope.top(query.table, {}, lambda _: rows)
            found = self._found(binds, scope, where, query.order)
            columns = [scope.column(name) for name in query.columns]
            keys = order_keys(self.dialect, scope, found.order(query.order), query.backward)
            condition = self.dialect.unindexed(found.condition) if met else found.condition
            statement = self._base(columns, found.from_clause).where(condition)
            if after is not None:
                keys, places = found.going_on(keys, after, lambda place: binds.bind(place.index, Bare(), None))
                statement = statement.where(beyond(self.dialect, binds, keys, places))
            statement = statement.order_by(*order_by(self.dialect, keys))
            if limit is not None:
                statement = statement.limit(_number(limit))
            if offset is not None:
                statement = statement.offset(binds.bind(offset.index, Bare(), None))
            return self._plan(binds.compiled(statement, self.dialect, stream=stream), columns)

        return Prepared(*self._fill(key, (query.table, query.related), make, shaper))

    def walked(self, query: SelectQuery, limit: int, most: int) -> Prepared:
        """The first `limit` rows of a search, met among the first `most` of its order, each looked at by itself."""
        shaper = Shaper()
        where = self._where(shaper, query)
        after = tuple(shaper.place(value) for value in query.after) if query.after is not None else None
        shape = (query.columns, where, query.order, after, query.backward, limit, most)

        def make() -> Plan:
            binds, scope = Binds(), _scope(self.dialect, query.table, query.related, where)
            columns, (_, key) = [scope.column(name) for name in query.columns], scope.column(ID)
            keys = order_keys(self.dialect, scope, query.order, query.backward)
            statement = self._base(columns, scope.from_clause).add_columns(key.label("walked_id"))
            statement = statement.where(self._plainly(binds, scope, where))
            if after is not None:
                statement = statement.where(beyond(self.dialect, binds, keys, after))
            rows = statement.order_by(*order_by(self.dialect, keys)).limit(_number(most)).subquery("walked")
            words = self.dialect.words
            assert words is not None  # noqa: S101  # there are terms
            shown = [rows.c[f"c{place}"] for place in range(len(columns))] or [sa.literal_column("1")]
            kept = words.holds(query.table, self._asked(binds, query.table, where), rows.c.walked_id)
            found = sa.select(*shown).select_from(rows).where(kept).limit(_number(limit))
            return self._plan(binds.compiled(found, self.dialect), columns)

        return Prepared(*self._fill(("walked", id(query.table), *shape), (query.table, query.related), make, shaper))

    def count(self, query: SelectQuery, cap: int | None) -> Prepared:
        """How many rows satisfy a query; one more than `cap` stands for more."""
        return self._once(query, ("count", cap), lambda: self._count(query, cap))

    def _once(self, query: SelectQuery | AggregateQuery, which: Hashable, make: Callable[[], Prepared]) -> Prepared:
        """What the query remembers of a statement whose values are all its own; no page is among them."""
        key = ("sql", id(self), which)
        known = query.memo.get(key)
        if isinstance(known, _Known) and known.owner is self and known.first_page is not None:
            return Prepared(known.plan, known.first_page)
        prepared = make()
        query.memo[key] = _Known(self, prepared.plan, (), prepared.values)
        return prepared

    def _count(self, query: SelectQuery, cap: int | None) -> Prepared:
        shaper = Shaper()
        where = self._where(shaper, query, is_many=True)
        key = ("count", id(query.table), where, cap)

        def make() -> Plan:
            binds, scope = Binds(), _scope(self.dialect, query.table, query.related, where)
            found = self._found(binds, scope, where, BY_RANK)
            statement: sa.Select[Any]  # Any: as `Sql`
            if cap is None:
                statement = sa.select(sa.func.count()).select_from(found.from_clause).where(found.condition)
            else:
                one: sa.Select[Any] = (
                    sa.select(sa.literal_column("1").label("one")).select_from(found.from_clause).where(found.condition)
                )
                statement = sa.select(sa.func.count()).select_from(one.limit(_number(cap + 1)).subquery("some"))
            return Plan(binds.compiled(statement, self.dialect), ("count",), ())

        return Prepared(*self._fill(key, (query.table, query.related), make, shaper))

    def hits(self, table: Table, search: Search, cap: int) -> Prepared:
        """How many rows are in the table's index of words; one more than `cap` stands for more."""
        shaper = Shaper()
        where = self._where(shaper, AggregateQuery(table, (), search=search))

        def make() -> Plan:
            binds = Binds()
            hits = self._hits(binds, table, where).limit(_number(cap + 1))
            statement: sa.Select[Any] = sa.select(sa.func.count()).select_from(hits.subquery("some"))  # Any: as `Sql`
            return Plan(binds.compiled(statement, self.dialect), ("count",), ())

        return Prepared(*self._fill(("hits", id(table), where, cap), table, make, shaper))

    # --- aggregate ----------------------------------------------------------------------------------------------------

    def aggregate(self, query: AggregateQuery, limit: int) -> Prepared:
        """The groups and figures of a query."""
        return self._once(query, ("aggregate", limit), lambda: self._aggregate(query, limit))

    def noted_aggregate(self, query: AggregateQuery, noted: NotedRows) -> Prepared:
        """The groups and figures of the query's rows as the journal has noted them since an entry."""
        return self._aggregate(query, None, noted)

    def _aggregate(self, query: AggregateQuery, limit: int | None, noted: NotedRows | None = None) -> Prepared:
        shaper = Shaper()
        where = self._where(shaper, query)
        since = None if noted is None else (noted.side, shaper.place(noted.after))
        shape = (query.measures, query.groups, where, query.order, limit, query.is_covered, since)
        key = ("aggregate", id(query.table), *shape)

        def make() -> Plan:
            binds = Binds()
            scope = _scope(self.dialect, query.table, query.related, where)
            if noted is not None and since is not None:
                after = binds.bind(since[1].index, Bare(), None)
                rows = noted.clause(query.table, noted.side, after)
                scope = Scope.top(query.table, {}, lambda _: rows)
            groups = [_group(self.dialect, scope, group) for group in query.groups]
            read = {measure.column for measure in query.measures} - {None, *(group.column for group in query.groups)}
            if read and not query.is_covered:
                groups = [(self.dialect.unindexed(sql), decode) for sql, decode in groups]
            found = self._found(binds, scope, where, ())
            from_clause, condition, groups, figures = self._figures(scope, query.measures, found, groups)
            names = [*(group.name for group in query.groups), *(measure.name for measure in query.measures)]
            cells = [*groups, *figures]
            labelled = [sql.label(f"c{place}") for place, (sql, _) in enumerate(cells)]
            statement = sa.select(*labelled).select_from(from_clause).where(condition)
            statement = statement.group_by(*(sql for sql, _ in groups)) if groups else statement
            expressions = {name: sql for name, (sql, _) in zip(names, cells, strict=True)}
            statement = statement.order_by(*self._aggregate_order(query.order, expressions))
            statement = statement if limit is None else statement.limit(_number(limit))
            decoders = tuple((place, decode) for place, (_, decode) in enumerate(cells) if decode is not None)
            return Plan(binds.compiled(statement, self.dialect), tuple(names), decoders, None)

        return Prepared(*self._fill(key, (query.table, query.related), make, shaper))

    def _figures(
        self, scope: Scope, measures: Sequence[Measure], found: Found, groups: list[_Cell]
    ) -> tuple[FromClause, Sql, list[_Cell], list[_Cell]]:
        """Where rows come from, what they satisfy, what they are grouped by, and the figures."""
        columns = [None if measure.column is None else scope.column(measure.column) for measure in measures]
        medians = [measure.function == "median" for measure in measures]
        if not any(medians) or self.dialect.median(sa.literal_column("1")) is not None:
            figures = [_measure(self.dialect, *each) for each in zip(measures, columns, strict=True)]
            return found.from_clause, found.condition, groups, figures
        values = [
            (None if column is None else column[1], wanted) for column, wanted in zip(columns, medians, strict=True)
        ]
        rows = placed(found.from_clause, found.condition, [sql for sql, _ in groups], values)
        figures = [
            _measure(self.dialect, measure, None if column is None or value is None else (column[0], value), place)
            for measure, column, value, place in zip(measures, columns, rows.values, rows.places, strict=True)
        ]
        placed_groups = [(sql, decode) for sql, (_, decode) in zip(rows.groups, groups, strict=True)]
        return rows.from_clause, sa.true(), placed_groups, figures

    def _aggregate_order(self, order: Sequence[Order], expressions: Mapping[str, Sql]) -> list[Sql]:
        terms: list[Sql] = []
        for element in order:
            sql = expressions.get(element.column)
            if sql is None:
                raise InvalidInput(
                    phrase("There is no group or figure '{column}' to sort by.", column=element.column),
                    code="aggregate.unknown_name",
                    hint=did_you_mean(element.column, expressions),
                )
            terms.extend(self.dialect.nulls.terms(sql, element.descending, nulls_first=False, nullable=True))
        return terms

    # --- shared -------------------------------------------------------------------------------------------------------

    def condition(self, binds: Binds, scope: Scope, shape: Shape | None) -> Sql:
        """A filter shape as a condition; true for none."""
        return sa.true() if shape is None else Conditions(self.dialect, binds, scope).compile(shape)

    def reading(self, columns: Sequence[tuple[Column, Sql]]) -> list[Sql]:
        """The columns as they are selected."""
        return [self.dialect.read(column, sql).label(f"c{place}") for place, (column, sql) in enumerate(columns)]

    def decoders(self, columns: Sequence[Column]) -> tuple[tuple[int, Decode], ...]:
        """How the selected columns are read."""
        return _placed(map(self.dialect.decoder, columns))

    def _base(self, columns: Sequence[tuple[Column, Sql]], from_clause: FromClause) -> sa.Select[Any]:  # Any: as `Sql`
        chosen = self.reading(columns) or [sa.literal_column("1")]
        return sa.select(*chosen).select_from(from_clause)

    def _found(self, binds: Binds, scope: Scope, where: _Where, order: Sequence[Order]) -> Found:
        """Where rows come from, and what they satisfy."""
        condition = self._plainly(binds, scope, where)
        if where.terms is None:
            return plainly(scope, condition)
        is_ranked = not where.is_many and by_rank(order)
        hits = self._hits(binds, scope.table, where, is_scored=is_ranked)
        assert self.dialect.words is not None  # noqa: S101  # there are terms
        return way_to(self.dialect.words, hits, scope, condition, order, is_many=where.is_many)

    def _plainly(self, binds: Binds, scope: Scope, where: _Where) -> Sql:
        """What rows satisfy besides the terms of a search."""
        parts = [self.condition(binds, scope, where.filter)]
        for word in where.words:
            parts.append(
                sa.or_(sa.false(), *(_contains(self.dialect, binds, scope, name, word) for name in where.searched))
            )
        return sa.and_(*parts)

    def looks_up(self, search: Search, table: Table) -> bool:
        """Whether terms are looked up in the table's index of words; else they are taken for words of any text."""
        words = self.dialect.words
        return words is not None and bool(search.terms) and words.can(search, table.search)

    def _hits(self, binds: Binds, table: Table, where: _Where, *, is_scored: bool = False) -> sa.Select[Any]:
        words = self.dialect.words
        assert words is not None  # noqa: S101  # `_where` has looked
        return words.hits(table, self._asked(binds, table, where), is_scored=is_scored)

    def _asked(self, binds: Binds, table: Table, where: _Where) -> Sql:
        """The terms of a search as its index of words takes them."""
        words, terms = self.dialect.words, where.terms
        assert words is not None  # noqa: S101  # `_where` has looked
        assert terms is not None  # noqa: S101  # as above
        return binds.bind(terms.index, Bare(), lambda search: words.asked(search, table.search))

    def _where(self, shaper: Shaper, query: SelectQuery | AggregateQuery, *, is_many: bool = False) -> _Where:
        shape = shaper.filter(query.filter, query.table)
        rules = tuple(
            (prefix, id(to.table), to.columns, to.target_columns, shaper.filter(to.filter, to.table))
            for prefix, to in query.related.items()
        )
        search = query.search
        if search is None:
            return _Where(shape, rules, (), ())
        if not self.looks_up(search, query.table):
            words = (*search.words, *(term.text for term in search.terms))
            return _Where(shape, rules, tuple(map(shaper.place, words)), search.columns)
        return _Where(
            shape, rules, tuple(map(shaper.place, search.words)), search.columns, shaper.place(search), is_many
        )

    def _plan(self, statement: Statement, columns: Sequence[tuple[Column, Sql]]) -> Plan:
        models = [column for column, _ in columns]
        names, decoders = tuple(column.name for column in models), self.decoders(models)
        endless = [p for p, c in enumerate(models) if c.type in _ENDLESS and (c.max_length or 10_000) > 1000]
        is_text = all(models[place].type is DataType.TEXT for place in endless)
        small_bytes = sum(c.max_length or 40 for place, c in enumerate(models) if place not in endless)
        large = tuple(endless) if is_text else None
        return Plan(statement, names, decoders, large, small_bytes, _placed(map(self.dialect.json_decoder, models)))

    def _fill(
        self, key: Hashable, alive: object, make: Callable[[], Plan], shaper: Shaper
    ) -> tuple[Plan, list[object], list[object]]:
        plan = self.cache.get(key, alive, make)
        return plan, plan.statement.values(shaper.values), shaper.values


def _group(dialect: Dialect, scope: Scope, group: Group) -> tuple[Sql, Decode | None]:
    column, sql = scope.column(group.column)
    if column.type in (DataType.JSON, DataType.LIST, DataType.BINARY):
        raise unsupported("Rows cannot be grouped by '{name}'.", column)
    if group.bucket is None:
        return dialect.grouped(column, sql)
    if column.type not in (DataType.DATE, DataType.DATETIME):
        raise unsupported("'{name}' is not a date, so it has no buckets.", column)
    return dialect.bucket(column, sql, group.bucket)


def _contains(dialect: Dialect, binds: Binds, scope: Scope, name: str, word: Place) -> Sql:
    column, sql = scope.column(name)
    type_, encode = dialect.bind(DataType.TEXT, False)
    needle = binds.bind(word.index, type_, encode)
    case = "ascii" if word.is_ascii else "unicode"
    return dialect.matches("contains", dialect.text(column, sql), needle, case)  # type: ignore[arg-type]  # a literal


def _measure(
    dialect: Dialect, measure: Measure, column: tuple[Column, Sql] | None, place: MedianPlace | None = None
) -> _Cell:
    return (sa.func.count(), None) if column is None else measured(dialect, measure, *column, place)


def _placed(decoders: Iterable[Decode | None]) -> tuple[tuple[int, Decode], ...]:
    return tuple((place, decode) for place, decode in enumerate(decoders) if decode is not None)


def _paging_count(query: SelectQuery) -> int:
    """How many values the page adds behind those of the query."""
    return len(query.after or ()) + (1 if query.offset else 0)


def _paged(fixed: Sequence[object], query: SelectQuery) -> Sequence[object]:
    if query.after is None and not query.offset:
        return fixed
    return [*fixed, *(query.after or ()), *([query.offset] if query.offset else [])]


def _number(value: int) -> Sql:
    return sa.literal_column(str(int(value)))


def _scope(dialect: Dialect, table: Table, related: Mapping[str, RelatedTable], where: _Where) -> Scope:
    rules = {prefix: rule for prefix, _, _, _, rule in where.related}
    return Scope.top(
        table,
        {
            prefix: Related(target.table, target.columns, target.target_columns, rules[prefix])
            for prefix, target in related.items()
        },
        partial(whole_clause, dialect),
    )
