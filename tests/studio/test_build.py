"""An app built from nothing over PostgreSQL, published, and used by the people it is for: only through the screen, and by
keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.peers.server import Server
from tests.studio.browser import opened
from tests.studio.designing import inspector, picture
from tests.studio.installation import EMAIL, PASSWORD, Installation
from tests.studio.keys import Keys, add_user
from tests.studio.steps import run_sql

pytestmark = [pytest.mark.browser, pytest.mark.peer]
NAME = "incidents_studio"
TABLES = (
    "create table team (id serial primary key, name text not null)",
    "create table incident (id serial primary key, title text not null, status text not null default 'open'"
    " check (status in ('open', 'closed')), minutes integer, team_id integer not null references team (id),"
    " opened_at timestamptz not null default now())",
    "insert into team (name) values ('Network'), ('Storage')",
    "insert into incident (title, status, minutes, team_id) values ('Switch down', 'open', 30, 1),"
    " ('Disk full', 'closed', 90, 2), ('Slow link', 'closed', 45, 1)",
)
SQL = "select status, count(*) as incidents from incident where minutes >= {{ least }} group by status order by status"


@pytest.fixture(scope="module")
def database(postgres_server: Server) -> Server:
    """A server with the database that the company already has."""
    run_sql(postgres_server, "postgres", f"create database {NAME}")
    run_sql(postgres_server, NAME, *TABLES)
    return postgres_server


def test_an_app_over_postgresql(browser: Browser, installation: Installation, database: Server) -> None:
    with opened(browser, installation.url, width=1440, height=900) as watched:
        page = watched.page
        keys = Keys(page)
        page.goto("/new")
        keys.fill(page.get_by_label("E-mail address"), EMAIL)
        keys.fill(page.get_by_label("Password", exact=True), PASSWORD)
        page.keyboard.press("Enter")
        connect(keys, database)
        keys.press(page.get_by_role("link", name="Manage workspace"))
        expect(page.get_by_role("heading", name="Incidents desk", level=1)).to_be_visible()
        ask(keys)
        draw(keys)
        allow(keys)
        publish(keys)
        link = invite(keys)
        give(keys, "Viewer")
        with opened(browser, installation.url, width=1440, height=900) as theirs:
            theirs.page.goto(link)
            read(Keys(theirs.page))
            give(keys, "Editor")
            work(Keys(theirs.page))
            assert theirs.troubles == []
        assert watched.troubles == []


def place(keys: Keys, name: str) -> None:
    """Go to a page of the workspace by its navigation."""
    keys.press(keys.page.get_by_role("navigation").get_by_role("link", name=name, exact=True).first)


def connect(keys: Keys, server: Server) -> None:
    """From a connection to an app."""
    page = keys.page
    keys.check(page.get_by_role("radio", name="PostgreSQL"))
    for label, text in (("Host", server.host), ("Port", str(server.port)), ("Password (optional)", server.password)):
        keys.fill(page.get_by_label(label), text)
    for label, text in (("Database", NAME), ("User", server.user)):
        keys.fill(page.get_by_label(label, exact=True), text)
    keys.press(page.get_by_role("button", name="Test connection"))
    expect(page.get_by_text("The connection works.")).to_be_visible()
    keys.press(page.get_by_role("button", name="Choose tables"))
    keys.fill(page.get_by_label("Name of the app"), "Incidents desk")
    keys.press(page.get_by_role("button", name="Create app with"))
    expect(page.get_by_role("heading", name="Incidents desk is ready")).to_be_visible()


def ask(keys: Keys) -> None:
    """A query with a parameter."""
    page = keys.page
    place(keys, "Queries")
    keys.press(page.get_by_role("button", name="New query"))
    keys.fill(page.get_by_label("Title"), "Incidents by status")
    keys.press(page.get_by_role("button", name="Create query"))
    keys.press(page.get_by_role("button", name="Add parameter"))
    card = page.get_by_role("group", name="Parameter")
    keys.choose(card.get_by_label("Type"), "Whole number")
    keys.fill(card.get_by_label("Default"), "1")
    keys.fill(card.get_by_label("Name"), "least")
    keys.fill(page.get_by_role("textbox", name="SQL"), SQL)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("cell", name="closed")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Incidents by status was saved")).to_be_visible()


def draw(keys: Keys) -> None:
    """A screen with a chart of what the query gives, and a button for one role."""
    page = keys.page
    place(keys, "Apps")
    keys.press(page.get_by_role("main").get_by_role("link", name="Incidents desk").first)
    keys.press(page.get_by_role("button", name="New screen"))
    dialog = page.get_by_role("dialog")
    keys.fill(dialog.get_by_label("Title"), "Overview of incidents")
    keys.press(dialog.get_by_role("button", name="Create screen"))
    add(keys, "Chart")
    keys.choose(setting(keys, "Table"), "Incidents by status")
    keys.choose(setting(keys, "Group"), "status")
    keys.press(inspector(page).get_by_role("button", name="Add to measures"))
    keys.choose(setting(keys, "Function"), "Sum")
    keys.choose(setting(keys, "Column"), "incidents")
    expect(picture(page).get_by_text("closed").first).to_be_visible()
    keys.press(page.get_by_role("tab", name="Tree"))
    keys.press(page.get_by_role("treeitem", name="Screen"))
    add(keys, "Button")
    keys.fill(inspector(page).get_by_role("textbox", name="Label", exact=True), "Call the manager")
    keys.press(inspector(page).get_by_role("tab", name="Events"))
    keys.press(inspector(page).get_by_role("button", name="Add action: button is pressed"))
    keys.press(page.get_by_role("menuitem", name="Say"))
    said = "The manager of {{ user.name }} was called"
    keys.fill(inspector(page).get_by_role("textbox", name="Text", exact=True), said)
    keys.press(inspector(page).get_by_role("tab", name="Access"))
    keys.choose(setting(keys, "Access"), "Editor")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()


def add(keys: Keys, kind: str) -> None:
    """Insert a component of that title."""
    keys.press(keys.page.get_by_role("tab", name="Components"))
    keys.press(keys.page.get_by_role("button", name=kind, exact=True))
    expect(inspector(keys.page).get_by_role("heading", name=kind, exact=True)).to_be_visible()


def setting(keys: Keys, name: str) -> Locator:
    """The list of options of a setting."""
    return inspector(keys.page).get_by_role("combobox", name=name, exact=True)


def allow(keys: Keys) -> None:
    """Viewers may read what the query answers: the chart alone gives nobody any rows."""
    page = keys.page
    place(keys, "Access")
    keys.press(page.get_by_role("main").get_by_role("link", name="Viewer", exact=True).first)
    keys.press(page.get_by_role("checkbox", name="Read rows of Incidents by status").first, "Space")
    keys.press(page.get_by_role("button", name="Save role"))
    expect(page.get_by_role("region", name="Unsaved")).to_have_count(0)


def publish(keys: Keys) -> None:
    """Make what was built the first version."""
    page = keys.page
    place(keys, "Versions")
    keys.press(page.get_by_role("button", name="Publish the first version"))
    dialog = page.get_by_role("dialog")
    keys.fill(dialog.get_by_label("What is new"), "Incidents at a glance")
    keys.press(dialog.get_by_role("button", name="Publish", exact=True))
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Nothing has changed")).to_be_visible()


def invite(keys: Keys) -> str:
    """The link by which a new person signs in."""
    page = keys.page
    keys.go("users", "Users")
    keys.press(page.get_by_role("button", name="Add user"))
    return add_user(keys, "Mary Reader", "mary.reader@example.org")


def give(keys: Keys, role: str) -> None:
    """Give Mary one role in the workspace."""
    page = keys.page
    keys.press(page.get_by_role("button", name="Actions for Mary Reader"))
    keys.press(page.get_by_role("menuitem", name="Roles"))
    keys.choose(page.get_by_role("dialog").get_by_label("Workspace").first, "Incidents desk")
    keys.check(page.get_by_label(role, exact=True))
    keys.press(page.get_by_role("button", name="Save roles"))
    expect(page.get_by_role("row", name="Mary Reader")).to_contain_text(f"Incidents desk: {role}")


def read(keys: Keys) -> None:
    """What Mary sees as a reader."""
    page = keys.page
    keys.press(page.get_by_role("link", name="Incidents desk"))
    keys.press(page.get_by_role("link", name="Overview of incidents"))
    expect(page.get_by_role("figure").get_by_text("closed").first).to_be_visible()
    expect(page.get_by_role("button", name="Call the manager")).to_have_count(0)
    keys.press(page.get_by_role("link", name="Incidents", exact=True))
    expect(page.get_by_text("Disk full")).to_be_visible()


def work(keys: Keys) -> None:
    """What comes to it with another role."""
    page = keys.page
    page.reload()
    keys.press(page.get_by_role("link", name="New incident"))
    keys.fill(page.get_by_label("Title"), "Fan is loud")
    keys.fill(page.get_by_label("Minutes"), "5")
    keys.choose(page.get_by_label("Team"), "Network")
    keys.press(page.get_by_role("button", name="Create incident"))
    expect(page.get_by_role("heading", name="Fan is loud")).to_be_visible()
    keys.press(page.get_by_role("link", name="Overview of incidents"))
    expect(page.get_by_role("figure").get_by_text("open").first).to_be_visible()
    keys.press(page.get_by_role("button", name="Call the manager"))
    expect(page.get_by_text("The manager of Mary Reader was called")).to_be_visible()
