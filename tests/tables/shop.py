"""A small workspace of internal tables, and short ways to change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.definitions import Migration
from toolwright.commands.operator import OPERATOR
from toolwright.commands.replace_files import replace_files
from toolwright.commands.services import Services
from toolwright.model.workspace import Workspace
from toolwright.rows import RowQuery
from toolwright.tables import Renames

SHOP = "shop"
CUSTOMERS = """\
title: Customers
columns:
  - {name: name, kind: text, required: true}
  - {name: city, kind: text}
"""
ORDERS = """\
title: Orders
search: [code]
columns:
  - {name: customer_id, kind: relation, settings: {to: customers, on_delete: cascade}}
  - {name: code, kind: text, required: true}
  - {name: amount, kind: text}
"""
FILES: Mapping[str, str] = {
    "workspace.yaml": "title: Shop\n",
    "tables/customers.yaml": CUSTOMERS,
    "tables/orders.yaml": ORDERS,
}


async def make_shop(services: Services, files: Mapping[str, str] = FILES) -> Workspace:
    """The workspace, without rows."""
    return await create_workspace(services, OPERATOR, SHOP, files=files)


async def change(
    services: Services, files: Mapping[str, str | None], *renames: str, allow_loss: bool = False
) -> Workspace:
    """The workspace with some files replaced or (None) removed."""
    present = await services.workspaces.files(SHOP)
    wanted = {path: text for path, text in {**present, **files}.items() if text is not None}
    migration = Migration(Renames.read(renames), allow_loss)
    return await replace_files(services, OPERATOR, SHOP, wanted, migration=migration)


async def add(services: Services, table: str, *rows: Mapping[str, object]) -> None:
    """Rows."""
    workspace = await services.workspaces.get(SHOP)
    for row in rows:
        await services.rows.create(OPERATOR, workspace, table, row)


async def shown(services: Services, table: str, *columns: str, search: str | None = None) -> list[tuple[Any, ...]]:
    """All rows, or those found, by id."""
    workspace = await services.workspaces.get(SHOP)
    query = RowQuery(fields=columns, search=search, sort=("id",), limit=1000)
    page = await services.rows.list(OPERATOR, workspace, table, query)
    return [tuple(row[: len(columns)]) for row in page.rows]
