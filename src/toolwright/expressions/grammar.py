"""Grammar: what of Python's expressions is allowed, judged node by node, and what a tree reads and calls."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from toolwright.errors import did_you_mean, phrase
from toolwright.expressions.library import FUNCTIONS
from toolwright.expressions.textform import spec_problem
from toolwright.expressions.tree import LITERALS, Located, constant_spec, path_of, read_tree, targets

MAX_LOOPS = 6
MAX_CHAIN = 8
MAX_BITS = 256
Bound = frozenset[str]


@dataclass(slots=True)
class Reading:
    """What a tree reads and calls, collected on the way through it."""

    names: set[str] = field(default_factory=set)
    paths: set[tuple[str, ...]] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    loops: int = 0


def parse_tree(source: Located, extra: Collection[str] | None) -> tuple[ast.expr, Reading]:
    """The tree of one expression and what it reads. `extra` names further callables; None accepts any name."""
    tree = read_tree(source)
    return tree, read(source, tree, extra)


def read(source: Located, tree: ast.expr, extra: Collection[str] | None = None) -> Reading:
    """What a tree, or a part of one, reads and calls; refuses what is not in the subset."""
    reader = Reader(source, extra)
    reader.visit(tree, frozenset())
    return reader.reading


_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)


class Reader:
    """Walks a tree once: refuses what is not in the subset and collects what it reads."""

    def __init__(self, source: Located, extra: Collection[str] | None) -> None:
        self.source = source
        self.extra = extra
        self.reading = Reading()

    def visit(self, node: ast.AST, bound: Bound) -> None:
        """Check one node and everything below it; `bound` are the loop variables in scope."""
        visit: Callable[[ast.AST, Bound], None] | None = getattr(self, "visit_" + type(node).__name__, None)
        if visit is None:
            word = _WORDS.get(type(node).__name__, type(node).__name__)
            raise self.source.wrong(
                node,
                phrase("{word} is not part of expressions.", word=phrase(word)),
                hint=_HINTS.get(type(node).__name__),
            )
        visit(node, bound)

    def each(self, nodes: list[ast.expr], bound: Bound) -> None:
        """Visit every node of a list."""
        for node in nodes:
            self.visit(node, bound)

    def check_name(self, node: ast.AST, name: str) -> None:
        """Refuse names with two underscores on both sides."""
        if name.startswith("__") and name.endswith("__"):
            raise self.source.wrong(node, phrase("The name {name} is not allowed.", name=name))

    def visit_Constant(self, node: ast.Constant, _bound: Bound) -> None:
        value = node.value
        if value is None or isinstance(value, bool):
            return
        if isinstance(value, str):
            if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
                raise self.source.wrong(node, "This text holds half a character.")
            return
        if isinstance(value, int) and value.bit_length() <= MAX_BITS:
            return
        if isinstance(value, float) and value - value == 0:
            return
        raise self.source.wrong(node, "This literal is not part of expressions.")

    def visit_Name(self, node: ast.Name, bound: Bound) -> None:
        self.check_name(node, node.id)
        if node.id not in bound:
            self.reading.names.add(node.id)
            self.reading.paths.add((node.id,))

    def visit_Attribute(self, node: ast.Attribute, bound: Bound) -> None:
        self.check_name(node, node.attr)
        path = path_of(node)
        if path is None or path[0] in bound:
            self.visit(node.value, bound)
            return
        for name in path:
            self.check_name(node, name)
        self.reading.names.add(path[0])
        self.reading.paths.add(path)

    def visit_Subscript(self, node: ast.Subscript, bound: Bound) -> None:
        path = path_of(node)
        if path is not None and path[0] not in bound:
            for name in path:
                self.check_name(node, name)
            self.reading.names.add(path[0])
            self.reading.paths.add(path)
            return
        self.visit(node.value, bound)
        if isinstance(node.slice, ast.Slice):
            self.each([part for part in (node.slice.lower, node.slice.upper, node.slice.step) if part], bound)
        elif isinstance(node.slice, ast.Tuple):
            raise self.source.wrong(node.slice, "One position or key at a time.")
        else:
            self.visit(node.slice, bound)

    def visit_BinOp(self, node: ast.BinOp, bound: Bound) -> None:
        if not isinstance(node.op, _OPERATORS):
            hint = "Call functions by name: upper(title)." if isinstance(node.op, ast.BitOr) else None
            raise self.source.wrong(node, "This operator is not part of expressions.", hint=hint)
        self.each([node.left, node.right], bound)

    def visit_UnaryOp(self, node: ast.UnaryOp, bound: Bound) -> None:
        if isinstance(node.op, ast.Invert):
            raise self.source.wrong(node, "~ is not part of expressions.", hint="Write not.")
        self.visit(node.operand, bound)

    def visit_BoolOp(self, node: ast.BoolOp, bound: Bound) -> None:
        self.each(node.values, bound)

    def visit_IfExp(self, node: ast.IfExp, bound: Bound) -> None:
        self.each([node.test, node.body, node.orelse], bound)

    def visit_Compare(self, node: ast.Compare, bound: Bound) -> None:
        sides = [node.left, *node.comparators]
        if len(sides) > MAX_CHAIN:
            raise self.source.wrong(node, "The chain of comparisons is too long.", "too_large", "Join parts with and.")
        for op, left, right in zip(node.ops, sides, sides[1:], strict=False):
            if isinstance(op, (ast.Is, ast.IsNot)) and not (_is_none(left) or _is_none(right)):
                raise self.source.wrong(node, "`is` works with None only.", hint="Write ==.")
        self.each(sides, bound)

    def visit_List(self, node: ast.List | ast.Tuple | ast.Set, bound: Bound) -> None:
        self.each(node.elts, bound)

    visit_Tuple = visit_Set = visit_List

    def visit_Dict(self, node: ast.Dict, bound: Bound) -> None:
        if any(key is None for key in node.keys):
            raise self.source.wrong(node, "** is not part of displays.", hint="Use merge(a, b).")
        self.each([key for key in node.keys if key is not None], bound)
        self.each(node.values, bound)

    def visit_JoinedStr(self, node: ast.JoinedStr, bound: Bound) -> None:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self._field(part, bound)
            else:
                self.visit(part, bound)

    def _field(self, node: ast.FormattedValue, bound: Bound) -> None:
        if node.conversion != -1:
            raise self.source.wrong(node, "Conversions such as !r are not part of expressions.", hint="Remove it.")
        spec = constant_spec(node)
        if spec is None:
            raise self.source.wrong(node, "A format must be constant.", hint="Use pad() for a computed width.")
        problem = spec_problem(spec) if spec else None
        if problem is not None:
            raise self.source.wrong(node, problem, "format")
        self.visit(node.value, bound)

    def visit_ListComp(self, node: ast.ListComp | ast.GeneratorExp, bound: Bound) -> None:
        self.visit(node.elt, self._loops(node.generators, bound))

    visit_GeneratorExp = visit_ListComp

    def visit_DictComp(self, node: ast.DictComp, bound: Bound) -> None:
        inner = self._loops(node.generators, bound)
        self.each([node.key, node.value], inner)

    def _loops(self, loops: list[ast.comprehension], bound: Bound) -> Bound:
        for loop in loops:
            self.reading.loops += 1
            if loop.is_async or self.reading.loops > MAX_LOOPS:
                raise self.source.wrong(
                    loop.target, phrase("At most {max_loops} plain loops fit in an expression.", max_loops=MAX_LOOPS)
                )
            self.visit(loop.iter, bound)
            self.entering(loop, bound)
            bound = bound | frozenset(self._target(loop.target))
            self.each(loop.ifs, bound)
        return bound

    def entering(self, loop: ast.comprehension, bound: Bound) -> None:
        """For subclasses: a loop begins; its variables are not in `bound` yet."""

    def _target(self, node: ast.expr) -> list[str]:
        names = targets(node)
        if not names or len(set(names)) != len(names) or any(name in LITERALS for name in names):
            raise self.source.wrong(node, "Loop with one name, or several different ones.")
        for name in names:
            self.check_name(node, name)
        return names

    def visit_Call(self, node: ast.Call, bound: Bound) -> None:
        if not isinstance(node.func, ast.Name):
            hint: str | None = (
                phrase("Write {attr}(…) as a function.", attr=node.func.attr)
                if isinstance(node.func, ast.Attribute)
                else None
            )
            raise self.source.wrong(node.func, "Only named functions can be called.", hint=hint)
        name = node.func.id
        known = name in FUNCTIONS or self.extra is None or name in self.extra
        if not known:
            hint = did_you_mean(name, [*FUNCTIONS, *(self.extra or ())])
            raise self.source.wrong(
                node.func, phrase("There is no function {name}().", name=name), "unknown_function", hint
            )
        for keyword in node.keywords:
            if keyword.arg is None:
                raise self.source.wrong(keyword, "** is not part of calls.")
        if name in FUNCTIONS:
            problem = FUNCTIONS[name].misfit(len(node.args), [str(keyword.arg) for keyword in node.keywords])
            if problem is not None:
                raise self.source.wrong(
                    node, problem, "arguments", phrase("It is {signature}.", signature=FUNCTIONS[name].signature)
                )
        self.reading.calls.add(name)
        self.each([*node.args, *(keyword.value for keyword in node.keywords)], bound)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


_WORDS = {
    "Lambda": "A lambda",
    "NamedExpr": "An assignment with :=",
    "Starred": "Unpacking with *",
    "Await": "await",
    "Yield": "yield",
    "YieldFrom": "yield",
    "SetComp": "A set comprehension",
    "Slice": "A slice here",
}
_HINTS = {"SetComp": "Write unique([… for …]).", "Starred": "Add lists with +."}
