"""Substitute: put other expressions in the place of what an expression reads."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from toolwright.errors import phrase
from toolwright.expressions.expression import parse, parse_template
from toolwright.expressions.grammar import Bound, Reader
from toolwright.expressions.tree import Located, path_of, read_tree

Path = tuple[str, ...]


def substitute(source: str, instead: Mapping[Path, str]) -> str:
    """`source` with other expressions where it reads these data paths, every other character as it was written.

    `{("row", "name"): "settings.name"}` makes `upper(row.name)` into `upper(settings.name)`; of two paths that begin
    alike the longer one counts, and what a longer path reads of a shorter one goes on: `row.name.first`. An expression
    of more than one word gets brackets. Loop variables of the same name are left alone. Raises `InvalidExpression`,
    with code `expression.rename` when a loop variable would capture a name of what is put in.
    """
    located = Located(source)
    finder = _Finder(located, instead)
    finder.visit(read_tree(located), frozenset())
    text = source
    for start, end, replacement in sorted(finder.edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    parse(text, extra_functions=None)
    return text


def substitute_in_template(text: str, instead: Mapping[Path, str]) -> str:
    """`substitute` in every `{{ … }}` of a template; the text around them is unchanged."""
    for part in reversed(parse_template(text, extra_functions=None).expressions):
        end = part.offset + len(part.source)
        text = text[: part.offset] + substitute(part.source, instead) + text[end:]
    return text


class _Finder(Reader):
    """Collects the places of paths as edits (start, end, text)."""

    def __init__(self, source: Located, instead: Mapping[Path, str]) -> None:
        super().__init__(source, None)
        self.instead = instead
        self.edits: list[tuple[int, int, str]] = []

    def visit(self, node: ast.AST, bound: Bound) -> None:
        """Note the node when it reads such a path; what it holds besides is looked at as well."""
        path = path_of(node)
        if path is None or path[0] in bound:
            super().visit(node, bound)
            return
        while path not in self.instead:
            if not isinstance(node, ast.Attribute | ast.Subscript):
                return
            node, path = node.value, path[:-1]
        for name in sorted(parse(self.instead[path], extra_functions=None).names & bound):
            message = phrase("A loop variable here is already called {new}.", new=name)
            raise self.source.wrong(node, message, "rename", "Choose another name, or rename the loop variable first.")
        start, end = self.source.span(node)
        goes_on = self.source.text[end : end + 1] in (".", "[")
        self.edits.append((start, end, _operand(self.instead[path], goes_on=goes_on)))


def _operand(source: str, *, goes_on: bool) -> str:
    """An expression as one operand of another; with `goes_on` something of its value is read."""
    tree = read_tree(Located(source))
    if isinstance(tree, ast.Constant):
        is_one = not (goes_on and isinstance(tree.value, int | float))
    else:
        is_one = isinstance(tree, ast.Call | ast.List | ast.Dict) or path_of(tree) is not None
    return source.strip() if is_one else f"({source.strip()})"
