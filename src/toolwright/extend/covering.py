"""Covering: the columns of an index that a calculation view can be worked out from without a look at any row.

Figures over a million rows take the time that reading them takes: an index that holds nothing else is a small part of
the table, and has the rows of each group together already.
"""

from __future__ import annotations

from toolwright.errors import InvalidDefinition
from toolwright.expressions import parse
from toolwright.extend.formula import reads
from toolwright.model.table import DataType, Table
from toolwright.model.view import View

MOST_COLUMNS = 6
"""More of them and the index is hardly smaller than the table."""
_SMALL = frozenset(
    {
        DataType.TEXT, DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT, DataType.BOOLEAN, DataType.DATE,
        DataType.TIME, DataType.DATETIME, DataType.DURATION, DataType.UUID,
    }
)  # fmt: skip


def covering(base: Table, view: View) -> tuple[str, ...]:
    """The columns in order: those grouped by, then all others that the view reads; none where it has to read rows."""
    if not view.is_summary or not view.group:
        return ()
    names = [group.value or group.name for group in view.group]
    names += [measure.value for measure in view.measures if measure.value is not None]
    for condition in (base.filter, view.filter):
        if condition is not None:
            try:
                names += sorted(reads(parse(condition, extra_functions=None)))
            except InvalidDefinition:
                return ()
    found = tuple(dict.fromkeys(names))
    columns = [base.by_name.get(name) for name in found]
    fits = all(one is not None and one.is_stored and not one.long and one.type in _SMALL for one in columns)
    return found if fits and len(found) <= MOST_COLUMNS else ()
