"""Publishing in the studio: the first version, a change seen before it is published, going back, and the way between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/released"
FILES = {
    "workspace.yaml": "title: Released\n",
    "tables/papers.yaml": "title: Papers\ncolumns:\n  - {name: name, kind: text}\n  - {name: place, kind: text}\n",
    "apps/desk/app.yaml": "title: Desk\nhome: list\n",
    "apps/desk/screens/list.yaml": "title: Papers\npath: /\ncontent:\n  - {kind: text, text: Hello}\n",
}


@dataclass(frozen=True)
class Released:
    """A workspace that was not published yet, and its administrator by API."""

    url: str
    admin: httpx.Client

    def change(self, path: str, old: str, new: str, **more: object) -> None:
        """Change a file of what is worked on."""
        found = self.admin.get(f"{W}/files").json()
        files = {**found["files"], path: found["files"][path].replace(old, new)}
        done = self.admin.put(f"{W}/files", json={"files": files, **more})
        assert done.status_code == 200, done.text


@pytest.fixture(scope="module")
def released(installation: Installation) -> Released:
    admin = signed_in(installation.url, installation.home)
    made = admin.post("/api/v1/workspaces", json={"name": "released", "files": FILES})
    assert made.status_code == 201, made.text
    assert admin.post(f"{W}/tables/papers/rows", json={"name": "One", "place": "Bonn"}).status_code == 201
    return Released(installation.url, admin)


def publish(page: Page, message: str) -> None:
    """Fill in the dialog and press."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is new").fill(message)
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog).to_have_count(0)


def test_from_the_first_version_to_the_second_and_back(browser: Browser, released: Released) -> None:
    with opened(browser, released.url) as watched:
        page: Page = watched.page
        sign_in(page, "/w/released/versions")
        expect(page.get_by_text("Changes show at once")).to_be_visible()
        watched.look_over("before the first version")
        page.get_by_role("button", name="Publish the first version").click()
        watched.look_over("the dialog of the first version")
        publish(page, "The beginning")
        expect(page).to_have_url(re.compile(r"/w/released(@|%40)development/versions$"))
        expect(page.get_by_text("Nothing has changed")).to_be_visible()

        released.change("apps/desk/screens/list.yaml", "text: Hello", "text: Welcome")
        released.change("tables/papers.yaml", "name: place", "name: town", rename=["papers.place=town"])
        page.reload()
        page.get_by_role("button", name=re.compile("Papers Screen Changed")).click()
        expect(page.get_by_text('"Hello" → "Welcome"')).to_be_visible()
        page.get_by_role("button", name="As YAML").click()
        expect(page.get_by_label("apps/desk/screens/list.yaml")).to_contain_text("+ ")
        watched.look_over("changes of the draft")

        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_text("2 definitions will differ.")).to_be_visible()
        expect(page.get_by_text(re.compile("is called 'town' from now on"))).to_be_visible()
        watched.look_over("the dialog of a version")
        publish(page, "Towns")
        history = page.get_by_role("region", name="Versions")
        expect(history.get_by_role("listitem").first).to_contain_text("Towns")
        expect(history.get_by_role("listitem").first).to_contain_text("In use")
        rows = released.admin.get(f"{W}/tables/papers/rows").json()["items"]
        assert rows[0]["town"] == "Bonn"

        history.get_by_role("button", name="Go back to it").click()
        page.get_by_role("button", name="Use version 1").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(history.get_by_role("listitem").last).to_contain_text("In use")
        assert released.admin.get(f"{W}/tables/papers/rows").json()["items"][0]["place"] == "Bonn"
        page.get_by_role("button", name="Publish", exact=True).click()
        publish(page, "Forward again")
        expect(history.get_by_role("listitem").first).to_contain_text("In use")
        _between_environments(watched, page)


def _between_environments(watched: Watched, page: Page) -> None:
    """The same page of the draft and of what people use; there it says so."""
    page.get_by_role("link", name="Apps", exact=True).click()
    page.get_by_role("button", name="Environment: Development").click()
    page.get_by_role("menuitem", name=re.compile("^Production")).click()
    expect(page).to_have_url(re.compile(r"/w/released/apps$"))
    expect(page.get_by_text("This is what people use.")).to_be_visible()
    watched.look_over("what people use")
    page.get_by_role("link", name="Go to the draft").click()
    expect(page).to_have_url(re.compile(r"/w/released(@|%40)development/apps$"))
    page.goto(f"{page.url.split('/w/')[0]}/")
    link = page.get_by_role("link", name="Released", exact=True)
    expect(link).to_have_attribute("href", re.compile("development"))


def test_loss_needs_a_word_and_a_draft_can_be_begun_anew(browser: Browser, released: Released) -> None:
    released.change("tables/papers.yaml", "  - {name: town, kind: text}\n", "", allow_loss=True)
    with opened(browser, released.url) as watched:
        page = watched.page
        sign_in(page, "/w/released@development/versions")
        page.get_by_role("button", name="Publish", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("What is new").fill("Without towns")
        expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
        watched.look_over("a loss")
        dialog.get_by_label("I have read it. It may be lost.").check()
        expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_enabled()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Discard draft").click()
        page.get_by_role("dialog").get_by_role("button", name="Discard draft").click()
        expect(page.get_by_text("There is no draft", exact=True)).to_be_visible()
        watched.look_over("without a draft")
        page.get_by_role("button", name="Begin a draft").click()
        expect(page.get_by_text("Nothing has changed")).to_be_visible()
        assert "town" in released.admin.get(f"{W}/files").json()["files"]["tables/papers.yaml"]


def test_publishing_at_a_time_and_taking_it_back(browser: Browser, released: Released) -> None:
    if released.admin.get(f"{W}/versions").json()["served"] is None:
        assert released.admin.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    title = released.admin.get(f"{W}/files").json()["files"]["workspace.yaml"].strip()
    released.change("workspace.yaml", title, f"{title} at night")
    with opened(browser, released.url) as watched:
        page = watched.page
        sign_in(page, "/w/released@development/versions")
        page.get_by_role("button", name="Publish", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("What is new").fill("In the night")
        dialog.get_by_text("At a time").click()
        dialog.get_by_role("button", name="Schedule").click()
        expect(dialog.get_by_text("Choose a time to come.")).to_be_visible()
        watched.look_over("the dialog of a schedule")
        year = datetime.now(UTC).year
        dialog.get_by_label("Time", exact=True).fill(f"{year + 1}-01-01T03:00")
        dialog.get_by_role("button", name="Schedule").click()
        planned = page.get_by_role("region", name="Scheduled")
        expect(planned).to_contain_text("The draft will be published on")
        expect(planned).to_contain_text("In the night")
        watched.look_over("a schedule")
        released.change("workspace.yaml", "at night", "by day")
        page.reload()
        expect(planned).to_contain_text("The draft has changed since")
        watched.look_over("a schedule of a draft that changed")
        planned.get_by_role("button", name="Cancel schedule").click()
        expect(planned).to_have_count(0)
        soon = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
        assert released.admin.put(f"{W}/schedule", json={"at": soon, "message": "Soon"}).status_code == 200
        released.change("workspace.yaml", "by day", "again")
        page.reload()
        expect(planned).to_contain_text("It was not:")
        watched.look_over("a schedule that was refused")
        planned.get_by_role("button", name="Dismiss").click()
        expect(planned).to_have_count(0)
