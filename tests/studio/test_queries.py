"""Queries written in the studio: run with values, saved with their columns, found by others' changes, removed."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/asked"
SQL = "select id, number, status from invoice where status = {{ status }} [[ and id in ({{ ids }}) ]]"


@dataclass(frozen=True)
class Asked:
    """A workspace over the shop, and its administrator by API."""

    url: str
    admin: httpx.Client

    def stored(self) -> dict[str, object]:
        """The query as it is stored."""
        return dict(self.admin.get(f"{W}/queries/invoices_by_status").json()["definition"])


@pytest.fixture(scope="module")
def asked(installation: Installation) -> Asked:
    admin = signed_in(installation.url, installation.home)
    wanted = {
        "url": f"sqlite:///{installation.database}",
        "workspace": "asked",
        "source_name": "shop",
        "title": "Asked",
    }
    made = admin.post("/api/v1/generate", json=wanted)
    assert made.status_code == 201, made.text
    return Asked(installation.url, admin)


def write(page: Page, text: str) -> None:
    """Put a text in place of what is written."""
    page.get_by_role("textbox", name="SQL").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def test_a_query_is_written_run_saved_and_removed(browser: Browser, asked: Asked) -> None:
    with opened(browser, asked.url) as watched:
        page = watched.page
        sign_in(page, "/w/asked/queries")
        expect(page.get_by_text("No queries yet")).to_be_visible()
        page.get_by_role("button", name="New query").click()
        page.get_by_label("Title").fill("Invoices by status")
        page.get_by_role("button", name="Create query").click()
        expect(page.get_by_role("heading", name="Invoices by status", level=1)).to_be_visible()

        page.get_by_role("button", name="Add parameter").click()
        card = page.get_by_role("group", name="Parameter")
        card.get_by_label("Name").fill("status")
        card.get_by_label("Default").fill("open")
        page.get_by_role("button", name="Add parameter").click()
        second = page.get_by_role("group", name="Parameter value_2")
        second.get_by_label("Type").click()
        page.get_by_role("option", name="Whole number").click()
        second.get_by_label("A list of them").check()
        second.get_by_label("Name").fill("ids")
        write(page, SQL)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("cell", name="R-1")).to_be_visible()
        expect(page.get_by_text("1 row ·")).to_be_visible()
        page.get_by_role("tab", name="Columns").click()
        expect(page.get_by_role("group", name="number", exact=True)).to_be_visible()
        assert watched.axe() == []
        page.get_by_role("tab", name="Settings").click()
        assert watched.axe() == []
        page.get_by_role("tab", name="Parameters").click()
        page.get_by_role("textbox", name="ids", exact=True).fill("7, 8")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_text("No rows.")).to_be_visible()
        page.get_by_role("textbox", name="ids", exact=True).fill("")
        page.get_by_role("button", name="Plan", exact=True).click()
        expect(page.locator("pre")).to_contain_text("invoice")
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_role("tab", name="JSON").click()
        expect(page.locator("pre")).to_contain_text('"number": "R-1"')
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Invoices by status was saved")).to_be_visible()
        stored = asked.stored()
        assert stored["sql"] == SQL
        assert [one["name"] for one in stored["columns"]] == ["id", "number", "status"]  # type: ignore[attr-defined]
        watched.look_over("query")

        # What cannot be is said with its line, and nothing is stored.
        write(page, "select *\nfrom invoice where status = '{{ status }}'")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("Line 2, column 30")
        assert asked.stored()["sql"] == SQL

        # Somebody else changed something else of it meanwhile: both are kept.
        theirs = {**stored, "title": "Bills"}
        assert asked.admin.put(f"{W}/queries/invoices_by_status", json=theirs).status_code == 200
        write(page, f"{SQL} order by id")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Both are kept")).to_be_visible()
        assert (asked.stored()["title"], asked.stored()["sql"]) == ("Bills", f"{SQL} order by id")

        page.reload()
        expect(page.get_by_role("textbox", name="SQL")).to_contain_text("order by id")
        page.get_by_role("navigation").get_by_role("link", name="Queries").first.click()
        expect(page.get_by_role("link", name="Bills")).to_be_visible()
        page.get_by_role("heading", name="Queries", level=1).hover()  # away from the rail, whose tooltip is no landmark
        assert watched.axe() == []
        page.get_by_role("link", name="Bills").click()
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Delete query").click()
        page.get_by_role("button", name="Delete Bills").click()
        expect(page.get_by_text("No queries yet")).to_be_visible()
        assert watched.troubles == []


def test_names_are_completed_and_a_query_that_writes_is_run_on_purpose(browser: Browser, asked: Asked) -> None:
    definition = {
        "title": "Pay", "source": "shop", "sql": "update invoice set status = 'paid' where id = {{ id }}", "writes": True,
        "parameters": [{"name": "id", "type": "whole", "required": True}],
    }  # fmt: skip
    assert asked.admin.put(f"{W}/queries/pay", json=definition).status_code == 200
    with opened(browser, asked.url) as watched:
        page = watched.page
        sign_in(page, "/w/asked/queries/pay")
        page.get_by_role("textbox", name="id", exact=True).fill("999")
        page.get_by_role("button", name="Run and keep the changes").click()
        expect(page.get_by_text("0 rows changed")).to_be_visible()
        write(page, "select * from ")
        expect(page.get_by_role("button", name="Run and keep the changes")).to_be_disabled()
        page.keyboard.type("cust")
        expect(page.get_by_role("option", name="customer")).to_be_visible()
        assert watched.axe(within="main") == []
        page.keyboard.press("Enter")
        expect(page.get_by_role("textbox", name="SQL")).to_contain_text("from customer")
        assert watched.troubles == []


def test_a_text_is_laid_out_and_keeps_what_it_asks(browser: Browser, asked: Asked) -> None:
    definition = {
        "title": "Laid out", "source": "shop", "sql": SQL,
        "parameters": [{"name": "status", "default": "open"}, {"name": "ids", "type": "whole", "many": True}],
    }  # fmt: skip
    assert asked.admin.put(f"{W}/queries/laid_out", json=definition).status_code == 200
    with opened(browser, asked.url) as watched:
        page = watched.page
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url))
        sign_in(page, "/w/asked/queries/laid_out")
        page.get_by_role("textbox", name="SQL").click()
        assert not any("formatSql" in url for url in fetched)
        page.keyboard.press("Shift+Alt+F")
        lines = page.get_by_role("textbox", name="SQL").locator(".cm-line")
        expect(lines.last).to_have_text("  [[ and id in ({{ ids }}) ]]")
        expect(lines).to_have_count(9)
        assert any("formatSql" in url for url in fetched)
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("cell", name="R-1")).to_be_visible()
        page.get_by_role("textbox", name="SQL").click()
        page.keyboard.press("Control+Z")
        expect(lines).to_have_count(1)
        page.get_by_role("button", name="Format", exact=True).click()
        expect(lines).to_have_count(9)
        assert watched.axe(within="main") == []

        # What the formatter cannot read stays as it is, and it says so.
        write(page, "select (")
        page.get_by_role("button", name="Format", exact=True).click()
        expect(page.get_by_text("This text cannot be formatted")).to_be_visible()
        expect(page.get_by_role("textbox", name="SQL")).to_have_text("select (")
        assert watched.troubles == []


def test_a_kept_result_says_how_old_it_is(browser: Browser, asked: Asked) -> None:
    definition = {"title": "Kept", "source": "shop", "sql": "select count(*) as n from invoice"}
    assert asked.admin.put(f"{W}/queries/kept", json=definition).status_code == 200
    with opened(browser, asked.url) as watched:
        page = watched.page
        sign_in(page, "/w/asked/queries/kept")
        page.get_by_role("tab", name="Settings").click()
        page.get_by_label("Seconds a result is kept").fill("3600")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Kept was saved")).to_be_visible()
        page.get_by_role("button", name="Run", exact=True).click()
        status = page.get_by_role("status").filter(has_text="1 row ·")
        expect(status).to_be_visible()
        expect(status).not_to_contain_text("old")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(status).to_contain_text("kept result")
        page.get_by_role("heading", name="Result").hover()  # away from the tooltip, which is no landmark
        watched.look_over("a kept result")
        page.get_by_role("button", name="Ask anew").click()
        expect(status).not_to_contain_text("kept result")
        page.get_by_label("Changes rows").check()
        expect(page.get_by_label("Seconds a result is kept")).to_have_count(0)
        assert watched.troubles == []


def test_columns_are_computed_and_called_otherwise(browser: Browser, asked: Asked) -> None:
    definition = {"title": "Computed", "source": "shop", "sql": "select number, total from invoice"}
    assert asked.admin.put(f"{W}/queries/computed", json=definition).status_code == 200
    with opened(browser, asked.url) as watched:
        page = watched.page
        sign_in(page, "/w/asked/queries/computed")
        page.get_by_role("tab", name="Columns").click()
        page.get_by_role("group", name="number", exact=True).get_by_label("Name").fill("bill")
        page.get_by_role("button", name="Add computed column").click()
        card = page.get_by_role("group", name="computed_1", exact=True)
        card.get_by_label("Computed from").fill("totl * 2")
        card.get_by_label("Name").fill("twice")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("'totl'")
        page.get_by_role("group", name="twice", exact=True).get_by_label("Computed from").fill("total * 2")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("cell", name="21")).to_be_visible()
        expect(page.get_by_role("columnheader", name="bill")).to_be_visible()
        page.get_by_role("heading", name="Result").hover()
        watched.look_over("computed columns")
        # The text changes and is saved without a run: what was said of its columns stays.
        write(page, "select number, total, status from invoice")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Computed was saved")).to_be_visible()
        stored = asked.admin.get(f"{W}/queries/computed").json()["definition"]["columns"]
        assert [one["name"] for one in stored] == ["bill", "total", "status", "twice"]
        assert (stored[0]["native"], stored[3]["value"]) == ("number", "total * 2")
        assert stored[3]["type"] in ("decimal", "float")
        page.get_by_role("button", name="Remove twice").click()
        expect(page.get_by_role("group", name="twice", exact=True)).to_have_count(0)
        assert watched.troubles == []


def test_a_query_is_used_in_a_screen_renamed_and_keeps_values(browser: Browser, asked: Asked) -> None:
    sql = "select number, status, total from invoice where status = {{ status }}"
    definition = {
        "title": "Bills", "source": "shop", "sql": sql,
        "parameters": [{"name": "status", "required": True}],
        "columns": [{"name": "number"}, {"name": "status"}, {"name": "total", "type": "float"}],
    }  # fmt: skip
    for name in ("bills", "taken"):
        assert asked.admin.put(f"{W}/queries/{name}", json=definition).status_code == 200
    app = asked.admin.get(f"{W}/apps").json()["items"][0]["name"]
    with opened(browser, asked.url) as watched:
        page = watched.page
        sign_in(page, "/w/asked/queries/bills")
        # Values are kept with the query, and given again by their name.
        page.get_by_role("textbox", name="status", exact=True).fill("open")
        page.get_by_role("button", name="Keep these values").click()
        page.get_by_role("dialog").get_by_label("Name").fill("Open ones")
        page.get_by_role("button", name="Keep", exact=True).click()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Bills was saved")).to_be_visible()
        page.reload()
        page.get_by_role("combobox", name="Saved values").click()
        page.get_by_role("option", name="Open ones").click()
        expect(page.get_by_role("textbox", name="status", exact=True)).to_have_value("open")
        page.get_by_role("heading", name="Bills", level=1).hover()
        watched.look_over("kept values")

        # As a chart on a new screen of the app, with the values it was given.
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Use in screen").click()
        page.get_by_role("combobox", name="Show as").click()
        page.get_by_role("option", name="Chart").click()
        watched.look_over("use in screen")
        page.get_by_role("button", name="Copy component").click()
        expect(page.get_by_text("copied", exact=False).first).to_be_visible()
        page.get_by_label("Title of the screen").fill("Bills by number")
        page.get_by_role("button", name="Create screen").click()
        page.wait_for_url(f"**/apps/{app}/screens/bills_by_number")
        shown = asked.admin.get(f"{W}/apps/{app}/screens/bills_by_number").json()["definition"]
        chart = shown["content"][1]
        assert (chart["kind"], chart["group"]) == ("chart", "number")
        assert chart["rows"] == {"table": "queries.bills", "parameters": {"status": "open"}}
        assert chart["measures"] == [{"function": "sum", "column": "total"}]
        assert asked.admin.get(f"/apps/asked/{app}/bills-by-number").status_code == 200
        navigation = asked.admin.get(f"{W}/apps/{app}").json()["definition"]["navigation"]
        assert navigation[-1]["screen"] == "bills_by_number"

        # Called otherwise, with the screen that uses it.
        page.goto("/w/asked/queries/bills")
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Rename").click()
        field = page.get_by_role("dialog").get_by_label("Name")
        field.fill("New Name")
        page.get_by_role("button", name="Rename", exact=True).click()
        expect(page.get_by_text("beginning with a letter")).to_be_visible()
        assert watched.axe(within="[role=dialog]") == []
        field.fill("taken")
        page.get_by_role("button", name="Rename", exact=True).click()
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("already")
        field.fill("invoices_of")
        page.get_by_role("button", name="Rename", exact=True).click()
        page.wait_for_url("**/queries/invoices_of")
        expect(page.get_by_text("queries.invoices_of")).to_be_visible()
        shown = asked.admin.get(f"{W}/apps/{app}/screens/bills_by_number").json()["definition"]
        assert shown["content"][1]["rows"]["table"] == "queries.invoices_of"
        assert asked.admin.get(f"{W}/queries/invoices_of").json()["definition"]["samples"] == [
            {"name": "Open ones", "values": {"status": "open"}}
        ]
        assert watched.troubles == []
