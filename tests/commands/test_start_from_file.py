"""A workspace of a file is there whole, with rows and app, or nothing of it is, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from openpyxl import Workbook
from pydantic import SecretStr

from tests.peers.fixture import Database
from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.commands.start_from_file import FileRequest, SheetRequest, StartedFromFile, start_from_file
from toolwright.errors import Conflict, InvalidInput, ToolwrightError
from toolwright.exchange.intake import Progress
from toolwright.rows import RowQuery
from toolwright.settings import Settings
from toolwright.tables import keeper

NAME = "stock"
TABLE_FILES = {"workspace.yaml": "title: Mine\n", "tables/own.yaml": "columns: [{name: title, kind: text}]\n"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Where the installation keeps everything."""
    home = tmp_path / "home"
    if request.param == "sqlite":
        return Settings(home=home)
    database: Database = request.getfixturevalue("postgres_database")
    return Settings(home=home, database_url=SecretStr(database.url))


@pytest_asyncio.fixture
async def services(settings: Settings) -> AsyncIterator[Services]:
    """A new installation."""
    built = await wiring.build(settings)
    try:
        yield built
    finally:
        await wiring.close(built)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two sheets; a row of the second is wrong where a whole number is asked for."""
    made = Workbook()
    for title in ("Servers", "Racks"):
        sheet = made.create_sheet(title)
        for row in (["Name", "Size"], [f"{title} 1", 4], [f"{title} 2", "x" if title == "Racks" else 5]):
            sheet.append(row)
    made.save(tmp_path / "stock.xlsx")
    return tmp_path / "stock.xlsx"


def unheard(_rows: int, _bytes: int) -> None:
    """Nobody watches."""


async def start(services: Services, path: Path, progress: Progress = unheard) -> StartedFromFile:
    return await start_from_file(services, OPERATOR, FileRequest("Stock", NAME), path, progress)


async def nothing_is_left(services: Services) -> bool:
    left = (await services.workspaces.pending(NAME), *await services.workspaces.names())
    return left == (None,) and not await services.tables._places.exists(NAME)


class Halted:
    """An import that waits once it has come to its rows."""

    def __init__(self, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()
        load = services.rows.load

        async def halted(*given: object, **more: object) -> object:
            done = await load(*given, **more)  # type: ignore[arg-type]  # as it was called
            self.reached.set()
            await self.go_on.wait()
            return done

        monkeypatch.setattr(services.rows, "load", halted)


async def test_it_is_there_in_one_revision_with_its_rows_and_app(services: Services, book: Path) -> None:
    made = await start(services, book)
    assert [(one.name, one.report.inserted) for one in made.sheets] == [("servers", 2), ("racks", 2)]
    (revision,) = await services.workspaces.revisions(NAME)
    assert revision.message == "Made from a file"
    found = await services.workspaces.get(NAME)
    assert (await services.tables.plan(found)).is_empty
    assert list(found.apps) == ["stock"]
    assert (await services.rows.count(OPERATOR, found, "racks", RowQuery(count="exact")))[0] == 2
    assert await services.workspaces.pending(NAME) is None
    (line, *_) = [one for one in await services.audit.list() if one.verb == "create_workspace"]
    assert line.detail["rows"] == {"servers": 2, "racks": 2}


async def test_a_wrong_row_of_the_last_sheet_leaves_nothing(services: Services, book: Path) -> None:
    sheets = (SheetRequest("Servers"), SheetRequest("Racks", kinds={"Size": "integer"}))
    with pytest.raises(InvalidInput, match="nothing was stored"):
        await start_from_file(services, OPERATOR, FileRequest("Stock", NAME, sheets=sheets), book, unheard)
    assert await nothing_is_left(services)
    await start(services, book)


async def test_nobody_sees_it_or_takes_its_name_while_it_is_filled(
    services: Services, settings: Settings, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    halted = Halted(services, monkeypatch)
    making = asyncio.create_task(start(services, book))
    await halted.reached.wait()
    assert await services.workspaces.names() == ()
    for files in (TABLE_FILES, {}):
        with pytest.raises(Conflict) as refused:
            await create_workspace(services, OPERATOR, NAME, files=files)
        assert refused.value.code == "workspace.changing"
    other = await wiring.build(settings)  # a command beside the server
    await wiring.close(other)
    halted.go_on.set()
    assert len((await making).sheets) == 2
    assert await services.workspaces.names() == (NAME,)


async def test_cancelled_it_leaves_nothing(services: Services, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    halted = Halted(services, monkeypatch)
    making = asyncio.create_task(start(services, book))
    await halted.reached.wait()
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert await nothing_is_left(services)


async def test_a_name_that_was_taken_meanwhile_stays_whose_it_is(
    services: Services, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_anew = services.tables.begin_anew

    async def overtaken(name: str) -> None:
        await begin_anew(name)
        monkeypatch.setattr(services.tables, "begin_anew", begin_anew)
        await create_workspace(services, OPERATOR, NAME, files=TABLE_FILES)

    monkeypatch.setattr(services.tables, "begin_anew", overtaken)
    with pytest.raises(Conflict):
        await start(services, book)
    found = await services.workspaces.get(NAME)
    assert set(found.tables) == {"own"}
    assert (await services.tables.plan(found)).is_empty
    assert await services.workspaces.pending(NAME) is None


async def test_given_up_by_another_process_it_leaves_nothing(
    services: Services, settings: Settings, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when this machine slept for longer than anybody waits."""
    halted = Halted(services, monkeypatch)
    making = asyncio.create_task(start(services, book))
    await halted.reached.wait()
    monkeypatch.setattr(keeper, "GRACE", timedelta(0))
    await wiring.close(await wiring.build(settings))
    monkeypatch.undo()
    halted.go_on.set()
    with pytest.raises(ToolwrightError):
        await making
    assert await services.workspaces.pending(NAME) is None
    assert await services.workspaces.names() == ()
    await start(services, book)
