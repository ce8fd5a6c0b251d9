"""Expand: the rows that a page's relations lead to, fetched in one query for each relation, through the same policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.expressions import Column, Compare, Filter, In, Value, conjunction, disjunction
from toolwright.extend.datasource import SelectQuery
from toolwright.extend.row_types import type_of
from toolwright.rows.contract import Expanded
from toolwright.rows.masking import masking
from toolwright.rows.plan import Expansion
from toolwright.rows.request import Request
from toolwright.rows.restriction import restrict
from toolwright.rows.sight import Sight

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
    masked = expansion.target.access.masked & frozenset(expansion.target.list_columns)
    return Expanded([found.get(key) for key in keys], masked)


async def _fetch(request: Request, expansion: Expansion, keys: Sequence[Key]) -> dict[Key, Mapping[str, object]]:
    target, names = expansion.target, expansion.relation.target_columns
    restriction = restrict(target, conjunction(target.visible, keys_filter(target, names, keys)))
    bound = restriction.bind(request.context)
    if bound.is_empty:
        return {}
    shown = target.list_columns
    mask = masking(target, shown)
    fetched = tuple(dict.fromkeys((*shown, *names, *restriction.judged_columns, *sorted(mask.judged_columns))))
    query = SelectQuery(target.table, fetched, bound.condition, related=bound.related, limit=len(keys))
    batch = await request.select(target, query)
    judge = bound.judge
    rows = [row for row in batch.rows if judge is None or judge(dict(zip(fetched, row, strict=True)))]
    places = [fetched.index(name) for name in names]
    values = mask.apply(fetched, rows, request.context)
    return {
        tuple(row[place] for place in places): dict(zip(shown, cells, strict=False))
        for row, cells in zip(rows, values, strict=True)
    }


def keys_filter(sight: Sight, names: Sequence[str], keys: Sequence[Key]) -> Filter:
    """The condition that the columns `names` hold one of `keys`."""
    columns = [Column((name,), type_of(sight.table.by_name[name])) for name in names]
    if len(columns) == 1:
        return In(columns[0], tuple(Value(key[0]) for key in keys))
    pairs = (zip(columns, key, strict=True) for key in keys)
    return disjunction(*(conjunction(*(Compare("eq", c, Value(v)) for c, v in pair)) for pair in pairs))
