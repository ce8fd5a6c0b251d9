"""Conditions: filter shapes as SQL with the two-valued meaning of `evaluate_filter`.

Every atom is written so that it is never true on NULL ("null-rejecting"); `!=`, `== None` and `not` are negations of
such atoms, and a negated atom says `IS NOT TRUE`. An atom over a relation becomes `EXISTS`, its negation `NOT EXISTS`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import sqlalchemy as sa

from toolwright.expressions import Always, And, Compare, IsNull, Not, Or, TextMatch
from toolwright.expressions import Column as Path
from toolwright.extend.sql.atom import Atoms, NotNull, is_null
from toolwright.extend.sql.bound import Binds
from toolwright.extend.sql.dialect import Dialect, Sql, untranslatable
from toolwright.extend.sql.operand import Operands
from toolwright.extend.sql.scope import Related, Scope
from toolwright.extend.sql.shape import OneOf, Place, Shape
from toolwright.model.table import Column

Paths: TypeAlias = set[tuple[str, ...]]


class Conditions:
    """Compiles shapes for one scope."""

    def __init__(self, dialect: Dialect, binds: Binds, scope: Scope) -> None:
        self._dialect = dialect
        self._binds = binds
        self._scope = scope

    def compile(self, shape: Shape, negated: bool = False) -> Sql:
        """The shape as a condition that may be NULL for false, unless below `negated`."""
        if isinstance(shape, Not):
            return self.compile(shape.item, not negated)
        if isinstance(shape, (And, Or)):
            parts = [self.compile(item, negated) for item in shape.items]
            is_all = isinstance(shape, And) is not negated
            return sa.and_(sa.true(), *parts) if is_all else sa.or_(sa.false(), *parts)
        if isinstance(shape, Always):
            return sa.true() if shape.value is not negated else sa.false()
        return self._atom(shape, negated)

    def _atom(self, shape: Shape, negated: bool) -> Sql:
        if isinstance(shape, Compare):
            return self._compare(shape, negated)
        if isinstance(shape, OneOf):
            found = self._reject(shape, negated)
            if not shape.or_null:
                return found
            null = self.compile(IsNull(shape.left), negated)
            return sa.and_(found, null) if negated else sa.or_(found, null)
        if isinstance(shape, IsNull):
            return self._reject(NotNull(shape.operand), not negated)
        if isinstance(shape, TextMatch):
            return self._reject(shape, negated)
        raise untranslatable("this condition")

    def _compare(self, shape: Compare, negated: bool) -> Sql:
        left, right = shape.left, shape.right
        if shape.op == "ne":
            return self._compare(Compare("eq", shape.left, shape.right), not negated)
        if shape.op != "eq":
            return self._reject(shape, negated)
        if is_null(left) or is_null(right):
            return self.compile(IsNull(left if is_null(right) else right), negated)
        strict = self._reject(shape, negated)
        if isinstance(left, Place) or isinstance(right, Place):
            return strict
        both = [self.compile(IsNull(side), negated) for side in (left, right)]
        return sa.and_(strict, sa.or_(*both)) if negated else sa.or_(strict, sa.and_(*both))

    def _reject(self, shape: Compare | OneOf | TextMatch | NotNull, negated: bool) -> Sql:
        """An atom that is never true on NULL, or its exact negation."""
        paths: Paths = set()
        is_plain = _gather(shape, paths)
        prefixes = {path[:-1] for path in paths}
        if is_plain and len(prefixes) == 1 and (prefix := prefixes.pop()):
            found = self._exists(prefix, shape)
            return sa.not_(found) if negated else found
        condition, nullable = Atoms(self._operands()).compile(shape)
        if not negated:
            return condition
        return condition.is_not(sa.true()) if nullable else sa.not_(condition)

    # --- relations ----------------------------------------------------------------------------------------------------

    def _exists(self, prefix: tuple[str, ...], shape: Compare | OneOf | TextMatch | NotNull) -> Sql:
        scope, conditions = self._along(prefix)
        operands = Operands(self._dialect, self._binds, scope, lambda path: scope.column(path[-1]))
        condition, _ = Atoms(operands).compile(shape)
        inner: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(scope.from_clause)
        return self._joined(inner, conditions, condition).exists()

    def _along(self, prefix: tuple[str, ...]) -> tuple[Scope, list[tuple[Scope, Sql]]]:
        scope, conditions = self._scope, []
        for name in prefix:
            scope, relation, joined = scope.follow(name)
            conditions.append((scope, sa.and_(joined, self._rule(scope, relation))))
        return scope, conditions

    def _rule(self, scope: Scope, relation: Related) -> Sql:
        if relation.rule is None:
            return sa.true()
        return Conditions(self._dialect, self._binds, scope).compile(relation.rule)

    def _joined(
        self, inner: sa.Select[Any], along: list[tuple[Scope, Sql]], extra: Sql
    ) -> sa.Select[Any]:  # Any: as `Sql`
        froms = [scope.from_clause for scope, _ in along]
        return inner.select_from(*froms).where(*(condition for _, condition in along), extra).correlate_except(*froms)

    def _operands(self) -> Operands:
        return Operands(self._dialect, self._binds, self._scope, self.column)

    def column(self, path: tuple[str, ...]) -> tuple[Column, Sql]:
        """A column of this scope, or the one value of it found along relations."""
        if len(path) == 1:
            return self._scope.column(path[0])
        scope, conditions = self._along(path[:-1])
        column, sql = scope.column(path[-1])
        inner = self._joined(sa.select(sql).select_from(scope.from_clause), conditions, sa.true())
        return column, inner.limit(sa.literal_column("1")).scalar_subquery()


def _gather(shape: object, paths: Paths) -> bool:
    """Collect the column paths of an atom; whether it is NULL as soon as any of them is."""
    if isinstance(shape, Path):
        paths.add(shape.path)
        return True
    children: tuple[object, ...] = ()
    if isinstance(shape, TextMatch):
        children = (shape.column, shape.needle)
    elif isinstance(shape, NotNull):
        children = (shape.operand,)
    elif isinstance(shape, Compare):
        children = (shape.left, shape.right)
    elif isinstance(shape, OneOf):
        children = (shape.left,)
    else:
        children = getattr(shape, "args", None) or (getattr(shape, "left", None), getattr(shape, "right", None))
    is_plain = getattr(shape, "function", "") != "coalesce"
    found = [_gather(child, paths) for child in children if child is not None]
    return is_plain and all(found)
