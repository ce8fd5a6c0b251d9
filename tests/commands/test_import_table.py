"""A table of a file comes into a workspace whole, with its rows, or not at all, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from tests.commands.halted import Halted
from tests.peers.fixture import Database
from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.import_rows import ImportReport, ImportRequest
from toolwright.commands.import_table import import_table
from toolwright.commands.operator import OPERATOR
from toolwright.commands.replace_files import replace_files
from toolwright.commands.services import Services
from toolwright.errors import Conflict, InvalidInput, ToolwrightError
from toolwright.rows import RowQuery
from toolwright.settings import Settings
from toolwright.tables import keeper

NAME = "stock"
FILES = {"workspace.yaml": "title: Mine\n", "tables/own.yaml": "columns: [{name: title, kind: text}]\n"}


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Two rows; the second is wrong where whole numbers are asked for."""
    path = tmp_path / "racks.csv"
    path.write_text("Name,Size\nfirst,4\nsecond,x\n")
    return path


def unheard(_rows: int, _bytes: int) -> None:
    """Nobody watches."""


async def prepare(services: Services) -> None:
    made = await create_workspace(services, OPERATOR, NAME, files=FILES)
    await services.rows.create(OPERATOR, made, "own", {"title": "kept"})


async def bring(services: Services, path: Path, **more: object) -> ImportReport:
    wanted = ImportRequest("racks", **more)  # type: ignore[arg-type]  # as the tests call it
    return await import_table(services, OPERATOR, NAME, wanted, path, unheard)


async def nothing_came(services: Services) -> bool:
    """The workspace is in its first revision, with the table and the row it had."""
    found = await services.workspaces.get(NAME)
    (kept,) = (await services.rows.list(OPERATOR, found, "own", RowQuery(fields=("title",)))).rows
    plan = await services.tables.plan(found)
    is_as_before = set(found.tables) == {"own"} and kept == ("kept",) and plan.is_empty
    return is_as_before and found.revision == 1 and await services.workspaces.pending(NAME) is None


async def test_it_comes_in_one_revision_and_the_audit_log_knows(installation: Services, lines: Path) -> None:
    await prepare(installation)
    assert (await bring(installation, lines)).inserted == 2
    found = await installation.workspaces.get(NAME)
    assert found.revision == 2
    assert (await installation.tables.plan(found)).is_empty
    assert await installation.workspaces.pending(NAME) is None
    brought, made, *_ = await installation.audit.list()
    assert (made.verb, made.detail["rows"], made.detail["changed"]) == ("design_tables", 2, ["racks"])
    assert (brought.verb, brought.resource, brought.detail["inserted"]) == ("import_rows", "rows/stock/racks", 2)
    await installation.rows.create(OPERATOR, found, "racks", {"name": "third"})
    assert (await installation.rows.count(OPERATOR, found, "racks", RowQuery(count="exact")))[0] == 3


async def test_a_wrong_row_leaves_nothing(installation: Services, lines: Path) -> None:
    await prepare(installation)
    with pytest.raises(InvalidInput, match="nothing was stored"):
        await bring(installation, lines, kinds={"Size": "integer"})
    assert await nothing_came(installation)
    assert (await installation.audit.list())[0].verb == "create_workspace"
    assert (await bring(installation, lines)).inserted == 2


async def test_cancelled_it_leaves_nothing(
    installation: Services, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await prepare(installation)
    halted = Halted(installation, monkeypatch)
    bringing = asyncio.create_task(bring(installation, lines))
    await halted.reached.wait()
    assert set((await installation.workspaces.get(NAME)).tables) == {"own"}
    bringing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await bringing
    assert await nothing_came(installation)


async def test_meanwhile_rows_are_written_and_definitions_wait(
    installation: Services, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await prepare(installation)
    halted = Halted(installation, monkeypatch)
    bringing = asyncio.create_task(bring(installation, lines))
    await halted.reached.wait()
    found = await installation.workspaces.get(NAME)
    await installation.rows.create(OPERATOR, found, "own", {"title": "meanwhile"})
    for files in ({**FILES, "workspace.yaml": "title: Other\n"}, {**FILES, "tables/own.yaml": "columns: []\n"}):
        with pytest.raises(Conflict) as refused:
            await replace_files(installation, OPERATOR, NAME, files)
        assert refused.value.code == "workspace.changing"
    with pytest.raises(Conflict):
        await bring(installation, lines)
    halted.go_on.set()
    assert (await bringing).inserted == 2
    assert (await installation.rows.count(OPERATOR, found, "own", RowQuery(count="exact")))[0] == 2


async def test_given_up_by_another_process_it_leaves_nothing(
    installation: Services, installation_settings: Settings, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when this machine slept for longer than anybody waits."""
    await prepare(installation)
    halted = Halted(installation, monkeypatch)
    bringing = asyncio.create_task(bring(installation, lines))
    await halted.reached.wait()
    monkeypatch.setattr(keeper, "GRACE", timedelta(0))
    await wiring.close(await wiring.build(installation_settings))
    monkeypatch.undo()
    halted.go_on.set()
    with pytest.raises(ToolwrightError):
        await bringing
    assert await nothing_came(installation)
    assert (await bring(installation, lines)).inserted == 2


@pytest.mark.peer
async def test_postgresql_knows_at_once_how_much_came(postgres_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "racks.csv"
    path.write_text("Name\n" + "".join(f"rack {number}\n" for number in range(1_200)))
    services = await wiring.build(Settings(home=tmp_path / "home", database_url=SecretStr(postgres_database.url)))
    connection = await asyncpg.connect(postgres_database.url)
    try:
        await prepare(services)
        assert (await bring(services, path)).inserted == 1_200
        known = await connection.fetchval(
            "SELECT max(reltuples) FROM pg_class WHERE relname = 'racks' AND relkind = 'r'"
        )
        assert known == 1_200
    finally:
        await connection.close()
        await wiring.close(services)
