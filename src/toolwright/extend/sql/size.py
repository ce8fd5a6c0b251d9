"""How many bytes rows take, near enough to hold a limit."""

from __future__ import annotations

from collections.abc import Sequence


def fitting(rows: Sequence[tuple[object, ...]], max_bytes: int) -> int:
    """How many of the first rows fit into `max_bytes`."""
    total = 0
    for place, row in enumerate(rows):
        for cell in row:
            kind = type(cell)
            if kind is str or kind is bytes:
                total += len(cell)  # type: ignore[arg-type]  # text or bytes
            elif kind is dict or kind is list:
                total += _nested(cell)
            else:
                total += 8
        if total > max_bytes:
            return place
    return len(rows)


def _nested(value: object) -> int:
    if isinstance(value, dict):
        return sum(len(str(key)) + _nested(item) for key, item in value.items())
    if isinstance(value, list):
        return sum(map(_nested, value))
    return len(value) if isinstance(value, (str, bytes)) else 8
