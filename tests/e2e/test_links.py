"""Columns of references and of files in forms: chosen, taken away with mouse and keyboard, saved, shown by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.files.conftest import picture
from tests.support.server import ADMIN, ensure_user, in_home, running_server, signed_in
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

pytestmark = pytest.mark.browser
FILES = {
    "workspace.yaml": "title: Desk\n",
    "tables/labels.yaml": "title: Labels\ncolumns:\n  - {name: name, kind: text, required: true}\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: labels, kind: links, settings: {to: labels}}
""",
    "tables/parts.yaml": """\
title: Parts
columns:
  - {name: title, kind: text, required: true}
  - {name: labels, kind: links, required: true, settings: {to: labels}}
""",
    "apps/desk/screens/part.yaml": """\
title: Part
path: /part
content:
  - {kind: form, id: part, table: parts, fields: [title, labels], success_to: /}
""",
    "tables/wheels.yaml": """\
title: Wheels
view: {of: tickets, filter: "title != 'Sledge'", columns: [{name: name, value: title}, {name: made, value: created_at}]}
""",
    "apps/desk/screens/wheel.yaml": """\
title: Wheel
path: /wheels/{id}
content:
  - {kind: form, id: wheel, table: wheels, row_id: "{{ params.id }}", fields: [name], success_to: /}
""",
    "tables/papers.yaml": """\
title: Papers
columns:
  - {name: title, kind: text, required: true}
  - {name: pages, kind: attachments, settings: {at_most: 3}}
  - {name: photo, kind: image}
  - {name: signed, kind: signature}
""",
    "apps/desk/screens/papers.yaml": """\
title: Papers
path: /papers
content:
  - {kind: table, id: papers, rows: {table: papers}, columns: [title, pages, photo, signed]}
""",
    "apps/desk/screens/paper.yaml": """\
title: Paper
path: /new
content:
  - {kind: form, id: paper, table: papers, fields: [title, pages, photo, signed], success_to: /papers}
""",
    "apps/desk/app.yaml": "title: Desk\nhome: home\nnavigation: [{label: Tickets, screen: home}]\n",
    "apps/desk/screens/home.yaml": """\
title: Tickets
path: /
content:
  - {kind: table, id: tickets, rows: {table: tickets}, columns: [title, labels]}
""",
    "apps/desk/screens/edit.yaml": """\
title: Ticket
path: /tickets/{id}
parent: home
content:
  - {kind: form, id: edit, table: tickets, row_id: "{{ params.id }}", fields: [title, labels], success_to: /}
""",
}
W = "/api/v1/workspaces/desk"


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Page]]:
    """The API, and a page of the app; 250 labels, so that some are found by asking only."""
    home = tmp_path_factory.mktemp("links") / "home"

    async def link(services: Services) -> str:
        await ensure_user(services, ADMIN, is_admin=True)
        return await make_one_time_link(services, OPERATOR, ADMIN)

    with running_server(home) as url:
        client = signed_in(url, home)
        assert client.post("/api/v1/workspaces", json={"name": "desk", "files": FILES}).status_code == 201
        made = [{"verb": "create", "values": {"name": f"Label {number:03}"}} for number in range(1, 251)]
        assert client.post(f"{W}/tables/labels/rows/bulk", json={"changes": made}).is_success
        row = {"title": "Printer", "labels": [1, 249]}
        assert client.post(f"{W}/tables/tickets/rows", json=row).status_code == 201
        context = browser.new_context(base_url=f"{url}/apps/desk/desk")
        assert context.request.get(f"{url}{in_home(home, link)}").ok
        shown = context.new_page()
        problems: list[str] = []
        shown.on("pageerror", lambda error: problems.append(str(error)))
        yield client, shown
        context.close()
    assert not problems


def test_references_are_chosen_by_searching_and_shown_by_name(world: tuple[httpx.Client, Page]) -> None:
    client, page = world
    page.goto("/apps/desk/desk/tickets/1")
    chosen = page.locator(".tw-links-chosen li span")
    expect(chosen).to_have_text(["Label 249", "Label 001"])  # the first is beyond what the list holds
    field = page.get_by_role("combobox", name="Labels")
    field.fill("Label 24")
    page.get_by_role("option", name="Label 247").click()
    field.press_sequentially("Label 002")
    expect(page.get_by_role("option")).to_have_text(["Label 002"])
    field.press("Enter")
    page.get_by_role("button", name="Remove Label 001").click()
    field.press("Escape")
    expect(chosen).to_have_text(["Label 249", "Label 002", "Label 247"])
    page.get_by_role("button", name="Save").click()
    row = page.locator("tbody tr", has_text="Printer")
    expect(row).to_contain_text("Label 002")
    expect(row.locator(".tw-badge")).to_have_text(["Label 002", "Label 247", "Label 249"])
    assert client.get(f"{W}/tables/tickets/rows/1").json()["values"]["labels"] == [2, 247, 249]
    page.goto("/apps/desk/desk/tickets/1")
    for _ in range(3):
        page.get_by_role("combobox", name="Labels").press("Backspace")
    page.get_by_role("button", name="Save").click()
    expect(row).to_be_visible()  # the list again, so it is saved
    expect(row.locator(".tw-badge")).to_have_count(0)
    assert client.get(f"{W}/tables/tickets/rows/1").json()["values"]["labels"] is None


