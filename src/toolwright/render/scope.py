"""Scope: the names expressions of a screen may use, with their types, place by place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from toolwright.expressions import Record, Scope, Type
from toolwright.expressions import types as t
from toolwright.extend.row_types import USER, record_of
from toolwright.extend.variables import variables_type
from toolwright.model.screen import Screen
from toolwright.model.table import Column, Table
from toolwright.model.variable import VARIABLES
from toolwright.model.workspace import Workspace
from toolwright.render.code import EXTRA_FUNCTIONS

_NAMED = t.Record({"name": t.TEXT, "title": t.TEXT})


@dataclass
class FormDraft:
    """A form while its screen is compiled: what is known of its fields."""

    name: str
    table: Table | None = None
    fields: dict[str, object] = field(default_factory=dict)
    defaults: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a component stands: the names there, the form around it, and the names that only hold in a loop."""

    scope: Scope
    form: FormDraft | None = None
    loop_names: frozenset[str] = frozenset()

    def knowing(self, names: Mapping[str, Type], *, per_row: bool = False) -> Place:
        """The place with further names."""
        loops = self.loop_names | frozenset(names) if per_row else self.loop_names - frozenset(names)
        return replace(self, scope=self.scope.child(**names), loop_names=loops)


def screen_place(workspace: Workspace, app: str, screen: Screen) -> Place:
    """The names of a whole screen."""
    params = dict.fromkeys(re.findall(r"\{(\w+)\}", screen.path), t.TEXT)
    names: dict[str, Type] = {
        "user": Record({**USER.fields, "id": t.TEXT}),
        "params": Record(params),
        "query": Record({}, open=True),
        "query_all": Record({}, open=True),
        "state": Record({name: state_type(value) for name, value in screen.state.items()}),
        "app": _NAMED,
        "screen": t.Record({"name": t.TEXT, "title": t.TEXT, "path": t.TEXT}),
        VARIABLES: variables_type(workspace.variables),
        "workspace": t.Record({"name": t.TEXT, "title": t.TEXT, "environment": t.TEXT}),
    }
    return Place(Scope(names, dict.fromkeys(EXTRA_FUNCTIONS, t.BOOLEAN)))


def state_type(value: object) -> Type:
    """The type of a state value, as far as its first value tells."""
    if isinstance(value, bool):
        return t.BOOLEAN
    if isinstance(value, int | float):
        return t.FLOAT
    return t.TEXT if isinstance(value, str) and value else t.ANY


def rows_names(workspace: Workspace, table: Table) -> dict[str, Type]:
    """The names of loaded rows."""
    row = record_of(table, workspace.tables)
    return {
        "rows": t.ListOf(row),
        "count": t.INTEGER,
        "count_is_capped": t.BOOLEAN,
        "has_next": t.BOOLEAN,
        "has_previous": t.BOOLEAN,
        "search": t.TEXT,
        "sorted_by": t.TEXT,
        "filters": t.Record({}, open=True),
        "is_filtered": t.BOOLEAN,
        "limited_by": t.TEXT,
        "masked": t.ListOf(t.TEXT),
    }


def row_names(workspace: Workspace, table: Table) -> dict[str, Type]:
    """The names inside one row of a list."""
    return {"row": record_of(table, workspace.tables), "row_key": t.TEXT, "index": t.INTEGER}


def record_names(workspace: Workspace, table: Table) -> dict[str, Type]:
    """The names inside a record. `record` stays when a list inside binds `row` anew."""
    row = record_of(table, workspace.tables)
    return {"row": row, "record": row, "row_key": t.TEXT}


def names_at(place: Place, workspace: Workspace) -> Mapping[str, Type]:
    """The names at a place with their types; what is known of the form around it once the screen is compiled, too."""
    form = place.form
    if form is None:
        return place.scope.names
    found = [getattr(item, "column", None) for item in form.fields.values()]
    columns = [column for column in found if isinstance(column, Column)]
    for table in workspace.tables.values():
        own = {column.name for column in columns if table.by_name.get(column.name) is column}
        if own:
            return {**place.scope.names, "form": Record(dict.fromkeys(own, t.ANY), open=True, origin=table)}
    return place.scope.names
