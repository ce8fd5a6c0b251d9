"""Masking: values the actor may not see become dots before anything else happens to a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolwright.expressions import Filter
from toolwright.rows.contract import MASK
from toolwright.rows.judging import judged_columns, make_judge
from toolwright.rows.request import Request, limits_of
from toolwright.rows.restriction import fetcher
from toolwright.rows.sight import EVERY_ROW, Sight

Rows = Sequence[tuple[object, ...]]


@dataclass(frozen=True, eq=False)
class Masking:
    """The masked columns among those shown, each with the rule under which it shows all the same (None: never)."""

    sight: Sight
    masked: Mapping[str, Filter | None]

    @property
    def judged_columns(self) -> tuple[str, ...]:
        """The columns that the rules need of a row."""
        rules = [rule for rule in self.masked.values() if rule is not None]
        return tuple(dict.fromkeys(name for rule in rules for name in judged_columns(self.sight, EVERY_ROW, rule)))

    async def apply(self, request: Request, names: Sequence[str], rows: Rows) -> Rows:
        """The rows (values in the order of `names`) with what must not show replaced."""
        if not self.masked or not rows:
            return rows
        shown = [list(row) for row in rows]
        verdicts: dict[Filter, Sequence[bool]] = {}
        for name, rule in self.masked.items():
            if rule is not None and rule not in verdicts:
                verdicts[rule] = await self._judged(request, rule, names, rows)
            place = names.index(name)
            for index, cells in enumerate(shown):
                if rule is None or not verdicts[rule][index]:
                    cells[place] = MASK
        return [tuple(cells) for cells in shown]

    async def _judged(self, request: Request, rule: Filter, names: Sequence[str], rows: Rows) -> Sequence[bool]:
        limits = limits_of(request.desk.limits, self.sight)
        fetch = fetcher(request.context, limits)
        judge = make_judge(self.sight, EVERY_ROW, rule, request.context, limits, fetch)
        if judge is None:
            return [True] * len(rows)
        async with request.link_of(self.sight) as link:
            return await judge(link, [dict(zip(names, row, strict=True)) for row in rows])


def masking(sight: Sight, columns: Sequence[str]) -> Masking:
    """How `columns` of the table are masked for the actor."""
    hidden = [name for name in columns if name in sight.access.masked]
    return Masking(sight, {name: sight.clear(name) if name in sight.access.clear_rules else None for name in hidden})
