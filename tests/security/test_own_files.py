"""Files of the server as databases: none of the installation's own, on the web only what the operator allowed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from toolwright import wiring
from toolwright.builtin.datasources.sqlite.connector import Sqlite, SqliteSettings
from toolwright.commands.check_source import check_connection, connection_from, saved_connection
from toolwright.commands.connect_source import change_source, connect_source
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.generate_app import generate_app
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_generation import GenerationRequest
from toolwright.commands.replace_files import read_files, replace_files
from toolwright.commands.services import Services
from toolwright.errors import Denied, ToolwrightError, UpstreamFault
from toolwright.extend.datasource import LinkOptions
from toolwright.policy import Actor
from toolwright.rows import RowQuery
from toolwright.settings import Settings

ADMIN = Actor("user", "a", "Ada", is_admin=True)  # on the web
TABLE = (
    "source: db\nnative: {table: thing}\ncolumns:\n- {name: id, type: integer, nullable: false}\nprimary_key: [id]\n"
)


@dataclass(frozen=True)
class Place:
    """An installation, a folder the operator allowed, and one beside it."""

    services: Services
    home: Path
    allowed: Path
    elsewhere: Path


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    folders = [tmp_path / name for name in ("home", "allowed", "elsewhere")]
    for folder in folders:
        folder.mkdir()
    for folder in folders[1:]:
        with contextlib.closing(sqlite3.connect(folder / "shop, one.db")) as database:
            database.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY)")
            database.execute("INSERT INTO thing VALUES (7)")
            database.commit()
    services = await wiring.build(Settings(home=folders[0], sqlite_folders=str(folders[1])))
    await create_workspace(services, OPERATOR, "desk", title="Desk")
    yield Place(services, *folders)
    await wiring.close(services)


async def connect(place: Place, path: Path | str, actor: Actor = ADMIN) -> None:
    await connect_source(place.services, actor, "desk", name="db", kind="sqlite", settings={"path": str(path)})


async def ids(place: Place, workspace: str = "desk", table: str = "db.thing") -> list[object]:
    found = await place.services.workspaces.get(workspace)
    return [row[0] for row in (await place.services.rows.list(OPERATOR, found, table, RowQuery())).rows]


async def refused(place: Place, path: Path | str, actor: Actor = ADMIN) -> ToolwrightError:
    """Connecting fails, and so do testing and generating."""
    with pytest.raises(UpstreamFault) as fault:
        await connect(place, path, actor)
    settings = {"path": str(path)}
    connection = connection_from(place.services, kind="sqlite", settings=settings)
    (step,) = [step async for step in check_connection(place.services, ADMIN, connection)]
    assert not step.ok
    with pytest.raises(ToolwrightError):
        await generate_app(place.services, actor, GenerationRequest(kind="sqlite", settings=settings))
    assert "db" not in (await place.services.workspaces.get("desk")).sources
    return fault.value


@pytest.mark.parametrize("actor", [ADMIN, OPERATOR], ids=["web", "command line"])
async def test_files_of_the_installation_are_refused_to_everybody(place: Place, actor: Actor) -> None:
    own = place.home / "toolwright.db"
    link, folder = place.allowed / "innocent.db", place.allowed / "folder"
    link.symlink_to(own)
    twin = place.allowed / "twin.db"
    twin.hardlink_to(own)
    folder.symlink_to(place.home)
    built_in = place.home / "databases" / "desk" / "_production.db"
    other = place.home / "databases" / "other" / "erp.db"
    for path in (built_in, other):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    handle = os.open(own, os.O_RDONLY)
    try:
        for path in (own, place.home / "databases" / ".." / "toolwright.db", link, twin, folder / "toolwright.db",
                     f"/proc/self/fd/{handle}", built_in, other, place.home / "secret.key"):  # fmt: skip
            fault = await refused(place, path, actor)
            assert "belongs to the installation" in fault.detail
            with pytest.raises(Denied):
                await Sqlite().open(SqliteSettings(path=str(path)), LinkOptions(reach=place.services.reach))
    finally:
        os.close(handle)


async def test_people_on_the_web_open_what_the_operator_allowed(place: Place) -> None:
    (place.allowed / "out.db").symlink_to(place.elsewhere / "shop, one.db")
    for path in (place.elsewhere / "shop, one.db", place.allowed / "out.db", place.allowed / ".." / "elsewhere" / "x"):
        fault = await refused(place, path)
        assert "TOOLWRIGHT_SQLITE_FOLDERS" in (fault.hint or "")
    there, none = [await refused(place, place.elsewhere / name) for name in ("shop, one.db", "none.db")]
    assert there.detail == none.detail  # whether it exists is not told either
    await connect(place, place.allowed / "shop, one.db")
    assert await ids(place) == [7]
    (place.allowed / "twice.db").hardlink_to(place.allowed / "shop, one.db")  # a second name is no fault
    await change_source(place.services, ADMIN, "desk", "db", settings={"path": str(place.allowed / "twice.db")})
    assert await ids(place) == [7]
    settings = {"path": str(place.elsewhere / "shop, one.db")}
    await change_source(place.services, ADMIN, "desk", "db", settings=settings)
    with pytest.raises(Denied) as refusal:
        await ids(place)
    assert refusal.value.code == "source.forbidden"


async def test_what_the_operator_names_stays_allowed_for_that_source_alone(place: Place) -> None:
    path = place.elsewhere / "shop, one.db"
    await connect(place, path, OPERATOR)
    assert await ids(place) == [7]
    settings = {"path": str(path)}
    with pytest.raises(UpstreamFault):
        await connect_source(place.services, ADMIN, "desk", name="other", kind="sqlite", settings=settings)
    await change_source(place.services, ADMIN, "desk", "db", title="Renamed")
    assert await ids(place) == [7]
    # Taken away and made anew on the web, it is another source.
    _, files = await read_files(place.services, ADMIN, "desk")
    bare = {name: text for name, text in files.items() if "db" not in name}
    for pushed in (bare, files):
        await replace_files(place.services, ADMIN, "desk", pushed)
    with pytest.raises(Denied):
        await ids(place)


async def test_the_operator_may_push_any_file(place: Place) -> None:
    source = f"title: Db\nkind: sqlite\nsettings: {{path: '{place.elsewhere / 'shop, one.db'}'}}\n"
    files = {"workspace.yaml": "title: Desk\n", "sources/db.yaml": source, "tables/db.thing.yaml": TABLE}
    await replace_files(place.services, ADMIN, "desk", files)
    with pytest.raises(Denied):
        await ids(place)
    await replace_files(place.services, OPERATOR, "desk", {"workspace.yaml": "title: Desk\n"})
    await replace_files(place.services, OPERATOR, "desk", files)
    assert await ids(place) == [7]
    await create_workspace(place.services, OPERATOR, "second", files=files)
    assert await ids(place, "second") == [7]
    await create_workspace(place.services, ADMIN, "third", files=files)
    with pytest.raises(Denied):
        await ids(place, "third")


async def test_the_sample_database_of_an_older_demo_is_its_own_workspace_s(place: Place) -> None:
    """Demos of earlier releases lie over a file beside the built-in database of their workspace, and go on working."""
    path = place.home / "databases" / "service_desk" / "desk.db"
    path.parent.mkdir(parents=True)
    shutil.copy(place.elsewhere / "shop, one.db", path)
    source = f"title: Db\nkind: sqlite\nsettings: {{path: '{path}'}}\n"
    files = {"workspace.yaml": "title: Desk\n", "sources/db.yaml": source, "tables/db.thing.yaml": TABLE}
    await place.services.workspaces.create("service_desk", files, author="older release", message="Install template")
    assert await ids(place, "service_desk") == [7]
    connection = await saved_connection(place.services, ADMIN, "service_desk", "db")
    assert all([step.ok async for step in check_connection(place.services, ADMIN, connection)])
    await asyncio.sleep(0)
    await refused(place, path)
