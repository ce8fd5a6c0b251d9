"""Links to the screens of the app, grouped, with a search when there are many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from toolwright.errors import did_you_mean, phrase
from toolwright.extend.build import Build, UrlState
from toolwright.extend.component import Component
from toolwright.extend.markup import join
from toolwright.extend.navigation import LONG, current_screen, link_count, nav_group, nav_link, nav_search
from toolwright.extend.nodes import Code, Nodes, Static
from toolwright.model.app import NavigationItem
from toolwright.model.base import Expr, Model
from toolwright.model.tab import in_tab


class NavigationProps(Model):
    """Which links, and how they stand."""

    items: tuple[NavigationItem, ...] = Field((), description="Links and groups; those of the app when empty.")
    layout: Literal["left", "top"] = Field(
        "left", description="Below each other, or side by side with menus.", json_schema_extra=in_tab("layout")
    )
    search: Literal["auto", "always", "never"] = Field(
        "auto", description=f"A search above; by itself when there are more than {LONG} links."
    )
    label: Expr[str] = Field("Navigation", description="What it is called for who does not see it.")


class Navigation(Component[NavigationProps]):
    """See the module."""

    kind, title, group, icon = "navigation", "Navigation", "layout", "layout-sidebar"
    Props = NavigationProps

    def compile(self, props: NavigationProps, build: Build) -> Nodes:
        """A list of links; each is there only for who may follow it."""
        items = props.items or build.surroundings.app.navigation
        is_long = props.search == "always" or (props.search == "auto" and link_count(items) > LONG)
        search = build.url_state("search") if is_long else None
        current = current_screen(items, build.surroundings.trail())
        writer = _Writer(build, props.layout, search, current, bool(props.items))
        field: Nodes = ()
        if search is not None:
            field = nav_search(build.say, build.ref("search"), search.name, build.text(search.value), search.carry)
        return build.view(
            id=build.element_id,
            layout=props.layout,
            label=build.text(build.say.own(props, "label")),
            search=field,
            links=writer.links(items, ("items",)),
        )


class _Writer:
    """Writes the links of one navigation."""

    def __init__(self, build: Build, layout: str, search: UrlState | None, current: str | None, is_own: bool) -> None:
        self._build = build
        self._layout = layout
        self._search = search
        self._is_own = is_own
        self._current = current

    def links(self, items: Sequence[NavigationItem], path: tuple[str | int, ...]) -> Nodes:
        """The links and groups in order."""
        return join(*(self._item(item, (*path, place)) for place, item in enumerate(items)))

    def _item(self, item: NavigationItem, path: tuple[str | int, ...]) -> Nodes:
        if item.items:
            is_open = self._layout == "left" and self._holds_current(item)
            before, after = nav_group(item, is_open=is_open)
            body = join(before, self.links(item.items, (*path, "items")), after)
        else:
            href = self._href(item, path)
            if not href:
                return ()
            body = join(nav_link(item, href, is_current=self._is_current(item)))
        test = self._test(item)
        return body if test == "True" else self._build.when(Code(test), body)

    def _holds_current(self, item: NavigationItem) -> bool:
        return self._is_current(item) or any(self._holds_current(inner) for inner in item.items)

    def _is_current(self, item: NavigationItem) -> bool:
        return item.screen is not None and item.screen == self._current

    def _test(self, item: NavigationItem) -> str:
        """For whom it is there; a group for whom one of its links is."""
        tests: list[str] = [] if item.access is None else [f"has_role({item.access!r})"]
        if item.items:
            inner = [self._test(child) for child in item.items]
            tests += [] if "True" in inner else [" or ".join(f"({test})" for test in inner)]
        else:
            tests += [f"can_open({item.screen!r})"] if item.screen is not None and item.to is None else []
            tests += [] if self._search is None else [self._is_found(self._search, item.label)]
        return " and ".join(f"({test})" for test in tests) or "True"

    def _is_found(self, search: UrlState, label: str) -> str:
        words = search.value.source
        return f"is_empty({words}) or contains({label.lower()!r}, lower({words}))"

    def _href(self, item: NavigationItem, path: tuple[str | int, ...]) -> str:
        if item.to is not None:
            return _html(self._build.url(item.to))
        around = self._build.surroundings
        screen = around.screens.get(item.screen or "")
        if screen is not None and "{" not in screen.path:
            return _html(self._build.url(screen.path))
        if self._is_own:
            known = [name for name, other in around.screens.items() if "{" not in other.path]
            hint = did_you_mean(item.screen or "", known)
            self._build.fail(
                (*path, "screen"),
                phrase("There is no screen '{screen}' that a link could lead to.", screen=item.screen),
                hint,
            )
        return ""


def _html(nodes: Nodes) -> str:
    """The HTML of an address that holds no expression."""
    return "".join(node.html for node in nodes if isinstance(node, Static))
