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
from collections.abc import Mapping
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolwright.errors import InvalidInput, ToolwrightError
from toolwright.expressions import Compare, Filter, Not, Value, evaluate_filter
from toolwright.extend.datasource import (
    AggregateQuery,
    Group,
    Limits,
    Measure,
    Order,
    Search,
)
from toolwright.extend.testing import sample
from toolwright.extend.testing.datasource_writes import WriteSuite
from toolwright.extend.testing.filled import LIMITS, REACH, Filled, Source, filled
from toolwright.extend.testing.sample import own
from toolwright.model.base import Model
from toolwright.model.table import DataType

# Every subclass runs the same test functions on a source of its own, which Hypothesis takes for an accident.
_ON_PURPOSE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.differing_executors]
EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=_ON_PURPOSE)
FEW = settings(EXAMPLES, max_examples=40)


class DataSourceSuite(WriteSuite):
    """Every promise of the contract, on a real source."""

    # --- settings and introspection -----------------------------------------------------------------------------------

    async def test_check_passes_and_names_every_step(self, source: Source, settings: Model) -> None:
        steps = [step async for step in source.check(settings, LIMITS, REACH)]
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
            Measure("middle", "median", "price"),
            Measure("middle_small", "median", "small"),
        )
        query = AggregateQuery(filled.items, measures, (Group("open", "is_open"),), order=(Order("rows", True),))
        batch = await filled.link.aggregate(query, LIMITS)
        assert batch.columns == ("open", "rows", "prices", "titles", "sum", "low", "high", "middle", "middle_small")
        for group in batch.rows:
            rows = [row for row in filled.rows if row["is_open"] is group[0]]

            def present(name: str, rows: list[dict[str, object]] = rows) -> list[Any]:
                return [row[name] for row in rows if row[name] is not None]

            assert group[1:4] == (len(rows), len(present("price")), len(set(present("title"))))
            assert group[4:7] == (sum(present("price")), min(present("small")), max(present("at")))
            assert group[7:] == pytest.approx((median(present("price")), median(map(Decimal, present("small")))))
        whole = AggregateQuery(filled.items, (Measure("middle", "median", "price"), Measure("rows", "count")))
        ((middle, count),) = (await filled.link.aggregate(whole, LIMITS)).rows
        prices: list[Any] = [row["price"] for row in filled.rows if row["price"] is not None]
        assert (middle, count) == (pytest.approx(median(prices)), len(filled.rows))

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


__all__ = ["DataSourceSuite", "filled"]
