"""Two people change one definition: what only one changed is kept of both, and the rest is asked, never written over."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/merging"
FILES = {
    "workspace.yaml": "title: Merging\n",
    "tables/papers.yaml": "title: Papers\ncolumns:\n  - {name: title, kind: text}\n  - {name: pages, kind: number}\n",
    "queries/all.yaml": "title: All papers\nsql: select id, title from papers\ncolumns: [{name: id, type: integer}, {name: title}]\n",
}


@pytest.fixture(scope="module")
def admin(installation: Installation) -> httpx.Client:
    client = signed_in(installation.url, installation.home)
    made = client.post("/api/v1/workspaces", json={"name": "merging", "files": FILES})
    assert made.status_code == 201, made.text
    return client


def query(admin: httpx.Client) -> dict[str, object]:
    return dict(admin.get(f"{W}/queries/all").json()["definition"])


def change_query(admin: httpx.Client, **changes: object) -> None:
    """What somebody else stores."""
    stored = admin.put(f"{W}/queries/all", json={**query(admin), **changes})
    assert stored.status_code == 200, stored.text


def settings(page: Page) -> None:
    page.get_by_role("tab", name="Settings").click()


def test_a_query_is_written_by_two_people(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/merging/queries/all")
        settings(page)
        page.get_by_label("Title").fill("Every paper")

        # What was typed is there after the page was left, with the way back.
        page.goto(f"{installation.url}/w/merging/queries")
        page.get_by_role("link", name="All papers").click()
        expect(page.get_by_role("heading", name="Every paper", level=1)).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("heading", name="All papers", level=1)).to_be_visible()
        page.get_by_role("button", name="Redo").click()

        # What somebody else changed besides is kept, and nobody is asked.
        change_query(admin, description="Said by somebody else")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Both are kept")).to_be_visible()
        assert (query(admin)["title"], query(admin)["description"]) == ("Every paper", "Said by somebody else")

        # What both changed is asked, one by one; later is no answer.
        settings(page)
        page.get_by_label("Title").fill("My papers")
        page.get_by_label("Most rows").fill("20")
        change_query(admin, title="Their papers", max_rows=30)
        page.get_by_role("button", name="Save", exact=True).click()
        dialog = page.get_by_role("dialog", name="Somebody else changed this query")
        expect(dialog.get_by_role("radiogroup")).to_have_count(2)
        watched.look_over("changes of two people")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        assert query(admin)["title"] == "Their papers"
        page.get_by_role("button", name="Save", exact=True).click()
        dialog.get_by_role("radiogroup", name="Title").get_by_role("radio", name="Theirs").check()
        dialog.get_by_role("button", name="Save this").click()
        expect(page.get_by_role("heading", name="Their papers", level=1)).to_be_visible()
        expect(page.get_by_text("Their papers was saved")).to_be_visible()
        assert (query(admin)["title"], query(admin)["max_rows"]) == ("Their papers", 20)
        # Undo leads back to what was written here.
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("heading", name="My papers", level=1)).to_be_visible()
        page.get_by_role("button", name="Redo").click()
        assert watched.troubles == []


def test_a_query_is_deleted_while_it_is_written(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    definition = {"title": "Short-lived", "sql": "select 1 as n"}
    assert admin.put(f"{W}/queries/short", json=definition).status_code == 200
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/merging/queries/short")
        settings(page)
        page.get_by_label("Title").fill("Long-lived")
        assert admin.delete(f"{W}/queries/short").status_code == 204
        page.get_by_role("button", name="Save", exact=True).click()
        gone = page.get_by_role("alert").filter(has_text="Somebody deleted this")
        expect(gone).to_be_visible()
        watched.look_over("what somebody deleted")
        gone.get_by_role("button", name="Save mine").click()
        expect(page.get_by_text("Long-lived was saved")).to_be_visible()
        assert admin.get(f"{W}/queries/short").json()["definition"]["title"] == "Long-lived"
        expect(gone).to_have_count(0)


def change_table(admin: httpx.Client, **columns: dict[str, object]) -> None:
    """Somebody else changes columns of the table."""
    found = admin.get(f"{W}/schema/tables/papers").json()
    definition = found["definition"]
    definition["columns"] = [{**one, **columns.get(one["name"], {})} for one in definition["columns"]]
    answer = admin.post(f"{W}/schema/change", json={"tables": {"papers": definition}, "message": "Theirs"})
    assert answer.status_code == 200, answer.text


def test_a_table_is_designed_by_two_people(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/merging/data/-/papers/design")
        listed = page.get_by_role("list", name="Columns of the table")
        listed.get_by_role("button", name="Title").click()
        page.get_by_label("Label", exact=True).first.fill("Heading of mine")
        listed.get_by_role("button", name="Pages").click()
        page.get_by_label("Help", exact=True).first.fill("Without the cover")
        change_table(admin, title={"label": "Heading of theirs"}, pages={"label": "Sheets"})
        page.get_by_role("button", name="Review and apply").click()
        page.get_by_role("dialog").get_by_role("button", name="Apply changes").click()
        dialog = page.get_by_role("dialog", name="Somebody else changed this table")
        expect(dialog.get_by_role("radiogroup")).to_have_count(1)
        watched.look_over("changes of a table by two people")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        page.get_by_role("button", name="Review and apply").click()
        page.get_by_role("dialog").get_by_role("button", name="Apply changes").click()
        dialog.get_by_role("radio", name="Theirs").check()
        dialog.get_by_role("button", name="Go on with this").click()
        page.get_by_role("button", name="Review and apply").click()
        page.get_by_role("dialog").get_by_role("button", name="Apply changes").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("button", name="Review and apply")).to_have_count(0)
        columns = admin.get(f"{W}/schema/tables/papers").json()["definition"]["columns"]
        assert [(one["label"], one.get("help")) for one in columns] == [
            ("Heading of theirs", None),
            ("Sheets", "Without the cover"),
        ]
        assert watched.troubles == []


def remove_table(admin: httpx.Client, name: str) -> None:
    """Somebody else removes a table with its rows."""
    files = admin.get(f"{W}/files").json()["files"]
    files.pop(f"tables/{name}.yaml")
    stored = admin.put(f"{W}/files", json={"files": files, "message": "Theirs", "allow_loss": True})
    assert stored.status_code == 200, stored.text


def test_a_table_is_removed_while_it_is_designed(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    columns = [{"name": "title", "kind": "text"}, {"name": "pages", "kind": "number"}]
    made = admin.post(f"{W}/schema/change", json={"tables": {"leaflets": {"title": "Leaflets", "columns": columns}}})
    assert made.status_code == 200, made.text
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/merging/data/-/leaflets/design")
        listed = page.get_by_role("list", name="Columns of the table")
        listed.get_by_role("button", name="Title").click()
        page.get_by_label("Label", exact=True).first.fill("Heading")
        remove_table(admin, "leaflets")
        page.get_by_role("button", name="Review and apply").click()
        page.get_by_role("dialog").get_by_role("button", name="Apply changes").click()
        gone = page.get_by_role("alert").filter(has_text="Somebody deleted this")
        expect(gone).to_contain_text("begins without rows")
        expect(page.get_by_role("dialog")).to_have_count(0)
        watched.look_over("a table that somebody removed")
        gone.get_by_role("button", name="Save mine").click()
        expect(page.get_by_text("Leaflets was made anew")).to_be_visible()
        expect(gone).to_have_count(0)
        expect(page.get_by_role("button", name="Review and apply")).to_have_count(0)
        labels = [one.get("label") for one in admin.get(f"{W}/schema/tables/leaflets").json()["definition"]["columns"]]
        assert labels == ["Heading", None]

        # A column that is called otherwise is made under its new name; and what is let go is not made.
        listed.get_by_role("button", name="Pages").click()
        name = page.get_by_label("Name", exact=True).first
        name.fill("sheets")
        name.press("Enter")
        remove_table(admin, "leaflets")
        page.get_by_role("button", name="Review and apply").click()
        expect(gone).to_be_visible()
        gone.get_by_role("button", name="Save mine").click()
        expect(gone).to_have_count(0)
        names = [one["name"] for one in admin.get(f"{W}/schema/tables/leaflets").json()["definition"]["columns"]]
        assert names == ["title", "sheets"]
        page.get_by_label("Label", exact=True).first.fill("Sheets of paper")
        remove_table(admin, "leaflets")
        page.get_by_role("button", name="Review and apply").click()
        page.get_by_role("dialog").get_by_role("button", name="Apply changes").click()
        gone.get_by_role("button", name="Discard mine").click()
        page.wait_for_url("**/w/merging/data")
        assert admin.get(f"{W}/schema/tables/leaflets").status_code == 404
        assert watched.troubles == []


def test_a_role_is_written_by_two_people_and_deleted(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    role = {"title": "Readers", "grants": [{"table": "papers", "can": ["read"], "rows": "pages > 1"}]}
    assert admin.put(f"{W}/roles/readers", json=role).status_code == 200
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/merging/access/readers?tab=settings")
        page.get_by_label("Title").fill("My readers")
        theirs = [{"table": "papers", "can": ["read", "update"], "rows": "pages > 1"}]
        assert admin.put(f"{W}/roles/readers", json={"title": "Their readers", "grants": theirs}).status_code == 200
        page.get_by_role("button", name="Save role").click()
        dialog = page.get_by_role("dialog", name="Somebody else changed this role")
        expect(dialog.get_by_role("radiogroup")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        page.get_by_role("button", name="Save role").click()
        dialog.get_by_role("button", name="Go on with this").click()
        page.get_by_role("button", name="Save role").click()
        expect(page.get_by_text("My readers was saved")).to_be_visible()
        stored = admin.get(f"{W}/roles/readers").json()["definition"]
        assert (stored["title"], stored["grants"][0]["can"]) == ("My readers", ["read", "update"])

        # Deleted meanwhile, it is still here and can be made anew.
        page.get_by_label("Title").fill("My last readers")
        assert admin.delete(f"{W}/roles/readers").status_code in (200, 204)
        page.get_by_role("button", name="Save role").click()
        gone = page.get_by_role("alert").filter(has_text="Somebody deleted this")
        gone.get_by_role("button", name="Save mine").click()
        expect(page.get_by_text("My last readers was saved")).to_be_visible()
        expect(gone).to_have_count(0)
        assert admin.get(f"{W}/roles/readers").json()["definition"]["title"] == "My last readers"
