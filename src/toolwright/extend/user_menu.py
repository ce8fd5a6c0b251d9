"""The menu of the person who is signed in, which the frame of an app and the component share."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.extend.build import Part
from toolwright.extend.icon import icon_svg
from toolwright.extend.markup import join
from toolwright.extend.nodes import Nodes
from toolwright.extend.translation import Say, word

MODES = (
    ("light", "sun", word("Light")),
    ("dark", "moon", word("Dark")),
    ("system", "device-desktop", word("System")),
)


@dataclass(frozen=True, slots=True)
class MentionsLink:
    """The way to where somebody was mentioned; `new` is how many they have not seen, as text, empty for none."""

    to: Part
    new: str = ""


def user_menu(
    say: Say,
    menu_id: Part,
    name: Part,
    email: Part,
    initials: Part,
    posting: Part,
    mentions: MentionsLink | None = None,
) -> Nodes:
    """The button with the person's name, and its menu: mentions, other apps, the account, the appearance, the way out.

    All texts are escaped already; `posting` are the hidden inputs that let the form be sent.
    """
    count = mark = told = ""
    if mentions is not None and mentions.new:
        count = f'<span class="tw-badge" data-tone="blue" data-mentions>{mentions.new}</span>'
        mark = f'<span class="tw-user-new" data-mentions title="{say.html("{count} new", count=mentions.new)}"></span>'
        number = mentions.new
        new = say.html("1 new mention") if number == "1" else say.html("{count} new mentions", count=number)
        told = f'<span class="tw-hidden-text" data-mentions>, {new}</span>'
    way: Part = ""
    if mentions is not None:
        inside = f"{icon_svg('at')}<span>{say.html('Mentions')}</span>{count}</a>"
        way = join('<a class="tw-nav-link" href="', mentions.to, '">', inside)
    modes = "".join(
        f'<button type="button" class="tw-nav-link" data-mode-choice="{mode}">{icon_svg(icon)}'
        f"<span>{say.html(label)}</span></button>"
        for mode, icon, label in MODES
    )
    return join(
        '<div class="tw-user" id="', menu_id, '-of">',
        '<button type="button" class="tw-nav-link" popovertarget="', menu_id, '">',
        '<span class="tw-avatar" aria-hidden="true">', initials, "</span>", mark, "<span>", name, told,
        '</span></button><div class="tw-menu" id="', menu_id, '" popover><div class="tw-user-detail">', name,
        "<span>", email, "</span></div>", way,
        f'<a class="tw-nav-link" href="/">{icon_svg("apps")}<span>{say.html("All apps")}</span></a>',
        f'<a class="tw-nav-link" href="/account">{icon_svg("user")}<span>{say.html("Your account")}</span></a>',
        f'<div role="group" aria-label="{say.html("Appearance")}">{modes}</div>',
        '<form method="post" action="/sign-out">', posting,
        f'<button class="tw-nav-link">{icon_svg("logout")}<span>{say.html("Sign out")}</span></button>',
        "</form></div></div>",
    )  # fmt: skip


def sign_in_link(say: Say, address: Part) -> Nodes:
    """In its place for who is not signed in; `address`, quoted, is where to come back to."""
    return join(
        '<div class="tw-user"><a class="tw-nav-link" href="/sign-in?next=',
        address,
        f'">{say.html("Sign in")}</a></div>',
    )
