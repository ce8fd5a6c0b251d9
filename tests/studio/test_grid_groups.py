"""Rows under the heads of their groups: by a column, by months, opened and closed, edited, and kept in a view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.studio.test_grid_views import choose
from tests.support.server import in_home, signed_in
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowChange

pytestmark = pytest.mark.browser
AT = "/w/grouped/data/-/orders"
FILES = {
    "workspace.yaml": "title: Grouped\n",
    "tables/orders.yaml": """\
title: Orders
columns:
  - {name: title, kind: text, required: true}
  - name: status
    kind: select
    settings:
      options: [{value: open, label: Still open, tone: amber}, {value: paid, label: Paid, tone: green}]
  - {name: due, kind: date}
display: title
""",
}
STATUSES = ("open", "paid", None)


@pytest.fixture(scope="module")
def orders(installation: Installation) -> str:
    """The address of a table with 300 orders: a hundred of each status and of none, due in three months."""

    async def add(services: Services) -> None:
        await create_workspace(services, OPERATOR, "grouped", files=FILES)
        workspace = await services.workspaces.get("grouped")
        rows = [
            RowChange(
                "create",
                values={
                    "title": f"Order {n:03}",
                    "status": STATUSES[n % 3],
                    "due": f"2026-{n % 3 + 1:02}-{n % 28 + 1:02}",
                },
            )
            for n in range(300)
        ]
        await services.rows.bulk(OPERATOR, workspace, "orders", rows)

    in_home(installation.home, add)
    return AT


def head(page: Page, value: str) -> Locator:
    return page.locator("[data-group]").filter(has_text=value).get_by_role("gridcell")


def line(page: Page, number: int) -> Locator:
    return page.locator(f"[data-row='{number}']")


def pick(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def group_by(page: Page, button: str, column: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    pick(page, "Column", column)


def test_rows_are_grouped_opened_and_closed(browser: Browser, installation: Installation, orders: str) -> None:
    with opened(browser, installation.url) as watched:
        page, keys = watched.page, watched.page.keyboard
        sign_in(page, orders)
        group_by(page, "Group", "Status")
        watched.look_over("group menu")
        keys.press("Escape")
        expect(page.get_by_text("300 rows · 3 groups")).to_be_visible()
        still_open, paid = head(page, "Still open"), head(page, "Paid")
        expect(head(page, "Still open")).to_contain_text("100 rows")
        expect(still_open).to_have_attribute("aria-expanded", "true")
        expect(line(page, 1)).to_contain_text("Order 000")
        still_open.click()
        expect(still_open).to_have_attribute("aria-expanded", "false")
        expect(paid).to_contain_text("100 rows")
        expect(line(page, 2)).to_contain_text("Order 001")
        watched.look_over("groups")
        # By keys: to the head, closed and opened again, and on to its rows.
        keys.press("ArrowDown")
        expect(paid).to_have_attribute("data-active", "true")
        expect(page.get_by_role("grid")).to_have_attribute("aria-activedescendant", str(paid.get_attribute("id")))
        keys.press("ArrowLeft")
        expect(paid).to_have_attribute("aria-expanded", "false")
        expect(line(page, 2)).to_contain_text("no value")
        keys.press("Enter")
        expect(line(page, 2)).to_contain_text("Order 001")
        keys.press("ArrowDown")
        keys.press("Home")
        keys.press("ArrowRight")
        keys.type("Mine")
        keys.press("Enter")
        expect(line(page, 2)).to_contain_text("Mine")
        keys.press("Control+End")
        expect(line(page, 202)).to_contain_text("Order 299")
        # The row opens by its own number, and the next one within the group.
        keys.press("Control+Enter")
        row = page.get_by_role("dialog", name="Row ")
        expect(row.get_by_role("heading", name="Order 299")).to_be_visible()
        keys.press("Escape")
        # Dates by month, sorted within; what was saved as a view comes back.
        group_by(page, "By Status", "Due")
        pick(page, "Together by", "Quarter")
        keys.press("Escape")
        expect(head(page, "Q1 2026")).to_contain_text("300 rows")
        page.get_by_role("button", name="By Due").click()
        pick(page, "Together by", "Month")
        expect(page.get_by_text("300 rows · 3 groups")).to_be_visible()  # those of the months, not of the quarter
        page.get_by_role("button", name="Close all").click()
        keys.press("Escape")
        expect(page.locator("[data-group]")).to_have_count(3)
        expect(head(page, "January 2026")).to_contain_text("100 rows")
        choose(page, "Views", "Save as a new view…")
        page.get_by_role("dialog").get_by_label("Name").fill("By month")
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        page.reload()
        expect(page.get_by_role("button", name="By Due")).to_be_visible()
        expect(head(page, "January 2026")).to_have_attribute("aria-expanded", "true")
        assert watched.troubles == []


def test_groups_follow_what_others_change(browser: Browser, installation: Installation, orders: str) -> None:
    ivy = signed_in(installation.url, installation.home, "ivy.grouped@example.org")
    rows = "/api/v1/workspaces/grouped/tables/orders/rows"
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, f"{orders}?filter=title != 'Order 005'")
        group_by(page, "Group", "Status")
        page.get_by_role("button", name="Close all").click()
        page.keyboard.press("Escape")
        expect(head(page, "no value")).to_contain_text("99 rows")
        found = ivy.get(rows, params={"filter": "title == 'Order 008'", "ids": "true"}).json()
        assert ivy.patch(f"{rows}/{found['ids'][0]}", json={"status": "paid"}).status_code == 200
        expect(head(page, "no value")).to_contain_text("98 rows")
        assert ivy.post(rows, json={"title": "Brand new", "status": "paid"}).status_code == 201
        expect(head(page, "Paid")).to_contain_text("102 rows")
        # A group that is open follows as well: its rows, and how many they are.
        head(page, "no value").click()
        expect(page.locator("[data-row='2']")).to_contain_text("no value")
        expect(page.locator("[data-row='3']")).to_contain_text("Order 002")
        found = ivy.get(rows, params={"filter": "title == 'Order 002'", "ids": "true"}).json()
        assert ivy.patch(f"{rows}/{found['ids'][0]}", json={"title": "Seen by all"}).status_code == 200
        expect(page.locator("[data-row='3']")).to_contain_text("Seen by all")
        assert ivy.delete(f"{rows}/{found['ids'][0]}").status_code == 204
        expect(head(page, "no value")).to_contain_text("97 rows")
        expect(page.locator("[data-row='3']")).to_contain_text("Order 011")
        assert watched.troubles == []
    ivy.close()
