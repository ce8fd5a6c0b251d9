"""Completion: conditions a source cannot evaluate, judged here over rows fetched piece by piece, up to a limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolwright.extend.datasource import Limits, Link, SelectQuery
from toolwright.rows.judging import Judge

PIECE = 500
LimitedBy = Literal["rows", "bytes"]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that passed, in order, of `seen` rows; `last_seen` is the last of those, `limited_by` what stopped it."""

    rows: Sequence[Row]
    last_seen: Row | None = None
    seen: int = 0
    limited_by: LimitedBy | None = None


async def find(link: Link, query: SelectQuery, judge: Judge, places: Sequence[int], want: int, limits: Limits) -> Found:
    """The first `want` rows of `query` that pass, looking at no more than `limits.max_rows`.

    `places` is where the sort values of the query stand; empty for a table without key, which is read from its start.
    Going backward, the rows nearest to the end come first, and the answer is in the order of the query all the same.
    """
    rows: list[Row] = []
    last: Row | None = None
    seen = 0
    async for piece in _pieces(link, query, places, limits):
        verdicts = await judge(link, [dict(zip(query.columns, row, strict=True)) for row in piece])
        judged = list(zip(piece, verdicts, strict=True))
        for row, passes in reversed(judged) if query.backward else judged:
            if seen >= limits.max_rows:
                return Found(_in_order(rows, query), last, seen, "rows")
            seen += 1
            last = row
            if passes:
                rows.append(row)
                if len(rows) >= want:
                    return Found(_in_order(rows, query), last, seen)
        await asyncio.sleep(0)  # let others run between pieces
    return Found(_in_order(rows, query), last, seen)


async def _pieces(
    link: Link, query: SelectQuery, places: Sequence[int], limits: Limits
) -> AsyncIterator[Sequence[Row]]:
    if not places:
        batches = link.stream(replace(query, offset=0, limit=None), limits, PIECE)
        skipped = 0
        async for batch in batches:
            yield batch.rows[max(0, query.offset - skipped) :]
            skipped += len(batch.rows)
        return
    page = replace(query, limit=PIECE)
    while True:
        batch = await link.select(page, limits)
        yield batch.rows
        if not batch.rows or (len(batch.rows) < PIECE and batch.limited_by is None):
            return
        edge = batch.rows[0] if query.backward else batch.rows[-1]
        page = replace(page, after=tuple(edge[place] for place in places), offset=0)


def _in_order(rows: list[Row], query: SelectQuery) -> Sequence[Row]:
    return rows[::-1] if query.backward else rows
