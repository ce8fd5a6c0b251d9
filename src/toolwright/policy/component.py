"""Where a component stands in its screen, and which roles it takes to see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolwright.model.module import MODULE_KIND, Module
from toolwright.model.screen import Node, Screen

Modules = Mapping[str, Module]


def component_access(screen: Screen, component: str, modules: Modules) -> tuple[str, ...] | None:
    """The `access` roles of the component and of everything around it, outermost first; None when it is not there.

    Containers keep their children in settings of their own kind, so the search goes through every nested value that
    looks like a component: an object with a `kind`. What stands in a module is called `<id of its use>__<id>`.
    """
    return next((roles for name, _, roles in _named(screen.content, (), modules, "") if name == component), None)


def guarded_components(screen: Screen, modules: Modules) -> list[tuple[str, str]]:
    """The named components of a screen that ask for a role of their own, in order: (id, role)."""
    return [(name, role) for name, role, _ in _named(screen.content, (), modules, "") if role is not None]


def _named(
    value: object, around: tuple[str, ...], modules: Modules, prefix: str
) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Every component with an id: that, the role it asks for, and that with the roles of everything around it."""
    if isinstance(value, Node):
        value = {**value.props, "kind": value.kind, "id": value.id, "access": value.access}
    if isinstance(value, Mapping):
        name, access = value.get("id"), value.get("access")
        if "kind" in value:
            role = access if isinstance(access, str) else None
            around = around if role is None else (*around, role)
            if isinstance(name, str):
                yield f"{prefix}{name}", role, around
                yield from _in_module(value, around, modules, f"{prefix}{name}__")
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _named(item, around, modules, prefix)


def _in_module(
    node: Mapping[str, object], around: tuple[str, ...], modules: Modules, prefix: str
) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    name = node.get("module")
    if node.get("kind") == MODULE_KIND and isinstance(name, str) and name in modules:
        # Without itself, so that a circle, which is refused elsewhere, ends.
        yield from _named(modules[name].content, around, {one: modules[one] for one in modules if one != name}, prefix)
