"""From a database to an app in the studio."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import generate, sign_in

pytestmark = pytest.mark.browser


def test_an_app_is_made_and_can_be_opened(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page)
        generate(page, installation, "Invoices")
        page.get_by_role("link", name="Manage workspace").click()
        expect(page.get_by_role("heading", name="Invoices", level=1)).to_be_visible()
        expect(page.get_by_role("region", name="Recent changes").get_by_role("listitem").first).to_be_visible()
        assert watched.axe() == []
        page.get_by_role("link", name="Open app").first.click()
        page.wait_for_url("**/apps/**")
        expect(
            page.get_by_role("link", name="Customers").or_(page.get_by_role("link", name="Customer")).first
        ).to_be_attached()
        assert watched.troubles == []


def test_the_review_says_why_a_table_is_read_only_and_what_is_made(
    browser: Browser, installation: Installation
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/new")
        page.get_by_text("Paste an address").click()
        page.get_by_role("textbox", name="Address").fill("oracle://somewhere")
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("“oracle” is not known here")).to_be_visible()
        page.get_by_role("textbox", name="Address").fill(f"sqlite:///{installation.database}")
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection works.")).to_be_visible()
        page.get_by_role("button", name="Choose tables").click()
        expect(page.get_by_role("row", name="Log").get_by_text("no primary key")).to_be_visible()
        expect(page.get_by_role("row", name="Open invoice").get_by_text("database view")).to_be_visible()
        assert watched.axe() == []
        page.get_by_label("All tables").uncheck()
        page.get_by_role("button", name="Create app with 0 tables").click()
        expect(page.get_by_text("Choose at least one table.")).to_be_visible()
        page.get_by_placeholder("Search tables").fill("nothing of that name")
        expect(page.get_by_text("Nothing matches")).to_be_visible()
        assert watched.troubles == []


def test_a_connection_that_fails_says_what_to_do_and_keeps_what_was_entered(
    browser: Browser, installation: Installation
) -> None:
    with opened(browser, installation.url, scheme="dark") as watched:
        page = watched.page
        sign_in(page, "/new")
        page.get_by_role("radio", name="PostgreSQL").check()
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("Enter a value for “Host”.")).to_be_visible()
        expect(page.get_by_label("Host")).to_be_focused()
        page.get_by_label("Host").fill("127.0.0.1")
        page.get_by_label("Port").fill("9")
        page.get_by_label("Database", exact=True).fill("erp")
        page.get_by_label("User", exact=True).fill("erp")
        page.get_by_label("Password (optional)").fill("secret")
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("The connection does not work yet.")).to_be_visible()
        expect(page.get_by_role("img", name="Failed")).to_have_count(1)
        expect(page.get_by_label("Host")).to_have_value("127.0.0.1")
        expect(page.get_by_role("button", name="Test again")).to_be_enabled()
        expect(page.get_by_role("button", name="Choose tables")).to_have_count(0)
        assert watched.axe() == []
        assert watched.troubles == []


def test_a_template_becomes_a_workspace(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/new?from=template")
        expect(page.get_by_role("radio", name="Service desk")).to_be_checked()
        # Which by the keyboard: the name follows until somebody gives one.
        page.get_by_role("radio", name="Service desk").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="Changes and on-call")).to_be_checked()
        expect(page.get_by_role("textbox", name="Name")).to_have_value("Changes and on-call")
        watched.look_over("templates")
        page.get_by_role("textbox", name="Name").fill("Night watch")
        page.get_by_role("radio", name="Asset inventory").check()
        expect(page.get_by_role("textbox", name="Name")).to_have_value("Night watch")
        page.get_by_role("radio", name="Changes and on-call").check()
        page.get_by_role("button", name="Create workspace").click()
        expect(page.get_by_role("heading", name="Night watch is ready")).to_be_focused()
        watched.look_over("template made")
        page.get_by_role("link", name="Open app").click()
        expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
        expect(page.get_by_text("Core network").first).to_be_visible()
        watched.look_over("template app")
        assert watched.troubles == []
