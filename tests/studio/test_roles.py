"""Roles edited in the studio, and what the people who have them see in the app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.installation import PASSWORD, Installation
from tests.studio.steps import generate, sign_in
from tests.support.server import ensure_user, in_home
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

pytestmark = pytest.mark.browser
GRACE = "grace.clerk@example.org"


@pytest.fixture(scope="module")
def workspace(browser: Browser, installation: Installation) -> str:
    """The address of a workspace with an app, and a person without any role in it."""

    async def add(services: Services) -> str:
        return await ensure_user(services, GRACE, is_admin=False, password=PASSWORD)

    in_home(installation.home, add)
    with opened(browser, installation.url) as watched:
        sign_in(watched.page)
        generate(watched.page, installation, "Ledger")
        address = watched.page.get_by_role("link", name="Manage workspace").get_attribute("href")
        assert address is not None
        return address


@contextmanager
def signed_in(browser: Browser, installation: Installation, at: str, **options: object) -> Iterator[Watched]:
    with opened(browser, installation.url, **options) as watched:
        sign_in(watched.page, at)
        yield watched


def new_role(page: Page, workspace: str, title: str) -> None:
    page.goto(f"{workspace}/access")
    page.get_by_role("button", name="New role").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Create role").click()
    expect(dialog.get_by_text("Give the role a title.")).to_be_visible()
    dialog.get_by_label("Title").fill(title)
    dialog.get_by_role("button", name="Create role").click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def tick(page: Page, name: str) -> None:
    page.get_by_role("checkbox", name=name).first.click()


def save(page: Page, title: str) -> None:
    page.keyboard.press("Control+s")
    expect(page.get_by_text(f"{title} was saved").last).to_be_visible()


def customers_of(browser: Browser, installation: Installation, workspace: str) -> str:
    """What Grace reads in the app's list of customers."""
    name = workspace.rpartition("/")[2]
    with opened(browser, installation.url) as watched:
        page = watched.page
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(GRACE)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        page.goto(f"/apps/{name}/ledger/customer")
        page.wait_for_load_state("load")
        return page.locator("main").inner_text()


