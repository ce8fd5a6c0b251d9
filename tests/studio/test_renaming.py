"""Another permanent name for a screen and for a variable, in the studio."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/renamed"
FILES = {
    "workspace.yaml": "title: Renamed\n",
    "variables/region.yaml": "title: Region\ndefault: north\n",
    "apps/desk/app.yaml": "title: Desk\nhome: list\nnavigation:\n  - {label: All, screen: list}\n",
    "apps/desk/screens/list.yaml": 'title: Papers\npath: /\ncontent:\n  - {kind: text, text: "In {{ env.region }}"}\n',
    "apps/desk/screens/about.yaml": "title: About\npath: /about\nparent: list\ncontent: []\n",
}


def test_a_screen_and_a_variable_are_called_otherwise(browser: Browser, installation: Installation) -> None:
    admin = signed_in(installation.url, installation.home)
    assert admin.post("/api/v1/workspaces", json={"name": "renamed", "files": FILES}).status_code == 201
    with opened(browser, installation.url) as watched:
        page: Page = watched.page
        sign_in(page, "/w/renamed/apps/desk/screens/list")
        page.get_by_text("In north").or_(page.get_by_role("tree")).first.wait_for()
        title = page.get_by_role("textbox", name="Title")
        title.fill("Papers of today")  # not saved: it goes on under the new name
        page.goto(f"{installation.url}/w/renamed/apps/desk")
        page.get_by_role("button", name="More: Papers").click()
        page.get_by_role("menuitem", name="Rename").click()
        dialog = page.get_by_role("dialog", name="Rename Papers")
        dialog.get_by_label("Name").fill("about")
        dialog.get_by_role("button", name="Rename").click()
        expect(dialog.get_by_text("There is a screen 'about' already.").first).to_be_visible()
        watched.look_over("renaming a screen")
        dialog.get_by_label("Name").fill("papers")
        dialog.get_by_role("button", name="Rename").click()
        expect(page.get_by_text("Papers is called papers now")).to_be_visible()
        files = admin.get(f"{W}/files").json()["files"]
        assert "screen: papers" in files["apps/desk/app.yaml"]
        assert "parent: papers" in files["apps/desk/screens/about.yaml"]
        page.get_by_role("link", name="Papers").click()
        expect(page).to_have_url(re.compile("/screens/papers$"))
        expect(page.get_by_role("textbox", name="Title")).to_have_value("Papers of today")

        page.goto(f"{installation.url}/w/renamed/variables")
        page.get_by_role("button", name="Actions for region").click()
        page.get_by_role("menuitem", name="Rename").click()
        dialog = page.get_by_role("dialog", name="Rename region")
        dialog.get_by_label("Name").fill("area")
        watched.look_over("renaming a variable")
        dialog.get_by_label("Name").press("Enter")
        expect(page.get_by_text("region is called area now")).to_be_visible()
        assert "{{ env.area }}" in admin.get(f"{W}/files").json()["files"]["apps/desk/screens/papers.yaml"]
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("button", name="Actions for region")).to_be_visible()
        assert "{{ env.region }}" in admin.get(f"{W}/files").json()["files"]["apps/desk/screens/papers.yaml"]
        assert watched.troubles == []
