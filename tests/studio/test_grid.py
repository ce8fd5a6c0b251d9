"""The rows of a table in the studio: looked through, found, arranged and copied, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.gridding import cell, menu, paste
from tests.studio.installation import EMAIL, PASSWORD, Installation
from tests.studio.steps import sign_in
from tests.support.server import ensure_user, in_home
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowChange

pytestmark = pytest.mark.browser
READER = "rita.reader@example.org"
ROWS = 450
FILES = {
    "workspace.yaml": "title: Grid\n",
    "roles/reader.yaml": "title: Reader\ngrants:\n  - {table: tickets, can: [read], mask: [note]}\n",
    "tables/people.yaml": "title: People\ncolumns:\n  - {name: name, kind: text, required: true}\ndisplay: name\n",
    "tables/nobody.yaml": "title: Nobody\ncolumns:\n  - {name: name, kind: text}\n",
    "tables/tickets.yaml": """\
title: Tickets
singular: ticket
columns:
  - {name: title, kind: text, required: true}
  - {name: status, kind: select, settings: {options: [open, {value: closed, label: All done, tone: green}]}}
  - {name: person_id, kind: relation, settings: {to: people}}
  - {name: amount, kind: decimal}
  - {name: is_urgent, kind: boolean}
  - {name: due_on, kind: date}
  - {name: note, kind: text}
