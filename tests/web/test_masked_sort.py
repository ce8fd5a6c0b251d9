"""A list whose order names a column that somebody sees as dots: it is shown, in an order that tells nothing of it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.rows import desk
from tests.rows.served import make_files
from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput, ToolwrightError
from toolwright.model.files import dump_workspace
from toolwright.policy import Actor
from toolwright.render.screens import render_page
from toolwright.render.visit import Visit
from toolwright.rows import RowQuery

APP = "title: Desk\nhome: by_secret\n"
SCREEN = """title: By secret
path: /{path}
access: basic
content:
  - kind: table
    id: tickets
    rows: {{table: erp.tickets, sort: [{sort}], limit: 20}}
    columns: [id, title, status]
"""
SCREENS = {"by_secret": "secret", "downwards": "-secret", "then_title": "secret, -title"}
WORLDS = ("desk", "veiled")


@pytest_asyncio.fixture(scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    """Two worlds that differ only in the secrets that `viewer` sees as dots."""
    folder: Path = tmp_path_factory.mktemp("masked")
    (folder / "home").mkdir()
    made = await wiring.build(wiring.Settings(home=folder / "home"))
    databases = make_files(folder)
    for name in WORLDS:
        files = dict(dump_workspace(desk.workspace(databases[name], name)))
        files["apps/desk/app.yaml"] = APP
        for screen, sort in SCREENS.items():
            files[f"apps/desk/screens/{screen}.yaml"] = SCREEN.format(path=screen, sort=sort)
        await create_workspace(made, OPERATOR, name, files=files)
    yield made
    await wiring.close(made)


async def ids(services: Services, world: str, screen: str, role: str, **query: str) -> list[int]:
    """The rows of the list, as the page shows them."""
    workspace = await services.workspaces.get(world)
    plan = await services.screens.get(workspace, "desk", screen)
    actor = Actor("user", "p", "P", email="p@example.org", roles={world: (role,)})
    asked = {f"tickets.{name}": (value,) for name, value in query.items()}
    visit = Visit(workspace, plan, actor, {}, asked, state=dict(plan.screen.state), request_id="r")
    html = (await render_page(services.rows, visit)).html
    assert 'data-tone="danger"' not in html
    assert "CANARY" not in html
    return [int(number) for number in re.findall(r">Ticket (\d+)<", html)]


@pytest.mark.parametrize("screen", SCREENS)
async def test_the_order_tells_nothing_of_what_is_masked(services: Services, screen: str) -> None:
    seen = [await ids(services, world, screen, "viewer") for world in WORLDS]
    assert len(seen[0]) > 10
    assert seen[0] == seen[1]


async def test_the_rest_of_the_order_stays(services: Services) -> None:
    shown = [f"Ticket {number}" for number in await ids(services, "desk", "then_title", "viewer")]
    assert shown == sorted(shown, reverse=True)
    assert await ids(services, "desk", "by_secret", "viewer", sort="-secret") == await ids(
        services, "desk", "by_secret", "viewer"
    )


async def test_who_sees_it_gets_the_order(services: Services) -> None:
    first, last = [await ids(services, "desk", screen, "admin") for screen in ("by_secret", "downwards")]
    assert first != last
    assert await ids(services, "veiled", "by_secret", "admin") != first


async def test_who_asks_for_rows_by_it_is_refused(services: Services) -> None:
    """A request that names it gets an answer as for a column that does not exist: a program relies on the order."""
    workspace = await services.workspaces.get("desk")
    viewer = Actor("user", "p", "P", email="p@example.org", roles={"desk": ("viewer",)})
    told: list[ToolwrightError] = []
    for name in ("secret", "no_such"):
        with pytest.raises(InvalidInput) as refused:
            await services.rows.list(viewer, workspace, "erp.tickets", RowQuery(sort=(name,)))
        told.append(refused.value)
    assert told[0].code == told[1].code
