"""Drafts: a screen as somebody is writing it, checked inside the stored workspace without storing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from toolwright.errors import InvalidInput
from toolwright.extend.checking.apps import check_screen
from toolwright.extend.checking.report import Report
from toolwright.extend.checking.subject import Subject
from toolwright.extend.kinds import Kinds
from toolwright.model.files import SCREEN, definitions_of
from toolwright.model.reading import read_model
from toolwright.model.screen import Screen
from toolwright.model.workspace import AppTree, Workspace
from toolwright.model.yaml_form import dump_data, load_yaml


def with_drafted_screen(
    workspace: Workspace, app: str, name: str, definition: Mapping[str, object], kinds: Kinds
) -> Workspace:
    """The workspace with this screen in the place of the stored one.

    Raises InvalidDefinition with everything that is wrong with the screen, each mistake with its place.
    """
    return with_drafted_text(workspace, app, name, _text_of(definition), kinds)


def with_drafted_text(workspace: Workspace, app: str, name: str, text: str, kinds: Kinds) -> Workspace:
    """The workspace with the screen that a YAML text defines; mistakes have their line and column in the text."""
    file = SCREEN.path_for(app, name)
    files = {**dict.fromkeys(definitions_of(workspace), ""), file: text}
    report = Report(files)
    loaded = load_yaml(text, file)
    screen = read_model(Screen, loaded.data, loaded)
    if not isinstance(screen, Screen):
        report.errors.extend(screen)
        report.raise_if_wrong(workspace.name)
        return workspace
    tree = workspace.apps[app]
    screens = MappingProxyType({**tree.screens, name: screen})
    drafted = replace(workspace, apps=MappingProxyType({**workspace.apps, app: AppTree(tree.app, screens)}))
    check_screen(Subject(drafted, files, kinds, report), app, name, screen)
    report.raise_if_wrong(workspace.name)
    return drafted


def _text_of(definition: Mapping[str, object]) -> str:
    try:
        return dump_data(definition)
    except ValueError as fault:
        raise InvalidInput(f"This cannot be stored: {fault}.", code="definition.unstorable") from fault
