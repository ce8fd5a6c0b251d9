"""Joining: what lookups and rollups of internal tables read, found and typed once all tables are worked out.

Each table carries the tables its columns read (`Table.joined`), cut down to what is read, so that a statement can be
built from the table alone and two tables may read each other as long as no column reads itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolwright.errors import InvalidDefinition, did_you_mean, phrase
from toolwright.expressions import parse, to_filter
from toolwright.extend.problem import Wrong
from toolwright.extend.row_types import columns_of
from toolwright.model.table import Cell, Column, DataType, Links, Lookup, Rollup, Table

NUMBERS = frozenset({DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT})
UNORDERED = frozenset({DataType.JSON, DataType.LIST, DataType.BINARY, DataType.OTHER})
MAX_DEPTH = 4
_LISTED = frozenset({DataType.TEXT, DataType.INTEGER})

Problem = Callable[[str, int, str, str, str | None], None]
"""Told of each mistake: table, number of the column among those designed, a sentence, a code, a hint."""


def joined_tables(tables: Mapping[str, Table], problem: Problem) -> dict[str, Table]:
    """The tables, with the type of every lookup and rollup and what it reads. Columns that are wrong are left out."""
    joining = _Joining(tables)
    return {ref: joining.whole(ref, table, problem) for ref, table in tables.items()}


@dataclass
class _Joining:
    tables: Mapping[str, Table]
    _known: dict[tuple[str, str], Column] = field(default_factory=dict)
    _under_way: list[tuple[str, str]] = field(default_factory=list)

    def whole(self, ref: str, table: Table, problem: Problem) -> Table:
        if all(map(_stands_alone, table.columns)):
            return table
        kept = []
        for place, column in enumerate(table.columns):
            try:
                kept.append(column if _stands_alone(column) else self.column(ref, column.name))
            except Wrong as wrong:
                problem(ref, place, wrong.message, wrong.code, wrong.hint)
        return self._with_joined(table, kept)

    def column(self, ref: str, name: str) -> Column:
        """The column with its type. Raises Wrong."""
        key = (ref, name)
        if key in self._known:
            return self._known[key]
        column = self.tables[ref].by_name[name]
        if column.links is not None:
            raise Wrong(phrase("'{name}' holds links, which are shown only where they are.", name=name), "column.links")
        if column.is_stored:
            return column
        if key in self._under_way or len(self._under_way) >= MAX_DEPTH:
            way = " → ".join(f"{table}.{column}" for table, column in [*self._under_way, key])
            raise Wrong(phrase("This reads too far or itself: {way}.", way=way), "column.reads_itself")
        self._under_way.append(key)
        try:
            made = column.model_copy(update=self._facts(ref, column))
        finally:
            self._under_way.pop()
        self._known[key] = made
        return made

    def _facts(self, ref: str, column: Column) -> dict[str, Any]:  # Any: fields of a column
        if column.lookup is not None:
            links = _links_of(self.tables[ref], column.lookup.relation)
            if links is not None:
                return self._listed(column.lookup, links)
            read = self._read(ref, column.lookup)
            names = (
                "type", "native_type", "max_length", "precision", "scale", "zoned", "wall_clock", "options", "long",
                "cell",
            )  # fmt: skip
            return {name: getattr(read, name) for name in names}
        assert column.rollup is not None  # noqa: S101  # it is one or the other
        return self._figure(ref, column.rollup)

    def _read(self, ref: str, lookup: Lookup) -> Column:
        table = self.tables[ref]
        relation = table.relation_by_name.get(lookup.relation)
        if relation is None:
            known = [*table.relation_by_name, *(c.name for c in table.columns if c.links is not None)]
            raise Wrong(
                phrase("There is no reference '{relation}'.", relation=lookup.relation),
                "reference.relation",
                did_you_mean(lookup.relation, known),
            )
        return self._column_of(self._table(relation.target), relation.target, lookup.column)

    def _listed(self, lookup: Lookup, links: Links) -> dict[str, Any]:  # Any: fields of a column
        """What a lookup along links is: the values of all rows they lead to."""
        read = self._column_of(self._table(links.target), links.target, lookup.column)
        if read.type not in _LISTED:
            raise Wrong(
                phrase("Only texts and whole numbers are listed, and '{column}' is neither.", column=lookup.column),
                "lookup.no_list",
            )
        return {
            "type": DataType.LIST, "lookup": lookup.model_copy(update={"over": links}), "cell": Cell(format="badge"),
        }  # fmt: skip

    def _figure(self, ref: str, given: Rollup) -> dict[str, Any]:  # Any: fields of a column
        rollup = self._leading(ref, given)
        assert rollup.table is not None  # noqa: S101  # found
        other = self._table(rollup.table)
        if rollup.filter is not None:
            self._check_filter(other, rollup.filter)
        if rollup.column is None:
            if rollup.function != "count":
                raise Wrong(
                    phrase("Which column should {function} be taken of?", function=phrase(rollup.function)),
                    "rollup.no_column",
                )
            return {"type": DataType.INTEGER, "rollup": rollup}
        return {**figure_facts(rollup.function, self._column_of(other, rollup.table, rollup.column)), "rollup": rollup}

    def _leading(self, ref: str, rollup: Rollup) -> Rollup:
        """The rollup, knowing the table and the links it is over. Raises Wrong where nothing leads here."""
        if rollup.table is None:
            table = self.tables[ref]
            links = _links_of(table, rollup.relation)
            if links is None:
                hint = did_you_mean(rollup.relation, [c.name for c in table.columns if c.links is not None])
                hint = hint or "Say with `of` whose rows refer to this one."
                raise Wrong(
                    phrase("There is no column of references '{relation}'.", relation=rollup.relation),
                    "reference.relation",
                    hint,
                )
            return rollup.model_copy(update={"table": links.target, "over": links, "is_own": True})
        other = self._table(rollup.table)
        links = _links_of(other, rollup.relation)
        if links is not None and links.target == ref:
            return rollup.model_copy(update={"over": links})
        relation = other.relation_by_name.get(rollup.relation)
        if relation is not None and relation.target == ref:
            return rollup
        leading = [relation.name for relation in other.relations if relation.target == ref]
        leading += [c.name for c in other.columns if c.links is not None and c.links.target == ref]
        hint = did_you_mean(rollup.relation, leading) or (
            phrase("Choose {leading}.", leading=leading[0]) if leading else None
        )
        raise Wrong(
            phrase("No reference '{relation}' of {table} leads here.", relation=rollup.relation, table=rollup.table),
            "reference.relation",
            hint,
        )

    def _check_filter(self, table: Table, text: str) -> None:
        stored = table.model_copy(update={"columns": tuple(c for c in table.columns if c.is_stored)})
        try:
            known = columns_of(stored, self.tables, 1)
            to_filter(parse(text), known.columns, known.relations)
        except InvalidDefinition as fault:
            raise Wrong(fault.detail, fault.code, fault.hint) from fault

    def _table(self, ref: str) -> Table:
        table = self.tables.get(ref)
        if table is None:
            raise Wrong(
                phrase("There is no table '{ref}'.", ref=ref), "reference.table", did_you_mean(ref, self.tables)
            )
        return table

    def _column_of(self, table: Table, ref: str, name: str) -> Column:
        if name not in table.by_name:
            hint = did_you_mean(name, table.by_name)
            raise Wrong(
                phrase("The table '{ref}' has no column '{name}'.", ref=ref, name=name), "reference.column", hint
            )
        return self.column(ref, name)

    # --- what a table carries -----------------------------------------------------------------------------------------

    def _with_joined(self, table: Table, columns: Iterable[Column]) -> Table:
        kept = tuple(columns)
        needed: dict[str, set[str]] = {}
        for column in kept:
            if column.lookup is not None:
                over = column.lookup.over
                target = over.target if over is not None else table.relation_by_name[column.lookup.relation].target
                needed.setdefault(target, set()).add(column.lookup.column)
            elif column.rollup is not None and column.rollup.table is not None:
                wanted = needed.setdefault(column.rollup.table, set())
                if column.rollup.column is not None:
                    wanted.add(column.rollup.column)
        joined = {ref: self._cut(ref, names) for ref, names in needed.items()}
        return table.model_copy(update={"columns": kept, "joined": joined})

    def _cut(self, ref: str, names: set[str]) -> Table:
        """The table with its stored columns and those of the others that are read, and what its filters may reach."""
        table = self.tables[ref]
        columns = [self.column(ref, c.name) for c in table.columns if c.is_stored or c.name in names]
        made = self._with_joined(table, columns)
        near = {
            relation.target: only_stored(self.tables[relation.target])
            for relation in table.relations
            if relation.target in self.tables
        }
        return made.model_copy(update={"joined": {**near, **made.joined}})


def _links_of(table: Table, name: str) -> Links | None:
    """The links of a column of that name, unless a relation is called so."""
    column = table.by_name.get(name)
    return None if column is None or name in table.relation_by_name else column.links


def _stands_alone(column: Column) -> bool:
    """Whether a column is what its kind says, whatever other columns are."""
    return column.is_stored or column.links is not None


def only_stored(table: Table) -> Table:
    """The table without what is worked out from other rows, and leading nowhere but along its links."""
    return table.model_copy(update={"columns": tuple(filter(_stands_alone, table.columns)), "relations": ()})


def figure_facts(function: str, column: Column) -> dict[str, Any]:  # Any: fields of a column
    """What a figure over a column is. Raises Wrong where the column has no such figure."""
    type_ = column.type
    if function in ("count", "count_distinct"):
        return {"type": DataType.INTEGER}
    if function in ("sum", "avg", "median"):
        if type_ not in NUMBERS:
            raise Wrong(
                phrase(
                    "There is no {function} of '{name}', which is no number.",
                    function=phrase(function),
                    name=column.name,
                ),
                "rollup.no_number",
            )
        exact = DataType.DECIMAL if function != "sum" or type_ is not DataType.INTEGER else DataType.INTEGER
        is_float = type_ is DataType.FLOAT
        return {
            "type": DataType.FLOAT if is_float else exact,
            "scale": column.scale if function == "sum" else None,
        }
    if type_ in UNORDERED:
        raise Wrong(
            phrase(
                "'{name}' has no order, so there is no {function} of it.", name=column.name, function=phrase(function)
            ),
            "rollup.no_order",
        )
    names = ("type", "native_type", "precision", "scale", "zoned", "options")
    return {name: getattr(column, name) for name in names}
