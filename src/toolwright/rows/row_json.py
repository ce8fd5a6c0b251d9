"""Rows as JSON: straight from tuples, with the forms of values that lose nothing.

Decimals and whole numbers beyond 2**53 are texts, moments and times ISO 8601 with six digits of a second or none,
durations ISO 8601, binary data Base64.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

import orjson

from toolwright.expressions import to_text
from toolwright.rows.contract import Page, StoredRow

_STRICT = orjson.OPT_STRICT_INTEGER
_SAFE = 1 << 53
_Maker = Callable[..., list[dict[str, object]]]
_NOTHING: Mapping[int, Iterable[object]] = MappingProxyType({})


def page_json(page: Page) -> bytes:
    """A page as the answer of a list."""
    answer: dict[str, object] = {
        "items": page.dicts() if page.expanded else objects(page.columns, page.rows, len(page.columns)),
        "cursor": page.next_cursor,
        "previous": page.previous_cursor,
        "count": page.count,
        "count_is_capped": page.count_is_capped,
        "limited_by": page.limited_by,
        "masked": sorted(page.masked) if page.masked else (),
        "completed": page.completed,
    }
    if page.ids is not None:
        answer["ids"] = page.ids
    if page.marks is not None:
        answer["marks"], answer["mark_faults"] = page.marks, page.mark_faults
    return to_json(answer)


def objects(
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
    fetched: int,
    instead: Mapping[int, Iterable[object]] = _NOTHING,
) -> list[dict[str, object]]:
    """The rows, each of `fetched` cells, as JSON objects of the first cells; columns of `instead` count in place of
    theirs."""
    return _maker(len(columns), fetched, tuple(instead))(columns, rows, *instead.values())


@lru_cache(maxsize=500)
def _maker(width: int, fetched: int, instead: tuple[int, ...]) -> _Maker:
    """What makes dicts of rows of so many columns, a third of the time that `dict(zip(…))` takes for each of them.

    As dataclasses do it: a function written for the number of columns. Nothing but numbers goes into its text.
    """
    keys = "".join(f"k{place}, " for place in range(width))
    cells = "".join(f"v{place}, " for place in range(fetched))
    pairs = ", ".join(f"k{place}: {'x' if place in instead else 'v'}{place}" for place in range(width))
    given = "".join(f", x{place}" for place in instead)
    each = f"({cells}){given} in zip(rows{given}, strict=True)" if instead else f"{cells}in rows"
    text = f"def make(columns, rows{given}):\n    {keys or '()'} = columns\n    return [{{{pairs}}} for {each}]"
    made: dict[str, _Maker] = {}
    exec(text, made)  # noqa: S102  # see above
    return made["make"]


def row_answer(row: StoredRow) -> dict[str, object]:
    """One row as part of an answer: the rows found along relations stand among its values."""
    values = {**row.values, **row.expanded} if row.expanded else row.values
    return {"id": row.id, "version": row.version, "values": values, "masked": sorted(row.masked)}


def to_json(value: object, *, has_times: bool = True) -> bytes:
    """JSON text of plain values, the rare ones in the forms named above.

    Without times of day (`has_times` False) moments are written faster. orjson loses noughts at the start of the
    fraction of a time: 00:00:00.010000 would become 00:00:00.10000, which is another one.
    """
    own = orjson.OPT_PASSTHROUGH_DATETIME if has_times else 0
    try:
        return orjson.dumps(value, default=_rare, option=_STRICT | own)
    except TypeError:  # a whole number too large for JSON readers, or text that is not Unicode
        return orjson.dumps(_safe(value), default=_rare, option=own)


def _rare(value: object) -> object:
    if type(value) is Decimal:
        text = str(value)
        return text if "E" not in text or abs(value.adjusted()) > 100 else format(value, "f")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, timedelta):
        return to_text(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError


def _safe(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if -_SAFE < value < _SAFE else str(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {str(_safe(str(key))): _safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(item) for item in value]
    return value
