"""Translate: an expression over the columns of a table becomes a filter tree."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from toolwright.expressions.binding import PERSON, fold
from toolwright.expressions.check import check
from toolwright.expressions.expression import Expression
from toolwright.expressions.filter import (
    Always,
    Arithmetic,
    ArithmeticOp,
    Call,
    Column,
    Compare,
    CompareOp,
    Filter,
    In,
    IsNull,
    Opaque,
    Operand,
    Path,
    Relations,
    Slot,
    TableColumns,
    TextMatch,
    Value,
    children,
    conjunction,
    disjunction,
    negation,
)  # fmt: skip
from toolwright.expressions.grammar import Reading, read
from toolwright.expressions.library import FUNCTIONS
from toolwright.expressions.naming import RowNames
from toolwright.expressions.program import compile_expression
from toolwright.expressions.tree import path_of
from toolwright.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATETIME,
    JSON,
    NUMBERS,
    TEXT,
    ListOf,
    Record,
    Scope,
    Type,
)

_COMPARE: dict[type[ast.cmpop], CompareOp] = {
    ast.Eq: "eq", ast.NotEq: "ne", ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge",
}  # fmt: skip
_SAME: dict[type[ast.cmpop], bool] = {ast.Is: True, ast.Eq: True, ast.IsNot: False, ast.NotEq: False}
_MIRROR: dict[CompareOp, CompareOp] = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_ARITHMETIC: dict[type[ast.operator], ArithmeticOp] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.FloorDiv: "floor", ast.Mod: "mod",
}  # fmt: skip
_MATCHES = {"contains": "contains", "starts_with": "starts", "ends_with": "ends"}


def to_filter(
    expression: Expression,
    columns: Mapping[str, Type],
    relations: Relations | None = None,
    context: Scope | None = None,
) -> Filter:
    """The filter an expression means on a table.

    Names resolve to columns first, then to relations (`customer.name`), then to `context`; `row.name` always is a
    column, and `user.id` is the context's when `user` is a plain column. Raises like `check`.
    """
    table = TableColumns(columns, relations or {})
    scope = context or Scope({})
    names = RowNames(expression, table, scope)
    check(expression, names.scope())
    return fold(_Translator(expression, names).condition(expression.tree))


class _Untranslatable(Exception):
    """Raised inside this module for a part that must stay opaque."""


class _Translator:
    def __init__(self, expression: Expression, names: RowNames) -> None:
        self.expression = expression
        self.names = names

    def condition(self, node: ast.expr) -> Filter:
        """A node whose truth decides about the row."""
        if isinstance(node, ast.BoolOp):
            join = conjunction if isinstance(node.op, ast.And) else disjunction
            return join(*(self.condition(item) for item in node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return negation(self.condition(node.operand))
        try:
            return self._leaf(node)
        except _Untranslatable:
            return self._opaque(node)

    def _leaf(self, node: ast.expr) -> Filter:
        if isinstance(node, ast.Constant):
            return Always(bool(node.value))
        if not self._reads_row(node) and not self._compares_person(node):
            slot = self._slot(node)
            return Always(bool(slot.value)) if isinstance(slot, Value) else self._opaque(node)
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if len(node.ops) == 1:
                return self._comparison(node.ops[0], *sides)
            steps = zip(node.ops, sides, sides[1:], strict=False)
            pairs = (ast.copy_location(ast.Compare(left, [op], [right]), node) for op, left, right in steps)
            return conjunction(*map(self.condition, pairs))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MATCHES:
            return self._text_call(node, node.func.id)
        linked = self._linked(node)
        return self._truth(self.operand(node)) if linked is None else negation(IsNull(linked))

    def _truth(self, operand: Operand) -> Filter:
        """The truth of a value: true, not empty, not zero, there."""
        kind = operand.type if isinstance(operand, Column) else None
        if kind == BOOLEAN:
            return Compare("eq", operand, Value(True))
        if kind == TEXT or kind in NUMBERS:
            empty = Value("") if kind == TEXT else Value(0)
            return conjunction(negation(IsNull(operand)), Compare("ne", operand, empty))
        raise _Untranslatable

    def _comparison(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Filter:
        if isinstance(op, (ast.In, ast.NotIn)):
            found = self._membership(left, right)
            return negation(found) if isinstance(op, ast.NotIn) else found
        linked = self._linked(left) or self._structure(left)
        if linked is not None and isinstance(right, ast.Constant) and right.value is None and type(op) in _SAME:
            return IsNull(linked) if _SAME[type(op)] else negation(IsNull(linked))
        sides = self.operand(left), self.operand(right)
        if isinstance(op, (ast.Is, ast.IsNot)):
            op = ast.Eq() if isinstance(op, ast.Is) else ast.NotEq()
        name = _COMPARE[type(op)]
        if name in ("eq", "ne") and Value(None) in sides and not any(map(_has_column, sides)):
            asked = IsNull(sides[0] if sides[1] == Value(None) else sides[1])
            return asked if name == "eq" else negation(asked)
        if not _has_column(sides[0]) and _has_column(sides[1]):
            return Compare(_MIRROR[name], sides[1], sides[0])
        return Compare(name, *sides)

    def _membership(self, left: ast.expr, right: ast.expr) -> Filter:
        needle, linked = self.operand(left), self._linked(right)
        if linked is not None and not _has_column(needle):
            found = In(linked, (needle,))
            is_there = isinstance(needle, Value) and needle.value is not None
            return found if is_there else conjunction(found, negation(IsNull(linked)))
        if isinstance(right, (ast.List, ast.Tuple, ast.Set)):
            items = tuple(self.operand(item) for item in right.elts)
            if any(map(_has_column, items)):
                return disjunction(*(Compare("eq", needle, item) for item in items))
            return In(needle, items)
        if not self._reads_row(right):
            kind = self._type(right)
            if kind == TEXT and not self._reads_row(left):
                return TextMatch("contains", self._slot(right), needle)
            if kind == TEXT or not (_has_column(needle) or isinstance(kind, ListOf)):
                raise _Untranslatable
            known = self._slot(right)
            return In(needle, known if isinstance(known, Slot) else _listed(known))
        return self._match("contains", right, left, ignore_case=False)

    def _linked(self, node: ast.expr) -> Column | None:
        """The items of a column that holds links, where conditions find them."""
        path = path_of(node)
        column = self.names.column(path) if path is not None and self.names.is_row(path[0]) else None
        if column is None or not isinstance(column.type, ListOf) or not column.type.through:
            return None
        return Column((*column.path[:-1], *column.type.through), column.type.item)

    def _structure(self, node: ast.expr) -> Column | None:
        """A column of objects whose fields are known, which can be there or not even where nothing looks into it."""
        path = path_of(node)
        column = self.names.column(path) if path is not None and self.names.is_row(path[0]) else None
        item = column.type.item if column is not None and isinstance(column.type, ListOf) else column and column.type
        return column if isinstance(item, Record) else None

    def _text_call(self, node: ast.Call, name: str) -> Filter:
        texts = FUNCTIONS[name].arrange(
            [str(place) for place in range(len(node.args))],
            {str(k.arg): str(len(node.args) + place) for place, k in enumerate(node.keywords)},
        )
        given = [*node.args, *(k.value for k in node.keywords)]
        whole, part = (given[int(text)] for text in texts[:2])
        flag = given[int(texts[2])] if texts[2].isdigit() else None
        if flag is not None and not (isinstance(flag, ast.Constant) and isinstance(flag.value, bool)):
            raise _Untranslatable
        ignore = isinstance(flag, ast.Constant) and bool(flag.value)
        return self._match(_MATCHES[name], whole, part, ignore_case=ignore)

    def _match(self, kind: str, whole: ast.expr, part: ast.expr, *, ignore_case: bool) -> Filter:
        column, needle = self.operand(whole), self.operand(part)
        if isinstance(column, Call) and column.function == "lower" and not ignore_case and _is_lower(part):
            column, ignore_case = column.args[0], True
        known = isinstance(column, Slot | Value) and isinstance(needle, Slot | Value)
        if not (known or _is_text(column)) or (isinstance(needle, Value) and not isinstance(needle.value, str | None)):
            raise _Untranslatable
        return TextMatch(kind, column, needle, ignore_case)  # type: ignore[arg-type]  # one of _MATCHES

    def operand(self, node: ast.expr) -> Operand:
        """A node whose value is compared."""
        if not self._reads_row(node):
            return self._slot(node)
        path = path_of(node)
        if path is not None:
            return self._column(path)
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            return Arithmetic(_ARITHMETIC[type(node.op)], self.operand(node.left), self.operand(node.right))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self._call(node, node.func.id)
        raise _Untranslatable

    def _column(self, path: Path) -> Operand:
        """A column, or a part of a date column as the function that reads it."""
        column, part = self.names.column(path), None
        if column is None and path[-1] in ("year", "month", "day", "date"):
            column, part = self.names.column(path[:-1]), path[-1]
            if column is not None and (column.type not in (DATE, DATETIME) or (part, column.type) == ("date", DATE)):
                column = None
        if column is None or column.type in (ANY, JSON) or isinstance(column.type, Record | ListOf):
            raise _Untranslatable
        return column if part is None else Call(part, (column,))

    def _call(self, node: ast.Call, name: str) -> Operand:
        function = FUNCTIONS.get(name)
        if function is None or not function.is_translatable:
            raise _Untranslatable
        parts = [*node.args, *(k.value for k in node.keywords)]
        labels = {str(k.arg): str(len(node.args) + place) for place, k in enumerate(node.keywords)}
        order = function.arrange([str(place) for place in range(len(node.args))], labels)
        defaults = {p.name: p.default for p in function.parameters}
        args: list[Operand] = []
        for place, text in enumerate(order):
            is_default = place >= len(node.args) and text not in labels.values()
            if is_default:
                args.append(Value(ast.literal_eval(str(defaults[function.parameters[place].name]))))
            else:
                args.append(self.operand(parts[int(text)]))
        return Call(name, tuple(args))

    def _compares_person(self, node: ast.expr) -> bool:
        """Whether it compares a value of the person, without the row: such a part stays apart, as it may be unknown."""
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MATCHES
        return (is_call or isinstance(node, ast.Compare)) and PERSON in self._reading(node).names

    def _reads_row(self, node: ast.expr) -> bool:
        return any(self.names.is_row(path[0]) for path in self._reading(node).paths)

    def _reading(self, node: ast.expr) -> Reading:
        return read(self.expression.located, node)

    def _type(self, node: ast.expr) -> Type:
        return check(self._part(node), self.names.scope())

    def _part(self, node: ast.expr) -> Expression:
        """A part of the expression as an expression of its own."""
        seen = self._reading(node)
        return Expression(
            _source(node),
            node, frozenset(seen.names), frozenset(seen.paths), frozenset(seen.calls), 0, self.expression.where,
        )  # fmt: skip

    def _slot(self, node: ast.expr) -> Slot | Value:
        slot = Slot(compile_expression(self._part(node)))
        seen = self._reading(node)
        is_constant = not seen.names and all(name in FUNCTIONS and FUNCTIONS[name].is_pure for name in seen.calls)
        return Value(slot.program.evaluate({})) if is_constant else slot

    def _opaque(self, node: ast.expr) -> Opaque:
        seen = self._reading(node)
        paths = [path for path in seen.paths if self.names.is_row(path[0])]
        columns = frozenset(path for read_path in paths for path in self.names.owners(read_path))
        context = frozenset(name for name in seen.names if not self.names.is_row(name))
        return Opaque(compile_expression(self._part(node)), columns, context)


def _listed(known: Value) -> tuple[Value, ...]:
    return tuple(map(Value, known.value)) if isinstance(known.value, list | Mapping) else ()


def _source(node: ast.expr) -> str:
    """One spelling for equal trees, so equal conditions make equal filters."""
    try:
        return ast.unparse(node)
    except ValueError:  # an f-string that needs a backslash; unique, if not readable
        return ast.dump(node)


def _has_column(operand: Operand) -> bool:
    if isinstance(operand, Column):
        return True
    return any(_has_column(item) for item in children(operand) if not isinstance(item, Slot | Value))  # type: ignore[arg-type]  # operands hold operands


def _is_text(operand: Operand) -> bool:
    if isinstance(operand, Call):
        return FUNCTIONS[operand.function].returns == "text"
    return isinstance(operand, Column) and operand.type == TEXT


def _is_lower(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value == node.value.lower()
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "lower"
