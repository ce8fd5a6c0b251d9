"""Rows of a table in the studio while others change them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.gridding import cell
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import in_home, signed_in
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowChange

pytestmark = pytest.mark.browser
AT = "/w/busy/data/-/tickets"
ROWS = "/api/v1/workspaces/busy/tables/tickets/rows"
FILES = {
    "workspace.yaml": "title: Busy\n",
    "tables/people.yaml": "title: People\ncolumns:\n  - {name: name, kind: text, required: true}\ndisplay: name\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: place, kind: decimal}
  - {name: person_id, kind: relation, settings: {to: people}}
display: title
""",
    "apps/desk/app.yaml": "title: Desk\n",
    "apps/desk/screens/queue.yaml": "title: Queue\npath: /\ncontent: []\n",
}


@pytest.fixture(scope="module")
def noor(installation: Installation) -> Iterator[httpx.Client]:
    """Somebody else in a workspace with 300 tickets."""

    async def add(services: Services) -> None:
        await create_workspace(services, OPERATOR, "busy", files=FILES)
        workspace = await services.workspaces.get("busy")
        await services.rows.create(OPERATOR, workspace, "people", {"name": "Katherine"})
        tickets = [{"title": f"Ticket {number:03}", "place": number, "person_id": 1} for number in range(1, 301)]
        await services.rows.bulk(OPERATOR, workspace, "tickets", [RowChange("create", values=one) for one in tickets])

    in_home(installation.home, add)
    client = signed_in(installation.url, installation.home, "noor@example.org")
    yield client
    client.close()


@contextmanager
def looking(browser: Browser, installation: Installation, at: str = f"{AT}?sort=place") -> Iterator[Watched]:
    with opened(browser, installation.url) as watched:
        with watched.page.expect_response(re.compile("/live")):
            sign_in(watched.page, at)
        expect(cell(watched.page, 1, "Title")).to_be_visible()
        yield watched
        assert watched.troubles == []


def change(client: httpx.Client, row: int, **values: object) -> None:
    answer = client.patch(f"{ROWS}/{row}", json=values)
    assert answer.status_code == 200, answer.text


def add(client: httpx.Client, title: str, place: float) -> int:
    answer = client.post(ROWS, json={"title": title, "place": place})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def top_of(page: Page, title: str) -> float:
    box = page.get_by_role("gridcell", name=title, exact=True).bounding_box()
    assert box is not None
    return box["y"]


def test_changes_of_others_appear_and_are_marked(
    browser: Browser, installation: Installation, noor: httpx.Client
) -> None:
    with looking(browser, installation) as watched:
        page = watched.page
        cell(page, 4, "Title").click()
        change(noor, 2, title="By Noor")
        expect(cell(page, 2, "Title")).to_have_text("By Noor")
        expect(cell(page, 2, "Title")).to_have_attribute("data-changed", "true")
        expect(cell(page, 2, "Place")).not_to_have_attribute("data-changed", "true")
        expect(page.get_by_role("status").filter(has_text="Others changed")).to_have_count(1)
        assert watched.axe() == []
        expect(page.locator("[data-changed]")).to_have_count(0)
        made = add(noor, "Between", 2.5)
        expect(cell(page, 3, "Title")).to_have_text("Between")
        expect(cell(page, 3, "Place")).to_have_attribute("data-changed", "true")
        expect(page.get_by_text("301 rows")).to_be_visible()
        expect(cell(page, 5, "Title")).to_have_text("Ticket 004")
        expect(cell(page, 5, "Title")).to_have_attribute("data-active", "true")
        assert noor.delete(f"{ROWS}/{made}").status_code == 204
        expect(page.get_by_text("300 rows")).to_be_visible()
        expect(cell(page, 4, "Title")).to_have_attribute("data-active", "true")
        renamed = noor.patch("/api/v1/workspaces/busy/tables/people/rows/1", json={"name": "Kate"})
        assert renamed.status_code == 200
        expect(cell(page, 1, "Person")).to_have_text("Kate")
        change(noor, 2, title="Ticket 002")


def test_what_is_in_sight_and_selected_stays(browser: Browser, installation: Installation, noor: httpx.Client) -> None:
    with looking(browser, installation) as watched:
        page = watched.page
        page.get_by_role("grid").evaluate("grid => grid.scrollTop = 150 * 36")
        page.get_by_role("gridcell", name="Ticket 155", exact=True).click()
        before = top_of(page, "Ticket 155")
        made = [add(noor, f"Above {number}", 0) for number in range(3)]
        expect(page.get_by_text("303 rows")).to_be_visible()
        active = page.locator("[data-active]")
        expect(active).to_have_text("Ticket 155")
        assert abs(top_of(page, "Ticket 155") - before) <= 1
        for row in made:
            assert noor.delete(f"{ROWS}/{row}").status_code == 204
        expect(page.get_by_text("300 rows")).to_be_visible()
        expect(active).to_have_text("Ticket 155")
        assert abs(top_of(page, "Ticket 155") - before) <= 1
        expect(cell(page, 155, "Title")).to_have_text("Ticket 155")


