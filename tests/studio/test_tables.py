"""Tables of the built-in database designed in the studio: made, changed with the plan shown first, renamed, removed."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/drawn"


@dataclass(frozen=True)
class Drawn:
    """A workspace without anything, and its administrator by API."""

    url: str
    admin: httpx.Client

    def design(self, table: str) -> dict[str, object]:
        """The design as it is stored."""
        return dict(self.admin.get(f"{W}/schema/tables/{table}").json()["definition"])

    def rows(self, table: str, *columns: str) -> list[dict[str, object]]:
        """The rows, oldest first."""
        asked = {"fields": ",".join(columns), "sort": "id"}
        return list(self.admin.get(f"{W}/tables/{table}/rows", params=asked).json()["items"])


@pytest.fixture(scope="module")
def drawn(installation: Installation) -> Drawn:
    admin = signed_in(installation.url, installation.home)
    made = admin.post("/api/v1/workspaces", json={"name": "drawn", "files": {"workspace.yaml": "title: Drawn\n"}})
    assert made.status_code == 201, made.text
    return Drawn(installation.url, admin)


def add_column(page: Page, kind: str, label: str) -> None:
    """Take a kind from the gallery by typing, and call the column."""
    page.get_by_role("button", name="Add column").click()
    page.get_by_label("Search kinds of columns").fill(kind)
    page.keyboard.press("Enter")
    page.get_by_label("Label", exact=True).first.fill(label)


def review(page: Page) -> None:
    """Show what the changes would do."""
    page.get_by_role("button", name="Review and apply").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Apply changes")).to_be_visible()


def apply(page: Page) -> None:
    """Do it."""
    page.get_by_role("dialog").get_by_role("button", name="Apply changes").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Review and apply")).to_have_count(0)


def test_a_table_is_made_filled_and_changed(browser: Browser, drawn: Drawn) -> None:
    with opened(browser, drawn.url) as watched:
        page = watched.page
        sign_in(page, "/w/drawn/data")
        page.get_by_role("button", name="New table").click()
        page.get_by_label("Title").fill("Support tickets")
        expect(page.get_by_label("Name", exact=True)).to_have_value("support_tickets")
        page.get_by_label("First column").fill("Subject")
        page.get_by_role("button", name="Create table").click()
        expect(page.get_by_role("heading", name="Design of Support tickets", level=1)).to_be_visible()
        assert drawn.design("support_tickets") == {
            "title": "Support tickets",
            "columns": [{"name": "subject", "kind": "text", "required": True}],
            "display": "subject",
        }

        add_column(page, "choice", "Status")
        page.get_by_role("group", name="Options 1").get_by_label("Value").fill("open")
        page.get_by_role("group", name="Options 2").get_by_label("Value").fill("closed")
        page.get_by_role("combobox", name="Default").fill("open")
        page.keyboard.press("Escape")
        add_column(page, "whole number", "Effort")
        page.get_by_label("Minimum").fill("1")
        add_column(page, "reference", "Part of")
        expect(page.get_by_label("Name", exact=True)).to_have_value("part_of")

        # A mistake is named where it is, and leads there.
        page.get_by_role("button", name="Review and apply").click()
        fault = page.get_by_role("alert").get_by_role("button").first
        expect(fault).to_contain_text("Part of")
        assert watched.axe() == []
        page.get_by_role("tab", name="Rules").click()
        fault.click()
        page.get_by_role("combobox", name="To", exact=True).click()
        page.get_by_role("option", name="Support tickets").click()

        # Keys alone: the new reference goes up one place, and back with undo.
        row = page.get_by_role("list", name="Columns of the table").get_by_role("button", name="Part of")
        row.focus()
        page.keyboard.press("Alt+ArrowUp")
        expect(page.get_by_text("Part of is now 3 of 4")).to_be_attached()
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+Shift+z")
        review(page)
        expect(page.get_by_role("dialog")).to_contain_text("A new column 'status' in 'support_tickets'.")
        assert watched.axe() == []
        apply(page)
        assert drawn.design("support_tickets")["columns"] == [
            {"name": "subject", "kind": "text", "required": True},
            {"name": "status", "kind": "select", "settings": {"options": ["open", "closed"]}, "default": "open"},
            {"name": "part_of", "kind": "relation", "settings": {"to": "support_tickets"}},
            {"name": "effort", "kind": "integer", "settings": {"minimum": 1}},
        ]
        watched.look_over("design")
        assert watched.troubles == []


def test_what_is_renamed_stays_and_what_is_lost_is_agreed_to(browser: Browser, drawn: Drawn) -> None:
    columns = [{"name": "title", "kind": "text"}, {"name": "amount", "kind": "text"}, {"name": "note", "kind": "text"}]
    tables = {"orders": {"columns": columns, "search": ["title"]}}
    assert drawn.admin.post(f"{W}/schema/change", json={"tables": tables}).status_code == 200
    for title, amount in (("One", "5"), ("Two", "many")):
        made = drawn.admin.post(f"{W}/tables/orders/rows", json={"title": title, "amount": amount, "note": "x"})
        assert made.status_code == 201
    with opened(browser, drawn.url) as watched:
        page = watched.page
        sign_in(page, "/w/drawn/data/-/orders/design")
        columns_list = page.get_by_role("list", name="Columns of the table")
        columns_list.get_by_role("button", name="Title").click()
        page.get_by_label("Name", exact=True).fill("subject")
        page.get_by_label("Name", exact=True).press("Enter")
        expect(page.get_by_text("Called title so far; values stay.")).to_be_visible()
        columns_list.get_by_role("button", name="Amount").click()
        page.get_by_role("button", name="Change kind").click()
        page.get_by_role("dialog").get_by_role("button", name="Whole number").click()
        columns_list.get_by_role("button", name="Note").focus()
        page.keyboard.press("Delete")

        # Nothing typed is lost with the page.
        page.reload()
        expect(page.get_by_role("status").filter(has_text="changes")).to_be_visible()
        review(page)
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("The column 'title' of 'orders' is called 'subject' from now on; values stay.")
        expect(dialog.get_by_role("cell", name="many")).to_be_visible()
        expect(dialog).to_contain_text("The column 'note' of 'orders' is removed")
        expect(dialog.get_by_role("button", name="Apply changes")).to_be_disabled()
        assert watched.axe() == []
        _somebody_else_changes(drawn)
        dialog.get_by_role("checkbox", name="Lose for good").check()
        dialog.get_by_role("button", name="Apply changes").click()

        # Somebody else added a column meanwhile: both are kept.
        expect(page.get_by_text("Both are kept")).to_be_visible()
        expect(dialog).to_have_count(0)
        review(page)
        dialog.get_by_role("checkbox", name="Lose for good").check()
        apply(page)
        assert [one["name"] for one in drawn.design("orders")["columns"]] == ["subject", "amount", "owner"]  # type: ignore[attr-defined]
        assert drawn.design("orders")["search"] == ["subject"]
        assert drawn.rows("orders", "subject", "amount") == [
            {"subject": "One", "amount": 5},
            {"subject": "Two", "amount": None},
        ]
        _renamed_and_removed(page, watched, drawn)
        assert watched.troubles == []


def _somebody_else_changes(drawn: Drawn) -> None:
    stored = drawn.design("orders")
    columns = [*stored["columns"], {"name": "owner", "kind": "user"}]  # type: ignore[misc]
    change = {"tables": {"orders": {**stored, "columns": columns}}}
    assert drawn.admin.post(f"{W}/schema/change", json=change).status_code == 200


def _renamed_and_removed(page: Page, watched: Watched, drawn: Drawn) -> None:
    page.get_by_role("button", name="Actions for").click()
    page.get_by_role("menuitem", name="Rename").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("New name").fill("purchases")
    dialog.get_by_role("button", name="Show what happens").click()
    expect(dialog).to_contain_text("The table 'orders' is called 'purchases' from now on; its 2 rows stay.")
    assert watched.axe() == []
    dialog.get_by_role("button", name="Rename table").click()
    expect(page.get_by_text("purchases · built-in table")).to_be_visible()
    assert len(drawn.rows("purchases", "subject")) == 2

    page.get_by_role("button", name="Actions for").click()
    page.get_by_role("menuitem", name="Delete table").click()
    expect(dialog).to_contain_text("2 rows")
    dialog.get_by_role("button", name="Delete table").click()
    expect(dialog).to_contain_text("Type purchases, as it stands there.")
    dialog.get_by_label("Type purchases to confirm").fill("purchases")
    assert watched.axe() == []
    dialog.get_by_role("button", name="Delete table").click()
    expect(page.get_by_role("heading", name="Data", level=1)).to_be_visible()
    assert drawn.admin.get(f"{W}/schema/tables/purchases").status_code == 404


def test_each_tab_keeps_its_own_work(browser: Browser, drawn: Drawn) -> None:
    tables = {"racks": {"columns": [{"name": "title", "kind": "text"}]}}
    assert drawn.admin.post(f"{W}/schema/change", json={"tables": tables}).status_code == 200
    with opened(browser, drawn.url) as watched:
        page = watched.page
        sign_in(page, "/w/drawn/data/-/racks/design")
        add_column(page, "Text", "From the first")
        with watched.another() as other:
            other.goto("/w/drawn/data/-/racks/design")
            notice = other.get_by_role("complementary", name="Another tab")
            expect(notice).to_contain_text("Each tab keeps its own")
            columns = other.get_by_role("list", name="Columns of the table")
            expect(columns.get_by_role("button", name="Title")).to_be_visible()
            expect(columns.get_by_role("button", name="From the first")).to_have_count(0)
            add_column(other, "Date", "From the second")
            expect(page.get_by_role("complementary", name="Another tab")).to_be_visible()
            page.reload()
            first = page.get_by_role("list", name="Columns of the table")
            expect(first.get_by_role("button", name="From the first")).to_be_visible()
            expect(first.get_by_role("button", name="From the second")).to_have_count(0)

            # Taken over by the other tab it is one step there.
            other.bring_to_front()
            notice.get_by_role("button", name="Go on with it here").click()
            expect(columns.get_by_role("button", name="From the first")).to_be_visible()
            other.get_by_role("button", name="Undo").click()
            expect(columns.get_by_role("button", name="From the second")).to_be_visible()
        assert watched.axe() == []
        review(page)
        apply(page)
        assert [one["name"] for one in drawn.design("racks")["columns"]] == ["title", "from_the_first"]  # type: ignore[attr-defined]
        assert watched.troubles == []
