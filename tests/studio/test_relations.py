"""The relations of a data source's tables: drawn, as a list, larger and smaller, gone through by keys, with many tables."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import in_home
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

pytestmark = pytest.mark.browser
MANY = 100


def files_of(path: Path) -> dict[str, str]:
    """A workspace over a database of places, each with the one that owns it."""
    files = {
        "workspace.yaml": "title: Town\n",
        "sources/town.yaml": f"title: Town\nkind: sqlite\nsettings: {{path: '{path}'}}\n",
    }
    for n in range(MANY):
        owner = f"town.place_{n // 3:03}"
        column = "  - {name: owner_id, type: integer}\n" if has_owner(n) else ""
        relation = f"{{name: owner, columns: [owner_id], target: {owner}, target_columns: [id]}}"
        files[f"tables/town.place_{n:03}.yaml"] = (
            f"title: Place {n:03}\nsource: town\nnative: {{table: place_{n:03}}}\ncolumns:\n"
            f"  - {{name: id, type: integer, nullable: false}}\n{column}primary_key: [id]\n"
            + (f"relations:\n  - {relation}\n" if has_owner(n) else "")
        )
    return files


def has_owner(n: int) -> bool:
    return n > 0 and n % 10 != 9


@pytest.fixture(scope="module")
def town(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a data source with a hundred tables, most of which refer to another one."""
    path: Path = tmp_path_factory.mktemp("town") / "town.db"
    with sqlite3.connect(path) as connection:
        for n in range(MANY):
            above = f", owner_id integer references place_{n // 3:03} (id)" if has_owner(n) else ""
            connection.execute(f"create table place_{n:03} (id integer primary key{above})")
    connection.close()

    async def add(services: Services) -> None:
        await create_workspace(services, OPERATOR, "town", files=files_of(path))

    in_home(installation.home, add)
    return "/w/town/data/town"


def test_relations_are_drawn_and_listed(browser: Browser, installation: Installation, town: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, town)
        section = page.get_by_role("region", name="Diagram")
        expect(section.get_by_role("link")).to_have_count(MANY)
        first = section.get_by_role("link", name="Place 001")
        expect(first).to_have_attribute("aria-description", "Refers to 1, referred to by 3")
        expect(first).to_be_visible()
        page.get_by_role("button", name="Fit").click()
        share = page.get_by_role("group", name="Size of the diagram").get_by_role("status")
        assert int(share.inner_text().split()[0]) < 100
        fits = "([box]) => box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight + 1"
        assert page.evaluate(f"({fits})([document.querySelector('[role=region][tabindex]')])")
        page.get_by_role("button", name="Actual size").click()
        expect(share).to_have_text("100 %")
        page.get_by_role("button", name="Smaller").click()
        expect(share).to_have_text("80 %")
        # By keys: a table shows its own lines, and is gone to.
        first.focus()
        expect(section.locator("path[data-seen]")).to_have_count(4)
        section.scroll_into_view_if_needed()
        watched.look_over("relations")
        page.get_by_role("radio", name="List").locator("xpath=..").click()
        listed = page.get_by_role("table", name="Relations")
        expect(listed.get_by_role("row")).to_have_count(1 + MANY - 1 - MANY // 10)
        watched.look_over("relations listed")
        page.get_by_role("radio", name="Diagram").locator("xpath=..").click()
        first.focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/data/town/place_001$"))
        assert watched.troubles == []
