"""Live updates in many windows of one browser, and in one that was hidden."""

from __future__ import annotations

import time

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support import desk_app
from tests.support.server import token_client
from toolwright.rows.event_bus import SKEW_S

pytestmark = pytest.mark.browser

APP = f"/apps/{desk_app.WORKSPACE}/{desk_app.APP}"
HIDE = """hidden => {
    Object.defineProperty(document, 'hidden', {get: () => hidden, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


def close_ticket(page: Page) -> None:
    page.locator("tbody tr").get_by_role("button").last.click()
    page.get_by_role("button", name="Close ticket").locator("visible=true").click()


def test_eight_windows_share_one_stream_and_none_waits_for_another(site):
    context = site.context("agent")
    streams: list[str] = []
    context.on("request", lambda request: "/_live?" in request.url and streams.append("open"))
    context.on("requestfailed", lambda request: "/_live?" in request.url and streams.append("closed"))
    pages = [context.new_page() for _ in range(8)]
    for page in pages[:-1]:
        page.goto(f"{APP}/?tickets.search=Ticket+58")
    pages[-1].goto(f"{APP}/tickets/59")
    expect(pages[0].locator("tbody tr")).to_contain_text("Open")
    close_ticket(pages[5])
    for page in (pages[5], pages[0], pages[6]):
        expect(page.locator("tbody tr")).to_contain_text("Closed")
    assert 0 < streams.count("open") - streams.count("closed") <= 2, streams
    pages[0].close()  # the first to come had the stream
    pages[1].goto(f"{APP}/?tickets.search=Ticket+55")
    expect(pages[1].locator("tbody tr")).to_contain_text("Open")
    close_ticket(site.page(path="/?tickets.search=Ticket+55"))
    expect(pages[1].locator("tbody tr")).to_contain_text("Closed")
    context.close()


def test_a_hidden_window_has_no_stream_and_hears_what_it_missed(site):
    context = site.context("agent")
    page = context.new_page()
    page.clock.install()
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append("stream" if "/_live?" in request.url else request.headers.get("x-tw-tables", "")),
    )
    time.sleep(SKEW_S)  # what others changed a moment before the page was drawn counts as missed, since clocks differ
    page.goto(f"{APP}/?tickets.search=Ticket+56")
    page.clock.run_for(500)
    with page.expect_event("requestfailed", lambda request: "/_live?" in request.url):
        page.evaluate(HIDE, True)
        page.clock.run_for(4_000)
    asked.clear()
    with page.expect_request("**/_live?**"):
        page.evaluate(HIDE, False)
        page.clock.run_for(500)
    page.wait_for_timeout(1_200)
    page.clock.run_for(500)
    assert asked == ["stream"], "nothing was missed, so nothing is drawn again"
    with page.expect_event("requestfailed", lambda request: "/_live?" in request.url):
        page.evaluate(HIDE, True)
        page.clock.run_for(4_000)
    close_ticket(site.page(path="/?tickets.search=Ticket+56"))
    page.wait_for_timeout(300)
    with page.expect_request("**/_live?**"):
        page.evaluate(HIDE, False)
        page.clock.run_for(500)
    page.wait_for_timeout(500)
    page.clock.run_for(500)
    expect(page.locator("tbody tr")).to_contain_text("Closed")
    context.close()


def test_a_press_counts_when_a_live_update_comes_between(site):
    """The button that goes down is the one that comes up, also when its form was drawn again meanwhile."""
    page = site.page(path="/")
    with page.expect_request("**/_live?**"):
        page.goto(f"{APP}/new")
    page.get_by_label("Title").fill("Pressed slowly")
    page.get_by_label("Customer").select_option(label="Globex")
    page.locator("form[data-form] button[type=submit]").hover()
    page.mouse.down()
    with page.expect_response(lambda answer: "x-tw-tables" in answer.request.headers):
        rows = f"/api/v1/workspaces/{desk_app.WORKSPACE}/tables/erp.customers/rows"
        assert token_client(site.url, site.home).patch(f"{rows}/1", json={"city": "Ulm"}).status_code == 200
    page.wait_for_timeout(100)
    page.mouse.up()
    page.wait_for_url("**/tickets/*")


def test_a_live_update_leaves_a_field_switched_on(site):
    """Which fields of the selected rows are changed is somebody's choice; the server draws them all as left alone."""
    page = site.page(path="/")
    with page.expect_request("**/_live?**"):
        page.goto(f"{APP}/batch?many.search=Ticket+9&many.sort=id")
    page.locator("tbody tr").first.get_by_label("Select row").check()
    page.get_by_role("link", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog", name="Change the selected tickets")
    switch, amount = dialog.get_by_role("switch", name="Change Amount"), dialog.locator("input[name=amount]")
    switch.press("Space")
    expect(amount).to_be_focused()
    client = token_client(site.url, site.home)
    row = f"/api/v1/workspaces/{desk_app.WORKSPACE}/tables/erp.tickets/rows/95"
    with page.expect_response(lambda answer: "x-tw-tables" in answer.request.headers):
        assert client.patch(row, json={"title": "Ticket 95 noticed"}).status_code == 200
    expect(page.locator("tbody")).to_contain_text("Ticket 95 noticed")
    expect(switch).to_be_checked()
    expect(amount).to_be_focused()
    amount.fill("78.5")
    dialog.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("1 changed")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("78.5")


def test_a_live_update_does_not_hide_that_somebody_else_changed_the_row(site):
    """What is typed was typed over what was there before: saved, it would undo what somebody else did unseen."""
    page = site.page(path="/")
    with page.expect_request("**/_live?**"):
        page.goto(f"{APP}/tickets/52/edit")
    page.get_by_label("Title").fill("Mine")
    client = token_client(site.url, site.home)
    row = f"/api/v1/workspaces/{desk_app.WORKSPACE}/tables/erp.tickets/rows/52"
    with page.expect_response(lambda answer: "x-tw-tables" in answer.request.headers):
        assert client.patch(row, json={"title": "Theirs"}).status_code == 200
    page.wait_for_timeout(100)
    expect(page.get_by_label("Title")).to_have_value("Mine")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Somebody else changed this row in the meantime.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Mine")
    expect(page.get_by_text("Stored now: Theirs")).to_be_visible()
    expect(page.get_by_text("Stored now:")).to_have_count(1)
    assert client.get(row).json()["values"]["title"] == "Theirs"
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/tickets/52")
    assert client.get(row).json()["values"]["title"] == "Mine"


def test_the_bar_tells_of_a_mention_that_comes_while_the_page_is_open(site):
    page = site.page("guest", path="/")
    with page.expect_request("**/_live?**"):
        page.goto(f"{APP}/")
    expect(page.locator(".tw-user-new")).to_have_count(0)
    page.locator("[popovertarget=user-menu]").click()
    client = token_client(site.url, site.home)
    rows = f"/api/v1/workspaces/{desk_app.WORKSPACE}/tables/notes/rows"
    row = client.post(rows, json={"text": "Look here"}).json()["id"]
    assert client.post(f"{rows}/{row}/comments", json={"body": "Nobody is named."}).status_code == 201
    said = client.post(f"{rows}/{row}/comments", json={"body": "What do you think, @Guest?"})
    expect(page.locator(".tw-user-new")).to_have_count(1)
    expect(page.locator("#user-menu .tw-badge")).to_have_text("1")
    expect(page.locator("#user-menu")).to_be_visible()
    assert client.delete(f"{rows}/{row}/comments/{said.json()['id']}").status_code == 204
    expect(page.locator(".tw-user-new")).to_have_count(0)


def test_mentions_seen_in_one_window_are_seen_in_all(site):
    page = site.page("guest", path="/")
    with page.expect_request("**/_live?**"):
        page.goto(f"{APP}/")
    client = token_client(site.url, site.home)
    rows = f"/api/v1/workspaces/{desk_app.WORKSPACE}/tables/notes/rows"
    row = client.post(rows, json={"text": "Seen elsewhere"}).json()["id"]
    assert client.post(f"{rows}/{row}/comments", json={"body": "Is this yours, @Guest?"}).status_code == 201
    expect(page.locator(".tw-user-new")).to_have_count(1)
    elsewhere = token_client(site.url, site.home, "guest@example.org", is_admin=False)
    seen = elsewhere.post(f"/api/v1/workspaces/{desk_app.WORKSPACE}/mentions/seen")
    assert seen.json() == {"seen": 1}
    expect(page.locator(".tw-user-new")).to_have_count(0)


def test_live_updates_come_back_after_a_proxy_answered_for_the_server(site):
    page = site.context("agent").new_page()
    page.route("**/_live?**", lambda route: route.fulfill(status=502, body="Bad gateway"), times=1)
    with page.expect_response(lambda answer: "/_live?" in answer.url and answer.status == 200):
        page.goto(f"{APP}/?tickets.search=Ticket+61")
    title = page.locator("tbody tr").get_by_role("link").first
    expect(title).to_have_text("Ticket 61")
    ticket = f"/api/v1/workspaces/{desk_app.WORKSPACE}/tables/erp.tickets/rows/61"
    assert token_client(site.url, site.home).patch(ticket, json={"title": "Ticket 61 again"}).is_success
    expect(title).to_have_text("Ticket 61 again")


def test_a_live_update_leaves_the_message_at_a_field_that_is_drawn_by_itself(site):
    """The choices of a relation are a region of their own inside the form: drawn alone, they know of no refusal."""
    client = token_client(site.url, site.home)
    customers = f"/api/v1/workspaces/{desk_app.WORKSPACE}/tables/erp.customers/rows"
    gone = client.post(customers, json={"name": "Passing trade"}).json()["id"]
    page = site.page(path="/")
    with page.expect_request("**/_live?**"):
        page.goto(f"{APP}/new")
    page.get_by_label("Title").fill("For somebody who leaves")
    page.get_by_label("Customer").select_option(label="Passing trade")
    assert client.delete(f"{customers}/{gone}").is_success
    page.get_by_role("button", name="Create").click()
    refused = page.locator(".tw-error")
    expect(refused).to_have_count(1)
    said = refused.inner_text()
    customer = page.get_by_label("Customer")
    expect(customer).to_have_attribute("aria-invalid", "true")
    expect(customer).to_have_attribute("aria-describedby", "create-customer_id-error")
    with page.expect_response(lambda answer: "x-tw-tables" in answer.request.headers):
        assert client.patch(f"{customers}/1", json={"city": "Essen"}).is_success
    page.wait_for_timeout(100)
    expect(refused).to_have_text(said)
    expect(page.get_by_label("Title")).to_have_value("For somebody who leaves")


def test_the_stream_of_a_window_whose_session_ended_ends_quietly(site):
    answer = httpx.get(f"{site.url}{APP}/_live?screen=queue", headers={"accept": "text/event-stream"})
    assert answer.status_code == 204
