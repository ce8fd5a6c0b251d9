"""Emit: the Python source text of a tree, made of calls to this package's charged operations.

Generated code reads `c` (the context mapping) and `b` (the Budget); loop variables and caller's locals are `v_<name>`.
Everything else it needs is in `runtime_namespace()`: names that begin with one underscore, and `F_<function>`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolwright.errors import phrase
from toolwright.expressions import access, arithmetic, comparison, textform
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse
from toolwright.expressions.library import FUNCTIONS
from toolwright.expressions.tree import constant_spec, targets
from toolwright.expressions.value import Data

Bound = frozenset[str]
_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "_add",
    ast.Sub: "_sub",
    ast.Mult: "_mul",
    ast.Div: "_div",
    ast.FloorDiv: "_floor",
    ast.Mod: "_mod",
    ast.Pow: "_pow",
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "_eq",
    ast.NotEq: "_ne",
    ast.Is: "_eq",
    ast.IsNot: "_ne",
    ast.Lt: "_lt",
    ast.LtE: "_le",
    ast.Gt: "_gt",
    ast.GtE: "_ge",
    ast.In: "_in",
    ast.NotIn: "_nin",
}


def call_extra(
    budget: Budget, context: Mapping[str, Data], name: str, args: list[Data], named: dict[str, Data]
) -> Data:
    """Call a function the caller put into `context["__functions__"]`."""
    budget.spend(10)
    functions = context.get("__functions__") or {}
    if name not in functions:
        raise refuse(phrase("The function {name}() is not available here.", name=name))
    return functions[name](*args, **named)


_OPERATIONS: dict[str, Callable[..., Data]] = {
    "_g": access.get,
    "_i": access.index,
    "_cut": access.cut,
    "_in": access.contains,
    "_nin": access.not_contains,
    "_each": access.each,
    "_eachn": access.each_of,
    "_key": access.key,
    "_list": access.listed,
    "_set": access.collected,
    "_dict": access.mapped,
    "_add": arithmetic.add,
    "_sub": arithmetic.subtract,
    "_mul": arithmetic.multiply,
    "_div": arithmetic.divide,
    "_floor": arithmetic.floor_divide,
    "_mod": arithmetic.modulo,
    "_pow": arithmetic.power,
    "_neg": arithmetic.negate,
    "_pos": arithmetic.positive,
    "_eq": comparison.equal,
    "_ne": comparison.not_equal,
    "_lt": comparison.less,
    "_le": comparison.less_equal,
    "_gt": comparison.greater,
    "_ge": comparison.greater_equal,
    "_f": textform.formatted,
    "_t": textform.field,
    "_join": textform.joined,
    "_x": call_extra,
}


def runtime_namespace() -> dict[str, object]:
    """A new dict of the globals emitted code needs; add `__builtins__: {}` to keep everything else out."""
    return {**_OPERATIONS, **{f"F_{name}": function.call for name, function in FUNCTIONS.items()}}


OPERATIONS = MappingProxyType(_OPERATIONS)


class Emitter:
    """Turns one tree into source text. Local variables in `records` are known to hold plain dicts."""

    def __init__(self, records: Bound = frozenset()) -> None:
        self.records = records

    def text(self, node: ast.AST, bound: Bound) -> str:
        """The source text of a node; `bound` are names that are Python variables `v_<name>`."""
        emit: Callable[[ast.AST, Bound], str] = getattr(self, "emit_" + type(node).__name__)
        return emit(node, bound)

    def _list(self, nodes: list[ast.expr], bound: Bound) -> str:
        return ",".join(self.text(node, bound) for node in nodes)

    def emit_Constant(self, node: ast.Constant, _bound: Bound) -> str:
        return repr(node.value)

    def emit_Name(self, node: ast.Name, bound: Bound) -> str:
        return f"v_{node.id}" if node.id in bound else f"c.get({node.id!r})"

    def emit_Attribute(self, node: ast.Attribute, bound: Bound) -> str:
        return self._field_of(node.value, node.attr, bound)

    def _field_of(self, owner: ast.AST, key: str, bound: Bound) -> str:
        if isinstance(owner, ast.Name) and owner.id in bound and owner.id in self.records:
            return f"v_{owner.id}.get({key!r})"
        return f"_g({self.text(owner, bound)},{key!r})"

    def emit_Subscript(self, node: ast.Subscript, bound: Bound) -> str:
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return self._field_of(node.value, node.slice.value, bound)
        whole = self.text(node.value, bound)
        if isinstance(node.slice, ast.Slice):
            parts = (node.slice.lower, node.slice.upper, node.slice.step)
            return f"_cut(b,{whole},{','.join(self.text(part, bound) if part else 'None' for part in parts)})"
        return f"_i(b,{whole},{self.text(node.slice, bound)})"

    def emit_BinOp(self, node: ast.BinOp, bound: Bound) -> str:
        return f"{_BINARY[type(node.op)]}(b,{self.text(node.left, bound)},{self.text(node.right, bound)})"

    def emit_UnaryOp(self, node: ast.UnaryOp, bound: Bound) -> str:
        operand = self.text(node.operand, bound)
        if isinstance(node.op, ast.Not):
            return f"(not {operand})"
        if isinstance(node.operand, ast.Constant) and isinstance(node.operand.value, int | float):
            return f"(-{operand})" if isinstance(node.op, ast.USub) else operand
        return f"_neg(b,{operand})" if isinstance(node.op, ast.USub) else f"_pos(b,{operand})"

    def emit_BoolOp(self, node: ast.BoolOp, bound: Bound) -> str:
        word = " and " if isinstance(node.op, ast.And) else " or "
        return f"({word.join(self.text(item, bound) for item in node.values)})"

    def emit_IfExp(self, node: ast.IfExp, bound: Bound) -> str:
        test, body, other = (self.text(part, bound) for part in (node.test, node.body, node.orelse))
        return f"({body} if {test} else {other})"

    def emit_Compare(self, node: ast.Compare, bound: Bound) -> str:
        if len(node.ops) == 1:
            left, right = self.text(node.left, bound), self._searched(node.ops[0], node.comparators[0], bound)
            return f"{_COMPARE[type(node.ops[0])]}(b,{left},{right})"
        # Each operand is bound once, by a loop over one item, and only when the comparisons before it hold.
        sides = [self.text(side, bound) for side in (node.left, *node.comparators)]
        tests = [f"{_COMPARE[type(op)]}(b,s{place},s{place + 1})" for place, op in enumerate(node.ops)]
        text = tests[-1]
        for place in range(len(tests) - 2, -1, -1):
            text = f"{tests[place]} and [{text} for s{place + 2} in ({sides[place + 2]},)][0]"
        return f"[{text} for s0,s1 in (({sides[0]},{sides[1]}),)][0]"

    def _searched(self, op: ast.cmpop, node: ast.expr, bound: Bound) -> str:
        """The right side of a comparison; constants to look among need no list made at each run."""
        items = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
        if isinstance(op, ast.In | ast.NotIn) and items and all(isinstance(item, ast.Constant) for item in items):
            return f"({self._list(items, bound)},)"
        return self.text(node, bound)

    def emit_List(self, node: ast.List | ast.Tuple, bound: Bound) -> str:
        return f"_list(b,{self._list(node.elts, bound)})"

    emit_Tuple = emit_List

    def emit_Set(self, node: ast.Set, bound: Bound) -> str:
        return f"_set(b,{self._list(node.elts, bound)})"

    def emit_Dict(self, node: ast.Dict, bound: Bound) -> str:
        pairs = zip(node.keys, node.values, strict=True)
        entries = (f"_key(b,{self.text(k, bound)}):{self.text(v, bound)}" for k, v in pairs if k is not None)
        return f"_dict(b,{{{','.join(entries)}}})"

    def emit_JoinedStr(self, node: ast.JoinedStr, bound: Bound) -> str:
        return f"_join(b,{','.join(self._field(part, bound) for part in node.values)})"

    def _field(self, node: ast.expr, bound: Bound) -> str:
        if not isinstance(node, ast.FormattedValue):
            return self.text(node, bound)
        spec, inner = constant_spec(node), self.text(node.value, bound)
        return f"_f(b,{inner},{spec!r})" if spec else f"_t(b,{inner})"

    def emit_ListComp(self, node: ast.ListComp | ast.GeneratorExp, bound: Bound) -> str:
        loops, inner = self._loops(node.generators, bound, _weight(node))
        return f"[{self.text(node.elt, inner)}{loops}]"

    emit_GeneratorExp = emit_ListComp

    def emit_DictComp(self, node: ast.DictComp, bound: Bound) -> str:
        loops, inner = self._loops(node.generators, bound, _weight(node))
        return f"{{_key(b,{self.text(node.key, inner)}):{self.text(node.value, inner)}{loops}}}"

    def _loops(self, loops: list[ast.comprehension], bound: Bound, weight: str) -> tuple[str, Bound]:
        text = ""
        for loop in loops:
            source, names = self.text(loop.iter, bound), targets(loop.target)
            bound = bound | frozenset(names)
            if isinstance(loop.target, ast.Name):
                text += f" for v_{names[0]} in _each(b,{source}{weight})"
            else:
                text += f" for ({','.join('v_' + name for name in names)},) in _eachn(b,{source},{len(names)}{weight})"
            text += "".join(f" if {self.text(test, bound)}" for test in loop.ifs)
        return text, bound

    def emit_Call(self, node: ast.Call, bound: Bound) -> str:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            named = ",".join(f"{k.arg!r}:{self.text(k.value, bound)}" for k in node.keywords)
            return f"_x(b,c,{name!r},[{self._list(node.args, bound)}],{{{named}}})"
        args = [self.text(arg, bound) for arg in node.args]
        named_args = {str(k.arg): self.text(k.value, bound) for k in node.keywords}
        return f"F_{name}(b,{','.join(FUNCTIONS[name].arrange(args, named_args))})"


def _weight(node: ast.AST) -> str:
    """What one turn of a loop is charged, as a further argument: operations on numbers charge nothing themselves."""
    weight = sum(1 for _node in ast.walk(node)) // 16
    return f",{weight}" if weight > 1 else ""
