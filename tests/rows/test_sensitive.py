"""Reads of columns marked sensitive are written down before they are answered; other reads are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.rows.desk import ADMIN, plane, user
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import AggregateRequest, MeasureSpec, RowQuery

T = "erp.tickets"


@dataclass
class Book:
    lines: list[tuple[str, str, object]] = field(default_factory=list)

    async def record(self, actor: Actor, verb: str, resource: str, detail: Mapping[str, object] = {}) -> None:
        assert verb == "read"
        self.lines.append((actor.email, resource, (detail["columns"], detail["rows"])))


def marked(ws: Workspace) -> Workspace:
    table = ws.tables[T]
    columns = tuple(c.model_copy(update={"sensitive": c.name in ("secret", "owner")}) for c in table.columns)
    tables = {**ws.tables, T: table.model_copy(update={"columns": columns})}
    return Workspace(name=ws.name, definition=ws.definition, sources=ws.sources, tables=tables, roles=ws.roles)


async def test_what_is_written_down(ws: Workspace) -> None:
    book, ws = Book(), marked(ws)
    async with plane(witness=book) as rows:
        await rows.list(ADMIN, ws, T, RowQuery(limit=2))
        await rows.get(user("agent"), ws, T, "3")
        await rows.aggregate(ADMIN, ws, T, AggregateRequest((MeasureSpec("m", "max", "secret"),)))
        await rows.update(user("owner"), ws, T, "3", {"priority": 1})
    assert book.lines == [
        ("root@example.org", "rows/desk/erp.tickets", (["owner", "secret"], 2)),
        ("ann@example.org", "rows/desk/erp.tickets", (["owner"], 1)),
        ("root@example.org", "rows/desk/erp.tickets", (["secret"], 1)),
        ("ann@example.org", "rows/desk/erp.tickets", (["owner", "secret"], 1)),
    ]


async def test_what_is_not(ws: Workspace) -> None:
    book, ws = Book(), marked(ws)
    async with plane(witness=book) as rows:
        await rows.list(ADMIN, ws, T, RowQuery(fields=("id", "title")))
        await rows.list(ADMIN, ws, T, RowQuery(filter="id < 0"))
        await rows.list(user("viewer"), ws, T, RowQuery(fields=("id", "secret")))
        await rows.list(ADMIN, ws, "erp.customers", RowQuery())
        await rows.delete(ADMIN, ws, T, "3")
    assert book.lines == []
