"""The contract of a data source as tests.

Import `filled`, subclass `DataSourceSuite`, write the module-scoped fixtures `source` and `settings`, and run it with
pytest (asyncio mode `auto`, one event loop per session). The settings lead to an empty pair of tables with these
columns, in the source's own types:

- `suite_owners`: id (whole number, key), name (text, not null), region (text)
- `suite_items`: id (whole number, key, counts up by itself), title, note (text), amount (64 bits), small (32 bits),
  price (decimal, 3 digits after the point), ratio (double), is_open (boolean), due (date), at (date-time, at least
  seconds), owner_id (refers to suite_owners.id)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolwright.errors import Conflict, Denied, InvalidInput, NotFound, ToolwrightError
from toolwright.expressions import Compare, Filter, Not, Value, evaluate_filter
from toolwright.extend.datasource import (
    AggregateQuery,
    Change,
    DataSource,
    Group,
    Limits,
    Link,
    LinkOptions,
    Measure,
    Order,
    RelatedTable,
    Search,
    SelectQuery,
    row_version,
)
from toolwright.extend.testing import sample
from toolwright.extend.testing.sample import own
from toolwright.extend.testing.shape import tables_of
from toolwright.model.base import Model
from toolwright.model.table import DataType, Table

LIMITS = Limits(timeout_s=20)
# Every subclass runs the same test functions on a source of its own, which Hypothesis takes for an accident.
_ON_PURPOSE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.differing_executors]
EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=_ON_PURPOSE)
FEW = settings(EXAMPLES, max_examples=40)
Source = DataSource[Any]  # Any: a suite runs for every sort of settings


@dataclass(frozen=True, repr=False)
class Filled:
    """An open link on the filled sample."""

    link: Link
    items: Table
    owners: Table
    rows: list[dict[str, object]]

    def query(self, condition: Filter | None = None, **more: Any) -> SelectQuery:
        """A query on the items that may follow the relation to their owner."""
        columns = more.pop("columns", tuple(self.items.by_name))
        return SelectQuery(self.items, columns, condition, related=self.related, **more)

    @property
    def related(self) -> Mapping[str, RelatedTable]:
        """The relation of the sample."""
        return {"owner": RelatedTable(self.owners, ("owner_id",), ("id",))}

    async def ids(self, condition: Filter | None = None, **more: Any) -> list[object]:
        """The ids of the items a query finds."""
        batch = await self.link.select(self.query(condition, columns=("id",), **more), LIMITS)
        return [row[0] for row in batch.rows]


@pytest.fixture(scope="module")
async def filled(source: Source, settings: Model) -> AsyncIterator[Filled]:
    """The sample, written through the source itself."""
    link = await source.open(settings, LinkOptions())
    tables = tables_of(await link.describe(LIMITS))
    owners, items = tables[sample.OWNERS], tables[sample.ITEMS]
    await link.write([Change("insert", owners, (), values=row) for row in sample.owners()], LIMITS)
    await link.write([Change("insert", items, (), values=row) for row in sample.items()], LIMITS)
    batch = await link.select(SelectQuery(items, tuple(items.by_name), order=(Order("id"),)), LIMITS)
    by_id = {row["id"]: row for row in sample.owners()}
    rows = [dict(zip(batch.columns, row, strict=True)) for row in batch.rows]
    for row in rows:
        row["owner"] = by_id.get(row["owner_id"])
    yield Filled(link, items, owners, rows)
    await link.close()


class DataSourceSuite:
    """Every promise of the contract, on a real source."""

    # --- settings and introspection -----------------------------------------------------------------------------------

    async def test_check_passes_and_names_every_step(self, source: Source, settings: Model) -> None:
        steps = [step async for step in source.check(settings, LIMITS)]
        assert [step.name for step in steps] == ["resolve", "connect", "tls", "sign_in", "read"]
        assert all(step.ok for step in steps), steps

    def test_settings_survive_storage(self, source: Source, settings: Model) -> None:
        assert type(settings).model_validate(settings.model_dump()) == settings
        assert source.suggested_name(settings)

    @pytest.mark.parametrize("url", ["", "nonsense", "http://x/y", "ftp://a:b@c/d"])
    def test_foreign_addresses_are_refused(self, source: Source, url: str) -> None:
        with pytest.raises(InvalidInput):
            source.settings_from_url(url)

    async def test_describes_types_and_keys(self, filled: Filled) -> None:
        shapes = {shape.name: shape for shape in await filled.link.describe(LIMITS)}
        items = shapes[sample.ITEMS]
        kinds = {column.name: column.type for column in items.columns}
        assert kinds == {
            "id": DataType.INTEGER,
            "title": DataType.TEXT,
            "note": DataType.TEXT,
            "amount": DataType.INTEGER,
            "small": DataType.INTEGER,
            "price": DataType.DECIMAL,
            "ratio": DataType.FLOAT,
            "is_open": DataType.BOOLEAN,
            "due": DataType.DATE,
            "at": DataType.DATETIME,
            "owner_id": DataType.INTEGER,
        }
        assert items.primary_key == ("id",)
        key = items.foreign_keys[0]
        assert (key.columns, key.target_table, key.target_columns) == (("owner_id",), sample.OWNERS, ("id",))
        by_name = {column.name: column for column in items.columns}
        assert by_name["id"].has_default
        assert not by_name["id"].nullable
        assert by_name["title"].nullable

    # --- reading ------------------------------------------------------------------------------------------------------

    async def test_every_value_survives(self, filled: Filled) -> None:
        for row, written in zip(filled.rows, sample.items(), strict=True):
            for name, value in written.items():
                found = row[name]
                if name == "at" and found is not None and not filled.items.by_name["at"].zoned:
                    value = value.replace(tzinfo=None)  # type: ignore[attr-defined]  # a date-time
                assert found == value, name
                assert type(found) is type(value), name

    @EXAMPLES
    @given(condition=sample.filters())
    async def test_filters_mean_what_the_evaluator_means(self, filled: Filled, condition: Filter) -> None:
        expected = [row["id"] for row in filled.rows if evaluate_filter(condition, row)]
        assert await filled.ids(condition, order=(Order("id"),)) == expected
        assert await filled.link.count(filled.query(condition), LIMITS) == len(expected)

    @FEW
    @given(condition=sample.filters())
    async def test_negation_splits_the_rows(self, filled: Filled, condition: Filter) -> None:
        both = await filled.ids(condition), await filled.ids(Not(condition))
        assert sorted([*both[0], *both[1]]) == [row["id"] for row in filled.rows]  # type: ignore[type-var]  # numbers

    @FEW
    @given(data=st.data())
    async def test_paging_loses_and_repeats_nothing(self, filled: Filled, data: st.DataObject) -> None:
        names = data.draw(st.lists(st.sampled_from(sorted(sample.VALUES)), max_size=3, unique=True))
        order = tuple(Order(name, data.draw(st.booleans())) for name in [*names, "id"])
        size = data.draw(st.integers(3, 20))
        whole = await filled.ids(order=order)
        assert sorted(whole) == [row["id"] for row in filled.rows]  # type: ignore[type-var]  # numbers
        assert await self._walk(filled, order, size, backward=False) == whole
        assert await self._walk(filled, order, size, backward=True) == whole

    async def _walk(self, filled: Filled, order: tuple[Order, ...], size: int, *, backward: bool) -> list[object]:
        """All ids page by page, from the start or from the end."""
        columns = tuple(element.column for element in order)
        after: tuple[object, ...] | None = None
        found: list[object] = []
        while True:
            query = filled.query(columns=columns, order=order, after=after, backward=backward, limit=size)
            rows = (await filled.link.select(query, LIMITS)).rows
            page = [row[-1] for row in rows]
            found = [*page, *found] if backward else [*found, *page]
            if len(rows) < size:
                return found
            after = rows[0] if backward else rows[-1]

    @pytest.mark.parametrize("name", sorted(sample.VALUES))
    @pytest.mark.parametrize("descending", [False, True])
    async def test_nulls_sort_last(self, filled: Filled, name: str, descending: bool) -> None:
        query = filled.query(columns=(name,), order=(Order(name, descending), Order("id")))
        values = [row[0] for row in (await filled.link.select(query, LIMITS)).rows]
        assert None in values
        assert None not in values[: values.index(None)]
        assert set(values[values.index(None) :]) == {None}

    @pytest.mark.parametrize(
        "words", [("a",), ("A", "B"), ("%",), ("_",), ("\\",), ("ä",), ("Ä",), ("日",), ("nothing",)]
    )
    async def test_search_finds_all_words_in_any_case(self, filled: Filled, words: tuple[str, ...]) -> None:
        def found(row: Mapping[str, object]) -> bool:
            texts = [str(row[name]).lower() for name in ("title", "note") if row[name] is not None]
            return all(any(word.lower() in text for text in texts) for word in words)

        ids = await filled.ids(search=Search(words, ("title", "note")), order=(Order("id"),))
        assert ids == [row["id"] for row in filled.rows if found(row)]

    async def test_search_looks_at_numbers_and_dates(self, filled: Filled) -> None:
        ids = await filled.ids(search=Search(("2024-02-29",), ("due", "amount")))
        assert ids
        expected = [row["id"] for row in filled.rows if str(row["due"]) == "2024-02-29"]
        assert sorted(ids) == expected  # type: ignore[type-var]  # numbers

    async def test_offset_and_limit(self, filled: Filled) -> None:
        order = (Order("id"),)
        assert await filled.ids(order=order, offset=3, limit=2) == [4, 5]
        assert await filled.ids(order=order, offset=10_000) == []
        assert await filled.ids(order=order, limit=0) == []

    async def test_limits_are_reported(self, filled: Filled) -> None:
        short = Limits(timeout_s=20, max_rows=5)
        batch = await filled.link.select(filled.query(order=(Order("id"),)), short)
        assert (len(batch.rows), batch.limited_by) == (5, "rows")
        exact = await filled.link.select(filled.query(order=(Order("id"),), limit=5), short)
        assert (len(exact.rows), exact.limited_by) == (5, None)
        small = await filled.link.select(filled.query(order=(Order("id"),)), Limits(timeout_s=20, max_bytes=1000))
        assert small.limited_by == "bytes"
        assert 0 < len(small.rows) < len(filled.rows)

    async def test_count_stops_at_its_cap(self, filled: Filled) -> None:
        query = filled.query()
        assert await filled.link.count(query, LIMITS) == len(filled.rows)
        assert await filled.link.count(query, LIMITS, cap=10) == 11
        assert await filled.link.count(query, LIMITS, cap=10_000) == len(filled.rows)

    @pytest.mark.parametrize("size", [1, 7, 1000])
    async def test_stream_answers_every_row_once(self, filled: Filled, size: int) -> None:
        batches = [batch async for batch in filled.link.stream(filled.query(order=(Order("id"),)), LIMITS, size)]
        assert all(len(batch.rows) <= size for batch in batches)
        whole = await filled.link.select(filled.query(order=(Order("id"),)), LIMITS)
        assert [tuple(row) for batch in batches for row in batch.rows] == [tuple(row) for row in whole.rows]

    async def test_stream_may_be_left_early(self, filled: Filled) -> None:
        for _ in range(12):  # more often than there are connections
            batches = filled.link.stream(filled.query(order=(Order("id"),)), LIMITS, 1)
            assert await anext(batches)
            await batches.aclose()  # type: ignore[attr-defined]  # streams are generators
        assert await filled.ids(limit=1)

    async def test_unknown_columns_are_refused(self, filled: Filled) -> None:
        for hostile in ("nope", 'id"; DROP TABLE x; --', "id, id", "*", ""):
            with pytest.raises(ToolwrightError):
                await filled.ids(order=(Order(hostile),))
            with pytest.raises(ToolwrightError):
                await filled.ids(Compare("eq", own(hostile), Value(1)))

    async def test_requests_run_side_by_side(self, filled: Filled) -> None:
        found = await asyncio.gather(*(filled.ids(Compare("eq", own("id"), Value(n % 40 + 1))) for n in range(200)))
        assert found == [[n % 40 + 1] for n in range(200)]

    # --- aggregates ---------------------------------------------------------------------------------------------------

    async def test_aggregates_agree_with_the_rows(self, filled: Filled) -> None:
        measures = (
            Measure("rows", "count"),
            Measure("prices", "count", "price"),
            Measure("titles", "count_distinct", "title"),
            Measure("sum", "sum", "price"),
            Measure("low", "min", "small"),
            Measure("high", "max", "at"),
        )
        query = AggregateQuery(filled.items, measures, (Group("open", "is_open"),), order=(Order("rows", True),))
        batch = await filled.link.aggregate(query, LIMITS)
        assert batch.columns == ("open", "rows", "prices", "titles", "sum", "low", "high")
        for group in batch.rows:
            rows = [row for row in filled.rows if row["is_open"] is group[0]]

            def present(name: str, rows: list[dict[str, object]] = rows) -> list[Any]:
                return [row[name] for row in rows if row[name] is not None]

            assert group[1:4] == (len(rows), len(present("price")), len(set(present("title"))))
            assert group[4:] == (sum(present("price")), min(present("small")), max(present("at")))

    @pytest.mark.parametrize("bucket", ["hour", "day", "week", "month", "quarter", "year"])
    @pytest.mark.parametrize("column", ["at", "due"])
    async def test_buckets_start_where_they_should(self, filled: Filled, bucket: Any, column: str) -> None:
        query = AggregateQuery(filled.items, (Measure("rows", "count"),), (Group("start", column, bucket),))
        batch = await filled.link.aggregate(query, LIMITS)
        expected: dict[object, int] = {}
        for row in filled.rows:
            start = _start(row[column], bucket)
            expected[start] = expected.get(start, 0) + 1
        found = {_plain(start): count for start, count in batch.rows}
        assert found == expected

    # --- writing ------------------------------------------------------------------------------------------------------

    async def test_a_row_lives_and_dies(self, filled: Filled) -> None:
        (made,) = await filled.link.write([self._insert(filled, title="new", price="12.5")], LIMITS)
        assert made.before is None
        assert made.after is not None
        assert set(made.after) == set(filled.items.by_name)
        key = {"id": made.after["id"]}
        (changed,) = await filled.link.write(
            [Change("update", filled.items, (), key=key, values={"title": None}, expect=row_version(made.after))],
            LIMITS,
        )
        assert changed.before == made.after
        assert changed.after == {**made.after, "title": None}
        (gone,) = await filled.link.write([Change("delete", filled.items, (), key=key)], LIMITS)
        assert (gone.before, gone.after) == (changed.after, None)
        with pytest.raises(NotFound) as missing:
            await filled.link.write([Change("delete", filled.items, (), key=key)], LIMITS)
        assert missing.value.code == "row.missing"

    async def test_changes_are_all_or_nothing(self, filled: Filled) -> None:
        with pytest.raises(Conflict) as twice:
            await filled.link.write([self._insert(filled, title="first"), self._insert(filled, id=1)], LIMITS)
        assert twice.value.code == "row.duplicate"
        assert twice.value.extra["index"] == 1
        assert twice.value.extra["columns"] == ["id"]
        assert await filled.ids(Compare("eq", own("title"), Value("first"))) == []

    async def test_guards_and_checks_decide(self, filled: Filled) -> None:
        mine = Compare("eq", own("owner", "name"), Value("owner 1"))
        row = next(row for row in filled.rows if row["owner_id"] == 2)
        other = next(row for row in filled.rows if row["owner_id"] == 3)
        for target, outcome in ((other, "row.missing"), (row, None)):
            change = Change(
                "update",
                filled.items,
                (),
                key={"id": target["id"]},
                values={"note": target["note"]},
                guard=mine,
                related=filled.related,
            )
            assert await _outcome(filled.link, change) == outcome
        leaving = Change(
            "update",
            filled.items,
            (),
            key={"id": row["id"]},
            values={"owner_id": 3},
            guard=mine,
            check=mine,
            related=filled.related,
        )
        with pytest.raises(Denied) as refused:
            await filled.link.write([leaving], LIMITS)
        assert refused.value.code == "row.check"
        created = Change("insert", filled.items, (), values={"owner_id": 3}, check=mine, related=filled.related)
        assert await _outcome(filled.link, created) == "row.check"
        assert await filled.link.count(filled.query(), LIMITS) == len(filled.rows)

    async def test_stale_versions_are_refused(self, filled: Filled) -> None:
        change = Change("update", filled.items, (), key={"id": 1}, values={"title": "x"}, expect="0" * 24)
        assert await _outcome(filled.link, change) == "row.stale"
        assert await _outcome(filled.link, Change("delete", filled.items, (), key={"id": 1}, expect="0")) == "row.stale"

    @pytest.mark.parametrize(
        ("values", "code", "column"),
        [
            ({"amount": "many"}, "value.invalid", "amount"),
            ({"amount": 1 << 64}, "value.out_of_range", "amount"),
            ({"small": 1.5}, "value.invalid", "small"),
            ({"price": "1.2345"}, "value.too_precise", "price"),
            ({"price": "12345678901234"}, "value.out_of_range", "price"),
            ({"ratio": float("nan")}, "value.invalid", "ratio"),
            ({"is_open": "perhaps"}, "value.invalid", "is_open"),
            ({"due": "2023-02-29"}, "value.invalid", "due"),
            ({"at": "yesterday"}, "value.invalid", "at"),
            ({"title": "a\0b"}, "value.invalid", "title"),
            ({"title": "\ud800"}, "value.invalid", "title"),
            ({"title": ["list"]}, "value.invalid", "title"),
            ({"nope": 1}, "value.unknown_column", "nope"),
            ({"owner_id": 99}, "row.missing_target", "owner_id"),
        ],
    )
    async def test_bad_values_are_refused_by_field(
        self, filled: Filled, values: dict[str, object], code: str, column: str
    ) -> None:
        for change in (
            self._insert(filled, **values),
            Change("update", filled.items, (), key={"id": 1}, values=values),
        ):
            with pytest.raises(InvalidInput) as refused:
                await filled.link.write([change], LIMITS)
            assert refused.value.code == code
            assert [error.field for error in refused.value.errors] in ([column], [])
            assert refused.value.errors or code == "row.missing_target"

    async def test_required_and_referenced(self, filled: Filled) -> None:
        nameless = Change("insert", filled.owners, (), values={"id": 77})
        with pytest.raises(InvalidInput) as refused:
            await filled.link.write([nameless], LIMITS)
        assert refused.value.code == "value.required"
        assert await _outcome(filled.link, Change("delete", filled.owners, (), key={"id": 2})) == "row.referenced"

    async def test_key_may_change_and_be_zero(self, filled: Filled) -> None:
        await filled.link.write([Change("insert", filled.owners, (), values={"id": 0, "name": "zero"})], LIMITS)
        (moved,) = await filled.link.write(
            [Change("update", filled.owners, (), key={"id": 0}, values={"id": 900})], LIMITS
        )
        assert moved.after is not None
        assert moved.after["id"] == 900
        await filled.link.write([Change("delete", filled.owners, (), key={"id": "900"})], LIMITS)
        assert await _outcome(filled.link, Change("delete", filled.owners, (), key={"id": "x"})) == "row.missing"

    async def test_concurrent_changes_of_one_row_are_all_counted(self, filled: Filled) -> None:
        (made,) = await filled.link.write([self._insert(filled, small=0)], LIMITS)
        assert made.after is not None
        key = {"id": made.after["id"]}

        async def add_one() -> None:
            while True:
                batch = await filled.link.select(filled.query(Compare("eq", own("id"), Value(key["id"]))), LIMITS)
                row = dict(zip(batch.columns, batch.rows[0], strict=True))
                values = {"small": row["small"] + 1}  # type: ignore[operator]  # a number
                change = Change("update", filled.items, (), key=key, values=values, expect=row_version(row))
                if await _outcome(filled.link, change) is None:
                    return

        await asyncio.gather(*(add_one() for _ in range(8)))
        (gone,) = await filled.link.write([Change("delete", filled.items, (), key=key)], LIMITS)
        assert gone.before is not None
        assert gone.before["small"] == 8

    async def test_a_read_only_link_refuses_writes(self, source: Source, settings: Model, filled: Filled) -> None:
        link = await source.open(settings, LinkOptions(read_only=True))
        with pytest.raises(Denied) as refused:
            await link.write([self._insert(filled, title="x")], LIMITS)
        assert refused.value.code == "source.read_only"
        assert await link.count(filled.query(), LIMITS) == len(filled.rows)
        await link.close()

    def _insert(self, filled: Filled, **values: object) -> Change:
        return Change("insert", filled.items, (), values=values)


async def _outcome(link: Link, change: Change) -> str | None:
    """The code of the error a change ends in, None when it is made."""
    try:
        await link.write([change], LIMITS)
    except ToolwrightError as error:
        return error.code
    return None


def _start(moment: Any, bucket: str) -> object:
    """The start of the bucket of a date or date-time, without zone."""
    if moment is None:
        return None
    moment = _plain(moment)
    has_time = hasattr(moment, "hour")
    start = moment.replace(minute=0, second=0, microsecond=0) if has_time else moment
    if bucket == "hour":
        return start
    start = start.replace(hour=0) if has_time else start
    if bucket == "week":
        return type(start).fromordinal(start.toordinal() - start.weekday())
    if bucket == "quarter":
        return start.replace(month=(start.month - 1) // 3 * 3 + 1, day=1)
    return {"day": start, "month": start.replace(day=1), "year": start.replace(month=1, day=1)}[bucket]


def _plain(moment: Any) -> Any:
    return moment.replace(tzinfo=None) if moment is not None and hasattr(moment, "tzinfo") else moment
