"""Apps and their screens: navigation, roles and parents exist, addresses differ, and every node and step is right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from toolwright.errors import phrase
from toolwright.extend.checking.nodes import check_nodes
from toolwright.extend.checking.subject import Subject
from toolwright.model.app import NavigationItem
from toolwright.model.files import APP, SCREEN
from toolwright.model.screen import Node, Screen
from toolwright.model.workspace import AppTree
from toolwright.model.yaml_form import KeyPath

_NODES: TypeAdapter[tuple[Node, ...]] = TypeAdapter(tuple[Node, ...])


def check_apps(subject: Subject) -> None:
    """Every app of the workspace, and screens that belong to none."""
    for name, tree in subject.workspace.apps.items():
        _check_app(subject, name, tree)
        _check_addresses(subject, name, tree.screens)
        for screen_name, screen in tree.screens.items():
            check_screen(subject, name, screen_name, screen)
    for path in sorted(subject.named["screen"]):
        app, _, orphan = path.partition("/")
        _check_unread(subject, app, orphan)
        if app not in subject.named["app"]:
            file = SCREEN.path_for(app, orphan)
            message = phrase("The screen belongs to app '{app}', which has no `app.yaml`.", app=app)
            subject.report.add(file, (), message, "reference.app", phrase("Add {file}.", file=APP.path_for(app)))


def _check_unread(subject: Subject, app: str, name: str) -> None:
    """What can be said about the content of a screen whose own settings are wrong."""
    tree = subject.workspace.apps.get(app)
    if tree is not None and name in tree.screens:
        return
    file = SCREEN.path_for(app, name)
    loaded = subject.report.loaded(file)
    content = loaded.data.get("content") if loaded else None
    try:
        nodes = _NODES.validate_python(content)
    except ValidationError:
        return  # said already, with the other settings
    check_nodes(subject, file, Screen(title="", path="/", content=nodes))


def _check_app(subject: Subject, name: str, tree: AppTree) -> None:
    file, report = APP.path_for(name), subject.report
    report.expects(file, ("access",), "role", tree.app.access, subject.roles)
    report.expects(file, ("home",), "screen", tree.app.home, subject.screens_of(name))
    report.expects(file, ("mentions",), "screen", tree.app.mentions, subject.screens_of(name))
    _check_navigation(subject, file, name, ("navigation",), tree.app.navigation)


def _check_navigation(subject: Subject, file: str, app: str, path: KeyPath, items: Sequence[NavigationItem]) -> None:
    report = subject.report
    for index, item in enumerate(items):
        here: KeyPath = (*path, index)
        report.expects(file, (*here, "screen"), "screen", item.screen, subject.screens_of(app))
        report.expects(file, (*here, "access"), "role", item.access, subject.roles)
        if (item.screen is not None) + (item.to is not None) + bool(item.items) != 1:
            message = "An item of the navigation leads to a `screen`, `to` an address, or holds `items`."
            report.add(file, here, message, "app.navigation")
        _check_navigation(subject, file, app, (*here, "items"), item.items)


def _check_addresses(subject: Subject, app: str, screens: Mapping[str, Screen]) -> None:
    taken: dict[str, str] = {}
    for name, screen in sorted(screens.items()):
        file = SCREEN.path_for(app, name)
        parameters = re.findall(r"\{([^{}]*)\}", screen.path)
        bare = re.sub(r"\{[^{}]*\}", "", screen.path)
        if "{" in bare or "}" in bare or any(not re.fullmatch("[a-z][a-z0-9_]*", part) for part in parameters):
            message = "Parameters of a path are names in braces, such as `/tickets/{id}`."
            subject.report.add(file, ("path",), message, "screen.path")
        if len(set(parameters)) < len(parameters):
            subject.report.add(file, ("path",), "A parameter stands in the path twice.", "screen.path")
        address = re.sub(r"\{[^{}]*\}", "{}", screen.path)
        if address in taken:
            message = phrase("The screen '{taken}' has this path already.", taken=taken[address])
            subject.report.add(file, ("path",), message, "screen.duplicate_path")
        taken.setdefault(address, name)


def check_screen(subject: Subject, app: str, name: str, screen: Screen) -> None:
    """One screen: its role and parent exist, and every node and step is right."""
    file, report = SCREEN.path_for(app, name), subject.report
    report.expects(file, ("access",), "role", screen.access, subject.roles)
    if report.expects(file, ("parent",), "screen", screen.parent, subject.screens_of(app)):
        _check_parents(subject, app, name, screen)
    check_nodes(subject, file, screen)


def _check_parents(subject: Subject, app: str, name: str, screen: Screen) -> None:
    screens = subject.workspace.apps[app].screens
    seen, above = [name], screen.parent
    while above is not None and above in screens:
        seen.append(above)
        if above == name:
            message = phrase("Screens are each other's parents in a circle: {seen}.", seen=" → ".join(seen))
            subject.report.add(SCREEN.path_for(app, name), ("parent",), message, "screen.parent_circle")
            return
        if len(seen) > len(screens):
            return  # a circle further up, reported there
        above = screens[above].parent
