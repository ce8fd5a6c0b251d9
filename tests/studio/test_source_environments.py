"""The settings of a data source in both environments: seen beside each other, tested, changed in production alone."""

from __future__ import annotations

import re
import shutil

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/placed"


@pytest.fixture(scope="module")
def admin(installation: Installation) -> httpx.Client:
    client = signed_in(installation.url, installation.home)
    files = {"workspace.yaml": "title: Placed\n", "variables/file.yaml": "title: The file\n"}
    assert client.post("/api/v1/workspaces", json={"name": "placed", "files": files}).status_code == 201
    path = str(installation.database)
    made = client.post(f"{W}/sources", json={"kind": "sqlite", "settings": {"path": path}, "name": "shop"})
    assert made.status_code == 201, made.text
    assert client.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    return client


def test_production_has_settings_of_its_own(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    live = shutil.copy(installation.database, installation.database.parent / "live.db")
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/placed@development/data/shop")
        beside = page.get_by_role("region", name="In each environment")
        expect(beside).to_contain_text("Both environments have the same settings.")
        beside.get_by_role("button", name="Test in Production").click()
        expect(beside.get_by_text("The connection works.")).to_be_visible()
        beside.get_by_role("button", name="Change in production").click()
        expect(page).to_have_url(re.compile("/w/placed/data/shop$"))
        expect(page.get_by_label("Title")).to_have_count(0)
        expect(page.get_by_role("button", name="Look for changes")).to_have_count(0)
        watched.look_over("settings of what is in use")
        page.get_by_label("Path", exact=True).fill(str(live))
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection works.")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("1 setting differs.")).to_be_visible()
        assert admin.get(f"{W}/sources/shop?env=production").json()["settings"] == {"path": str(live)}
        assert admin.get(f"{W}/sources/shop?env=development").json()["settings"] == {"path": str(installation.database)}
        watched.look_over("settings that differ")


def test_a_variable_in_the_place_of_a_setting(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    for env in ("development", "production"):
        given = admin.put(f"{W}/variables/file/value?env={env}", json={"value": str(installation.database)})
        assert given.status_code == 200, given.text
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/placed@development/data/shop")
        page.get_by_role("button", name="Use a variable for Path").click()
        page.get_by_role("menuitem", name="file").click()
        expect(page.get_by_label("Path", exact=True)).to_have_value("{{ env.file }}")
        watched.look_over("a setting that is a variable")
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection works.")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Shop was saved")).to_be_visible()
        saved = admin.get(f"{W}/sources/shop?env=development").json()["settings"]
        assert saved == {"path": "{{ env.file }}"}
        page.reload()
        expect(page.get_by_label("Path", exact=True)).to_have_value("{{ env.file }}")
