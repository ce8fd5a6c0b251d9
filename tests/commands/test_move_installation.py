"""An installation moves from files into PostgreSQL and back, with every row, change and credential it has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import pytest
from pydantic import SecretStr

from tests.peers.fixture import Database
from toolwright import wiring
from toolwright.commands import move_installation as move_module
from toolwright.commands.create_user import create_user
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.list_users import list_users
from toolwright.commands.move_installation import FILES, move_installation
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import Conflict, InvalidInput, StartRefused
from toolwright.extend.kinds import installed_kinds
from toolwright.policy import Actor
from toolwright.rows import RowChange, RowQuery
from toolwright.settings import Settings

pytestmark = pytest.mark.peer
KINDS = installed_kinds().columns
_ELSEWHERE = ("relation", "file")
WRITTEN = [kind for kind, found in KINDS.all().items() if found.samples and found.group not in _ELSEWHERE]
EVERYTHING = orjson.dumps({
    "title": "Everything",
    "search": ["a_text"],
    "columns": [
        *({"name": f"a_{kind}", "kind": kind, "settings": dict(KINDS.get(kind).example)} for kind in WRITTEN),
        {"name": "parent_id", "kind": "relation", "settings": {"to": "everything"}},
        {"name": "friends", "kind": "links", "settings": {"to": "everything"}},
    ],
}).decode()  # fmt: skip
ANNA = Actor("user", "u1", "Anna", is_admin=True)
WORKSPACE = {"workspace.yaml": "title: Desk\n", "tables/everything.yaml": EVERYTHING}


@asynccontextmanager
async def opened(home: Path, url: str | None) -> AsyncIterator[Services]:
    services = await wiring.build(Settings(home=home, database_url=None if url is None else SecretStr(url)))
    try:
        yield services
    finally:
        await wiring.close(services)


async def fill(services: Services) -> None:
    await create_user(services, OPERATOR, email="anna@example.org", name="Ännà", is_admin=True)
    workspace = await create_workspace(services, OPERATOR, "desk", files=WORKSPACE)
    await services.vault.seal("desk", "sources/erp/password", "canary")
    for kind in WRITTEN:
        made = [RowChange("create", values={f"a_{kind}": sample}) for sample in KINDS.get(kind).samples]
        await services.rows.bulk(OPERATOR, workspace, "everything", made)
    await services.rows.update(OPERATOR, workspace, "everything", "1", {"parent_id": 2, "friends": [2, 3]})
    last = (await services.rows.create(OPERATOR, workspace, "everything", {"a_text": "goes"})).id
    await services.rows.delete(OPERATOR, workspace, "everything", last)
    (first,) = (await services.rows.list(OPERATOR, workspace, "everything", RowQuery(limit=1, ids=True))).ids or ()
    await services.rows.comment(ANNA, workspace, "everything", first, "moved along ✓")


async def seen(services: Services) -> dict[str, object]:
    """Everything a person could compare."""
    workspace = await services.workspaces.get("desk")
    page = await services.rows.list(OPERATOR, workspace, "everything", RowQuery(limit=1000, sort=("id",)))
    history = [await services.rows.history(OPERATOR, workspace, "everything", str(row[0])) for row in page.rows]
    gone = await services.rows.deleted(OPERATOR, workspace, "everything")
    said = [await services.rows.comments(OPERATOR, workspace, "everything", str(row[0])) for row in page.rows]
    return {
        "said": said,
        "columns": page.columns,
        "rows": page.rows,
        "history": history,
        "gone": gone,
        "secret": str(await services.vault.open("desk", "sources/erp/password")),
        "people": [(user.email, user.name, user.is_admin) for user in await list_users(services, OPERATOR)],
        "audit": [(line.verb, line.resource) for line in reversed(await services.audit.list(limit=100))],
        "revision": workspace.revision,
    }


async def _plug(*_: object) -> None:
    raise OSError("pulled the plug")


async def test_there_and_back(tmp_path: Path, postgres_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    home, url = tmp_path / "home", postgres_database.url
    async with opened(home, None) as services:
        await fill(services)
        before = await seen(services)
        with pytest.raises(InvalidInput):
            await move_installation(services, FILES)
        with monkeypatch.context() as patch:
            patch.setattr(move_module, "copy_metadata", _plug)
            with pytest.raises(OSError, match="pulled the plug"):
                await move_installation(services, url)
    async with opened(home, None) as services:  # still served from here, and moved by another try
        before = await seen(services)
        moved = await move_installation(services, url)
    assert moved.workspaces == 1
    assert url.rpartition("@")[2] in moved.place
    with pytest.raises(StartRefused) as gone:
        async with opened(home, None):
            pass
    assert gone.value.code == "store.moved"

    async with opened(home, url) as services:
        there = await seen(services)
        assert {**there, "audit": before["audit"]} == before
        assert there["audit"][:-1] == before["audit"]  # type: ignore[index]  # a list
        assert await services.audit.verify() is None
        workspace = await services.workspaces.get("desk")
        rows = services.rows
        numbers = [int(row[0]) for row in before["rows"]]  # type: ignore[attr-defined]  # a list of rows
        made = await rows.create(OPERATOR, workspace, "everything", {"a_text": "after the move"})
        assert int(made.id) == max(numbers) + 2, "the number of the deleted row does not come back"
        found = await rows.list(OPERATOR, workspace, "everything", RowQuery(search="move after"))
        assert len(found.rows) == 1
        with pytest.raises(StartRefused, match="before"):
            await move_installation(services, FILES)
        for file in home.glob("toolwright.db*"):
            file.unlink()
        last = await seen(services)
        await move_installation(services, FILES)
    async with opened(home, None) as services:
        back = await seen(services)
        assert {**back, "audit": last["audit"]} == last
        assert await services.audit.verify() is None
        assert await services.db.integrity() == []


async def test_a_database_in_use_is_left_alone(tmp_path: Path, postgres_database: Database) -> None:
    async with opened(tmp_path / "one", postgres_database.url) as services:
        await create_user(services, OPERATOR, email="eve@example.org", name="Eve")
    async with opened(tmp_path / "two", None) as services:
        with pytest.raises((Conflict, StartRefused)) as refused:
            await move_installation(services, postgres_database.url)
        assert refused.value.code in ("store.wrong_installation", "store.not_empty")
        await services.audit.record(OPERATOR, "read", "here/still")
