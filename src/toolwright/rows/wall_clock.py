"""Clocks on the wall: conditions on date-times that ignore zones, read the way people mean them.

Such a column holds what a clock on the wall shows. A moment it is compared with (`now()`, a text with a zone) is taken
as the clock of whoever asks shows it at that moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import partial

from toolwright.expressions import And, Column, Compare, Filter, In, Not, Operand, Or, Slot, Value, columns_of
from toolwright.model.table import Table
from toolwright.rows.condition import MARK, Path, nodes

Walls = frozenset[Path]


def wall_paths(condition: Filter, table: Table, tables: Mapping[str, Table]) -> Walls:
    """The paths of a condition on rows of `table` that lead to clocks on the wall."""
    return frozenset(path for path in columns_of(condition) if _is_wall(path, table, tables))


def by_the_wall(condition: Filter, walls: Walls, zone: tzinfo) -> Filter:
    """The bound condition, with the moments that these columns are compared with on the clock of `zone`."""
    if not walls:
        return condition
    again = partial(by_the_wall, walls=walls, zone=zone)
    match condition:
        case And(items):
            return And(tuple(map(again, items)))
        case Or(items):
            return Or(tuple(map(again, items)))
        case Not(item):
            return Not(again(item))
        case Compare(op, left, right):
            if _reads(left, walls) or _reads(right, walls):
                return Compare(op, _shown(left, zone), _shown(right, zone))
            return condition
        case In(left, items) if not isinstance(items, Slot) and _reads(left, walls):
            return In(left, tuple(_shown(item, zone) for item in items))
        case _:
            return condition


def _is_wall(path: Path, table: Table, tables: Mapping[str, Table]) -> bool:
    here: Table | None = table
    for step in path[:-1]:
        relation = here.relation_by_name.get(step.removesuffix(MARK)) if here is not None else None
        here = tables.get(relation.target) if relation is not None else None
    column = here.by_name.get(path[-1]) if here is not None else None
    return column is not None and column.wall_clock


def _reads(operand: Operand, walls: Walls) -> bool:
    return any(isinstance(node, Column) and node.path in walls for node in nodes(operand))


def _shown(operand: Operand, zone: tzinfo) -> Operand:
    if not isinstance(operand, Value) or not isinstance(operand.value, datetime) or operand.value.tzinfo is None:
        return operand
    return Value(operand.value.astimezone(zone).replace(tzinfo=None))
