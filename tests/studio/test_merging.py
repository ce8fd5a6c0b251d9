"""Two people change one definition: what only one changed is kept of both, and the rest is asked, never written over."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.conftest import Installation
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
