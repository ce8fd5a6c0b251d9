"""Expand: the rows that a page's relations lead to, fetched in one query for each relation, through the same policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.rows.contract import Expanded
from toolwright.rows.judging import unique
from toolwright.rows.masking import masking
from toolwright.rows.plan import Expansion
from toolwright.rows.request import Request, limits_of
from toolwright.rows.restriction import fetch_by_key

PIECE = 500
Key = tuple[object, ...]
Row = tuple[object, ...]


async def expand(request: Request, expansion: Expansion, rows: Sequence[Row]) -> Expanded:
    """What stands behind the relation for each of `rows`; None where there is nothing or policy hides it."""
    keys = [tuple(row[place] for place in expansion.places) for row in rows]
    wanted = [key for key in dict.fromkeys(keys) if None not in key]
    found: dict[Key, Mapping[str, object]] = {}
    for start in range(0, len(wanted), PIECE):
        found.update(await _fetch(request, expansion, wanted[start : start + PIECE]))
    masked = expansion.target.access.masked & frozenset(expansion.target.near_columns)
    return Expanded([found.get(key) for key in keys], masked)


async def _fetch(request: Request, expansion: Expansion, keys: Sequence[Key]) -> dict[Key, Mapping[str, object]]:
    target, names = expansion.target, expansion.relation.target_columns
    shown = target.near_columns
    mask = masking(target, shown)
    columns = unique((*shown, *mask.judged_columns))
    limits = limits_of(request.desk.limits, target)
    async with request.link_of(target) as link:
        found = await fetch_by_key(link, target, target.visible, names, keys, columns, request.context, limits)
    await request.note_read(target, shown, len(found))
    cells = await mask.apply(request, columns, [tuple(row.values()) for row in found.values()])
    return {key: dict(zip(shown, row, strict=False)) for key, row in zip(found, cells, strict=True)}
