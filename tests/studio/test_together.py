"""Two people at one screen: each sees that the other edits it, and what they say about it."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import PASSWORD, Installation
from tests.studio.steps import sign_in
from tests.support.server import ensure_user, in_home, signed_in
from toolwright.commands.services import Services

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/shared"
OTHER = "lena.builder@example.org"
FILES = {
    "workspace.yaml": "title: Shared\n",
    "tables/papers.yaml": "title: Papers\ncolumns:\n  - {name: name, kind: text}\n",
    "queries/every.yaml": "title: Every paper\nsql: select id, name from papers\ncolumns: [{name: id, type: integer}, {name: name}]\n",
    "roles/readers.yaml": "title: Readers\n",
    "apps/desk/app.yaml": "title: Desk\nhome: list\n",
    "apps/desk/screens/list.yaml": (
        "title: Papers\npath: /\ncontent:\n  - {kind: heading, text: All papers}\n  - {kind: text, id: about, text: Read them}\n"
    ),
}


@pytest.fixture(scope="module")
def admin(installation: Installation) -> httpx.Client:
    client = signed_in(installation.url, installation.home)
    assert client.post("/api/v1/workspaces", json={"name": "shared", "files": FILES}).status_code == 201

    async def add(services: Services) -> str:
        return await ensure_user(services, OTHER, is_admin=True, password=PASSWORD)

    in_home(installation.home, add)
    return client


def test_comments_on_a_component(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page: Page = watched.page
        sign_in(page, "/w/shared/apps/desk/screens/list")
        page.get_by_role("treeitem", name="Read them").click()
        page.get_by_role("button", name="Comments").click()
        drawer = page.get_by_role("dialog", name="Comments on Papers")
        drawer.get_by_label("Say something").fill("Too friendly?")
        drawer.get_by_role("button", name="Add comment").click()
        expect(drawer.get_by_role("button", name="About Read them")).to_be_visible()
        drawer.get_by_text("About all of it").click()
        drawer.get_by_label("Say something").fill("And the title?")
        drawer.get_by_label("Say something").press("Control+Enter")
        expect(drawer.get_by_text("And the title?")).to_be_visible()
        drawer.get_by_role("button", name="Answer").first.click()
        drawer.get_by_label("Answer to Ada").fill("It stays")
        drawer.get_by_role("button", name="Send answer").click()
        expect(drawer.get_by_text("It stays")).to_be_visible()
        watched.look_over("comments on a screen")
        drawer.get_by_role("button", name="Resolve").first.click()
        expect(drawer.get_by_role("button", name="Show 1 resolved")).to_be_visible()
        expect(drawer.get_by_text("And the title?")).to_have_count(0)
        drawer.get_by_role("button", name="Edit").first.click()
        drawer.get_by_role("textbox", name="Edit").fill("Too friendly!")
        drawer.get_by_role("button", name="Save comment").click()
        expect(drawer.get_by_text("Too friendly!")).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("treeitem", name="All papers").click()
        page.get_by_role("button", name="Comments, 1 open").click()
        drawer.get_by_role("button", name="About Read them").click()
        expect(drawer).to_have_count(0)
        expect(page.get_by_role("treeitem", name="Read them")).to_have_attribute("aria-selected", "true")
        assert admin.get(f"{W}/files").json()["files"] == FILES
        assert watched.troubles == []


def test_who_edits_is_shown_and_taken_over(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    place = "/w/shared/apps/desk/screens/list"
    with opened(browser, installation.url) as hers, opened(browser, installation.url) as his:
        sign_in(hers.page, place)
        hers.page.get_by_role("textbox", name="Title").fill("Papers and more")
        expect(hers.page.get_by_text("Not saved yet")).to_be_visible()
        for _ in range(50):
            if admin.get(f"{W}/editing", params={"path": "apps/desk/screens/list.yaml"}).json()["is_you"]:
                break
            hers.page.wait_for_timeout(100)
        sign_in(his.page, place, email=OTHER)
        notice = his.page.get_by_role("complementary", name="Ada is editing this.")
        expect(notice).to_be_visible()
        his.look_over("somebody else edits a screen")
        notice.get_by_role("button", name="Take over").click()
        expect(notice).to_have_count(0)
        expect(hers.page.get_by_text("has taken over. What you wrote is still here.")).to_be_visible(timeout=20_000)
        expect(hers.page.get_by_role("textbox", name="Title")).to_have_value("Papers and more")
        hers.page.get_by_role("button", name="Take over").click()
        expect(hers.page.get_by_role("complementary", name="is editing this")).to_have_count(0)
        assert hers.troubles == his.troubles == []


def store(admin: httpx.Client, path: str, content: str | None) -> None:
    """What somebody else stores, or deletes."""
    files = admin.get(f"{W}/files").json()["files"]
    kept = {other: text for other, text in files.items() if other != path}
    answer = admin.put(
        f"{W}/files", json={"files": kept if content is None else {**kept, path: content}, "message": "Theirs"}
    )
    assert answer.status_code == 200, answer.text


def open_page(page: Page, address: str) -> None:
    """Open a page, until it is known who edits there."""
    with page.expect_response(re.compile(r"/editing\?")):
        page.goto(address)


def test_what_somebody_else_stored_is_said_before_one_saves(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    path, query = "queries/every.yaml", FILES["queries/every.yaml"]
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/account", email=OTHER)
        notice = page.get_by_role("complementary", name="Ada has stored changes")
        open_page(page, "/w/shared/queries/every")
        store(admin, path, query + "description: Of all people\n")
        expect(notice).to_contain_text("They are not shown here yet.", timeout=30_000)
        watched.look_over("somebody else stored a query")
        notice.get_by_role("button", name="Show them").click()
        expect(page.get_by_role("heading", name="Every paper", level=1)).to_be_visible()
        expect(notice).to_have_count(0)
        store(admin, path, query + "description: Of both\n")
        page.get_by_role("tab", name="Settings").click()
        page.get_by_label("Title").fill("All the papers")
        expect(notice).to_contain_text("Both are joined when you save.")
        watched.look_over("somebody else stored a query while one writes")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("All the papers was saved")).to_be_visible()
        expect(notice).to_have_count(0)
        stored = admin.get(f"{W}/queries/every").json()["definition"]
        assert (stored["title"], stored["description"]) == ("All the papers", "Of both")
        store(admin, path, None)
        page.get_by_label("Title").fill("None of them")
        gone = page.get_by_role("complementary", name="Ada has deleted this")
        expect(gone).to_contain_text("Saving makes it anew.")
        assert watched.troubles == []
        page.get_by_role("button", name="Discard").click()


@pytest.mark.parametrize(
    ("address", "path", "theirs", "says"),
    [
        ("data/-/papers/design", "tables/papers.yaml", "description: Those\n", "Both are joined when you save."),
        ("access/readers?tab=settings", "roles/readers.yaml", "description: Those\n", "Both are joined when you save."),
        (
            "apps/desk/screens/list",
            "apps/desk/screens/list.yaml",
            "description: Those\n",
            "Both are joined when you save.",
        ),
        ("yaml?of=tables/papers.yaml", "tables/papers.yaml", "# Theirs\n", "you are asked what to keep"),
    ],
)
def test_every_page_of_a_definition_says_it(
    browser: Browser, installation: Installation, admin: httpx.Client, address: str, path: str, theirs: str, says: str
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/account", email=OTHER)
        open_page(page, f"/w/shared/{address}")
        store(admin, path, FILES[path] + theirs)
        write(page, address)
        notice = page.get_by_role("complementary", name="Ada has stored changes")
        expect(notice).to_contain_text(says)
        watched.look_over(f"somebody else stored {path}")


def write(page: Page, address: str) -> None:
    """Write something that is not stored."""
    if address.startswith("yaml"):
        page.get_by_role("textbox", name="The text of").click()
        page.keyboard.press("Control+End")
        page.keyboard.type("# Mine")
    elif address.startswith("data"):
        page.get_by_role("list", name="Columns of the table").get_by_role("button", name="Name").click()
        page.get_by_label("Label", exact=True).first.fill("What it is called")
    else:
        page.get_by_role("textbox", name="Title").first.fill("Mine")
