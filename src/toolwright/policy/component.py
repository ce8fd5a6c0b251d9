"""Where a component stands in its screen, and which roles it takes to see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from toolwright.model.screen import Node, Screen


def component_access(screen: Screen, component: str) -> tuple[str, ...] | None:
    """The `access` roles of the component and of everything around it, outermost first; None when it is not there.

    Containers keep their children in settings of their own kind, so the search goes through every nested value that
    looks like a component: an object with a `kind`.
    """
    for node in screen.content:
        found = _search(_as_mapping(node), component, ())
        if found is not None:
            return found
    return None


def guarded_components(screen: Screen) -> list[tuple[str, str]]:
    """The named components of a screen that ask for a role of their own, in order: (id, role)."""
    return list(_guarded(screen.content))


def _guarded(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Node):
        value = _as_mapping(value)
    if isinstance(value, Mapping):
        name, access = value.get("id"), value.get("access")
        if "kind" in value and isinstance(name, str) and isinstance(access, str):
            yield name, access
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _guarded(item)


def _as_mapping(node: Node) -> Mapping[str, object]:
    return {**node.props, "kind": node.kind, "id": node.id, "access": node.access}


def _search(value: object, component: str, around: tuple[str, ...]) -> tuple[str, ...] | None:
    if isinstance(value, Node):
        value = _as_mapping(value)
    if isinstance(value, Mapping):
        if "kind" in value:
            access = value.get("access")
            around = (*around, access) if isinstance(access, str) else around
            if value.get("id") == component:
                return around
        return _first(value.values(), component, around)
    if isinstance(value, list | tuple):
        return _first(value, component, around)
    return None


def _first(values: Iterable[object], component: str, around: tuple[str, ...]) -> tuple[str, ...] | None:
    for value in values:
        found = _search(value, component, around)
        if found is not None:
            return found
    return None
