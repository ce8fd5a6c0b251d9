"""The shell of a published app's page: head, navigation, user menu, messages. Plain HTML, nothing inline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast
from urllib.parse import quote

import orjson

from toolwright.extend.build import Surroundings
from toolwright.extend.icon import icon_svg
from toolwright.extend.navigation import LONG, current_screen, link_count, nav_group, nav_link, nav_search
from toolwright.extend.nodes import Code, Nodes, Slot, Static
from toolwright.extend.translation import ENGLISH, say_everything, word
from toolwright.extend.user_menu import MentionsLink, sign_in_link, user_menu
from toolwright.model.app import App, NavigationItem, NavigationPosition
from toolwright.model.environment import is_draft
from toolwright.model.workspace import AppTree
from toolwright.render.address import in_app
from toolwright.render.form import escape
from toolwright.render.steps import POST_FORM
from toolwright.render.visit import Visit


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the files a page needs."""

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    font: str
    icon: str


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say once, carried over from the page before."""

    text: str
    tone: str = "neutral"


MESSAGE_ICONS = {
    "success": "circle-check",
    "danger": "alert-circle",
    "warning": "alert-triangle",
    "neutral": "info-circle",
}
SEARCH = "_nav"
"""The address parameter of the search in the navigation, for browsers without JavaScript."""
MOST_AT_TOP = 8
"""Entries that a navigation at the top has room for; a longer one is opened by a button."""
MOST_KEPT = 500
"""Different navigations kept for one state of a workspace."""


def page(
    visit: Visit, links: Links, title: str, content: str, mode: str, messages: Iterable[Message], new_mentions: int = 0
) -> tuple[str, ...]:
    """The whole page, in pieces."""
    tree = visit.workspace.apps[visit.plan.app]
    app, width = tree.app, visit.plan.screen.width
    skip = visit.say.html("Skip to content")
    before_user, after_user = _navigation(visit, tree)
    return (
        head(links, f"{title} · {app.title}", visit, mode, app),
        f'<body class="tw-app"{_nav_facts(app)}><a class="tw-skip" href="#main">{skip}</a>',
        before_user,
        user(visit, new_mentions) if before_user else "",
        after_user,
        f'<main class="tw-main" id="main" tabindex="-1"><div class="tw-page" data-width="{width}">',
        content,
        f"</div></main>{_messages(messages)}"
        f'<form id="{POST_FORM}" method="post" action="{visit.plan.base}/_event" hidden>{_posting(visit)}</form>'
        "</body></html>",
    )


def head(links: Links, title: str, visit: Visit | None, mode: str, app: App | None, locale: str = ENGLISH) -> str:
    """Everything before the body; without a visit `locale` says what it is read in."""
    theme_mode = app.theme.mode if app is not None and app.theme.mode != "system" else mode
    fixed = f' data-mode="{theme_mode}"' if theme_mode in ("light", "dark") else ""
    locale = visit.actor.locale if visit is not None else locale
    styles, scripts = _files(links)
    about = ""
    if visit is not None:
        facts = {
            "tw-csrf": visit.csrf,
            "tw-screen": visit.plan.name,
            "tw-state": visit.state_token,
            "tw-base": visit.plan.base,
        }
        about = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in facts.items())
        about += _runtime_words(visit.say.language)
        if visit.plan.tables or mentions_screen(visit) is not None:
            about += f'<meta name="tw-live" content="{visit.opened_at.timestamp():.3f}">'
    return (
        f'<!doctype html><html lang="{escape(locale)}" dir="{_direction(locale)}"{fixed}><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"{styles}{about}{scripts}</head>"
    )


RUNTIME = (
    word("Close"), word("Cancel"), word("Go on"), word("Load again"), word("Try again"), word("You are offline."),
    word("The server did not answer."), word("Nothing was lost on this page."), word("What you typed is still here."),
    word("The server gave an answer that this page does not understand"),
    word("The page has changed and was loaded again. What you typed is still here."),
)  # fmt: skip
"""What the runtime says by itself; it knows the English."""


@cache
def _runtime_words(language: str) -> str:
    """What the runtime says, for a page that is not English."""
    if language == ENGLISH:
        return ""
    say = say_everything(language)
    words = orjson.dumps({text: say(text) for text in RUNTIME}).decode()
    return f'<meta name="tw-words" content="{escape(words)}">'


@lru_cache(maxsize=256)
def _files(links: Links) -> tuple[str, str]:
    """The elements of stylesheets and icon, and those of scripts."""
    styles = "".join(f'<link rel="stylesheet" href="{escape(href)}">' for href in links.styles)
    scripts = "".join(f'<script type="module" src="{escape(src)}"></script>' for src in links.scripts)
    font = f'<link rel="preload" href="{links.font}" as="font" type="font/woff2" crossorigin>'
    return f'{font}{styles}<link rel="icon" href="{links.icon}" type="image/svg+xml">', scripts


def _direction(locale: str) -> str:
    return "rtl" if locale.split("-")[0].split("_")[0] in ("ar", "he", "fa", "ur") else "ltr"


def _nav_facts(app: App) -> str:
    """Attributes of the body that say where the navigation stands, and whether it is too long for a line."""
    if app.position is NavigationPosition.NONE:
        return ' data-nav="none"'
    if not app.navigation:
        return ' data-nav="top"'
    too_long = len(app.navigation) > MOST_AT_TOP or link_count(app.navigation) > MOST_AT_TOP * 3
    is_drawer = app.position is NavigationPosition.TOP and too_long
    return f' data-nav="{app.position.value}"{" data-drawer" if is_drawer else ""}'


def _posting(visit: Visit) -> str:
    fields = {"_csrf": visit.csrf, "_screen": visit.plan.name, "_at": visit.at, "_state": visit.state_token}
    return "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in fields.items())


# --- navigation -------------------------------------------------------------------------------------------------------


def _navigation(visit: Visit, tree: AppTree) -> tuple[str, str]:
    """What stands before and after the person. Kept with the policy that decided what is shown, by who sees the same:
    it lives as long as the definitions and grants do, and roles and scopes are part of the key."""
    if visit.query and (SEARCH in visit.query or link_count(tree.app.navigation) > LONG):
        return _drawn(visit, tree)
    policy, actor = visit.policy, visit.actor
    kept = cast("dict[object, tuple[str, str]]", policy.memo.setdefault("navigation", {}))
    seen_by = (visit.say.language, policy.given(actor), actor.kind, actor.scopes)
    key = (*seen_by, visit.plan.app, visit.plan.name, visit.plan.base)
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = kept[key] = _drawn(visit, tree)
    return found


def _drawn(visit: Visit, tree: AppTree) -> tuple[str, str]:
    app = tree.app
    if app.position is NavigationPosition.NONE:
        return "", ""
    words = visit.query.get(SEARCH, ("",))[-1].strip().lower()
    around = Surroundings(app, visit.plan.base, visit.plan.name, tree.screens)
    current = current_screen(app.navigation, around.trail())
    items = "".join(_item(visit, tree, item, current, words) for item in app.navigation)
    listed = f'{_search(visit, app, found=bool(items))}<ul class="tw-nav-list">{items}</ul>' if items or words else ""
    brand = _brand(visit, app)
    main = visit.say.html("Main")
    opener = (
        '<button type="button" class="tw-button tw-nav-open" data-variant="quiet" data-icon-only popovertarget="nav" '
        f'aria-label="{visit.say.html("Menu")}">{icon_svg("menu-2")}</button>'
    )
    if app.position is NavigationPosition.TOP or not listed:
        nav = f'<nav class="tw-nav" id="nav" popover aria-label="{main}">{listed}</nav>' if listed else ""
        return f'<header class="tw-bar">{opener if listed else ""}{brand}{nav}', "</header>"
    bar = f'<header class="tw-bar">{opener}{brand}</header>'
    return f'{bar}<nav class="tw-nav" id="nav" popover aria-label="{main}">{brand}{listed}', "</nav>"


def _search(visit: Visit, app: App, *, found: bool) -> str:
    """The search of a long navigation. Without JavaScript the page comes back with the links that fit."""
    if link_count(app.navigation) <= LONG:
        return ""
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, values in visit.query.items()
        if name != SEARCH
        for value in values
    )
    sought = escape(visit.query.get(SEARCH, ("",))[-1])
    return _html(nav_search(visit.say, "nav-search", SEARCH, sought, kept, found=found))


def _html(nodes: Nodes) -> str:
    """The HTML of nodes that hold nothing to compute."""
    return "".join(node.html for node in nodes if isinstance(node, Static))


def _brand(visit: Visit, app: App) -> str:
    logo = app.theme.logo
    picture = (
        f'<img src="{escape(in_app(logo, visit.plan.base))}" alt="">'
        if logo
        else f'<span class="tw-brand-mark">{icon_svg(app.icon or "apps")}</span>'
    )
    draft = f' <span class="tw-badge" data-tone="amber">{visit.say.html("Draft")}</span>'
    mark = draft if is_draft(visit.workspace.name) else ""
    return f'<a class="tw-brand" href="{visit.plan.base}/">{picture}<span>{escape(app.title)}{mark}</span></a>'


def _item(visit: Visit, tree: AppTree, item: NavigationItem, current: str | None, words: str) -> str:
    """A link or group, or nothing when the actor may not go there or something else is looked for."""
    if item.access is not None and not visit.has_role(item.access):
        return ""
    if item.items:
        inside = "".join(_item(visit, tree, child, current, words) for child in item.items)
        if not inside:
            return ""
        holds_current = "aria-current" in inside and tree.app.position is NavigationPosition.LEFT
        before, after = nav_group(item, is_open=holds_current or bool(words))
        return f"{before}{inside}{after}"
    if words and words not in item.label.lower():
        return ""
    href = _target(visit, tree, item)
    return (
        ""
        if href is None
        else nav_link(item, escape(href), is_current=item.screen is not None and item.screen == current)
    )


def _target(visit: Visit, tree: AppTree, item: NavigationItem) -> str | None:
    if item.to is not None:
        return in_app(item.to, visit.plan.base) or None
    screen = tree.screens.get(item.screen or "")
    if screen is None or "{" in screen.path:
        return None
    return f"{visit.plan.base}{screen.path}" if visit.can_open(item.screen) else None


def mentions_screen(visit: Visit) -> str | None:
    """The screen of mentions, where the app has one that the person may open."""
    tree = visit.workspace.apps[visit.plan.app]
    screen = tree.app.mentions
    return screen if screen in tree.screens and visit.can_open(screen) else None


USER = "user-menu-of"
"""What the region of the person in the bar is called."""


def user(visit: Visit, new_mentions: int) -> str:
    """The person in the bar of the app, with their menu."""
    actor, tree = visit.actor, visit.workspace.apps[visit.plan.app]
    if actor.kind == "anonymous":
        return _html(sign_in_link(visit.say, quote(f"{visit.plan.base}{visit.at}", safe="")))
    initials = "".join(word[0] for word in (actor.name or actor.email or "?").split()[:2]).upper()
    posting = f'<input type="hidden" name="_csrf" value="{escape(visit.csrf)}">'
    screen = mentions_screen(visit)
    to = None if screen is None else escape(f"{visit.plan.base}{tree.screens[screen].path}")
    texts = (escape(initials), escape(actor.name), escape(actor.email), posting)
    pieces = _menu(visit.say.language, to, str(new_mentions) if new_mentions else "")
    return "".join([piece if isinstance(piece, str) else texts[piece] for piece in pieces])


@lru_cache(maxsize=512)
def _menu(language: str, mentions_at: str | None, new_mentions: str) -> tuple[str | int, ...]:
    """The menu of a person in pieces: HTML, and the places of initials, name, address and hidden inputs in their order.
    Nothing about anybody is kept."""
    marks = tuple((Slot(Code(str(place))),) for place in range(4))
    mentions = None if mentions_at is None else MentionsLink(mentions_at, new_mentions)
    nodes = user_menu(say_everything(language), "user-menu", marks[1], marks[2], marks[0], marks[3], mentions)
    return tuple(node.html if isinstance(node, Static) else int(node.code.source) for node in nodes
                 if isinstance(node, Static | Slot))  # fmt: skip


def _messages(messages: Iterable[Message]) -> str:
    shown = "".join(message_html(message) for message in messages)
    return f'<div class="tw-messages" role="status" aria-live="polite">{shown}</div>'


def message_html(message: Message) -> str:
    """One message."""
    tone = message.tone if message.tone in MESSAGE_ICONS else "neutral"
    shown = f"{icon_svg(MESSAGE_ICONS[tone])}<span>{escape(message.text)}</span>"
    return f'<div class="tw-message" data-tone="{tone}">{shown}</div>'
