"""Design: internal tables as a builder wrote them become tables like any other.

A designed column says its kind; here it gets its type, limits, options and relation. Every internal table also gets a
key (`id`) and, unless the design names columns of these kinds itself, columns for who made and changed a row and when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from pydantic import ValidationError

from toolwright.errors import NotFound, PluginFault, phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, DesignedColumn
from toolwright.extend.kinds import Kinds
from toolwright.extend.registry import Registry
from toolwright.model.table import (
    ROW_ID,
    Cell,
    Column,
    Control,
    DataType,
    NativeName,
    Relation,
    Stamp,
    Table,
    TableKind,
)

ID = "id"
THIS, OTHER = "this_id", "other_id"
"""The columns of pairs: the row that links, and the row it links to."""
_LONGEST = 60
STAMPS: Mapping[Stamp, DataType] = {
    Stamp.CREATED_AT: DataType.DATETIME,
    Stamp.CREATED_BY: DataType.TEXT,
    Stamp.UPDATED_AT: DataType.DATETIME,
    Stamp.UPDATED_BY: DataType.TEXT,
}

GIVEN = frozenset({ROW_ID, *(stamp.value for stamp in Stamp)})
"""The kinds of columns that every internal table has by itself."""

ColumnKinds: TypeAlias = Registry[ColumnKind[Any]]  # Any: each kind has settings of its own
Problem = Callable[[tuple[str | int, ...], str, str, str | None], None]
"""Told of each mistake: where in the table, a sentence, a code, a hint."""


def designed_table(ref: str, table: Table, kinds: Kinds, problem: Problem) -> Table:
    """The table with everything its columns' kinds decide. Columns that are wrong are reported and left out."""
    columns, relations = [], list(table.relations)
    for index, column in enumerate(table.columns):
        worked = _worked(column, kinds, lambda path, *rest, index=index: problem(("columns", index, *path), *rest))
        if worked is not None:
            columns.append(with_pairs(ref, in_table(ref, worked[0])))
            relations.extend([worked[1]] if worked[1] else [])
    if table.primary_key not in ((), (ID,)):
        hint = "Leave it out; other keys go into `unique`."
        problem(("primary_key",), phrase("The key of an internal table is always `{id}`.", id=ID), "table.key", hint)
    named = {column.name for column in columns}
    system = [column for column in _system_columns(columns) if column.name not in named]
    key = [column for column in system if column.name == ID]
    return table.model_copy(
        update={
            "columns": (*key, *columns, *(column for column in system if column.name != ID)),
            "relations": tuple(relations),
            "primary_key": (ID,),
            "native": NativeName(table=ref),
            "display": table.display or _display(columns),
        }
    )


def designed_column(column: Column, kinds: ColumnKinds) -> DesignedColumn | None:
    """The column with its kind and settings; None for one that we fill ourselves. It was checked when it was saved."""
    if column.kind is None or column.kind not in kinds or column.stamp is not None:
        return None
    kind = kinds.get(column.kind)
    return DesignedColumn(column, kind, kind.Settings.model_validate(column.settings))


_Worked: TypeAlias = tuple[Column, Relation | None]
"""A column worked out, and the relation it makes."""


def _worked(column: Column, kinds: Kinds, problem: Problem) -> _Worked | None:
    if column.kind is None:
        hint = (
            phrase("Write `kind: {value}`.", value=column.type.value)
            if column.type.value in kinds.columns
            else "Choose a `kind`."
        )
        problem(("kind",), "A column of an internal table needs a kind.", "column.no_kind", hint)
        return None
    try:
        kind = kinds.columns.get(column.kind)
    except (NotFound, PluginFault) as fault:
        problem(("kind",), fault.detail, fault.code, fault.hint)
        return None
    try:
        settings = kind.Settings.model_validate(column.settings)
    except ValidationError:
        return None  # said setting by setting, with its line, when the tables are checked
    try:
        return _told(column, kind.facts(column, settings), kind.cell(settings), kind.field(settings))
    except ValueError as wrong:
        problem(("settings",), str(wrong), "column.bad_settings", None)
        return None


