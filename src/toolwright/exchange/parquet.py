"""Exports as Parquet, with the types of the columns. Needs the extra `parquet`."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from toolwright.errors import Unavailable
from toolwright.exchange.layout import Layout, Pages
from toolwright.exchange.threads import in_thread, sent
from toolwright.expressions import to_text
from toolwright.model.table import Column, DataType
from toolwright.rows.row_json import to_json

_MAX_PRECISION = 38
Arrow = Any  # pyarrow has no types


async def as_parquet(pages: Pages, layout: Layout) -> AsyncIterator[bytes]:
    """A Parquet file, one row group a batch. Raises Unavailable when its library is not installed."""
    arrow, parquet = _library()
    masked: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="toolwright-export-") as folder:
        path = Path(folder) / "rows.parquet"
        writer: Arrow = None
        try:
            async for page in pages:
                masked |= page.masked
                if writer is None:
                    schema = arrow.schema([(c.name, _type(arrow, c, c.name in masked)) for c in layout.columns])
                    writer = parquet.ParquetWriter(path, schema)
                await in_thread(_add, arrow, writer, page.rows)
            if writer is None:
                schema = arrow.schema([(c.name, _type(arrow, c, False)) for c in layout.columns])
                writer = parquet.ParquetWriter(path, schema)
        finally:
            if writer is not None:
                await in_thread(writer.close)
        async for chunk in sent(path):
            yield chunk


def check_installed() -> None:
    """Raise Unavailable when the library is missing."""
    _library()


def _library() -> tuple[Arrow, Arrow]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise Unavailable(
            "Parquet files need a library that is not installed here.",
            code="export.not_installed",
            hint="Install toolwright[parquet], or export as CSV.",
        ) from None


def _type(arrow: Arrow, column: Column, is_masked: bool) -> Arrow:
    if is_masked:
        return arrow.string()
    if column.type is DataType.DECIMAL:
        precision = column.precision or _MAX_PRECISION
        is_known = column.scale is not None and precision <= _MAX_PRECISION
        return arrow.decimal128(precision, column.scale) if is_known else arrow.string()
    if column.type is DataType.DATETIME:
        return arrow.timestamp("us", "UTC" if column.zoned else None)
    makers = {
        DataType.INTEGER: arrow.int64, DataType.FLOAT: arrow.float64, DataType.BOOLEAN: arrow.bool_,
        DataType.DATE: arrow.date32, DataType.BINARY: arrow.binary,
    }  # fmt: skip
    if column.type is DataType.TIME:
        return arrow.time64("us")
    if column.type is DataType.DURATION:
        return arrow.duration("us")
    return makers.get(column.type, arrow.string)()


def _add(arrow: Arrow, writer: Arrow, rows: Sequence[tuple[object, ...]]) -> None:
    cells = list(zip(*rows, strict=True))
    arrays = []
    for kind, column in zip(writer.schema, cells, strict=True):
        values = [_texted(value) for value in column] if arrow.types.is_string(kind.type) else column
        arrays.append(arrow.array(values, kind.type))
    writer.write_table(arrow.Table.from_arrays(arrays, schema=writer.schema))


def _texted(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return to_json(value).decode() if isinstance(value, list | dict) else to_text(value)
