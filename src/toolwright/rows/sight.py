"""Sight: a table as it looks to the holders of some roles: which rows, which columns, which relations.

Made once for each policy, set of roles and table. Conditions in it are unbound: `user` is still open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from toolwright.expressions import (
    Always,
    Filter,
    Scope,
    TableColumns,
    Type,
    conjunction,
    disjunction,
    parse,
    to_filter,
)
from toolwright.extend.design import pairs_table
from toolwright.extend.row_types import RELATION_DEPTH, USER, columns_of, readable_there, refuse_whole_links, type_of
from toolwright.model.table import Column, DataType, Relation, Table
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor, Policy, TableAccess
from toolwright.policy.access import Right
from toolwright.rows.condition import marked

EVERY_ROW: Filter = Always(True)
_UNSORTABLE = frozenset({DataType.JSON, DataType.BINARY, DataType.LIST, DataType.OTHER})
_SEARCHED = frozenset({DataType.TEXT, DataType.UUID})


@dataclass(frozen=True, eq=False)
class Sight:
    """One table as some roles see it."""

    workspace: Workspace
    ref: str
    table: Table
    access: TableAccess
    policy: Policy
    _targets: Mapping[str, TableAccess]
    memo: dict[object, object] = field(default_factory=dict)
    """Where the plane keeps what it derives from this sight."""

    @property
    def source(self) -> str | None:
        """The data source the table lives in."""
        return self.table.source

    @cached_property
    def stored_columns(self) -> tuple[str, ...]:
        """Every column a list may hold, whoever asks."""
        return tuple(column.name for column in self.table.columns if column.type is not DataType.BINARY)

    @cached_property
    def version_columns(self) -> tuple[str, ...]:
        """What versions are computed from: what other rows bring into this one does not change it."""
        return tuple(name for name in self.stored_columns if self.table.by_name[name].is_stored)

    @cached_property
    def list_columns(self) -> tuple[str, ...]:
        """The columns a list shows when none are named."""
        return tuple(c.name for c in self.table.columns if c.name in self._listed and not c.long)

    @cached_property
    def has_files(self) -> bool:
        """Whether any column says which files a row holds."""
        return any(column.files is not None for column in self.table.columns)

    @cached_property
    def near_columns(self) -> tuple[str, ...]:
        """The columns that come along when a row is reached from another: not links, which are cut where they stand."""
        return tuple(name for name in self.list_columns if self.table.by_name[name].links is None)

    @cached_property
    def full_columns(self) -> tuple[str, ...]:
        """The columns of a single row when none are named: long texts too."""
        return tuple(c.name for c in self.table.columns if c.name in self._listed)

    @cached_property
    def _listed(self) -> frozenset[str]:
        return self.access.readable & frozenset(self.stored_columns)

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """The columns marked sensitive that the actor sees, on some rows at least."""
        never = self.access.masked - frozenset(self.access.clear_rules)
        return frozenset(c.name for c in self.table.columns if c.sensitive) & self.access.readable - never

    @cached_property
    def searched_columns(self) -> tuple[str, ...]:
        """The columns a search looks into: texts, ids, and whole numbers that name a row."""
        naming = {name for key in (self.table.primary_key, *self.table.unique) for name in key}
        return tuple(c.name for c in self.table.columns if c.name in self.access.usable and _is_searched(c, naming))

    @cached_property
    def indexed_columns(self) -> tuple[str, ...]:
        """The columns that a search looks up in the table's index of words: a word in any other finds no row."""
        return tuple(name for name in self.table.search if name in self.access.usable)

    @cached_property
    def sortable_columns(self) -> tuple[str, ...]:
        """The columns that rows may be ordered by."""
        usable = self.access.usable
        return tuple(c.name for c in self.table.columns if c.name in usable and c.type not in _UNSORTABLE)

    @cached_property
    def key_is_clear(self) -> bool:
        """Whether identifiers and cursors are plain: the actor sees the key, or writes only and was told the key."""
        return "read" not in self.access.verbs or self.access.usable.issuperset(self.table.primary_key)

    @cached_property
    def shows_whole_row(self) -> bool:
        """Whether nothing of a stored row is kept from the actor."""
        return self.access.usable.issuperset(self.stored_columns)

    @cached_property
    def asked(self) -> TableColumns:
        """What the actor's own filters may name: usable columns, and relations to tables it may read."""
        return self._asked(RELATION_DEPTH)

    def _asked(self, depth: int) -> TableColumns:
        usable = self.access.usable
        columns = {
            c.name: type_of(c, self._read_there(c))
            for c in self.table.columns
            if c.name in usable and c.type is not DataType.BINARY and (c.links is None or self.linked(c) is not None)
        }
        if depth == 0:
            return TableColumns(columns)
        followed = {relation.name: self.follow(relation) for relation in self.table.relations}
        return TableColumns(columns, {name: to._asked(depth - 1) for name, to in followed.items() if to is not None})

    def _read_there(self, column: Column) -> Mapping[str, Type]:
        """What the actor's conditions may read of the rows that a column of links leads to."""
        target = self.linked(column)
        if target is None:
            return {}
        return {name: kind for name, kind in readable_there(target.table).items() if name in target.access.usable}

    def follow(self, relation: Relation) -> Sight | None:
        """The target of a relation as the actor sees it, when its filters may follow the relation there."""
        target = self.reach(relation)
        return target if target is not None and target.source == self.source else None

    def reach(self, relation: Relation) -> Sight | None:
        """The target of a relation as the actor sees it, in whatever source; None when it may not know of it."""
        access = self._targets.get(relation.target)
        table = self.workspace.tables.get(relation.target)
        if access is None or table is None or not self.access.usable.issuperset(relation.columns):
            return None
        if "read" not in access.verbs:
            return None
        return _sight(self.policy, relation.target, table, access, self._targets)

    def linked(self, column: Column) -> Sight | None:
        """The target of a column of links as the actor sees it; None when it may not know of it."""
        relation = None if column.links is None else self.pairs(column).table.relation_by_name["other"]
        return None if relation is None else self.reach(relation.model_copy(update={"columns": (column.name,)}))

    def pairs(self, column: Column) -> Sight:
        """The pairs that a column of links is kept in, which hide nothing: their other end does."""
        found = self.memo.get(("pairs", column.name))
        if found is None:
            table = pairs_table(self.ref, column)
            names = frozenset(table.by_name)
            every = Right("", "", frozenset({"read"}), None, names, frozenset(), frozenset())
            access = TableAccess(column.name, (every,))
            found = Sight(
                self.workspace, table.native.table if table.native else "", table, access, self.policy, self._targets
            )
            self.memo["pairs", column.name] = found
        return found  # type: ignore[return-value]  # the memo holds sights under this key

    def unbarred(self, relation: Relation) -> Sight | None:
        """The target of a relation for the conditions of rules, which look past what the actor may see."""
        table = self.workspace.tables.get(relation.target)
        if table is None or table.source != self.source:
            return None
        return _sight(self.policy, relation.target, table, TableAccess(relation.target, ()), self._targets, "rule")

    @cached_property
    def whole(self) -> TableColumns:
        """What rules may name: every column, and every relation that stays in the source."""
        near = {ref: table for ref, table in self.workspace.tables.items() if table.source == self.table.source}
        return columns_of(self.table, near, links=True)

    @cached_property
    def standing(self) -> Filter:
        """The table's own filter: rows outside it do not exist."""
        return EVERY_ROW if self.table.filter is None else self.rule(self.table.filter)

    @cached_property
    def visible(self) -> Filter:
        """What a row must satisfy to be read."""
        return conjunction(self.standing, self.any_of(self.access.row_rules["read"]))

    def allowed(self, verb: str, columns: Iterable[str] = ()) -> Filter:
        """What a row must satisfy for `verb` to touch it and write `columns`."""
        groups = self.access.write_rules(verb, columns)
        return conjunction(self.standing, *(self.any_of(rules) for rules in groups))

    def clear(self, column: str) -> Filter:
        """What a row must satisfy for a masked column to be shown all the same."""
        return self.any_of(self.access.clear_rules.get(column, ()))

    def any_of(self, rules: tuple[str, ...] | None) -> Filter:
        """The rules as one condition: every row for None, no row for none."""
        return EVERY_ROW if rules is None else disjunction(*(self.rule(text) for text in rules))

    def rule(self, text: str) -> Filter:
        """A rule over all columns, its relations marked as followed on behalf of a rule."""
        found = self.memo.get(("rule", text))
        if found is None:
            scope = Scope({"user": USER})
            made = to_filter(parse(text), self.whole.columns, self.whole.relations, scope)
            refuse_whole_links(made, self.whole)
            found = marked(made)
            self.memo["rule", text] = found
        return found  # type: ignore[return-value]  # the memo holds filters under this key


def sight_of(policy: Policy, actor: Actor, ref: str) -> Sight | None:
    """The table `ref` as the actor sees it; None when there is no such table or the actor has no right on it at all."""
    table = policy.workspace.tables.get(ref)
    if table is None:
        return None
    given = (policy.given(actor), actor.scopes)
    targets = policy.memo.get(("access", given))
    if targets is None:
        targets = policy.memo["access", given] = {
            name: policy.table_access(actor, name) for name in policy.workspace.tables
        }
    access: TableAccess = targets[ref]  # type: ignore[index]  # the memo holds mappings under this key
    return _sight(policy, ref, table, access, targets) if access.verbs else None  # type: ignore[arg-type]  # as above


def _sight(
    policy: Policy, ref: str, table: Table, access: TableAccess, targets: Mapping[str, TableAccess], use: str = "sight"
) -> Sight:
    key = (use, id(targets), ref)
    found = policy.memo.get(key)
    if found is None:
        found = policy.memo[key] = Sight(policy.workspace, ref, table, access, policy, targets)
    return found  # type: ignore[return-value]  # the memo holds sights under this key


def _is_searched(column: Column, naming: set[str]) -> bool:
    return column.type in _SEARCHED or (column.type is DataType.INTEGER and column.name in naming)