def _told(column: Column, facts: ColumnFacts, cell: Cell | None, control: Control | None) -> _Worked:
    default = facts.default if column.default is None else column.default
    given: dict[str, Any] = {  # Any: the fields of a column have types of their own
        name: getattr(facts, name)
        for name in (
            "type", "precision", "scale", "zoned", "wall_clock", "long", "formula", "stamp", "lookup", "rollup",
            "links", "files", "people",
        )
    }  # fmt: skip
    is_fixed = _is_fixed(facts)
    told = column.model_copy(
        update={
            **given,
            "default": default,
            "cell": column.cell or cell,
            "control": column.control or control,
            "options": facts.options or column.options,
            "max_length": facts.max_length if column.max_length is None else column.max_length,
            "read_only": is_fixed,
            "nullable": not column.required and column.name != ID,
            "required": column.required and default is None and not is_fixed,
            "has_default": default is not None or is_fixed,
        }
    )
    return told, facts.relation


def _is_fixed(facts: ColumnFacts) -> bool:
    return facts.read_only or any((facts.formula, facts.stamp, facts.lookup, facts.rollup))


def is_worked_out(kind: ColumnKind[Any]) -> bool:  # Any: as in `ColumnKinds`
    """Whether nobody gives a typical column of this kind its values."""
    return kind.kind == ROW_ID or _is_fixed(
        kind.facts(Column(name=kind.kind, kind=kind.kind), kind.Settings.model_validate(kind.example))
    )


def _system_columns(columns: Iterable[Column]) -> Iterable[Column]:
    stamps = {column.stamp for column in columns}
    yield Column(
        name=ID, label="ID", kind=ROW_ID, type=DataType.INTEGER, nullable=False, has_default=True, read_only=True
    )
    for stamp, type_ in STAMPS.items():
        if stamp not in stamps:
            zoned = type_ is DataType.DATETIME
            yield Column(name=stamp.value, kind=stamp.value, type=type_, zoned=zoned, stamp=stamp, read_only=True)


def _display(columns: Iterable[Column]) -> str | None:
    """The column that names a row, when the design does not say: the first short text that is needed, or any."""
    texts = [c for c in columns if c.type is DataType.TEXT and not c.long and not c.options and c.stamp is None]
    plain = [column for column in texts if column.cell is None] or texts
    return next((column.name for column in plain if not column.nullable), plain[0].name if plain else None)


def with_pairs(ref: str, column: Column) -> Column:
    """The column, knowing where its links are kept."""
    if column.links is None:
        return column
    name = f"{ref}_{column.name}"
    if len(name) > _LONGEST:
        name = f"{name[:40]}_{hashlib.blake2b(name.encode(), digest_size=8).hexdigest()}"
    return column.model_copy(update={"links": column.links.model_copy(update={"pairs": name})})


def in_table(ref: str, column: Column) -> Column:
    """The column, knowing whose rows hold its files."""
    if column.files is None:
        return column
    return column.model_copy(update={"files": column.files.model_copy(update={"table": ref})})


def pairs_table(ref: str, column: Column) -> Table:
    """The table that keeps the links of a column of the table `ref`, worked out like any other."""
    links = column.links
    assert links is not None  # noqa: S101  # the caller has looked
    ends = ((THIS, ref, "cascade"), (OTHER, links.target, links.on_delete))
    columns = [
        Column(name=name, kind="relation", settings={"to": to}, type=DataType.INTEGER, nullable=False, required=True)
        for name, to, _ in ends
    ]
    key = next(iter(_system_columns(())))
    return Table(
        kind=TableKind.PAIRS,
        native=NativeName(table=links.pairs),
        columns=(key, *columns),
        primary_key=(ID,),
        unique=((THIS, OTHER),),
        relations=tuple(reference(name, to, on_delete) for name, to, on_delete in ends),
    )


def relation_name(column: str) -> str:
    """What a reference column's relation is called: `customer_id` → `customer`, `owner` → `owner_row`."""
    return column.removesuffix("_id") if column.endswith("_id") and len(column) > 3 else f"{column}_row"


def reference(column: str, target: str, on_delete: str | None, inverse_label: str | None = None) -> Relation:
    """The relation of a column that holds ids of rows of `target`."""
    return Relation.model_validate(
        {
            "name": relation_name(column),
            "columns": (column,),
            "target": target,
            "target_columns": (ID,),
            "on_delete": on_delete,
            "inverse_label": inverse_label,
        }
    )
