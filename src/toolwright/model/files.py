"""Where each definition of a workspace stands as a file, and the JSON Schema of each for editors.

workspace.yaml              roles/agent.yaml        sources/erp.yaml      tables/tickets.yaml  tables/erp.orders.yaml
queries/open_by_team.yaml   variables/region.yaml   modules/customer_card.yaml
apps/desk/app.yaml          apps/desk/screens/queue.yaml
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from toolwright.errors import FieldError, Where, did_you_mean, phrase
from toolwright.model.app import App
from toolwright.model.base import Model
from toolwright.model.module import Module
from toolwright.model.query import Query
from toolwright.model.role import Role
from toolwright.model.screen import Screen
from toolwright.model.source import DataSource
from toolwright.model.table import Table, TableKind
from toolwright.model.titled import titled_schema
from toolwright.model.variable import Variable
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.model.yaml_form import dump_yaml

_NAME = r"[a-z][a-z0-9_]{0,62}"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A sort of definition: its model, and the pattern of its path with names in braces."""

    name: str
    model: type[Model]
    path: str

    def path_for(self, *names: str) -> str:
        """The path of the definition with these names: `("desk", "queue")` for a screen."""
        parts = iter(names)
        return re.sub(r"\{\w+\}", lambda _: next(parts), self.path)


WORKSPACE = FileKind("workspace", WorkspaceDefinition, "workspace.yaml")
ROLE = FileKind("role", Role, "roles/{name}.yaml")
SOURCE = FileKind("source", DataSource, "sources/{name}.yaml")
VARIABLE = FileKind("variable", Variable, "variables/{name}.yaml")
TABLE = FileKind("table", Table, "tables/{ref}.yaml")
QUERY = FileKind("query", Query, "queries/{name}.yaml")
MODULE = FileKind("module", Module, "modules/{name}.yaml")
APP = FileKind("app", App, "apps/{app}/app.yaml")
SCREEN = FileKind("screen", Screen, "apps/{app}/screens/{screen}.yaml")

FILE_KINDS: tuple[FileKind, ...] = (WORKSPACE, ROLE, SOURCE, VARIABLE, TABLE, QUERY, MODULE, APP, SCREEN)


@dataclass(frozen=True, slots=True)
class Place:
    """What a path stands for: the kind of definition and the names in the path."""

    kind: FileKind
    names: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path."""
        return self.kind.path_for(*self.names)


@cache
def _pattern(kind: FileKind) -> re.Pattern[str]:
    table = rf"{_NAME}(?:\.{_NAME})?"
    text = re.escape(kind.path).replace(r"\{ref\}", f"({table})")
    return re.compile(re.sub(r"\\\{\w+\\\}", lambda _: f"({_NAME})", text))


def place_of(path: str) -> Place | None:
    """What the file at `path` defines; None when no definition stands there."""
    for kind in FILE_KINDS:
        match = _pattern(kind).fullmatch(path)
        if match:
            return Place(kind, match.groups())
    return None


def wrong_path(path: str) -> FieldError:
    """Why nothing can be defined at `path`, with what was probably meant."""
    hint = _path_hint(path)
    return FieldError(
        path, phrase("No definition stands at '{path}'.", path=path), "file.unknown", hint, Where(file=path)
    )


def _path_hint(path: str) -> str | None:
    if path.endswith((".yml", ".json")):
        return phrase("Name it '{name}.yaml'.", name=path.rpartition(".")[0])
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".yaml")
    if stem and not re.fullmatch(rf"{_NAME}(\.{_NAME})?", stem):
        return "Names are lower-case letters, digits and underscores, beginning with a letter."
    folders = ["roles", "sources", "variables", "tables", "queries", "modules", "apps"]
    top = folder.partition("/")[0]
    return (
        did_you_mean(top, folders)
        if top not in folders
        else phrase("Layout: {names}.", names=", ".join(k.path for k in FILE_KINDS))
    )


def definitions_of(workspace: Workspace) -> dict[str, Model]:
    """Every definition of a workspace by path, in the order people read them."""
    files: dict[str, Model] = {WORKSPACE.path: workspace.definition}
    files |= {ROLE.path_for(name): role for name, role in sorted(workspace.roles.items())}
    files |= {SOURCE.path_for(name): source for name, source in sorted(workspace.sources.items())}
    files |= {VARIABLE.path_for(name): variable for name, variable in sorted(workspace.variables.items())}
    files |= {
        TABLE.path_for(ref): workspace.designs.get(ref, table)
        for ref, table in sorted(workspace.tables.items())
        if table.kind is not TableKind.QUERY
    }
    files |= {QUERY.path_for(name): query for name, query in sorted(workspace.queries.items())}
    files |= {MODULE.path_for(name): module for name, module in sorted(workspace.modules.items())}
    for name, tree in sorted(workspace.apps.items()):
        files[APP.path_for(name)] = tree.app
        files |= {SCREEN.path_for(name, screen): value for screen, value in sorted(tree.screens.items())}
    return files


def dump_workspace(workspace: Workspace, previous: Mapping[str, str] | None = None) -> dict[str, str]:
    """The canonical text of every definition by path; comments in `previous` are kept."""
    texts = previous or {}
    return {path: dump_yaml(model, texts.get(path)) for path, model in definitions_of(workspace).items()}


def json_schemas() -> dict[str, dict[str, object]]:
    """The JSON Schema of each kind of file by its name, for editors that check YAML as it is typed."""
    return {
        kind.name: {"$schema": "https://json-schema.org/draft/2020-12/schema", **titled_schema(kind.model)}
        for kind in FILE_KINDS
    }
