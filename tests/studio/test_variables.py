"""Variables in the studio: a secret goes in and is never shown again, and each environment has values of its own."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/varied"
SECRET = "correct-horse-battery"
FILES = {
    "workspace.yaml": "title: Varied\n",
    "tables/papers.yaml": "title: Papers\ncolumns:\n  - {name: name, kind: text}\n",
    "apps/desk/app.yaml": "title: Desk\nhome: list\n",
    "apps/desk/screens/list.yaml": 'title: Papers\npath: /\ncontent:\n  - {kind: text, text: "In {{ env.region }}"}\n',
    "variables/region.yaml": "title: Region\ndefault: north\n",
}


@pytest.fixture(scope="module")
def admin(installation: Installation) -> httpx.Client:
    client = signed_in(installation.url, installation.home)
    made = client.post("/api/v1/workspaces", json={"name": "varied", "files": FILES})
    assert made.status_code == 201, made.text
    return client


def set_value(page: Page, name: str, environment: str, value: str) -> None:
    """Give a variable a value."""
    page.get_by_role("button", name=re.compile(f"(Set|Change) {name} in {environment}")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Value").fill(value)
    dialog.get_by_role("button", name="Set", exact=True).click()
    expect(dialog).to_have_count(0)


def test_from_a_new_secret_to_one_value_for_each_environment(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/varied/variables")
        new = page.get_by_role("button", name="New variable")
        new.press("Enter")
        expect(page.get_by_role("dialog").get_by_label("Name", exact=True)).to_be_focused()
        page.keyboard.press("Escape")
        expect(new).to_be_focused()
        row = page.get_by_role("row", name=re.compile("region"))
        expect(row).to_contain_text("north")
        expect(row).to_contain_text("by default")
        page.get_by_role("button", name="New variable").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Create").click()
        expect(dialog.get_by_text("Give it a name")).to_be_visible()
        dialog.get_by_label("Name", exact=True).fill("token")
        dialog.get_by_role("combobox", name="Kind").click()
        page.get_by_role("option", name="Secret").click()
        expect(dialog.get_by_label("Default")).to_have_count(0)
        watched.look_over("a new secret variable")
        dialog.get_by_role("button", name="Create").click()
        expect(page.get_by_role("row", name=re.compile("token"))).to_contain_text("No value")
        set_value(page, "token", "Production", SECRET)
        expect(page.get_by_role("row", name=re.compile("token"))).to_contain_text("Set, never shown")
        watched.look_over("variables before anything was published")
        page.get_by_role("button", name="Actions for token").click()
        page.get_by_role("menuitem", name="Comments").click()
        drawer = page.get_by_role("dialog", name="Comments on token")
        drawer.get_by_label("Say something").fill("Ask Grace for it.")
        drawer.get_by_label("Say something").press("Control+Enter")
        expect(drawer.get_by_role("button", name="Resolve")).to_be_visible()
        watched.look_over("comments on a variable")
        page.keyboard.press("Escape")
        expect(drawer).to_have_count(0)
        expect(page.get_by_role("button", name="Actions for token")).to_be_focused()
        page.reload()
        page.get_by_role("button", name="Change token in Production").click()
        expect(page.get_by_role("dialog").get_by_role("textbox", name="Value")).to_have_value("")
        assert SECRET not in page.content()
        page.keyboard.press("Escape")

        assert admin.post(f"{W}/publish", json={"message": "First"}).status_code == 201
        page.goto("/w/varied@development/variables")
        set_value(page, "region", "Production", "south")
        set_value(page, "region", "Development", "test")
        expect(page.get_by_role("row", name=re.compile("region"))).to_contain_text(re.compile("test.*south"))
        assert "In south" in admin.get("/apps/varied/desk/").text
        assert "In test" in admin.get("/apps/varied@development/desk/").text
        watched.look_over("variables of two environments")

        page.get_by_role("button", name="Actions for region").click()
        page.get_by_role("menuitem", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("region")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Change region in Production").click()
        page.get_by_role("button", name="Clear value in Production").click()
        expect(page.get_by_role("row", name=re.compile("region"))).to_contain_text(re.compile("test.*north"))


def test_publishing_says_what_has_no_value(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    if admin.get(f"{W}/environments").json()["items"][0]["environment"] == "production":
        assert admin.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    assert admin.put(f"{W}/variables/later", json={"type": "secret"}).status_code == 200
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/varied@development/versions")
        page.get_by_role("button", name="Publish", exact=True).click()
        missing = page.get_by_role("region", name="No value in production")
        expect(missing).to_contain_text("later")
        watched.look_over("publishing without a value")
        missing.get_by_role("link", name="Set them under Variables").click()
        expect(page.get_by_role("row", name=re.compile("later"))).to_contain_text("with the next version")
        set_value(page, "later", "Production", SECRET)
        page.goto("/w/varied@development/versions")
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_role("region", name="Definitions")).to_be_visible()
        expect(missing).to_have_count(0)
