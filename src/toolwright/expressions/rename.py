"""Rename: rewrite what an expression reads, leaving every other character as it was written."""

from __future__ import annotations

import ast
import keyword

from toolwright.errors import InvalidExpression
from toolwright.expressions.expression import parse_template
from toolwright.expressions.grammar import Bound, Reader
from toolwright.expressions.tree import LITERALS, Located, path_of, read_tree

Path = tuple[str, ...]


def rename(source: str, old: Path, new: str) -> str:
    """`source` with the last name of the data path `old` changed to `new` wherever that path, or a longer one, is read.

    `("row", "name")` renames the field in `row.name` and `row["name"].first`; `("row",)` renames the name itself. Loop
    variables of the same name are left alone. A `new` that is no plain word becomes `["new"]`. Raises
    `InvalidExpression`, with code `expression.rename` when a loop variable would capture the new name.
    """
    if not old or old[-1] == new:
        return source
    located = Located(source)
    finder = _Finder(located, old, new)
    finder.visit(read_tree(located), frozenset())
    if not finder.edits:
        return source
    text = source
    for start, end, replacement in sorted(finder.edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    wanted = _renamed_tree(located, old, new)
    return text if _is_tree(text, wanted) else ast.unparse(wanted)


def rename_in_template(text: str, old: Path, new: str) -> str:
    """`rename` in every `{{ … }}` of a template; the text around them is unchanged."""
    parts = parse_template(text, extra_functions=None).expressions
    for part in reversed(parts):
        end = part.offset + len(part.source)
        text = text[: part.offset] + rename(part.source, old, new) + text[end:]
    return text


def is_plain(name: str) -> bool:
    """Whether a name can be written as `.name` or as a name of its own."""
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name) and name not in LITERALS


class _Finder(Reader):
    """Collects the places of a path as edits (start, end, text), loop variables respected."""

    def __init__(self, source: Located, old: Path, new: str) -> None:
        super().__init__(source, None)
        self.old = old
        self.new = new
        self.edits: list[tuple[int, int, str]] = []
        self.nodes: list[ast.AST] = []

    def visit_Name(self, node: ast.Name, bound: Bound) -> None:
        self._look(node, bound)
        super().visit_Name(node, bound)

    def visit_Attribute(self, node: ast.Attribute, bound: Bound) -> None:
        self._look(node, bound)
        super().visit_Attribute(node, bound)

    def visit_Subscript(self, node: ast.Subscript, bound: Bound) -> None:
        self._look(node, bound)
        super().visit_Subscript(node, bound)

    def _look(self, node: ast.AST, bound: Bound) -> None:
        path = path_of(node)
        if path is None or path[0] in bound or path[: len(self.old)] != self.old:
            return
        for _step in range(len(path) - len(self.old)):
            node = node.value  # type: ignore[attr-defined]  # a path is a chain of these
        self.nodes.append(node)
        self.edits.append(self._edit(node, bound))

    def _edit(self, node: ast.AST, bound: Bound) -> tuple[int, int, str]:
        start, end = self.source.span(node)
        if isinstance(node, ast.Name):
            if self.new in bound:
                raise self._refusal(node, f"A loop variable here is already called {self.new}.")
            if not is_plain(self.new):
                raise self._refusal(node, f"{self.new!r} cannot be a name in expressions.")
            return start, end, self.new
        if isinstance(node, ast.Subscript):
            start, end = self.source.span(node.slice)
            return start, end, _quoted(self.new, self.source.text[start : start + 1])
        attribute = node.attr if isinstance(node, ast.Attribute) else ""
        if is_plain(self.new):
            return end - len(attribute), end, self.new
        inner = self.source.span(node.value)[1] if isinstance(node, ast.Attribute) else start
        inner = self.source.text.index(".", inner)
        return inner, end, f"[{_quoted(self.new, _free_quote(self.source.text, start))}]"

    def _refusal(self, node: ast.AST, detail: str) -> InvalidExpression:
        return self.source.wrong(node, detail, "rename", "Choose another name, or rename the loop variable first.")


def _quoted(name: str, quote: str) -> str:
    text = repr(name)
    if quote == '"' and '"' not in name and "\\" not in text:
        return f'"{name}"'
    return text


def _free_quote(text: str, at: int) -> str:
    """The quote that does not end a string around position `at`, as far as can be told cheaply."""
    return '"' if text[:at].count("'") % 2 else "'"


class _Subscripts(ast.NodeTransformer):
    """Writes `a.b` as `a["b"]`, so both spellings compare equal."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        return ast.copy_location(ast.Subscript(node.value, ast.Constant(node.attr), ast.Load()), node)


def _renamed_tree(source: Located, old: Path, new: str) -> ast.expr:
    """The tree as it must be after renaming, made on the tree itself; the check on the edits."""
    tree: ast.expr = _Subscripts().visit(read_tree(source))
    finder = _Finder(source, old, "x")
    finder.edits, finder._edit = [], lambda node, bound: (0, 0, "")  # type: ignore[method-assign]  # nodes only
    finder.visit(tree, frozenset())
    for node in finder.nodes:
        if isinstance(node, ast.Name):
            node.id = new
        elif isinstance(node, ast.Subscript):
            node.slice = ast.Constant(new)
    return tree


def _is_tree(text: str, wanted: ast.expr) -> bool:
    try:
        found = _Subscripts().visit(read_tree(Located(text)))
    except InvalidExpression:
        return False
    return ast.dump(found) == ast.dump(wanted)
