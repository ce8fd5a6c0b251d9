"""Loading: texts to models, models to a checked workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TypeVar

from toolwright.errors import FieldError, InvalidDefinition, phrase
from toolwright.extend.checking.apps import check_apps
from toolwright.extend.checking.modules import check_modules
from toolwright.extend.checking.queries import check_queries
from toolwright.extend.checking.report import Report
from toolwright.extend.checking.roles import check_roles
from toolwright.extend.checking.sources import check_sources
from toolwright.extend.checking.subject import Subject
from toolwright.extend.checking.tables import check_tables
from toolwright.extend.design import designed_table
from toolwright.extend.joining import joined_tables
from toolwright.extend.kinds import Kinds
from toolwright.extend.viewing import viewed_tables
from toolwright.model import files as layout
from toolwright.model.app import App
from toolwright.model.base import Model
from toolwright.model.module import Module
from toolwright.model.query import Query, query_ref, table_of
from toolwright.model.reading import read_model
from toolwright.model.role import Role
from toolwright.model.screen import Screen
from toolwright.model.source import DataSource
from toolwright.model.table import Table
from toolwright.model.upgrades import STEPS, upgrade
from toolwright.model.variable import Variable
from toolwright.model.workspace import AppTree, Workspace, WorkspaceDefinition
from toolwright.model.yaml_form import dump_data, load_yaml

ModelT = TypeVar("ModelT", bound=Model)


def load_workspace(name: str, files: Mapping[str, str], kinds: Kinds, *, revision: int = 0) -> Workspace:
    """The workspace these files define. Raises InvalidDefinition with everything that is wrong with them."""
    report = Report(files)
    if layout.WORKSPACE.path not in files:
        report.add(layout.WORKSPACE.path, (), "The file is missing.", "file.missing", "Begin it with `title: …`.")
    models: dict[str, Model] = {}
    for path, text in sorted(_in_present_format(files).items()):
        parsed = parse_file(path, text)
        if isinstance(parsed, Model):
            models[path] = parsed
        else:
            report.errors.extend(parsed)
    assembled = _assemble(name, models, revision)
    subject = Subject(with_queries(with_designs(assembled, kinds, report.add)), files, kinds, report)
    for check in (check_sources, check_tables, check_queries, check_roles, check_modules, check_apps):
        check(subject)
    report.raise_if_wrong(name)
    return subject.workspace


def load_what_can_be(name: str, files: Mapping[str, str], kinds: Kinds, *, revision: int = 0) -> Workspace:
    """The workspace as far as its files can be read, references unchecked: for what was right when it was saved."""
    parsed = {path: parse_file(path, text) for path, text in sorted(files.items())}
    models = {path: model for path, model in parsed.items() if isinstance(model, Model)}
    return with_queries(with_designs(_assemble(name, models, revision), kinds, lambda *_: None))


def with_queries(workspace: Workspace) -> Workspace:
    """The workspace with each query as a table: its result, or nothing where it changes rows."""
    results = {query_ref(name): table_of(one) for name, one in workspace.queries.items()}
    if not results:
        return workspace
    return replace(workspace, tables=MappingProxyType({**workspace.tables, **results}))


def with_designs(workspace: Workspace, kinds: Kinds, add: Callable[..., None]) -> Workspace:
    """The workspace with its internal tables worked out, the designs kept beside; `add` hears of mistakes."""
    designs = {ref: table for ref, table in workspace.tables.items() if table.is_internal and "." not in ref}
    if not designs and all(table.view is None for table in workspace.tables.values()):
        return workspace
    made = {
        ref: designed_table(ref, table, kinds, partial(add, layout.TABLE.path_for(ref)))
        for ref, table in designs.items()
    }
    made = joined_tables(made, partial(_misjoined, designs, made, add))
    for ref, table in made.items():
        for column in table.columns:
            if column.links is not None and column.links.pairs in workspace.tables:
                words = phrase(
                    "The links of this column are kept in '{pairs}', and there is a table of that name.",
                    pairs=column.links.pairs,
                )
                place = [one.name for one in designs[ref].columns].index(column.name)
                add(layout.TABLE.path_for(ref), ("columns", place), words, "column.pairs_taken", "Rename one of them.")
    tables = {**workspace.tables, **made}
    views = viewed_tables(tables, lambda ref, path, *said: add(layout.TABLE.path_for(ref), path, *said))
    designs |= {ref: workspace.tables[ref] for ref in views}
    return replace(workspace, tables=MappingProxyType({**tables, **views}), designs=MappingProxyType(designs))


def _misjoined(
    designs: Mapping[str, Table],
    made: Mapping[str, Table],
    add: Callable[..., None],
    ref: str,
    place: int,
    *said: str | None,
) -> None:
    """Report what is wrong with a column of a worked-out table at its place in the design."""
    names = [column.name for column in designs[ref].columns]
    name = made[ref].columns[place].name
    add(layout.TABLE.path_for(ref), ("columns", names.index(name), "settings"), *said)


@lru_cache(maxsize=4096)
def parse_file(path: str, text: str) -> Model | tuple[FieldError, ...]:
    """The definition in one file by itself, or what is wrong with it. Remembered, because most files stay the same."""
    place = layout.place_of(path)
    if place is None:
        return (layout.wrong_path(path),)
    try:
        loaded = load_yaml(text, path)
    except InvalidDefinition as fault:
        return fault.errors
    model = read_model(place.kind.model, loaded.data, loaded)
    return model if isinstance(model, Model) else tuple(model)


def _in_present_format(files: Mapping[str, str]) -> Mapping[str, str]:
    """The files, rewritten by the upgrade steps when the workspace says it is of an older format."""
    workspace = parse_file(layout.WORKSPACE.path, files.get(layout.WORKSPACE.path, ""))
    if not isinstance(workspace, WorkspaceDefinition) or workspace.format == len(STEPS) + 1:
        return files
    documents = upgrade({path: load_yaml(text, path).data for path, text in files.items()})
    return {path: dump_data(data, files.get(path)) for path, data in documents.items()}


def _assemble(name: str, models: Mapping[str, Model], revision: int) -> Workspace:
    definition = WorkspaceDefinition(title=name)
    found: dict[type[Model], dict[str, Model]] = {kind.model: {} for kind in layout.FILE_KINDS}
    screens = dict[str, dict[str, Screen]]()
    for path, model in models.items():
        place = layout.place_of(path)
        names = place.names if place else ()
        if isinstance(model, WorkspaceDefinition):
            definition = model
        elif isinstance(model, Screen):
            screens.setdefault(names[0], {})[names[1]] = model
        else:
            found[type(model)][names[0]] = model

    def every(model: type[ModelT]) -> Mapping[str, ModelT]:
        return MappingProxyType({name: one for name, one in found[model].items() if isinstance(one, model)})

    trees = {app: AppTree(value, MappingProxyType(screens.get(app, {}))) for app, value in every(App).items()}
    return Workspace(
        name,
        definition,
        revision,
        every(DataSource),
        every(Table),
        every(Role),
        MappingProxyType(trees),
        queries=every(Query),
        variables=every(Variable),
        modules=every(Module),
    )
