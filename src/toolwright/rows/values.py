"""Values: the fields of a create or update, checked against the table and the column rights, all errors at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Literal

from toolwright.errors import FieldError, InvalidInput, did_you_mean, phrase
from toolwright.extend.coerce import Manner, coerce
from toolwright.extend.column import DesignedColumn, Refused
from toolwright.extend.translation import word
from toolwright.model.table import Column, Table

_NO_DESIGNS: Mapping[str, DesignedColumn] = {}


def accept(
    table: Table,
    verb: Literal["create", "update"],
    given: Mapping[str, object],
    writable: Set[str],
    readable: Set[str],
    manner: Manner,
    designs: Mapping[str, DesignedColumn] = _NO_DESIGNS,
    linked: Set[str] = frozenset(),
) -> dict[str, object]:
    """The values to store, typed and as the kinds of designed columns want them.

    Raises InvalidInput with one error per wrong field.

    `linked` names the columns of links that get some, which are written elsewhere.

    A column the actor may neither read nor write is reported exactly like one that does not exist.
    """
    known = readable | writable
    errors: list[FieldError] = []
    values: dict[str, object] = {}
    for name, raw in given.items():
        column = table.by_name.get(name) if name in known else None
        try:
            value = _accept_one(column, name, raw, writable, manner)
            design = designs.get(name)
            values[name] = value if design is None else _needed(design.column, design.accept(value))
        except Refused as refused:
            hint = None if column is not None else did_you_mean(name, sorted(writable))
            errors.append(FieldError(name, refused.message, refused.code, hint))
    if verb == "create":
        errors.extend(_missing(table, values.keys() | linked, writable))
    if errors:
        raise refusal(errors)
    return values


def refusal(errors: Iterable[FieldError]) -> InvalidInput:
    """The error for wrong fields."""
    found = tuple(errors)
    one = len(found) == 1
    what = word("A field is not valid.") if one else phrase("{count} fields are not valid.", count=len(found))
    return InvalidInput(what, code="row.invalid", errors=found)


def _accept_one(column: Column | None, name: str, raw: object, writable: Set[str], manner: Manner) -> object:
    if column is None:
        raise Refused(phrase("There is no column '{name}'.", name=name), "unknown_column")
    if name not in writable:
        raise Refused(
            "You may not change this column." if not column.read_only else "This column is computed.", "denied"
        )
    return _needed(column, coerce(column, raw, manner))


def _needed(column: Column, value: object) -> object:
    if value is None and not column.nullable:
        raise Refused("A value is needed.", "required")
    return value


def _missing(table: Table, values: Set[str], writable: Set[str]) -> Iterable[FieldError]:
    for column in table.columns:
        if column.required and column.name in writable and column.name not in values:
            yield FieldError(column.name, "A value is needed.", "required")
