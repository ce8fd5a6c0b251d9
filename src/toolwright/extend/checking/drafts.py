"""Drafts: a screen or module as somebody is writing it, checked inside the stored workspace; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from types import MappingProxyType

from toolwright.errors import InvalidInput, phrase
from toolwright.extend.checking.apps import check_screen
from toolwright.extend.checking.modules import check_module
from toolwright.extend.checking.report import Report
from toolwright.extend.checking.subject import Subject
from toolwright.extend.kinds import Kinds
from toolwright.model.files import Place, definitions_of
from toolwright.model.module import Module
from toolwright.model.reading import read_model
from toolwright.model.screen import Screen
from toolwright.model.workspace import AppTree, Workspace
from toolwright.model.yaml_form import Loaded, dump_data, load_yaml

_SURE, _SURE_DEPTH, _SURE_KEY = 10**15, 50, 100


def with_drafted(workspace: Workspace, place: Place, definition: Mapping[str, object], kinds: Kinds) -> Workspace:
    """The workspace with this screen or module in the place of the stored one.

    Raises InvalidDefinition with everything that is wrong with it, each mistake with its place.
    """
    if _reads_back(definition):
        # As text only what is wrong has a place in it; what is right needs none.
        drafted = _drafted(workspace, place, Loaded(place.path, dict(definition)), "", kinds)
        if isinstance(drafted, Workspace):
            return drafted
    return with_drafted_text(workspace, place, _text_of(definition), kinds)


def with_drafted_text(workspace: Workspace, place: Place, text: str, kinds: Kinds) -> Workspace:
    """The workspace with the screen or module that a YAML text defines; mistakes have their line and column in it."""
    drafted = _drafted(workspace, place, load_yaml(text, place.path), text, kinds)
    if isinstance(drafted, Report):
        drafted.raise_if_wrong(workspace.name)
        return workspace
    return drafted


def _drafted(workspace: Workspace, place: Place, loaded: Loaded, text: str, kinds: Kinds) -> Workspace | Report:
    """The workspace with what is drafted, or what is wrong with it; places are those in `text`."""
    files = {**dict.fromkeys(definitions_of(workspace), ""), loaded.file: text}
    report = Report(files)
    read = read_model(place.kind.model, loaded.data, loaded)
    if isinstance(read, Module):
        (name,) = place.names
        drafted = replace(workspace, modules=MappingProxyType({**workspace.modules, name: read}))
        check_module(Subject(drafted, files, kinds, report), name, read)
    elif isinstance(read, Screen):
        app, name = place.names
        tree = workspace.apps[app]
        screens = MappingProxyType({**tree.screens, name: read})
        drafted = replace(workspace, apps=MappingProxyType({**workspace.apps, app: AppTree(tree.app, screens)}))
        check_screen(Subject(drafted, files, kinds, report), app, name, read)
    elif isinstance(read, list):
        report.errors.extend(read)
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
