"""Each database's own types: what they become, that they survive, and that filters on them mean what they show."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.datasources.target import LIMITS, Target, target
from tests.peers.fixture import Database
from toolwright.builtin.datasources.mysql.connector import Mysql
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.builtin.datasources.sqlite.connector import Sqlite
from toolwright.errors import InvalidInput
from toolwright.expressions import Column, Compare, In, IsNull, Not, Type, Value
from toolwright.extend.datasource import Change, Link, Order, SelectQuery
from toolwright.model.table import DataType, Table

__all__ = ["target"]
ANY = Type("anything")


async def _rows(link: Link, table: Table, **more: Any) -> list[dict[str, Any]]:
    batch = await link.select(SelectQuery(table, tuple(table.by_name), order=(Order("id"),), **more), LIMITS)
    return [dict(zip(batch.columns, row, strict=True)) for row in batch.rows]


async def _found(link: Link, table: Table, name: str, value: object) -> list[object]:
    condition = Compare("eq", Column((name,), ANY), Value(value))
    return [row["id"] for row in await _rows(link, table, filter=condition)]


@pytest.mark.peer
async def test_postgres_types(postgres_database: Database) -> None:
    target = Target("postgres", Postgres(), postgres_database.url, postgres_database)
    await target.run(
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')",
        "CREATE DOMAIN email AS varchar(80) CHECK (VALUE LIKE '%@%')",
        "CREATE DOMAIN work_email AS email NOT NULL",
        """CREATE TABLE natives (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood, mail email, u uuid, j json,
           b jsonb, tags text[], numbers int[], ip inet, net cidr, mac macaddr, bytes bytea, span interval, t time(3),
           tz timetz, at timestamptz, local timestamp, d date, n numeric, small smallint, r real, c char(5), m money,
           range int4range, p point, v tsvector, bits bit(3), x xml, doubled int GENERATED ALWAYS AS (small * 2) STORED,
           state text CHECK (state IN ('new', 'it''s done')), nm name, one "char", ci text)""",
        "COMMENT ON TABLE natives IS 'All of them'",
        "COMMENT ON COLUMN natives.ip IS 'Where from'",
        """INSERT INTO natives (mood, mail, u, j, b, tags, numbers, ip, net, mac, bytes, span, t, tz, at, local, d, n, small,
           r, c, m, range, p, v, bits, x, state, nm, one) VALUES ('ok', 'a@b', 'c0a80121-7ac0-4e1f-8d4b-0123456789ab',
           '{"a": [1, null]}', '{"b": 12345678901234567890}', '{x,NULL,"y,z"}', '{1,2}', '10.0.0.1', '10.0.0.0/8',
           '08:00:2b:01:02:03', '\\x00ff', '1 day 02:00', '10:11:12.5', '10:11+02', '2024-05-05 10:00+02',
           '2024-05-05 10:00', '2024-05-05', 12345678901234567890.123, 7, 0.5, 'ab', 12.5, '[1,5)', '(1,2)', 'cat dog',
           B'101', '<a/>', 'new', 'nm', 'q')""",
        "INSERT INTO natives (d, at, local, t) VALUES ('0044-03-15 BC', 'infinity', '20000-01-01', '24:00')",
    )
    async with target.link() as link:
        shape = next(shape for shape in await link.describe(LIMITS) if shape.name == "natives")
        table = (await target.tables(link))["natives"]
        columns = {column.name: column for column in shape.columns}
        expected = {
            "mood": DataType.TEXT, "mail": DataType.TEXT, "u": DataType.UUID, "j": DataType.JSON, "b": DataType.JSON,
            "tags": DataType.LIST, "numbers": DataType.LIST, "ip": DataType.TEXT, "net": DataType.TEXT,
            "bytes": DataType.BINARY, "span": DataType.DURATION, "t": DataType.TIME, "tz": DataType.OTHER,
            "at": DataType.DATETIME, "local": DataType.DATETIME, "n": DataType.DECIMAL, "r": DataType.FLOAT,
            "m": DataType.OTHER, "range": DataType.OTHER, "p": DataType.OTHER, "v": DataType.OTHER, "bits": DataType.OTHER,
            "one": DataType.OTHER,
        }  # fmt: skip
        assert {name: columns[name].type for name in expected} == expected
        assert columns["mood"].options == ("sad", "ok", "happy")
        assert columns["state"].options == ("new", "it's done")
        assert (columns["mail"].max_length, columns["c"].max_length) == (80, 5)
        assert columns["id"].generated
        assert columns["doubled"].generated
        assert columns["at"].zoned
        assert not columns["local"].zoned
        assert (shape.comment, columns["ip"].comment) == ("All of them", "Where from")
        first, odd = await _rows(link, table)
        assert first["u"] == uuid.UUID("c0a80121-7ac0-4e1f-8d4b-0123456789ab")
        assert type(first["u"]) is uuid.UUID
        assert first["j"] == {"a": [1, None]}
        assert first["b"] == {"b": 12345678901234567890}
        assert (first["tags"], first["numbers"]) == (["x", None, "y,z"], [1, 2])
        assert (first["ip"], first["net"], first["mac"]) == ("10.0.0.1", "10.0.0.0/8", "08:00:2b:01:02:03")
        assert (first["bytes"], first["span"], first["t"]) == (
            b"\0\xff",
            timedelta(days=1, hours=2),
            time(10, 11, 12, 500000),
        )
        assert first["at"] == datetime(2024, 5, 5, 8, tzinfo=UTC)
        assert (first["n"], first["r"], first["c"]) == (Decimal("12345678901234567890.123"), 0.5, "ab")
        assert (first["range"], first["p"], first["v"], first["bits"]) == ("[1,5)", "(1,2)", "'cat' 'dog'", "101")
        assert (odd["d"], odd["local"], odd["t"]) == (None, None, time(23, 59, 59, 999999))
        assert odd["at"] == datetime.max.replace(tzinfo=UTC)
        for name in sorted(set(columns) - {"id", "j", "b", "tags", "numbers", "x"}):
            if first[name] is not None:
                assert await _found(link, table, name, first[name]) == [1], name
        assert await _found(link, table, "mood", "unknown") == []
        some = In(Column(("mood",), ANY), (Value("ok"), Value("sad")))
        assert [row["id"] for row in await _rows(link, table, filter=some)] == [1]
        assert [row["id"] for row in await _rows(link, table, filter=Not(some))] == [2]
        assert [row["id"] for row in await _rows(link, table, filter=IsNull(Column(("j",), ANY)))] == [2]
        written = {
            name: first[name]
            for name, column in table.by_name.items()
            if column.type is not DataType.OTHER and not column.read_only and name not in ("id", "doubled")
        }
        (made,) = await link.write([Change("insert", table, (), values=written)], LIMITS)
        assert made.after is not None
        assert {name: made.after[name] for name in written if name != "bytes"} == {
            name: value for name, value in written.items() if name != "bytes"
        }
        for values, code in (
            ({"mail": "nobody"}, "value.refused"),
            ({"small": 40_000}, "value.out_of_range"),
            ({"mood": "angry"}, "value.unknown_option"),
            ({"c": "toolong"}, "value.too_long"),
            ({"ip": "nonsense"}, "value.invalid"),
            ({"id": 5}, "value.read_only"),
            ({"m": "1"}, "value.read_only"),
            ({"u": "x"}, "value.invalid"),
        ):
            with pytest.raises(InvalidInput) as refused:
                await link.write([Change("insert", table, (), values=values)], LIMITS)
            assert refused.value.code == code, values


@pytest.mark.peer
async def test_postgres_shapes(postgres_database: Database) -> None:
    await postgres_database.run(
        "CREATE SCHEMA other",
        "CREATE TABLE parent (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
        "CREATE TABLE parent_2024 PARTITION OF parent FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
        "CREATE VIEW seen AS SELECT id FROM parent",
        "CREATE MATERIALIZED VIEW kept AS SELECT 1 AS n",
        "CREATE TABLE other.same (id int PRIMARY KEY)",
        "CREATE TABLE same (id int PRIMARY KEY, other_id int REFERENCES other.same, UNIQUE (other_id))",
        "CREATE TABLE hidden (id int)",
        "CREATE TABLE keyless (a int)",
        f"CREATE TABLE wide ({', '.join(f'c{n} int' for n in range(1600))})",
        "CREATE ROLE limited LOGIN PASSWORD 'limited'",
        "GRANT USAGE ON SCHEMA public TO limited",
        "GRANT SELECT ON keyless TO limited",
        "GRANT SELECT (id) ON same TO limited",
    )
    target = Target("postgres", Postgres(), postgres_database.url, postgres_database)
    async with target.link() as link:
        shapes = {(shape.schema, shape.name): shape for shape in await link.describe(LIMITS)}
        assert ("public", "parent") in shapes
        assert ("public", "parent_2024") not in shapes
        assert shapes["public", "parent"].primary_key == ("id", "day")
        assert shapes["public", "seen"].kind == "view"
        assert shapes["public", "kept"].kind == "view"
        assert shapes["public", "same"].foreign_keys[0].target_schema == "other"
        assert shapes["public", "same"].unique == (("other_id",),)
        assert len(shapes["public", "wide"].columns) == 1600
        wide = (await target.tables(link))["wide"]
        await link.select(SelectQuery(wide, tuple(wide.by_name)), LIMITS)
    url = postgres_database.url.replace("app:app-password", "limited:limited")
    async with Target("postgres", Postgres(), url, postgres_database).link() as link:
        names = {shape.name: shape for shape in await link.describe(LIMITS)}
        assert set(names) == {"keyless", "same"}
        assert [column.name for column in names["same"].columns] == ["id"]
    await postgres_database.run("DROP OWNED BY limited", "DROP ROLE limited")


@pytest.mark.peer
async def test_mariadb_types(mariadb_database: Database) -> None:
    target = Target("mysql", Mysql(), mariadb_database.url, mariadb_database)
    await target.run(
        """CREATE TABLE natives (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, flag bit(1), yes tinyint(1), bits bit(8),
           y year, e enum('low', 'it''s', 'high'), s set('x', 'y'), big bigint unsigned, f float, g double, n decimal(30, 5),
           j json, u uuid, ip inet6, t time(3), at timestamp(3) NULL, local datetime(6), d date, blobbed blob,
           fixed binary(3), p point, latin varchar(20) CHARACTER SET latin1, ci varchar(20) COLLATE utf8mb4_general_ci,
           doubled int AS (y * 2) STORED, state varchar(10) CHECK (state IN ('new', 'old')), tiny tinyint unsigned,
           body longtext COMMENT 'Long') COMMENT 'All of them'""",
        "SET sql_mode = ''",
        """INSERT INTO natives (flag, yes, bits, y, e, s, big, f, g, n, j, u, ip, t, at, local, d, blobbed, fixed, p, latin,
           ci, state, tiny, body) VALUES (1, 2, 200, 2024, 'it''s', 'x,y', 18446744073709551615, 0.1, 0.1, 1.5,
           '{"a": [1, null]}', 'c0a80121-7ac0-4e1f-8d4b-0123456789ab', '::1', '10:11:12.5', '2024-05-05 10:00:00.5',
           '2024-05-05 10:00', '2024-05-05', 'ab', 'xy', POINT(1, 2), 'é', 'Case ', 'new', 255, 'text')""",
        "INSERT INTO natives (d, local, t) VALUES ('0000-00-00', '0000-00-00', '-100:00:00')",
    )
    async with target.link() as link:
        shape = next(shape for shape in await link.describe(LIMITS) if shape.name == "natives")
        table = (await target.tables(link))["natives"]
        columns = {column.name: column for column in shape.columns}
        expected = {
            "flag": DataType.BOOLEAN, "yes": DataType.BOOLEAN, "bits": DataType.INTEGER, "y": DataType.INTEGER,
            "e": DataType.TEXT, "s": DataType.TEXT, "j": DataType.JSON, "u": DataType.UUID, "t": DataType.TIME,
            "blobbed": DataType.BINARY, "fixed": DataType.BINARY, "p": DataType.OTHER,
        }  # fmt: skip
        assert {name: columns[name].type for name in expected} == expected
        assert columns["e"].options == ("low", "it's", "high")
        assert columns["s"].options == ("x", "y")
        assert columns["state"].options == ("new", "old")
        assert columns["doubled"].generated
        assert columns["at"].zoned
        assert columns["body"].long
        assert (shape.comment, columns["body"].comment) == ("All of them", "Long")
        first, odd = await _rows(link, table)
        assert (first["flag"], first["yes"], first["bits"], first["y"]) == (True, True, 200, 2024)
        assert (first["big"], first["n"], first["j"]) == (18446744073709551615, Decimal("1.50000"), {"a": [1, None]})
        assert (first["u"], first["ip"]) == (uuid.UUID("c0a80121-7ac0-4e1f-8d4b-0123456789ab"), "::1")
        assert (first["t"], first["at"]) == (
            time(10, 11, 12, 500000),
            datetime(2024, 5, 5, 10, 0, 0, 500000, tzinfo=UTC),
        )
        assert (first["p"], first["blobbed"], first["fixed"]) == ("POINT(1 2)", b"ab", b"xy\0")
        assert (odd["d"], odd["local"], odd["t"]) == (None, None, timedelta(hours=-100))
        for name in sorted(set(columns) - {"j"}):
            if first[name] is not None:
                assert await _found(link, table, name, first[name]) == [1], name
        for name, value in (
            ("ci", "case "),
            ("ci", "Case"),
            ("latin", "e"),
            ("latin", "😀"),
            ("latin", "É"),
            ("e", "LOW"),
        ):
            assert await _found(link, table, name, value) == [], name
        batches = [
            batch async for batch in link.stream(SelectQuery(table, tuple(table.by_name), order=(Order("id"),)), LIMITS)
        ]
        assert [dict(zip(batch.columns, row, strict=True)) for batch in batches for row in batch.rows] == [first, odd]
        written = {
            name: first[name]
            for name, column in table.by_name.items()
            if column.type is not DataType.OTHER and not column.read_only and name != "id"
        }
        (made,) = await link.write([Change("insert", table, (), values=written)], LIMITS)
        assert made.after is not None
        for name, value in written.items():
            assert columns[name].type is DataType.BINARY or made.after[name] == value, name
        for values, code in (
            ({"tiny": 256}, "value.out_of_range"),
            ({"big": -1}, "value.out_of_range"),
            ({"e": "none"}, "value.unknown_option"),
            ({"s": "x,z"}, "value.unknown_option"),
            ({"latin": "😀"}, "value.invalid"),
            ({"y": 1800}, "value.out_of_range"),
            ({"doubled": 5}, "value.read_only"),
        ):
            with pytest.raises(InvalidInput) as refused:
                await link.write([Change("insert", table, (), values=values)], LIMITS)
            assert refused.value.code == code, values
        (zero,) = await link.write([Change("insert", table, (), values={"id": 0})], LIMITS)
        assert zero.after is not None
        assert zero.after["id"] == 0


async def test_sqlite_keeps_the_form_of_date_times(tmp_path: Path) -> None:
    path = tmp_path / "forms.db"
    target = Target("sqlite", Sqlite(), f"sqlite:///{path}", path)
    moment = datetime(2024, 5, 5, 10, 0)  # noqa: DTZ001  # as SQLite stores it, without a zone
    forms = {
        "plain": "'2024-05-05 10:00:00'",
        "iso": "'2024-05-05T10:00:00'",
        "zulu": "'2024-05-05T10:00:00.000Z'",
        "unix": "1714903200",
        "millis": "1714903200000",
    }
    await target.run(
        f"CREATE TABLE natives (id INTEGER PRIMARY KEY, {', '.join(f'{name} DATETIME' for name in forms)}, any, d DATE)",
        f"INSERT INTO natives VALUES (1, {', '.join(forms.values())}, 'text', '2024-05-05')",
    )
    async with target.link() as link:
        table = (await target.tables(link))["natives"]
        for name in forms:
            values = {name: moment + timedelta(hours=1)}
            (made,) = await link.write([Change("insert", table, (), values=values)], LIMITS)
            assert made.after is not None
            assert made.after[name] == values[name], name
            assert await _found(link, table, name, moment) == [1], name
            after = Compare("gt", Column((name,), ANY), Value(moment))
            assert [row["id"] for row in await _rows(link, table, filter=after)] == [made.after["id"]], name
            equal = Compare("eq", Column((name,), ANY), Column(("plain",), ANY))
            assert 1 in [row["id"] for row in await _rows(link, table, filter=equal)], name
        first = (await _rows(link, table))[0]
        assert (first["any"], first["d"]) == ("text", date(2024, 5, 5))


WIDEST = {"sqlite": 2000, "postgres": 1600, "mysql": 1017}
"""The most columns of a table: SQLite's, PostgreSQL's, and InnoDB's. None takes 5,000."""


