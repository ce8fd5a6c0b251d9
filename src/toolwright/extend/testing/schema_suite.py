"""The contract of schema changes as tests.

Subclass `SchemaSuite` and write the fixture `internal`: an open link of the kind that holds internal tables, over an
empty database. Runs with pytest, asyncio mode `auto`.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from toolwright.errors import Conflict, InvalidInput
from toolwright.extend.column import Refused, ValueLimits
from toolwright.extend.datasource import Change, Limits, Link, Order, SelectQuery
from toolwright.extend.design import reference
from toolwright.extend.schema_change import (
    ChangeTable,
    CreateTable,
    DropTable,
    SchemaRecord,
    SchemaStep,
    TableDesign,
)
from toolwright.extend.sql.schema_link import SqlSchemaLink
from toolwright.model.table import Column, DataType, NativeName, Option, Relation, Table

LIMITS = Limits(timeout_s=20)
TEXT, INTEGER, DECIMAL = DataType.TEXT, DataType.INTEGER, DataType.DECIMAL
VALUES: Mapping[DataType, Sequence[object]] = {
    DataType.TEXT: ("", "plain", "Ünïcødé 🍕\n", "'; DROP TABLE x; --", "10", "1e5"),
    DataType.INTEGER: (0, -1, 2**63 - 1, -(2**63)),
    DataType.DECIMAL: (Decimal(0), Decimal("0.1"), Decimal("-12345678.25")),
    DataType.FLOAT: (0.0, -1.5, 1e300),
    DataType.BOOLEAN: (True, False),
    DataType.DATE: (date(1, 1, 1), date(9999, 12, 31), date(2026, 2, 28)),
    DataType.TIME: (time(0), time(23, 59, 59, 999999)),
    DataType.DATETIME: (datetime(2026, 1, 1, 12, 30, tzinfo=UTC), datetime(2026, 1, 1, 12, 30, 1, 5, tzinfo=UTC)),
    DataType.DURATION: (timedelta(0), timedelta(days=-3), timedelta(hours=1, microseconds=500000)),
    DataType.UUID: (UUID(int=0), UUID("123e4567-e89b-12d3-a456-426614174000")),
    DataType.JSON: ({"a": [1, None, "ü"]}, [], "text", 5),
    DataType.LIST: ([], ["a", "b, c", '"quoted"']),
    DataType.BINARY: (b"", b"\x00\xff"),
}


def column(name: str, type_: DataType = TEXT, **more: object) -> Column:
    """A column as working out a design leaves it."""
    zoned = type_ is DataType.DATETIME
    return Column.model_validate({"name": name, "type": type_, "zoned": zoned, "kind": "any", **more})


def table(name: str, *columns: Column, relations: Sequence[Relation] = (), **more: object) -> Table:
    """An internal table as working out a design leaves it."""
    key = column("id", INTEGER, nullable=False, has_default=True, read_only=True)
    return Table.model_validate(
        {
            "columns": (key, *columns),
            "primary_key": ("id",),
            "native": NativeName(table=name),
            "relations": tuple(relations),
            **more,
        }
    )


def design(name: str, *columns: Column, limits: Mapping[str, ValueLimits] | None = None, **more: Any) -> TableDesign:
    """The same to be stored."""
    return TableDesign(table(name, *columns, **more), limits or {})


def change(
    before: TableDesign, after: TableDesign, origins: Mapping[str, str] | None = None, **more: Any
) -> ChangeTable:
    """A change in which columns come from those of the same name, unless `origins` says otherwise."""
    named = {name: name for name in after.table.by_name if name in before.table.by_name}
    return ChangeTable(before, after, {**named, **(origins or {})}, **more)


class Holder:
    """Keeps what the last change was called, as the owner of a database does."""

    def __init__(self, link: SqlSchemaLink) -> None:
        self.link = link
        self.last: str | None = None
        self.number = 0

    async def apply(self, *steps: SchemaStep) -> None:
        """One change."""
        self.number += 1
        record = SchemaRecord(f"change {self.number}", {"number": self.number})
        await self.link.change_schema(steps, record, self.last)
        self.last = record.change

    async def insert(self, owner: TableDesign, *rows: Mapping[str, object]) -> list[Any]:
        """Rows, and their ids."""
        changes = [Change("insert", owner.table, ("id",), values=row) for row in rows]
        done = await self.link.write(changes, LIMITS)
        return [one.after["id"] for one in done if one.after is not None]

    async def rows(self, owner: TableDesign, *columns: str) -> list[tuple[object, ...]]:
        """All rows by id; every column but binary ones when none is named."""
        names = columns or tuple(c.name for c in owner.table.columns if c.type is not DataType.BINARY)
        query = SelectQuery(owner.table, names, order=(Order("id"),))
        return [tuple(row) for row in (await self.link.select(query, LIMITS)).rows]


@pytest.fixture
def holder(internal: SqlSchemaLink) -> Holder:
    """The link, and what was done with it."""
    return Holder(internal)


EVERY = design("every", *(column(f"c_{kind.value}", kind) for kind in VALUES))
PLAIN = design("notes", column("title", nullable=False, required=True), column("body"))


async def designed_names(link: Link) -> set[str]:
    """The tables of a database that are not its own book-keeping."""
    return {shape.name for shape in await link.describe(LIMITS) if not shape.name.startswith("_tw_")}


class SchemaSuite:
    """Every promise of the contract, on a real database."""

    # --- the record ---------------------------------------------------------------------------------------------------

    async def test_a_new_database_has_no_record(self, holder: Holder) -> None:
        assert await holder.link.schema_record() is None

    async def test_the_record_is_what_the_last_change_said(self, holder: Holder) -> None:
        await holder.apply(CreateTable(PLAIN))
        await holder.apply()
        assert await holder.link.schema_record() == SchemaRecord("change 2", {"number": 2})

    async def test_a_change_on_an_older_state_is_refused(self, holder: Holder) -> None:
        await holder.apply(CreateTable(PLAIN))
        for expect in (None, "change 0"):
            with pytest.raises(Conflict) as refused:
                await holder.link.change_schema([DropTable(PLAIN)], SchemaRecord("x", {}), expect)
            assert refused.value.code == "schema.moved"
        assert await holder.rows(PLAIN) == []

    async def test_of_changes_at_the_same_time_one_wins(self, holder: Holder) -> None:
        await holder.apply()
        tables = [design(f"t{number}", column("a")) for number in range(4)]
        tried = [
            holder.link.change_schema([CreateTable(one)], SchemaRecord(f"by {number}", {}), holder.last)
            for number, one in enumerate(tables)
        ]
        answers = await asyncio.gather(*tried, return_exceptions=True)
        assert [getattr(answer, "code", None) for answer in answers].count("schema.moved") == 3
        record = await holder.link.schema_record()
        assert record is not None
        winner = answers.index(None)
        assert record.change == f"by {winner}"
        assert {shape.name for shape in await holder.link.describe(LIMITS)} >= {f"t{winner}"}

    # --- new tables ---------------------------------------------------------------------------------------------------

    async def test_every_type_keeps_its_values(self, holder: Holder) -> None:
        await holder.apply(CreateTable(EVERY))
        empty: dict[str, object] = {f"c_{kind.value}": None for kind in VALUES}
        rows = [empty]
        rows += [{**empty, f"c_{kind.value}": value} for kind, values in VALUES.items() for value in values]
        await holder.insert(EVERY, *rows)
        names = tuple(empty)
        stored = await holder.rows(EVERY, *names)
        for row, found in zip(rows, stored, strict=True):
            wanted = tuple(row.values())
            assert found == wanted, (found, wanted)
            assert list(map(type, found)) == list(map(type, wanted)), (found, wanted)

        copied = design("every", *(column(f"c_{kind.value}", kind) for kind in VALUES), column("more", nullable=False))
        await holder.apply(change(EVERY, copied, fill={"more": "x"}))
        assert await holder.rows(copied, *names) == stored

    async def test_the_database_itself_insists(self, holder: Holder) -> None:
        options = (Option(value="low"), Option(value="it's: 100%"))
        strict = design(
            "strict",
            column("name", nullable=False, required=True, max_length=5),
            column("score", INTEGER),
            column("level", options=options),
            column("code", nullable=True),
            limits={"score": ValueLimits(minimum=0, maximum=10), "name": ValueLimits(min_length=2)},
            unique=[["name"], ["score", "level"]],
        )
        await holder.apply(CreateTable(strict))
        await holder.insert(strict, {"name": "ann", "score": 0, "level": "it's: 100%"}, {"name": "bob", "score": 10})
        careless = TableDesign(table("strict", column("name"), column("score", INTEGER), column("level")))
        wrong: list[Mapping[str, object]] = [
            {"name": None},
            {"name": "a"},
            {"name": "toolong"},
            {"name": "cid", "score": -1},
            {"name": "cid", "score": 11},
            {"name": "cid", "level": "high"},
            {"name": "ann"},
            {"name": "cid", "score": 0, "level": "it's: 100%"},
        ]
        for values in wrong:
            with pytest.raises((InvalidInput, Conflict)):
                await holder.insert(careless, values)
        assert len(await holder.rows(strict)) == 2

    async def test_references_are_kept(self, holder: Holder) -> None:
        owners = design("owners", column("name"))
        for rule, left in (("restrict", None), ("cascade", []), ("clear", [(1, None)])):
            items = design(f"items_{rule}", column("owner", INTEGER), relations=[reference("owner", "owners", rule)])
            await holder.apply(*([CreateTable(owners)] if rule == "restrict" else []), CreateTable(items))
            (owner,) = await holder.insert(owners, {"name": rule})
            await holder.insert(items, {"owner": owner})
            with pytest.raises(InvalidInput):
                await holder.insert(items, {"owner": 999})
            gone = holder.link.write([Change("delete", owners.table, ("id",), key={"id": owner})], LIMITS)
            if left is None:
                with pytest.raises(Conflict):
                    await gone
                await holder.link.write([Change("delete", items.table, ("id",), key={"id": 1})], LIMITS)
            else:
                await gone
                assert await holder.rows(items) == left

    async def test_new_tables_may_refer_to_each_other_and_themselves(self, holder: Holder) -> None:
        a = design("a", column("b", INTEGER), relations=[reference("b", "b", None)])
        b = design(
            "b",
            column("a", INTEGER),
            column("up", INTEGER),
            relations=[reference("a", "a", None), reference("up", "b", "clear")],
        )
        await holder.apply(CreateTable(a), CreateTable(b))
        await holder.insert(b, {}, {"up": 1})
        await holder.insert(a, {"b": 2})
        changed = design("b", column("up", INTEGER), column("x"), relations=[reference("up", "b", "clear")])
        await holder.apply(change(b, changed))
        assert await holder.rows(changed) == [(1, None, None), (2, 1, None)]
        await holder.apply(DropTable(a), DropTable(changed))
        assert not await designed_names(holder.link)

    async def test_numbers_of_rows_never_come_back(self, holder: Holder) -> None:
        await holder.apply(CreateTable(PLAIN))
        ids = await holder.insert(PLAIN, *({"title": "x"} for _ in range(3)))
        await holder.link.write([Change("delete", PLAIN.table, ("id",), key={"id": ids[-1]})], LIMITS)
        changed = design("notes", column("title", nullable=False, required=True))
        await holder.apply(change(PLAIN, changed))
        assert await holder.insert(changed, {"title": "y"}) == [4]

    # --- changed tables -----------------------------------------------------------------------------------------------

    async def test_columns_are_added_renamed_swapped_and_dropped(self, holder: Holder) -> None:
        before = design("t", column("a"), column("b"), column("c", max_length=9), indexes=[["a"]])
        await holder.apply(CreateTable(before))
        await holder.insert(before, {"a": "1", "b": "2", "c": "3"})
        added = design("t", column("a"), column("b"), column("c", max_length=9), column("d", INTEGER), indexes=[["b"]])
        await holder.apply(change(before, added))
        assert await holder.rows(added) == [(1, "1", "2", "3", None)]
        swapped = design("t", column("a"), column("b"), column("x", max_length=9), column("d", INTEGER), unique=[["x"]])
        await holder.apply(change(added, swapped, {"a": "b", "b": "a", "x": "c"}))
        assert await holder.rows(swapped) == [(1, "2", "1", "3", None)]
        dropped = design("t", column("b", max_length=3))
        await holder.apply(change(swapped, dropped))
        assert await holder.rows(dropped) == [(1, "1")]
        with pytest.raises(InvalidInput):
            await holder.insert(design("t", column("b")), {"b": "1234"})

    async def test_a_renamed_table_keeps_what_refers_to_it(self, holder: Holder) -> None:
        boss = column("boss", INTEGER)
        people = design("people", column("name"), boss, relations=[reference("boss", "people", None)])
        cars = design("cars", column("owner", INTEGER), relations=[reference("owner", "people", "cascade")])
        await holder.apply(CreateTable(people), CreateTable(cars))
        await holder.insert(people, {"name": "ann"}, {"name": "bob", "boss": 1})
        await holder.insert(cars, {"owner": 2})
        users = design("users", column("name"), boss, relations=[reference("boss", "users", None)])
        owned = design("cars", column("owner", INTEGER), relations=[reference("owner", "users", "cascade")])
        await holder.apply(change(people, users))
        assert await holder.rows(users) == [(1, "ann", None), (2, "bob", 1)]
        with pytest.raises(InvalidInput):
            await holder.insert(owned, {"owner": 9})
        await holder.link.write([Change("delete", users.table, ("id",), key={"id": 2})], LIMITS)
        assert await holder.rows(owned) == []
        await holder.apply(CreateTable(people))
        assert await holder.insert(people, {"name": "new"}) == [1]

    async def test_a_new_needed_column_is_filled(self, holder: Holder) -> None:
        await holder.apply(CreateTable(PLAIN))
        await holder.insert(PLAIN, {"title": "a"}, {"title": "b", "body": "kept"})
        needed = design("notes", column("title"), column("body", nullable=False), column("n", INTEGER, nullable=False))
        with pytest.raises(InvalidInput) as refused:
            await holder.apply(change(PLAIN, needed))
        assert refused.value.code == "schema.missing_value"
        await holder.apply(change(PLAIN, needed, fill={"body": "?", "n": 7}))
        assert await holder.rows(needed) == [(1, "a", "?", 7), (2, "b", "kept", 7)]

    async def test_values_convert_in_batches(self, holder: Holder) -> None:
        await holder.apply(CreateTable(PLAIN))
        await holder.insert(PLAIN, *({"title": f"n {n}", "body": str(n) if n % 3 else None} for n in range(2500)))
        numbers = design("notes", column("title"), column("number", INTEGER))

        def whole(value: object) -> object:
            return int(str(value))

        await holder.apply(change(PLAIN, numbers, {"number": "body"}, convert={"number": whole}))
        wanted = [(n + 1, n if n % 3 else None) for n in range(2500)]
        assert await holder.rows(numbers, "id", "number") == wanted
        back = design("notes", column("title"), column("number"))
        await holder.apply(change(numbers, back, convert={"number": str}))
        assert (await holder.rows(back, "number"))[1] == ("1",)

    async def test_what_does_not_convert_stops_everything(self, holder: Holder) -> None:
        await holder.apply(CreateTable(PLAIN))
        await holder.insert(PLAIN, {"title": "a", "body": "5"}, {"title": "b", "body": "five"})
        numbers = design("notes", column("title"), column("body", INTEGER))

        def whole(value: object) -> object:
            try:
                return int(str(value))
            except ValueError:
                raise Refused("Must be a whole number.") from None

        other = design("other", column("a"))
        with pytest.raises(InvalidInput) as refused:
            await holder.apply(CreateTable(other), change(PLAIN, numbers, convert={"body": whole}))
        assert refused.value.code == "schema.not_convertible"
        assert "2" in refused.value.detail
        assert await holder.rows(PLAIN) == [(1, "a", "5"), (2, "b", "five")]
        assert await designed_names(holder.link) == {"notes"}
        record = await holder.link.schema_record()
        assert record is not None
        assert record.change == holder.last

    async def test_computed_values_follow(self, holder: Holder) -> None:
        before = design("t", column("a", INTEGER), column("b", INTEGER))
        await holder.apply(CreateTable(before))
        await holder.insert(before, *({"a": n, "b": 1} for n in range(1500)))
        after = design("t", column("a", INTEGER), column("b", INTEGER), column("sum", INTEGER, formula="a + b"))

        def derive(row: Mapping[str, object]) -> Mapping[str, object]:
            return {"sum": row["a"] + row["b"] if row["a"] != 7 else "nothing"}  # type: ignore[operator]  # numbers

        await holder.apply(change(before, after, derive=derive))
        found = await holder.rows(after, "sum")
        assert (found[0], found[7], found[1499]) == ((1,), (None,), (1500,))

    # --- what rows do not allow ---------------------------------------------------------------------------------------

    async def test_duplicates_stop_a_new_key(self, holder: Holder) -> None:
        await holder.apply(CreateTable(PLAIN))
        await holder.insert(PLAIN, {"title": "same"}, {"title": "same"})
        unique = TableDesign(PLAIN.table.model_copy(update={"unique": (("title",),)}))
        with pytest.raises(Conflict) as refused:
            await holder.apply(change(PLAIN, unique))
        assert (refused.value.code, refused.value.extra["columns"]) == ("schema.duplicate", ["title"])

    async def test_references_to_nowhere_stop_a_new_relation(self, holder: Holder) -> None:
        owners, before = design("owners", column("name")), design("t", column("owner", INTEGER))
        await holder.apply(CreateTable(owners), CreateTable(before))
        await holder.insert(owners, {"name": "ann"})
        await holder.insert(before, {"owner": 1}, {"owner": 5})
        after = design("t", column("owner", INTEGER), relations=[reference("owner", "owners", None)])
        with pytest.raises(Conflict) as refused:
            await holder.apply(change(before, after))
        assert refused.value.code == "schema.dangling"
        await holder.link.write([Change("delete", before.table, ("id",), key={"id": 2})], LIMITS)
        await holder.apply(change(before, after))
        assert await holder.rows(after) == [(1, 1)]

    async def test_tighter_limits_stop_at_values_beyond(self, holder: Holder) -> None:
        before, tight = design("t", column("n", INTEGER)), {"n": ValueLimits(maximum=5)}
        await holder.apply(CreateTable(before))
        await holder.insert(before, {"n": 9})
        with pytest.raises(InvalidInput) as refused:
            await holder.apply(change(before, design("t", column("n", INTEGER), limits=tight)))
        assert refused.value.code == "schema.not_convertible"

    # --- any change -------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("seed", range(12))
    async def test_a_changed_table_is_like_a_new_one(self, holder: Holder, seed: int) -> None:
        """However a table came to look as it does, the database knows the same of it."""
        chance = random.Random(seed)  # noqa: S311  # not a secret
        target = design("target", column("name"))
        present = _any_design(chance, "one")
        await holder.apply(CreateTable(target), CreateTable(present))
        await holder.insert(target, {"name": "x"})
        for _ in range(4):
            wanted = _any_design(chance, "one")
            await holder.apply(change(present, wanted))
            present = wanted
            await holder.insert(present, _row(chance, present))
        fresh = TableDesign(present.table.model_copy(update={"native": NativeName(table="two")}), present.limits)
        await holder.apply(CreateTable(fresh))
        shapes = {shape.name: shape for shape in await holder.link.describe(LIMITS)}
        one, two = shapes["one"], shapes["two"]
        assert sorted(one.columns, key=lambda c: c.name) == sorted(two.columns, key=lambda c: c.name)
        for part in ("primary_key", "unique", "indexes"):
            assert sorted(getattr(one, part)) == sorted(getattr(two, part)), part
        assert {(k.columns, k.target_table) for k in one.foreign_keys} == {
            (k.columns, k.target_table) for k in two.foreign_keys
        }


def _any_design(chance: random.Random, name: str) -> TableDesign:
    """Some of a fixed set of columns (so that none changes its type), with changing limits and keys."""
    columns = [
        column("a", max_length=chance.choice([None, 50, 80])),
        column("b", INTEGER),
        column("c", DECIMAL, precision=10, scale=2),
        column("d", DataType.BOOLEAN),
        column("e", options=tuple(Option(value=v) for v in chance.choice([("x", "y"), ("x", "y", "z")]))),
        column("ref", INTEGER),
    ]
    kept = [one for one in columns if chance.random() < 0.7] or columns[:1]
    names = [one.name for one in kept]
    limits = {"b": ValueLimits(minimum=0, maximum=chance.choice([100, 200]))} if "b" in names else {}
    rule = chance.choice(["restrict", "cascade", "clear"])
    relations = [reference("ref", "target", rule)] if "ref" in names and chance.random() < 0.7 else []
    indexes = [[chance.choice(names)] for _ in range(chance.randrange(3))]
    unique = [["b", "a"]] if {"a", "b"} <= set(names) and chance.random() < 0.3 else []
    return TableDesign(table(name, *kept, relations=relations, indexes=indexes, unique=unique), limits)


def _row(chance: random.Random, owner: TableDesign) -> Mapping[str, object]:
    values = {
        "a": f"t{chance.random()}",
        "b": chance.randrange(100),
        "c": Decimal("1.5"),
        "d": True,
        "e": "x",
        "ref": 1,
    }
    return {name: value for name, value in values.items() if name in owner.table.by_name and chance.random() < 0.8}
