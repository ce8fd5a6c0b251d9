"""Modules: every component and step in them is right, and none holds itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolwright.errors import phrase
from toolwright.extend.checking.nodes import check_nodes
from toolwright.extend.checking.subject import Subject
from toolwright.model.files import MODULE
from toolwright.model.module import MODULE_KIND, Module
from toolwright.model.screen import Node, Screen


def check_modules(subject: Subject) -> None:
    """Every module of the workspace."""
    for name, module in subject.workspace.modules.items():
        check_module(subject, name, module)


def check_module(subject: Subject, name: str, module: Module) -> None:
    """One module."""
    file = MODULE.path_for(name)
    circle = _circle(subject.workspace.modules, name)
    if circle:
        message = phrase("Modules hold each other in a circle: {way}.", way=" → ".join(circle))
        subject.report.add(file, ("content",), message, "module.circle", "Take one of them out of another.")
    check_nodes(subject, file, Screen(title="", path="/", content=module.content))


def modules_in(value: object) -> Iterator[str]:
    """The names of the modules that components use, in the order they stand."""
    if isinstance(value, Node):
        value = value.model_dump()
    if isinstance(value, Mapping):
        name = value.get("module")
        if value.get("kind") == MODULE_KIND and isinstance(name, str):
            yield name
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from modules_in(item)


def _circle(modules: Mapping[str, Module], name: str) -> list[str]:
    """The way from a module back to itself; nothing when there is none."""
    ways = [[name]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for inner in modules_in(modules[way[-1]].content):
            if inner == name:
                return [*way, name]
            if inner in modules and inner not in seen:
                seen.add(inner)
                ways.append([*way, inner])
    return []
