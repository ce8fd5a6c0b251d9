"""Marking: which of some conditions each row of a page meets, judged here on the rows that were fetched anyway.

A condition may say what a filter may say, and reads no more than one. What is wrong with it is its own matter: the rows
are answered all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from toolwright.errors import InvalidDefinition, InvalidInput, LimitReached, phrase
from toolwright.expressions import Budget, Filter, bind
from toolwright.extend.datasource import Link
from toolwright.rows.judging import Judge, judged_columns, prefixes
from toolwright.rows.person import zone_in
from toolwright.rows.request import Request, limits_of
from toolwright.rows.restriction import asked_filter, fetcher
from toolwright.rows.sight import EVERY_ROW, Sight
from toolwright.rows.wall_clock import by_the_wall, wall_paths

MAX_MARKS = 20
_PIECE = 500
Rows = Sequence[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Marks:
    """The places of the conditions that each row meets, and what is wrong with each condition, if anything is."""

    per_row: Sequence[Sequence[int]]
    faults: Sequence[str | None]


@dataclass(frozen=True, eq=False)
class Marking:
    """The conditions that can be judged, by place among those asked for, and what is wrong with the others."""

    sight: Sight
    size: int
    conditions: dict[int, Filter]
    faults: dict[int, str]

    @property
    def judged_columns(self) -> tuple[str, ...]:
        """The columns that the conditions need of a row."""
        found = (judged_columns(self.sight, one, EVERY_ROW) for one in self.conditions.values())
        return tuple(dict.fromkeys(name for names in found for name in names))

    async def apply(self, request: Request, names: Sequence[str], rows: Rows) -> Marks:
        """The marks of rows, whose values are in the order of `names`."""
        per_row: list[list[int]] = [[] for _ in rows]
        faults = dict(self.faults)
        budget = Budget(steps=5_000_000, size=100_000_000, time_s=2.0)
        for place, condition in self.conditions.items():
            try:
                verdicts = await self._judged(request, condition, names, rows, budget)
            except (InvalidDefinition, InvalidInput, LimitReached) as error:
                faults[place] = error.detail
                continue
            for marks, holds in zip(per_row, verdicts, strict=True):
                if holds:
                    marks.append(place)
        return Marks(per_row, [faults.get(place) for place in range(self.size)])

    async def _judged(
        self, request: Request, condition: Filter, names: Sequence[str], rows: Rows, budget: Budget
    ) -> Sequence[bool]:
        tables, context = self.sight.workspace.tables, request.context
        walls = wall_paths(condition, self.sight.table, tables)
        bound = by_the_wall(bind(condition, context), walls, zone_in(context))
        limits = limits_of(request.desk.limits, self.sight)
        judge = Judge(self.sight, bound, EVERY_ROW, limits, fetcher(context, limits), budget)
        if prefixes(self.sight, bound, is_rule=False):
            async with request.link_of(self.sight) as link:
                return await _by_pieces(judge, link, names, rows)
        return await _by_pieces(judge, None, names, rows)


async def _by_pieces(judge: Judge, link: Link | None, names: Sequence[str], rows: Rows) -> list[bool]:
    """Whether rows meet the condition; without a link it is about themselves alone."""
    verdicts: list[bool] = []
    for start in range(0, len(rows), _PIECE):
        piece = [dict(zip(names, row, strict=True)) for row in rows[start : start + _PIECE]]
        verdicts += judge.alone(piece) if link is None else await judge(link, piece)
        await asyncio.sleep(0)  # let others run between pieces
    return verdicts


def make_marking(sight: Sight, asked: Sequence[str], names: Sequence[str]) -> Marking:
    """What marks the rows of a table. Raises InvalidInput for too many conditions."""
    if len(asked) > MAX_MARKS:
        raise InvalidInput(
            phrase("Rows are marked by at most {max_marks} conditions.", max_marks=MAX_MARKS),
            code="rows.too_many_marks",
        )
    conditions: dict[int, Filter] = {}
    faults: dict[int, str] = {}
    for place, text in enumerate(asked):
        try:
            condition = asked_filter(sight, text, None, names)
            prefixes(sight, condition, is_rule=False)
        except (InvalidDefinition, InvalidInput) as error:
            faults[place] = " ".join(part for part in (error.detail, error.hint) if part)
            continue
        if text.strip():
            conditions[place] = condition
    return Marking(sight, len(asked), conditions, faults)
