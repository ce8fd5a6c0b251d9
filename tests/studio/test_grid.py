"""The rows of a table in the studio: looked through, found, arranged and copied, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.conftest import PASSWORD, Installation
from tests.studio.steps import sign_in
from tests.support.server import ensure_user, in_home
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowChange

pytestmark = pytest.mark.browser
READER = "rita.reader@example.org"
ROWS = 450
FILES = {
    "workspace.yaml": "title: Grid\n",
    "roles/reader.yaml": "title: Reader\ngrants:\n  - {table: tickets, can: [read], mask: [note]}\n",
    "tables/people.yaml": "title: People\ncolumns:\n  - {name: name, kind: text, required: true}\ndisplay: name\n",
    "tables/nobody.yaml": "title: Nobody\ncolumns:\n  - {name: name, kind: text}\n",
    "tables/tickets.yaml": """\
title: Tickets
singular: ticket
columns:
  - {name: title, kind: text, required: true}
  - {name: status, kind: select, settings: {options: [open, {value: closed, label: All done, tone: green}]}}
  - {name: person_id, kind: relation, settings: {to: people}}
  - {name: amount, kind: decimal}
  - {name: is_urgent, kind: boolean}
  - {name: due_on, kind: date}
  - {name: note, kind: text}
display: title
sort: [id]
""",
}


@pytest.fixture(scope="module")
def grid(installation: Installation) -> str:
    """The address of a table with 450 rows of every sort, in a workspace of its own."""

    async def add(services: Services) -> None:
        await create_workspace(services, OPERATOR, "grid", files=FILES)
        workspace = await services.workspaces.get("grid")
        people = [RowChange("create", values={"name": name}) for name in ("Ada", "Grace")]
        await services.rows.bulk(OPERATOR, workspace, "people", people)
        tickets = [RowChange("create", values=_ticket(number)) for number in range(1, ROWS + 1)]
        await services.rows.bulk(OPERATOR, workspace, "tickets", tickets)
        reader = await ensure_user(services, READER, is_admin=False, password=PASSWORD)
        await assign_roles(services, OPERATOR, user_id=reader, workspace="grid", roles=["reader"])

    in_home(installation.home, add)
    return "/w/grid/data/-/tickets"


def _ticket(number: int) -> dict[str, object]:
    return {
        "title": f"Ticket {number:03}",
        "status": "closed" if number % 3 == 0 else "open",
        "person_id": 1 + number % 2,
        "amount": f"{number}.50",
        "is_urgent": number % 2 == 0,
        "due_on": f"2026-01-{1 + number % 28:02}",
        "note": None if number % 2 else "",
    }


@contextmanager
def looking(browser: Browser, installation: Installation, at: str, **options: object) -> Iterator[Watched]:
    with opened(browser, installation.url, **options) as watched:
        watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sign_in(watched.page, at)
        expect(watched.page.get_by_role("grid")).to_be_visible()
        yield watched


def cell(page: Page, row: int, column: str) -> Locator:
    """The cell of a column, in the row of that number as people count."""
    heads = page.get_by_role("columnheader")
    heads.last.wait_for()
    place = next(i for i in range(heads.count()) if heads.nth(i).inner_text().strip() == column)
    index = heads.nth(place).get_attribute("aria-colindex")
    return page.locator(f"[data-row='{row - 1}'] [aria-colindex='{index}']")


def menu(page: Page, column: str, item: str) -> None:
    page.get_by_role("button", name=f"Menu of {column}", exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def test_rows_are_shown_in_the_way_of_their_columns(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, grid) as watched:
        page = watched.page
        expect(page.get_by_text(f"{ROWS} rows")).to_be_visible()
        expect(cell(page, 3, "Status")).to_have_text("All done")
        expect(cell(page, 1, "Person")).to_have_text("Grace")
        expect(cell(page, 1, "Amount")).to_have_text("1.5")
        expect(cell(page, 1, "Due on")).to_have_text("2 Jan 2026")
        expect(cell(page, 1, "Note")).to_have_text("no value")
        expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", str(ROWS + 1))
        watched.look_over("grid")
        assert watched.troubles == []


def test_keys_go_through_the_grid_and_copy(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, grid) as watched:
        page = watched.page
        cell(page, 1, "Title").click()
        page.keyboard.press("Control+ArrowDown")
        expect(cell(page, ROWS, "Title")).to_have_text(f"Ticket {ROWS}")
        expect(cell(page, ROWS, "Title")).to_have_attribute("data-active", "true")
        page.keyboard.press("Control+Home")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowRight")
        expect(page.get_by_text("4 cells selected")).to_be_visible()
        page.keyboard.press("Control+c")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == "Ticket 001\tOpen\nTicket 002\tOpen"
        page.keyboard.press("Control+a")
        expect(page.get_by_text(f"{ROWS * 12:,} cells selected")).to_be_visible()
        page.keyboard.press("Control+Home")
        page.keyboard.press("Alt+ArrowDown")
        page.get_by_role("menuitem", name="Sort descending").click()
        expect(page.get_by_role("grid")).to_be_focused()
        expect(cell(page, 1, "Title")).to_have_text(f"Ticket {ROWS}")
        assert watched.troubles == []


def test_what_is_asked_stands_in_the_address(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, grid) as watched:
        page = watched.page
        menu(page, "Amount", "Sort descending")
        expect(cell(page, 1, "Title")).to_have_text(f"Ticket {ROWS}")
        menu(page, "Status", "Filter by it")
        panel = page.get_by_role("region", name="Filter")
        panel.get_by_role("combobox", name="Value").click()
        page.get_by_role("option", name="All done").click()
        expect(page.get_by_text("150 rows")).to_be_visible()
        page.keyboard.press("Escape")
        panel.get_by_role("button", name="Add condition").click()
        panel.get_by_role("combobox", name="Column").last.click()
        page.get_by_role("option", name="Title", exact=True).click()
        panel.get_by_role("textbox", name="Value").last.fill("Ticket 00")
        page.keyboard.press("Enter")
        expect(page.get_by_text("3 rows")).to_be_visible()
        assert watched.axe() == []
        panel.get_by_text("As text").click()
        rule = panel.get_by_role("textbox", name="Condition")
        expect(rule).to_have_value("status in ['closed'] and contains(title, 'Ticket 00')")
        rule.fill("upper(title) == 'TICKET 007'")
        page.keyboard.press("Escape")
        panel.get_by_role("button", name="Apply").click()
        expect(page.get_by_text("1 row", exact=True)).to_be_visible()
        page.reload()
        expect(cell(page, 1, "Title")).to_have_text("Ticket 007")
        page.get_by_role("textbox", name="Search rows").fill("nothing like it")
        page.get_by_role("button", name="Show all rows").click()
        expect(page.get_by_text(f"{ROWS} rows")).to_be_visible()
        page.goto(f"{grid}?filter=titel+%3D%3D+1")
        expect(page.get_by_role("alert")).to_contain_text("Did you mean 'title'?")
        expect(page.get_by_text("No row fits")).to_have_count(0)  # nobody knows
        expect(page.get_by_text("Counting")).to_have_count(0)
        page.goto("/w/grid/data/-/nobody")
        expect(page.get_by_text("No rows yet")).to_be_visible()
        assert watched.axe() == []
        assert watched.troubles == []


def test_columns_stay_as_somebody_arranged_them(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, grid) as watched:
        page = watched.page
        menu(page, "Title", "Freeze up to here")
        menu(page, "Amount", "Move left")
        menu(page, "Due on", "Hide column")
        edge = page.locator("[data-edge='status']").bounding_box()
        assert edge is not None
        page.mouse.move(edge["x"] + 4, edge["y"] + 10)
        page.mouse.down()
        page.mouse.move(edge["x"] + 84, edge["y"] + 10)
        page.mouse.up()
        page.reload()
        expect(cell(page, 1, "Title")).to_have_text("Ticket 001")
        names = [text.strip() for text in page.get_by_role("columnheader").all_inner_texts()]
        assert names[1:7] == ["ID", "Title", "Status", "Amount", "Person", "Is urgent"]
        assert cell(page, 1, "Status").evaluate("it => it.offsetWidth") == 216
        expect(cell(page, 1, "Title")).to_have_attribute("data-frozen", "true")
        page.get_by_role("button", name=re.compile("1 hidden")).click()
        page.get_by_role("checkbox", name="Due on").check()
        expect(page.get_by_role("columnheader", name="Due on")).to_have_count(1)
        assert watched.troubles == []


def test_who_may_only_read_is_told_why(browser: Browser, installation: Installation, grid: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        page.goto(grid)
        page.get_by_label("E-mail address").fill(READER)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(cell(page, 2, "Note")).to_have_text(re.compile("•+"))
        cell(page, 2, "Title").click()
        expect(page.get_by_text("You may not change rows here")).to_be_visible()
        cell(page, 2, "Note").click()
        expect(page.get_by_text("your role hides the values")).to_be_visible()
        expect(cell(page, 2, "Note")).to_have_attribute("aria-readonly", "true")
        assert watched.axe() == []
        page.goto("/w/grid/queries")
        expect(page.get_by_text("once a role of yours may run them")).to_be_visible()
        expect(page.get_by_role("button", name="New query")).to_have_count(0)
        assert watched.troubles == []
