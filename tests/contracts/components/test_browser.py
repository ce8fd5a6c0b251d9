"""Components in a real browser: examples are accessible and fit a phone, islands do what they promise."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, async_playwright

from tests.contracts.components.sample_pages import ADMIN, EXAMPLES, KINDS, database, new_rows, visit
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.missing import missing
from toolwright.render.screens import render_page
from toolwright.web.assets import Assets
from toolwright.web.shell import Links, page

pytestmark = pytest.mark.browser
HAS_CHROMIUM = Path(CHROMIUM).exists()
AXE = Path(__file__).parents[3] / "studio/node_modules/axe-core/axe.min.js"
HAS_AXE = AXE.exists()
AXE_SCRIPT = AXE.read_text(encoding="utf-8") if HAS_AXE else ""
ORIGIN = "http://components.test"
POLICY = "default-src 'self'; img-src 'self' data: https:; script-src 'self'; style-src 'self'; object-src 'none'"
EXTRA = {
    "relation": {"kind": "form", "table": "desk.tickets", "content": [
        {"kind": "relation_field", "name": "customer_id", "table": "desk.tickets"}]},
    "selection": {"kind": "table", "rows": {"table": "desk.customers"}, "bulk_delete": True},
    "columns": {"kind": "table", "rows": {"table": "desk.tickets"}, "columns": ["subject", "status"]},
    "chart": {"kind": "chart", "title": "By status", "rows": {"table": "desk.tickets"}, "group": "status"},
}  # fmt: skip
SIZE = 12
GROUPS = {
    f"{EXAMPLES[start][0]} and the next": [node for _name, node in EXAMPLES[start : start + SIZE]]
    for start in range(0, len(EXAMPLES), SIZE)
}
"""Examples, a dozen a page: opening a page is what takes time."""
RULES = {"landmark-unique": {"enabled": False}}
"""Examples of one kind repeat their landmarks; a screen would not."""


@pytest.fixture(scope="session")
def assets() -> Assets:
    return Assets(KINDS)


@pytest_asyncio.fixture(scope="session")
async def pages(tmp_path_factory: pytest.TempPathFactory, assets: Assets) -> dict[str, str]:
    """Every example as a whole page, by its title."""
    path = database(tmp_path_factory.mktemp("browser") / "desk.db", is_filled=True)
    title = {"kind": "page_header", "title": "Example"}
    rows, links = new_rows()
    found: dict[str, str] = {}
    for name, nodes in {**GROUPS, **{name: [node] for name, node in EXTRA.items()}}.items():
        seen = visit([title, *nodes], path, ADMIN)
        shown = await render_page(rows, seen)
        scripts = tuple(assets.address(f"island-{kind}.js") for kind in seen.plan.islands)
        files = Links((assets.address("app.css"),), scripts, assets.address("inter-latin.woff2"), "/favicon.svg")
        found[name] = "".join(page(seen, files, shown.title, shown.html, "system", ()))
    await links.close()
    return found


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    if not HAS_CHROMIUM:
        missing("needs Chromium")
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        await found.close()


Open = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture
async def show(browser: Browser, pages: dict[str, str], assets: Assets) -> AsyncIterator[Open]:
    """Opens a page by its title. Errors in the console, the content policy's among them, fail the test."""
    problems: list[str] = []

    async def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path.startswith("/assets/"):
            found = assets.get(path.rpartition("/")[2])
            await route.fulfill(body=found.plain, content_type=found.media_type)
        elif path.startswith("/page/"):
            html = pages[names[path]]
            await route.fulfill(body=html, content_type="text/html", headers={"content-security-policy": POLICY})
        else:
            await route.fulfill(status=204, body="")

    names = {f"/page/{number}": name for number, name in enumerate(pages)}

    async def open_page(name: str, **options: object) -> Page:
        context = await browser.new_context(reduced_motion="reduce", **options)
        await context.route("**/*", answer)
        shown = await context.new_page()
        shown.on("console", lambda said: said.type == "error" and problems.append(said.text))
        shown.on("pageerror", lambda error: problems.append(str(error)))
        await shown.goto(f"{ORIGIN}/page/{list(pages).index(name)}")
        return shown

    yield open_page
    for context in browser.contexts:
        await context.close()
    assert not [text for text in problems if "ERR_" not in text]


@pytest.mark.parametrize("name", GROUPS)
async def test_examples_are_accessible_and_fit(name: str, show: Open) -> None:
    if not HAS_AXE:
        missing("needs axe-core (npm ci in studio/)")
    for scheme, width in (("light", 1280), ("dark", 390)):
        shown = await show(name, color_scheme=scheme, viewport={"width": width, "height": 844})
        assert await shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"wider than {width} px"
        await (await shown.context.new_cdp_session(shown)).send("Runtime.evaluate", {"expression": AXE_SCRIPT})
        found = (await shown.evaluate("rules => axe.run(document, {resultTypes: ['violations'], rules})", RULES))[
            "violations"
        ]
        assert not [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found], scheme


async def test_relation_is_chosen_with_the_keyboard(show: Open) -> None:
    shown = await show("relation")
    select = shown.locator("select[name=customer_id]")
    field = shown.get_by_label("Customer")
    if await field.get_attribute("role") is None:  # few rows stay a plain list
        await field.select_option(label="Nordwind")
    else:
        await field.press_sequentially("Nord")
        await field.press("ArrowDown")
        await field.press("Enter")
    assert await select.input_value() == "2"


async def test_box_in_the_head_ticks_every_row(show: Open) -> None:
    shown = await show("selection")
    rows, head = shown.locator("input[name=selected]"), shown.get_by_label("Select all rows")
    await rows.first.check()
    assert await head.evaluate("box => box.indeterminate")
    assert await shown.get_by_text("1 selected").is_visible()
    await head.check()
    assert await shown.get_by_text("2 selected").is_visible()
    assert await shown.locator(".tw-toolbar").is_hidden()
    await head.uncheck()
    assert await shown.locator(".tw-toolbar").is_visible()


async def test_chart_draws_its_table_and_follows_it(show: Open, assets: Assets) -> None:
    if not assets.has("echarts.js"):
        missing("needs the built chart library (make build)")
    shown = await show("chart")
    drawing = shown.locator("tw-chart svg")
    await drawing.wait_for()
    assert "Waiting" in (await drawing.text_content() or "")
    await shown.evaluate("document.querySelector('.tw-chart-table tbody th').textContent = 'Renamed'")
    await shown.get_by_text("Renamed").first.wait_for()
    await shown.wait_for_function("document.querySelector('tw-chart svg').textContent.includes('Renamed')")


async def test_menus_open_without_script(show: Open) -> None:
    shown = await show("columns", java_script_enabled=False)
    await shown.get_by_role("button", name="Columns").click()
    assert await shown.get_by_role("menuitemcheckbox", name="Status").is_visible()