def test_a_form_asks_for_a_reference_where_one_is_needed(world: tuple[httpx.Client, Page]) -> None:
    client, page = world
    page.goto("/apps/desk/desk/part")
    page.get_by_label("Title").fill("Wheel")
    page.get_by_role("button", name="Create").click()
    field = page.get_by_role("combobox", name="Labels")
    expect(field).to_be_focused()  # the browser says that it needs a value
    field.fill("Label 00")
    page.get_by_role("option", name="Label 007").click()
    field.press("Escape")
    page.get_by_role("button", name="Create").click()
    expect(page.locator("tbody tr", has_text="Printer")).to_be_visible()
    assert client.get(f"{W}/tables/parts/rows/1").json()["values"]["labels"] == [7]


def test_rows_are_changed_by_way_of_a_view(world: tuple[httpx.Client, Page]) -> None:
    client, page = world
    made = client.post(f"{W}/tables/wheels/rows", json={"name": "Cart"})
    assert made.status_code == 201, made.text
    with page.expect_request("**/_live?**"):
        page.goto(f"/apps/desk/desk/wheels/{made.json()['id']}")
    field = page.get_by_label("Name")
    field.fill("Sledge")
    page.get_by_role("button", name="Save").click()
    refusal = page.get_by_text("The row would not be in the view wheels.")
    expect(refusal).to_be_visible()
    with page.expect_response(lambda answer: "x-tw-tables" in answer.request.headers):
        assert client.patch(f"{W}/tables/tickets/rows/1", json={"title": "Printers"}).is_success
    page.wait_for_timeout(100)
    expect(refusal).to_be_visible()  # a live update leaves what is being read and typed
    expect(field).to_have_value("Sledge")
    field.fill("Wagon")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("tbody tr", has_text="Wagon")).to_be_visible()
    refused = client.patch(f"{W}/tables/wheels/rows/1", json={"made": "2026-01-01T00:00:00Z"}).json()
    assert [error["field"] for error in refused["errors"]] == ["made"]
    assert client.delete(f"{W}/tables/wheels/rows/{made.json()['id']}").is_success


_PASTE = """(field) => {
  const data = new DataTransfer();
  data.items.add(new File(['pasted'], 'pasted.txt', {type: 'text/plain'}));
  field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
_DROP = """(field) => {
  const data = new DataTransfer();
  data.items.add(new File(['dropped'], 'dropped.txt', {type: 'text/plain'}));
  field.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def test_files_are_dropped_pasted_chosen_and_taken_away(world: tuple[httpx.Client, Page], tmp_path: Path) -> None:
    client, page = world
    large, photo, lie = tmp_path / "large.bin", tmp_path / "photo.png", tmp_path / "lie.png"
    large.write_bytes(bytes(range(256)) * 36_000)  # in pieces
    photo.write_bytes(picture())
    lie.write_bytes(b"<html></html>")
    page.goto("/apps/desk/desk/new")
    page.get_by_label("Title").fill("Lease")
    pages = page.locator("tw-file-field[data-column=pages]")
    field = pages.locator("input[type=file]")
    field.set_input_files(large)
    pages.evaluate(_DROP)
    field.evaluate(_PASTE)
    names = pages.locator(".tw-file-name")
    expect(names).to_have_text(["large.bin", "dropped.txt", "pasted.txt"])
    expect(pages.locator("input:checked")).to_have_count(3)
    field.set_input_files(photo)
    expect(names).to_have_count(3)
    expect(pages.get_by_role("status")).to_have_text("Only 3 files fit.")
    pages.get_by_role("button", name="Remove dropped.txt").press("Enter")
    expect(names).to_have_text(["large.bin", "pasted.txt"])
    expect(pages.get_by_role("button", name="Remove pasted.txt")).to_be_focused()
    one = page.locator("tw-file-field[data-column=photo]")
    one.locator("input[type=file]").set_input_files(lie)
    expect(one.locator(".tw-error")).to_contain_text("its content is text/html")
    one.locator("input[type=file]").set_input_files(photo)
    expect(one.locator("input:checked")).to_have_count(1)
    page.get_by_label("Signed").fill("Ada Lovelace")
    expect(page.locator("tw-signature-field input:checked")).to_have_count(1)
    page.get_by_role("button", name="Create").click()
    row = page.locator("tbody tr", has_text="Lease")
    expect(row.locator(".tw-file-name")).to_have_text(["large.bin", "pasted.txt"])
    shown = row.locator(".tw-picture img")
    expect(shown).to_have_count(2)
    for place in range(2):
        expect(shown.nth(place)).to_have_js_property("naturalWidth", 96)
    stored = client.get(f"{W}/tables/papers/rows/1").json()["values"]
    assert [(file["name"], file["size"]) for file in stored["pages"]] == [("large.bin", 9_216_000), ("pasted.txt", 6)]
    with page.expect_download() as saved:
        row.get_by_title("large.bin").click()
    assert saved.value.suggested_filename == "large.bin"
    assert Path(saved.value.path()).read_bytes() == large.read_bytes()
