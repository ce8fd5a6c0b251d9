"""Lists answered as JSON from what was worked out before: the same answers as always, and never by rights of before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.rows import desk
from tests.rows.desk import ADMIN, column, plane, role, user
from tests.rows.served import Served, rows_path, served
from tests.rows.test_sensitive import Book, marked
from tests.support.server import in_home
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_token import revoke_token, tokens_of
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import ToolwrightError
from toolwright.model.table import Table
from toolwright.model.workspace import Workspace
from toolwright.policy import ANONYMOUS, Actor
from toolwright.rows import RowQuery, Rows
from toolwright.rows.row_json import page_json

T = "erp.tickets"
ACTORS = [ADMIN, *(user(name) for name in desk.ROLES), user("agent", "owner"), ANONYMOUS]
QUERIES = [
    RowQuery(),
    RowQuery(limit=3),
    RowQuery(limit=3, offset=4),
    RowQuery(limit=3, offset=4000),
    RowQuery(limit=0),
    RowQuery(limit=20_000),
    RowQuery(sort=("-cost",), limit=7, fields=("title", "opened")),
    RowQuery(sort=("owner", "-title"), limit=5),
    RowQuery(filter="status == 'open' and priority > 1", sort=("-opened",), limit=4),
    RowQuery(filter="customer.region == 'north'", limit=4),
    RowQuery(filter="len(title) == len(upper(title))", limit=4),
    RowQuery(filter="id < 0"),
    RowQuery(filter="1 == 2"),
    RowQuery(search="long story", limit=4),
    RowQuery(limit=2, expand=("customer",)),
    RowQuery(limit=2, ids=True, count="capped"),
    RowQuery(filter="no_such == 1"),
    RowQuery(fields=("secret", "id"), limit=3),
]


async def outcome(rows: Rows, actor: Actor, ws: Workspace, table: str, query: RowQuery, *, short: bool) -> object:
    """What a list answers: the whole JSON, or the error."""
    try:
        if short:
            return json.loads(await rows.list_json(actor, ws, table, query))
        return json.loads(page_json(await rows.list(actor, ws, table, query)))
    except ToolwrightError as fault:
        return fault.code, fault.detail


@pytest.mark.parametrize("table", ["erp.tickets", "erp.log", "erp.lines", "erp.open_tickets", "erp.active"])
async def test_answers_as_any_other_list_however_often_it_is_asked(ws: Workspace, rows: Rows, table: str) -> None:
    for query in QUERIES:
        for actor in ACTORS:
            expected = await outcome(rows, actor, ws, table, query, short=False)
            for _ in range(4):  # planned, read again, kept, given again
                assert await outcome(rows, actor, ws, table, query, short=True) == expected


@pytest.mark.parametrize("actor", [ADMIN, user("owner"), user("viewer")])
async def test_pages_there_and_back(ws: Workspace, rows: Rows, actor: Actor) -> None:
    query = RowQuery(sort=("-cost", "title"), limit=7, fields=("id", "cost"))
    forth = []
    while True:
        page = await outcome(rows, actor, ws, T, query, short=True)
        assert page == await outcome(rows, actor, ws, T, query, short=False)
        assert isinstance(page, dict)
        forth.append(page)
        if page["cursor"] is None:
            break
        query = replace(query, cursor=page["cursor"])
    seen = [item["id"] for page in forth for item in page["items"]]
    assert len(seen) == len(set(seen)) > 7
    for earlier in reversed(forth[:-1]):
        page = await outcome(rows, actor, ws, T, replace(query, cursor=page["previous"]), short=True)
        assert isinstance(page, dict)
        assert page["items"] == earlier["items"]


ODD = [
    ("1", 1, 0, None, None),
    ("2", 12.5, 1, "2026-01-02 03:04:05", "2026-01-02"),
    ("3", 1e-7, 0, "2026-01-02T03:04:05", "2026-01-02 00:00:00"),
    ("4", 1e22, 1, "2026-01-02 03:04:05.5", "no date"),
    ("5", "no number", 0, "2026-01-02T03:04:05Z", None),
    ("6", float("inf"), 1, 1767312245, None),
    ("7", 1 << 60, 2, "soon", None),
    ("8", 0.1 + 0.2, "true", None, None),
    ("9", -0.0, None, "2026-02-30 03:04:05", None),
    ("10", 123456789012345.67, 1, "2026-01-02 03:04", "2026-13-01"),
]


@pytest.mark.parametrize("some", [slice(0, 2), slice(1, 2), *(slice(n, n + 1) for n in range(2, 10)), slice(0, 10)])
async def test_cells_no_column_should_hold(tmp_path: Path, rows: Rows, some: slice) -> None:
    path = tmp_path / "odd.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE odd (id INTEGER PRIMARY KEY, name TEXT, amount, done, at, day)")
        db.executemany("INSERT INTO odd (name, amount, done, at, day) VALUES (?, ?, ?, ?, ?)", ODD[some])
    db.close()
    types = {"name": "text", "amount": "decimal", "done": "boolean", "at": "datetime", "day": "date"}
    columns = [column("id", "integer"), *(column(name, kind) for name, kind in types.items())]
    table = Table.model_validate(
        {"source": "erp", "native": {"table": "odd"}, "columns": columns, "primary_key": ["id"]}
    )
    ws = desk.workspace(path)
    ws = Workspace(name="odd", definition=ws.definition, sources=ws.sources, tables={"erp.odd": table}, roles={})
    actor = user("admin", workspace="odd")
    for query in (RowQuery(limit=2, sort=("-name",)), RowQuery()):
        expected = await outcome(rows, actor, ws, "erp.odd", query, short=False)
        assert await outcome(rows, actor, ws, "erp.odd", query, short=True) == expected


async def test_a_list_in_a_file_that_changes_all_the_time_is_that_of_the_moment(tmp_path: Path, rows: Rows) -> None:
    """Mostly it answers the rows of before, made into JSON already; now and then one of them is another, or only of
    another type."""
    path = tmp_path / "restless.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE meter (id INTEGER PRIMARY KEY, value)")
        db.execute("CREATE TABLE beside (number)")
        db.executemany("INSERT INTO meter VALUES (?, ?)", [(number, 7) for number in range(1, 9)])
        columns = [column("id", "integer"), column("value", "float")]
        table = Table.model_validate(
            {"source": "erp", "native": {"table": "meter"}, "columns": columns, "primary_key": ["id"]}
        )
        usual = desk.workspace(path)
        ws = Workspace("meters", usual.definition, sources=usual.sources, tables={"erp.meter": table}, roles={})
        actor, query = user("admin", workspace="meters"), RowQuery(limit=5, sort=("id",))
        given = 0
        before = b""
        values = [7, 7.0, 1, True, 1.0, 2.5, -0.0, 0, 0.0, 1 << 40, *range(20)]
        for turn, value in enumerate(values):
            for _ in range(2 + turn % 3 * 12 + turn // 10 * 40):
                db.execute("INSERT INTO beside VALUES (1)")
                answer = await rows.list_json(actor, ws, "erp.meter", query)
                given += answer is before
                before = answer
                assert answer == page_json(await rows.list(actor, ws, "erp.meter", query))
            db.execute("UPDATE meter SET value = ? WHERE id = ?", (value, 2 + turn % 4))
        assert given > 500


async def test_every_read_of_a_sensitive_column_is_written_down(ws: Workspace) -> None:
    book, ws, query = Book(), marked(ws), RowQuery(limit=2)
    async with plane(witness=book) as rows:
        for _ in range(3):
            await rows.list_json(ADMIN, ws, T, query)
    assert len(book.lines) == 3


class TestRightsOfBefore:
    """The same query again, after something that decides was changed."""

    query = RowQuery(sort=("id",), fields=("id",), limit=100)

    async def ids(self, rows: Rows, actor: Actor, ws: Workspace) -> list[int]:
        """The rows the actor gets, with what is kept of an earlier list used where it is."""
        for _ in range(2):
            page = json.loads(await rows.list_json(actor, ws, T, self.query))
        return [item["id"] for item in page["items"]]

    async def test_of_the_person(self, ws: Workspace, rows: Rows) -> None:
        assert len(await self.ids(rows, user("owner"), ws)) == 20
        assert await self.ids(rows, user("owner", email="nobody@example.org"), ws) == []
        with pytest.raises(ToolwrightError):
            await rows.list_json(user(), ws, T, self.query)

    async def test_of_many_people_who_come_and_go(self, ws: Workspace, rows: Rows) -> None:
        for number in range(1200):  # more than are kept, so that memory is used again
            owner, role_name = ("ann@example.org", "owner") if number % 2 else (f"{number}@example.org", "owner")
            found = json.loads(await rows.list_json(user(role_name, email=owner), ws, T, self.query))["items"]
            assert len(found) == (20 if number % 2 else 0)

    async def test_of_the_definitions(self, ws: Workspace, rows: Rows) -> None:
        actor = user("agent")
        before = await self.ids(rows, actor, ws)
        narrower = {**desk.ROLES, "agent": role({"table": T, "rows": "status == 'open' and id > 30"})}
        after = Workspace(ws.name, ws.definition, sources=ws.sources, tables=ws.tables, roles=narrower)
        assert await self.ids(rows, actor, after) == [found for found in before if found > 30]
        none = Workspace(ws.name, ws.definition, sources=ws.sources, tables=ws.tables, roles={"agent": role()})
        with pytest.raises(ToolwrightError):
            await rows.list_json(actor, none, T, self.query)

    async def test_of_the_rows(self, ws: Workspace, rows: Rows) -> None:
        before = await self.ids(rows, ADMIN, ws)
        await rows.delete(ADMIN, ws, T, str(before[0]))
        assert await self.ids(rows, ADMIN, ws) == before[1:]


class TestBesideARunningServer:
    """What another process changes holds for the very next request, on a connection that is open already."""

    def test_roles_tokens_and_definitions(self, tmp_path: Path) -> None:
        with served(tmp_path, ["agent@example.org"]) as made:
            before = [item["id"] for item in items(made, "agent")]
            self.narrow_what_agents_see(made)
            assert [item["id"] for item in items(made, "agent")] == [found for found in before if int(str(found)) > 30]
            self.change_role(made, "agent@example.org", ("shop",))
            assert ask(made, "agent").status_code in (403, 404)
            self.change_role(made, "agent@example.org", ("owner",))
            assert items(made, "agent") == []
            self.revoke(made, "agent@example.org")
            assert ask(made, "agent").status_code == 401

    def change_role(self, made: Served, email: str, roles: tuple[str, ...]) -> None:
        async def work(services: Services) -> None:
            await assign_roles(services, OPERATOR, email, workspace="desk", roles=roles)

        in_home(made.home, work)

    def narrow_what_agents_see(self, made: Served) -> None:
        async def work(services: Services) -> None:
            files = await services.workspaces.files("desk")
            text = files["roles/agent.yaml"]
            narrower = text.replace("status == 'open'", "status == 'open' and id > 30")
            assert narrower != text
            changed = {**files, "roles/agent.yaml": narrower}
            await services.workspaces.replace("desk", changed, author=None, message="narrower")

        in_home(made.home, work)

    def revoke(self, made: Served, email: str) -> None:
        async def work(services: Services) -> None:
            for token in await tokens_of(services, OPERATOR, email):
                await revoke_token(services, OPERATOR, token.id)

        in_home(made.home, work)


def ask(made: Served, person: str) -> httpx.Response:
    """A list that the server has answered before, if it answered this person at all."""
    return made.as_(person).get(rows_path(), params={"sort": "id", "limit": 100})


def items(made: Served, person: str) -> list[Mapping[str, object]]:
    """The rows of three such lists, which must be alike."""
    pages = [ask(made, person).json()["items"] for _ in range(3)]
    assert pages[0] == pages[1] == pages[2]
    found: list[Mapping[str, object]] = pages[0]
    return found
