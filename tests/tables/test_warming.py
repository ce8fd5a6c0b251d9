"""Figures of calculation views are there before somebody asks, at the start and after many changes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.tables.shop import make_shop
from toolwright.builtin.datasources.sqlite.driver import SqliteDriver
from toolwright.closing import closing
from toolwright.commands.import_rows import ImportRequest, import_rows
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.extend.sql.kept_groups import KeptGroups
from toolwright.model.workspace import Workspace
from toolwright.rows import RowQuery
from toolwright.server import application
from toolwright.tables import warming
from toolwright.tables.warming import Warming

FILES = {
    "workspace.yaml": "title: Shop\n",
    "tables/sales.yaml": "title: Sales\ncolumns:\n  - {name: city, kind: text}\n  - {name: items, kind: integer}\n",
    "tables/by_city.yaml": """\
title: By city
view: {of: sales, group: [city], measures: [{name: items, function: sum, value: items}]}
""",
    "tables/secrets.yaml": "title: Secrets\ncolumns: [{name: what, kind: text, sensitive: true}]\n",
    "tables/by_secret.yaml": "title: By secret\nview: {of: secrets, group: [what], measures: [{name: count}]}\n",
}


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is answered at once, as when the tables are large."""
    monkeypatch.setattr(SqliteDriver, "fetch_now", lambda *_given: None)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables whose figures were asked for."""
    asked: list[str] = []
    answer = KeptGroups._answer

    async def noting(*given: object) -> object:
        asked.append(given[2].table.title)  # type: ignore[attr-defined]  # the query
        return await answer(*given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(KeptGroups, "_answer", noting)
    return asked


async def load(services: Services, shop: Workspace, folder: Path, rows: int) -> None:
    path = folder / "sales.csv"
    path.write_text("city,items\n" + "".join(f"{('Bonn', 'Köln')[n % 2]},{n}\n" for n in range(rows)), encoding="utf-8")
    await import_rows(services, OPERATOR, shop, ImportRequest("sales"), path)


async def test_figures_are_worked_out_at_the_start_and_not_again(services: Services, told: list[str]) -> None:
    await make_shop(services, FILES)
    assert await services.warming.warm() == 1
    assert told == ["By city"], "what is noted when it is read is left to those who read it"
    assert await services.warming.warm() == 0


async def test_figures_are_worked_out_after_an_import(
    services: Services, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "SHARE", 0)
    shop = await make_shop(services, FILES)
    await services.warming.warm()
    await load(services, shop, tmp_path, 20)
    assert await services.warming.warm() == 1
    page = await services.rows.list(OPERATOR, shop, "by_city", RowQuery(limit=10))
    assert [tuple(cells) for cells in page.rows] == [("Bonn", 90), ("Köln", 100)]


async def test_who_serves_a_file_warms_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed = asyncio.Event()

    async def warm(_self: Warming) -> int:
        warmed.set()
        return 0

    monkeypatch.setattr(closing, "watch", lambda: None)  # the signals of this process are not the server's
    monkeypatch.setattr(warming, "PAUSE_S", 0.0)
    monkeypatch.setattr(Warming, "warm", warm)
    monkeypatch.setenv("TOOLWRIGHT_HOME", str(tmp_path / "home"))
    said: asyncio.Queue[object] = asyncio.Queue()
    asked: asyncio.Queue[object] = asyncio.Queue()
    asked.put_nowait({"type": "lifespan.startup"})
    living = asyncio.create_task(application()({"type": "lifespan"}, asked.get, said.put))  # type: ignore[arg-type]  # a bare scope
    assert await said.get() == {"type": "lifespan.startup.complete"}
    await asyncio.wait_for(warmed.wait(), 30)
    asked.put_nowait({"type": "lifespan.shutdown"})
    await living
    assert await said.get() == {"type": "lifespan.shutdown.complete"}


async def test_a_few_changes_are_left_to_whoever_asks(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "SHARE", 0)
    shop = await make_shop(services, FILES)
    await services.warming.warm()
    for number in range(3):
        await services.rows.create(OPERATOR, shop, "sales", {"city": "Ulm", "items": number})
    assert await services.warming.warm() == 0
    monkeypatch.setattr(warming, "MANY", 3)
    assert await services.warming.warm() == 1


async def test_a_view_that_took_long_rests(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "SHARE", 1e9)
    monkeypatch.setattr(warming, "MANY", 1)
    shop = await make_shop(services, FILES)
    assert await services.warming.warm() == 1
    await services.rows.create(OPERATOR, shop, "sales", {"city": "Ulm", "items": 1})
    assert await services.warming.warm() == 0
    monkeypatch.setattr(services.warming, "_rests", {})
    assert await services.warming.warm() == 1, "what was due is not forgotten"
