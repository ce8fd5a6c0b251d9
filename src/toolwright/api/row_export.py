"""Exports: every row as CSV, JSON or lines of JSON, written while it is read."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import AsyncIterator, Callable, Mapping

from toolwright.errors import InvalidInput
from toolwright.expressions import to_text
from toolwright.rows import Page
from toolwright.rows.row_json import to_json

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Writer = Callable[[AsyncIterator[Page], tuple[str, ...]], AsyncIterator[bytes]]


async def as_csv(pages: AsyncIterator[Page], columns: tuple[str, ...]) -> AsyncIterator[bytes]:
    """CSV (RFC 4180) in UTF-8. Text a spreadsheet would run as a formula gets a `'` in front; numbers stay numbers."""
    yield _lines([[_guarded(name) for name in columns]])
    async for page in pages:
        yield _lines([[_cell(value) for value in row] for row in page.rows])


async def as_json(pages: AsyncIterator[Page], _columns: tuple[str, ...]) -> AsyncIterator[bytes]:
    """One JSON array of objects."""
    lead = b"["
    async for page in pages:
        yield lead + to_json(page.dicts())[1:-1]
        lead = b","
    yield b"[]" if lead == b"[" else b"]"


async def as_ndjson(pages: AsyncIterator[Page], _columns: tuple[str, ...]) -> AsyncIterator[bytes]:
    """One JSON object a line."""
    async for page in pages:
        yield b"".join(to_json(item) + b"\n" for item in page.dicts())


_FORMATS: Mapping[str, tuple[Writer, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "ndjson": (as_ndjson, "application/x-ndjson"),
}


def writer_of(format_: str) -> tuple[Writer, str]:
    """The writer and media type of a format. Raises InvalidInput."""
    if format_ not in _FORMATS:
        raise InvalidInput(
            f"There is no export format '{format_[:40]}'.",
            code="export.unknown_format",
            hint=f"Use one of: {', '.join(_FORMATS)}.",
        )
    return _FORMATS[format_]


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, list | dict):
        return to_json(value).decode()
    return to_text(value)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
