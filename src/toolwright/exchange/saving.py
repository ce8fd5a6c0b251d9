"""Saving: the writer of each export format."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from toolwright.errors import InvalidInput, phrase
from toolwright.exchange import parquet
from toolwright.exchange.bundle import as_bundle
from toolwright.exchange.layout import Layout, Pages
from toolwright.exchange.text_files import as_csv, as_json, as_ndjson
from toolwright.exchange.workbook import as_xlsx

Write = Callable[[Pages, Layout], AsyncIterator[bytes]]


@dataclass(frozen=True, slots=True)
class Writer:
    """An export format. Writers yield the file while rows come, or from disk once they all came."""

    write: Write
    media_type: str
    check: Callable[[], None] = lambda: None
    """Raises what stands in the way, before anything is read."""


WRITERS: Mapping[str, Writer] = {
    "csv": Writer(as_csv, "text/csv; charset=utf-8"),
    "json": Writer(as_json, "application/json"),
    "ndjson": Writer(as_ndjson, "application/x-ndjson"),
    "xlsx": Writer(as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": Writer(parquet.as_parquet, "application/vnd.apache.parquet", parquet.check_installed),
    "zip": Writer(as_bundle, "application/zip"),
}
"""The writer of each format. A new format adds its module and a line here."""


def writer_of(format_: str) -> Writer:
    """The writer of a format. Raises InvalidInput, or Unavailable when what it needs is not installed."""
    writer = WRITERS.get(format_)
    if writer is None:
        raise InvalidInput(
            phrase("There is no export format '{format}'.", format=format_[:40]),
            code="export.unknown_format",
            hint=phrase("Use one of: {writers}.", writers=", ".join(WRITERS)),
        )
    writer.check()
    return writer
