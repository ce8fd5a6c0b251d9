"""Users, roles, and one's own account in the studio."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import opened
from tests.studio.conftest import Installation
from tests.studio.steps import generate, sign_in

pytestmark = pytest.mark.browser


def test_a_person_is_added_given_a_role_and_deactivated(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page)
        generate(page, installation, "Roles")
        page.goto("/users")
        page.get_by_role("button", name="Add user").click()
        page.get_by_role("dialog").get_by_role("button", name="Add user").click()
        expect(page.get_by_text("Enter your name.")).to_be_visible()
        page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Grace Hopper")
        page.get_by_label("E-mail address").fill("grace@example.org")
        page.get_by_role("dialog").get_by_role("button", name="Add user").click()
        password = page.get_by_label("First password").input_value()
        assert len(password) >= 12
        assert watched.axe() == []
        page.get_by_role("button", name="Done").click()

        row = page.get_by_role("row", name="Grace Hopper")
        page.get_by_role("button", name="Actions for Grace Hopper").click()
        page.get_by_role("menuitem", name="Change roles").click()
        page.get_by_label("Power").check()
        page.get_by_role("button", name="Save roles").click()
        expect(row).to_contain_text("power")

        signed_in = httpx.post(
            f"{installation.url}/api/v1/session", json={"email": "grace@example.org", "password": password}
        )
        assert signed_in.status_code == 201
        page.get_by_role("button", name="Actions for Grace Hopper").click()
        page.get_by_role("menuitem", name="Deactivate").click()
        expect(row).to_contain_text("Deactivated")
        page.get_by_role("button", name="Undo").click()
        expect(row).to_contain_text("Active")

        page.get_by_role("button", name="Actions for Grace Hopper").click()
        page.get_by_role("menuitem", name="Change name or address").click()
        page.get_by_label("E-mail address").fill("ada@example.org")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("input[type=email][aria-invalid=true]").or_(page.get_by_role("alert"))).to_be_visible()
        page.get_by_label("E-mail address").fill("g.hopper@example.org")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(row).to_contain_text("g.hopper@example.org")

        page.get_by_role("button", name="Actions for Grace Hopper").click()
        page.get_by_role("menuitem", name="Delete", exact=True).click()
        assert watched.axe() == []
        page.get_by_role("button", name="Delete Grace Hopper").click()
        expect(row).to_have_count(0)
        assert watched.troubles == []


def test_a_new_person_gets_a_link_and_roles_at_once(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/users")
        page.get_by_role("button", name="Add user").click()
        page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Linus")
        page.get_by_label("E-mail address").fill("linus@example.org")
        page.get_by_role("dialog").get_by_role("button", name="Add user").click()
        page.get_by_role("button", name="Make a sign-in link").click()
        link = page.get_by_role("textbox", name="Link").input_value()
        assert watched.axe() == []
        assert watched.troubles == []
    with opened(browser, installation.url) as theirs:
        theirs.page.goto(link)
        expect(theirs.page.get_by_role("button", name="Account: Linus")).to_be_visible()


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
        page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Guest")
        page.get_by_label("E-mail address").fill("guest@example.org")
        page.get_by_role("dialog").get_by_role("button", name="Add user").click()
        password = page.get_by_label("First password").input_value()
    with opened(browser, installation.url) as watched:
        page = watched.page
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill("guest@example.org")
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        page.goto("/users")
        expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()
        expect(page.get_by_role("link", name="Users")).to_have_count(0)
        page.goto("/new")
        expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()
        expect(page.get_by_role("button", name="Test connection")).to_have_count(0)
