"""One more data source for a workspace: variables that its settings read are made in the form, and tested at once."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import opened
from tests.studio.installation import PASSWORD, Installation
from tests.studio.keys import Keys
from tests.studio.steps import sign_in
from tests.support.server import ensure_user, in_home, signed_in
from toolwright.commands.services import Services

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/joining"
VIEWER = "vera.viewer@example.org"
SECRET = "never-shown-token"


@pytest.fixture(scope="module")
def admin(installation: Installation) -> httpx.Client:
    client = signed_in(installation.url, installation.home)
    files = {
        "workspace.yaml": "title: Joining\n",
        "variables/known.yaml": "title: Known\n",
        "roles/viewer.yaml": "title: Viewer\n",
    }
    assert client.post("/api/v1/workspaces", json={"name": "joining", "files": files}).status_code == 201

    async def add(services: Services) -> str:
        return await ensure_user(services, VIEWER, is_admin=False, password=PASSWORD)

    person = in_home(installation.home, add)
    assert client.put(f"{W}/people/{person}", json={"roles": ["viewer"]}).status_code == 200
    return client


def test_missing_variables_are_made_where_they_are_read(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    with opened(browser, installation.url) as watched:
        page, keys = watched.page, Keys(watched.page)
        sign_in(page, "/w/joining/data")
        keys.press(page.get_by_role("link", name="Connect a database"))
        keys.check(page.get_by_role("radio", name="SQLite"))
        keys.fill(
            page.get_by_label("Path", exact=True),
            f"{installation.database.parent}/{{{{ env.file }}}}.{{{{ env.known }}}}",
        )
        missing = page.get_by_role("region", name="2 variables without a value")
        expect(missing).to_contain_text("the values hold in Production")
        expect(missing.get_by_role("combobox", name="Kind of known")).to_be_disabled()
        watched.look_over("variables that are missing")
        keys.press(missing.get_by_role("button", name="Make 2 and test"))
        expect(missing.get_by_text("Give it a value.")).to_have_count(2)
        keys.fill(missing.get_by_label("Value of file"), installation.database.stem)
        keys.fill(missing.get_by_label("Value of known"), "db")
        page.keyboard.press("Enter")
        expect(page.get_by_text("The connection works.")).to_be_visible()
        expect(missing).to_have_count(0)
        watched.look_over("a source that can be connected")
        keys.press(page.get_by_role("button", name="Connect", exact=True))
        page.wait_for_url(re.compile("/w/joining/data/.+"))
        expect(page.get_by_text("is connected")).to_be_visible()
        source = admin.get(f"{W}/sources").json()["items"][0]
        assert source["settings"]["path"].endswith("/{{ env.file }}.{{ env.known }}")
        assert source["tables"] == 4
        values = {one["name"]: one["value"] for one in admin.get(f"{W}/variables?env=production").json()["items"]}
        assert values == {"file": installation.database.stem, "known": "db"}
        assert watched.troubles == []


def test_a_secret_is_made_and_not_shown(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/joining/connect")
        page.get_by_role("radio", name="PostgreSQL").check()
        page.get_by_label("Host", exact=True).fill("{{ env.host }}")
        page.get_by_label("Database", exact=True).fill("none")
        page.get_by_label("User", exact=True).fill("app")
        # Once it is no secret but the name of one, another field stands there: one types on.
        password = page.get_by_role("textbox", name="Password")
        password.press_sequentially("{{")
        expect(password).to_be_focused()
        page.keyboard.type(" env.token }}")
        expect(password).to_have_value("{{ env.token }}")
        missing = page.get_by_role("region", name="2 variables without a value")
        expect(missing.get_by_role("combobox", name="Kind of token")).to_have_value("Secret")
        missing.get_by_label("Value of host").fill("nowhere.invalid")
        missing.get_by_label("Value of token").fill(SECRET)
        # Without an answer nothing is lost, and what was made already is not asked again.
        page.route("**/variables/token", lambda route: route.abort())
        missing.get_by_role("button", name="Make 2 and test").click()
        left = page.get_by_role("region", name="A variable without a value")
        expect(left.get_by_role("alert")).to_contain_text("The server could not be reached.")
        expect(left.get_by_label("Value of token")).to_have_value(SECRET)
        page.unroute("**/variables/token")
        left.get_by_role("button", name="Make it and test").click()
        expect(left).to_have_count(0)
        expect(page.get_by_text("The connection does not work yet.")).to_be_visible()
        assert SECRET not in page.content()
        told = {one["name"]: one for one in admin.get(f"{W}/variables?env=production").json()["items"]}
        assert (told["token"]["type"], told["token"]["is_set"], told["token"]["value"]) == ("secret", True, None)


def test_whoever_may_not_connect_is_told_who_may(
    browser: Browser, installation: Installation, admin: httpx.Client
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/joining/connect", email=VIEWER)
        expect(page.get_by_text("You may not connect data sources here")).to_be_visible()
        watched.look_over("connecting without the right")
