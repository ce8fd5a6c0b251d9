"""The half of the data-source contract that writes."""

from __future__ import annotations

import asyncio

import pytest

from toolwright.errors import Conflict, Denied, InvalidInput, NotFound, ToolwrightError
from toolwright.expressions import Compare, Value
from toolwright.extend.datasource import (
    Change,
    Link,
    LinkOptions,
    row_version,
)
from toolwright.extend.testing.datasource_loads import LoadSuite
from toolwright.extend.testing.filled import LIMITS, REACH, Filled, Source
from toolwright.extend.testing.sample import own
from toolwright.model.base import Model


class WriteSuite(LoadSuite):
    """What a writing source promises."""

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
        link = await source.open(settings, LinkOptions(read_only=True, reach=REACH))
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
