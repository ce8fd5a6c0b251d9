"""Every form answers HTML that cannot break out of where it stands."""

from __future__ import annotations

import html.parser
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from toolwright.render import address
from toolwright.render.form import ELEMENT_FORMS, WRITERS, Viewer, zone_of
from toolwright.render.locales import words_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
VIEWER = Viewer(words_of("en-GB"), zone_of("Europe/Berlin"), NOW, "/apps/w/a")

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "\\\\evil.example",
    "/\\evil.example",
    "</textarea><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "<!-- --><svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a](https://x.example \"onmouseover=alert(1)\")",
    "`</code><script>`",
    "<a href='javascript:alert(1)'>x</a>",
    "x@y\"onfocus=alert(1)",
    "+49 \"><script>",
    "&lt;script&gt;",
    "\u2028\u2029</script>",
    "{{ 7 * 7 }}",
    "\ue000\u0030\ue001",
]  # fmt: skip
SAFE_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul", "span", "time", "svg", "path",
}  # fmt: skip


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def _tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.tags


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stays_text(form, value):
    written = WRITERS[form](value, VIEWER, {"tones": {}, "labels": {value: value}})
    for tag, attributes in _tags(written):
        assert tag in SAFE_TAGS
        assert not any(name.startswith("on") for name in attributes)
        for name in ("href", "src"):
            assert not (attributes.get(name) or "").lower().strip().startswith(("javascript", "data", "vbscript", "//"))


@pytest.mark.parametrize("form", sorted(set(WRITERS) - ELEMENT_FORMS))
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stays_in_its_attribute(form, value):
    written = WRITERS[form](value, VIEWER, {})
    for quote in "\"'":
        tags = _tags(f"<i title={quote}{written}{quote}>")
        assert [(tag, set(attributes)) for tag, attributes in tags] == [("i", {"title"})]


@pytest.mark.parametrize("value", HOSTILE)
def test_addresses_lead_nowhere_else(value):
    for written in (address.safe_link(value), address.safe_image(value)):
        low = written.lower()
        assert not low.startswith(("javascript:", "data:text", "vbscript:", "//", "data:image/svg"))


@pytest.mark.parametrize(
    ("form", "value", "options", "shown"),
    [
        ("text", None, {}, ""),
        ("text", True, {}, "yes"),
        ("number", 1234567.5, {}, "1,234,567.5"),
        ("number", Decimal("12.50"), {"decimals": 2}, "12.50"),
        ("number", "not a number", {}, "not a number"),
        ("percent", 0.256, {}, "25.6 %"),
        ("currency", Decimal("-12.5"), {"currency": "EUR"}, "-€12.50"),
        ("bytes", 1536, {}, "1.5 kB"),
        ("duration", timedelta(hours=2, minutes=5), {}, "2 h 5 min"),
        ("date", date(2026, 2, 3), {}, "3 Feb 2026"),
        ("date", "2026-02-03", {}, "3 Feb 2026"),
        ("datetime", datetime(2026, 2, 3, 23, 30, tzinfo=UTC), {}, "4 Feb 2026, 00:30"),
        ("input", datetime(2026, 2, 3, 23, 30, tzinfo=UTC), {}, "2026-02-04T00:30"),
        ("boolean", False, {"yes": "on", "no": "off"}, "off"),
        ("badge", "open", {"labels": {"open": "Open"}, "tones": {"open": "blue"}},
         '<span class="tw-badge" data-tone="blue">Open</span>'),
        ("badge", "Late", {"tones": {}, "labels": {}, "tone": "red"}, '<span class="tw-badge" data-tone="red">Late</span>'),
        ("truncate", "a  b\nc", {"length": 3}, "a…"),
        ("key", "a/b c", {}, "a%2Fb%20c"),
        ("url", "/tickets/7", {}, "/apps/w/a/tickets/7"),
        ("url", "https://example.org/?a=1&b=2", {}, "https://example.org/?a=1&amp;b=2"),
        ("lines", "a\nb", {}, "a<br>b"),
        ("json", {"a": [1, "<"]}, {}, "{&quot;a&quot;:[1,&quot;&lt;&quot;]}"),
    ],
)  # fmt: skip
def test_forms(form, value, options, shown):
    assert WRITERS[form](value, VIEWER, options) == shown


def test_relative_time_names_the_exact_one():
    written = WRITERS["relative"](NOW - timedelta(minutes=3), VIEWER, {})
    assert written == '<time datetime="2026-03-01T12:57:00+01:00" title="1 Mar 2026, 12:57 CET">3 min ago</time>'


@pytest.mark.parametrize(("locale", "number", "day"), [
    ("de", "1.234,5", "03.02.2026"), ("en", "1,234.5", "Feb 3, 2026"), ("fr", "1\u202f234,5", "3 févr. 2026"),
])  # fmt: skip
def test_locales(locale, number, day):
    words = words_of(locale)
    assert (words.number(1234.5), words.date(date(2026, 2, 3))) == (number, day)
