"""Rows and cells that stand out: rules made, changed, kept in a view, and seen without colour."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.studio.browser import opened
from tests.studio.gridding import cell
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.studio.test_grid_views import choose
from tests.support.server import in_home
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowChange

pytestmark = pytest.mark.browser
AT = "/w/marked/data/-/tickets"
FILES = {
    "workspace.yaml": "title: Marked\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: amount, kind: decimal}
display: title
""",
}


@pytest.fixture(scope="module")
def tickets(installation: Installation) -> str:
    """The address of a table with twenty tickets, whose amounts go from nought to four."""

    async def add(services: Services) -> None:
        await create_workspace(services, OPERATOR, "marked", files=FILES)
        workspace = await services.workspaces.get("marked")
        rows = [RowChange("create", values={"title": f"Ticket {n:02}", "amount": n % 5}) for n in range(1, 21)]
        await services.rows.bulk(OPERATOR, workspace, "tickets", rows)

    in_home(installation.home, add)
    return AT


def row(page: Page, number: int) -> Locator:
    return page.locator(f"[data-row='{number - 1}']")


def pick(page: Page, field: Locator, option: str) -> None:
    field.click()
    page.get_by_role("option", name=option, exact=True).click()


def test_rules_make_rows_and_cells_stand_out(browser: Browser, installation: Installation, tickets: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, tickets)
        expect(page.get_by_text("20 rows")).to_be_visible()
        page.get_by_role("button", name="Colours", exact=True).click()
        panel = page.get_by_role("region", name="Colours")
        watched.look_over("no colours")
        # By keyboard alone, from the button on: a rule over a whole row, as a text.
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # the button that reads again
        for _ in range(4):  # other links of the table
            if page.evaluate("document.activeElement.textContent") == "Add rule":
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(panel.get_by_label("What it means")).to_be_focused()
        page.keyboard.type("Large")
        for _ in range(6):  # colour, place, condition, remove, and what the condition is written as
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type") == "radio":
                break
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.type("amount > 3")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(row(page, 4)).to_have_attribute("data-tone", "amber")
        expect(row(page, 4).get_by_role("rowheader")).to_contain_text("Large")
        expect(row(page, 3)).not_to_have_attribute("data-tone", "amber")
        # With the builder: cells of one column.
        panel.get_by_role("button", name="Add rule").click()
        second = panel.get_by_role("group", name="New rule")
        pick(page, second.get_by_role("combobox", name="Colour"), "Green")
        pick(page, second.get_by_role("combobox", name="Applies to"), "Title")
        second.get_by_role("button", name="Add condition").click()
        pick(page, second.get_by_role("combobox", name="Column"), "Amount")
        second.get_by_role("textbox", name="Value").fill("1")
        second.get_by_label("What it means").fill("Single")
        expect(cell(page, 1, "Title")).to_have_attribute("data-tone", "green")
        expect(cell(page, 1, "Title")).to_have_text("SingleTicket 01")
        expect(cell(page, 1, "Amount")).not_to_have_attribute("data-tone", "green")
        watched.look_over("colours")
        # The first that holds counts.
        second = panel.get_by_role("group", name="Single")
        pick(page, second.get_by_role("combobox", name="Applies to"), "Whole row")
        second.get_by_role("button", name="Remove condition").last.click()
        second.get_by_text("As text").click()
        second.get_by_label("Condition", exact=True).last.fill("amount > 0")
        second.get_by_role("button", name="Apply").click()
        expect(row(page, 1)).to_have_attribute("data-tone", "green")
        expect(row(page, 4)).to_have_attribute("data-tone", "amber")
        panel.get_by_role("button", name="Move up: Single").click()
        expect(row(page, 4)).to_have_attribute("data-tone", "green")
        # What is saved is judged anew.
        cell(page, 1, "Amount").dblclick()
        page.keyboard.press("Control+A")
        page.keyboard.type("0")
        page.keyboard.press("Enter")
        expect(row(page, 1)).not_to_have_attribute("data-tone", "green")
        # Kept with the view.
        choose(page, "Views", "Save as a new view…")
        page.get_by_role("dialog").get_by_label("Name").fill("In colour")
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        choose(page, "In colour", "No view", "menuitemradio")
        page.get_by_role("button", name="Remove: Single").click()
        page.get_by_role("button", name="Remove: Large").click()
        expect(row(page, 4)).not_to_have_attribute("data-tone", "green")
        choose(page, "Views", "In colour", "menuitemradio")
        expect(row(page, 4)).to_have_attribute("data-tone", "green")
        expect(page.get_by_role("button", name="Colours (2)")).to_be_visible()
        assert watched.troubles == []


def test_a_rule_that_cannot_be_read_leaves_the_rows(browser: Browser, installation: Installation, tickets: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, tickets)
        page.get_by_role("button", name="Colours", exact=True).click()
        panel = page.get_by_role("region", name="Colours")
        panel.get_by_role("button", name="Add rule").click()
        panel.get_by_text("As text").click()
        panel.get_by_label("Condition", exact=True).last.fill("amont > 3")
        panel.get_by_role("button", name="Apply").click()
        expect(panel.get_by_text("amount").first).to_be_visible()  # did you mean
        expect(page.get_by_text("20 rows")).to_be_visible()
        panel.get_by_role("button", name="Condition", exact=True).click()
        expect(panel.get_by_role("alert")).to_contain_text("amont")
        watched.look_over("wrong colour")
        assert watched.troubles == []
