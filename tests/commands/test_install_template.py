"""A template is there whole or not at all: rows with their history, links, files, comments and people, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from tests.peers.fixture import Database
from toolwright import wiring
from toolwright.auth.users import get_user
from toolwright.commands.install_template import install_template
from toolwright.commands.list_users import list_users
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import NotFound
from toolwright.extend.datasource import Limits
from toolwright.extend.journal import JournalLink, JournalQuery
from toolwright.extend.sql.schema_link import SqlSchemaLink
from toolwright.policy import Actor
from toolwright.rows import RowQuery
from toolwright.settings import Settings
from toolwright.tables.keeper import InternalTables

LIMITS = Limits(timeout_s=60, max_rows=100_000, max_bytes=1 << 30)
DESK = "service_desk"


class Killed(BaseException):
    """What no code that cleans up after itself catches."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer)])
def url(request: pytest.FixtureRequest) -> SecretStr | None:
    """Where the installation keeps everything."""
    if request.param == "sqlite":
        return None
    database: Database = request.getfixturevalue("postgres_database")
    return SecretStr(database.url)


@pytest_asyncio.fixture
async def desk(url: SecretStr | None, tmp_path: Path) -> AsyncIterator[Services]:
    """An installation with the demo workspace."""
    services = await wiring.build(Settings(home=tmp_path / "home", database_url=url))
    try:
        await install_template(services, OPERATOR, DESK, with_people=True)
        yield services
    finally:
        await wiring.close(services)


async def person(services: Services, email: str) -> Actor:
    async with services.db.read() as connection:
        user = await get_user(connection, email)
    return Actor("user", user.id, user.name, user.email, roles=user.roles)


async def test_everything_agrees(desk: Services) -> None:
    workspace = await desk.workspaces.get(DESK)
    table = workspace.tables["ticket"]
    page = await desk.rows.list(OPERATOR, workspace, "ticket", RowQuery(limit=1000, count="exact"))
    assert page.count == len(page.rows) == 417
    rows = {row[0]: dict(zip(page.columns, row, strict=True)) for row in page.rows}
    async with desk.links.use(workspace, None) as link:
        assert isinstance(link, JournalLink)
        entries = await link.journal(JournalQuery(table, after=0, limit=10_000), LIMITS)
    assert len(entries) > 1500
    last = {entry.row_id: entry for entry in entries}
    for number, row in rows.items():
        after = last[int(str(number))].after or {}
        assert {name: row[name] for name in after if name in row} == {
            name: after[name] for name in after if name in row
        }
    assert sum(entry.verb == "deleted" for entry in last.values()) == 3
    assert rows[7]["number"] == "TCK-00007"
    is_open = {number for number, row in rows.items() if row["status"] not in ("resolved", "closed")}
    assert is_open == {number for number, row in rows.items() if row["is_open"]}
    teams = await desk.rows.list(OPERATOR, workspace, "team", RowQuery(fields=("open_tickets",)))
    assert sum(int(str(one)) for (one,) in teams.rows) == sum(rows[n]["team_id"] is not None for n in is_open)
    assert any(isinstance(row["assets"], list) for row in rows.values())
    checked = await desk.files.check(DESK, desk.sweeper.named(DESK))
    assert checked.named > 10
    assert (checked.missing, checked.damaged) == ((), ())


async def test_work_goes_on_from_there(desk: Services) -> None:
    workspace = await desk.workspaces.get(DESK)
    agent, requester = await person(desk, "agent@example.com"), await person(desk, "requester@example.com")
    lead = await person(desk, "lead@example.com")
    query = RowQuery(fields=("id", "requester_id"), sort=("id",), limit=1000)  # the first one has a past
    mine = await desk.rows.list(requester, workspace, "ticket", query)
    assert 10 < len(mine.rows) < 60
    assert len({row[1] for row in mine.rows}) == 1
    with pytest.raises(NotFound):
        await desk.rows.list(requester, workspace, "note", RowQuery())
    mentions = (await desk.rows.mentions(agent, workspace)).items
    assert any(one.is_new for one in mentions)
    assert not all(one.is_new for one in mentions)
    said = await desk.rows.comments(agent, workspace, "ticket", mentions[0].row_id)
    assert "@Hugo Lindqvist" in said[0].body + "".join(one.body for one in said)
    (spam, *_) = await desk.rows.deleted(lead, workspace, "ticket")
    assert spam.name == lead.name
    back = await desk.rows.restore(lead, workspace, "ticket", spam.row_id, spam.number)
    assert back.id == spam.row_id
    values = {"title": "New", "requester_id": 13, "assets": [1, 2]}
    made = await desk.rows.create(agent, workspace, "ticket", values)
    assert (made.id, made.values["number"]) == ("421", "TCK-00421")
    assert made.values["assets"] == [1, 2]
    past = await desk.rows.history(agent, workspace, "ticket", str(mine.rows[0][0]))
    assert past[-1].verb == "created"
    assert past[-1].name == requester.name
    names = {change.column for one in past for change in one.fields}
    assert {"status", "team_id"} <= names


async def test_an_interrupted_start_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path / "home")
    services = await wiring.build(settings)

    async def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(SqlSchemaLink, "_conclude", killed)  # everything written, nothing committed
        patch.setattr(InternalTables, "_look_after", killed)
        with pytest.raises(Killed):
            await install_template(services, OPERATOR, DESK, with_people=True)
    await wiring.close(services)
    services = await wiring.build(settings)
    assert await services.workspaces.list() == []
    with monkeypatch.context() as patch:
        patch.setattr(InternalTables, "_complete", killed)  # the tables are there, the definitions are not
        patch.setattr(InternalTables, "_look_after", killed)
        with pytest.raises(Killed):
            await install_template(services, OPERATOR, DESK, with_people=True)
    await wiring.close(services)
    services = await wiring.build(settings)
    try:
        workspace = await services.workspaces.get(DESK)
        assert (await services.rows.list(OPERATOR, workspace, "ticket", RowQuery(limit=1, count="exact"))).count == 417
        assert [one.email for one in await list_users(services, OPERATOR)].count("agent@example.com") == 1
        assert await person(services, "agent@example.com")
        assert (await person(services, "lead@example.com")).roles == {DESK: ("lead",)}
    finally:
        await wiring.close(services)
