"""First start and signing in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import started_server

pytestmark = pytest.mark.browser
ENGLISH_WORDS = frozenset({
    "the", "and", "of", "New", "Edit", "Delete", "Created", "Updated", "Open", "Priority", "Requester", "Comments",
    "History", "Queue", "by", "Files",
})  # fmt: skip
"""What no page of an app in German says."""
MOST_KIB = 350
"""What the studio may load for who has nothing of it yet, compressed."""


def test_the_first_administrator_is_made_with_the_code_of_the_log(browser: Browser, tmp_path: Path) -> None:
    with started_server(tmp_path / "home") as server, opened(browser, server.url) as watched:
        page = watched.page
        page.goto("/")
        expect(page.get_by_role("heading", name="Set up Toolwright")).to_be_visible()
        page.get_by_label("Set-up code").fill("wrong")
        page.get_by_label("Your e-mail address").fill("ada@example.org")
        page.get_by_label("Your name").fill("Ada Lovelace")
        page.get_by_label("Password", exact=True).fill("short")
        expect(page.get_by_text("7 more characters")).to_be_visible()
        page.get_by_role("button", name="Create administrator").click()
        expect(page.get_by_text("Use at least 12 characters.")).to_be_visible()
        page.get_by_label("Password", exact=True).fill("correct horse battery staple")
        page.get_by_role("button", name="Create administrator").click()
        expect(page.get_by_role("alert").or_(page.locator("[name=code][aria-invalid=true]")).first).to_be_visible()
        page.get_by_label("Set-up code").fill(server.setup_code())
        page.get_by_role("button", name="Create administrator").click()
        expect(page.get_by_role("heading", name="Start with the data you have")).to_be_visible()
        assert watched.axe() == []
        assert 0 < watched.first_load_kib() < MOST_KIB
        expect(page.get_by_role("heading", name="Start with the data you have")).to_be_visible()
        page.goto("/setup")
        page.wait_for_url("**/")
        assert watched.troubles == []


def test_a_wrong_password_is_said_without_saying_which_half_is_wrong(
    browser: Browser, installation: Installation
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        page.goto("/sign-in")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Enter your e-mail address.")).to_be_visible()
        expect(page.get_by_label("E-mail address")).to_be_focused()
        page.get_by_label("E-mail address").fill("nobody@example.org")
        page.get_by_label("Password", exact=True).fill("not the password")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")
        expect(page.get_by_label("Password", exact=True)).to_have_value("")
        assert watched.axe() == []


def test_signing_in_leads_to_where_one_wanted_to_go(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/account")
        expect(page).to_have_url(f"{installation.url}/account")
        expect(page.get_by_role("heading", name="Account", exact=True)).to_be_visible()
        assert watched.troubles == []


@pytest.mark.parametrize("address", ["https://example.com/", "//example.com/", "/%5Cexample.com"])
def test_signing_in_never_leads_to_another_site(browser: Browser, installation: Installation, address: str) -> None:
    with opened(browser, installation.url) as watched:
        sign_in(watched.page, f"/sign-in?next={address}")
        assert watched.page.url == f"{installation.url}/"


def test_signing_out_ends_the_session(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page)
        page.get_by_role("button", name="Account:").click()
        page.get_by_role("menuitem", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.goto("/users")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_who_begins_in_german_gets_a_german_app(browser: Browser, tmp_path: Path) -> None:
    with started_server(tmp_path / "home") as server, opened(browser, server.url) as watched:
        page = watched.page
        page.goto(f"/setup?code={server.setup_code()}")
        page.get_by_role("button", name="Deutsch").click()
        expect(page.get_by_role("heading", name="Toolwright einrichten")).to_be_visible()
        assert watched.axe() == []
        page.get_by_label("Ihre E-Mail-Adresse").fill("grete@example.org")
        page.get_by_label("Ihr Name").fill("Grete Hermann")
        page.get_by_label("Passwort", exact=True).fill("richtiges Pferd Batterie Heftklammer")
        page.get_by_role("button", name="Administrator anlegen").click()
        page.get_by_role("link", name="Mit einer Vorlage").click()
        expect(page.get_by_role("combobox", name="Sprache der App")).to_have_value("Deutsch")
        expect(page.get_by_role("textbox", name="Name")).to_have_value("Service-Desk")
        watched.look_over("vorlagen")
        page.get_by_role("button", name="Arbeitsbereich anlegen").click()
        expect(page.get_by_role("heading", name="Service-Desk ist fertig")).to_be_focused()
        page.get_by_role("link", name="App öffnen").click()
        expect(page.get_by_role("heading", name="Guten Tag, Grete Hermann", level=1)).to_be_visible()
        watched.look_over("uebersicht")
        page.get_by_role("link", name="Warteschlange", exact=True).click()
        expect(page.get_by_role("heading", name="Warteschlange", level=1)).to_be_visible()
        expect(page.get_by_role("columnheader", name="Gemeldet von")).to_be_visible()
        page.get_by_role("link", name="Neues Ticket").click()
        page.get_by_label("Titel").fill("Der Drucker druckt nur noch auf Englisch")
        page.get_by_role("combobox", name="Gemeldet von").fill("Ada")
        page.get_by_role("listbox").get_by_role("option").first.click()
        page.get_by_role("button", name="Ticket anlegen").click()
        expect(page.get_by_text("Ticket angelegt")).to_be_visible()
        expect(page.get_by_role("heading", name="Der Drucker druckt nur noch auf Englisch")).to_be_visible()
        said = page.locator("body").inner_text()
        assert not ENGLISH_WORDS & set(re.findall(r"\w+", said)), said
        assert watched.troubles == []
