"""What a new component, action or column begins with: its own `start`, and something for whatever is required.

Words that begin with `$` stand for what only its screen or table knows, and are replaced where the new one is put:
`$table` a table, `$column` a column of it, `$reference` a reference that leads from or to it, `$component` the id of a
component that shows rows, `$module` a module of the workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolwright.extend.action import Action
from toolwright.extend.column import ColumnKind
from toolwright.extend.component import Component
from toolwright.extend.design import GIVEN, ID
from toolwright.model.base import Model
from toolwright.model.table import ROW_ID

TABLE, COLUMN, REFERENCE, COMPONENT, MODULE = "$table", "$column", "$reference", "$component", "$module"
_DEPTH = 4
Schema = Mapping[str, Any]  # Any: JSON


def start_of_component(kind: Component[Any]) -> dict[str, object]:  # Any: whatever properties the kind has
    """A new component of this kind as a definition."""
    return {"kind": kind.kind, **_filled(kind.Props, kind.start, kind.title, kind.kind)}


def start_of_action(kind: Action[Any]) -> dict[str, object]:  # Any: as above
    """A new step of this kind as a definition."""
    return {"do": kind.kind, **_filled(kind.Inputs, {}, kind.title, kind.kind)}


def start_of_column(kind: ColumnKind[Any]) -> dict[str, object]:  # Any: as above
    """A new column of this kind as a definition; named only where there can be just one of them."""
    settings = _filled(kind.Settings, kind.start, kind.title, kind.kind)
    name = {"name": ID if kind.kind == ROW_ID else kind.kind} if kind.kind in GIVEN else {}
    return {**name, "kind": kind.kind, **({"settings": settings} if settings else {})}


def _filled(model: type[Model], given: Mapping[str, object], title: str, name: str) -> dict[str, object]:
    schema = model.model_json_schema()
    return {**_required(schema, schema, given, title, name, _DEPTH), **given}


def _required(
    schema: Schema, root: Schema, given: Mapping[str, object], title: str, name: str, depth: int
) -> dict[str, object]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    return {
        key: _value(_resolved(properties[key], root), root, title, name, depth)
        for key in schema.get("required", ())
        if key not in given
    }


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return {**root["$defs"][reference.rpartition("/")[2]], **schema}
    arms = schema.get("anyOf")
    return {**_resolved(arms[0], root), **schema} if arms else schema


def _value(schema: Schema, root: Schema, title: str, name: str, depth: int) -> object:
    if schema.get("x-table"):
        return TABLE
    if schema.get("x-column"):
        return COLUMN
    if schema.get("x-reference"):
        return REFERENCE
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return _required(schema, root, {}, title, name, depth - 1) if depth else {}
    plain: dict[object, object] = {"array": [], "boolean": False, "integer": 1, "number": 1}
    if kind in plain:
        return plain[kind]
    return name if "pattern" in schema else title
