"""Exports as CSV, JSON or lines of JSON, written while rows are read."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import AsyncIterator
from datetime import time

from toolwright.exchange.layout import Layout, Pages, Show
from toolwright.expressions import to_text
from toolwright.model.table import DataType
from toolwright.rows import Page
from toolwright.rows.row_json import to_json

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


async def as_csv(pages: Pages, layout: Layout) -> AsyncIterator[bytes]:
    """CSV (RFC 4180) in UTF-8. Text a spreadsheet would run as a formula gets a `'` in front; numbers stay numbers.

    So does text that looks like one guarded already: an import takes exactly one `'` away again.
    """
    shows = [layout.shows.get(name) for name in layout.names]
    has_shows = any(shows)
    yield _lines([[_guarded(name) for name in layout.names]])
    async for page in pages:
        if has_shows:
            yield _lines([[_shown(*one) for one in zip(shows, row, strict=True)] for row in page.rows])
        else:
            yield _lines([[cell_text(value) for value in row] for row in page.rows])


async def as_json(pages: Pages, layout: Layout) -> AsyncIterator[bytes]:
    """One JSON array of objects."""
    lead = b"["
    async for page in pages:
        yield lead + to_json(_objects(page, layout), has_times=False)[1:-1]
        lead = b","
    yield b"[]" if lead == b"[" else b"]"


async def as_ndjson(pages: Pages, layout: Layout) -> AsyncIterator[bytes]:
    """One JSON object a line."""
    async for page in pages:
        yield b"".join(to_json(item, has_times=False) + b"\n" for item in _objects(page, layout))


def _objects(page: Page, layout: Layout) -> list[dict[str, object]]:
    """The rows as objects. Times as texts: orjson loses noughts at the start of their fractions."""
    objects = page.dicts()
    for name in (column.name for column in layout.columns if column.type is DataType.TIME):
        for item in objects:
            value = item[name]
            item[name] = value.isoformat() if isinstance(value, time) else value
    return objects


def cell_text(value: object) -> str:
    """A value as a cell of CSV."""
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, list | dict):
        return to_json(value).decode()
    return to_text(value)


def _shown(show: Show | None, value: object) -> str:
    text = None if show is None else show(value)
    return cell_text(value) if text is None else _guarded(text)


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
