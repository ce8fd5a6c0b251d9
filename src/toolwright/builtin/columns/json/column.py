"""Any structured value."""

from __future__ import annotations

from typing import ClassVar, Literal

import orjson
from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, DataType

_DEEPEST = 100


class JsonSettings(Model):
    """What it may hold."""

    shape: Literal["any", "object", "list"] = Field("any", description="What stands outermost.")
    max_bytes: int = Field(100_000, ge=2, le=10_000_000, description="The largest size as text.")


class Json(ColumnKind[JsonSettings]):
    """See the module."""

    kind, title, group, icon = "json", "JSON", "text", "braces"
    Settings = JsonSettings
    type = DataType.JSON
    can_be_unique = False
    samples: ClassVar[tuple[object, ...]] = ({"a": [1, None, "ü"]}, [], "text", 1.5, False)
    refused = ("x" * 100_000,)

    def facts(self, column: Column, settings: JsonSettings) -> ColumnFacts:
        """A structure, left out of lists."""
        return ColumnFacts(type=DataType.JSON)

    def accept(self, value: object, settings: JsonSettings) -> object:
        """A value of that shape and size."""
        wanted = {"object": dict, "list": list}.get(settings.shape, object)
        if not isinstance(value, wanted):
            raise Refused("Must be an object." if settings.shape == "object" else "Must be a list.", "shape")
        if _depth(value) > _DEEPEST:
            raise Refused(phrase("Must not be nested deeper than {deepest} levels.", deepest=_DEEPEST), "too_deep")
        try:
            size = len(orjson.dumps(value))
        except orjson.JSONEncodeError:
            raise Refused("Must be made of objects, lists, texts, numbers, yes and no.") from None
        if size > settings.max_bytes:
            raise Refused(
                phrase(
                    "Must have at most {max_bytes} bytes, not {size}.",
                    max_bytes=f"{settings.max_bytes:,}",
                    size=f"{size:,}",
                ),
                "too_long",
            )
        return value

    def read_text(self, text: str, settings: JsonSettings) -> object:
        """JSON text."""
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Refused("Must be valid JSON.") from None

    def show_text(self, value: object, settings: JsonSettings) -> str | None:
        """JSON text."""
        return orjson.dumps(value).decode()

    def cell(self, settings: JsonSettings) -> Cell | None:
        """As code."""
        return Cell(format="json")


def _depth(value: object) -> int:
    level, depth = [value], 0
    while level and depth <= _DEEPEST:
        level = [inner for outer in level for inner in _parts(outer)]
        depth += 1
    return depth


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []
