"""Code: the expressions of nodes, parsed once, with what they read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from toolwright.expressions import (
    Expression,
    Program,
    Template,
    compile_expression,
    compile_template,
    emit,
    emit_text,
    parse,
    parse_template,
)
from toolwright.extend.nodes import Code

EXTRA_FUNCTIONS: Mapping[str, str] = {"can": "boolean", "has_role": "boolean"}
"""Functions a screen brings, and what they answer."""
_EXTRA = frozenset(EXTRA_FUNCTIONS)


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


def names(code: Code) -> frozenset[str]:
    """The root names a code reads."""
    return frozenset().union(*(expression.names for expression in expressions(code)))


def python(code: Code, bound: frozenset[str]) -> str:
    """The Python source of a code; names in `bound` are local variables."""
    if not code.is_template:
        return emit(parsed(code.source), bound)
    parts = template(code.source).parts
    if len(parts) == 1 and isinstance(parts[0], Expression):
        return emit(parts[0], bound)
    texts = (emit_text(part, bound) if isinstance(part, Expression) else repr(part) for part in parts)
    return f"_join(b,{','.join(texts)})"


def program(text: str) -> Program:
    """The program of text with `{{ }}`."""
    return compile_template(template(text))


def program_of(code: Code) -> Program:
    """The program of a code."""
    return program(code.source) if code.is_template else compile_expression(parsed(code.source))
