"""The shell of a published app's page: head, navigation, user menu, messages. Plain HTML, nothing inline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolwright.extend.icon import icon_svg
from toolwright.model.app import App, NavigationItem, NavigationPosition
from toolwright.model.workspace import AppTree
from toolwright.policy import Resource
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
MODES = (("light", "sun", "Light"), ("dark", "moon", "Dark"), ("system", "device-desktop", "System"))


def page(visit: Visit, links: Links, title: str, content: str, mode: str, messages: Iterable[Message]) -> str:
    """The whole page."""
    tree = visit.workspace.apps[visit.plan.app]
    app, width = tree.app, visit.plan.screen.width
    return (
        f"{head(links, f'{title} · {app.title}', visit, mode, app)}"
        f'<body class="tw-app" data-nav="{_nav_kind(app)}">'
        '<a class="tw-skip" href="#main">Skip to content</a>'
        f"{_navigation(visit, tree)}"
        f'<main class="tw-main" id="main" tabindex="-1"><div class="tw-page" data-width="{width}">{content}</div>'
        "</main>"
        f"{_messages(messages)}"
        f'<form id="{POST_FORM}" method="post" action="{visit.plan.base}/_event" hidden>{_posting(visit)}</form>'
        "</body></html>"
    )


def head(links: Links, title: str, visit: Visit | None, mode: str, app: App | None) -> str:
    """Everything before the body."""
    theme_mode = app.theme.mode if app is not None and app.theme.mode != "system" else mode
    fixed = f' data-mode="{theme_mode}"' if theme_mode in ("light", "dark") else ""
    locale = visit.actor.locale if visit is not None else "en"
    styles = "".join(f'<link rel="stylesheet" href="{escape(href)}">' for href in links.styles)
    scripts = "".join(f'<script type="module" src="{escape(src)}"></script>' for src in links.scripts)
    about = ""
    if visit is not None:
        facts = {
            "tw-csrf": visit.csrf,
            "tw-screen": visit.plan.name,
            "tw-state": visit.state_token,
            "tw-base": visit.plan.base,
        }
        about = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in facts.items())
        if visit.plan.tables:
            about += '<meta name="tw-live" content="1">'
    return (
        f'<!doctype html><html lang="{escape(locale)}" dir="{_direction(locale)}"{fixed}><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f'<link rel="preload" href="{links.font}" as="font" type="font/woff2" crossorigin>{styles}'
        f'<link rel="icon" href="{links.icon}" type="image/svg+xml">{about}{scripts}</head>'
    )


def _direction(locale: str) -> str:
    return "rtl" if locale.split("-")[0].split("_")[0] in ("ar", "he", "fa", "ur") else "ltr"


def _nav_kind(app: App) -> str:
    if not app.navigation:
        return "top"
    return app.position.value


def _posting(visit: Visit) -> str:
    fields = {"_csrf": visit.csrf, "_screen": visit.plan.name, "_at": visit.at, "_state": visit.state_token}
    return "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in fields.items())


# --- navigation -------------------------------------------------------------------------------------------------------


def _navigation(visit: Visit, tree: AppTree) -> str:
    app = tree.app
    items = "".join(_item(visit, tree, item) for item in app.navigation)
    listed = f'<ul class="tw-nav-list">{items}</ul>' if items else ""
    brand, user = _brand(visit, app), _user(visit)
    opener = (
        '<button type="button" class="tw-button tw-nav-open" data-variant="quiet" data-icon-only popovertarget="nav" '
        f'aria-label="Menu">{icon_svg("menu-2")}</button>'
    )
    if app.position is NavigationPosition.TOP or not items:
        nav = f'<nav class="tw-nav" id="nav" popover aria-label="Main">{listed}</nav>' if items else ""
        return f'<header class="tw-bar">{opener if items else ""}{brand}{nav}{user}</header>'
    bar = f'<header class="tw-bar">{opener}{brand}</header>'
    return f'{bar}<nav class="tw-nav" id="nav" popover aria-label="Main">{brand}{listed}{user}</nav>'


def _brand(visit: Visit, app: App) -> str:
    logo = app.theme.logo
    picture = (
        f'<img src="{escape(in_app(logo, visit.plan.base))}" alt="">'
        if logo
        else f'<span class="tw-brand-mark">{icon_svg(app.icon or "apps")}</span>'
    )
    return f'<a class="tw-brand" href="{visit.plan.base}/">{picture}<span>{escape(app.title)}</span></a>'


def _item(visit: Visit, tree: AppTree, item: NavigationItem) -> str:
    """A link or group, or nothing when the actor may not go there."""
    if item.access is not None and not visit.has_role(item.access):
        return ""
    icon = icon_svg(item.icon) if item.icon else ""
    if item.items:
        inside = "".join(_item(visit, tree, child) for child in item.items)
        if not inside:
            return ""
        is_open = " open" if "aria-current" in inside and tree.app.position is NavigationPosition.LEFT else ""
        summary = f"{icon}<span>{escape(item.label)}</span>{icon_svg('chevron-down')}"
        return (
            f'<li><details class="tw-nav-group"{is_open}><summary class="tw-nav-link">{summary}</summary>'
            f'<ul class="tw-nav-list">{inside}</ul></details></li>'
        )
    href = _target(visit, tree, item)
    if href is None:
        return ""
    current = ' aria-current="page"' if item.screen is not None and item.screen in _trail(visit, tree) else ""
    return f'<li><a class="tw-nav-link" href="{escape(href)}"{current}>{icon}<span>{escape(item.label)}</span></a></li>'


def _target(visit: Visit, tree: AppTree, item: NavigationItem) -> str | None:
    if item.to is not None:
        return in_app(item.to, visit.plan.base) or None
    screen = tree.screens.get(item.screen or "")
    if screen is None or "{" in screen.path:
        return None
    resource = Resource("screen", visit.workspace.name, f"{visit.plan.app}/{item.screen}")
    return f"{visit.plan.base}{screen.path}" if visit.policy.decide(visit.actor, "use", resource) else None


def _trail(visit: Visit, tree: AppTree) -> list[str]:
    """The present screen and those above it."""
    trail, at = [visit.plan.name], visit.plan.screen.parent
    while at is not None and at not in trail:
        trail.append(at)
        screen = tree.screens.get(at)
        at = screen.parent if screen else None
    return trail


def _user(visit: Visit) -> str:
    actor = visit.actor
    if actor.kind == "anonymous":
        return f'<div class="tw-user"><a class="tw-nav-link" href="/sign-in?next={escape(visit.at)}">Sign in</a></div>'
    initials = "".join(word[0] for word in (actor.name or actor.email or "?").split()[:2]).upper()
    modes = "".join(
        f'<button type="button" class="tw-nav-link" data-mode-choice="{mode}">{icon_svg(icon)}'
        f"<span>{label}</span></button>"
        for mode, icon, label in MODES
    )
    avatar = f'<span class="tw-avatar" aria-hidden="true">{escape(initials)}</span>'
    return (
        '<div class="tw-user"><button type="button" class="tw-nav-link" popovertarget="user-menu">'
        f"{avatar}<span>{escape(actor.name)}</span></button>"
        '<div class="tw-menu" id="user-menu" popover>'
        f'<div class="tw-user-detail">{escape(actor.name)}<span>{escape(actor.email)}</span></div>'
        f'<a class="tw-nav-link" href="/">{icon_svg("apps")}<span>All apps</span></a>'
        f'<a class="tw-nav-link" href="/account">{icon_svg("user")}<span>Your account</span></a>'
        f'<div role="group" aria-label="Appearance">{modes}</div>'
        f'<form method="post" action="/sign-out"><input type="hidden" name="_csrf" value="{escape(visit.csrf)}">'
        f'<button class="tw-nav-link">{icon_svg("logout")}<span>Sign out</span></button></form></div></div>'
    )


def _messages(messages: Iterable[Message]) -> str:
    shown = "".join(message_html(message) for message in messages)
    return f'<div class="tw-messages" role="status" aria-live="polite">{shown}</div>'


def message_html(message: Message) -> str:
    """One message."""
    tone = message.tone if message.tone in MESSAGE_ICONS else "neutral"
    shown = f"{icon_svg(MESSAGE_ICONS[tone])}<span>{escape(message.text)}</span>"
    return f'<div class="tw-message" data-tone="{tone}">{shown}</div>'
