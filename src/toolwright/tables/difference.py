"""Difference: from the tables a database has to the tables it shall have, as steps. Looks at no row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as with_fields

from toolwright.errors import FieldError, InvalidInput, did_you_mean, phrase
from toolwright.extend.check import plain_condition
from toolwright.extend.design import ID
from toolwright.extend.schema_change import TableDesign
from toolwright.extend.sql.check import constraint
from toolwright.model.table import Check, Column, DataType, Relation, Table
from toolwright.tables.renames import Renames
from toolwright.tables.stored import Designs


@dataclass(frozen=True, slots=True)
class ColumnPair:
    """A column that goes on, as it was and as it shall be."""

    before: Column
    after: Column

    @property
    def is_renamed(self) -> bool:
        """Whether it gets another name."""
        return self.before.name != self.after.name


@dataclass(frozen=True, slots=True)
class TablePair:
    """A table that goes on: its columns by what happens to them. Relations of `before` are told under the new names."""

    ref: str
    before: TableDesign
    after: TableDesign
    kept: tuple[ColumnPair, ...]
    added: tuple[Column, ...]
    dropped: tuple[Column, ...]

    @property
    def old_ref(self) -> str:
        """What it was called."""
        return self.before.table.native.table if self.before.table.native else self.ref

    @property
    def changed(self) -> tuple[ColumnPair, ...]:
        """The columns that are stored differently, or hold to other rules; a new name alone is no such change."""
        return tuple(pair for pair in self.kept if self._facts(pair, 0) != self._facts(pair, 1))

    @property
    def is_recomputed(self) -> bool:
        """Whether formulas give something else than before."""
        formulas = [_formulas(self.before.table), _formulas(self.after.table)]
        return bool(formulas[1]) and (formulas[0] != formulas[1] or self._feeds_changed())

    @property
    def is_same(self) -> bool:
        """Whether the database need not be touched."""
        return (
            self.old_ref == self.ref
            and not (self.added or self.dropped or self.changed or self.is_recomputed)
            and not any(pair.is_renamed for pair in self.kept)
            and self.keys_before == keys_of(self.after)
            and self.search_before == self.after.table.search
            and set(self.before.enforced) == set(self.after.enforced)
            and self.before.keeps_one == self.after.keeps_one
        )

    @property
    def new_checks(self) -> list[Check]:
        """The checks that the database did not hold rows to, whatever columns were called."""
        names = {pair.before.name: pair.after.name for pair in self.kept} | {ID: ID}
        held = {_said(rule, self.before.table, names) for rule in self.before.enforced}
        enforced = set(self.after.enforced)
        now = {check.rule: check for check in self.after.table.checks if check.rule in enforced}
        return [check for rule, check in now.items() if _said(rule, self.after.table, {}) not in held]

    @property
    def search_before(self) -> tuple[str | None, ...]:
        """The columns a search looked into, under their new names; None for one that goes."""
        names = {pair.before.name: pair.after.name for pair in self.kept} | {ID: ID}
        return tuple(map(names.get, self.before.table.search))

    @property
    def keys_before(self) -> Keys:
        """The keys and indexes there are, under the new names of columns; without those that lose a column."""
        names = {pair.before.name: pair.after.name for pair in self.kept} | {ID: ID}
        made = keys_of(self.before)
        unique, plain = (frozenset(_under(key, names) for key in keys) for keys in (made.unique, made.plain))
        return Keys(unique - {()}, plain - {()})

    def _feeds_changed(self) -> bool:
        return bool(self.changed or self.added or self.dropped or any(pair.is_renamed for pair in self.kept))

    def _facts(self, pair: ColumnPair, place: int) -> object:
        design, column = ((self.before, pair.before), (self.after, pair.after))[place]
        return _stored_facts(column, design)


@dataclass(frozen=True, slots=True)
class Keys:
    """Unique keys and other indexes of a table, columns that descend with a minus."""

    unique: frozenset[tuple[str, ...]]
    plain: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new, what goes, what goes on otherwise."""

    made: tuple[TableDesign, ...] = ()
    gone: tuple[TableDesign, ...] = ()
    pairs: tuple[TablePair, ...] = ()
    after: Designs = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the database need not be touched."""
        return not (self.made or self.gone or self.pairs)


def difference(old: Designs, new: Designs, renames: Renames) -> Difference:
    """What lies between two sets of tables. Raises InvalidInput (`schema.bad_rename`) for renames of nothing."""
    _check(old, new, renames)
    origins = {renames.table(ref): ref for ref in old if renames.table(ref) in new}
    pairs = [_pair(ref, _retold(old[origins[ref]], renames), new[ref], renames) for ref in new if ref in origins]
    kept = set(origins.values())
    return Difference(
        made=tuple(design for ref, design in new.items() if ref not in origins),
        gone=tuple(design for ref, design in old.items() if ref not in kept),
        pairs=tuple(pair for pair in pairs if not pair.is_same),
        after=new,
    )


def keys_of(design: TableDesign) -> Keys:
    """The keys and indexes a table shall have."""
    table = design.table
    made = {*table.indexes, *(relation.columns for relation in table.relations)} - set(table.unique)
    return Keys(frozenset(table.unique), frozenset(made | {index.columns for index in design.chosen}))


def _under(key: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of an index under their new names; none when it loses one."""
    if any(item.removeprefix("-") not in names for item in key):
        return ()
    return tuple("-" * item.startswith("-") + names[item.removeprefix("-")] for item in key)


