"""Modules on screens: their content compiled in its place, with names, ids and mistakes of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from toolwright.errors import InvalidDefinition, Where, did_you_mean, phrase
from toolwright.expressions import Record, Scope, Type
from toolwright.expressions import types as t
from toolwright.extend.nodes import Code, Let, Nodes
from toolwright.model.app import App
from toolwright.model.module import SETTINGS, Module, ModuleSetting
from toolwright.model.screen import Screen
from toolwright.model.workspace import AppTree, Workspace
from toolwright.render import code as codes
from toolwright.render.draft import Path, ScreenDraft
from toolwright.render.scope import Place, screen_place

if TYPE_CHECKING:
    from toolwright.render.builder import NodeBuild

_TYPES: Mapping[str, Type] = {
    "text": t.TEXT,
    "choice": t.TEXT,
    "whole": t.INTEGER,
    "number": t.FLOAT,
    "boolean": t.BOOLEAN,
    "date": t.DATE,
    "datetime": t.DATETIME,
    "any": t.ANY,
}
_OF_THE_SCREEN = frozenset({"params", "state"})
"""Names of a screen that a module cannot read: it would fit no other screen."""
MODULE_NAMES = (codes.SCREEN_NAMES - _OF_THE_SCREEN) | {SETTINGS}
"""What a module is given wherever it stands."""
_OF_A_ROW = frozenset({"row_key", "index"})
"""Names of the row around, which make ids inside it differ."""


def screen_of(module: Module) -> Screen:
    """A module as a screen that holds nothing else."""
    return Screen(title=module.title, path="/", content=module.content)


def with_some_app(workspace: Workspace) -> Workspace:
    """The workspace with an app in it, in which a module can stand: its own, or an empty one."""
    if workspace.apps:
        return workspace
    return replace(workspace, apps=MappingProxyType({"app": AppTree(App(title=workspace.definition.title))}))


def module_place(draft: ScreenDraft, module: Module) -> Place:
    """The names that the expressions of a module may read anywhere."""
    known = screen_place(draft.workspace, draft.app, draft.screen).scope
    names = {name: kind for name, kind in known.names.items() if name not in _OF_THE_SCREEN}
    return Place(Scope({**names, SETTINGS: settings_type(module)}, known.functions))


def settings_type(module: Module) -> Record:
    """What `settings` is in a module."""
    return Record({setting.name: _TYPES[setting.type] for setting in module.settings})


def module_nodes(build: NodeBuild, name: str, values: Mapping[str, object]) -> Nodes:
    """The content of a module where a component stands. Mistakes in it are reported at that component."""
    draft = build.draft
    module = draft.workspace.modules.get(name)
    if module is None:
        build.fail(
            ("module",), phrase("There is no module '{name}'.", name=name), did_you_mean(name, draft.workspace.modules)
        )
    if name in draft.within:
        build.fail(("module",), phrase("The module '{name}' would hold itself.", name=name))
    given = dict(_given(build, module, values))
    reads = frozenset().union(*(codes.names(code) for code in given.values()))
    inner = draft.inside(name, screen_of(module), build.id, build.path)
    place = _place_inside(build.place, module_place(inner, module), is_per_row=bool(reads & build.place.loop_names))
    try:
        given = {**defaults_of(inner, module), **given}
        body = replace(build, draft=inner, place=place, path=(), props={"content": module.content}).kids(module.content)
    except InvalidDefinition as fault:
        message = phrase("In “{title}”: {fault}", title=module.title, fault=fault.detail)
        where = Where(draft.file, path=(*build.path, "module"))
        raise InvalidDefinition(message, code=fault.code, hint=fault.hint, where=where) from fault
    names = ", ".join(f"{setting!r}: {_local(setting)}" for setting in given)
    locals_ = tuple((_local(setting), code) for setting, code in given.items())
    return (Let((*locals_, (SETTINGS, Code("{" + names + "}"))), body),)


def _place_inside(around: Place, own: Place, *, is_per_row: bool) -> Place:
    """A module's own names where it stands: the form around it is its form too, and rows around it tell ids apart."""
    form = {name: around.scope.names[name] for name in ("form", "form_errors") if around.form is not None}
    loops = (around.loop_names & _OF_A_ROW) | ({SETTINGS} if is_per_row else frozenset())
    return Place(own.scope.child(**form), around.form, loops)


def _local(setting: str) -> str:
    return f"setting_{setting}"


# --- what a use says --------------------------------------------------------------------------------------------------


def _given(build: NodeBuild, module: Module, values: Mapping[str, object]) -> Iterator[tuple[str, Code]]:
    """What the component says of each setting."""
    known = {setting.name: setting for setting in module.settings}
    for name in values:
        if name not in known:
            message = phrase("“{title}” has no setting '{name}'.", title=module.title, name=name)
            build.fail(("values", name), message, did_you_mean(name, known))
    for name, setting in known.items():
        value = values.get(name)
        if value is None and setting.required:
            message = phrase("“{title}” needs a value for '{name}'.", title=module.title, name=name)
            build.fail(("values",), message, "Give it in `values`.")
        if value is not None:
            yield name, _code(build.draft, build.place, setting, value, (*build.path, "values", name))


def defaults_of(draft: ScreenDraft, module: Module) -> dict[str, Code]:
    """What each setting is where a use does not say it. Expressions there read what belongs to no screen."""
    scope = module_place(draft, module).scope
    names = {name: kind for name, kind in scope.names.items() if name != SETTINGS}
    place = Place(Scope(names, scope.functions))
    return {
        setting.name: _code(draft, place, setting, setting.default, ("settings", index, "default"))
        for index, setting in enumerate(module.settings)
    }


def _code(draft: ScreenDraft, place: Place, setting: ModuleSetting, value: object, path: Path) -> Code:
    if isinstance(value, str) and "{{" in value:
        return draft.code(value, place, path, _TYPES[setting.type])
    wrong = wrong_value(setting, value)
    if wrong is not None:
        draft.fail(path, wrong)
    if value is not None and setting.type in ("date", "datetime"):
        return Code(f"{setting.type}({str(value)!r})")
    return Code(repr(_plain(value)))


def wrong_value(setting: ModuleSetting, value: object) -> str | None:
    """Why a plain value does not fit a setting; None when it does, and when there is none."""
    if value is None or _fits(setting, value):
        return None
    if setting.type == "choice":
        return phrase("'{name}' is one of {options}.", name=setting.name, options=", ".join(setting.options))
    return phrase("'{name}' takes {type}.", name=setting.name, type=str(_TYPES[setting.type]))


def _fits(setting: ModuleSetting, value: object) -> bool:
    match setting.type:
        case "any":
            return True
        case "boolean":
            return isinstance(value, bool)
        case "whole":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "choice":
            return value in setting.options
        case "text":
            return isinstance(value, str)
    return _is_moment(str(value), date if setting.type == "date" else datetime)


def _is_moment(text: str, kind: type[date]) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _plain(value: object) -> object:
    """JSON as a literal of the expression language."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
