"""An app built from nothing and only through the screen, over PostgreSQL, published, and used by the people it is for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.peers.server import Server
from tests.studio.browser import opened
from tests.studio.conftest import Installation
from tests.studio.designing import add, inspector, line_of_screen, picture
from tests.studio.steps import add_user, run_sql, sign_in

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
        sign_in(page, "/new")
        connect(page, database)
        page.get_by_role("link", name="Manage workspace").click()
        expect(page.get_by_role("heading", name="Incidents desk", level=1)).to_be_visible()
        workspace = page.url.split("?")[0].rstrip("/")
        ask(page, workspace)
        draw(page, workspace)
        allow(page, workspace)
        publish(page, workspace)
        page.goto("/users")
        page.get_by_role("button", name="Add user").click()
        link = add_user(page, "Mary Reader", "mary.reader@example.org")
        page.get_by_role("button", name="Done").click()
        give(page, "Viewer")
        with opened(browser, installation.url, width=1440, height=900) as theirs:
            theirs.page.goto(link)
            use(theirs.page, page)
            assert theirs.troubles == []
        assert watched.troubles == []


def connect(page: Page, server: Server) -> None:
    """From a connection to an app."""
    page.get_by_role("radio", name="PostgreSQL").check()
    page.get_by_label("Host").fill(server.host)
    page.get_by_label("Port").fill(str(server.port))
    page.get_by_label("Database", exact=True).fill(NAME)
    page.get_by_label("User", exact=True).fill(server.user)
    page.get_by_label("Password (optional)").fill(server.password)
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("The connection works.")).to_be_visible()
    page.get_by_role("button", name="Choose tables").click()
    page.get_by_label("Name of the app").fill("Incidents desk")
    page.get_by_role("button", name="Create app with").click()
    expect(page.get_by_role("heading", name="Incidents desk is ready")).to_be_visible()


def ask(page: Page, workspace: str) -> None:
    """A query with a parameter."""
    page.goto(f"{workspace}/queries")
    page.get_by_role("button", name="New query").click()
    page.get_by_label("Title").fill("Incidents by status")
    page.get_by_role("button", name="Create query").click()
    page.get_by_role("button", name="Add parameter").click()
    card = page.get_by_role("group", name="Parameter")
    card.get_by_label("Type").click()
    page.get_by_role("option", name="Whole number").click()
    card.get_by_label("Default").fill("1")
    card.get_by_label("Name").fill("least")
    page.get_by_role("textbox", name="SQL").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(SQL)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("cell", name="closed")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Incidents by status was saved")).to_be_visible()


def draw(page: Page, workspace: str) -> None:
    """A screen with a chart of what the query gives, and a button for one role."""
    page.goto(f"{workspace}/apps")
    page.get_by_role("main").get_by_role("link", name="Incidents desk").first.click()
    page.get_by_role("button", name="New screen").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Overview of incidents")
    dialog.get_by_role("button", name="Create screen").click()
    add(page, "Chart")
    inspector(page).get_by_role("combobox", name="Table", exact=True).click()
    page.get_by_role("option", name="Incidents by status").click()
    choose(page, "Group", "status")
    inspector(page).get_by_role("button", name="Add to measures").click()
    choose(page, "Function", "Sum")
    choose(page, "Column", "incidents")
    expect(picture(page).get_by_text("closed").first).to_be_visible()
    line_of_screen(page)
    add(page, "Button")
    inspector(page).get_by_role("textbox", name="Label", exact=True).fill("Call the manager")
    inspector(page).get_by_role("tab", name="Events").click()
    inspector(page).get_by_role("button", name="Add action: button is pressed").click()
    page.get_by_role("menuitem", name="Say").click()
    inspector(page).get_by_role("textbox", name="Text", exact=True).fill("The manager of {{ user.name }} was called")
    inspector(page).get_by_role("tab", name="Visibility").click()
    choose(page, "Access", "Editor")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()


def allow(page: Page, workspace: str) -> None:
    """Viewers may read what the query answers: the chart alone gives nobody any rows."""
    page.goto(f"{workspace}/access/viewer")
    page.get_by_role("checkbox", name="Read rows of Incidents by status").first.click()
    page.get_by_role("button", name="Save role").click()
    expect(page.get_by_role("region", name="Unsaved")).to_have_count(0)


def publish(page: Page, workspace: str) -> None:
    """Make what was built the first version."""
    page.goto(f"{workspace}/versions")
    page.get_by_role("button", name="Publish the first version").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is new").fill("Incidents at a glance")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Nothing has changed")).to_be_visible()


def give(page: Page, role: str) -> None:
    """Give Mary one role in the workspace."""
    page.goto("/users")
    page.get_by_role("button", name="Actions for Mary Reader").click()
    page.get_by_role("menuitem", name="Roles").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Workspace").first.click()
    page.get_by_role("option", name="Incidents desk", exact=True).click()
    page.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Save roles").click()
    expect(page.get_by_role("row", name="Mary Reader")).to_contain_text(f"Incidents desk: {role}")


def use(page: Page, admin: Page) -> None:
    """What Mary sees and does as a reader, and what comes to it with another role."""
    page.get_by_role("link", name="Incidents desk").click()
    page.get_by_role("link", name="Overview of incidents").click()
    chart = page.get_by_role("figure")
    expect(chart.get_by_text("closed").first).to_be_visible()
    expect(page.get_by_role("button", name="Call the manager")).to_have_count(0)
    page.get_by_role("link", name="Incidents", exact=True).click()
    expect(page.get_by_text("Disk full")).to_be_visible()

    give(admin, "Editor")
    page.reload()
    page.get_by_role("link", name="New incident").click()
    page.get_by_label("Title").fill("Fan is loud")
    page.get_by_label("Minutes").fill("5")
    page.get_by_label("Team").select_option("Network")
    page.get_by_role("button", name="Create incident").click()
    expect(page.get_by_role("heading", name="Fan is loud")).to_be_visible()
    page.get_by_role("link", name="Overview of incidents").click()
    expect(page.get_by_role("figure").get_by_text("open").first).to_be_visible()
    page.get_by_role("button", name="Call the manager").click()
    expect(page.get_by_text("The manager of Mary Reader was called")).to_be_visible()


def choose(page: Page, setting: str, option: str) -> None:
    """Choose one of the options of a setting."""
    inspector(page).get_by_role("combobox", name=setting, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
