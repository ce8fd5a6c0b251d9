"""Settings that are a size: the designer lets people drag them in the picture, whatever kind they belong to.

width: Literal["half", "all"] = Field(
    "all",
    description="300 pixels, or all there is.",
    json_schema_extra=sized("width", pixels={"half": 300, "all": None}),
)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast

SIZE = "x-size"
"""The key of a JSON Schema under which a setting says what it is the size of."""

Measure = Literal["width", "height", "columns", "gap"]
_MEASURES = frozenset({"width", "height", "columns", "gap"})


def sized(
    of: Measure,
    *,
    pixels: Mapping[str, int | None] | None = None,
    each: int | None = None,
    where: Mapping[str, tuple[str, ...]] | None = None,
) -> dict[str, Any]:  # Any: JSON
    """What to put into `json_schema_extra` of a setting.

    `pixels` says how large each choice is; none is all the room there is. `each` are the pixels of one step of a whole
    number. `columns` need neither. `where` are other settings and the values at which this one counts.
    """
    said = {"of": of, "pixels": pixels and dict(pixels), "each": each}
    kept = {key: value for key, value in said.items() if value is not None}
    return {SIZE: {**kept, **({"where": {name: list(values) for name, values in where.items()}} if where else {})}}


def faults_of_sizes(schema: Mapping[str, Any]) -> list[str]:  # Any: JSON Schema
    """What is wrong with the sizes that the settings of a schema say they are, one sentence a fault."""
    properties = cast(Mapping[str, Mapping[str, Any]], schema.get("properties", {}))
    marked = ((name, one) for name, one in properties.items() if SIZE in one)
    return [f"{name}: {fault}" for name, one in marked for fault in _faults(one, properties)]


def _faults(setting: Mapping[str, Any], properties: Mapping[str, Mapping[str, Any]]) -> list[str]:
    size = setting[SIZE]
    found = [] if size.get("of") in _MEASURES else [f"`of` is one of {', '.join(sorted(_MEASURES))}"]
    for name, values in size.get("where", {}).items():
        allowed = properties.get(name, {}).get("enum", ())
        found += [f"`where`: {name} is never {value}" for value in values if value not in allowed]
    if size.get("of") == "columns":
        return found if _is_counted(setting) else [*found, "columns are whole numbers between two ends"]
    if "each" in size:
        return found if _is_counted(setting) else [*found, "`each` is for whole numbers between two ends"]
    if set(size.get("pixels", {})) == set(setting.get("enum", ())):
        return found
    return [*found, "`pixels` has one size for each choice"]


def _is_counted(setting: Mapping[str, Any]) -> bool:
    if "enum" in setting:
        return all(isinstance(one, int) for one in setting["enum"])
    return setting.get("type") == "integer" and "minimum" in setting and "maximum" in setting
