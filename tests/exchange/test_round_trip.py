"""What an export writes, an import reads back, value for value; and nothing in it is run as a formula."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from toolwright.errors import InvalidInput, LimitReached, Unavailable
from toolwright.exchange import parquet
from toolwright.exchange.contract import ReadOptions
from toolwright.exchange.intake import intake, sample_of
from toolwright.exchange.layout import Layout
from toolwright.exchange.opening import open_file
from toolwright.exchange.saving import writer_of
from toolwright.extend.coerce import Manner
from toolwright.model.table import Column, DataType, Table
from toolwright.rows import Page
from toolwright.rows.columnwise import typed

COLUMNS = (
    Column(name="id", type=DataType.INTEGER, nullable=False),
    Column(name="title", type=DataType.TEXT),
    Column(name="amount", type=DataType.DECIMAL, precision=20, scale=4),
    Column(name="ratio", type=DataType.FLOAT),
    Column(name="is_open", type=DataType.BOOLEAN),
    Column(name="day", type=DataType.DATE),
    Column(name="at", type=DataType.DATETIME),
    Column(name="zoned", type=DataType.DATETIME, zoned=True),
    Column(name="clock", type=DataType.TIME),
    Column(name="took", type=DataType.DURATION),
    Column(name="ref", type=DataType.UUID),
    Column(name="data", type=DataType.JSON),
)
TABLE = Table(columns=COLUMNS, primary_key=("id",))
_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''",
        "'",
        "+4",
        "-",
        "@x",
        "\tx",
        "\rx",
        'say "hi", twice',
        "a\r\nb",
        "_x0041_",
        "n/a",
        "true",
        "007",
        " x ",
    ]
)
_moment = st.datetimes(datetime(1902, 1, 1), datetime(2200, 1, 1))  # noqa: DTZ001
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text("abc'=", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
).filter(lambda value: isinstance(value, list | dict))
ROWS = st.lists(
    st.tuples(
        st.integers(-(2**63), 2**63 - 1),
        st.none() | _text,
        st.none() | st.decimals(-(10**15), 10**15, places=4),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | st.booleans(),
        st.none() | st.dates(date(1902, 1, 1)),
        st.none() | _moment,
        st.none() | _moment.map(lambda moment: moment.replace(tzinfo=UTC)),
        st.none() | st.times(),
        st.none() | st.timedeltas(timedelta(days=-999), timedelta(days=999)),
        st.none() | st.uuids(),
        st.none() | _json,
    ),
    min_size=1,
    max_size=12,
)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # files are slow to make, so examples are not made smaller
Rows = Sequence[tuple[object, ...]]


async def pages(rows: Rows, size: int = 5) -> AsyncIterator[Page]:
    for start in range(0, len(rows), size):
        yield Page(TABLE_NAMES, rows[start : start + size])


TABLE_NAMES = tuple(column.name for column in COLUMNS)


def exported(format_: str, rows: Rows) -> bytes:
    async def work() -> bytes:
        return b"".join([piece async for piece in writer_of(format_).write(pages(rows), Layout(COLUMNS))])

    return asyncio.run(work())


def imported(path: Path, format_: str, is_text: bool) -> list[tuple[object, ...]]:
    options = ReadOptions(format=format_, header=True)
    reader = open_file(path, options)
    assert reader.headers == TABLE_NAMES
    taken = intake(reader, sample_of(reader), TABLE, frozenset(TABLE_NAMES), {}, options, (), {})
    found: list[tuple[object, ...]] = []
    while (cells := taken.next()) is not None:
        assert not taken.block.bad
        columns = []
        for column, raw in zip(COLUMNS, cells, strict=True):
            values, wrong = typed(column, None, raw, Manner(), is_text=is_text)
            assert wrong == [], (column.name, raw)
            columns.append(values)
        found += list(zip(*columns, strict=True))
    return found


@pytest.mark.parametrize("format_", ["csv", "json", "ndjson", "xlsx"])
@settings(max_examples=15, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_what_is_written_is_read_back(tmp_path: Path, format_: str, rows: Rows) -> None:
    path = tmp_path / f"rows.{format_}"
    path.write_bytes(exported(format_, rows))
    assert imported(path, format_, format_ == "csv") == rows


@settings(max_examples=10, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_parquet_has_the_types(tmp_path: Path, rows: Rows) -> None:
    path = tmp_path / "rows.parquet"
    path.write_bytes(exported("parquet", rows))
    table = pyarrow.parquet.read_table(path)
    assert table.column_names == list(TABLE_NAMES)
    for name in ("id", "title", "amount", "ratio", "is_open", "day", "at", "zoned", "clock", "took"):
        place = TABLE_NAMES.index(name)
        assert table.column(name).to_pylist() == [row[place] for row in rows]
    assert table.column("ref").to_pylist() == [None if row[10] is None else str(row[10]) for row in rows]


def one_row(**given_: object) -> tuple[object, ...]:
    return tuple(given_.get(name, 1 if name == "id" else None) for name in TABLE_NAMES)


FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def test_no_text_is_run_as_a_formula() -> None:
    rows = [one_row(id=number, title=text) for number, text in enumerate(FORMULAS)]
    cells = [row[1] for row in csv.reader(io.StringIO(exported("csv", rows).decode(), newline=""))][1:]
    assert cells == [f"'{text}" for text in FORMULAS]
    numbers = next(
        iter(csv.reader(io.StringIO(exported("csv", [one_row(amount=Decimal("-1.5"))]).decode().split("\n", 1)[1])))
    )
    assert numbers[2] == "-1.5"
    sheet = load_workbook(io.BytesIO(exported("xlsx", rows))).active
    found = [cell for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2)]
    assert {cell.data_type for cell in found} == {"s"}
    assert found[0].value == FORMULAS[0]


def test_what_a_cell_cannot_hold_is_not_cut() -> None:
    with pytest.raises(LimitReached) as wrong:
        exported("xlsx", [one_row(title="x" * 40_000)])
    assert wrong.value.code == "export.too_large"


def test_masked_values_stay_masked_in_every_format() -> None:
    row = one_row(id=1, amount="•••", title="•••")

    async def masked() -> AsyncIterator[Page]:
        yield Page(TABLE_NAMES, [row], masked=frozenset({"amount", "title"}))

    async def work(format_: str) -> bytes:
        return b"".join([piece async for piece in writer_of(format_).write(masked(), Layout(COLUMNS))])

    for format_ in ("csv", "json", "ndjson"):
        assert "•••" in asyncio.run(work(format_)).decode()
    assert load_workbook(io.BytesIO(asyncio.run(work("xlsx")))).active["C2"].value == "•••"
    table = pyarrow.parquet.read_table(io.BytesIO(asyncio.run(work("parquet"))))
    assert table.column("amount").to_pylist() == ["•••"]


@pytest.mark.parametrize("format_", ["csv", "json", "ndjson", "xlsx", "parquet"])
def test_no_rows_is_a_whole_file_too(tmp_path: Path, format_: str) -> None:
    data = exported(format_, [])
    assert data or format_ == "ndjson"
    if format_ in ("csv", "xlsx"):
        path = tmp_path / "empty"
        path.write_bytes(data)
        assert open_file(path, ReadOptions()).headers == TABLE_NAMES


def test_formats_that_are_not_there_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidInput):
        writer_of("doc")

    def missing(_name: str) -> Any:
        raise ImportError

    monkeypatch.setattr(parquet, "import_module", missing)
    with pytest.raises(Unavailable) as wrong:
        writer_of("parquet")
    assert "toolwright[parquet]" in (wrong.value.hint or "")
