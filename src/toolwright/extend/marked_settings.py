"""Marked settings: which settings of a kind name columns or components, as the kind itself declares it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from toolwright.extend.kinds import Kinds

_OF_KEYS = "x-state"
"""The mark that keys of a setting have as well."""


@cache
def column_settings(model: type[BaseModel]) -> frozenset[str]:
    """The names of the settings in a model, at any depth, whose text names columns: `ColumnName`, `SortKey`."""
    return _marked_in(model, "x-column")


@cache
def component_settings(model: type[BaseModel]) -> frozenset[str]:
    """The names of the settings in a model, at any depth, that name a component: `ComponentId`."""
    return _marked_in(model, "x-component")


@cache
def state_settings(model: type[BaseModel]) -> frozenset[str]:
    """The names of the settings in a model, at any depth, that name state of the screen: `StateName`, also as keys."""
    return _marked_in(model, _OF_KEYS)


def column_settings_of(kinds: Kinds, kind: str) -> frozenset[str]:
    """Those of a component; none of one that is not installed."""
    return column_settings(kinds.components.get(kind).Props) if kind in kinds.components else frozenset()


def _marked_in(model: type[BaseModel], mark: str) -> frozenset[str]:
    schema = model.model_json_schema()
    return frozenset(name for part in (schema, *schema.get("$defs", {}).values()) for name in _marked(part, mark))


def _marked(part: dict[str, object], mark: str) -> Iterator[str]:
    properties = part.get("properties")
    for name, value in properties.items() if isinstance(properties, dict) else ():
        if _is_marked(value, mark):
            yield name


def _is_marked(value: object, mark: str) -> bool:
    if isinstance(value, list):
        return any(_is_marked(item, mark) for item in value)
    if not isinstance(value, dict):
        return False
    inside = ("anyOf", "oneOf", "allOf", "items", "prefixItems", *(("propertyNames",) if mark == _OF_KEYS else ()))
    return bool(value.get(mark)) or any(_is_marked(value[key], mark) for key in inside if key in value)
