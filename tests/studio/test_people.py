"""Users, roles, and one's own account in the studio."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import add_user, generate, sign_in

pytestmark = pytest.mark.browser


def test_a_person_is_added_let_in_changed_and_deleted(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page)
        generate(page, installation, "Roles")
        page.goto("/users")
        page.get_by_role("button", name="Add user").click()
        page.get_by_role("dialog").get_by_role("button", name="Add user").click()
        expect(page.get_by_text("Enter your name.")).to_be_visible()
        link = add_user(page, "Grace Hopper", "grace@example.org")
        assert watched.axe() == []
        page.get_by_role("button", name="Give roles").click()
        page.get_by_role("dialog").get_by_label("Workspace").first.click()
        page.get_by_role("option", name="Roles", exact=True).click()
        page.get_by_label("Power").check()
        page.get_by_role("button", name="Save roles").click()
        row = page.get_by_role("row", name="Grace Hopper")
        expect(row).to_contain_text("Roles: Power")

        with opened(browser, installation.url) as theirs:
            theirs.page.goto(link)
            theirs.page.get_by_role("link", name="Account").click()
            expect(theirs.page.get_by_role("heading", name="Account")).to_be_visible()
            choose(page, "Sign out everywhere")
            expect(page.get_by_text("Grace Hopper was signed out in 1 place")).to_be_visible()
            theirs.page.goto("/account")
            expect(theirs.page.get_by_role("heading", name="Sign in")).to_be_visible()

        choose(page, "Deactivate")
        expect(row).to_contain_text("Deactivated")
        said = page.get_by_role("alert").filter(has_text="was deactivated")
        said.get_by_role("button", name="Undo").click()
        expect(row).to_contain_text("Active")

        choose(page, "Change name or address")
        page.get_by_label("E-mail address").fill("ada@example.org")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("dialog").get_by_text("has the address ada@example.org already")).to_be_visible()
        page.get_by_label("E-mail address").fill("g.hopper@example.org")
        page.keyboard.press("Enter")
        expect(row).to_contain_text("g.hopper@example.org")

        choose(page, "Delete")
        assert watched.axe() == []
        page.get_by_role("button", name="Delete Grace Hopper").click()
        expect(row).to_have_count(0)
        assert watched.troubles == []


def choose(page: Page, item: str) -> None:
    page.get_by_role("button", name="Actions for Grace Hopper").press("Enter")
    page.get_by_role("menuitem", name=item, exact=True).press("Enter")


def test_an_address_that_is_taken_is_said_at_its_field_or_above_the_form(
    browser: Browser, installation: Installation
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/users")
        page.get_by_role("button", name="Add user").click()
        page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Another Ada")
        page.get_by_label("E-mail address").fill("ada@example.org")
        page.get_by_role("dialog").get_by_role("button", name="Add user").click()
        field = page.locator("input[type=email][aria-invalid=true]")
        expect(page.get_by_role("dialog").get_by_role("alert").or_(field).first).to_be_visible()


def test_a_token_is_shown_once_works_and_can_be_revoked(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/account")
        page.get_by_role("button", name="Create token").click()
        page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Nightly export")
        page.get_by_role("dialog").get_by_role("button", name="Create token").click()
        token = page.get_by_label("Token", exact=True).input_value()
        bearer = {"authorization": f"Bearer {token}"}
        assert httpx.get(f"{installation.url}/api/v1/me", headers=bearer).status_code in {200, 403}
        page.get_by_role("button", name="Done").click()
        expect(page.get_by_text(token)).to_have_count(0)
        page.get_by_role("button", name="Revoke Nightly export").click()
        assert watched.axe() == []
        page.get_by_role("dialog").get_by_role("button", name="Revoke Nightly export").click()
        expect(page.get_by_role("row", name="Nightly export")).to_have_count(0)
        assert httpx.get(f"{installation.url}/api/v1/me", headers=bearer).status_code == 401
        assert watched.troubles == []


def test_other_sessions_can_be_ended_and_an_ended_one_leads_to_signing_in(
    browser: Browser, installation: Installation
) -> None:
    with opened(browser, installation.url) as here, opened(browser, installation.url) as there:
        sign_in(there.page, "/account")
        sign_in(here.page, "/account")
        here.page.get_by_role("button", name="Sign out everywhere else").click()
        expect(here.page.get_by_text("signed out").first).to_be_visible()
        there.page.get_by_role("button", name="Save").click()
        expect(there.page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert here.troubles == []


def test_the_profile_keeps_what_was_saved(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/account")
        page.get_by_label("Time zone").first.click()
        page.get_by_label("Time zone").first.fill("Vienna")
        page.get_by_role("option", name="Europe/Vienna").click()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Profile saved")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Time zone").first).to_have_value("Europe/Vienna")


def test_people_without_rights_see_no_design_pages(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/users")
        page.get_by_role("button", name="Add user").click()
        link = add_user(page, "Guest", "guest@example.org")
    with opened(browser, installation.url) as watched:
        page = watched.page
        page.goto(link)
        expect(page.get_by_role("heading", name="Your apps")).to_be_visible()
        page.goto("/users")
        expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()
        expect(page.get_by_role("link", name="Users")).to_have_count(0)
        page.goto("/new")
        expect(page.get_by_text("Only administrators make new apps here")).to_be_visible()
        expect(page.get_by_role("button", name="Test connection")).to_have_count(0)