def stored(table: Table) -> Iterator[Column]:
    """The columns with values of their own, besides the key."""
    return (column for column in table.columns if column.is_stored and column.name != ID)


def relation_of(column: Column, table: Table) -> Relation | None:
    """The relation that a column alone makes."""
    return next((relation for relation in table.relations if relation.columns == (column.name,)), None)


def _said(rule: str, table: Table, names: Mapping[str, str]) -> str:
    """What a check says, its columns by other names."""
    condition = plain_condition(rule, table)
    return "" if condition is None else constraint(condition, lambda name: names.get(name, name), "is", ("yes", "no"))


def _pair(ref: str, before: TableDesign, after: TableDesign, renames: Renames) -> TablePair:
    old_ref = before.table.native.table if before.table.native else ref
    columns = {renames.column(old_ref, column.name): column for column in stored(before.table)}
    now = {column.name: column for column in stored(after.table)}
    return TablePair(
        ref,
        before,
        after,
        kept=tuple(ColumnPair(columns[name], column) for name, column in now.items() if name in columns),
        added=tuple(column for name, column in now.items() if name not in columns),
        dropped=tuple(column for name, column in columns.items() if name not in now),
    )


def _retold(design: TableDesign, renames: Renames) -> TableDesign:
    """The table as it is, its relations leading to tables by their new names: the database follows these by itself."""
    relations = tuple(
        relation.model_copy(update={"target": renames.table(relation.target)}) for relation in design.table.relations
    )
    return with_fields(design, table=design.table.model_copy(update={"relations": relations}))


def _stored_facts(column: Column, design: TableDesign) -> object:
    relation = relation_of(column, design.table)
    options = tuple(option.value for option in column.options) if column.type is DataType.TEXT else ()
    return (
        column.kind,
        column.type,
        column.precision,
        column.scale,
        column.zoned,
        column.max_length,
        column.nullable,
        options,
        design.limits.get(column.name),
        (relation.target, relation.on_delete or "restrict") if relation and "." not in relation.target else None,
    )


def _formulas(table: Table) -> Mapping[str, str | None]:
    return {column.name: column.formula for column in table.columns if column.formula is not None}


def _check(old: Designs, new: Designs, renames: Renames) -> None:
    wrong = []
    for before, after in renames.tables.items():
        if before not in old or after not in new or (after in old and after not in renames.tables):
            hint = did_you_mean(before, old) if before not in old else None
            wrong.append(
                FieldError(
                    "rename",
                    phrase("The table '{before}' cannot become '{after}'.", before=before, after=after),
                    "rename",
                    hint,
                )
            )
    for (ref, before), after in renames.columns.items():
        table = old.get(ref)
        then = new.get(renames.table(ref))
        made = then.table.by_name.get(after) if then is not None else None
        known = table.table.by_name if table is not None else {}
        is_taken = after in known and (ref, after) not in renames.columns
        if table is None or made is None or is_taken or (made.is_stored and before not in known):
            wrong.append(
                FieldError(
                    "rename",
                    phrase("The column '{ref}.{before}' cannot become '{after}'.", ref=ref, before=before, after=after),
                    "rename",
                )
            )
    if wrong:
        raise InvalidInput(wrong[0].message, code="schema.bad_rename", hint=wrong[0].hint, errors=tuple(wrong))
