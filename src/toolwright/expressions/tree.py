"""Tree: Python's tree of a source text, measured and located, before the grammar has judged it."""

from __future__ import annotations

import ast
import threading

from toolwright.errors import InvalidExpression, phrase
from toolwright.expressions.scan import Scanner, Source

MAX_DEPTH = 60
LITERALS: dict[str, bool | None] = {"true": True, "false": False, "none": None, "null": None}
_parsing = threading.RLock()
"""Python 3.11 counts the depth of all trees being made in one place, so threads that parse at the same time get a
SystemError now and then (CPython issue 106905). Screens are compiled in threads."""


class Located(Source):
    """Source text that knows where the nodes of its tree are."""

    __slots__ = ()

    def span(self, node: ast.AST) -> tuple[int, int]:
        """(start, end) of a node in characters of the text, without the template offset."""
        shift = len(self.text) - len(self.text.lstrip())
        body = self.text[shift:]
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", None)
        end = len(body.encode()) if end is None else end
        if not body.isascii():  # the parser counts bytes of UTF-8
            raw = body.encode()
            start, end = len(raw[:start].decode(errors="ignore")), len(raw[:end].decode(errors="ignore"))
        return start + shift, end + shift

    def wrong(
        self, node: ast.AST, detail: str, code: str = "not_allowed", hint: str | None = None
    ) -> InvalidExpression:
        """The error for a node."""
        return self.fault(*self.span(node), detail, code, hint)


def read_tree(source: Located) -> ast.expr:
    """The tree of one expression, of bounded depth, with `true`, `none` and so on as constants."""
    flat, _end = Scanner(source.text, where=source.where, offset=source.offset).scan()
    if not flat.strip():
        raise source.fault(0, len(source.text), "The expression is empty.", hint="Write a name, such as row.title.")
    try:
        with _parsing:
            tree = ast.parse(flat.strip(), mode="eval").body
    except SyntaxError as error:
        raise _syntax(source, error) from None
    except (ValueError, MemoryError, RecursionError):
        raise source.fault(0, len(source.text), "The expression cannot be read.") from None
    _measure(source, tree)
    literal: ast.expr = _Literals().visit(tree)
    return literal


def _syntax(source: Located, error: SyntaxError) -> InvalidExpression:
    shift = len(source.text) - len(source.text.lstrip())
    start = shift + max((error.offset or 1) - 1, 0)
    start = min(start, len(source.text))
    end = max(shift + (error.end_offset or 0) - 1, start + 1)
    text = source.text
    hint = None
    if "=" in text and "==" not in text:
        hint = "Compare with ==."
    elif "&&" in text or "||" in text or "!" in text.replace("!=", ""):
        hint = "Write and, or, not."
    elif "?" in text:
        hint = "Write: this if condition else that."
    return source.fault(
        start,
        min(end, len(text)),
        phrase("This is not a Python expression: {reason}.", reason=phrase(_reason(error))),
        hint=hint,
    )


def _reason(error: SyntaxError) -> str:
    reason = (error.msg or "invalid syntax").split("(<")[0].strip().rstrip(".")
    return reason if len(reason) < 120 else "invalid syntax"


def _measure(source: Located, tree: ast.expr) -> None:
    """Refuse trees deeper than recursion is safe for; iterative on purpose."""
    level: list[ast.AST] = [tree]
    for _depth in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise source.fault(0, len(source.text), "The expression is nested too deeply.", "too_large", "Split it.")


class _Literals(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in LITERALS and isinstance(node.ctx, ast.Load):
            return ast.copy_location(ast.Constant(LITERALS[node.id]), node)
        return node


def path_of(node: ast.AST) -> tuple[str, ...] | None:
    """The data path a chain of `.name` and `["name"]` on a name reads, or None for anything else."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Name):
            return (node.id, *reversed(parts))
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            if not isinstance(node.slice.value, str):
                return None
            parts.append(node.slice.value)
        else:
            return None
        node = node.value


def targets(node: ast.expr) -> list[str]:
    """The names a comprehension binds, or an empty list when it binds something else."""
    parts = node.elts if isinstance(node, (ast.Tuple, ast.List)) else [node]
    return (
        [part.id for part in parts if isinstance(part, ast.Name)]
        if all(isinstance(part, ast.Name) for part in parts)
        else []
    )


def constant_spec(node: ast.FormattedValue) -> str | None:
    """The format spec of an f-string field: "" for none, None when it is computed."""
    if node.format_spec is None:
        return ""
    parts = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else [node.format_spec]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return "".join(texts) if len(texts) == len(parts) else None
