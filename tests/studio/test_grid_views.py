"""Saved views of the rows of a table: kept, gone to, changed, shared and deleted."""

from __future__ import annotations

import re
from contextlib import closing
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.gridding import cell, menu
from tests.studio.installation import PASSWORD, Installation
from tests.studio.steps import sign_in
from tests.support.server import ensure_user, in_home, signed_in
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowChange

pytestmark = pytest.mark.browser
AT = "/w/seen/data/-/tickets"
FILES = {
    "workspace.yaml": "title: Seen\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: amount, kind: decimal}
display: title
""",
}


async def make(services: Services, name: str) -> None:
    """A workspace with twenty tickets."""
    await create_workspace(services, OPERATOR, name, files=FILES)
    workspace = await services.workspaces.get(name)
    rows = [RowChange("create", values={"title": f"Ticket {n:02}", "amount": n % 5}) for n in range(1, 21)]
    await services.rows.bulk(OPERATOR, workspace, "tickets", rows)


@pytest.fixture(scope="module")
def tickets(installation: Installation) -> str:
    """The address of a table with twenty tickets."""
    in_home(installation.home, partial(make, name="seen"))
    return AT


def choose(page: Page, button: str, item: str, role: str = "menuitem") -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role(role, name=item, exact=True).click()  # type: ignore[arg-type]


def test_what_is_seen_is_kept_as_a_view(browser: Browser, installation: Installation, tickets: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, f"{tickets}?filter=amount == 3")
        expect(page.get_by_text("4 rows")).to_be_visible()
        menu(page, "Created by", "Hide column")
        menu(page, "Title", "Sort descending")
        choose(page, "Views", "Save as a new view…")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("Threes")
        watched.look_over("new view")
        dialog.get_by_role("button", name="Save").click()
        expect(page.get_by_role("button", name="Threes", exact=True)).to_be_visible()
        expect(page).to_have_url(re.compile("view="))
        link = page.url.partition("&filter")[0].partition("?")[0] + "?view=" + re.findall("view=([^&]+)", page.url)[0]
        choose(page, "Threes", "No view", "menuitemradio")
        expect(page.get_by_text("20 rows")).to_be_visible()
        page.goto(link)  # the link names the view alone
        expect(page.get_by_text("4 rows")).to_be_visible()
        expect(cell(page, 1, "Title")).to_have_text("Ticket 18")
        expect(page.get_by_role("columnheader", name="Created by")).to_have_count(0)
        menu(page, "Title", "Sort ascending")
        choose(page, "Threes · changed", "Save changes")
        expect(page.get_by_role("button", name="Threes", exact=True)).to_be_visible()
        choose(page, "Threes", "Rename or share…")
        dialog.get_by_label("Name").fill("Only threes")
        dialog.get_by_label("Share with everyone").check()
        dialog.get_by_label("Show everyone this view first").check()
        dialog.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Only threes", exact=True).click()
        expect(page.get_by_role("menuitemradio", name="Only threes (default)")).to_be_visible()
        assert watched.axe(but=("region",)) == []  # menus stand outside of the page's regions
        page.keyboard.press("Escape")
        page.goto(tickets)
        expect(cell(page, 1, "Title")).to_have_text("Ticket 03")
        expect(page.get_by_text("4 rows")).to_be_visible()
        choose(page, "Only threes", "Delete view")
        expect(page.get_by_text("20 rows")).to_be_visible()
        page.get_by_role("alert").get_by_role("button", name="Undo").click()
        page.get_by_role("button", name="Views", exact=True).click()
        expect(page.get_by_role("menuitemradio", name="Only threes (default)")).to_be_visible()
        assert watched.troubles == []
    shared = signed_in(installation.url, installation.home, "noor@example.org")
    assert [one["name"] for one in shared.get("/api/v1/workspaces/seen/tables/tickets/views").json()["items"]] == [
        "Only threes"
    ]
    shared.close()


def test_a_view_goes_along_with_a_renamed_column_and_goes_on_without_one_that_is_gone(
    browser: Browser, installation: Installation
) -> None:
    text = FILES["tables/tickets.yaml"]

    in_home(installation.home, partial(make, name="followed"))
    here = "/api/v1/workspaces/followed"
    content = {"filter": "amount == 3", "sort": "-title", "group": None, "widths": {"amount": 200}}
    with (
        closing(signed_in(installation.url, installation.home, "nell@views.example.org")) as nell,
        opened(browser, installation.url) as watched,
    ):
        page = watched.page
        body = {"name": "Threes", "content": content, "is_shared": True, "is_default": True}
        assert nell.post(f"{here}/tables/tickets/views", json=body).status_code == 201

        def push(table: str, *renames: str) -> None:
            files = {**FILES, "tables/tickets.yaml": table}
            given = {"files": files, "rename": renames, "allow_loss": True}
            assert nell.put(f"{here}/files", json=given).status_code == 200

        push(text.replace("amount", "total"), "tickets.amount=total")
        sign_in(page, "/w/followed/data/-/tickets")
        expect(page.get_by_text("4 rows")).to_be_visible()
        expect(cell(page, 1, "Title")).to_have_text("Ticket 18")
        expect(page.get_by_role("button", name="Threes", exact=True)).to_be_visible()
        assert page.get_by_role("columnheader", name="Total").bounding_box()["width"] == 200  # type: ignore[index]
        assert not page.get_by_text("goes on without columns").is_visible()

        push(text.replace("  - {name: amount, kind: decimal}\n", ""))
        page.goto("/w/followed/data/-/tickets")
        said = "The view goes on without columns that are not here: total (filter). Its filter is left out, so all rows"
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.get_by_text("20 rows")).to_be_visible()
        expect(cell(page, 1, "Title")).to_have_text("Ticket 20")
        expect(page.get_by_role("button", name="Threes", exact=True)).to_be_visible()
        watched.look_over("view without a column")
        page.get_by_role("button", name="Save without them").press("Enter")
        expect(page.get_by_text("goes on without columns")).to_be_hidden()
        expect(page.get_by_role("button", name="Threes", exact=True)).to_be_visible()
        assert watched.troubles == []
        (view,) = nell.get(f"{here}/tables/tickets/views").json()["items"]
        assert (view["missing"], view["content"]["sort"]) == ([], "-title")


def test_views_are_kept_and_gone_to_by_keys(browser: Browser, installation: Installation) -> None:
    in_home(installation.home, partial(make, name="keys"))
    with opened(browser, installation.url) as watched:
        page, press = watched.page, watched.page.keyboard.press
        sign_in(page, "/w/keys/data/-/tickets?filter=amount == 3")
        expect(page.get_by_text("4 rows")).to_be_visible()
        views = page.get_by_role("button", name="Views", exact=True)
        views.press("Enter")
        expect(page.get_by_role("menuitemradio", name="No view")).to_be_focused()
        assert watched.axe(but=("region",)) == []
        press("ArrowUp")
        expect(page.get_by_role("menuitem", name="Save as a new view…")).to_be_focused()
        press("Enter")
        expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
        press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(views).to_be_focused()
        views.press("Enter")
        expect(page.get_by_role("menuitemradio", name="No view")).to_be_focused()
        press("ArrowUp")
        press("Enter")
        expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
        page.keyboard.type("Threes")
        press("Enter")
        threes = page.get_by_role("button", name="Threes", exact=True)
        expect(threes).to_be_focused()
        press("Enter")
        expect(page.get_by_role("menuitemradio", name="No view")).to_be_focused()
        press("Enter")
        expect(views).to_be_focused()
        expect(page.get_by_text("20 rows")).to_be_visible()
        press("Enter")
        expect(page.get_by_role("menuitemradio", name="No view")).to_be_focused()
        press("ArrowDown")
        press("Enter")
        expect(threes).to_be_focused()
        expect(page.get_by_text("4 rows")).to_be_visible()
        press("Enter")
        expect(page.get_by_role("menuitemradio", name="No view")).to_be_focused()
        press("ArrowUp")
        expect(page.get_by_role("menuitem", name="Delete view")).to_be_focused()
        press("Enter")
        expect(views).to_be_focused()
        expect(page.get_by_text("20 rows")).to_be_visible()
        assert watched.troubles == []


def test_a_view_that_is_not_there_and_views_that_cannot_be_read_are_said(
    browser: Browser, installation: Installation
) -> None:
    in_home(installation.home, partial(make, name="unread"))
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/unread/data/-/tickets?view=gone")
        expect(page.get_by_text("The view of this address was deleted, or it is not shared with you.")).to_be_visible()
        expect(page.get_by_text("20 rows")).to_be_visible()
        watched.look_over("gone view")
        page.get_by_role("button", name="Go on without a view").press("Enter")
        expect(page.get_by_text("The view of this address")).to_be_hidden()
        expect(page).not_to_have_url(re.compile("view="))
        assert watched.troubles == []
        here = f"{installation.url}/api/v1/workspaces/unread/tables/tickets/views"
        body = {"name": "Threes", "content": {"filter": "amount == 3"}, "is_shared": True, "is_default": True}
        with closing(signed_in(installation.url, installation.home, "nell@views.example.org")) as nell:
            assert nell.post(here, json=body).status_code == 201
        page.route("**/tables/tickets/views", lambda route: route.fulfill(status=503, json={}))
        page.goto("/w/unread/data/-/tickets")
        expect(page.get_by_text("The saved views could not be read.")).to_be_visible(timeout=20_000)
        expect(page.get_by_text("20 rows")).to_be_visible()
        watched.look_over("unread views")
        page.unroute("**/tables/tickets/views")
        page.get_by_role("button", name="Try again").press("Enter")
        expect(page.get_by_role("button", name="Threes", exact=True)).to_be_visible()
        expect(page.get_by_text("4 rows")).to_be_visible()
        expect(page.get_by_text("The saved views could not be read.")).to_be_hidden()


def test_who_may_not_share_goes_to_a_shared_view_and_leaves_it_as_it_is(
    browser: Browser, installation: Installation
) -> None:
    in_home(installation.home, partial(make, name="denied"))
    here = "/api/v1/workspaces/denied"
    role = "title: Reader\ngrants:\n  - {table: tickets, can: [read], columns: [title]}\n"

    async def join(services: Services) -> None:
        await ensure_user(services, "rita@views.example.org", is_admin=False, password=PASSWORD)

    in_home(installation.home, join)
    with (
        closing(signed_in(installation.url, installation.home, "nell@views.example.org")) as nell,
        opened(browser, installation.url) as watched,
    ):
        files = {**FILES, "roles/reader.yaml": role}
        assert nell.put(f"{here}/files", json={"files": files}).status_code == 200
        given = nell.put(f"{here}/people/rita@views.example.org", json={"roles": ["reader"]})
        assert given.status_code == 200, given.text
        body = {"name": "Threes", "content": {"filter": "amount == 3", "sort": "-title"}, "is_shared": True}
        assert nell.post(f"{here}/tables/tickets/views", json=body).status_code == 201
        page = watched.page
        sign_in(page, "/w/denied/data/-/tickets", email="rita@views.example.org")
        choose(page, "Views", "Threes", "menuitemradio")
        expect(page.get_by_text("columns that are not here: amount (filter).")).to_be_visible()
        expect(cell(page, 1, "Title")).to_have_text("Ticket 20")
        expect(page.get_by_role("button", name="Save without them")).to_have_count(0)
        choose(page, "Threes", "Save as a new view…")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Name")).to_be_focused()
        expect(dialog.get_by_label("Share with everyone")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        page.get_by_role("button", name="Threes", exact=True).press("Enter")
        expect(page.get_by_role("menuitem", name="Save as a new view…")).to_be_visible()
        for item in ("Save changes", "Rename or share…", "Delete view"):
            expect(page.get_by_role("menuitem", name=item)).to_have_count(0)
        assert watched.troubles == []
