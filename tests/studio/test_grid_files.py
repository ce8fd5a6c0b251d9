"""Files in cells of the grid: sent by choosing, dropping and pasting, seen, looked at, taken out, and kept from who may not."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import opened
from tests.studio.gridding import cell
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import in_home
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowChange

pytestmark = pytest.mark.browser
AT = "/w/filed/data/-/papers"
FILES = {
    "workspace.yaml": "title: Filed\n",
    "tables/papers.yaml": """\
title: Papers
columns:
  - {name: title, kind: text, required: true}
  - {name: photo, kind: image}
  - {name: evidence, kind: attachments}
display: title
""",
}
_GIVE = """([selector, event, name]) => {
  const data = new DataTransfer();
  data.items.add(new File(['some words'], name, {type: 'text/plain'}));
  const target = document.querySelector(selector);
  const sent = event === 'drop' ? new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})
    : new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
  target.dispatchEvent(sent);
}"""


@pytest.fixture(scope="module")
def papers(installation: Installation) -> str:
    """The address of a table with three papers without files."""

    async def add(services: Services) -> None:
        await create_workspace(services, OPERATOR, "filed", files=FILES)
        workspace = await services.workspaces.get("filed")
        await services.rows.bulk(
            OPERATOR, workspace, "papers", [RowChange("create", values={"title": f"Paper {n}"}) for n in (1, 2, 3)]
        )

    in_home(installation.home, add)
    return AT


def picture() -> dict[str, object]:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return {"name": "photo.png", "mimeType": "image/png", "buffer": made.getvalue()}


def choose(page: Page, file: dict[str, object], button: str = "Choose a file") -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(file)  # type: ignore[arg-type]  # a file payload


def test_files_are_sent_seen_and_taken_out(browser: Browser, installation: Installation, papers: str) -> None:
    with opened(browser, installation.url) as watched:
        page, keys = watched.page, watched.page.keyboard
        sign_in(page, papers)
        editor = page.get_by_role("group", name="Photo")
        cell(page, 1, "Photo").click()
        keys.press("Enter")
        expect(editor).to_be_focused()
        choose(page, {"name": "words.txt", "mimeType": "text/plain", "buffer": b"no picture"})
        expect(editor.get_by_role("alert")).to_be_visible()
        choose(page, picture())
        expect(editor.get_by_role("listitem")).to_contain_text("photo.png")
        watched.look_over("file editor")
        editor.get_by_role("button", name="Done").focus()
        keys.press("Enter")
        expect(editor).to_have_count(0)
        expect(page.get_by_role("grid")).to_be_focused()
        expect(cell(page, 1, "Photo")).to_contain_text("photo.png")
        image = cell(page, 1, "Photo").locator("img")
        expect(image).to_be_visible()
        page.wait_for_function("() => document.querySelector('[data-row] img').naturalWidth > 0")
        # Any number of files, dropped and pasted; Ctrl+Enter is done.
        several = page.get_by_role("group", name="Evidence")
        cell(page, 2, "Evidence").dblclick()
        expect(several).to_be_focused()
        page.evaluate(_GIVE, ["[role=group][tabindex='-1']", "drop", "dropped.txt"])
        expect(several.get_by_role("listitem")).to_have_count(1)
        page.evaluate(_GIVE, ["[role=group][tabindex='-1']", "paste", "pasted.txt"])
        expect(several.get_by_role("listitem")).to_have_count(2)
        keys.press("Control+Enter")
        expect(cell(page, 2, "Evidence")).to_contain_text("2 files")
        # Looked at, and taken out by keys.
        cell(page, 2, "Evidence").click()
        keys.press("Enter")
        with page.expect_download() as download:
            several.get_by_role("link", name="dropped.txt").click()
        assert download.value.suggested_filename == "dropped.txt"
        several.get_by_role("button", name="Take out dropped.txt").focus()
        keys.press("Enter")
        expect(several).to_be_focused()
        cell(page, 3, "Title").click()  # elsewhere: what was done is saved
        expect(cell(page, 2, "Evidence")).to_contain_text("pasted.txt")
        # Undo gives back what was taken out, and redo takes it out again.
        keys.press("Control+z")
        expect(cell(page, 2, "Evidence")).to_contain_text("2 files")
        page.reload()
        expect(cell(page, 2, "Evidence")).to_contain_text("2 files")
        cell(page, 2, "Evidence").click()
        keys.press("Enter")
        several.get_by_role("button", name="Take out dropped.txt").click()
        keys.press("Control+Enter")
        expect(cell(page, 2, "Evidence")).to_contain_text("pasted.txt")
        keys.press("Control+z")
        expect(cell(page, 2, "Evidence")).to_contain_text("2 files")
        keys.press("Control+Shift+z")
        expect(cell(page, 2, "Evidence")).to_contain_text("pasted.txt")
        # Escape gives up; names pasted over a cell of files are no files.
        cell(page, 2, "Evidence").click()
        keys.press("Enter")
        several.get_by_role("button", name="Take out pasted.txt").click()
        keys.press("Escape")
        expect(cell(page, 2, "Evidence")).to_contain_text("pasted.txt")
        page.reload()
        expect(cell(page, 2, "Evidence")).to_contain_text("pasted.txt")
        keys.press("Escape")
        # Beside the grid as well.
        page.get_by_role("button", name="Open row 1", exact=True).click(force=True)
        drawer = page.get_by_role("dialog")
        expect(drawer.locator("img")).to_be_visible()
        drawer.get_by_role("button", name="Photo").click()
        drawer.get_by_role("button", name="Take out photo.png").click()
        watched.look_over("file editor beside")
        drawer.get_by_role("button", name="Done").click()
        expect(drawer.get_by_role("button", name="Photo")).to_contain_text("no value")
        keys.press("Escape")
        expect(cell(page, 1, "Photo")).to_contain_text("no value")
        page.get_by_role("grid").focus()
        keys.press("Control+z")
        expect(cell(page, 1, "Photo")).to_contain_text("photo.png")
        expect(cell(page, 1, "Photo").locator("img")).to_be_visible()
        assert watched.troubles == []
