"""A column of references in a form: searched, chosen, taken away with mouse and keyboard, saved, shown by name."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

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
