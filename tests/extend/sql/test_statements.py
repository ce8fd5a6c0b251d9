"""Statements: one per shape, values always bound, names always quoted, the index left usable."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolwright.builtin.datasources.mysql.dialect import MysqlDialect
from toolwright.builtin.datasources.postgres.dialect import PostgresDialect
from toolwright.builtin.datasources.sqlite.dialect import SqliteDialect
from toolwright.errors import InvalidExpression
from toolwright.expressions import And, Column, Compare, Filter, In, Not, TextMatch, Type, Value
from toolwright.extend.datasource import Order, SelectQuery
from toolwright.extend.sql.dialect import Dialect
from toolwright.extend.sql.shape import MAX_ITEMS, Shaper
from toolwright.extend.sql.statement import CACHE_SIZE, Statements
from toolwright.model.table import Column as TableColumn
from toolwright.model.table import DataType, NativeName, Option, Table

DIALECTS: list[Dialect] = [PostgresDialect(), MysqlDialect(), SqliteDialect()]
TABLE = Table(
    native=NativeName(schema=None, table="tickets"),
    columns=(
        TableColumn(name="id", type=DataType.INTEGER, nullable=False),
        TableColumn(name="title", type=DataType.TEXT, nullable=True, native_type="text"),
        TableColumn(
            name="state", type=DataType.TEXT, nullable=False, native_type="state", options=(Option(value="open"),)
        ),
        TableColumn(name="opened", type=DataType.DATETIME, nullable=False),
    ),
    primary_key=("id",),
)
SECRET = "CANARY'; DROP TABLE tickets; --"


def own(name: str) -> Column:
    """A column in a filter."""
    return Column((name,), Type("anything"))


def _sql(dialect: Dialect, query: SelectQuery) -> str:
    return Statements(dialect).select(query, query.limit).plan.statement.sql


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "condition",
    [
        Compare("eq", own("title"), Value(SECRET)),
        Compare("lt", own("title"), Value(SECRET)),
        In(own("title"), (Value(SECRET), Value(None))),
        TextMatch("contains", own("title"), Value(SECRET), True),
        Not(And((Compare("ne", own("title"), Value(SECRET)), Compare("eq", own("state"), Value(SECRET))))),
    ],
)
def test_values_never_enter_the_text(dialect: Dialect, condition: Filter) -> None:
    query = SelectQuery(TABLE, ("id",), condition, order=(Order("title"), Order("id")), after=(SECRET, 1))
    for stream in (False, True):
        prepared = Statements(dialect).select(query, None, stream=stream)
        assert "CANARY" not in prepared.plan.statement.sql
        assert SECRET in prepared.values


@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_statement_serves_every_value(dialect: Dialect) -> None:
    statements = Statements(dialect)

    def plan(value: object, count: int = 3) -> object:
        items = In(own("id"), tuple(Value(number) for number in range(count)))
        return statements.select(
            SelectQuery(TABLE, ("id",), And((Compare("eq", own("title"), Value(value)), items))), 5
        ).plan

    assert plan("a") is plan("b")
    assert plan("a", 3) is plan("a", 4)
    assert plan("a") is not plan(None)
    assert plan("a", 4) is not plan("a", 5)


def test_the_cache_is_bounded_and_keeps_tables_apart() -> None:
    statements = Statements(SqliteDialect())
    for number in range(CACHE_SIZE + 50):
        other = TABLE.model_copy(update={"native": NativeName(schema=None, table=f"t{number}")})
        sql = statements.select(SelectQuery(other, ("id",)), 1).plan.statement.sql
        assert f'"t{number}"' in sql
    assert len(statements.cache._plans) == CACHE_SIZE


@given(name=st.text(min_size=1, max_size=30).filter(lambda text: "\0" not in text and text.isprintable()))
def test_no_name_breaks_out(name: str) -> None:
    table = Table(
        native=NativeName(schema=None, table=name),
        columns=(
            TableColumn(name="id", type=DataType.INTEGER, nullable=False),
            TableColumn(name="x", native="x" + name, type=DataType.TEXT),
        ),
    )
    condition = Compare("eq", own("x"), Value("v"))
    prepared = Statements(SqliteDialect()).select(SelectQuery(table, ("id", "x"), condition, order=(Order("x"),)), 1)
    connection = sqlite3.connect(":memory:")
    table_sql, column_sql = (text.replace('"', '""') for text in (name, "x" + name))
    if name.lower().startswith("sqlite_"):
        return
    connection.execute(f'CREATE TABLE "{table_sql}" (id, "{column_sql}")')
    connection.execute(f'INSERT INTO "{table_sql}" VALUES (1, ?)', ("v",))
    assert connection.execute(prepared.plan.statement.sql, prepared.values).fetchall() == [(1, "v")]
    connection.close()


def test_indexes_stay_usable() -> None:
    page = SelectQuery(TABLE, ("id",), order=(Order("opened"), Order("id")), after=(None, 1), limit=5)
    after = SelectQuery(TABLE, ("id",), order=(Order("state"), Order("id")), after=("open", 1), limit=5)
    assert '(t0."state", t0."id") > ($1, $2)' in _sql(PostgresDialect(), after)
    assert "t0.`state`" in _sql(MysqlDialect(), after)
    assert "NULLS" not in _sql(PostgresDialect(), page)
    descending = SelectQuery(TABLE, ("id",), order=(Order("title", True), Order("id")))
    assert 't0."title" DESC NULLS LAST' in _sql(PostgresDialect(), descending)
    assert "NULLS" not in _sql(SqliteDialect(), descending)
    option = SelectQuery(TABLE, ("id",), Compare("eq", own("state"), Value("open")))
    assert 't0."state" = $1' in _sql(PostgresDialect(), option)
    unknown = SelectQuery(TABLE, ("id",), Compare("eq", own("state"), Value("other")))
    assert 'CAST(t0."state" AS TEXT)' in _sql(PostgresDialect(), unknown)


def test_lists_have_an_end() -> None:
    many: Any = In(own("id"), tuple(Value(number) for number in range(MAX_ITEMS + 1)))
    with pytest.raises(InvalidExpression) as refused:
        Shaper().filter(many, TABLE)
    assert refused.value.code == "filter.too_many_items"


def test_a_query_remembers_its_statement_on_every_page() -> None:
    statements, others = Statements(SqliteDialect()), Statements(SqliteDialect())
    first = SelectQuery(TABLE, ("id",), Compare("eq", own("title"), Value("v")), order=(Order("title"), Order("id")))
    pages = [
        first,
        replace(first, after=("b", 2)),
        replace(first, after=(None, 3)),
        replace(first, offset=7),
        replace(first, after=("b", 2), backward=True),
        replace(first, after=("b", 2), offset=7),
    ]
    for page in pages * 2:
        for kept in (statements, others):
            fresh = Statements(SqliteDialect()).select(replace(page, memo={}), 5)
            found = kept.select(page, 5)
            assert found.values == fresh.values
            assert found.plan.statement.sql == fresh.plan.statement.sql
    assert statements.select(first, 5).plan is statements.select(replace(first), 5).plan
    assert statements.select(first, 5).plan is not others.select(first, 5).plan