async def test_tables_as_wide_as_the_database_allows(target: Target) -> None:
    count = WIDEST[target.kind]
    columns = [f"c{n} int" for n in range(1, 5000)]
    with pytest.raises(Exception, match=r"(?i)too many columns|at most 1600 columns|too many"):
        await target.run(f"CREATE TABLE wider (id int PRIMARY KEY, {', '.join(columns)})")
    await target.run(
        f"CREATE TABLE wide (id int PRIMARY KEY, {', '.join(columns[: count - 1])})",
        "INSERT INTO wide (id, c1) VALUES (1, 5)",
    )
    async with target.link() as link:
        wide = (await target.tables(link))["wide"]
        assert len(wide.columns) == count
        batch = await link.select(SelectQuery(wide, tuple(wide.by_name)), LIMITS)
        assert len(batch.rows[0]) == count
        assert batch.rows[0][:2] == (1, 5)
        (made,) = await link.write([Change("insert", wide, (), values={"id": 2, "c7": 7})], LIMITS)
        assert made.after is not None
        assert made.after["c7"] == 7


async def test_a_huge_cell_is_reported_and_harms_nobody(target: Target) -> None:
    text = "longtext" if target.kind == "mysql" else "text"
    await target.run(
        f"CREATE TABLE huge (id int PRIMARY KEY, body {text})",
        "INSERT INTO huge VALUES (1, 'small')",
        {
            "sqlite": "INSERT INTO huge VALUES (2, hex(zeroblob(26000000)))",
            "postgres": "INSERT INTO huge VALUES (2, repeat('x', 52000000))",
            "mysql": "INSERT INTO huge VALUES (2, repeat('x', 52000000))",
        }[target.kind],
    )
    async with target.link() as link:
        table = (await target.tables(link))["huge"]
        query = SelectQuery(table, ("id", "body"), order=(Order("id"),))
        batch = await link.select(query, LIMITS)
        assert batch.limited_by == "bytes"
        assert [tuple(row) for row in batch.rows] == [(1, "small")]
        assert await link.count(query, LIMITS) == 2
