"""Asked: which columns a condition compares with one value, and which by size, as far as an index can serve it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolwright.errors import InvalidDefinition
from toolwright.expressions import parse
from toolwright.model.table import Table

_BY_SIZE = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Columns that must equal something, and columns that must be larger or smaller than something."""

    equal: tuple[str, ...] = ()
    sized: tuple[str, ...] = ()

    def and_also(self, other: Asked) -> Asked:
        """Both conditions."""
        return Asked(
            tuple(dict.fromkeys((*self.equal, *other.equal))), tuple(dict.fromkeys((*self.sized, *other.sized)))
        )

    def renamed(self, names: Mapping[str, str]) -> Asked:
        """With columns by other names; those without one stand for nothing."""
        return Asked(
            tuple(names[name] for name in self.equal if name in names),
            tuple(names[name] for name in self.sized if name in names),
        )


NOTHING_ASKED = Asked()


def asked_by(text: str | None, table: Table) -> Asked:
    """What a condition asks of the columns of a table. One that cannot be read asks nothing: checking says why."""
    if text is None:
        return NOTHING_ASKED
    try:
        tree = parse(text, extra_functions=None).tree
    except InvalidDefinition:
        return NOTHING_ASKED
    found = [_compared(part, table) for part in _parts(tree)]
    equal = dict.fromkeys(name for name, is_equal in filter(None, found) if is_equal)
    sized = dict.fromkeys(name for name, is_equal in filter(None, found) if not is_equal)
    return Asked(tuple(equal), tuple(sized))


def _parts(tree: ast.expr) -> Iterator[ast.expr]:
    """What must hold together."""
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
        for part in tree.values:
            yield from _parts(part)
    else:
        yield tree


def _compared(part: ast.expr, table: Table) -> tuple[str, bool] | None:
    """The column of a comparison with something that is the same for all rows, and whether it must equal that."""
    if not isinstance(part, ast.Compare) or len(part.ops) != 1:
        return None
    operator, sides = part.ops[0], (part.left, part.comparators[0])
    is_equal = isinstance(operator, ast.Eq | ast.Is)
    if not is_equal and not isinstance(operator, _BY_SIZE):
        return None
    for one, other in (sides, sides[::-1]):
        name = _column(one, table)
        if name is not None and not any(_column(node, table) or _is_row(node, table) for node in ast.walk(other)):
            return name, is_equal
    return None


def _column(node: ast.AST, table: Table) -> str | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "row":
        return node.attr if node.attr in table.by_name else None
    return node.id if isinstance(node, ast.Name) and node.id in table.by_name else None


def _is_row(node: ast.AST, table: Table) -> bool:
    return isinstance(node, ast.Name) and (node.id == "row" or node.id in table.relation_by_name)
