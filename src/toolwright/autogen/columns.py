"""Which columns a generated screen shows, and in which order: name, status, people, amounts, dates, the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from toolwright.autogen.naming import words_of
from toolwright.autogen.traits import PEOPLE, SORT_WORDS, STATE_WORDS, is_foreign, is_timestamp
from toolwright.autogen.words import singular
from toolwright.model.table import Column, DataType, Relation, Table

LIST_COLUMNS = 7
CHOOSER_COLUMNS = 24
"""Columns a list offers beyond those it shows."""

_CODES = frozenset(["number", "code", "no", "key", "sku", "reference", "ref", "tag", "ticket_number", "order_number"])
_AMOUNTS = frozenset(
    ["amount", "total", "price", "cost", "quantity", "sum", "balance", "salary", "value", "net", "gross"]
)
_NUMBERS = (DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT)
_DATES = (DataType.DATE, DataType.DATETIME)
_NEVER_LISTED = (DataType.BINARY, DataType.JSON, DataType.LIST, DataType.OTHER)


class Part(IntEnum):
    """The part a field plays; fields stand in this order."""

    CODE = 0
    NAME = 1
    STATE = 2
    SORT = 3
    PERSON = 4
    LINK = 5
    AMOUNT = 6
    FLAG = 7
    DATE = 8
    REST = 9
    LONG = 10
    STAMP = 11
    KEY = 12


# What is dropped first when a list is full comes last here.
_WORTH = (
    Part.NAME, Part.CODE, Part.STATE, Part.PERSON, Part.DATE, Part.LINK, Part.AMOUNT, Part.STAMP, Part.SORT, Part.REST,
    Part.FLAG, Part.LONG, Part.KEY,
)  # fmt: skip
_AT_MOST = {Part.CODE: 1, Part.STATE: 2, Part.SORT: 1, Part.PERSON: 2, Part.STAMP: 1, Part.DATE: 2, Part.FLAG: 1}


@dataclass(frozen=True, slots=True)
class Field:
    """A column, or a relation in place of the columns that make it."""

    name: str
    part: Part
    columns: tuple[Column, ...]
    relation: Relation | None = None

    @property
    def column(self) -> Column:
        """The (first) column."""
        return self.columns[0]


def fields_of(table: Table, tables: Mapping[str, Table]) -> list[Field]:
    """Every field a person may see, in order. Credentials are never among them."""
    relations = [Field(r.name, _part_of_relation(r, tables), _columns(table, r), r) for r in table.relations]
    plain = [
        Field(column.name, _part_of_column(column, table), (column,))
        for column in table.columns
        if not column.sensitive and not is_foreign(column.name, table)
    ]
    place = {column.name: index for index, column in enumerate(table.columns)}
    shown = [field for field in (*relations, *plain) if field.columns and not any(c.sensitive for c in field.columns)]
    return sorted(shown, key=lambda field: (field.part, place[field.column.name]))


def list_fields(
    table: Table, tables: Mapping[str, Table], most: int = LIST_COLUMNS, leave_out: Sequence[str] = ()
) -> list[Field]:
    """The fields a list shows: at most `most`, the most telling ones, in order."""
    every = [field for field in fields_of(table, tables) if field.name not in leave_out]
    able = [field for field in every if _fits_list(field)]
    if table.display is None:
        # Rows without a name (comments, notes) are told apart by what they say; lists cut it short.
        able = [*(field for field in every if field.column.long)][:1] + able
    counted: dict[Part, int] = {}
    chosen: list[Field] = []
    spare: list[Field] = []
    for field in sorted(able, key=lambda item: _WORTH.index(item.part)):
        counted[field.part] = counted.get(field.part, 0) + 1
        keep = field.part != Part.KEY and counted[field.part] <= _AT_MOST.get(field.part, most)
        (chosen if keep else spare).append(field)
    chosen = chosen[:most]
    if len(chosen) < min(3, most):
        chosen += spare[: min(3, most) - len(chosen)]
    return [field for field in able if field in chosen]


def other_fields(table: Table, tables: Mapping[str, Table], shown: Sequence[Field]) -> list[Field]:
    """The fields people may turn on in a list."""
    able = [field for field in fields_of(table, tables) if _fits_list(field) and field not in shown]
    return able[:CHOOSER_COLUMNS]


def needs_badge(field: Field) -> bool:
    """Whether a state is kept as plain text, so that only we know it is one."""
    is_state = field.part in (Part.STATE, Part.SORT) and field.relation is None
    return is_state and field.column.type is DataType.TEXT and not field.column.options


def change_column(table: Table) -> str | None:
    """The column that tells when a row last changed, or was made."""
    stamps = [column for column in table.columns if is_timestamp(column)]
    changed = [column for column in stamps if words_of(column.name)[0] in ("updated", "modified", "changed", "last")]
    best = [*changed, *stamps, *(column for column in table.columns if column.type is DataType.DATETIME)]
    return best[0].name if best else None


def made_column(table: Table) -> str | None:
    """The column that tells when a row was made."""
    stamps = [column for column in table.columns if is_timestamp(column)]
    made = [column for column in stamps if {"created", "inserted", "create"} & set(words_of(column.name))]
    return made[0].name if made else change_column(table)


def default_sort(table: Table) -> tuple[str, ...]:
    """As the table says; newest first where there is a time, otherwise by name, otherwise by key."""
    if table.sort:
        return table.sort
    made = made_column(table)
    if made is not None and _is_log(table):
        return (f"-{made}",)
    if table.display is not None:
        return (table.display,)
    return (f"-{made}",) if made is not None else table.primary_key


def state_field(table: Table, tables: Mapping[str, Table]) -> Field | None:
    """The column whose values say how a row stands, for a chart."""
    fields = [field for field in fields_of(table, tables) if field.relation is None]
    ranked = [field for field in fields if field.part is Part.STATE] + [f for f in fields if f.part is Part.SORT]
    return next((field for field in ranked if field.column.options or field.column.type is DataType.TEXT), None)


def _is_log(table: Table) -> bool:
    """Rows that come in over time (tickets, orders, messages), told by a state, an amount or a link to a person."""
    words = {word for column in table.columns for word in words_of(column.name)}
    return bool(table.relations) or bool(words & (STATE_WORDS | _AMOUNTS))


def _columns(table: Table, relation: Relation) -> tuple[Column, ...]:
    return tuple(table.by_name[name] for name in relation.columns if name in table.by_name)


def _part_of_relation(relation: Relation, tables: Mapping[str, Table]) -> Part:
    target = tables.get(relation.target)
    if target is None:
        return Part.LINK
    words = {singular(word) for word in (*words_of(relation.name), *words_of(relation.target.rpartition(".")[2]))}
    if words & STATE_WORDS:
        return Part.STATE
    if words & SORT_WORDS:
        return Part.SORT
    return Part.PERSON if words & PEOPLE else Part.LINK


def _part_of_column(column: Column, table: Table) -> Part:
    last = words_of(column.name)[-1]
    if column.whom == "account":
        return Part.STAMP
    if column.name == table.display:
        return Part.NAME
    if column.name in table.primary_key and column.type is not DataType.TEXT:
        return Part.KEY
    if column.files is not None:
        return Part.REST
    if column.long or (column.type in _NEVER_LISTED and not _is_short_list(column)):
        return Part.LONG
    if column.name in _CODES:
        return Part.CODE
    if last in STATE_WORDS or (column.options and last not in SORT_WORDS):
        return Part.STATE
    if last in SORT_WORDS or column.options:
        return Part.SORT
    return _part_by_type(column, last)


def _part_by_type(column: Column, last: str) -> Part:
    if column.type is DataType.BOOLEAN:
        return Part.FLAG
    if column.type in _DATES:
        return Part.STAMP if is_timestamp(column) else Part.DATE
    if column.type in _NUMBERS and last in _AMOUNTS:
        return Part.AMOUNT
    if column.type is DataType.UUID or last in ("id", "uuid", "guid", "hash"):
        return Part.KEY
    return Part.REST


def _fits_list(field: Field) -> bool:
    return all(
        not column.long and (column.type not in _NEVER_LISTED or _is_short_list(column)) for column in field.columns
    )


def _is_short_list(column: Column) -> bool:
    """A list whose kind says how it is shown: tags, people, files."""
    return column.files is not None or (column.type is DataType.LIST and column.cell is not None)