def test_what_is_typed_stays_and_is_not_written_over_others(
    browser: Browser, installation: Installation, noor: httpx.Client
) -> None:
    with looking(browser, installation) as watched:
        page, keys = watched.page, watched.page.keyboard
        cell(page, 3, "Title").click()
        keys.type("My wor")
        made = add(noor, "First of all", 0)
        change(noor, 5, title="Seen while typing")
        expect(cell(page, 5, "Title")).to_have_text("Seen while typing")
        change(noor, 3, title="Her words")
        expect(
            page.get_by_text("Somebody else has changed this while you type. It is “Her words” now.")
        ).to_be_visible()
        assert watched.axe() == []
        keys.type("ds")
        expect(page.get_by_role("textbox", name="Title, being edited")).to_have_value("My words")
        expect(cell(page, 1, "Title")).to_have_text("Ticket 001")  # no row moves while somebody types
        keys.press("Enter")
        notice = page.get_by_role("alert").filter(has_text="not saved")
        expect(notice).to_contain_text("It is “Her words” now.")
        expect(cell(page, 1, "Title")).to_have_text("First of all")
        expect(cell(page, 4, "Title")).to_have_text("My words")
        assert noor.get(f"{ROWS}/3").json()["values"]["title"] == "Her words"
        page.get_by_role("button", name="Take theirs").click()
        expect(cell(page, 4, "Title")).to_have_text("Her words")
        cell(page, 4, "Place").click()
        keys.type("400")
        keys.press("Enter")  # what one changes oneself moves no row
        expect(cell(page, 4, "Place")).to_have_text("400")
        page.wait_for_timeout(1_000)
        expect(cell(page, 4, "Title")).to_have_text("Her words")
        for row, values in ((3, {"title": "Ticket 003", "place": 3}), (5, {"title": "Ticket 005"})):
            change(noor, row, **values)
        assert noor.delete(f"{ROWS}/{made}").status_code == 204
        expect(cell(page, 3, "Title")).to_have_text("Ticket 003")


def test_an_open_row_follows(browser: Browser, installation: Installation, noor: httpx.Client) -> None:
    with looking(browser, installation, f"{AT}?sort=place&row=7") as watched:
        page, keys = watched.page, watched.page.keyboard
        row = page.get_by_role("dialog", name=re.compile("^Row "))
        title = row.get_by_role("button", name=re.compile("^Title"))
        change(noor, 7, place=7.5)
        expect(row.get_by_role("button", name=re.compile("^Place"))).to_contain_text("7.5")
        title.click()
        keys.press("End")
        keys.type(", mine")
        change(noor, 7, title="Hers")
        expect(row.get_by_role("heading", name="Hers")).to_be_visible()
        expect(row.get_by_role("textbox")).to_have_value("Ticket 007, mine")
        keys.press("Enter")
        notice = row.get_by_role("alert").filter(has_text="not saved")
        expect(notice).to_contain_text("It is “Hers” now.")
        assert watched.axe() == []
        notice.get_by_role("button", name="Save mine anyway").click()
        expect(row.get_by_role("heading", name="Ticket 007, mine")).to_be_visible()
        row.get_by_role("tab", name="Comments").click()
        said = noor.post(f"{ROWS}/7/comments", json={"body": "Called back."})
        assert said.status_code == 201
        expect(row.get_by_text("Called back.")).to_be_visible()
        change(noor, 7, title="Ticket 007", place=7)


def test_windows_of_a_browser_share_one_stream(
    browser: Browser, installation: Installation, noor: httpx.Client
) -> None:
    with looking(browser, installation) as watched:
        streams: list[str] = []
        watched.page.context.on("request", lambda request: "/live?" in request.url and streams.append("open"))
        watched.page.context.on("requestfailed", lambda request: "/live?" in request.url and streams.append("closed"))
        with watched.another() as second:
            second.goto(f"{AT}?sort=-place")
            expect(cell(second, 1, "Title")).to_have_text("Ticket 300")
            change(noor, 300, title="In both")
            expect(cell(second, 1, "Title")).to_have_text("In both")
            change(noor, 1, title="In the first")
            expect(cell(watched.page, 1, "Title")).to_have_text("In the first")
            assert streams == []
            watched.page.close()  # which had the stream
            change(noor, 300, title="Ticket 300")
            expect(cell(second, 1, "Title")).to_have_text("Ticket 300")
            change(noor, 1, title="Ticket 001")


def test_people_see_who_else_is_there(browser: Browser, installation: Installation, noor: httpx.Client) -> None:
    assert noor.get("/api/v1/me").status_code == 200
    with looking(browser, installation) as watched, opened(browser, installation.url) as hers:
        page = watched.page
        also = page.get_by_role("button", name="Also here: Noor")
        hers.page.context.add_cookies(
            [{"name": name, "value": value, "url": installation.url} for name, value in noor.cookies.items()]
        )
        hers.page.goto(AT)
        also.click()
        expect(page.get_by_role("dialog", name="Also here").get_by_text("Noor")).to_be_visible()
        expect(hers.page.get_by_role("button", name="Also here: Ada")).to_be_visible()
        watched.look_over("who is here")
        page.keyboard.press("Escape")
        hers.page.goto("/w/busy/data/-/people")
        expect(hers.page.get_by_role("grid")).to_be_visible()
        expect(also).to_have_count(0)
        for one in (page, hers.page):
            one.goto("/w/busy/apps/desk/screens/queue")
        expect(also).to_be_visible()
        assert hers.troubles == []
