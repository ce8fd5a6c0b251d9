"""JSON Schemas of settings in which each has a title, also those that are groups of settings."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema


def titled_schema(model: type[BaseModel]) -> dict[str, Any]:  # Any: JSON Schema
    """The JSON Schema of a model. What is called by its title can be said in other languages."""
    return model.model_json_schema(schema_generator=_Titled)


class _Titled(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: object) -> bool:
        """Always."""
        return True
