"""Any definition as the text of its file: written, checked as it is typed, stored with its comments, never over others' work."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/texts"
QUERY = "# Asked by the desk every morning.\ntitle: All papers\nsql: select id, title from papers\n"
TABLE = "title: Papers\ncolumns:\n  - name: title\n    kind: text\n  - name: pages\n    kind: number\n"


@pytest.fixture(scope="module")
def admin(installation: Installation) -> httpx.Client:
    client = signed_in(installation.url, installation.home)
    files = {"workspace.yaml": "title: Texts\n", "queries/all.yaml": QUERY, "tables/papers.yaml": TABLE}
    made = client.post("/api/v1/workspaces", json={"name": "texts", "files": files})
    assert made.status_code == 201, made.text
    assert client.post(f"{W}/tables/papers/rows", json={"title": "One", "pages": 3}).status_code == 201
    return client


def stored(admin: httpx.Client, path: str) -> str:
    return str(admin.get(f"{W}/files").json()["files"][path])


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="The text of").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def save(page: Page) -> None:
    button = page.get_by_role("button", name="Save", exact=True)
    expect(button).to_be_enabled()
    button.click()


def test_a_query_is_written_as_text(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/texts/queries/all")
        page.get_by_role("link", name="File as YAML").click()
        editor = page.get_by_role("textbox", name="The text of queries/all.yaml")
        expect(editor).to_contain_text("Asked by the desk")
        watched.look_over("a definition as text")

        # Keys and values are offered, with what they are for.
        editor.click()
        page.keyboard.press("Control+End")
        page.keyboard.type("max")
        page.get_by_role("option", name="max_rows").click()
        expect(editor).to_contain_text("max_rows: ")

        # A mistake is said at its line, and is not stored.
        write(page, QUERY + "max_row: 5\n")
        faults = page.get_by_role("list", name="Mistakes in the text")
        expect(faults).to_contain_text("Line 4:")
        expect(faults).to_contain_text("max_rows")
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
        watched.look_over("a mistake in a text")
        page.reload()  # what is written is kept
        expect(editor).to_contain_text("max_row: 5")

        # The text is stored as it is written, comments included.
        text = QUERY.replace("every morning", "every evening") + "max_rows: 5 # as many as fit\n"
        write(page, text)
        expect(faults).to_have_count(0)
        page.keyboard.press("Control+s")
        expect(page.get_by_text("queries/all.yaml was saved")).to_be_visible()
        assert stored(admin, "queries/all.yaml") == text
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()

        # Somebody else's change of it is asked about; one of something else is not.
        write(page, text.replace("max_rows: 5", "max_rows: 6"))
        other = admin.get(f"{W}/queries/all").json()["definition"]
        assert admin.put(f"{W}/queries/all", json={**other, "title": "Theirs"}).status_code == 200
        save(page)
        notice = page.get_by_role("alert").filter(has_text="Somebody else changed this definition")
        expect(notice).to_be_visible()
        assert "max_rows: 5" in stored(admin, "queries/all.yaml")
        notice.get_by_role("button", name="Take theirs").click()
        expect(editor).to_contain_text("title: Theirs")
        page.get_by_role("alert").get_by_role("button", name="Undo").click()
        expect(editor).to_contain_text("max_rows: 6")
        save(page)
        # The button is disabled while it saves, too; what can be discarded is gone only once it is stored.
        expect(page.get_by_role("button", name="Discard", exact=True)).to_have_count(0)
        assert "max_rows: 6" in stored(admin, "queries/all.yaml")
        assert watched.troubles == []


def test_rows_are_lost_on_purpose_only(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/texts/yaml?of=tables%2Fpapers.yaml")
        write(page, TABLE.replace("  - name: pages\n    kind: number\n", ""))
        save(page)
        anyway = page.get_by_role("button", name="Save and lose it for good")
        expect(anyway).to_be_visible()
        assert "pages" in stored(admin, "tables/papers.yaml")
        watched.look_over("rows that would be lost")
        anyway.click()
        expect(page.get_by_text("tables/papers.yaml was saved")).to_be_visible()
        assert "pages" not in stored(admin, "tables/papers.yaml")
        page.goto(f"{installation.url}/w/texts/yaml?of=tables%2Fnone.yaml")
        expect(page.get_by_role("heading", level=1)).to_contain_text("not")


def test_settings_of_a_kind_are_offered(browser: Browser, installation: Installation, admin: httpx.Client) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/texts/yaml?of=tables%2Fpapers.yaml")
        write(page, "title: Papers\ncolumns:\n  - name: title\n    kind: select\n    settings:\n")
        page.keyboard.type("      opt")
        option = page.get_by_role("option", name="options")
        expect(option).to_be_visible()
        watched.look_over("settings of a kind of column")
        option.click()
        expect(page.get_by_role("textbox", name="The text of")).to_contain_text("options: ")
        page.get_by_role("button", name="Discard", exact=True).click()

        files = admin.get(f"{W}/files").json()["files"]
        source = f"title: Shop\nkind: sqlite\nsettings:\n  path: {installation.database}\n"
        stored = admin.put(f"{W}/files", json={"files": {**files, "sources/shop.yaml": source}, "message": "Shop"})
        assert stored.status_code == 200, stored.text
        page.goto(f"{installation.url}/w/texts/yaml?of=sources%2Fshop.yaml")
        editor = page.get_by_role("textbox", name="The text of sources/shop.yaml")
        expect(editor).to_contain_text("kind: sqlite")
        write(page, "title: Shop\nkind: postgres\nsettings:\n")
        page.keyboard.type("  pool")
        expect(page.get_by_role("option", name="pooler")).to_be_visible()
        write(page, "title: Shop\nkind: sqlite\nsettings:\n")
        page.keyboard.type("  pa")
        expect(page.get_by_role("option", name="path")).to_be_visible()
        expect(page.get_by_role("option", name="pooler")).to_have_count(0)
        assert watched.troubles == []
