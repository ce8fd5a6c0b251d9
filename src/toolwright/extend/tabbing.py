"""Which tab of the inspector each setting of a component stands under: said by it or its type, else by what it takes.

Said is `in_tab(…)` (`toolwright.model.tab`). Where nothing is said: steps are events, sizes are layout, and whatever
names tables, columns or components, or takes numbers and lists by expression, is data. Everything else is general, so
that settings of a plugin that knows nothing of tabs have a place too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

from toolwright.extend.sizing import SIZE
from toolwright.model.base import Model
from toolwright.model.tab import TAB, Tab
from toolwright.model.titled import titled_schema

JsonSchema = Mapping[str, Any]  # Any: JSON Schema

TABS: tuple[Tab, ...] = get_args(Tab)
FALLBACK: Tab = "general"
_OF_DATA = ("x-table", "x-column", "x-component")
_HELD = ("items", "additionalProperties", "propertyNames")
_PLAIN = frozenset({"string", "boolean", "null"})


def tabbed_schema(settings: type[Model]) -> dict[str, Any]:  # Any: JSON Schema
    """The JSON Schema of the settings of a kind, where each says its tab; those that hold components say none."""
    schema = titled_schema(settings)
    for setting in schema.get("properties", {}).values():
        tab = tab_of(setting, schema)
        if tab is not None:
            setting[TAB] = tab
    return schema


def faults_of_tabs(schema: JsonSchema) -> list[str]:
    """Which settings, and types of settings, of a schema name a tab that does not exist, one sentence a fault."""
    settings: JsonSchema = schema.get("properties", {})
    named = ((name, said) for name, one in settings.items() for said in _said(one, schema))
    return [f"{name}: there is no tab '{said}', but {', '.join(TABS)}" for name, said in named if said not in TABS]


def tab_of(setting: JsonSchema, root: JsonSchema) -> Tab | None:
    """The tab of one setting; None when it holds components, which have a place of their own in the designer."""
    parts = list(_parts(setting, root))
    if any(part.get("x-node") for part in parts):
        return None
    said = next(_said(setting, root), None)
    if said is not None:
        return cast(Tab, said)
    if any(part.get("x-step") for part in parts):
        return "events"
    if SIZE in setting:
        return "layout"
    return "data" if _names_data(parts) or _takes_values(list(_arms(setting, root))) else FALLBACK


def _names_data(parts: list[JsonSchema]) -> bool:
    return any(part.get(mark) for part in parts for mark in _OF_DATA)


def _takes_values(arms: list[JsonSchema]) -> bool:
    types = {arm["type"] for arm in arms if "type" in arm}
    return any(arm.get("x-expression") for arm in arms) and not types <= _PLAIN


def _said(setting: JsonSchema, root: JsonSchema) -> Iterator[object]:
    """What the setting says, then what the type it has says."""
    return (part[TAB] for part in _arms(setting, root) if TAB in part)


def _arms(setting: JsonSchema, root: JsonSchema) -> Iterator[JsonSchema]:
    """The setting and each of what it may be, references followed."""
    yield setting
    if "$ref" in setting:
        yield from _arms(_followed(setting, root), root)
    for arm in (*setting.get("anyOf", ()), *setting.get("allOf", ()), *setting.get("oneOf", ())):
        yield from _arms(arm, root)


def _parts(setting: JsonSchema, root: JsonSchema, seen: frozenset[str] = frozenset()) -> Iterator[JsonSchema]:
    """The setting and everything inside it, each referred type once; components and steps are not looked into."""
    yield setting
    if setting.get("x-node") or setting.get("x-step"):
        return
    inner: list[JsonSchema] = [
        *setting.get("anyOf", ()),
        *setting.get("allOf", ()),
        *setting.get("oneOf", ()),
        *setting.get("properties", {}).values(),
        *(
            one
            for key in ("items", "additionalProperties", "propertyNames")
            if isinstance(one := setting.get(key), dict)
        ),
    ]
    ref = setting.get("$ref")
    if ref is not None and ref not in seen:
        inner.append(_followed(setting, root))
        seen |= {ref}
    for one in inner:
        yield from _parts(one, root, seen)


def _followed(setting: JsonSchema, root: JsonSchema) -> JsonSchema:
    found: JsonSchema = root.get("$defs", {}).get(str(setting["$ref"]).rpartition("/")[2], {})
    return found
