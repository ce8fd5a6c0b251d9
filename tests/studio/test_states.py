"""What pages of the studio show while they wait, when nothing is there, and when the server or the network fails.

By keyboard alone: the focus is where one left it, and what was written is still there.
"""

from __future__ import annotations

import json
import re

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.studio.browser import opened
from tests.studio.installation import PASSWORD, Installation
from tests.studio.keys import Keys
from tests.studio.steps import sign_in
from tests.support.server import ensure_user, in_home, signed_in
from toolwright.commands.services import Services

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/stated"
STRANGER = "stina.stranger@example.org"
TABLE = "title: Papers\nunique: [[code]]\ncolumns:\n  - {name: code, kind: text}\n  - {name: place, kind: text}\n"
FILES = {
    "workspace.yaml": "title: Stated\n",
    "tables/papers.yaml": TABLE,
    "variables/region.yaml": "title: Region\ndefault: north\n",
    "variables/spare.yaml": "title: Spare\n",
}
FAULT = "The server stumbled."


@pytest.fixture(scope="module")
def admin(installation: Installation) -> httpx.Client:
    client = signed_in(installation.url, installation.home)
    assert client.post("/api/v1/workspaces", json={"name": "stated", "files": FILES}).status_code == 201
    rows = f"{W}/tables/papers/rows"
    assert client.post(rows, json={"code": "a", "place": "Bonn"}).status_code == 201
    assert client.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    assert client.patch(f"{rows}/1?env=development", json={"place": "Kiel"}).status_code == 200
    assert client.post(f"{rows}?env=development", json={"code": "b"}).status_code == 201

    async def add(services: Services) -> str:
        return await ensure_user(services, STRANGER, is_admin=False, password=PASSWORD)

    in_home(installation.home, add)
    return client


def stumble(route: Route) -> None:
    """What a server with a fault answers."""
    problem = {"title": "Fault", "status": 500, "detail": FAULT, "code": "server.fault", "request_id": "r1"}
    route.fulfill(status=500, content_type="application/problem+json", body=json.dumps(problem))


def go_within(page: Page, address: str) -> None:
    """Go to a page of the studio without asking the server for it, as a link does."""
    page.evaluate(
        "at => { history.pushState({}, '', at); dispatchEvent(new PopStateEvent('popstate', {state: {}})) }", address
    )


