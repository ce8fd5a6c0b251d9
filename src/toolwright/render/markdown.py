"""Markdown to safe HTML: CommonMark with tables, then an allow-list. Raw HTML in the text is shown, never obeyed."""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

MAX_CHARACTERS = 200_000
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable(["table", "strikethrough"])
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p",
    "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def _cleaner(tags: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes={"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "td": set(), "th": set()},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


_CLEANER = _cleaner(_TAGS)
_RICH_CLEANER = _cleaner(_TAGS | {"b", "i", "mark", "sub", "sup", "u"})


def clean(html: str) -> str:
    """HTML from elsewhere, with nothing left but what texts are made of."""
    return _RICH_CLEANER.clean(html[:MAX_CHARACTERS])


@lru_cache(maxsize=512)
def to_html(text: str) -> str:
    """Safe HTML for a text; very long ones are cut."""
    return _CLEANER.clean(_PARSER.render(text[:MAX_CHARACTERS]))