def test_a_role_is_made_granted_narrowed_and_felt_in_the_app(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    with signed_in(browser, installation, workspace) as watched:
        page = watched.page
        new_role(page, workspace, "Clerk")
        tick(page, "Read rows of Customer")
        page.get_by_role("tab", name="Screens").click()
        page.get_by_role("checkbox", name="Open Ledger").click()
        expect(page.get_by_role("checkbox", name="open already, with the whole app").first).to_be_visible()
        save(page, "Clerk")
        page.get_by_role("tab", name="People").click()
        field = page.get_by_role("combobox", name="Give somebody this role")
        field.click()
        field.fill(GRACE)
        page.get_by_role("option", name=GRACE).click()
        page.get_by_role("button", name="Give role").click()
        expect(page.get_by_role("table", name="People with this role")).to_contain_text(GRACE)

        everything = customers_of(browser, installation, workspace)
        assert "London" in everything
        assert "Arlington" in everything

        page.get_by_role("tab", name="Tables").click()
        page.get_by_role("row", name="Customer").get_by_role("button").click()
        panel = page.get_by_role("region", name="Rules of Customer")
        panel.get_by_label("Only rows where").check()
        rule = panel.get_by_label("Condition")
        rule.fill("citi == 'London'")
        expect(panel.get_by_text("Did you mean")).to_be_visible()
        assert watched.axe() == []
        rule.fill("")
        rule.press_sequentially("ci")
        expect(panel.get_by_role("option", name="city")).to_be_visible()
        assert watched.axe() == []
        rule.press("ArrowDown")
        rule.press("Enter")
        rule.press_sequentially("== 'London'")
        expect(panel.get_by_text("This condition is right.")).to_be_visible()
        panel.get_by_role("radio", name="city: Dots").check()
        save(page, "Clerk")
        expect(page.get_by_role("checkbox", name="Read rows of Customers: some rows")).to_be_visible()

        narrowed = customers_of(browser, installation, workspace)
        assert "Ada" in narrowed
        assert "London" not in narrowed
        assert "Grace" not in narrowed
        assert "Arlington" not in narrowed

        page.get_by_role("alert").filter(has_text="was saved").last.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Clerk is as before")).to_be_visible()
        assert "Arlington" in customers_of(browser, installation, workspace)
        assert watched.troubles == []


def test_a_matrix_is_worked_by_keyboard_and_undone(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    with signed_in(browser, installation, workspace) as watched:
        page = watched.page
        new_role(page, workspace, "Keys")
        page.get_by_role("checkbox", name="Read rows of Customer").focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("checkbox", name="Create rows of Invoice")).to_be_focused()
        expect(page.get_by_role("region", name="Unsaved")).to_contain_text("1 change")
        page.keyboard.press("Control+z")
        expect(page.get_by_role("checkbox", name="Create rows of Customer")).not_to_be_checked()
        page.get_by_role("button", name="Redo").click()
        expect(page.get_by_role("checkbox", name="Create rows of Customer")).to_be_checked()
        page.reload()
        expect(page.get_by_role("checkbox", name="Create rows of Customer")).to_be_checked()
        page.get_by_role("button", name="Discard").click()
        expect(page.get_by_role("checkbox", name="Create rows of Customer")).not_to_be_checked()
        assert watched.troubles == []


def test_a_mistake_stays_and_is_led_to(browser: Browser, installation: Installation, workspace: str) -> None:
    with signed_in(browser, installation, workspace) as watched:
        page = watched.page
        new_role(page, workspace, "Careless")
        tick(page, "Read rows of Invoice")
        page.get_by_role("row", name="Invoice").get_by_role("button").first.click()
        panel = page.get_by_role("region", name="Rules of Invoice")
        panel.get_by_label("Only rows where").check()
        panel.get_by_role("button", name="Close").click()
        page.get_by_role("button", name="Save role").click()
        expect(page.get_by_role("button", name="1 thing to mend")).to_be_visible()
        page.get_by_role("button", name="1 thing to mend").click()
        expect(page.get_by_role("region", name="Rules of Invoice").locator("textarea")).to_have_attribute(
            "aria-invalid", "true"
        )
        name = workspace.rpartition("/")[2]
        roles = page.request.get(f"/api/v1/workspaces/{name}/roles").json()["items"]
        assert next(role for role in roles if role["name"] == "careless")["grants"] == []


def test_two_people_change_one_role_and_nothing_is_lost(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    with (
        signed_in(browser, installation, workspace) as one,
        signed_in(browser, installation, workspace) as two,
    ):
        new_role(one.page, workspace, "Shared")
        two.page.goto(f"{workspace}/access/shared")
        tick(one.page, "Read rows of Customer")
        tick(two.page, "Read rows of Invoice")
        save(one.page, "Shared")
        two.page.get_by_role("button", name="Save role").click()
        dialog = two.page.get_by_role("dialog", name="Somebody else changed this role")
        expect(dialog.get_by_role("region", name="What they changed")).to_contain_text("Customer")
        expect(dialog.get_by_role("region", name="What you changed")).to_contain_text("Invoice")
        assert two.axe() == []
        dialog.get_by_role("button", name="Keep both").click()
        save(two.page, "Shared")
        two.page.reload()
        for table in ("Customers", "Invoices"):
            expect(two.page.get_by_role("checkbox", name=f"Read rows of {table}: all rows")).to_be_visible()
        # A change of something else is no conflict.
        new_role(one.page, workspace, "Another")
        tick(two.page, "Delete rows of Invoice")
        save(two.page, "Shared")
        assert [*one.troubles, *two.troubles] == []


def test_a_role_is_renamed_inherits_and_is_deleted(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    with signed_in(browser, installation, workspace) as watched:
        page = watched.page
        new_role(page, workspace, "Temp")
        page.get_by_role("tab", name="Settings").click()
        page.get_by_label("Title").fill("Temporary staff")
        page.get_by_role("combobox", name="Holds everything of").click()
        page.get_by_role("option", name="Viewer").click()
        page.keyboard.press("Escape")
        save(page, "Temporary staff")
        expect(page.get_by_role("heading", name="Temporary staff", level=1)).to_be_visible()
        page.get_by_role("tab", name="Tables").click()
        expect(page.get_by_role("checkbox", name="held already, through another rule or role").first).to_be_visible()
        page.get_by_role("tab", name="Settings").click()
        page.get_by_role("button", name="Delete role").click()
        expect(page.get_by_role("table", name="Roles")).to_be_visible()
        expect(page.get_by_role("link", name="Temporary staff")).to_have_count(0)
        page.get_by_role("alert").filter(has_text="was deleted").get_by_role("button", name="Undo").click()
        expect(page.get_by_role("link", name="Temporary staff")).to_be_visible()
        page.goto(f"{workspace}/access/viewer?tab=settings")
        page.get_by_role("button", name="Delete role").click()
        dialog = page.get_by_role("dialog", name="Viewer is still in use")
        expect(dialog).to_contain_text("apps/ledger")
        assert watched.axe() == []
        assert watched.troubles == []


def test_why_is_answered_with_the_rule(browser: Browser, installation: Installation, workspace: str) -> None:
    with signed_in(browser, installation, f"{workspace}/access") as watched:
        page = watched.page
        page.get_by_role("button", name="Why can I see this?").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("combobox", name="What").fill("shop.invoice")
        page.get_by_role("option", name="· shop.invoice", exact=False).first.click()
        expect(dialog.get_by_role("status")).to_contain_text("Yes")
        expect(dialog.get_by_role("status")).to_contain_text("role admin", ignore_case=True)
        dialog.get_by_role("combobox", name="Who").fill("Anybody with role Public")
        page.get_by_role("option", name="Anybody with role Public").click()
        expect(dialog.get_by_role("status")).to_contain_text("No")
        expect(dialog.get_by_role("status")).to_contain_text("no role of public grants read", ignore_case=True)
        assert watched.axe() == []
        assert watched.troubles == []


def test_the_role_a_screen_asks_for_is_changed_and_changed_back(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    with signed_in(browser, installation, f"{workspace}/access?tab=screens") as watched:
        page = watched.page
        field = page.get_by_role("combobox", name="Role that New invoice asks for")
        before = field.input_value()
        field.click()
        page.get_by_role("option", name="Admin").click()
        expect(page.get_by_text("New invoice asks for Admin now")).to_be_visible()
        expect(field).to_have_value("Admin")
        page.get_by_role("button", name="Undo").click()
        expect(field).to_have_value(before)
        assert watched.troubles == []


def test_every_part_of_a_role_is_accessible_and_fits(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    name = workspace.rpartition("/")[2]
    places = ["", "?table=*", "?table=shop.invoice", "?tab=screens", "?tab=sources", "?tab=people", "?tab=settings"]
    with signed_in(browser, installation, workspace) as watched:
        page = watched.page
        for place in [*(f"viewer{place}" for place in places), "admin", "public", "nobody"]:
            page.goto(f"/w/{name}/access/{place}")
            page.wait_for_load_state("networkidle")
            watched.look_over(place)
        assert watched.troubles == []


def test_people_who_do_not_design_are_told_nothing(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(GRACE)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        for place in ("access", "access/viewer", "data/shop"):
            page.goto(f"{workspace}/{place}")
            page.wait_for_load_state("networkidle")
            expect(page.get_by_role("heading", name="Viewer")).to_have_count(0)
            expect(page.get_by_role("table")).to_have_count(0)
            expect(page.get_by_role("checkbox")).to_have_count(0)
            expect(page.get_by_role("button", name="Delete")).to_have_count(0)
        name = workspace.rpartition("/")[2]
        assert page.request.get(f"/api/v1/workspaces/{name}/roles").status in {403, 404}
        assert httpx.get(f"{installation.url}/api/v1/workspaces/{name}/roles").status_code == 401


def test_an_administrator_of_the_workspace_alone_gives_and_takes_roles(
    browser: Browser, installation: Installation, workspace: str
) -> None:
    name = workspace.rpartition("/")[2]

    async def prepare(services: Services) -> str:
        await ensure_user(services, "keeper@example.org")
        await assign_roles(services, OPERATOR, "keeper@example.org", workspace=name, roles=["admin"])
        await ensure_user(services, "newcomer@example.org")
        return await make_one_time_link(services, OPERATOR, "keeper@example.org")

    with opened(browser, installation.url) as watched:
        page = watched.page
        page.goto(in_home(installation.home, prepare))
        page.goto(f"{workspace}/access?tab=people")
        field = page.get_by_role("combobox", name="Give somebody a role")
        field.fill("nobody@example.org")
        field.press("Enter")
        page.get_by_role("dialog").get_by_label("Basic").check()
        page.get_by_role("button", name="Save roles").click()
        expect(page.get_by_role("dialog").get_by_text("There is no user")).to_be_visible()
        assert watched.axe() == []
        page.keyboard.press("Escape")
        field.fill("newcomer@example.org")
        field.press("Enter")
        page.get_by_role("dialog").get_by_label("Power").check()
        page.get_by_role("button", name="Save roles").click()
        row = page.get_by_role("row", name="newcomer@example.org")
        expect(row).to_contain_text("Power")
        assert watched.axe() == []
        page.goto(f"{workspace}/access/power?tab=people")
        page.get_by_role("button", name="Take away from Newcomer").click()
        expect(row).to_have_count(0)
        assert watched.troubles == []
