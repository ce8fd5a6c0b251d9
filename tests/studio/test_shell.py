"""The frame around the pages: navigation, palette, shortcuts, schemes, widths, and what is not there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import opened
from tests.studio.installation import EMAIL, PASSWORD, Installation
from tests.studio.steps import generate, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workspace(browser: Browser, installation: Installation) -> str:
    """The address of a workspace with an app in it."""
    with opened(browser, installation.url) as watched:
        sign_in(watched.page)
        generate(watched.page, installation, "Shop floor")
        return watched.page.get_by_role("link", name="Manage workspace").get_attribute("href") or ""


def test_every_page_is_accessible_and_fits(browser: Browser, installation: Installation, workspace: str) -> None:
    addresses = ["/", "/new", "/users", "/account", workspace, f"{workspace}/data", f"{workspace}/access"]
    addresses += [f"{workspace}/access?tab=tables", f"{workspace}/access?tab=people", "/w/nowhere"]
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page)
        for address in addresses:
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.wait_for_load_state("networkidle")
            watched.look_over(address)
        assert watched.troubles == []


def test_german_is_spoken_to_those_who_read_it(browser: Browser, installation: Installation, workspace: str) -> None:
    with opened(browser, installation.url, locale="de-AT") as watched:
        page = watched.page
        page.goto("/")
        page.get_by_label("E-Mail-Adresse").fill(EMAIL)
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Anmelden").click()
        expect(page.get_by_role("heading", name="Startseite")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == "de"
        for address in (
            "/new",
            "/users",
            workspace,
            f"{workspace}/data",
            f"{workspace}/access",
            f"{workspace}/versions",
        ):
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.set_viewport_size({"width": 390, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, address
            page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{workspace}/apps/shop_floor/screens/customer_list")
        page.get_by_role("tab", name="Komponenten").click()
        expect(page.get_by_role("heading", name="Diagramme")).to_be_visible()
        page.get_by_role("button", name="Schaltfläche", exact=True).click()
        expect(page.get_by_role("textbox", name="Beschriftung", exact=True)).to_be_visible()
        assert watched.axe() == []
        page.goto("/account")
        assert watched.axe() == []
        page.get_by_role("combobox", name="Ihre Sprache").click()
        page.get_by_role("option", name="English").click()
        expect(page.get_by_role("heading", name="Account")).to_be_visible()
        page.get_by_role("combobox", name="Your language").click()
        page.get_by_role("option", name="As the browser").click()
        expect(page.get_by_role("heading", name="Account")).to_have_count(0)
        assert page.locator("html").get_attribute("lang") == "de"
        assert watched.troubles == []


def test_the_palette_reaches_pages_tables_and_people(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, workspace)
        page.keyboard.press("Control+k")
        field = page.get_by_placeholder("Go to a page, app or table")
        field.fill("customer")
        palette = page.get_by_role("dialog")
        expect(palette.get_by_role("button").filter(has_text="shop.customer").first).to_be_visible()
        assert watched.axe() == []
        expect(palette.locator("[data-selected]")).to_contain_text("shop.customer")
        page.keyboard.press("Enter")
        page.wait_for_url("**/data/shop/customer")
        expect(page.get_by_role("grid", name="Rows of Customer")).to_be_visible()
        # Any word of a definition leads to where it stands: in a screen to its component, and the setting of it.
        page.keyboard.press("Control+k")
        field.fill("delete_row")
        found = palette.get_by_role("button", name="delete_row").first
        expect(found).to_be_visible()
        watched.look_over("palette_words")
        found.click()
        page.wait_for_url("**/screens/*?node=content.*")
        inspector = page.get_by_role("region", name="Inspector")
        expect(inspector.get_by_role("heading", name="Button", exact=True)).to_be_visible()
        expect(inspector.get_by_role("tab", name="Events")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Control+k")
        field.fill("no such thing at all")
        expect(page.get_by_text("Nothing matches")).to_be_visible()
        page.keyboard.press("Escape")
        expect(field).to_have_count(0)
        assert watched.troubles == []


def test_keys_go_places_but_never_while_typing(browser: Browser, installation: Installation, workspace: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, workspace)
        page.keyboard.press("g")
        page.keyboard.press("d")
        expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
        expect(page.get_by_role("table", name="Tables")).to_be_visible()
        page.keyboard.press("/")
        expect(page.get_by_placeholder("Search tables")).to_be_focused()
        page.keyboard.type("g?")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("heading", name="Data", exact=True).click()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        assert watched.axe() == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_colour_scheme_is_remembered_before_the_first_paint(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url, scheme="light") as watched:
        page = watched.page
        sign_in(page)
        page.get_by_role("button", name="Account:").click()
        page.get_by_role("menuitemradio", name="Dark").click()
        assert watched.axe(but=("region",)) == []  # a menu floats above the landmarks
        page.reload(wait_until="commit")
        page.wait_for_selector("body", state="attached")
        assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"


def test_the_skip_link_leads_to_the_content(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/account")
        expect(page.get_by_role("heading", name="Account", exact=True)).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_being_offline_is_said(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page)
        page.context.set_offline(True)
        expect(page.get_by_text("You are offline.")).to_be_visible()
        page.context.set_offline(False)
        expect(page.get_by_text("You are offline.")).to_have_count(0)


def test_a_phone_gets_the_navigation_as_a_drawer(browser: Browser, installation: Installation, workspace: str) -> None:
    with opened(browser, installation.url, width=390, height=844) as watched:
        page = watched.page
        sign_in(page, workspace)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("link", name="Data", exact=True)).to_be_hidden()
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="Data", exact=True).click()
        expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Data", exact=True)).to_be_hidden()
        assert watched.troubles == []


def test_first_load_stays_under_its_budget(browser: Browser, installation: Installation) -> None:
    with opened(browser, installation.url) as watched:
        sign_in(watched.page)
        assert 0 < watched.first_load_kib() < 350
