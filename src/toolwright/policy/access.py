"""Access to the rows of one table: what all grants of an actor come to, per verb, row and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

from toolwright.errors import phrase
from toolwright.model.role import RowVerb, TableGrant
from toolwright.model.table import Column, DataType, Table

RowRules = tuple[str, ...] | None
"""Expressions of which one must hold; empty means no row, None means every row."""

ROW_VERBS: tuple[str, ...] = tuple(verb.value for verb in RowVerb)


@dataclass(frozen=True, slots=True)
class Right:
    """One grant as it applies to one table: the grant stands or falls as a whole, row by row."""

    role: str
    through: str
    verbs: frozenset[str]
    rule: str | None
    clear: frozenset[str]
    masked: frozenset[str]
    writable: frozenset[str]

    def words(self, verb: str, table: str) -> str:
        """The grant in words: "role agent grants read on erp.tickets where team == user.team"."""
        form = "role {role} grants {verb} on {table}"
        if self.role != self.through:
            form = "role {role} (held through {through}) grants {verb} on {table}"
        said = phrase(form, role=self.role, through=self.through, verb=verb, table=table)
        return phrase("{said} where {rule}", said=said, rule=self.rule) if self.rule else said


@dataclass(frozen=True)
class TableAccess:
    """What an actor may do with the rows of `table`. Every grant only adds.

    `readable` columns may be shown; those in `masked` show dots instead of their value, except on rows for which one of
    `clear_rules[column]` holds. Only `usable` columns may take part in filters, sorting, searching, figures, cursors:
    anything else would tell a masked value by its effect. `row_rules` per verb: None is every row, empty is no row.
    """

    table: str
    rights: tuple[Right, ...]
    refusals: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The verbs granted on at least some rows."""
        return frozenset(verb for right in self.rights for verb in right.verbs)

    @cached_property
    def row_rules(self) -> Mapping[str, RowRules]:
        """Per verb the expressions of which one must hold for a row."""
        return {verb: _rules(self._with(verb)) for verb in ROW_VERBS}

    @cached_property
    def readable(self) -> frozenset[str]:
        """Columns shown on at least some rows, clear or masked."""
        return frozenset(name for right in self._with("read") for name in right.clear | right.masked)

    @cached_property
    def clear_rules(self) -> Mapping[str, tuple[str, ...]]:
        """For columns shown clear on some visible rows only: the expressions of which one must hold for the row."""
        everywhere = self.row_rules["read"]
        found: dict[str, tuple[str, ...]] = {}
        for name in self.readable:
            rules = _rules(right for right in self._with("read") if name in right.clear)
            if rules and rules != everywhere and (everywhere is None or set(rules) != set(everywhere)):
                found[name] = rules
        return found

    @cached_property
    def masked(self) -> frozenset[str]:
        """Readable columns that are not clear on every visible row."""
        clear = frozenset(name for right in self._with("read") for name in right.clear)
        return (self.readable - clear) | frozenset(self.clear_rules)

    @cached_property
    def usable(self) -> frozenset[str]:
        """Columns whose value is clear on every visible row, so that it may take part in a query."""
        return self.readable - self.masked

    @cached_property
    def writable(self) -> frozenset[str]:
        """Columns that may be written by creating or updating at least some rows."""
        return self.writable_by("create") | self.writable_by("update")

    def writable_by(self, verb: str) -> frozenset[str]:
        """Columns that `verb` may write on at least some rows."""
        return frozenset(name for right in self._with(verb) for name in right.writable)

    def write_rules(self, verb: str, columns: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """Groups of expressions: in every group one must hold for `verb` to write `columns` of a row.

        Each column needs a grant of its own that covers it on that row; no group at all means every row.
        """
        granting = self._with(verb)
        groups = [
            _rules(granting),
            *(_rules(right for right in granting if name in right.writable) for name in columns),
        ]
        return tuple(dict.fromkeys(rules for rules in groups if rules is not None))

    def because(self, verb: str) -> str:
        """The grants that allow `verb`, in words, or why it is refused."""
        granting = self._with(verb)
        if not granting:
            return self.refusals.get(verb, phrase("no role grants {verb} on {table}", verb=verb, table=self.table))
        unlimited = [right for right in granting if right.rule is None]
        said = dict.fromkeys(right.words(verb, self.table) for right in unlimited[:1] or granting)
        return reduce(lambda one, other: phrase("{one}; {other}", one=one, other=other), said)

    def _with(self, verb: str) -> Sequence[Right]:
        return [right for right in self.rights if verb in right.verbs]


def right_from(grant: TableGrant, role: str, through: str, table: Table) -> Right:
    """The right a grant gives on `table`; to comment on rows that have no comments is none."""
    names = frozenset(column.name for column in table.columns)
    shown = (names if grant.columns is None else names & frozenset(grant.columns)) - frozenset(grant.hide)
    masked = shown & frozenset(grant.mask)
    fixed = frozenset(column.name for column in table.columns if column.read_only or column.type is DataType.OTHER)
    return Right(
        role=role,
        through=through,
        verbs=frozenset(verb.value for verb in grant.can if table.is_internal or verb is not RowVerb.COMMENT),
        rule=grant.rows,
        clear=shown - masked,
        masked=masked,
        writable=shown - masked - frozenset(grant.read_only) - fixed,
    )


def reads_of(table: Table, column: Column) -> tuple[tuple[str, str | None], ...]:
    """What a lookup or rollup reads elsewhere, as (table, column), the column None for rows that are only counted."""
    if column.lookup is not None and column.lookup.over is not None:
        return ((column.lookup.over.target, column.lookup.column),)
    if column.lookup is not None:
        relation = table.relation_by_name.get(column.lookup.relation)
        return ((relation.target, column.lookup.column),) if relation is not None else ()
    rollup = column.rollup
    return ((rollup.table, rollup.column),) if rollup is not None and rollup.table is not None else ()


def grant_covers(pattern: str, table: str, *, is_view: bool = False) -> bool:
    """Whether a grant on `pattern` (`*`, `erp.*`, `erp.tickets`, `tickets`) is about `table`.

    A view may show under other names what a sweeping grant masks, and so may the result of a query: only a grant that
    names it is about it.
    """
    if pattern == table:
        return True
    if is_view:
        return False
    if pattern == "*":
        return True
    return pattern.endswith(".*") and table.startswith(pattern[:-1])


def _rules(rights: Iterable[Right]) -> RowRules:
    rules: dict[str, None] = {}
    for right in rights:
        if right.rule is None:
            return None
        rules[right.rule] = None
    return tuple(rules)
