"""A German reader walks through an app: every word that is not the app's own is German."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import toolwright
from tests.house.test_page_words import COMPONENTS, FRAMES, words_of
from tests.support import desk_app
from toolwright.extend.translation import say_everything, texts_of

pytestmark = pytest.mark.browser
PACKAGE = Path(toolwright.__file__).parent
SEEN = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!['SCRIPT', 'STYLE', 'TITLE'].includes(node.parentElement.tagName)) found.push(node.data);
    } else for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-confirm']) {
      if (node.hasAttribute(name)) found.push(node.getAttribute(name));
    }
  }
  return found.map((text) => text.trim()).filter(Boolean);
}"""


def english() -> list[re.Pattern[str]]:
    """Every English sentence that pages say where German says another."""
    said = {word: texts_of(path, "de").get(word) for path in COMPONENTS for word in words_of(path)}
    known = say_everything("de").texts
    said |= {word: known.get(word) for name in FRAMES for word in words_of(PACKAGE / name)}
    other = [word for word, german in said.items() if german != word and word != "{what} by {group}"]
    return [re.compile(re.sub(r"\\\{(\\\{.*?\\\}|\w+)\\\}", ".+", re.escape(word.strip()))) for word in other]


@pytest.fixture(scope="module")
def own_words() -> str:
    """The app's own words, English all of them."""
    return "\n".join(desk_app.files(Path("erp.db")).values()).lower()


@pytest.fixture(scope="module")
def patterns() -> list[re.Pattern[str]]:
    """See `english`."""
    return english()


@pytest.fixture
def check(own_words, patterns):
    """Fails for English on a page."""

    def look(page: Page) -> None:
        seen = [text for text in page.evaluate(SEEN) if text.lower() not in own_words]
        found = {text for text in seen if any(pattern.fullmatch(text) for pattern in patterns)}
        assert not found, page.url

    return look


def read(site, path: str = "/", person: str = "agent", **options: object) -> Page:
    return site.page(person, path, locale="de-DE", **options)


def test_lists_and_what_opens_over_them(site, check):
    page = read(site)
    expect(page.locator("html")).to_have_attribute("lang", "de-DE")
    expect(page.get_by_role("searchbox", name="Tickets durchsuchen")).to_be_visible()
    check(page)
    page.goto("/apps/support/desk/?tickets.search=nobody+says+this")
    expect(page.get_by_text("Keine passenden Tickets")).to_be_visible()
    check(page)


def test_a_form_with_a_mistake(site, check):
    page = read(site, "/new")
    check(page)
    page.evaluate("document.querySelectorAll('form').forEach((form) => form.noValidate = true)")
    page.locator("form.tw-form button[type=submit]").click()
    expect(page.locator(".tw-error").first).to_have_text("Das wird benötigt.")
    check(page)


def test_a_question_before_something_is_deleted(site, check):
    page = read(site, "/batch?many.search=Ticket+8&many.sort=id")
    page.get_by_label("Zeile auswählen").first.check()
    page.get_by_role("button", name="Löschen", exact=True).click()
    dialog = page.get_by_role("dialog", name="Ausgewählte Tickets löschen?")
    expect(dialog).to_be_visible()
    check(page)
    dialog.get_by_role("button", name="Abbrechen").click()
    expect(dialog).to_have_count(0)


def test_the_page_to_sign_in(site, check):
    page = site.browser.new_context(base_url=site.url, locale="de-DE").new_page()
    page.goto("/apps/support/desk/")
    expect(page.get_by_role("button", name="Anmelden")).to_be_visible()
    check(page)


def test_several_rows_are_chosen_and_changed(site, check):
    page = read(site, "/batch?many.search=Ticket+8&many.sort=id")
    page.get_by_label("Zeile auswählen").first.check()
    expect(page.get_by_role("status").filter(has_text="1 ausgewählt")).to_be_visible()
    page.get_by_role("link", name="Ändern", exact=True).click()
    expect(page.get_by_role("dialog", name="Ausgewählte Tickets ändern")).to_be_visible()
    check(page)


def test_pages_that_cannot_be_shown(site, check):
    page = read(site)
    site.problems.clear()
    page.goto("/apps/support/desk/nowhere")
    expect(page.locator("html")).to_have_attribute("lang", "de-DE")
    check(page)
    site.problems.clear()


def test_every_screen(site, check):
    page = read(site)
    for path in ("/", "/tickets/2", "/tickets/2/edit", "/beside", "/counter", "/bin", "/explore", "/batch"):
        page.goto(f"/apps/support/desk{path}")
        check(page)
    site.problems.clear()


def test_english_for_who_reads_something_else(site):
    page = site.page("agent", "/", locale="nl-NL")
    expect(page.get_by_role("searchbox", name="Search tickets")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_who_chose_a_language_gets_it_in_every_browser(site):
    page = site.page("guest", "/", locale="en-GB")
    token = page.locator("meta[name=tw-csrf]").get_attribute("content") or ""
    context = page.context

    def choose(locale: str) -> None:
        changed = context.request.patch("/api/v1/me", data={"locale": locale}, headers={"x-csrf-token": token})
        assert changed.ok, changed.text()

    choose("de")
    page.reload()
    expect(page.get_by_role("searchbox", name="Tickets durchsuchen")).to_be_visible()
    choose("")
    page.reload()
    expect(page.get_by_role("searchbox", name="Search tickets")).to_be_visible()
