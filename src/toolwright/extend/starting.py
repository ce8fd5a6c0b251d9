"""What a component or an action put onto a screen begins with: its own `start`, and something for whatever is required.

Words that begin with `$` stand for what only the screen knows, and are replaced where the new one is put:
`$table` a table, `$column` a column of it, `$component` the id of a component that shows rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolwright.extend.action import Action
from toolwright.extend.component import Component
from toolwright.model.base import Model

TABLE, COLUMN, COMPONENT = "$table", "$column", "$component"
_DEPTH = 4
Schema = Mapping[str, Any]  # Any: JSON


def start_of_component(kind: Component[Any]) -> dict[str, object]:  # Any: whatever properties the kind has
    """A new component of this kind as a definition."""
    return {"kind": kind.kind, **_filled(kind.Props, kind.start, kind.title, kind.kind)}


def start_of_action(kind: Action[Any]) -> dict[str, object]:  # Any: as above
    """A new step of this kind as a definition."""
    return {"do": kind.kind, **_filled(kind.Inputs, {}, kind.title, kind.kind)}


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
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return _required(schema, root, {}, title, name, depth - 1) if depth else {}
    plain: dict[object, object] = {"array": [], "boolean": False, "integer": 1, "number": 1}
    if kind in plain:
        return plain[kind]
    return name if "pattern" in schema else title