@pytest.mark.parametrize(
    ("address", "asked", "heading", "afterwards"),
    [
        ("/w/stated@development/variables", "environments", "Variables", "region"),
        ("/w/stated@development/variables", "variables?env=production", "Variables", "region"),
        ("/w/stated@development/variables", "variables?env=development", "Variables", "region"),
        ("/w/stated@development/versions", "tables", "Versions", "Into production"),
        ("/w/stated@development/import", "kinds/columns", "Import a file", "Choose a file"),
        ("/w/stated@development/import?table=papers", "tables/papers", "Import a file", "Choose a file"),
        ("/w/stated@development/modules", "modules", "Modules", "No module yet"),
        ("/new?from=template", "templates", "New app", "Service desk"),
    ],
)
def test_a_fault_of_the_server_is_said_and_tried_again(
    browser: Browser,
    installation: Installation,
    admin: httpx.Client,
    address: str,
    asked: str,
    heading: str,
    afterwards: str,
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/account")
        asks = re.compile(r"/api/v1/.*" + re.escape(asked) + "$")
        page.route(asks, stumble)
        page.goto(address)
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        fault = page.get_by_role("alert").filter(has_text=FAULT)
        expect(fault).to_be_visible()
        expect(page.get_by_text("Not in the draft")).to_have_count(0)
        watched.look_over(f"a fault at {address}")
        page.unroute(asks)
        Keys(page).press(fault.get_by_role("button", name="Try again"))
        expect(fault).to_have_count(0)
        expect(page.get_by_role("main").get_by_text(afterwards, exact=True).first).to_be_visible()


def test_without_a_network_nothing_waits_for_ever(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    with opened(browser, installation.url, locale="de") as watched:
        page = watched.page
        sign_in_german(page, "/w/stated@development/variables")
        expect(page.get_by_role("row", name=re.compile("region"))).to_be_visible()
        # A page whose code has not come, then one that has nothing to show yet; both come when the network is back.
        page.context.set_offline(True)
        go_within(page, "/w/stated@development/versions")
        expect(page.get_by_role("heading", name="Diese Seite konnte nicht geladen werden")).to_be_visible()
        watched.look_over("a page that could not be loaded")
        page.context.set_offline(False)
        expect(page.get_by_role("combobox", name="Tabelle")).to_be_visible()
        go_within(page, "/w/stated@development/variables")
        expect(page.get_by_role("row", name=re.compile("region"))).to_be_visible()
        page.context.set_offline(True)
        go_within(page, "/w/other@development/versions")
        fault = page.get_by_role("alert").filter(has_text="Der Server war nicht zu erreichen.")
        expect(fault).to_be_visible()
        page.context.set_offline(False)
        expect(page.get_by_role("heading", name="Diese Seite gibt es nicht")).to_be_visible()

        # Storing without a network says so as well, and what was written is still there.
        go_within(page, "/w/stated@development/variables")
        Keys(page).press(page.get_by_role("button", name="Neue Variable"))
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name", exact=True).fill("unreached")
        page.context.set_offline(True)
        dialog.get_by_role("button", name="Anlegen").press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("Prüfen Sie Ihr Netzwerk")
        expect(dialog.get_by_label("Name", exact=True)).to_have_value("unreached")
        page.context.set_offline(False)
        assert admin.get(f"{W}/variables/unreached?env=development").status_code == 404


def sign_in_german(page: Page, at: str) -> None:
    page.goto(at)
    page.get_by_label("E-Mail-Adresse").fill("ada@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("button", name="Konto:")).to_be_visible()


def test_somebody_without_the_right_is_told_who_has_it(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/new?from=template", email=STRANGER)
        expect(page.get_by_text("Only administrators make new apps here")).to_be_visible()
        watched.look_over("new apps without the right")
        for address in ("variables", "versions", "import", "modules", "modules/card"):
            page.goto(f"/w/stated/{address}")
            expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()


def test_a_gallery_without_templates_leads_on(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/account")
        page.route("**/api/v1/templates", lambda route: route.fulfill(json={"items": []}))
        page.goto("/new?from=template")
        expect(page.get_by_text("No templates here")).to_be_visible()
        watched.look_over("a gallery without templates")
        page.unroute("**/api/v1/templates")
        page.reload()
        page.route("**/api/v1/templates/*", stumble)
        Keys(page).press(page.get_by_role("button", name="Create workspace"))
        expect(page.get_by_role("alert")).to_contain_text(FAULT)
        expect(page.get_by_role("button", name="Create workspace")).to_be_focused()


def test_dialogs_of_variables_by_keyboard(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page, keys = watched.page, Keys(watched.page)
        sign_in(page, "/w/stated@development/variables")
        new, dialog = page.get_by_role("button", name="New variable"), page.get_by_role("dialog")
        keys.press(new)
        keys.fill(dialog.get_by_label("Name", exact=True), "host")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(new).to_be_focused()
        keys.press(new)
        expect(dialog.get_by_label("Name", exact=True)).to_have_value("host")
        watched.look_over("what was written before")
        keys.press(dialog.get_by_role("button", name="Begin anew"))
        expect(dialog.get_by_label("Name", exact=True)).to_have_value("")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

        # A value may have lines: Enter is one of them.
        keys.press(page.get_by_role("button", name="Set region in Production"))
        value = dialog.get_by_role("textbox", name="Value")
        expect(value).to_be_focused()
        page.keyboard.type("south")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        keys.press(page.get_by_role("button", name="Set region in Production"))
        expect(value).to_have_value("south")
        expect(value).to_be_focused()
        page.keyboard.press("Control+Enter")
        expect(dialog).to_have_count(0)
        changed = page.get_by_role("button", name="Change region in Production")
        keys.press(changed)
        expect(value).to_have_value("south")
        expect(value).to_be_focused()
        expect(dialog.get_by_text("This is what you wrote before")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(changed).to_be_focused()

        # What is renamed or deleted takes its button along: the focus stays in the list.
        keys.press(page.get_by_role("button", name="Actions for spare"))
        keys.press(page.get_by_role("menuitem", name="Rename"))
        expect(dialog.get_by_role("textbox")).to_be_focused()
        keys.fill(dialog.get_by_role("textbox"), "reserve")
        page.keyboard.press("Enter")
        expect(page.get_by_role("row", name=re.compile("reserve"))).to_be_visible()
        expect(page.get_by_role("table").locator(":focus")).to_have_count(1)
        keys.press(page.get_by_role("button", name="Actions for reserve"))
        keys.press(page.get_by_role("menuitem", name="Edit"))
        expect(dialog.get_by_role("combobox", name="Kind")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Actions for reserve")).to_be_focused()
        keys.press(page.get_by_role("button", name="Actions for reserve"))
        keys.press(page.get_by_role("menuitem", name="Delete"))
        keys.press(dialog.get_by_role("button", name="Delete"))
        expect(page.get_by_role("row", name=re.compile("reserve"))).to_have_count(0)
        expect(page.get_by_role("table").locator(":focus")).to_have_count(1)
        assert watched.troubles == []


def test_rows_are_compared_by_keyboard(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page, keys = watched.page, Keys(watched.page)
        sign_in(page, "/w/stated@development/versions")
        section = page.get_by_role("region", name="Rows of both environments")
        keys.choose(section.get_by_role("combobox", name="Table"), "Papers")
        compare = section.get_by_role("button", name="Compare")
        page.route("**/compare", stumble)
        keys.press(compare)
        expect(section.get_by_role("alert")).to_contain_text(FAULT)
        expect(compare).to_be_focused()
        page.unroute("**/compare")
        keys.press(compare)
        expect(section.get_by_role("status").first).to_have_text("1 new, 1 different, 0 only there.")
        expect(section.get_by_role("alert")).to_have_count(0)
        expect(compare).to_be_focused()
        page.set_viewport_size({"width": 390, "height": 800})
        expect(section.get_by_text("place: Bonn → Kiel")).to_be_visible()
        page.set_viewport_size({"width": 1280, "height": 800})
        page.route("**/copy", stumble)
        keys.press(section.get_by_role("button", name="Copy 2 rows into production"))
        expect(section.get_by_role("alert")).to_contain_text(FAULT)
        expect(section.get_by_role("button", name="Copy 2 rows into production")).to_be_focused()
        page.unroute("**/copy")
        keys.press(section.get_by_role("checkbox", name="Choose b"), "Space")
        keys.press(section.get_by_role("button", name="Copy 1 row into production"))
        expect(section.get_by_role("status").first).to_have_text("0 new, 1 different, 0 only there.")
        expect(section.get_by_role("button", name="Copy 1 row into production")).to_be_focused()
        page.keyboard.press("Enter")
        expect(section.get_by_role("status").first).to_have_text("Both hold the same rows.")
        expect(compare).to_be_focused()
        watched.look_over("rows that are alike")


def test_pasted_rows_by_keyboard(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page, keys = watched.page, Keys(watched.page)
        sign_in(page, "/w/stated@development/import?table=papers")
        paste = page.get_by_role("button", name="Paste rows instead")
        keys.press(paste)
        expect(page.get_by_label("Rows", exact=True)).to_be_focused()
        page.keyboard.insert_text("code,place\nz,Ulm\n")
        keys.press(page.get_by_role("button", name="Use these rows"))
        expect(paste).to_be_focused()
        expect(page.get_by_role("button", name="Import 1 row")).to_be_enabled()
