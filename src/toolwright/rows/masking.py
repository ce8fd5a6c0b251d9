"""Masking: values the actor may not see become dots before anything else happens to a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolwright.expressions import Filter, bind, evaluate_filter
from toolwright.expressions.filter import columns_of
from toolwright.rows.contract import MASK
from toolwright.rows.sight import Sight

Rows = Sequence[tuple[object, ...]]


@dataclass(frozen=True, eq=False)
class Masking:
    """The masked columns among `columns`, each with the condition under which it shows all the same (None: never)."""

    columns: tuple[str, ...]
    masked: Mapping[str, Filter | None]

    @property
    def judged_columns(self) -> frozenset[str]:
        """The columns that the conditions read."""
        return frozenset(path[0] for rule in self.masked.values() if rule is not None for path in columns_of(rule))

    def apply(self, names: Sequence[str], rows: Rows, context: Mapping[str, object]) -> Rows:
        """The rows (values in the order of `names`) with what must not show replaced."""
        if not self.masked:
            return rows
        places = [
            (names.index(name), None if rule is None else bind(rule, context)) for name, rule in self.masked.items()
        ]
        shown = []
        for row in rows:
            cells = list(row)
            whole = dict(zip(names, row, strict=True))
            for place, rule in places:
                if rule is None or not evaluate_filter(rule, whole):
                    cells[place] = MASK
            shown.append(tuple(cells))
        return shown


def masking(sight: Sight, columns: tuple[str, ...]) -> Masking:
    """How `columns` of the table are masked for the actor."""
    hidden = [name for name in columns if name in sight.access.masked]
    return Masking(columns, {name: _rule(sight, name) for name in hidden})


def _rule(sight: Sight, name: str) -> Filter | None:
    """The condition that shows the column, when it can be judged on the row alone."""
    if name not in sight.access.clear_rules:
        return None
    rule = sight.clear(name)
    return rule if all(len(path) == 1 and path != ("row",) for path in columns_of(rule)) else None
