"""Code: the expressions of nodes, parsed once, with what they read."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache

from toolwright.expressions import (
    Expression,
    Program,
    Template,
    compile_expression,
    compile_template,
    emit,
    parse,
    parse_template,
)
from toolwright.extend.nodes import Code

EXTRA_FUNCTIONS: Mapping[str, str] = {"can": "boolean", "can_open": "boolean", "has_role": "boolean"}
"""Functions a screen brings, and what they answer."""
_EXTRA = frozenset(EXTRA_FUNCTIONS)
_MOST_VALUES = {"can": 2, "can_open": 1, "has_role": 1}


@lru_cache(maxsize=8192)
def parsed(source: str) -> Expression:
    """The expression of that source text."""
    return parse(source, extra_functions=_EXTRA)


@lru_cache(maxsize=8192)
def template(text: str) -> Template:
    """The template of that text."""
    return parse_template(text, extra_functions=_EXTRA)


def expressions(code: Code) -> tuple[Expression, ...]:
    """Every expression in a code."""
    return template(code.source).expressions if code.is_template else (parsed(code.source),)


def paths(code: Code) -> frozenset[tuple[str, ...]]:
    """The data paths a code reads."""
    return frozenset().union(*(expression.paths for expression in expressions(code)))


def read_of(path: tuple[str, ...]) -> tuple[str, str]:
    """What a part that reads this path of the screen depends on."""
    root = "query" if path[0] == "query_all" else path[0]
    return (root, path[1] if len(path) > 1 else "*")


def names(code: Code) -> frozenset[str]:
    """The root names a code reads."""
    return frozenset().union(*(expression.names for expression in expressions(code)))


def python(code: Code, bound: frozenset[str], records: frozenset[str] = frozenset()) -> str:
    """The Python source of a code; names in `bound` are local variables, those in `records` hold plain dicts."""
    if not code.is_template:
        return _emit(parsed(code.source), bound, records)
    parts = template(code.source).parts
    if len(parts) == 1 and isinstance(parts[0], Expression):
        return _emit(parts[0], bound, records)
    texts = (f"_t(b,{_emit(part, bound, records)})" if isinstance(part, Expression) else repr(part) for part in parts)
    return f"_join(b,{','.join(texts)})"


def _emit(expression: Expression, bound: frozenset[str], records: frozenset[str]) -> str:
    if records and "for" in expression.source:  # a loop variable of the expression may have the name of a record
        records -= {node.id for node in ast.walk(expression.tree) if isinstance(node, ast.Name) and _is_bound(node)}
    return emit(expression, bound, records)


def _is_bound(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def is_steady(code: Code) -> bool:
    """Whether a test cannot fail and reads only names of the whole screen, so that it may be decided beforehand."""
    if code.is_template:
        return False
    expression = parsed(code.source)
    return all(isinstance(node, _STEADY) and _is_shallow(node) for node in ast.walk(expression.tree))


def _is_shallow(node: ast.AST) -> bool:
    """One step into the data of a name; further ones may meet text, which has no fields. Functions of the screen over
    constants: what somebody may do does not change while a page is written."""
    if isinstance(node, ast.Call):
        most = _MOST_VALUES.get(node.func.id, -1) if isinstance(node.func, ast.Name) else -1
        plain = not node.keywords and all(isinstance(value, ast.Constant) for value in node.args)
        return plain and len(node.args) <= most
    if isinstance(node, ast.Compare):
        return len(node.ops) == 1
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Constant)
    return not isinstance(node, ast.Attribute) or isinstance(node.value, ast.Name)


_STEADY = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp,
    ast.Eq, ast.NotEq, ast.And, ast.Or, ast.Not, ast.Load, ast.Call,
)  # fmt: skip
SCREEN_NAMES = frozenset({"user", "params", "query", "query_all", "state", "app", "screen", "workspace", "env"})


def program(text: str) -> Program:
    """The program of text with `{{ }}`."""
    return compile_template(template(text))


def program_of(code: Code) -> Program:
    """The program of a code."""
    return program(code.source) if code.is_template else compile_expression(parsed(code.source))
