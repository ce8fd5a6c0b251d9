"""Files in the studio: imported into a table that is there, with a mapping and wrong rows; made a table; made an app."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.installation import EMAIL, PASSWORD, Installation
from tests.studio.keys import Keys, add_user
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/stock"
LIST = "Gerät;Serial number;Price;Bought on\nPrinter;A-1;1.234,50;24.12.2026\nServer;A-2;much;25.12.2026\n;A-3;9,99;26.12.2026\n"


@dataclass(frozen=True)
class Stock:
    """A workspace with one empty table, and its administrator by API."""

    url: str
    admin: httpx.Client

    def rows(self, table: str, *columns: str) -> list[dict[str, object]]:
        """The rows, oldest first."""
        asked = {"fields": ",".join(columns), "sort": "id"}
        return list(self.admin.get(f"{W}/tables/{table}/rows", params=asked).json()["items"])


@pytest.fixture(scope="module")
def stock(installation: Installation) -> Stock:
    admin = signed_in(installation.url, installation.home)
    made = admin.post("/api/v1/workspaces", json={"name": "stock", "files": {"workspace.yaml": "title: Stock\n"}})
    assert made.status_code == 201, made.text
    columns = [
        {"name": "name", "kind": "text", "required": True},
        {"name": "serial", "kind": "text", "label": "Serial number"},
        {"name": "price", "kind": "decimal"},
        {"name": "bought_on", "kind": "date"},
    ]
    designed = admin.post(f"{W}/schema/change", json={"tables": {"devices": {"columns": columns}}})
    assert designed.status_code == 200, designed.text
    return Stock(installation.url, admin)


def choose(page: Page, name: str, content: bytes) -> None:
    """Take a file from the disk."""
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})


def becomes(page: Page, header: str, column: str) -> None:
    """Say which column of the table a column of the file is, by keys alone."""
    box = page.get_by_role("combobox", name=f"What becomes of {header}")
    box.focus()
    box.fill(column)
    expect(page.get_by_role("option", name=column).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value(column)


def test_rows_come_into_a_table_that_is_there(browser: Browser, stock: Stock) -> None:
    with opened(browser, stock.url) as watched:
        page = watched.page
        sign_in(page, "/w/stock/data/-/devices")
        page.get_by_role("link", name="Import", exact=True).click()
        assert watched.axe() == []
        _a_file_that_cannot_be_read(page, watched)

        # The header of the name fits no column: what is missing is said, and mended by choosing it.
        choose(page, "geraete.csv", LIST.encode())
        expect(page.get_by_text("Name needs a value")).to_be_visible()
        expect(page.get_by_text("geraete.csv · CSV")).to_be_visible()
        expect(page.get_by_role("combobox", name="Delimiter")).to_have_attribute(
            "placeholder", "Semicolon, as found out"
        )
        becomes(page, "Gerät", "Name")
        wrong = page.get_by_role("region", name="Rows that are wrong")
        expect(wrong.get_by_role("row")).to_have_count(3)
        expect(wrong.get_by_role("row", name="3 Price Must be a number.")).to_be_visible()
        expect(page.get_by_role("button", name="Import 1 row")).to_be_disabled()
        page.evaluate("window.scrollTo(0, 0)")
        watched.look_over("import")

        _a_session_that_ends(page, stock)
        page.get_by_label("Import without the rows that are wrong").check()
        page.get_by_role("button", name="Import 1 row").click()
        expect(page.get_by_text("1 row added, 2 rows left out")).to_be_visible()
        expect(page.get_by_role("link", name="Show the rows")).to_be_focused()
        assert watched.axe() == []
        with page.expect_download() as saved:
            page.get_by_role("button", name="Download the rows left out").click()
        rejects = Path(saved.value.path()).read_text(encoding="utf-8")

        # The rows left out are mended in the file that came back, and imported by their serial numbers.
        mended = rejects.replace("much", "99").replace("\n,A-3", "\nMouse,A-3")
        page.get_by_role("button", name="Import another file").click()
        choose(page, "devices-rejects.csv", mended.encode())
        page.get_by_role("radio", name="Change, and add what is not there").check()
        expect(page.get_by_text("Rows are found by ID: say above")).to_be_visible()
        page.get_by_role("combobox", name="Rows are found by").click()
        page.get_by_role("option", name="Serial number").click()
        page.keyboard.press("Escape")
        becomes(page, "Gerät", "Name")
        page.get_by_role("button", name="Import 2 rows").press("Enter")
        expect(page.get_by_text("2 rows added")).to_be_visible()
        page.get_by_role("link", name="Show the rows").press("Enter")
        expect(page.get_by_role("gridcell", name="Mouse")).to_be_visible()
        assert watched.axe() == []
        assert watched.troubles == []
    assert stock.rows("devices", "name", "serial", "price", "bought_on") == [
        {"name": "Printer", "serial": "A-1", "price": "1234.5", "bought_on": "2026-12-24"},
        {"name": "Server", "serial": "A-2", "price": "99", "bought_on": "2026-12-25"},
        {"name": "Mouse", "serial": "A-3", "price": "9.99", "bought_on": "2026-12-26"},
    ]


def _a_file_that_cannot_be_read(page: Page, watched: Watched) -> None:
    choose(page, "broken.xlsx", b"PK\x03\x04 not a spreadsheet")
    expect(page.get_by_role("alert")).to_contain_text("neither a readable spreadsheet nor an archive")
    assert watched.axe() == []
    page.context.set_offline(True)
    choose(page, "geraete.csv", LIST.encode())
    expect(page.get_by_role("alert")).to_contain_text("The server could not be reached.")
    page.context.set_offline(False)  # what was not reached is tried again by itself
    expect(page.get_by_role("alert")).to_have_count(0)


def _a_session_that_ends(page: Page, stock: Stock) -> None:
    """What was chosen is there after signing in again."""
    page.context.clear_cookies()
    page.get_by_role("combobox", name="Dates").click()
    page.get_by_role("option", name="Day, month, year").click()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("geraete.csv · CSV")).to_be_visible()
    becomes(page, "Gerät", "Name")
    expect(page.get_by_role("region", name="Rows that are wrong").get_by_role("row")).to_have_count(3)
    assert stock.rows("devices", "name") == []


def test_rows_come_into_a_new_table(browser: Browser, stock: Stock) -> None:
    with opened(browser, stock.url) as watched:
        page = watched.page
        sign_in(page, "/w/stock/data")
        page.get_by_role("link", name="Import a file").click()
        page.get_by_role("button", name="Paste rows instead").click()
        page.get_by_label("Rows", exact=True).fill("Room\tSeats\tNote\nBlue\t12\tx\nRed\tmany\ty\n")
        page.get_by_role("button", name="Use these rows").click()
        page.get_by_label("Title of the table").fill("Meeting rooms")
        expect(page.get_by_text("Its permanent name is meeting_rooms.")).to_be_visible()
        page.get_by_label("Import Note", exact=True).uncheck()
        page.get_by_label("Name of the column for Room").fill("Room name")
        expect(page.get_by_text("Use lower-case letters, digits and underscores")).to_be_visible()
        expect(page.get_by_text("must be a name")).to_be_visible()
        page.get_by_label("Name of the column for Room").fill("label")
        page.get_by_role("combobox", name="Kind of the column for Seats").click()
        page.get_by_role("option", name="Whole number").click()
        expect(page.get_by_role("row", name="3 seats Must be a whole number.")).to_be_visible()
        assert watched.axe() == []
        page.get_by_role("combobox", name="Kind of the column for Seats").click()
        page.get_by_role("option", name="Text", exact=True).click()
        page.get_by_role("button", name="Import 2 rows").click()
        expect(page.get_by_text("2 rows added")).to_be_visible()
        page.get_by_role("button", name="Make screens for this table").click()
        page.get_by_role("link", name="Open the app").click()
        expect(page.get_by_text("Blue").first).to_be_visible()
        page.goto("/w/stock/import?table=nothing_there")
        expect(page.get_by_text("There is no table you may import into")).to_be_visible()
        assert watched.troubles == []
    assert stock.rows("meeting_rooms", "label", "seats") == [
        {"label": "Blue", "seats": "12"},
        {"label": "Red", "seats": "many"},
    ]


def test_an_app_over_a_spreadsheet_by_keyboard_alone(browser: Browser, stock: Stock) -> None:
    """From a file to an app, filled with another file, published, and used by somebody else."""
    with opened(browser, stock.url) as watched:
        page = watched.page
        keys = Keys(page)
        page.goto("/new")
        keys.fill(page.get_by_label("E-mail address"), EMAIL)
        keys.fill(page.get_by_label("Password", exact=True), PASSWORD)
        page.keyboard.press("Enter")
        keys.check(page.get_by_role("radio", name="From a file"))
        pick(keys, "Choose a file", "it_inventory.xlsx", _inventory())
        expect(page.get_by_label("Name of the app")).to_have_value("It inventory")
        expect(page.get_by_text("The sheet 'Empty' is empty.")).to_be_visible()
        keys.press(page.get_by_label("Make a table of “Sheet2”"), "Space")
        servers = page.get_by_role("region", name="Servers", exact=True)
        keys.press(servers.locator("summary").filter(has_text="3 columns"))
        keys.fill(page.get_by_label("Name of the column for Cores"), "cpu_count")
        keys.fill(page.get_by_label("Name of the app"), "Machines")
        watched.look_over("from a file")
        keys.press(page.get_by_role("button", name="Create app with 1 table"))
        expect(page.get_by_role("heading", name="Machines is ready")).to_be_focused()
        expect(page.get_by_text("Servers: 3 rows added")).to_be_visible()
        assert watched.axe() == []

        keys.press(page.get_by_role("link", name="Manage workspace"))
        page.wait_for_url("**/w/machines")
        fill_more(keys)
        publish(keys)
        link = invite(keys)
        with opened(browser, stock.url, width=390, height=800) as theirs:
            theirs.page.goto(link)
            use(Keys(theirs.page))
            assert theirs.troubles == []
        assert watched.troubles == []


def pick(keys: Keys, button: str, name: str, content: bytes) -> None:
    """Take a file by the button for it."""
    with keys.page.expect_file_chooser() as asked:
        keys.press(keys.page.get_by_role("button", name=button))
    asked.value.set_files({"name": name, "mimeType": "", "buffer": content})


def fill_more(keys: Keys) -> None:
    """A second file, of other headers, one row of which is wrong at first."""
    page = keys.page
    keys.press(page.get_by_role("navigation").get_by_role("link", name="Data", exact=True).first)
    keys.press(page.get_by_role("main").get_by_role("link", name="Servers", exact=True).first)
    keys.press(page.get_by_role("link", name="Import"))
    pick(keys, "Choose a file", "more.csv", b"Host,Owner,CPUs\nsrv-4,d@example.org,8\nsrv-5,nobody,many\n")
    becomes(page, "Host", "Name")
    becomes(page, "CPUs", "Cores")
    expect(page.get_by_role("region", name="Rows that are wrong").get_by_role("row")).to_have_count(3)
    expect(page.get_by_role("button", name="Import 1 row")).to_be_disabled()
    pick(keys, "Choose another", "more.csv", b"Host,Owner,CPUs\nsrv-4,d@example.org,8\nsrv-5,e@example.org,16\n")
    becomes(page, "Host", "Name")
    becomes(page, "CPUs", "Cores")
    keys.press(page.get_by_role("button", name="Import 2 rows"))
    expect(page.get_by_text("2 rows added")).to_be_visible()
    keys.press(page.get_by_role("link", name="Show the rows"))
    expect(page.get_by_role("gridcell", name="srv-5")).to_be_visible()
    expect(page.get_by_role("gridcell", name="16", exact=True)).to_be_visible()


def publish(keys: Keys) -> None:
    """Make the app the first version."""
    page = keys.page
    keys.press(page.get_by_role("navigation").get_by_role("link", name="Versions", exact=True).first)
    keys.press(page.get_by_role("button", name="Publish the first version"))
    keys.fill(page.get_by_label("What is new"), "All servers")
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_text("Nothing has changed")).to_be_visible()


def invite(keys: Keys) -> str:
    """Somebody who may change rows; answers the link that signs them in."""
    page = keys.page
    keys.go("users", "Users")
    keys.press(page.get_by_role("button", name="Add user"))
    link = add_user(keys, "Otto Keeper", "otto.keeper@example.org")
    keys.press(page.get_by_role("button", name="Actions for Otto Keeper"))
    keys.press(page.get_by_role("menuitem", name="Roles"))
    keys.choose(page.get_by_role("dialog").get_by_label("Workspace").first, "Machines")
    keys.check(page.get_by_label("Editor", exact=True))
    keys.press(page.get_by_role("button", name="Save roles"))
    expect(page.get_by_role("row", name="Otto Keeper")).to_contain_text("Machines: Editor")
    return link


def use(keys: Keys) -> None:
    """What that person does with the app, on a narrow window."""
    page = keys.page
    keys.press(page.get_by_role("link", name="Machines"))
    expect(page.get_by_text("srv-5").first).to_be_visible()
    keys.press(page.get_by_role("main").get_by_role("link", name="Servers").first)
    keys.press(page.get_by_role("link", name="srv-4").first)
    keys.press(page.get_by_role("link", name="Edit"))
    keys.fill(page.get_by_label("Owner"), "otto.keeper@example.org")
    keys.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("main").get_by_text("otto.keeper@example.org").first).to_be_visible()


def _inventory() -> bytes:
    book = Workbook()
    book.active.title = "Servers"
    for row in (["Name", "Owner", "Cores"], *([f"srv-{n}", f"{n}@example.org", n * 2] for n in (1, 2, 3))):
        book.active.append(row)
    book.create_sheet("Sheet2").append(["A"])
    book.create_sheet("Empty")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
