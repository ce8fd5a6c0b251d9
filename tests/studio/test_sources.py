"""Saved data sources edited in the studio: password, title, schema, removal."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.peers.server import Server
from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import run_sql, sign_in
from tests.support.server import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.peer]
NAME = "stock_studio"


@dataclass(frozen=True)
class Stock:
    """A workspace over a PostgreSQL database whose user has a password of its own."""

    server: Server
    address: str

    def run(self, *statements: str) -> None:
        """Change the database behind the studio's back."""
        run_sql(self.server, NAME, *statements)


@pytest.fixture(scope="module")
def stock(postgres_server: Server, installation: Installation) -> Stock:
    role = f"create role {NAME} login password 'first-secret'"
    run_sql(postgres_server, "postgres", f"create database {NAME}", role)
    made = Stock(postgres_server, f"/w/{NAME}/data/{NAME}")
    made.run(
        "create table item (id integer primary key, name text not null)",
        f"grant select, insert, update, delete on all tables in schema public to {NAME}",
        f"alter default privileges in schema public grant select on tables to {NAME}",
    )
    url = f"postgresql://{NAME}:first-secret@{postgres_server.host}:{postgres_server.port}/{NAME}"
    wanted = {"url": url, "workspace": NAME, "source_name": NAME, "title": "Stock"}
    answer = signed_in(installation.url, installation.home).post("/api/v1/generate", json=wanted)
    assert answer.status_code == 201, answer.text
    return made


def test_a_password_is_replaced_and_the_others_never_shown(
    browser: Browser, installation: Installation, stock: Stock
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, stock.address)
        expect(page.get_by_role("textbox", name="Password")).to_have_value("Set")
        assert "first-secret" not in page.content()
        assert watched.axe() == []
        stock.run(f"alter role {NAME} password 'second-secret'")

        page.get_by_role("button", name="Replace Password").click()
        page.get_by_role("textbox", name="Password").fill("wrong-secret")
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection does not work yet.")).to_be_visible()
        expect(page.get_by_role("button", name="Save without a working connection")).to_be_visible()
        assert watched.axe() == []
        page.get_by_role("textbox", name="Password").fill("second-secret")
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection works.")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("was saved")).to_be_visible()
        expect(page.get_by_role("textbox", name="Password")).to_have_value("Set")

        page.reload()
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection works.")).to_be_visible()
        rows = page.request.get(f"/api/v1/workspaces/{NAME}/tables/{NAME}.item/rows")
        assert rows.status == 200
        assert watched.troubles == []


def test_another_address_asks_for_the_password_again(
    browser: Browser, installation: Installation, stock: Stock
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, stock.address)
        page.get_by_label("Host").fill("elsewhere.example.org")
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("Enter it again: the address has changed.")).to_be_visible()
        expect(page.get_by_role("textbox", name="Password")).to_be_focused()
        page.get_by_role("button", name="Discard changes").click()
        expect(page.get_by_label("Host")).to_have_value(stock.server.host)
        expect(page.get_by_role("textbox", name="Password")).to_have_value("Set")


def test_a_title_is_changed_undone_and_settled_between_two(
    browser: Browser, installation: Installation, stock: Stock
) -> None:
    with opened(browser, installation.url) as one, opened(browser, installation.url) as two:
        for watched in (one, two):
            sign_in(watched.page, stock.address)
            expect(watched.page.get_by_label("Title")).to_be_visible()
        title = one.page.get_by_label("Title").input_value()
        one.page.get_by_label("Title").fill("Warehouse")
        one.page.get_by_role("button", name="Save", exact=True).click()
        expect(one.page.get_by_role("heading", name="Warehouse", level=1)).to_be_visible()
        two.page.get_by_label("Title").fill("Depot")
        two.page.get_by_label("Description").fill("Of two people")
        notice = two.page.get_by_role("complementary", name="has stored changes")
        expect(notice).to_have_count(0)  # Ada did, who is the same person
        two.page.get_by_role("button", name="Save", exact=True).click()
        dialog = two.page.get_by_role("dialog", name="Somebody else changed this data source")
        expect(dialog.get_by_role("radiogroup")).to_have_count(1)
        two.look_over("a source changed by two people")
        two.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(two.page.get_by_label("Title")).to_have_value("Depot")
        two.page.get_by_role("button", name="Save", exact=True).click()
        expect(dialog.get_by_role("radiogroup", name="Title")).to_contain_text("Warehouse")
        dialog.get_by_role("button", name="Go on with this").click()
        two.page.get_by_role("button", name="Save", exact=True).click()
        expect(two.page.get_by_text("Depot was saved")).to_be_visible()

        two.page.get_by_label("Title").fill("")
        two.page.get_by_role("button", name="Save", exact=True).click()
        expect(two.page.get_by_text("Give the data source a title.")).to_be_visible()
        two.page.get_by_label("Title").fill(title)
        two.page.get_by_role("button", name="Save", exact=True).click()
        expect(two.page.get_by_role("heading", name=title, level=1)).to_be_visible()


