"""Column settings: which settings of a kind name columns, as the kind itself declares it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from toolwright.extend.kinds import Kinds


@cache
def column_settings(model: type[BaseModel]) -> frozenset[str]:
    """The names of the settings in a model, at any depth, whose text names columns: `ColumnName`, `SortKey`."""
    schema = model.model_json_schema()
    return frozenset(name for part in (schema, *schema.get("$defs", {}).values()) for name in _marked(part))


def column_settings_of(kinds: Kinds, kind: str) -> frozenset[str]:
    """Those of a component; none of one that is not installed."""
    return column_settings(kinds.components.get(kind).Props) if kind in kinds.components else frozenset()


def _marked(part: dict[str, object]) -> Iterator[str]:
    properties = part.get("properties")
    for name, value in properties.items() if isinstance(properties, dict) else ():
        if _is_marked(value):
            yield name


def _is_marked(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_is_marked, value))
    if not isinstance(value, dict):
        return False
    inside = ("anyOf", "oneOf", "allOf", "items", "prefixItems")
    return bool(value.get("x-column")) or any(_is_marked(value[key]) for key in inside if key in value)
