"""What people do in a published app, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.support import desk_app
from tests.support.server import token_client

pytestmark = pytest.mark.browser


def test_search_changes_the_address_and_only_the_table(site):
    page = site.page()
    page.evaluate("document.querySelector('main').dataset.kept = 'yes'")
    page.get_by_role("searchbox").first.fill("Ticket 77")
    expect(page.get_by_role("link", name="Ticket 77", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Ticket 78", exact=True)).to_have_count(0)
    assert "tickets.search=Ticket+77" in page.url
    assert page.evaluate("document.querySelector('main').dataset.kept") == "yes"


def test_back_button_and_shared_link(site):
    page = site.page()
    page.get_by_role("link", name=re.compile("^Title")).first.click()
    expect(page).to_have_url(re.compile("tickets.sort=title"))
    shared = page.url
    page.go_back()
    expect(page).not_to_have_url(re.compile("tickets.sort"))
    other = site.context("agent").new_page()
    other.goto(shared)
    expect(other.locator("tbody tr").first).to_contain_text("alert(1)")


def test_typing_survives_and_focus_stays(site):
    page = site.page()
    box = page.get_by_role("searchbox").first
    box.press_sequentially("Ticket 1", delay=90)
    page.wait_for_timeout(600)
    assert box.input_value() == "Ticket 1"
    assert page.evaluate("document.activeElement.type") == "search"


def test_row_event_saves_and_says_so(site):
    page = site.page(path="/?tickets.search=Ticket+50")
    row = page.locator("tbody tr", has_text="Ticket 50")
    expect(row).to_contain_text("Open")
    row.get_by_role("button").last.click()
    page.get_by_role("button", name="Close ticket").locator("visible=true").click()
    expect(page.get_by_text("Closed Ticket 50")).to_be_visible()
    expect(row).to_contain_text("Closed")


def test_selected_rows_are_changed_together(site):
    page = site.page(path="/batch?many.search=Ticket+8&many.sort=id")
    rows = page.locator("tbody tr")
    for place in (0, 1):
        rows.nth(place).get_by_label("Select row").check()
    page.get_by_role("link", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog", name="Change the selected tickets")
    title = dialog.get_by_label("Title", exact=True)
    expect(title).to_be_disabled()
    amount = dialog.locator("input[name=amount]")
    dialog.get_by_role("switch", name="Change Amount").press("Space")
    expect(amount).to_be_focused()
    amount.fill("77.25")
    dialog.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("2 changed")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(rows.nth(0)).to_contain_text("77.25")
    expect(rows.nth(1)).to_contain_text("77.25")
    expect(rows.nth(2)).not_to_contain_text("77.25")
    expect(rows.nth(1).get_by_label("Select row")).to_be_checked()


def test_delete_asks_first(site):
    page = site.page(path="/?tickets.search=Ticket+119")
    row = page.locator("tbody tr", has_text="Ticket 119")
    row.get_by_role("button").last.click()
    page.get_by_role("button", name="Delete ticket").locator("visible=true").click()
    expect(page.get_by_text("Delete Ticket 119?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row).to_be_visible()
    row.get_by_role("button").last.click()
    page.get_by_role("button", name="Delete ticket").locator("visible=true").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete ticket").click()
    expect(row).to_have_count(0)


def test_state_event_is_quick(site):
    page = site.page(path="/counter")
    for _ in range(3):
        page.get_by_role("button", name="Up").click()
    expect(page.get_by_role("heading", name="Count 3")).to_be_visible()
    spent = page.evaluate("""async () => {
        const times = [];
        for (let i = 0; i < 12; i++) {
            const before = document.querySelector('h2, h3, h1').textContent, start = performance.now();
            const shown = new Promise(done => document.addEventListener('tw:shown', done, {once: true}));
            [...document.querySelectorAll('button')].find(b => b.textContent.trim() === 'Up').click();
            await shown; await new Promise(requestAnimationFrame);
            times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[6];
    }""")
    print(f"event to painted change, median: {spent:.1f} ms")
    assert spent < 500  # a broken page, not a slow machine, fails here; `make bench` holds us to 50 ms


def test_panel_opens_by_address_and_escape_closes(site):
    page = site.page(path="/counter")
    opener = page.get_by_role("link", name="Open panel")
    opener.click()
    expect(page.get_by_role("dialog")).to_contain_text("Row 7")
    assert "panel.open=1" in page.url
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "panel.open" not in page.url
    expect(opener).to_be_focused()


def test_form_errors_land_on_their_field(site):
    page = site.page(path="/new")
    page.get_by_label(re.compile("Amount")).fill("12")
    page.locator("form[data-form] button[type=submit], form[data-form] button").last.click()
    title = page.get_by_label(re.compile("Title"))
    if page.evaluate("document.querySelector('form[data-form]').noValidate"):
        expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_be_focused()
    title.fill("A new one")
    page.locator("form[data-form] button").last.click()
    expect(page).to_have_url(re.compile(r"/tickets/\d+$"))
    expect(page.get_by_role("heading", name="A new one")).to_be_visible()


def test_works_without_javascript(site):
    page = site.page(java_script_enabled=False)
    expect(page.locator("tbody tr")).to_have_count(25)
    page.get_by_role("searchbox").first.fill("Ticket 44")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto("/apps/support/desk/tickets/44/edit")
    page.get_by_label(re.compile("Title")).fill("Renamed without a script")
    page.locator("form[data-form] button").last.click()
    expect(page).to_have_url(re.compile(r"/tickets/44$"))
    expect(page.get_by_role("heading", name="Renamed without a script")).to_be_visible()
    expect(page.get_by_text("Saved")).to_be_visible()


def test_stale_page_keeps_what_was_typed(site):
    page = site.page(path="/new")
    page.get_by_label(re.compile("Title")).fill("Half typed")
    page.evaluate("document.querySelector('meta[name=tw-state]').content = 'forged'")
    page.evaluate("import(document.querySelector('script[type=module]').src).then(() => 0)")
    page.reload()  # a plain reload loses it; the runtime's own reload is what must not
    page.get_by_label(re.compile("Title")).fill("Half typed")
    page.route("**/_event", lambda route: route.fulfill(
        status=409, content_type="application/vnd.toolwright.regions+json",
        body='{"problem": {"code": "state.stale", "title": "", "detail": "", "hint": null, "request_id": ""}}',
    ))  # fmt: skip
    page.locator("form[data-form] button").last.click()
    expect(page.get_by_text("What you typed is still here")).to_be_visible()
    assert page.get_by_label(re.compile("Title")).input_value() == "Half typed"
    site.problems[:] = [text for text in site.problems if "409" not in text]


@pytest.mark.parametrize(("kind", "body", "told"), [
    ("application/problem+json", '{"detail": "Something went wrong.", "hint": "Try again."}', "Something went wrong. Try again."),
    ("text/html", "<h1>Bad gateway</h1>", "answer that this page does not understand (502)"),
])  # fmt: skip
def test_a_strange_answer_is_told_and_nothing_typed_is_lost(site, kind, body, told):
    page = site.page(path="/new")
    page.get_by_label(re.compile("Title")).fill("Half typed")
    answer = {"status": 502, "content_type": kind, "body": body}
    page.route("**/_event", lambda route: route.fulfill(**answer), times=1)
    page.locator("form[data-form] button").last.click()
    expect(page.get_by_text(told)).to_be_visible()
    assert page.get_by_label(re.compile("Title")).input_value() == "Half typed"
    page.get_by_role("button", name="Load again").click()
    expect(page.get_by_text("The page has changed and was loaded again")).to_be_visible()
    assert page.get_by_label(re.compile("Title")).input_value() == "Half typed"
    page.locator("form[data-form] button").last.click()
    expect(page).to_have_url(re.compile(r"/tickets/\d+$"))
    site.problems[:] = [text for text in site.problems if "502" not in text]


def test_what_takes_long_is_shown_to_be_on_its_way(site):
    page = site.page()
    waiting: list[Route] = []
    page.route("**/*tickets.sort=*", lambda route: waiting.append(route))
    bar = "getComputedStyle(document.documentElement, '::before').content !== 'none'"
    assert not page.evaluate(bar)
    page.get_by_role("link", name=re.compile("^Title")).first.click()
    expect(page.locator("html")).to_have_attribute("aria-busy", "true")
    assert page.evaluate(bar)
    waiting[0].continue_()
    expect(page.locator("html")).not_to_have_attribute("aria-busy", "true")
    assert not page.evaluate(bar)
    expect(page).to_have_url(re.compile("tickets.sort=title"))


def test_a_live_update_that_fails_leaves_the_page_alone(site):
    watcher = site.page(path="/?tickets.search=Ticket+62")
    watcher.evaluate("document.querySelector('main').dataset.kept = 'yes'")
    asked: list[str] = []

    def fail(route) -> None:
        if "x-tw-tables" not in route.request.headers:
            route.continue_()
            return
        asked.append(route.request.url)
        route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>")

    watcher.route("**/apps/**", fail)
    actor = site.page(path="/?tickets.search=Ticket+62")
    with watcher.expect_response(lambda answer: answer.status == 502):
        actor.locator("tbody tr").get_by_role("button").last.click()
        actor.get_by_role("button", name="Close ticket").locator("visible=true").click()
    watcher.unroute("**/apps/**")
    expect(watcher.locator("tbody tr")).to_contain_text("Open")
    assert asked
    assert watcher.evaluate("document.querySelector('main').dataset.kept") == "yes"
    site.problems[:] = [text for text in site.problems if "502" not in text]


def test_live_updates_reach_other_people(site):
    watcher = site.page(path="/?tickets.search=Ticket+61")
    expect(watcher.locator("tbody tr")).to_contain_text("Open")
    actor = site.page(path="/?tickets.search=Ticket+61")
    actor.locator("tbody tr").get_by_role("button").last.click()
    actor.get_by_role("button", name="Close ticket").locator("visible=true").click()
    expect(watcher.locator("tbody tr")).to_contain_text("Closed", timeout=5000)


def test_dark_mode_is_kept_without_a_flash(site):
    page = site.page()
    page.locator("[popovertarget=user-menu]").locator("visible=true").click()
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.mode") == "dark"
    html = page.request.get(page.url).text()
    assert 'data-mode="dark"' in html.split(">", 2)[1] + html.split(">", 2)[0]


def test_hidden_things_leave_no_trace(site):
    page = site.page("guest")
    html = page.content()
    assert "hush" not in html
    assert "Delete ticket" not in html
    assert "Bosses" not in html
    assert "Secret note" not in html


def test_nothing_runs_from_data(site):
    page = site.page(path="/tickets/1")
    expect(page.get_by_role("heading", name="<script>alert(1)</script>")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/counter?panel.open=1", "/tickets/2", "/new"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_serious(site, axe, path, mode):
    page = site.page(path=path, color_scheme=mode)
    page.wait_for_timeout(200)
    assert [problem for problem in axe(page) if problem.startswith(("serious", "critical"))] == []


def test_keyboard_reaches_everything(site):
    page = site.page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.tagName"))
    assert {"A", "INPUT"} & seen


def test_answers_out_of_order_do_not_turn_back_the_page(site):
    page = site.page(path="/?tickets.search=Ticket+8")
    row = page.locator("tbody tr", has_text=re.compile("Ticket 82"))
    slow = {"left": 1}

    def hold(route) -> None:
        if slow["left"]:
            slow["left"] -= 1
            answer = route.fetch()
            page.wait_for_timeout(900)
            route.fulfill(response=answer)
        else:
            route.continue_()

    page.route(re.compile(r"tickets\.sort="), hold)
    page.get_by_role("link", name=re.compile("^Title")).first.click()  # its answer is made now and arrives late
    page.wait_for_timeout(250)
    page.evaluate("""() => {
        const token = [...document.querySelectorAll('button[name=_event]')].find(b => b.value === 'close_ticket.click:82');
        token.click();
    }""")
    expect(row).to_contain_text("Closed")
    page.wait_for_timeout(1500)
    expect(row).to_contain_text("Closed")
    assert "tickets.sort=title" in page.url


def test_an_expired_session_leads_to_signing_in_and_back(site):
    page = site.page(path="/counter")
    page.context.clear_cookies()
    page.get_by_role("button", name="Up").click()
    page.wait_for_url(re.compile(r"/sign-in\?next=.*counter"))
    page.context.close()  # nothing more is said: a live update may be refused as well
    site.problems[:] = [text for text in site.problems if "401" not in text]


def test_what_was_typed_into_one_row_is_not_taken_for_another(site):
    page = site.page(path="/beside?ticket=3")
    title = page.locator("#beside-title")
    expect(title).to_have_value("Ticket 3")
    title.fill("Typed into the third")
    page.locator("tbody tr", has_text="Ticket 4").get_by_role("link").first.click()
    expect(title).to_have_value("Ticket 4")
    page.get_by_label("Notes").fill("Of the fourth")
    with page.expect_response("**/_event"):
        page.get_by_role("button", name="Save").click()
    rows = f"/api/v1/workspaces/{desk_app.WORKSPACE}/tables/erp.tickets/rows"
    client = token_client(site.url, site.home)
    titles = [client.get(f"{rows}/{number}").json()["values"] for number in (3, 4)]
    assert [(row["title"], row["notes"]) for row in titles] == [
        ("Ticket 3", "Line one\nLine two"),
        ("Ticket 4", "Of the fourth"),
    ]
