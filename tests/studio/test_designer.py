"""Screens built in the studio by looking at them, and used in the app as they were built."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.studio.browser import Watched
from tests.studio.designing import (
    add,
    behind_the_back,
    code,
    draft,
    file_of,
    inspector,
    line,
    line_of_screen,
    lines,
    new_screen,
    picture,
    rewrite,
    save,
    source_of,
)

pytestmark = pytest.mark.browser
APP = "Shelf"
"""The title of the app that `watched` shows."""


def test_a_screen_is_built_from_nothing_and_used(watched: Watched, app: str) -> None:
    page = watched.page
    new_screen(page, app, "Overview of customers")
    expect(page.get_by_text("An empty screen.")).to_be_visible()
    add(page, "Page header")
    inspector(page).get_by_role("textbox", name="Title", exact=True).fill("Who buys")
    expect(picture(page).get_by_role("heading", name="Who buys")).to_be_visible()
    line_of_screen(page)
    add(page, "Table")
    inspector(page).get_by_role("combobox", name="Table", exact=True).click()
    page.get_by_role("option", name="Customers").click()
    expect(picture(page).get_by_text("Arlington")).to_be_visible()
    page.get_by_role("tab", name="Events").click()
    page.get_by_role("button", name="Add action: row is clicked").click()
    page.get_by_role("menuitem", name="Say").click()
    inspector(page).get_by_role("textbox", name="Text", exact=True).fill("Pressed {{ row.name }}")
    assert watched.axe() == []
    page.emulate_media(color_scheme="dark")
    assert watched.axe(rule="color-contrast") == []
    save(page)

    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open in app").click()
    shown = popup.value
    expect(shown.get_by_role("heading", name="Who buys")).to_be_visible()
    expect(shown.get_by_role("navigation").get_by_text("Overview of customers")).to_have_count(1)
    shown.get_by_text("Grace").click()
    expect(shown.get_by_text("Pressed Grace")).to_be_visible()
    assert shown.locator("[data-node]").count() == 0
    shown.close()  # behind another page this one would be drawn once a second, and every press would wait for that


def test_undo_to_the_start_and_redo_to_the_end(watched: Watched, app: str) -> None:
    page = watched.page
    page.goto(f"{app}/screens/customer_detail")
    expect(picture(page).get_by_role("heading", name="Ada")).to_be_visible()
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    expect(undo).to_be_disabled()
    start = lines(page)
    line(page, "Detail").click()
    page.keyboard.press("Control+d")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Control+g")
    page.keyboard.press("F2")
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("facts")
    page.get_by_role("button", name="Name it").click()
    line(page, "Invoices").click()
    page.keyboard.press("Delete")
    add(page, "Note")
    inspector(page).get_by_role("textbox", name="Title", exact=True).fill("Mind this")
    expect(picture(page).get_by_text("Mind this")).to_be_visible()
    end, ended = draft(page), lines(page)
    steps = 0
    while undo.is_enabled():
        undo.click()
        steps += 1
    assert steps == 7
    assert lines(page) == start
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    assert draft(page) is None
    for _ in range(steps):
        redo.click()
    expect(redo).to_be_disabled()
    assert lines(page) == ended
    assert draft(page) == end

    # Leaving in the middle of it loses nothing, and neither does somebody else's change.
    page.reload()
    expect(picture(page).get_by_text("Mind this")).to_be_visible()
    assert draft(page) == end
    behind_the_back(page, f"{app}/screens/customer_detail", title="Buyer")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Both are kept")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()
    assert draft(page) is None
    assert lines(page) == ended
    page.get_by_role("treeitem").first.click()
    title = inspector(page).get_by_role("textbox", name="Title", exact=True)
    expect(title).to_have_value("Buyer")

    # What both changed is asked, and undo leads back to what was written here.
    title.fill("Mine")
    behind_the_back(page, f"{app}/screens/customer_detail", title="Theirs")
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Somebody else changed this screen")
    dialog.get_by_role("radiogroup", name="Title").get_by_role("radio", name="Theirs").check()
    dialog.get_by_role("button", name="Save this").click()
    expect(title).to_have_value("Theirs")
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()
    undo.click()
    expect(title).to_have_value("Mine")
    redo.click()
    expect(title).to_have_value("Theirs")

    # A change of something else is no conflict, although the server writes what was stored in its own order.
    behind_the_back(page, f"{app}/screens/customer_list", title="Buyers")
    line(page, "Note").click()
    inspector(page).get_by_role("textbox", name="Title", exact=True).fill("Mind that")
    save(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_each_tab_keeps_its_own_work(watched: Watched, app: str) -> None:
    page = watched.page
    new_screen(page, app, "Two tabs")
    add(page, "Note")
    title = inspector(page).get_by_role("textbox", name="Title", exact=True)
    title.fill("From the first")
    expect(picture(page).get_by_text("From the first")).to_be_visible()
    assert lines(page) == ["Screen", "From the first"]
    line(page, "Screen").click()
    title.fill("Called so by the first")
    with watched.another() as other:
        other.goto(page.url)
        notice = other.get_by_role("complementary", name="Another tab")
        expect(notice).to_contain_text("Each tab keeps its own")
        assert lines(other) == ["Screen"]
        add(other, "Heading")
        expect(page.get_by_role("complementary", name="Another tab")).to_be_visible()
        assert lines(other) == ["Screen", "Heading"]
        line(other, "Screen").click()
        inspector(other).get_by_role("textbox", name="Title", exact=True).fill("Called so by the other")
        other.reload()
        assert lines(other) == ["Screen", "Heading"]
        save(other)
        expect(page.get_by_role("complementary", name="Another tab")).to_have_count(0)

        # The first was written on what is no longer stored: it is asked, and says so until it is decided.
        page.bring_to_front()
        page.keyboard.press("Control+s")
        dialog = page.get_by_role("dialog", name="Somebody else changed this screen")
        dialog.get_by_role("button", name="Decide later").click()
        assert lines(page) == ["Screen", "From the first"]

        # Taken over by the other tab it is one step there; the first tab keeps what it shows.
        other.bring_to_front()
        notice.get_by_role("button", name="Go on with it here").click()
        assert lines(other) == ["Screen", "From the first"]
        other.get_by_role("button", name="Undo").click()
        assert lines(other) == ["Screen", "Heading"]
        other.goto(app)  # what it leaves is offered to the first
    page.bring_to_front()
    left = page.get_by_role("complementary", name="Another tab")
    expect(left).to_contain_text("was left in another tab")
    assert watched.axe() == []
    page.emulate_media(color_scheme="dark")
    assert watched.axe(rule="color-contrast") == []
    left.get_by_role("button", name="Throw it away").click()
    expect(left).to_have_count(0)
    page.get_by_role("alert").get_by_role("button", name="Undo").click()
    expect(left).to_be_visible()
    left.get_by_role("button", name="Throw it away").click()
    page.reload()
    expect(picture(page).get_by_text("From the first")).to_be_visible()


def test_keys_alone_insert_move_and_save(watched: Watched, app: str) -> None:
    page = watched.page
    new_screen(page, app, "By hand")
    page.get_by_role("tab", name="Tree").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    for words in ("Heading", "Divider", "Text"):
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    assert lines(page) == ["Screen", "Heading", "Divider", "Text"]
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_contain_text("Text")
    page.locator("[role=treeitem][aria-selected=true]").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert lines(page) == ["Screen", "Text", "Heading", "Divider"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+g")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+c")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+v")
    assert lines(page) == ["Screen", "Text", "Container", "Heading", "Text", "Divider"]
    page.keyboard.press("Control+s")
    expect(page.get_by_text("By hand was saved")).to_be_visible()


def test_several_are_worked_at_once(watched: Watched, app: str) -> None:
    page = watched.page
    new_screen(page, app, "Several")
    for kind in ("Heading", "Text", "Divider"):
        add(page, kind)
    undo = page.get_by_role("button", name="Undo", exact=True)
    chosen = page.locator("[role=treeitem][aria-selected=true]")
    assert lines(page) == ["Screen", "Heading", "Text", "Divider"]
    line(page, "Heading").click()
    page.keyboard.press("Shift+ArrowDown")
    expect(chosen).to_have_count(2)
    expect(inspector(page).get_by_role("heading", name="2 selected")).to_be_visible()
    page.keyboard.press("Control+d")
    assert lines(page) == ["Screen", "Heading", "Text", "Heading", "Text", "Divider"]
    page.keyboard.press("Alt+ArrowDown")
    assert lines(page) == ["Screen", "Heading", "Text", "Divider", "Heading", "Text"]
    page.keyboard.press("Control+x")
    assert lines(page) == ["Screen", "Heading", "Text", "Divider"]
    undo.click()
    undo.click()
    undo.click()
    assert lines(page) == ["Screen", "Heading", "Text", "Divider"]
    line(page, "Divider").click()
    page.keyboard.press("Control+v")
    assert lines(page) == ["Screen", "Heading", "Text", "Divider", "Heading", "Text"]
    expect(chosen).to_have_count(2)
    page.keyboard.press("Control+g")
    assert lines(page) == ["Screen", "Heading", "Text", "Divider", "Container", "Heading", "Text"]
    line(page, "Heading").click()
    line(page, "Text").click(modifiers=["Shift"])
    line(page, "Divider").click(modifiers=["ControlOrMeta"])
    line(page, "Heading").drag_to(line(page, "Container"), target_position={"x": 120, "y": 14})
    assert lines(page) == ["Screen", "Container", "Heading", "Text", "Heading", "Text", "Divider"]
    undo.click()
    assert lines(page) == ["Screen", "Heading", "Text", "Divider", "Container", "Heading", "Text"]

    # On the picture as well; what they have in common is changed in all of them.
    headings = picture(page).locator("h2")
    expect(headings).to_have_count(2)
    headings.nth(0).evaluate("element => element.scrollIntoView()")
    for place, keys in ((0, []), (1, ["ControlOrMeta"])):
        box = headings.nth(place).bounding_box()
        assert box is not None
        for key in keys:
            page.keyboard.down(key)
        page.mouse.click(box["x"] + 4, box["y"] + 4)
        for key in keys:
            page.keyboard.up(key)
    expect(inspector(page).get_by_role("heading", name="2 selected")).to_be_visible()
    inspector(page).get_by_role("textbox", name="Text", exact=True).fill("Both")
    expect(picture(page).get_by_role("heading", name="Both")).to_have_count(2)
    assert watched.axe() == []
    page.emulate_media(color_scheme="dark")
    assert watched.axe(rule="color-contrast") == []
    undo.click()
    expect(picture(page).get_by_role("heading", name="Both")).to_have_count(0)
    save(page)


def test_pointing_dragging_and_what_is_wrong(watched: Watched, app: str) -> None:
    page = watched.page
    new_screen(page, app, "By pointing")
    canvas = page.get_by_test_id("canvas")
    page.get_by_role("tab", name="Components").click()
    page.get_by_role("button", name="Card", exact=True).drag_to(canvas)
    expect(picture(page).locator('[data-node="content.0"]')).to_be_attached()
    inspector(page).get_by_role("textbox", name="Title", exact=True).fill("A card")
    expect(picture(page).get_by_text("A card")).to_be_visible()
    page.get_by_role("button", name="Heading", exact=True).drag_to(canvas, target_position={"x": 300, "y": 500})
    expect(picture(page).locator('[data-node="content.1"] h2')).to_be_visible()
    lines(page)
    line(page, "Heading").drag_to(line(page, "A card"), target_position={"x": 120, "y": 14})
    assert lines(page) == ["Screen", "A card", "Content", "Heading"]
    box = picture(page).get_by_text("A card").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 2, box["y"] + 2)
    expect(page).to_have_url(re.compile(r"node=content\.0$"))
    expect(inspector(page).get_by_role("heading", name="Card")).to_be_visible()

    inspector(page).get_by_role("textbox", name="Subtitle", exact=True).fill("{{ nobody.name }}")
    wrong = page.get_by_role("region", name="What is wrong")
    expect(wrong).to_contain_text("A card · subtitle")
    expect(picture(page).get_by_text("A card")).to_be_visible()
    line_of_screen(page)
    wrong.get_by_role("button").first.click()
    expect(inspector(page).get_by_role("heading", name="Card")).to_be_visible()
    assert watched.axe() == []
    inspector(page).get_by_role("textbox", name="Subtitle", exact=True).fill("")
    expect(wrong).to_have_count(0)


def test_the_picture_is_what_a_role_sees(watched: Watched, app: str) -> None:
    page = watched.page
    page.goto(f"{app}/screens/customer_list")
    expect(picture(page).get_by_text("Arlington")).to_be_visible()
    seen_as = page.get_by_role("combobox", name="Who looks at the picture")
    seen_as.click()
    page.get_by_role("option", name="As Viewer").click()
    expect(picture(page).get_by_text("New customer")).to_have_count(0)
    expect(picture(page).get_by_text("Arlington")).to_be_visible()
    page.reload()
    expect(seen_as).to_have_value("As Viewer")
    seen_as.click()
    page.get_by_role("option", name="As Public").click()
    expect(page.get_by_text("Whoever looks cannot open this screen.")).to_be_visible()
    expect(picture(page).get_by_role("heading")).to_have_count(0)
    assert watched.axe() == []
    page.emulate_media(color_scheme="dark")
    assert watched.axe(rule="color-contrast") == []
    seen_as.click()
    page.get_by_role("option", name="You").click()
    expect(picture(page).get_by_text("New customer")).to_be_visible()


def test_a_screen_is_opened_as_on_a_slow_network(watched: Watched, app: str) -> None:
    page = watched.page
    page.goto(f"{app}/screens/customer_detail")
    with page.expect_popup() as slow:
        page.get_by_role("button", name="Other ways to open it").press("Enter")
        page.get_by_role("menuitem", name="Open as on a slow network").press("Enter")
    expect(slow.value.get_by_role("main")).to_be_visible()
    assert [one["value"] for one in page.context.cookies() if one["name"] == "tw_slow"] == ["1"]
    slow.value.close()
    with page.expect_popup() as quick:
        page.get_by_role("link", name="Open in app").click()
    expect(quick.value.get_by_role("main")).to_be_visible()
    assert [one for one in page.context.cookies() if one["name"] == "tw_slow"] == []
    quick.value.close()


def test_the_picture_speaks_another_language_and_hints_are_those_of_the_role(watched: Watched, app: str) -> None:
    page = watched.page
    page.goto(f"{app}/screens/customer_detail")
    line(page, "Page header").click()
    title = inspector(page).get_by_role("textbox", name="Title", exact=True)
    title.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Read in {{ user.locale }}")
    page.get_by_role("button", name="Language of the picture").click()
    page.get_by_role("menuitem", name="German").click()
    expect(page.get_by_role("button", name="Language of the picture: German")).to_be_visible()
    expect(picture(page).get_by_role("heading", name="Read in de")).to_be_visible()
    title.click()
    expect(inspector(page).get_by_role("status")).to_have_text("Gives Read in de")
    watched.look_over("a picture in another language")
    page.get_by_role("button", name="Language of the picture: German").click()
    page.get_by_role("menuitem", name="Yours").click()
    expect(picture(page).get_by_role("heading", name="Read in de")).to_have_count(0)
    title.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("{{ can('erp.customer', 'delete') }}".replace("erp.", source_of(page)))
    expect(inspector(page).get_by_role("status")).to_have_text("Gives true")
    page.get_by_role("combobox", name="Who looks at the picture").click()
    page.get_by_role("option", name="As Viewer").click()
    title.click()
    expect(inspector(page).get_by_role("status")).to_have_text("Gives false")
    page.get_by_role("combobox", name="Who looks at the picture").click()
    page.get_by_role("option", name="You").click()
    page.get_by_role("button", name="Discard changes").click()


def test_expressions_are_helped_with(watched: Watched, app: str) -> None:
    page = watched.page
    page.goto(f"{app}/screens/customer_detail")
    expect(picture(page).get_by_role("heading", name="Ada")).to_be_visible()
    line(page, "Page header").click()
    title = inspector(page).get_by_role("textbox", name="Title", exact=True)
    title.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Who: {{ row.ci")
    expect(page.get_by_role("option", name="city text")).to_be_visible()
    assert watched.axe() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type("}}")
    expect(inspector(page).get_by_role("status")).to_have_text("In the first row Who: London")
    expect(picture(page).get_by_role("heading", name="Who: London")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("{{ rwo.city }}")
    expect(inspector(page).get_by_text("There is no 'rwo' here. Did you mean 'row'?")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    assert watched.axe(rule="color-contrast") == []
    page.get_by_role("button", name="Discard changes").click()


def test_a_screen_is_written_as_yaml(watched: Watched, app: str) -> None:
    page = watched.page
    new_screen(page, app, "By text")
    page.get_by_role("button", name="Show as YAML").click()
    yaml = page.get_by_role("region", name="YAML")
    expect(code(page, "The screen as YAML")).to_contain_text("title: By text")
    path = re.search(r"path: (\S+)", file_of(page, f"{app}/screens/by_text"))
    assert path is not None
    start = f"title: By text\npath: {path[1]}\ncontent:\n"
    rewrite(page, "The screen as YAML", f"{start}  - kind: headng\n    text: From text\n")
    expect(yaml.get_by_role("list", name="Mistakes in the text")).to_contain_text("Line 4: There is no component")
    expect(yaml).to_contain_text("Did you mean 'heading'?")
    expect(yaml.get_by_role("button", name="Apply")).to_be_disabled()
    assert watched.axe() == []
    page.emulate_media(color_scheme="dark")
    assert watched.axe(rule="color-contrast") == []
    page.reload()  # what is not applied yet is not lost either
    expect(code(page, "The screen as YAML")).to_contain_text("kind: headng")
    text = f"{start}  - kind: heading\n    text: From text\n  - kind: card\n    title: A card\n"
    rewrite(page, "The screen as YAML", text)
    page.keyboard.press("Control+Enter")
    expect(picture(page).get_by_role("heading", name="From text")).to_be_visible()
    assert lines(page) == ["Screen", "From text", "A card"]
    save(page)
    assert file_of(page, f"{app}/screens/by_text") == text
    page.get_by_role("button", name="Undo").click()
    assert lines(page) == ["Screen"]
    page.get_by_role("button", name="Redo").click()
    expect(yaml.get_by_role("status")).to_have_text("This is the screen.")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    line(page, "A card").click()
    page.get_by_role("button", name="Actions for A card").click()
    page.get_by_role("menuitem", name="Copy as YAML").click()
    expect(page.get_by_text("Copied as YAML")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "- kind: card\n  title: A card\n"
    line(page, "From text").click()
    page.keyboard.press("Control+v")
    expect(page.get_by_role("treeitem")).to_have_count(4)
    assert lines(page) == ["Screen", "From text", "A card", "A card"]
