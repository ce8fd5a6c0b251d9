"""The menu of the person who is signed in, which the frame of an app and the component share."""

from __future__ import annotations

from toolwright.extend.build import Part
from toolwright.extend.icon import icon_svg
from toolwright.extend.markup import join
from toolwright.extend.nodes import Nodes

MODES = (("light", "sun", "Light"), ("dark", "moon", "Dark"), ("system", "device-desktop", "System"))


def user_menu(menu_id: Part, name: Part, email: Part, initials: Part, posting: Part) -> Nodes:
    """The button with the person's name, and its menu: other apps, the account, the appearance, and the way out.

    All texts are escaped already; `posting` are the hidden inputs that let the form be sent.
    """
    modes = "".join(
        f'<button type="button" class="tw-nav-link" data-mode-choice="{mode}">{icon_svg(icon)}'
        f"<span>{label}</span></button>"
        for mode, icon, label in MODES
    )
    return join(
        '<div class="tw-user"><button type="button" class="tw-nav-link" popovertarget="', menu_id, '">',
        '<span class="tw-avatar" aria-hidden="true">', initials, "</span><span>", name, "</span></button>",
        '<div class="tw-menu" id="', menu_id, '" popover><div class="tw-user-detail">', name, "<span>", email,
        f'</span></div><a class="tw-nav-link" href="/">{icon_svg("apps")}<span>All apps</span></a>',
        f'<a class="tw-nav-link" href="/account">{icon_svg("user")}<span>Your account</span></a>',
        f'<div role="group" aria-label="Appearance">{modes}</div><form method="post" action="/sign-out">', posting,
        f'<button class="tw-nav-link">{icon_svg("logout")}<span>Sign out</span></button></form></div></div>',
    )  # fmt: skip


def sign_in_link(address: Part) -> Nodes:
    """In its place for who is not signed in; `address`, quoted, is where to come back to."""
    return join('<div class="tw-user"><a class="tw-nav-link" href="/sign-in?next=', address, '">Sign in</a></div>')
