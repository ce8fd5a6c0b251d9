"""Renaming a screen: navigation, other screens, roles and expressions that name it follow. Its address stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from toolwright.commands.change_definition import StoredDefinition, read_definition
from toolwright.commands.check_name import check_new_name
from toolwright.commands.definition_comments import comments_follow
from toolwright.commands.definitions import open_workspace, save
from toolwright.commands.services import Services
from toolwright.errors import ToolwrightError
from toolwright.extend.checking.modules import modules_in
from toolwright.model.files import APP, MODULE, ROLE, SCREEN, Place, place_of
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import dump_data, load_yaml
from toolwright.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class RenamedScreen:
    """The screen under its new name, and the files that were rewritten to name it so.

    `unclear` are files with expressions that ask for the name of a screen by a text, to be looked at by a person.
    """

    stored: StoredDefinition
    rewritten: tuple[str, ...]
    unclear: tuple[str, ...]


async def rename_screen(
    services: Services, actor: Actor, workspace: str, app: str, screen: str, new: str
) -> RenamedScreen:
    """Call a screen otherwise, and whatever names it. Raises Conflict when the name is taken."""
    found = await open_workspace(services, actor, workspace)
    await read_definition(services, actor, workspace, SCREEN, app, screen)
    check_new_name("screen", new, found.apps[app].screens if app in found.apps else ())
    info, files = await services.workspaces.read(workspace)
    rename = _Rename(app, screen, new, _modules_of(found))
    renamed = {rename.path(path): rename.file(path, text) for path, text in files.items()}
    await save(
        services,
        actor,
        workspace,
        renamed,
        verb="rename_screen",
        message=f"Renamed screen {app}/{screen} to {new}",
        expect_revision=info.revision,
        detail={"screen": f"{app}/{new}", "was": f"{app}/{screen}"},
    )
    await comments_follow(services, workspace, SCREEN.path_for(app, screen), SCREEN.path_for(app, new))
    rewritten = tuple(sorted(path for path, text in renamed.items() if files.get(path, text) != text))
    unclear = tuple(sorted(path for path, text in renamed.items() if rename.is_unclear(path, text)))
    return RenamedScreen(await read_definition(services, actor, workspace, SCREEN, app, new), rewritten, unclear)


def _modules_of(workspace: Workspace) -> dict[str, set[str]]:
    """The apps whose screens use each module, directly or in another one."""
    found: dict[str, set[str]] = {}
    for app, tree in workspace.apps.items():
        waiting = [name for screen in tree.screens.values() for name in modules_in(screen.content)]
        while waiting:
            name = waiting.pop()
            apps = found.setdefault(name, set())
            if app not in apps and name in workspace.modules:
                apps.add(app)
                waiting += modules_in(workspace.modules[name].content)
    return found


class _Rename:
    """What one new name makes of each file. A module belongs to an app when no other one uses it (`apps_of`)."""

    def __init__(self, app: str, old: str, new: str, apps_of: Mapping[str, set[str]]) -> None:
        self._app, self._old, self._new, self._apps_of = app, old, new, apps_of
        self._asked = re.compile(rf"(\bcan_open\(\s*)(['\"]){re.escape(old)}\2")
        self._compared = re.compile(rf"\bscreen\.name\b.*(['\"]){re.escape(old)}\1")

    def path(self, path: str) -> str:
        return SCREEN.path_for(self._app, self._new) if path == SCREEN.path_for(self._app, self._old) else path

    def file(self, path: str, text: str) -> str:
        place = place_of(path)
        if place is None or self._old not in text or not self._may_name(place):
            return text
        try:
            data = load_yaml(text, path).data
        except ToolwrightError:
            return text
        changed = self._value(data, (), place)
        return text if changed == data or not isinstance(changed, Mapping) else dump_data(changed, text)

    def is_unclear(self, path: str, text: str) -> bool:
        """Whether a file compares the name of the screen it is on with the old one, or may mean one of another app."""
        place = place_of(path)
        if place is None:
            return False
        if place.kind is MODULE and not self._is_of_app(place) and self._app in self._apps_of.get(place.names[0], ()):
            return re.search(rf"\b{re.escape(self._old)}\b", text) is not None
        return self._is_of_app(place) and self._compared.search(text) is not None

    def _may_name(self, place: Place) -> bool:
        return place.kind is ROLE or self._is_of_app(place)

    def _is_of_app(self, place: Place) -> bool:
        if place.kind is MODULE:
            return self._apps_of.get(place.names[0]) == {self._app}
        return place.kind in (APP, SCREEN) and place.names[0] == self._app

    def _value(self, value: object, keys: tuple[str, ...], place: Place) -> object:
        if isinstance(value, Mapping):
            return {name: self._value(item, (*keys, str(name)), place) for name, item in value.items()}
        if isinstance(value, list):
            return [self._value(item, keys, place) for item in value]
        if not isinstance(value, str):
            return value
        if place.kind is ROLE:
            mine = f"{self._app}/{self._old}"
            return f"{self._app}/{self._new}" if keys == ("grants", "screen") and value == mine else value
        if value == self._old and _names_a_screen(place, keys):
            return self._new
        return self._asked.sub(lambda found: f"{found[1]}{found[2]}{self._new}{found[2]}", value)


def _names_a_screen(place: Place, keys: tuple[str, ...]) -> bool:
    """Whether a setting below these keys is the name of a screen: a column may be called `screen`, too."""
    if keys[-1:] == ("screen",):
        return "values" not in keys and keys[-2:-1] in (("items",), ("navigation",))
    return keys in (("home",), ("mentions",)) if place.kind is APP else keys == ("parent",)
