"""What every definition shares: strictness, names, expression-valued fields and secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Self, TypeVar, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    GetPydanticSchema,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

NAME_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"
TABLE_PATTERN = r"^[a-z][a-z0-9_]{0,62}(\.[a-z][a-z0-9_]{0,62})?$"

Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN)]
"""A permanent name: files, references and expressions use it, so renaming is a refactoring."""

ColumnName = Annotated[Name, Field(json_schema_extra={"x-column": True})]
"""A column or relation of the table that the setting is about: renamed along with it, and chosen from a list."""

ComponentId = Annotated[Name, Field(json_schema_extra={"x-component": True})]
"""A component of the same screen, or of the same module, by its id: chosen from a list."""

StateName = Annotated[Name, Field(json_schema_extra={"x-state": True})]
"""A name under `state` of the screen."""

ModuleName = Annotated[Name, Field(json_schema_extra={"x-module": True})]
"""A module of the workspace by its name: chosen from a list."""

DesignedTable = Annotated[Name, Field(json_schema_extra={"x-table": True})]
"""An internal table by its name, in the settings of a column."""

ReferenceName = Annotated[Name, Field(json_schema_extra={"x-reference": True})]
"""A reference (`customer` of the column `customer_id`) or column of links, in the settings of a column.

`x-of` beside it, here as for columns, lists the settings that say whose: the first that is set, a table or a reference
of the table being designed. None are: that table's own.
"""

TableRef = Annotated[str, StringConstraints(pattern=TABLE_PATTERN), Field(json_schema_extra={"x-table": True})]
"""`tickets` for an internal table, `erp.tickets` for a table of data source `erp`."""

SortKey = Annotated[
    str,
    StringConstraints(pattern=r"^-?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"),
    Field(json_schema_extra={"x-column": True}),
]
"""A column to sort by; a leading minus means descending."""

Path = Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9_\-/{}]*$", max_length=200)]
"""A route inside an app, with parameters in braces: `/tickets/{id}`."""


class Model(BaseModel):
    """Base of all definitions and settings: unknown keys are refused, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, validate_default=False)

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """A copy with some values replaced; what was worked out from the old values is not carried along."""
        copy = super().model_copy(update=dict(update) if update else None, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]  # a cached property
        return copy


T = TypeVar("T")


def _expression_json(schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
    """The wrapped type, or text with braces: what an editor of the YAML form should accept."""
    inner = handler(schema)
    if inner.get("type") == "string" and not {"enum", "pattern", "format"} & inner.keys():
        return inner
    return {"anyOf": [inner, {"type": "string", "pattern": r"\{\{"}]}


class BoundText(str):
    """Stands for `{{ … }}` text in `Expr[T]`, so that a T that is text itself can be told from it."""

    __slots__ = ()


def _is_bound(value: object) -> bool:
    return isinstance(value, str) and "{{" in value


def is_union(annotation: object) -> bool:
    """Whether a type annotation is a union, in either spelling."""
    return get_origin(annotation) in (Union, UnionType)


def _expression_schema(source: object, handler: Callable[[object], core_schema.CoreSchema]) -> core_schema.CoreSchema:
    """Accept `{{ … }}` text as it is and validate everything else as the wrapped type alone, not as any text."""
    wrapped = tuple(arm for arm in get_args(source) if arm is not BoundText) if is_union(source) else ()
    inner = handler(Union[wrapped] if wrapped else source)  # noqa: UP007  # a union of arms known only here

    def validate(value: object, inner_validate: core_schema.ValidatorFunctionWrapHandler) -> object:
        return value if _is_bound(value) else inner_validate(value)

    return core_schema.no_info_wrap_validator_function(
        validate,
        inner,
        serialization=core_schema.plain_serializer_function_ser_schema(
            lambda value, info: value.value if hasattr(value, "value") and info.mode == "json" else value,
            info_arg=True,
            return_schema=core_schema.any_schema(),
        ),
    )


if TYPE_CHECKING:
    Expr = Annotated[T | str, None]
else:
    Expr = Annotated[
        T | BoundText,
        GetPydanticSchema(_expression_schema, _expression_json),
        Field(json_schema_extra={"x-expression": True}),
    ]
"""A value of type T, or text holding `{{ expression }}` that yields one when the screen is rendered."""

Condition = Annotated[
    str,
    StringConstraints(max_length=4000),
    Field(json_schema_extra={"x-expression": "condition"}),
]
"""An expression that answers yes or no: with braces in screens (`show_if`), without in filters and row rules."""

RowExpression = Annotated[str, StringConstraints(max_length=4000), Field(json_schema_extra={"x-expression": "row"})]
"""An expression over the columns of one table, without braces: filters, row rules."""


class SecretText(str):
    """A secret value in memory. Its repr never shows it, so logs and tracebacks stay clean."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "SecretText('…')"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


Secret = Annotated[
    SecretText,
    WithJsonSchema({"type": "string", "format": "password", "x-secret": True}),
]
"""A setting that is sealed by the vault: never stored in a definition, never sent back to anybody."""
