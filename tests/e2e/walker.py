"""A signed-in person who opens screens of an app and notes what is wrong with each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from playwright.async_api import Browser, BrowserContext, CDPSession, Page, Request, Response, async_playwright

from tests.support.chromium import CHROMIUM, FLAGS

ItemT = TypeVar("ItemT")

_STRUCTURE = Path(__file__).with_name("structure.js").read_text(encoding="utf-8")
AXE = Path(__file__).parents[2] / "studio/node_modules/axe-core/axe.min.js"
PAGES_AT_ONCE = 3
_SLOW_RULES = "{'color-contrast': {enabled: false}, 'target-size': {enabled: false}}"
"""Three quarters of axe's time. They look at theme and components, and those are examined in full on their own."""
_RUN_AXE = """
axe.run(%s, {
  resultTypes: ['violations'],
  rules: %s,
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']},
}).then((found) => found.violations.map(
  (item) => `${item.id}: ${item.help}: ${item.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`))
"""
_FAILED = "() => [...document.querySelectorAll('.tw-state[data-tone=danger]')].map((it) => it.innerText)"


@dataclass
class Walker:
    """One tab. `problems` is shared by all tabs of a walk, `known` holds what axe found nothing wrong with."""

    page: Page
    problems: list[str]
    axe_source: str
    known: set[str]
    opened: int = 0
    examined: int = 0
    requests: list[str] = field(default_factory=list)
    _session: CDPSession | None = field(default=None, repr=False)

    def watch(self) -> None:
        """Note what the browser itself complains about."""
        page = self.page
        page.on("console", lambda said: self._note_console(said.type, said.text))
        page.on("pageerror", lambda error: self.note(f"page error: {error}"))
        page.on("response", self._note_answer)
        page.on("request", lambda asked: self._note_request("sent", asked))
        page.on("requestfinished", lambda asked: self._note_request("finished", asked))
        page.on("requestfailed", lambda asked: self._note_request("failed", asked))

    def note(self, text: str) -> None:
        """Note a problem of the page that is open."""
        self.problems.append(f"{self.page.url}: {text}")

    def _note_request(self, what: str, asked: Request) -> None:
        """Remember the course of the requests, for the message of a test that waits in vain."""
        if asked.resource_type in ("document", "fetch", "eventsource"):
            self.requests.append(f"{time.monotonic():.2f} {what} {asked.method} {asked.url}")

    def _note_answer(self, answer: Response) -> None:
        if answer.status >= 400:
            self.problems.append(f"{answer.url}: status {answer.status}")

    def _note_console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.note(f"console: {text}")

    async def open(self, url: str, *, axe: str = "", with_slow_rules: bool = True) -> int:
        """Open a screen and look it over; `axe` is what axe-core examines (`document` or a selector).

        Without the slow rules it is examined only when something on it was on no screen before (`structure.js`).
        """
        answer = await self.page.goto(url, wait_until="load")
        assert answer is not None
        self.opened += 1
        await self.look(axe=axe, with_slow_rules=with_slow_rules)
        return answer.status

    async def look(self, *, axe: str = "", with_slow_rules: bool = True) -> None:
        """Look over what is shown now."""
        for text in await self.page.evaluate(_FAILED):
            self.note(f"shows a failure: {' / '.join(str(text).split(chr(10)))}")
        if axe and with_slow_rules:
            await self._examine(axe, "{}")
        elif axe:
            structure = await self.page.evaluate(_STRUCTURE, axe)
            if not self.known.issuperset(structure) and await self._examine(axe, _SLOW_RULES):
                self.known.update(structure)

    async def _examine(self, what: str, rules: str) -> bool:
        """Whether axe-core finds nothing. It runs axe-core beside the page's own scripts, so that the page keeps its Content-Security-Policy."""
        if self._session is None:
            self._session = await self.page.context.new_cdp_session(self.page)
        tree = await self._session.send("Page.getFrameTree")
        world = await self._session.send("Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"]})
        where = {"contextId": world["executionContextId"], "returnByValue": True}
        await self._session.send("Runtime.evaluate", {"expression": f"{self.axe_source};0", **where})
        run = _RUN_AXE % ("document" if what == "document" else repr(what), rules)
        asked = {"expression": run, "awaitPromise": True}
        found = await self._session.send("Runtime.evaluate", {**asked, **where})
        if "exceptionDetails" in found:
            self.note(f"axe: {found['exceptionDetails']}")
            return False
        self.examined += 1
        for violation in found["result"]["value"]:
            self.note(f"axe: {violation}")
        return not found["result"]["value"]


@asynccontextmanager
async def walkers(
    base_url: str, sign_in: str, problems: list[str], known: set[str] | None = None
) -> AsyncIterator[list[Walker]]:
    """A few tabs of one browser in which the person of the one-time link is signed in."""
    known = set() if known is None else known
    source = AXE.read_text(encoding="utf-8")
    async with async_playwright() as playwright:
        browser: Browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context: BrowserContext = await browser.new_context(
            base_url=base_url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        assert (await context.request.get(sign_in)).ok
        made = []
        for _ in range(PAGES_AT_ONCE):
            walker = Walker(await context.new_page(), problems, source, known)
            walker.watch()
            made.append(walker)
        try:
            yield made
        finally:
            await browser.close()


async def share(
    walkers: Iterable[Walker], items: Iterable[ItemT], work: Callable[[Walker, ItemT], Awaitable[None]]
) -> None:
    """Let the tabs work through the items side by side."""
    waiting = list(reversed(list(items)))

    async def one(walker: Walker) -> None:
        while waiting:
            await work(walker, waiting.pop())

    await asyncio.gather(*(one(walker) for walker in walkers))
