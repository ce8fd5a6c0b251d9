"""The sample, written through the source under test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from toolwright.egress import AddressPolicy, Reach
from toolwright.expressions import Filter
from toolwright.extend.datasource import (
    Change,
    DataSource,
    Limits,
    Link,
    LinkOptions,
    Order,
    RelatedTable,
    SelectQuery,
)
from toolwright.extend.testing import sample
from toolwright.extend.testing.shape import tables_of
from toolwright.model.base import Model
from toolwright.model.table import Table

LIMITS = Limits(timeout_s=20)
REACH = Reach(AddressPolicy.allowing("0.0.0.0/0, ::/0"))
"""Servers under test are wherever the tester started them."""
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
    link = await source.open(settings, LinkOptions(reach=REACH))
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
