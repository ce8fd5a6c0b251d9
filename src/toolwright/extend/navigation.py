"""Navigation: the HTML of its links and groups, which the frame of an app and the component share.

Who may see which link is decided by whoever writes the list: the frame while it answers a request, the component with
tests that are compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from toolwright.extend.build import Part
from toolwright.extend.icon import icon_svg
from toolwright.extend.markup import join
from toolwright.extend.nodes import Nodes
from toolwright.extend.translation import Say
from toolwright.model.app import NavigationItem

LONG = 12
"""Links from which on a navigation has a search."""


def link_count(items: Iterable[NavigationItem]) -> int:
    """How many links there are, those in groups included."""
    return sum(link_count(item.items) if item.items else 1 for item in items)


def current_screen(items: Iterable[NavigationItem], trail: Iterable[str]) -> str | None:
    """The screen whose link is the present one: the nearest of the trail that has a link."""
    listed = {item.screen for item in _flat(items)}
    return next((screen for screen in trail if screen in listed), None)


def _flat(items: Iterable[NavigationItem]) -> Iterator[NavigationItem]:
    for item in items:
        yield item
        yield from _flat(item.items)


def nav_link(item: NavigationItem, href: str, *, is_current: bool) -> str:
    """A link to an address that is escaped already."""
    current = ' aria-current="page"' if is_current else ""
    return f'<li><a class="tw-nav-link" href="{href}"{current}>{_icon(item)}<span>{escape(item.label)}</span></a></li>'


def nav_group(item: NavigationItem, *, is_open: bool) -> tuple[str, str]:
    """What stands before and after the links of a group."""
    summary = f"{_icon(item)}<span>{escape(item.label)}</span>{icon_svg('chevron-down')}"
    before = (
        f'<li><details class="tw-nav-group"{" open" if is_open else ""}><summary class="tw-nav-link">{summary}'
        '</summary><ul class="tw-nav-list">'
    )
    return before, "</ul></details></li>"


def nav_search(say: Say, id: Part, name: str, value: Part, carry: Part, *, found: bool = True) -> Nodes:
    """The search above a long list: while people type in the browser, by the address without JavaScript."""
    go_to = say.html("Go to")
    return join(
        '<form class="tw-search tw-nav-search" method="get" role="search" aria-label="', say.html("Navigation"),
        '" data-tw-filter>',
        carry, icon_svg("search"), '<input class="tw-input" type="search" id="', id, f'" name="{escape(name)}" value="',
        value, f'" placeholder="{go_to}" aria-label="{go_to}" autocomplete="off"></form>',
        f'<p class="tw-nav-none" role="status"{" hidden" if found else ""}>{say.html("Nothing found")}</p>',
    )  # fmt: skip


def _icon(item: NavigationItem) -> str:
    return icon_svg(item.icon) if item.icon else ""
