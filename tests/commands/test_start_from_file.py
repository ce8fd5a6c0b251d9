"""A workspace of a file is there whole, with rows and app, or nothing of it is, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.commands.halted import Halted
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


async def start(installation: Services, path: Path, progress: Progress = unheard) -> StartedFromFile:
    return await start_from_file(installation, OPERATOR, FileRequest("Stock", NAME), path, progress)


async def nothing_is_left(installation: Services) -> bool:
    left = (await installation.workspaces.pending(NAME), *await installation.workspaces.names())
    return left == (None,) and not await installation.tables._places.exists(NAME)


async def test_it_is_there_in_one_revision_with_its_rows_and_app(installation: Services, book: Path) -> None:
    made = await start(installation, book)
    assert [(one.name, one.report.inserted) for one in made.sheets] == [("servers", 2), ("racks", 2)]
    (revision,) = await installation.workspaces.revisions(NAME)
    assert revision.message == "Made from a file"
    found = await installation.workspaces.get(NAME)
    assert (await installation.tables.plan(found)).is_empty
    assert list(found.apps) == ["stock"]
    assert (await installation.rows.count(OPERATOR, found, "racks", RowQuery(count="exact")))[0] == 2
    assert await installation.workspaces.pending(NAME) is None
    (line, *_) = [one for one in await installation.audit.list() if one.verb == "create_workspace"]
    assert line.detail["rows"] == {"servers": 2, "racks": 2}


async def test_a_wrong_row_of_the_last_sheet_leaves_nothing(installation: Services, book: Path) -> None:
    sheets = (SheetRequest("Servers"), SheetRequest("Racks", kinds={"Size": "integer"}))
    with pytest.raises(InvalidInput, match="nothing was stored"):
        await start_from_file(installation, OPERATOR, FileRequest("Stock", NAME, sheets=sheets), book, unheard)
    assert await nothing_is_left(installation)
    await start(installation, book)


async def test_nobody_sees_it_or_takes_its_name_while_it_is_filled(
    installation: Services, installation_settings: Settings, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    halted = Halted(installation, monkeypatch)
    making = asyncio.create_task(start(installation, book))
    await halted.reached.wait()
    assert await installation.workspaces.names() == ()
    for files in (TABLE_FILES, {}):
        with pytest.raises(Conflict) as refused:
            await create_workspace(installation, OPERATOR, NAME, files=files)
        assert refused.value.code == "workspace.changing"
    other = await wiring.build(installation_settings)  # a command beside the server
    await wiring.close(other)
    halted.go_on.set()
    assert len((await making).sheets) == 2
    assert await installation.workspaces.names() == (NAME,)


async def test_cancelled_it_leaves_nothing(installation: Services, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    halted = Halted(installation, monkeypatch)
    making = asyncio.create_task(start(installation, book))
    await halted.reached.wait()
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert await nothing_is_left(installation)


async def test_a_name_that_was_taken_meanwhile_stays_whose_it_is(
    installation: Services, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_anew = installation.tables.begin_anew

    async def overtaken(name: str) -> None:
        await begin_anew(name)
        monkeypatch.setattr(installation.tables, "begin_anew", begin_anew)
        await create_workspace(installation, OPERATOR, NAME, files=TABLE_FILES)

    monkeypatch.setattr(installation.tables, "begin_anew", overtaken)
    with pytest.raises(Conflict):
        await start(installation, book)
    found = await installation.workspaces.get(NAME)
    assert set(found.tables) == {"own"}
    assert (await installation.tables.plan(found)).is_empty
    assert await installation.workspaces.pending(NAME) is None


async def test_given_up_by_another_process_it_leaves_nothing(
    installation: Services, installation_settings: Settings, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when this machine slept for longer than anybody waits."""
    halted = Halted(installation, monkeypatch)
    making = asyncio.create_task(start(installation, book))
    await halted.reached.wait()
    monkeypatch.setattr(keeper, "GRACE", timedelta(0))
    await wiring.close(await wiring.build(installation_settings))
    monkeypatch.undo()
    halted.go_on.set()
    with pytest.raises(ToolwrightError):
        await making
    assert await installation.workspaces.pending(NAME) is None
    assert await installation.workspaces.names() == ()
    await start(installation, book)
