"""Check: the type of an expression in a scope, or a refusal with the place and the nearest valid name."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from toolwright.errors import InvalidExpression, did_you_mean, phrase
from toolwright.expressions.expression import Expression, Template
from toolwright.expressions.fault import begun
from toolwright.expressions.function import Function
from toolwright.expressions.library import FUNCTIONS
from toolwright.expressions.signature import accepts, result_type
from toolwright.expressions.tree import Located, targets
from toolwright.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    DURATION,
    FLOAT,
    INTEGER,
    NOTHING,
    NUMBERS,
    SCALARS,
    TEXT,
    TIME,
    ListOf,
    Record,
    Scope,
    Type,
    common,
    comparable,
    fits,
    is_dynamic,
)  # fmt: skip

_DATE_PARTS = dict.fromkeys(("year", "month", "day", "weekday", "week", "quarter", "day_of_year"), INTEGER)
_TIME_PARTS = dict.fromkeys(("hour", "minute", "second", "microsecond"), INTEGER)
_TOTALS = dict.fromkeys(("total_seconds", "total_minutes", "total_hours", "total_days"), FLOAT)
PARTS: Mapping[Type, Mapping[str, Type]] = {
    DATE: _DATE_PARTS,
    TIME: _TIME_PARTS,
    DATETIME: {**_DATE_PARTS, **_TIME_PARTS, "date": DATE, "time": TIME, "timestamp": FLOAT},
    DURATION: {"days": INTEGER, "seconds": INTEGER, **_TOTALS},
}
_NUMERIC = NUMBERS | {BOOLEAN}


def check(expression: Expression, scope: Scope, expected: Type | None = None) -> Type:
    """The type of the expression; refuses unknown names and fields, arguments and operands that cannot work.

    Codes: `expression.unknown_name`, `expression.unknown_field`, `expression.type`.
    """
    checker = _Checker(expression.located, scope.functions)
    found = checker.infer(expression.tree, scope.names)
    if expected is not None and not fits(found, expected):
        hint = "Compare it, for example with `is not none`, or use bool()." if expected == BOOLEAN else None
        raise checker.wrong(
            expression.tree,
            phrase("This gives {found}, but {expected} is needed.", found=found.said, expected=expected.said),
            hint,
        )
    return found


def check_template(template: Template, scope: Scope, expected: Type | None = None) -> Type:
    """The type of the template: that of its lone expression, or TEXT; every expression in it is checked."""
    if template.is_single:
        return check(template.expressions[0], scope, expected)
    for part in template.expressions:
        found = check(part, scope)
        if isinstance(found, (ListOf, Record)):
            raise _Checker(part.located, {}).wrong(
                part.tree,
                phrase("A {name} inside text.", name=phrase(found.name)),
                "Take one value, or use join() or to_json().",
            )
    if expected is not None and not fits(TEXT, expected):
        raise template_fault(template, expected)
    return TEXT


def template_fault(template: Template, expected: Type) -> InvalidExpression:
    """The error for text where another type is needed."""
    place = Located(template.text, 0, template.where)
    hint = "Write one {{ expression }} with nothing around it." if not template.is_static else None
    return place.fault(
        0, len(template.text), phrase("This is text, but {expected} is needed.", expected=expected.said), "type", hint
    )


class _Checker:
    def __init__(self, source: Located, functions: Mapping[str, Type]) -> None:
        self.source = source
        self.functions = functions

    def wrong(self, node: ast.AST, detail: str, hint: str | None = None) -> InvalidExpression:
        return self.source.wrong(node, detail, "type", hint)

    def infer(self, node: ast.AST, names: Mapping[str, Type]) -> Type:
        method: Callable[[ast.AST, Mapping[str, Type]], Type] = getattr(self, "type_" + type(node).__name__)
        return method(node, names)

    def type_Constant(self, node: ast.Constant, _names: Mapping[str, Type]) -> Type:
        if node.value is None:
            return NOTHING
        return {bool: BOOLEAN, int: INTEGER, float: FLOAT}.get(type(node.value), TEXT)

    def type_Name(self, node: ast.Name, names: Mapping[str, Type]) -> Type:
        if node.id in names:
            return names[node.id]
        hint = did_you_mean(node.id, names)
        if node.id in FUNCTIONS:
            hint = phrase("{id} is a function: write {id}(…).", id=node.id)
        raise self.source.wrong(node, phrase("There is no {id} here.", id=repr(node.id)), "unknown_name", hint)

    def type_Attribute(self, node: ast.Attribute, names: Mapping[str, Type]) -> Type:
        return self._field(node, self.infer(node.value, names), node.attr)

    def _field(self, node: ast.AST, owner: Type, name: str) -> Type:
        if is_dynamic(owner) or owner == NOTHING:
            return ANY
        if isinstance(owner, ListOf) and name in owner.fields:
            return owner.of(name)
        known = owner.fields if isinstance(owner, Record) else PARTS.get(owner, {})
        if name in known:
            return known[name]
        if isinstance(owner, Record) and owner.open:
            return ANY
        hint = did_you_mean(name, owner.fields if isinstance(owner, ListOf) else known)
        if isinstance(owner, ListOf) and not owner.fields:
            hint = "Take one item, for example first(items), or loop: [item.name for item in items]."
        raise self.source.wrong(
            node,
            phrase("{owner} has no {name}.", owner=begun(owner.said), name=repr(name)),
            "unknown_field",
            hint,
        )

    def type_Subscript(self, node: ast.Subscript, names: Mapping[str, Type]) -> Type:
        owner = self.infer(node.value, names)
        if isinstance(node.slice, ast.Slice):
            for part in (node.slice.lower, node.slice.upper, node.slice.step):
                if part is not None and not fits(self.infer(part, names), INTEGER):
                    raise self.wrong(part, "Slices take whole numbers.")
            return owner
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return self._field(node, owner, node.slice.value)
        key = self.infer(node.slice, names)
        if isinstance(owner, ListOf) or owner == TEXT:
            if not fits(key, INTEGER):
                raise self.wrong(
                    node.slice,
                    phrase("A {name} is read by position, not by {key}.", name=phrase(owner.name), key=key.said),
                )
            return owner.item if isinstance(owner, ListOf) else TEXT
        if isinstance(owner, Record) or is_dynamic(owner) or owner == NOTHING:
            return ANY
        raise self.wrong(node, phrase("{owner} cannot be read by position.", owner=begun(owner.said)))

    def type_BinOp(self, node: ast.BinOp, names: Mapping[str, Type]) -> Type:
        left, right = self.infer(node.left, names), self.infer(node.right, names)
        if NOTHING in (left, right) or is_dynamic(left) or is_dynamic(right):
            return ANY
        found = self._arithmetic(type(node.op), left, right)
        if found is None:
            hint = "Use an f-string to put values into text." if TEXT in (left, right) else None
            raise self.wrong(
                node, phrase("This does not work between {left} and {right}.", left=left.said, right=right.said), hint
            )
        return found

    def _arithmetic(self, op: type[ast.operator], left: Type, right: Type) -> Type | None:
        if left in _NUMERIC and right in _NUMERIC:
            if DECIMAL in (left, right):
                return DECIMAL
            return FLOAT if op in (ast.Div, ast.Pow) or FLOAT in (left, right) else INTEGER
        if op is ast.Add and isinstance(left, ListOf) and isinstance(right, ListOf):
            return common(left, right)
        return _OTHER.get((op, left, right))

    def type_UnaryOp(self, node: ast.UnaryOp, names: Mapping[str, Type]) -> Type:
        found = self.infer(node.operand, names)
        if isinstance(node.op, ast.Not):
            return BOOLEAN
        if found in _NUMERIC or found in (DURATION, NOTHING) or is_dynamic(found):
            return INTEGER if found == BOOLEAN else found
        raise self.wrong(node, phrase("A sign does not work on {found}.", found=found.said))

    def type_BoolOp(self, node: ast.BoolOp, names: Mapping[str, Type]) -> Type:
        return common(*[self.infer(item, names) for item in node.values])

    def type_IfExp(self, node: ast.IfExp, names: Mapping[str, Type]) -> Type:
        self.infer(node.test, names)
        return common(self.infer(node.body, names), self.infer(node.orelse, names))

    def type_Compare(self, node: ast.Compare, names: Mapping[str, Type]) -> Type:
        sides = [node.left, *node.comparators]
        kinds = [self.infer(side, names) for side in sides]
        for place, op in enumerate(node.ops):
            problem = _misfit(op, kinds[place], kinds[place + 1])
            if problem is not None:
                raise self.wrong(node, problem, "Convert one side, for example with text(), number() or date().")
        return BOOLEAN

    def type_List(self, node: ast.List | ast.Tuple | ast.Set, names: Mapping[str, Type]) -> Type:
        return ListOf(common(*[self.infer(item, names) for item in node.elts]) if node.elts else ANY)

    type_Tuple = type_Set = type_List

    def type_Dict(self, node: ast.Dict, names: Mapping[str, Type]) -> Type:
        fields: dict[str, Type] = {}
        for key, item in zip(node.keys, node.values, strict=True):
            kind = self.infer(item, names)
            if isinstance(key, ast.Constant):
                fields[str(key.value)] = kind
            elif key is not None:
                self.infer(key, names)
        return Record(fields, open=len(fields) < len(node.keys))

    def type_JoinedStr(self, node: ast.JoinedStr, names: Mapping[str, Type]) -> Type:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.infer(part.value, names)
        return TEXT

    def type_ListComp(self, node: ast.ListComp | ast.GeneratorExp, names: Mapping[str, Type]) -> Type:
        return ListOf(self.infer(node.elt, self._loops(node.generators, names)))

    type_GeneratorExp = type_ListComp

    def type_DictComp(self, node: ast.DictComp, names: Mapping[str, Type]) -> Type:
        inner = self._loops(node.generators, names)
        self.infer(node.key, inner)
        self.infer(node.value, inner)
        return Record({}, open=True)

    def _loops(self, loops: list[ast.comprehension], names: Mapping[str, Type]) -> Mapping[str, Type]:
        for loop in loops:
            source, bound = self.infer(loop.iter, names), targets(loop.target)
            if source in SCALARS:
                raise self.wrong(loop.iter, phrase("{source} cannot be looped over.", source=begun(source.said)))
            item = source.item if isinstance(source, ListOf) else TEXT if isinstance(source, Record) else ANY
            single = isinstance(loop.target, ast.Name)
            inner = item if single else item.item if isinstance(item, ListOf) else ANY
            names = {**names, **dict.fromkeys(bound, inner)}
            for test in loop.ifs:
                self.infer(test, names)
        return names

    def type_Call(self, node: ast.Call, names: Mapping[str, Type]) -> Type:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        given = [(arg, self.infer(arg, names)) for arg in node.args]
        named = {str(k.arg): (k.value, self.infer(k.value, names)) for k in node.keywords}
        function = FUNCTIONS.get(name)
        if function is None:
            return self.functions.get(name, ANY)
        bound = self._bind(function, given, named)
        return result_type(function, bound)

    def _bind(
        self, function: Function, given: list[tuple[ast.expr, Type]], named: dict[str, tuple[ast.expr, Type]]
    ) -> list[Type]:
        kinds = []
        for place, (node, kind) in enumerate([*given, *named.values()]):
            parameter = function.parameters[min(place, len(function.parameters) - 1)]
            if place >= len(given):
                label = list(named)[place - len(given)]
                parameter = next(p for p in function.parameters if p.name == label)
            if not accepts(parameter.kind, kind):
                detail = phrase(
                    "{name}() needs {kind} for {name2}, not {kind2}.",
                    name=function.name,
                    kind=phrase(parameter.kind),
                    name2=parameter.name,
                    kind2=kind.said,
                )
                raise self.wrong(node, detail, phrase("It is {signature}.", signature=function.signature))
            kinds.append(kind)
        return kinds


def _misfit(op: ast.cmpop, left: Type, right: Type) -> str | None:
    if isinstance(op, (ast.In, ast.NotIn)):
        if right in SCALARS - {TEXT}:
            return phrase("{right} contains nothing to look for.", right=begun(right.said))
        item = right.item if isinstance(right, ListOf) else right if right == TEXT else ANY
        return (
            None
            if comparable(left, item)
            else phrase("{right} never contains {left}.", right=begun(right.said), left=left.said)
        )
    if not comparable(left, right):
        return phrase("{left} and {right} are never equal and have no order.", left=begun(left.said), right=right.said)
    if isinstance(op, (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
        return None
    unordered = next((kind for kind in (left, right) if isinstance(kind, (ListOf, Record))), None)
    return phrase("{unordered} has no order.", unordered=begun(unordered.said)) if unordered is not None else None


_NUMBER_LIKE = (INTEGER, FLOAT, DECIMAL)
_MOMENTS = (DATE, DATETIME)
_OTHER: dict[tuple[type[ast.operator], Type, Type], Type] = {
    (ast.Add, TEXT, TEXT): TEXT,
    (ast.Add, DURATION, DURATION): DURATION,
    (ast.Sub, DURATION, DURATION): DURATION,
    (ast.Div, DURATION, DURATION): FLOAT,
    (ast.FloorDiv, DURATION, DURATION): INTEGER,
    (ast.Mod, DURATION, DURATION): DURATION,
    **{(ast.Add, moment, DURATION): moment for moment in _MOMENTS},
    **{(ast.Add, DURATION, moment): moment for moment in _MOMENTS},
    **{(ast.Sub, moment, DURATION): moment for moment in _MOMENTS},
    **{(ast.Sub, one, other): DURATION for one in _MOMENTS for other in _MOMENTS},
    **{(op, DURATION, number): DURATION for op in (ast.Mult, ast.Div) for number in _NUMBER_LIKE},
    **{(ast.Mult, number, DURATION): DURATION for number in _NUMBER_LIKE},
}
