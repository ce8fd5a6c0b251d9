"""The history of one definition in the studio: who changed what, the screen before and after, and having it again."""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/remembered"
FILES = {
    "workspace.yaml": "title: Remembered\n",
    "tables/papers.yaml": "title: Papers\ncolumns:\n  - {name: name, kind: text}\n",
    "apps/desk/app.yaml": "title: Desk\nhome: list\n",
    "apps/desk/screens/list.yaml": (
        "title: Papers\npath: /\ncontent:\n  - {kind: heading, text: All papers}\n"
        "  - {kind: text, id: about, text: Read them}\n  - {kind: table, id: rows, rows: {table: papers}, columns: [name]}\n"
    ),
}


@dataclass(frozen=True)
class Remembered:
    """A workspace with one screen that was changed, and its administrator by API."""

    url: str
    admin: httpx.Client


@pytest.fixture
def remembered(installation: Installation) -> Remembered:
    admin = signed_in(installation.url, installation.home)
    admin.delete(W)
    assert admin.post("/api/v1/workspaces", json={"name": "remembered", "files": FILES}).status_code == 201
    assert admin.post(f"{W}/tables/papers/rows", json={"name": "The first paper"}).status_code == 201
    screen = admin.get(f"{W}/apps/desk/screens/list").json()["definition"]
    content = [{"kind": "heading", "text": "Every paper"}, *screen["content"][2:], {"kind": "text", "text": "The end"}]
    assert admin.put(f"{W}/apps/desk/screens/list", json={**screen, "content": content}).status_code == 200
    return Remembered(installation.url, admin)


def test_a_screen_before_and_after_and_again(browser: Browser, remembered: Remembered) -> None:
    with opened(browser, remembered.url) as watched:
        page: Page = watched.page
        sign_in(page, "/w/remembered/apps/desk/screens/list")
        page.get_by_role("link", name="History").click()
        expect(page).to_have_url(re.compile(r"/w/remembered/history\?of=apps%2Fdesk%2Fscreens%2Flist\.yaml$"))
        expect(page.get_by_role("heading", name="History of Papers")).to_be_visible()
        page.get_by_role("button", name="Show changes: Revision 2").click()
        expect(page.get_by_text('"All papers" → "Every paper"')).to_be_visible()
        page.get_by_role("button", name="As pictures").click()
        before, after = page.get_by_role("figure", name="Before"), page.get_by_role("figure", name="After")
        expect(before.frame_locator("iframe").get_by_text("All papers")).to_be_visible()
        expect(after.frame_locator("iframe").get_by_text("Every paper")).to_be_visible()
        expect(after.frame_locator("iframe").get_by_text("The first paper")).to_be_visible()
        expect(before.get_by_text("Removed", exact=True)).to_have_count(1)
        expect(after.get_by_text("New", exact=True)).to_have_count(1)
        expect(after.get_by_text("Changed", exact=True)).to_have_count(1)
        watched.look_over("two pictures of a screen")

        page.get_by_role("button", name="Restore: Revision 1").click()
        expect(page.get_by_text("Papers was restored")).to_be_visible()
        expect(page.get_by_role("list", name="History").get_by_role("listitem")).to_have_count(3)
        assert remembered.admin.get(f"{W}/files").json()["files"]["apps/desk/screens/list.yaml"].count("Read them") == 1
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Papers is as it was before")).to_be_visible()
        assert "Read them" not in remembered.admin.get(f"{W}/files").json()["files"]["apps/desk/screens/list.yaml"]
        assert watched.troubles == []


def test_what_no_longer_fits_says_what_is_missing(browser: Browser, remembered: Remembered) -> None:
    empty = {"title": "Papers", "path": "/", "content": [{"kind": "text", "text": "Gone"}]}
    assert remembered.admin.put(f"{W}/apps/desk/screens/list", json=empty).status_code == 200
    assert remembered.admin.delete(f"{W}/tables/papers", params={"allow_loss": True}).status_code == 204
    with opened(browser, remembered.url) as watched:
        page: Page = watched.page
        sign_in(page, "/w/remembered/history?of=apps/desk/screens/list.yaml")
        page.get_by_role("button", name="Show changes: Revision 3").click()
        page.get_by_role("button", name="As pictures").click()
        expect(page.get_by_role("figure", name="Before").get_by_text("This can no longer be drawn")).to_be_visible()
        page.get_by_role("button", name="Restore: Revision 1").click()
        dialog = page.get_by_role("dialog", name="It no longer fits")
        expect(dialog).to_contain_text("papers")
        watched.look_over("what stands in the way")
        dialog.get_by_role("button", name="Close").last.click()
        page.goto(f"{remembered.url}/w/remembered/history?of=tables/papers.yaml")
        expect(page.get_by_text("It was removed. Restoring brings it back.")).to_be_visible()
        page.get_by_role("button", name="Restore: Revision 1").click()
        expect(page.get_by_text("Papers was restored")).to_be_visible()
        page.get_by_role("button", name=re.compile("Dismiss")).first.click()
        page.goto(f"{remembered.url}/w/remembered/history?of=apps/desk/screens/list.yaml")
        page.get_by_role("button", name="Restore: Revision 1").click()
        expect(page.get_by_text("Papers was restored")).to_be_visible()
        assert watched.troubles == []
