"""Pages of the studio in real Chromium, watched for what must never happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page

AXE = Path(__file__).resolve().parents[2] / "studio" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_IS_STILL = """() => document.getAnimations().every(
  (it) => it.playState !== 'running' || it.effect.getComputedTiming().endTime === Infinity)"""


@dataclass
class Watched:
    """A page and everything that went wrong in it."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def axe(self, *, within: str = "body", but: tuple[str, ...] = (), rule: str | None = None) -> list[str]:
        """What axe finds on the page as it is, one line a finding; of one `rule` alone when that is named."""
        self.page.wait_for_timeout(350)  # what was pressed begins to move, or to close
        self.page.wait_for_function(_IS_STILL)  # colours in the middle of a transition are not what people read
        if self.page.evaluate("typeof axe === 'undefined'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        only = {"type": "tag", "values": RULES} if rule is None else {"type": "rule", "values": [rule]}
        found = self.page.evaluate(
            "([within, only, but]) => axe.run(within, {runOnly: only, resultTypes: ['violations'],"
            " rules: Object.fromEntries(but.map(rule => [rule, {enabled: false}]))}).then(r => r.violations)",
            [within, only, list(but)],
        )
        return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]

    def first_load_kib(self) -> float:
        """What the page loads for somebody whose browser has nothing of it yet, compressed; pages are not counted."""
        self.page.reload(wait_until="networkidle")
        size_bytes: int = self.page.evaluate(
            "performance.getEntriesByType('resource').filter(e => e.name.includes('/assets/'))"
            ".reduce((sum, e) => sum + e.encodedBodySize, 0)"
        )
        return size_bytes / 1024

    @contextmanager
    def another(self) -> Iterator[Page]:
        """A second tab of the same person, watched as well."""
        page = self.page.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", lambda message: _keep(self, message))
        try:
            yield page
        finally:
            page.close()

    def look_over(self, place: str = "") -> None:
        """See that the page is accessible and fits, wide and narrow, and that it can be read in the dark."""
        for width, scheme, rule in ((390, "light", None), (1280, "dark", "color-contrast"), (1280, "light", None)):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme=scheme)
            assert self.axe(rule=rule) == [], (place, width, scheme)
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{place} is {wide} px too wide at {width}"


@contextmanager
def opened(
    browser: Browser,
    url: str,
    *,
    width: int = 1280,
    height: int = 800,
    scheme: str = "light",
    locale: str = "en-GB",
) -> Iterator[Watched]:
    """A fresh browser profile at `url`. Console errors, broken scripts and policy violations are kept."""
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale
    )
    context.grant_permissions(["clipboard-write"])  # which browsers with windows give to who clicks
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
    )
    watched = Watched(context.new_page())
    watched.page.set_default_timeout(15_000)
    watched.page.on("pageerror", lambda error: watched.troubles.append(f"script: {error}"))
    watched.page.on("console", lambda message: _keep(watched, message))
    try:
        yield watched
    finally:
        context.close()


def _keep(watched: Watched, message: ConsoleMessage) -> None:
    # An answer of 4xx is a line in the console of every browser; the tests look at what the page makes of it.
    if message.type == "error" and "Failed to load resource" not in message.text:
        watched.troubles.append(f"console: {message.text}")