display: title
sort: [id]
""",
}
for more in ("cases", "more_cases", "some_cases"):
    FILES[f"tables/{more}.yaml"] = FILES["tables/tickets.yaml"].replace("Tickets", more.replace("_", " "))


@pytest.fixture(scope="module")
def grid(installation: Installation) -> str:
    """The address of a table with 450 rows of every sort, in a workspace of its own."""

    async def add(services: Services) -> None:
        await create_workspace(services, OPERATOR, "grid", files=FILES)
        workspace = await services.workspaces.get("grid")
        people = [RowChange("create", values={"name": name}) for name in ("Ada", "Grace")]
        await services.rows.bulk(OPERATOR, workspace, "people", people)
        tickets = [RowChange("create", values=_ticket(number)) for number in range(1, ROWS + 1)]
        await services.rows.bulk(OPERATOR, workspace, "tickets", tickets)
        for table in ("cases", "more_cases", "some_cases"):
            await services.rows.bulk(OPERATOR, workspace, table, tickets[:8])
        reader = await ensure_user(services, READER, is_admin=False, password=PASSWORD)
        await assign_roles(services, OPERATOR, user_id=reader, workspace="grid", roles=["reader"])

    in_home(installation.home, add)
    return "/w/grid/data/-/tickets"


def _ticket(number: int) -> dict[str, object]:
    return {
        "title": f"Ticket {number:03}",
        "status": "closed" if number % 3 == 0 else "open",
        "person_id": 1 + number % 2,
        "amount": f"{number}.50",
        "is_urgent": number % 2 == 0,
        "due_on": f"2026-01-{1 + number % 28:02}",
        "note": None if number % 2 else "",
    }


@contextmanager
def looking(browser: Browser, installation: Installation, at: str, **options: object) -> Iterator[Watched]:
    with opened(browser, installation.url, **options) as watched:
        watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sign_in(watched.page, at)
        expect(watched.page.get_by_role("grid")).to_be_visible()
        yield watched


def elsewhere(page: Page, row: int, **values: object) -> None:
    """Change a case as somebody else would, past the page."""
    status = page.evaluate(
        """async ([row, values]) => {
             const {csrf} = await (await fetch('/api/v1/me')).json();
             const headers = {'content-type': 'application/json', 'x-csrf-token': csrf};
             const at = `/api/v1/workspaces/grid/tables/cases/rows/${row}`;
             return (await fetch(at, {method: 'PATCH', headers, body: JSON.stringify(values)})).status;
           }""",
        [row, values],
    )
    assert status == 200


def test_rows_are_shown_in_the_way_of_their_columns(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, grid) as watched:
        page = watched.page
        expect(page.get_by_text(f"{ROWS} rows")).to_be_visible()
        expect(cell(page, 3, "Status")).to_have_text("All done")
        expect(cell(page, 1, "Person")).to_have_text("Grace")
        expect(cell(page, 1, "Amount")).to_have_text("1.5")
        expect(cell(page, 1, "Due on")).to_have_text("2 Jan 2026")
        expect(cell(page, 1, "Note")).to_have_text("no value")
        expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", str(ROWS + 1))
        watched.look_over("grid")
        assert watched.troubles == []


def test_keys_go_through_the_grid_and_copy(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, grid) as watched:
        page = watched.page
        cell(page, 1, "Title").click()
        page.keyboard.press("Control+ArrowDown")
        expect(cell(page, ROWS, "Title")).to_have_text(f"Ticket {ROWS}")
        expect(cell(page, ROWS, "Title")).to_have_attribute("data-active", "true")
        page.keyboard.press("Control+Home")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowRight")
        expect(page.get_by_text("4 cells selected")).to_be_visible()
        page.keyboard.press("Control+c")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == "Ticket 001\tOpen\nTicket 002\tOpen"
        page.keyboard.press("Control+a")
        expect(page.get_by_text(f"{ROWS * 12:,} cells selected")).to_be_visible()
        page.keyboard.press("Control+Home")
        page.keyboard.press("Alt+ArrowDown")
        page.get_by_role("menuitem", name="Sort descending").click()
        expect(page.get_by_role("grid")).to_be_focused()
        expect(cell(page, 1, "Title")).to_have_text(f"Ticket {ROWS}")
        assert watched.troubles == []


def test_what_is_asked_stands_in_the_address(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, grid) as watched:
        page = watched.page
        menu(page, "Amount", "Sort descending")
        expect(cell(page, 1, "Title")).to_have_text(f"Ticket {ROWS}")
        menu(page, "Status", "Filter by it")
        panel = page.get_by_role("region", name="Filter")
        panel.get_by_role("combobox", name="Value").click()
        page.get_by_role("option", name="All done").click()
        expect(page.get_by_text("150 rows")).to_be_visible()
        page.keyboard.press("Escape")
        panel.get_by_role("button", name="Add condition").click()
        panel.get_by_role("combobox", name="Column").last.click()
        page.get_by_role("option", name="Title", exact=True).click()
        panel.get_by_role("textbox", name="Value").last.fill("Ticket 00")
        page.keyboard.press("Enter")
        expect(page.get_by_text("3 rows")).to_be_visible()
        assert watched.axe() == []
        panel.get_by_text("As text").click()
        rule = panel.get_by_role("textbox", name="Condition")
        expect(rule).to_have_value("status in ['closed'] and contains(title, 'Ticket 00')")
        rule.fill("upper(title) == 'TICKET 007'")
        page.keyboard.press("Escape")
        panel.get_by_role("button", name="Apply").click()
        expect(page.get_by_text("1 row", exact=True)).to_be_visible()
        page.reload()
        expect(cell(page, 1, "Title")).to_have_text("Ticket 007")
        page.get_by_role("textbox", name="Search rows").fill("nothing like it")
        page.get_by_role("button", name="Show all rows").click()
        expect(page.get_by_text(f"{ROWS} rows")).to_be_visible()
        page.goto(f"{grid}?filter=titel+%3D%3D+1")
        expect(page.get_by_role("alert")).to_contain_text("Did you mean 'title'?")
        expect(page.get_by_text("No row fits")).to_have_count(0)  # nobody knows
        expect(page.get_by_text("Counting")).to_have_count(0)
        page.goto("/w/grid/data/-/nobody")
        expect(page.get_by_text("No rows yet")).to_be_visible()
        assert watched.axe() == []
        assert watched.troubles == []


def test_columns_stay_as_somebody_arranged_them(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, grid) as watched:
        page = watched.page
        menu(page, "Title", "Freeze up to here")
        menu(page, "Amount", "Move left")
        menu(page, "Due on", "Hide column")
        edge = page.locator("[data-edge='status']").bounding_box()
        assert edge is not None
        page.mouse.move(edge["x"] + 4, edge["y"] + 10)
        page.mouse.down()
        page.mouse.move(edge["x"] + 84, edge["y"] + 10)
        page.mouse.up()
        page.reload()
        expect(cell(page, 1, "Title")).to_have_text("Ticket 001")
        names = [text.strip() for text in page.get_by_role("columnheader").all_inner_texts()]
        assert names[1:7] == ["ID", "Title", "Status", "Amount", "Person", "Is urgent"]
        assert cell(page, 1, "Status").evaluate("it => it.offsetWidth") == 216
        expect(cell(page, 1, "Title")).to_have_attribute("data-frozen", "true")
        page.get_by_role("button", name=re.compile("1 hidden")).click()
        page.get_by_role("checkbox", name="Due on").check()
        expect(page.get_by_role("columnheader", name="Due on")).to_have_count(1)
        assert watched.troubles == []


def test_who_may_only_read_is_told_why(browser: Browser, installation: Installation, grid: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        page.goto(grid)
        page.get_by_label("E-mail address").fill(READER)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(cell(page, 2, "Note")).to_have_text(re.compile("•+"))
        cell(page, 2, "Title").click()
        expect(page.get_by_text("You may not change rows here")).to_be_visible()
        cell(page, 2, "Note").click()
        expect(page.get_by_text("your role hides the values")).to_be_visible()
        expect(cell(page, 2, "Note")).to_have_attribute("aria-readonly", "true")
        assert watched.axe() == []
        page.goto("/w/grid/queries")
        expect(page.get_by_text("once a role of yours may run them")).to_be_visible()
        expect(page.get_by_role("button", name="New query")).to_have_count(0)
        assert watched.troubles == []


def test_cells_are_edited_by_keys(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, "/w/grid/data/-/cases") as watched:
        page, keys = watched.page, watched.page.keyboard
        cell(page, 1, "ID").click()
        keys.type("9")
        expect(page.get_by_role("status").filter(has_text="key of the row")).to_have_count(1)
        cell(page, 1, "Title").click()
        keys.type("/?g d")  # elsewhere on the page these are shortcuts
        assert watched.axe() == []
        keys.press("Enter")
        expect(cell(page, 1, "Title")).to_have_text("/?g d")
        expect(cell(page, 2, "Title")).to_have_attribute("data-active", "true")
        keys.press("F2")
        keys.type(" given up")
        keys.press("Escape")
        keys.press("F2")
        keys.type(" and more")
        keys.press("Tab")
        expect(cell(page, 2, "Title")).to_have_text("Ticket 002 and more")
        keys.type("all")
        keys.press("Tab")
        expect(cell(page, 2, "Status")).to_have_text("All done")
        keys.press("Enter")
        expect(page.get_by_role("option", name="Grace")).to_be_visible()
        keys.type("Grace")
        keys.press("Enter")
        expect(cell(page, 2, "Person")).to_have_text("Grace")
        cell(page, 1, "Is urgent").click()
        keys.press("Space")
        expect(cell(page, 1, "Is urgent").get_by_label("Yes")).to_be_visible()
        cell(page, 1, "Due on").dblclick()
        keys.press("Control+a")
        keys.type("3.2.2026")
        keys.press("Enter")
        expect(cell(page, 1, "Due on")).to_have_text("3 Feb 2026")
        cell(page, 1, "Due on").click()
        keys.press("Delete")
        expect(cell(page, 1, "Due on")).to_have_text("no value")
        keys.press("Control+z")
        expect(cell(page, 1, "Due on")).to_have_text("3 Feb 2026")
        keys.press("Control+z")
        expect(cell(page, 1, "Due on")).to_have_text("2 Jan 2026")
        keys.press("Control+Shift+Z")
        expect(cell(page, 1, "Due on")).to_have_text("3 Feb 2026")
        page.reload()
        expect(cell(page, 1, "Due on")).to_have_text("3 Feb 2026")
        expect(cell(page, 2, "Status")).to_have_text("All done")
        assert watched.troubles == []


def test_what_cannot_be_saved_is_kept(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, "/w/grid/data/-/cases") as watched:
        page, keys = watched.page, watched.page.keyboard
        notice = page.get_by_role("alert").filter(has_text="not saved")
        cell(page, 3, "Amount").click()
        keys.type("many")
        keys.press("Enter")
        expect(notice).to_contain_text("Amount: This is no number")
        expect(cell(page, 3, "Amount")).to_have_text("many")
        expect(cell(page, 3, "Amount")).to_have_attribute("aria-invalid", "true")
        assert watched.axe() == []
        cell(page, 3, "Amount").click()
        keys.press("F2")
        keys.press("Control+a")
        keys.type("1.234,50")
        keys.press("Enter")
        expect(cell(page, 3, "Amount")).to_have_text("1,234.5")
        keys.press("Control+z")  # from what the server has made of it
        expect(cell(page, 3, "Amount")).to_have_text("3.5")
        keys.press("Control+Shift+Z")
        expect(cell(page, 3, "Amount")).to_have_text("1,234.5")
        elsewhere(page, 3, amount="8")
        keys.press("Control+z")
        expect(page.get_by_text("Not undone. Somebody else has changed this").last).to_be_visible()
        expect(cell(page, 3, "Amount")).to_have_text("8")
        cell(page, 4, "Title").click()
        keys.press("Delete")
        expect(notice).to_contain_text("Title must have a value")
        page.get_by_role("button", name="Give up").click()
        expect(cell(page, 4, "Title")).to_have_text("Ticket 004")
        cell(page, 4, "Title").click()
        with page.expect_response(re.compile("/rows/4$")):
            keys.press("F2")
        keys.type("!")
        elsewhere(page, 4, note="another column")
        keys.press("Enter")
        expect(cell(page, 4, "Title")).to_have_text("Ticket 004!")  # changes of other columns are no hindrance
        cell(page, 4, "Title").click()
        keys.type("Mi")
        elsewhere(page, 4, title="Theirs")
        keys.type("ne")
        keys.press("Enter")
        expect(notice).to_contain_text("Somebody else has changed this in the meantime. It is “Theirs” now.")
        page.get_by_role("button", name="Save mine anyway").click()
        expect(notice).to_have_count(0)
        expect(cell(page, 4, "Title")).to_have_text("Mine")
        watched.page.context.set_offline(True)
        cell(page, 5, "Title").click()
        keys.type("Typed in a tunnel")
        keys.press("Enter")
        expect(notice).to_contain_text("could not be reached")
        watched.page.context.set_offline(False)
        expect(notice).to_have_count(0)
        cell(page, 6, "Title").click()
        keys.type("Typed too late")
        watched.page.context.clear_cookies()
        keys.press("Enter")
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(cell(page, 5, "Title")).to_have_text("Typed in a tunnel")
        expect(cell(page, 6, "Title")).to_have_text("Typed too late")
        page.get_by_role("button", name="Try again").click()
        expect(notice).to_have_count(0)
        page.reload()
        expect(cell(page, 6, "Title")).to_have_text("Typed too late")
        assert watched.troubles == []


def test_many_cells_are_pasted_filled_and_emptied(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, "/w/grid/data/-/more_cases") as watched:
        page, keys = watched.page, watched.page.keyboard
        notice = page.get_by_role("alert").filter(has_text="not saved")
        cell(page, 1, "Title").click()
        cell(page, 2, "Due on").click(modifiers=["Shift"])
        keys.press("Control+c")
        cell(page, 4, "Title").click()
        keys.press("Control+v")  # what was copied is read as it was
        expect(cell(page, 5, "Title")).to_have_text("Ticket 002")
        expect(cell(page, 5, "Status")).to_have_text("Open")
        expect(cell(page, 5, "Person")).to_have_text("Ada")
        expect(cell(page, 4, "Due on")).to_have_text("2 Jan 2026")
        expect(cell(page, 4, "Is urgent").get_by_label("Yes")).to_have_count(0)
        keys.press("Control+z")
        expect(cell(page, 5, "Title")).to_have_text("Ticket 005")
        expect(cell(page, 5, "Person")).to_have_text("Grace")
        paste(page, "One\tALL DONE\tAda\t1.000,50\r\nTwo\topen\tNobody at all\tmany\r\n")
        expect(notice).to_contain_text("6 cells not saved")  # the others hold it already
        cell(page, 5, "Person").click()
        expect(notice).to_contain_text("No row is called “Nobody at all”")
        expect(page.locator("[data-wrong]")).to_have_count(2)
        assert watched.axe() == []
        for column, typed in (("Person", "Grace"), ("Amount", "7")):
            cell(page, 5, column).click()
            keys.press("F2")
            keys.press("Control+a")
            keys.type(typed)
            expect(page.get_by_role("option", name="Grace")).to_have_count(1 if column == "Person" else 0)
            keys.press("Enter")
        expect(notice).to_have_count(0)  # all of it was saved together once nothing was wrong any more
        expect(cell(page, 4, "Amount")).to_have_text("1,000.5")
        expect(cell(page, 5, "Person")).to_have_text("Grace")
        cell(page, 1, "Status").click()
        cell(page, 3, "Status").click(modifiers=["Shift"])
        keys.press("Delete")
        expect(cell(page, 3, "Status")).to_have_text("no value")
        cell(page, 1, "Title").click()
        cell(page, 3, "Title").click(modifiers=["Shift"])
        keys.press("Control+d")
        expect(cell(page, 3, "Title")).to_have_text("Ticket 001")
        corner = page.locator("[data-fill]").bounding_box()
        below = cell(page, 6, "Title").bounding_box()
        assert corner is not None
        assert below is not None
        page.mouse.move(corner["x"] + 4, corner["y"] + 4)
        page.mouse.down()
        page.mouse.move(below["x"] + 40, below["y"] + 10, steps=3)
        page.mouse.up()
        expect(cell(page, 6, "Title")).to_have_text("Ticket 001")
        keys.press("Control+z")
        expect(cell(page, 6, "Title")).to_have_text("Ticket 006")
        cell(page, 8, "Title").click()
        paste(page, "Last\topen\nBeyond\topen\nFurther\tclosed")
        page.get_by_role("dialog").get_by_role("button", name="Add 2 rows").click()
        expect(cell(page, 10, "Title")).to_have_text("Further")
        expect(cell(page, 10, "Status")).to_have_text("All done")
        keys.press("Control+z")
        expect(page.get_by_text("8 rows", exact=True)).to_be_visible()
        expect(cell(page, 8, "Title")).to_have_text("Ticket 008")
        page.reload()
        expect(cell(page, 2, "Title")).to_have_text("Ticket 001")
        assert watched.troubles == []


def test_rows_are_added_deleted_and_opened(browser: Browser, installation: Installation, grid: str) -> None:
    with looking(browser, installation, "/w/grid/data/-/some_cases") as watched:
        page, keys = watched.page, watched.page.keyboard
        row = page.get_by_role("dialog", name=re.compile("^Row "))
        page.get_by_role("button", name="Add row").click()
        new = page.get_by_role("dialog", name="New row")
        new.get_by_role("button", name="Add row").click()
        expect(new.get_by_role("button", name=re.compile("^Title"))).to_have_attribute("data-wrong", "true")
        new.get_by_role("button", name=re.compile("^Title")).click()
        keys.type("Brand new")
        keys.press("Tab")
        expect(new.get_by_role("button", name=re.compile("^Status"))).to_be_focused()
        assert watched.axe() == []
        new.get_by_role("button", name="Add row").click()
        expect(row.get_by_role("heading", name="Brand new")).to_be_visible()
        expect(page).to_have_url(re.compile(r"row=9$"))
        row.get_by_role("button", name=re.compile("^Note")).click()
        keys.type("from the panel")
        keys.press("Enter")
        expect(row.get_by_role("button", name=re.compile("^Note"))).to_contain_text("from the panel")
        row.get_by_role("tab", name="History").click()
        expect(row.get_by_text("Ada changed it")).to_be_visible()
        row.get_by_role("button", name="Have it as it was then").click()
        expect(row.get_by_text("Ada changed it")).to_have_count(2)
        row.get_by_role("tab", name="Comments").click()
        row.get_by_label("Say something").fill("Called back.")
        keys.press("Control+Enter")
        said = row.get_by_role("listitem").filter(has_text="Ada")
        expect(said).to_contain_text("Called back.")
        assert watched.axe() == []
        said.get_by_role("button", name="Edit").focus()
        keys.press("Enter")
        expect(said.get_by_label("Edit")).to_be_focused()
        keys.type(" They")
        keys.press("Escape")  # backs out of what was typed, not of the row
        expect(said.get_by_role("button", name="Edit")).to_be_focused()
        expect(said).to_contain_text("Called back.")
        keys.press("Enter")
        said.get_by_label("Edit").fill("Called back twice.")
        assert watched.axe() == []
        keys.press("Control+Enter")
        expect(said).to_contain_text("Called back twice.")
        expect(said).to_contain_text("edited")
        said.get_by_role("button", name="Take back").click()
        expect(said).to_have_count(0)
        page.get_by_role("alert").filter(has_text="taken back").get_by_role("button", name="Undo").click()
        expect(said).to_contain_text("Called back twice.")
        page.reload()
        expect(row.get_by_role("button", name=re.compile("^Note"))).to_contain_text("no value")
        keys.press("Escape")
        expect(row).to_have_count(0)
        cell(page, 2, "Title").click()
        keys.press("Control+Enter")
        expect(row.get_by_role("heading", name="Ticket 002")).to_be_visible()
        row.get_by_role("button", name="Next row").click()
        expect(row.get_by_role("heading", name="Ticket 003")).to_be_visible()
        keys.press("Escape")
        expect(page.get_by_role("grid")).to_be_focused()
        expect(cell(page, 3, "Title")).to_have_attribute("data-active", "true")
        keys.press("Shift+Space")
        keys.press("Shift+ArrowDown")
        page.get_by_role("button", name="Delete 2 rows").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete 2 rows").click()
        expect(page.get_by_text("7 rows", exact=True)).to_be_visible()
        expect(cell(page, 3, "Title")).to_have_text("Ticket 005")
        page.get_by_role("alert").filter(has_text="2 rows deleted").get_by_role("button", name="Undo").click()
        expect(page.get_by_text("9 rows", exact=True)).to_be_visible()
        expect(cell(page, 3, "Title")).to_have_text("Ticket 003")
        page.set_viewport_size({"width": 390, "height": 800})
        page.get_by_role("button", name="Open row 1", exact=True).click()
        expect(row.get_by_role("heading", name="Ticket 001")).to_be_visible()
        assert watched.axe() == []
        assert watched.troubles == []
