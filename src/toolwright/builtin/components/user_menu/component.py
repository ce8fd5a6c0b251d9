"""Who is signed in, the account, light and dark, and the way out."""

from __future__ import annotations

import re
from urllib.parse import quote

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes, Posting, Slot
from toolwright.extend.user_menu import MentionsLink, sign_in_link, user_menu
from toolwright.model.base import Model
from toolwright.model.tab import in_tab

_PARAMETER = re.compile(r"\{(\w+)\}")


class UserMenuProps(Model):
    """How it looks."""

    show_name: bool = Field(
        True, description="The person's name beside the picture.", json_schema_extra=in_tab("style")
    )


class UserMenu(Component[UserMenuProps]):
    """See the module."""

    kind, title, group, icon = "user_menu", "User menu", "layout", "user-circle"
    Props = UserMenuProps

    def compile(self, props: UserMenuProps, build: Build) -> Nodes:
        """A button with a menu; a link to sign in for who is not."""
        menu = user_menu(
            build.say,
            build.ref("menu"),
            build.text(Code("user.name")),
            build.text(Code("user.email")),
            build.text(Code("initials(user.name or user.email)")),
            (Posting(),),
            _mentions(build),
        )
        shown = build.when(Code("user.id"), menu, sign_in_link(build.say, _address(build)))
        return build.view(menu=shown, name=props.show_name)


def _mentions(build: Build) -> MentionsLink | None:
    """The way to the screen of mentions, where the app names one."""
    around = build.surroundings
    screen = around.screens.get(around.app.mentions or "")
    return None if screen is None else MentionsLink(build.url(screen.path))


def _address(build: Build) -> Nodes:
    """Where to come back to: this screen, quoted for the query of another address."""
    around = build.surroundings
    pieces = _PARAMETER.split(f"{around.base}{around.screens[around.screen].path}")
    return join(
        *(
            (Slot(Code(f"url_encode(params.{piece})"), "key"),) if place % 2 else quote(piece, safe="")
            for place, piece in enumerate(pieces)
        )
    )
