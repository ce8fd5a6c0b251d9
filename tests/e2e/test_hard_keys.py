"""Keys as databases hold them: text with signs that addresses use, and foreign keys of several columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.server import ADMIN, ensure_user, in_home, running_server, signed_in
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

pytestmark = pytest.mark.browser

KEYS = (
    "K/1, ä",
    "a~b",
    "~c",
    "50%",
    "100%25",
    "x y",
    " x",
    "..",
    "a\\b",
    "?q=1#f",
    "<b>&\"'",
    "a;b+c",
    "{{ 1 }}",
    "é/日本",
)
SCHEMA = """
CREATE TABLE part (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE site (country TEXT NOT NULL, code TEXT NOT NULL, name TEXT, PRIMARY KEY (country, code));
CREATE TABLE stock (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, part_code TEXT REFERENCES part (code),
  country TEXT, site_code TEXT, counted BOOLEAN,
  FOREIGN KEY (country, site_code) REFERENCES site (country, code)
);
"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of the generated app, signed in."""
    folder = tmp_path_factory.mktemp("keys")
    with closing(sqlite3.connect(folder / "store.db")) as connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO part VALUES (?, ?)", [(key, f"Part {n}") for n, key in enumerate(KEYS)])
        connection.executemany(
            "INSERT INTO site VALUES (?, ?, ?)", [("A/T", key, f"Site {n}") for n, key in enumerate(KEYS)]
        )
        stock = [(n + 1, f"Box {n}", key, "A/T", key, (True, False, None)[n % 3]) for n, key in enumerate(KEYS)]
        connection.executemany("INSERT INTO stock VALUES (?, ?, ?, ?, ?, ?)", stock)
        connection.commit()
    home = folder / "home"

    async def link(services: Services) -> str:
        await ensure_user(services, ADMIN, is_admin=True)
        return await make_one_time_link(services, OPERATOR, ADMIN)

    with running_server(home) as url:
        client = signed_in(url, home)
        made = client.post(
            "/api/v1/generate",
            json={"kind": "sqlite", "settings": {"path": str(folder / "store.db")}, "workspace": "store"},
        )
        assert made.status_code == 201, made.text
        context = browser.new_context(base_url=f"{url}{made.json()['address']}")
        assert context.request.get(f"{url}{in_home(home, link)}").ok
        shown = context.new_page()
        problems: list[str] = []
        shown.on("pageerror", lambda error: problems.append(str(error)))
        yield shown
        context.close()
    assert not problems


@pytest.mark.parametrize("relation", ["part", "site"])
def test_relation_links_open_their_row(page: Page, relation: str) -> None:
    page.goto("stock?stock.sort=id")
    addresses = page.locator(f"tbody a[data-relation][href*='/{relation}/']").evaluate_all(
        "all => all.map(a => a.href)"
    )
    assert len(addresses) == len(KEYS)
    for number, address in enumerate(addresses):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{relation.title()} {number}")
        related = page.locator("tbody tr", has_text="Box")
        expect(related).to_have_count(1)
        expect(related).to_contain_text(f"Box {number}")


def test_rows_with_such_keys_open_change_and_come_back(page: Page) -> None:
    for number in range(0, len(KEYS), 4):
        page.goto("part?part.sort=name")
        page.get_by_role("link", name=f"Part {number}", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Part {number}")
        page.get_by_role("link", name="Edit", exact=True).click()
        expect(page.get_by_label("Name")).to_have_value(f"Part {number}")


def test_false_is_told_from_nothing(page: Page) -> None:
    said = []
    for number in (1, 2, 3):
        page.goto(f"stock/{number}")
        said.append(page.locator(".tw-detail-item", has_text="Counted").locator("dd").inner_text().strip())
    assert said == ["Yes", "No", "–"]


def test_a_key_of_two_columns_is_chosen_by_name(page: Page) -> None:
    page.goto("stock/new")
    page.get_by_label("Title").fill("By name")
    chosen = page.get_by_role("combobox", name="Site")
    chosen.press_sequentially("Site 1")
    page.get_by_role("option", name="Site 1", exact=True).click()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("By name")
    expect(page.get_by_role("link", name="Site 1", exact=True)).to_be_visible()
    page.get_by_role("link", name="Edit", exact=True).click()
    chosen = page.get_by_role("combobox", name="Site")
    expect(chosen).to_have_value("Site 1")
    chosen.fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("By name")
    expect(page.locator("main").get_by_role("link", name="Site 1", exact=True)).to_have_count(0)


def test_related_rows_begin_with_both_columns_filled(page: Page) -> None:
    page.goto("site?site.sort=name")
    page.get_by_role("link", name="Site 0", exact=True).click()
    page.get_by_role("link", name="New stock").click()
    expect(page.get_by_role("combobox", name="Site")).to_have_value("Site 0")


def test_a_row_is_made_from_another(page: Page) -> None:
    for number in (0, 3, 9, 11):
        page.goto("part?part.sort=name")
        page.get_by_role("link", name=f"Part {number}", exact=True).click()
        _duplicate(page)
        expect(page.get_by_label("Name")).to_have_value(f"Part {number}")
        expect(page.get_by_label("Code")).to_have_value("")
    page.goto("stock/1")
    _duplicate(page)
    expect(page.get_by_role("combobox", name="Site")).to_have_value("Site 0")
    page.get_by_label("Title").fill("Box of another")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Box of another")
    expect(page.get_by_role("link", name="Site 0", exact=True)).to_be_visible()


def _duplicate(page: Page) -> None:
    page.locator(".tw-page-actions").get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Duplicate", exact=True).click()
