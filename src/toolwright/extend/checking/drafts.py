"""Drafts: a screen as somebody is writing it, checked inside the stored workspace without storing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from types import MappingProxyType

from toolwright.errors import InvalidInput, phrase
from toolwright.extend.checking.apps import check_screen
from toolwright.extend.checking.report import Report
from toolwright.extend.checking.subject import Subject
from toolwright.extend.kinds import Kinds
from toolwright.model.files import SCREEN, definitions_of
from toolwright.model.reading import read_model
from toolwright.model.screen import Screen
from toolwright.model.workspace import AppTree, Workspace
from toolwright.model.yaml_form import Loaded, dump_data, load_yaml

_SURE, _SURE_DEPTH, _SURE_KEY = 10**15, 50, 100


def with_drafted_screen(
    workspace: Workspace, app: str, name: str, definition: Mapping[str, object], kinds: Kinds
) -> Workspace:
    """The workspace with this screen in the place of the stored one.

    Raises InvalidDefinition with everything that is wrong with the screen, each mistake with its place.
    """
    if _reads_back(definition):
        # As text only what is wrong has a place in it; a screen that is right needs none.
        drafted = _drafted(workspace, app, name, Loaded(SCREEN.path_for(app, name), dict(definition)), "", kinds)
        if isinstance(drafted, Workspace):
            return drafted
    return with_drafted_text(workspace, app, name, _text_of(definition), kinds)


def with_drafted_text(workspace: Workspace, app: str, name: str, text: str, kinds: Kinds) -> Workspace:
    """The workspace with the screen that a YAML text defines; mistakes have their line and column in the text."""
    drafted = _drafted(workspace, app, name, load_yaml(text, SCREEN.path_for(app, name)), text, kinds)
    if isinstance(drafted, Report):
        drafted.raise_if_wrong(workspace.name)
        return workspace
    return drafted


def _drafted(workspace: Workspace, app: str, name: str, loaded: Loaded, text: str, kinds: Kinds) -> Workspace | Report:
    """The workspace with the screen, or what is wrong with it; places are those in `text`."""
    files = {**dict.fromkeys(definitions_of(workspace), ""), loaded.file: text}
    report = Report(files)
    screen = read_model(Screen, loaded.data, loaded)
    if not isinstance(screen, Screen):
        report.errors.extend(screen)
        return report
    tree = workspace.apps[app]
    screens = MappingProxyType({**tree.screens, name: screen})
    drafted = replace(workspace, apps=MappingProxyType({**workspace.apps, app: AppTree(tree.app, screens)}))
    check_screen(Subject(drafted, files, kinds, report), app, name, screen)
    return report if report.errors else drafted


def _reads_back(value: object, depth: int = 0) -> bool:
    """Whether text written from a value is sure to give the same value when it is read."""
    match value:
        case str():
            return value.replace("\n", "").isprintable()
        case None | bool():
            return True
        case int():
            return -_SURE < value < _SURE
        case dict():
            return depth < _SURE_DEPTH and all(
                len(key) < _SURE_KEY and key.isprintable() and _reads_back(item, depth + 1)
                for key, item in value.items()
            )
        case list():
            return depth < _SURE_DEPTH and all(_reads_back(item, depth + 1) for item in value)
    return isinstance(value, float) and isfinite(value)


def _text_of(definition: Mapping[str, object]) -> str:
    try:
        return dump_data(definition)
    except ValueError as fault:
        raise InvalidInput(
            phrase("This cannot be stored: {fault}.", fault=phrase(*fault.args)), code="definition.unstorable"
        ) from fault
