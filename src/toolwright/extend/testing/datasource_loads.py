"""The part of the data-source contract that writes many rows at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from toolwright.errors import InvalidInput, ToolwrightError
from toolwright.expressions import Compare, In, Value
from toolwright.extend.datasource import Cells, Change, Load, Loaded, Terms
from toolwright.extend.testing.filled import LIMITS, Filled
from toolwright.extend.testing.sample import own

Row = tuple[object, ...]


class LoadSuite:
    """What a source promises that can load."""

    async def test_rows_are_loaded_in_batches(self, filled: Filled) -> None:
        rows = [(5000 + n, f"load {n}", n % 7) for n in range(950)]
        done, refused = await _load(filled, Load(filled.items, ("id", "title", "small"), Terms()), rows)
        assert (done, refused) == (Loaded(950, 0), {})
        assert await _titles(filled, 5000, 5950) == {row[0]: row[1] for row in rows}
        await _clear(filled, rows)

    async def test_a_load_that_is_only_tried_leaves_nothing(self, filled: Filled) -> None:
        load = Load(filled.items, ("id", "title"), Terms())
        done, _ = await _load(filled, load, [(5000, "tried")], keep=False)
        assert done == Loaded(1, 0)
        assert await _titles(filled, 5000, 5001) == {}

    async def test_what_the_source_refuses_is_told_and_left_out(self, filled: Filled) -> None:
        rows: list[Row] = [(5000 + n, f"load {n}", 1) for n in range(40)]
        rows[7] = (1, "taken", 1)
        rows[21] = (5020, "twice", 1)
        rows[33] = (5033, "no such owner", 999)
        rows[39] = (5039, "too large", 1 << 70)
        load = Load(filled.items, ("id", "title", "owner_id"), Terms())
        done, refused = await _load(filled, load, rows, size=25)
        assert refused == {
            7: "row.duplicate",
            21: "row.duplicate",
            33: "row.missing_target",
            39: "value.out_of_range",
        }
        assert done == Loaded(36, 0)
        stored = await _titles(filled, 5000, 5040)
        assert len(stored) == 36
        assert stored[5020] == "load 20"
        await _clear(filled, [row for n, row in enumerate(rows) if n not in refused])

    async def test_whatever_ends_a_load_undoes_it(self, filled: Filled) -> None:
        load = Load(filled.items, ("id", "title"), Terms())

        async def broken() -> AsyncIterator[Cells]:
            yield [[5000, 5001], ["one", "two"]]
            raise InvalidInput("no more", code="test.ended")

        with pytest.raises(InvalidInput) as ended:
            await filled.link.load(load, broken(), _raise, LIMITS)
        assert ended.value.code == "test.ended"
        with pytest.raises(ToolwrightError) as twice:
            await filled.link.load(load, _batches([(5000, "one"), (5000, "two")], 10), _raise, LIMITS)
        assert twice.value.code == "row.duplicate"
        assert await _titles(filled, 5000, 5002) == {}

    async def test_a_cancelled_load_leaves_nothing(self, filled: Filled) -> None:
        load = Load(filled.items, ("id", "title"), Terms())
        is_under_way = asyncio.Event()

        async def endless() -> AsyncIterator[Cells]:
            yield [[5000], ["one"]]
            is_under_way.set()
            await asyncio.sleep(3600)

        task = asyncio.create_task(filled.link.load(load, endless(), _raise, LIMITS))
        async with asyncio.timeout(30):
            await is_under_way.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        done, _ = await _load(filled, load, [(5000, "again")])
        assert done == Loaded(1, 0)
        await _clear(filled, [(5000, "again")])

    async def test_rows_are_found_by_their_key_and_changed(self, filled: Filled) -> None:
        await _load(filled, Load(filled.items, ("id", "title"), Terms()), [(5000, "a"), (5001, "b")])
        upsert = Load(filled.items, ("id", "title"), Terms({"small": 1}), Terms({"small": 2}), ("id",))
        rows = [(5001, "B"), (5002, "c"), (5002, "C"), (5000, "here 5000")]
        done, refused = await _load(filled, upsert, rows)
        assert (done, refused) == (Loaded(1, 3), {})
        assert await _titles(filled, 5000, 5003) == {5000: "here 5000", 5001: "B", 5002: "C"}
        update = Load(filled.items, ("title", "note"), None, Terms(), ("title",))
        done, refused = await _load(filled, update, [("here 5000", "found"), ("nowhere", "not found")])
        assert (done, refused) == (Loaded(0, 1), {1: "row.missing"})
        await _clear(filled, [(5000,), (5001,), (5002,)])

    async def test_rules_hold_for_every_row(self, filled: Filled) -> None:
        mine = Compare("eq", own("owner_id"), Value(2))
        terms = Terms({}, mine, mine)
        load = Load(filled.items, ("id", "title", "owner_id"), terms, terms, ("id",))
        done, refused = await _load(filled, load, [(5000, "a", 2), (5001, "b", 3), (5000, "moved", 3), (5000, "c", 2)])
        assert (done.inserted, done.updated, refused) == (1, 1, {1: "row.check", 2: "row.check"})
        assert await _titles(filled, 5000, 5002) == {5000: "c"}
        await _clear(filled, [(5000,)])


async def _batches(rows: Sequence[Row], size: int) -> AsyncIterator[Cells]:
    for start in range(0, len(rows), size):
        yield list(zip(*rows[start : start + size], strict=True))


async def _load(
    filled: Filled, load: Load, rows: Sequence[Row], *, size: int = 400, keep: bool = True
) -> tuple[Loaded, dict[int, str]]:
    refused: dict[int, str] = {}

    def refuse(number: int, fault: ToolwrightError) -> None:
        refused[number] = fault.code

    return await filled.link.load(load, _batches(rows, size), refuse, LIMITS, keep=keep), refused


def _raise(_number: int, fault: ToolwrightError) -> None:
    raise fault


async def _titles(filled: Filled, first: int, end: int) -> dict[object, object]:
    found: dict[object, object] = {}
    for low in range(first, end, 500):
        ids = [Value(number) for number in range(low, min(low + 500, end))]
        condition = In(own("id"), tuple(ids))
        batch = await filled.link.select(filled.query(condition, columns=("id", "title")), LIMITS)
        found.update(dict(batch.rows))  # type: ignore[arg-type]  # pairs
    return found


async def _clear(filled: Filled, rows: Sequence[Row]) -> None:
    changes = [Change("delete", filled.items, (), key={"id": row[0]}) for row in rows]
    await filled.link.write(changes, LIMITS)
