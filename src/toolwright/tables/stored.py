"""Stored: the internal tables of a workspace as a database keeps them, and as its record writes them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from toolwright.extend.check import plain_condition
from toolwright.extend.column import ValueLimits
from toolwright.extend.design import ColumnKinds, designed_column, pairs_table, with_pairs
from toolwright.extend.schema_change import ChosenIndex, TableDesign
from toolwright.model.table import Column, Table
from toolwright.model.workspace import Workspace
from toolwright.tables.chosen import chosen_indexes
from toolwright.tables.renames import Renames

Designs = Mapping[str, TableDesign]


def designs_of(workspace: Workspace, kinds: ColumnKinds) -> dict[str, TableDesign]:
    """The internal tables of a checked workspace by reference, with what the database should insist on."""
    chosen = chosen_indexes(workspace)
    found = {
        ref: replace(design_of(table, kinds), chosen=chosen.get(ref, ()))
        for ref, table in workspace.tables.items()
        if table.is_internal
    }
    for ref, table in workspace.tables.items():
        linking = table.columns if table.is_internal else ()
        found |= {c.links.pairs: pairs_of(ref, c) for c in linking if c.links is not None}
    return found


def pairs_of(ref: str, column: Column) -> TableDesign:
    """The table that keeps the links of a column of the table `ref`, and whether each row needs one."""
    return TableDesign(pairs_table(ref, column), keeps_one=not column.nullable)


def with_pairs_renamed(tables: Mapping[str, object], renames: Renames) -> Renames:
    """The renames, and those of the tables that keep the links of columns whose table or self is called otherwise."""
    moved = dict(renames.tables)
    for ref, value in tables.items():
        table = Table.model_validate(value["table"]) if isinstance(value, dict) else Table()
        for column in table.columns:
            named = column.model_copy(update={"name": renames.column(ref, column.name)})
            links = with_pairs(renames.table(ref), named).links
            if links is not None and column.links is not None and links.pairs != column.links.pairs:
                moved[column.links.pairs] = links.pairs
    return Renames(moved, renames.columns)


def design_of(table: Table, kinds: ColumnKinds) -> TableDesign:
    """One of them."""
    limits: dict[str, ValueLimits] = {}
    for column in table.columns:
        designed = designed_column(column, kinds)
        found = designed.kind.limits(designed.settings) if designed is not None else None
        if found is not None:
            limits[column.name] = found
    enforced = dict.fromkeys(check.rule for check in table.checks if plain_condition(check.rule, table) is not None)
    return TableDesign(table, limits, enforced=tuple(enforced))


def to_record(designs: Designs) -> dict[str, object]:
    """Plain values for the record."""
    return {
        ref: {
            "table": design.table.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "limits": {name: asdict(limits) for name, limits in design.limits.items()},
            "enforced": design.enforced,
            "chosen": [index.columns for index in design.chosen],
            **({"keeps_one": True} if design.keeps_one else {}),
        }
        for ref, design in designs.items()
    }


def from_record(tables: Mapping[str, object]) -> dict[str, TableDesign]:
    """The tables that a record speaks of, as they lie in the database: without what is worked out from other rows."""
    found = {}
    for ref, value in tables.items():
        assert isinstance(value, dict)  # noqa: S101  # written by `to_record`
        limits = {name: ValueLimits(**given) for name, given in value["limits"].items()}
        table = Table.model_validate(value["table"])
        lies = tuple(column for column in table.columns if column.is_stored)
        chosen = tuple(ChosenIndex(tuple(columns)) for columns in value.get("chosen", ()))
        enforced = tuple(value.get("enforced", ()))
        design = TableDesign(table.model_copy(update={"columns": lies}), limits, chosen, enforced)
        found[ref] = replace(design, keeps_one=bool(value.get("keeps_one")))
    return found