def test_what_is_typed_while_it_is_saved_stays(browser: Browser, installation: Installation, stock: Stock) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, stock.address)
        title = page.get_by_label("Title").input_value()
        held: list[Route] = []
        page.route(f"**/sources/{NAME}?*", lambda route: held.append(route), times=1)
        page.get_by_label("Title").fill("Cellar")
        page.get_by_role("button", name="Save", exact=True).click()
        while not held:
            page.wait_for_timeout(20)
        page.get_by_label("Description").fill("Below the house")
        held.pop().continue_()
        expect(page.get_by_role("heading", name="Cellar", level=1)).to_be_visible()
        expect(page.get_by_text("Cellar was saved")).to_be_visible()
        expect(page.get_by_label("Description")).to_have_value("Below the house")
        page.get_by_label("Title").fill(title)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(f"{title} was saved")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Description")).to_have_value("Below the house")
        assert watched.troubles == []


def test_a_connection_is_changed_by_two(browser: Browser, installation: Installation, stock: Stock) -> None:
    """Each has a setting of theirs: the joined connection is tested before it is stored. A typed secret is shown nowhere."""
    admin = signed_in(installation.url, installation.home)
    at = f"/api/v1/workspaces/{NAME}/sources/{NAME}"

    def stored() -> dict[str, object]:
        return dict(admin.get(at).json())

    stock.run(f"alter role {NAME} password 'joint-secret'")
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, stock.address)
        page.get_by_role("button", name="More settings").click()
        page.get_by_label("Schemas").fill("public")
        page.get_by_role("button", name="Replace Password").click()
        page.get_by_role("textbox", name="Password").fill("joint-secret")
        theirs = {**stored()["settings"], "pooler": True}  # type: ignore[dict-item]
        changed = admin.patch(at, json={"settings": theirs, "description": "Theirs"})
        assert changed.status_code == 200, changed.text
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection works.")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Both changes are joined here.")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_label("Description")).to_have_value("Theirs")
        assert stored()["settings"] == theirs
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection works.")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("was saved")).to_be_visible()
        now = stored()["settings"]
        assert isinstance(now, dict)
        assert (now["pooler"], now["schemas"]) == (True, ["public"])

        # Theirs and mine of one setting, and a password typed here beside it.
        page.get_by_role("button", name="More settings").click()
        page.get_by_label("Schemas").fill("public, other")
        page.get_by_role("button", name="Replace Password").click()
        page.get_by_role("textbox", name="Password").fill("typed-secret")
        assert admin.patch(at, json={"settings": {**now, "schemas": []}}).status_code == 200
        page.get_by_role("button", name="Test connection").click()
        page.get_by_role("button", name="Save without a working connection").click()
        dialog = page.get_by_role("dialog", name="Somebody else changed this data source")
        expect(dialog.get_by_role("radiogroup")).to_have_count(1)
        expect(dialog).not_to_contain_text("typed-secret")
        page.keyboard.press("Escape")
        expect(page.get_by_role("textbox", name="Password")).to_have_value("typed-secret")
        page.get_by_role("button", name="Discard changes").click()
        assert watched.troubles == []


def test_schema_changes_are_shown_before_they_are_taken_over(
    browser: Browser, installation: Installation, stock: Stock
) -> None:
    stock.run("create table shelf (id integer primary key, place text)", "alter table item add column weight numeric")
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, stock.address)
        page.get_by_role("button", name="Look for changes").click()
        expect(page.get_by_text("1 new, 1 changed")).to_be_visible()
        expect(page.get_by_text(f"{NAME}.shelf")).to_be_visible()
        assert watched.axe() == []
        page.get_by_role("button", name="Take over 2 tables").click()
        expect(page.get_by_text("The schema was taken over")).to_be_visible()
        expect(page.get_by_text("2 tables").first).to_be_visible()
        page.get_by_role("button", name="Look for changes").click()
        expect(page.get_by_text("The schema is the same as before.")).to_be_visible()
        assert watched.troubles == []


def test_deleting_names_what_depends_on_it(browser: Browser, installation: Installation, stock: Stock) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, stock.address)
        page.get_by_role("button", name="Delete data source").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("screens of stock")
        expect(dialog).to_contain_text("Role Viewer")
        assert watched.axe() == []
        dialog.get_by_role("button", name="Close").last.click()
        spare = {"name": "spare", "title": "Spare", "url": f"sqlite:///{installation.database}"}
        token = page.request.get("/api/v1/me").json()["csrf"]
        made = page.request.post(f"/api/v1/workspaces/{NAME}/sources", data=spare, headers={"x-csrf-token": token})
        assert made.status == 201, made.text()
        page.goto(f"/w/{NAME}/data/spare")
        page.get_by_role("button", name="Delete data source").click()
        expect(dialog).to_contain_text("Nothing else uses them")
        dialog.get_by_role("button", name="Delete Spare").click()
        expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Spare")).to_have_count(0)
        assert watched.troubles == []


def test_the_page_of_a_source_is_accessible_and_fits(
    browser: Browser, installation: Installation, stock: Stock
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, stock.address)
        page.get_by_role("button", name="More settings").click()
        watched.look_over()
        page.goto(f"/w/{NAME}/data/nowhere")
        expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()
        assert watched.troubles == []
