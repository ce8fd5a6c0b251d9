"""Reading files: formats, encodings, delimiters, local forms, and what is wrong with bad ones."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from toolwright.errors import InvalidInput, LimitReached, ToolwrightError
from toolwright.exchange.contract import Reader, ReadOptions
from toolwright.exchange.infer import infer
from toolwright.exchange.intake import sample_of
from toolwright.exchange.local import date_in, plain_number
from toolwright.exchange.mapping import suggested_names
from toolwright.exchange.opening import open_file

NO_OPTIONS = ReadOptions()


def moment(*parts: int) -> datetime:
    """A moment without a zone, as files have them."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def opened(path: Path, data: bytes | str, options: ReadOptions = NO_OPTIONS) -> Reader:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return open_file(path, options)


def rows_of(reader: Reader) -> list[tuple[object, ...]]:
    return [row for block in reader.blocks() for row in zip(*block.cells, strict=True)]


def bad_of(reader: Reader) -> list[tuple[int, str]]:
    return [(bad.line, bad.error.code) for block in reader.blocks() for bad in block.bad]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


# --- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(file: Path, encoding: str, delimiter: str) -> None:
    lines = [["Straße", "Größe", "Preis"], *[[f"Müller{n}weg", f"{n}", f"{n} € für Öl"] for n in range(40)]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    reader = opened(file, text.encode(encoding))
    assert reader.headers == ("Straße", "Größe", "Preis")
    assert reader.facts["delimiter"] == delimiter
    assert rows_of(reader)[39] == ("Müller39weg", "39", "39 € für Öl")


def test_quotes_line_breaks_and_lines(file: Path) -> None:
    reader = opened(file, 'a,b\n1,"two\nlines, and ""quotes"""\n\n3,four\n,\n5,six\n')
    assert rows_of(reader) == [("1", 'two\nlines, and "quotes"'), ("3", "four"), ("5", "six")]
    assert [list(block.lines) for block in reader.blocks()] == [[2, 5, 7]]


def test_rows_of_another_width_are_told_with_their_line(file: Path) -> None:
    reader = opened(file, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n9,9,9\n")
    assert rows_of(reader) == [("1", "2", "3"), ("1", "2", "3"), ("9", "9", "9")]
    assert bad_of(reader) == [(3, "import.cells"), (4, "import.cells")]


@pytest.mark.parametrize(
    ("text", "line"),
    [('a,b\n1,"never closed\n2,3\n', 2), ('a,b\n1,2\n3,"x"y\n', 3)],
)
def test_broken_quotes_name_their_line(file: Path, text: str, line: int) -> None:
    reader = opened(file, text)
    with pytest.raises(InvalidInput) as wrong:
        rows_of(reader)
    assert wrong.value.code == "import.malformed"
    assert wrong.value.where is not None
    assert wrong.value.where.line == line


def test_a_file_without_a_header_gets_names(file: Path) -> None:
    reader = opened(file, "1,Ann,2026-01-02\n2,Bob,2026-01-03\n")
    assert reader.headers == ("Column 1", "Column 2", "Column 3")
    assert len(rows_of(reader)) == 2
    told = opened(file, "Ann,Bob\nCid,Dan\n", ReadOptions(header=False))
    assert rows_of(told) == [("Ann", "Bob"), ("Cid", "Dan")]


def test_bytes_that_are_no_utf8_far_down_are_found(file: Path) -> None:
    text = "a,b\n" + "1,plain\n" * 200_000
    reader = opened(file, text.encode() + "2,Größe\n".encode("cp1252"))
    assert rows_of(reader)[-1] == ("2", "Größe")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.malformed"),
        (b"\n\n\n", "import.malformed"),
        (b"PK\x03\x04 not really", "import.malformed"),
        (b"\xd0\xcf\x11\xe0 old", "import.malformed"),
        (b"SQLite format 3\0 broken", "import.malformed"),
        (b"[1, 2, 3]", "import.malformed"),
        (b'[{"a": 1}, {"a": ', "import.malformed"),
        (b'[{"a": 1} {"a": 2}]', "import.malformed"),
        (b'{"a": NaN}', "import.malformed"),
        (b'[{"a": ' + b"[" * 100_000 + b"1" + b"]" * 100_000 + b"}]", "import.malformed"),
        (("a" + ",a" * 3000).encode(), "import.too_large"),
    ],
)
def test_what_cannot_be_read_says_why(file: Path, data: bytes, code: str) -> None:
    with pytest.raises(ToolwrightError) as wrong:
        rows_of(opened(file, data))
    assert wrong.value.code == code


@pytest.mark.parametrize(
    "options", [ReadOptions(format="doc"), ReadOptions(encoding="klingon"), ReadOptions(sheet="x", format="xlsx")]
)
def test_wrong_options_are_refused(file: Path, options: ReadOptions) -> None:
    book = Workbook()
    book.active.append(["a"])
    book.save(file)
    with pytest.raises(InvalidInput):
        open_file(file, options if options.format else ReadOptions(format="csv", encoding=options.encoding))


# --- JSON -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1, "b": "x"}, {"b": "y", "a": 2.50}]',
        '{"a": 1, "b": "x"}\n{"a": 2.50, "b": "y"}\n',
        '{"offset": {"x": [1]}, "records": [{"id": "r1", "createdTime": "t", "fields": {"a": 1, "b": "x"}},'
        ' {"id": "r2", "createdTime": "t", "fields": {"a": 2.50, "b": "y"}}]}',
    ],
)
def test_json_in_all_its_forms(file: Path, text: str) -> None:
    reader = opened(file, text)
    assert reader.headers == ("a", "b")
    assert rows_of(reader) == [(1, "x"), (Decimal("2.50"), "y")]


def test_json_is_read_in_pieces_with_lines(file: Path) -> None:
    items = [{"n": n, "text": "ü" * (n % 300), "deep": {"k": [n]}} for n in range(3000)]
    reader = opened(file, "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]")
    assert rows_of(reader) == [(item["n"], item["text"], item["deep"]) for item in items]
    assert next(iter(reader.blocks())).lines[:3] == [2, 3, 4]


def test_json_rows_that_do_not_fit_are_told(file: Path) -> None:
    start = ",".join(['{"a": 1}'] * 1000)
    reader = opened(file, f'[{start}, 5, {{"b": 1}}]')
    assert [code for _, code in bad_of(reader)] == ["import.not_an_object", "import.unknown_column"]


# --- spreadsheets and SQLite ------------------------------------------------------------------------------------------


def test_xlsx_keeps_types(file: Path) -> None:
    book = Workbook()
    book.active.title = "Empty first"
    sheet = book.create_sheet("Orders")
    sheet.append([])
    sheet.append(["Name", "Count", "When", "Day", "Ok", ""])
    sheet.append(["=1+1", 3, moment(2026, 1, 2, 3, 4), date(2026, 5, 6), True, None])
    sheet.append([None] * 5)
    sheet.append(["x_x000D_y", 2.5, None, None, False, None])
    book.save(file)
    reader = open_file(file, ReadOptions(sheet="Orders"))
    assert reader.headers == ("Name", "Count", "When", "Day", "Ok")
    rows = rows_of(reader)
    assert rows[0][1:] == (3, moment(2026, 1, 2, 3, 4), moment(2026, 5, 6), True)
    assert rows[1][:2] == ("x\ry", 2.5)
    with pytest.raises(InvalidInput):
        open_file(file, NO_OPTIONS)  # the first sheet is empty


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="One">
 <table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>
  <table:table-cell><text:p>Amount</text:p></table:table-cell><table:table-cell><text:p>Day</text:p></table:table-cell>
  <table:table-cell table:number-columns-repeated="16000"/></table:table-row>
 <table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>Two<text:s text:c="2"/>blanks</text:p><text:p>and lines</text:p></table:table-cell>
  <table:table-cell office:value-type="float" office:value="2.5"><text:p>2,50</text:p></table:table-cell>
  <table:table-cell office:value-type="date" office:date-value="2026-03-01"/></table:table-row>
 <table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
 <table:table-row><table:table-cell><text:p>last</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def write_ods(path: Path, content: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)


def test_ods_is_read(file: Path) -> None:
    write_ods(file, ODS)
    reader = open_file(file, NO_OPTIONS)
    assert reader.headers == ("Name", "Amount", "Day")
    two = ("Two  blanks\nand lines", Decimal("2.5"), date(2026, 3, 1))
    assert rows_of(reader) == [two, two, ("last", None, None)]
    assert next(iter(reader.blocks())).lines == [2, 3, 1_048_004]


def test_entities_and_bombs_are_refused(file: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + ODS.partition("?>")[2]
    write_ods(file, bomb.replace("last", "&b;"))
    with pytest.raises(InvalidInput):
        rows_of(open_file(file, NO_OPTIONS))
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("content.xml", "w", force_zip64=True) as big,
    ):
        for _ in range(120):
            big.write(b"\0" * 1_000_000)
    with pytest.raises(LimitReached):
        open_file(file, NO_OPTIONS)


def test_a_table_of_a_sqlite_file(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.executescript(
            "CREATE TABLE a (x, y); INSERT INTO a VALUES (1, 'one'), (2.5, NULL); CREATE TABLE b (z);"
        )
        connection.execute("CREATE VIRTUAL TABLE c USING fts5(w)")
    connection.close()
    reader = open_file(file, ReadOptions(sheet="a"))
    assert (reader.headers, rows_of(reader)) == (("x", "y"), [(1, "one"), (2.5, None)])
    for sheet in (None, "c", "sqlite_schema"):
        with pytest.raises(InvalidInput):
            open_file(file, ReadOptions(sheet=sheet))


# --- guessing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "22", ""], "integer"),
        (["007", "008"], "text"),
        (["1.5", "2"], "decimal"),
        (["1.234,50", "2,5"], "decimal"),
        (["€ 12.00", "1,300.50"], "decimal"),
        (["yes", "no", "yes"], "boolean"),
        (["2026-01-02", "n/a"], "date"),
        (["25.12.2026", "1.2.26"], "date"),
        (["12/25/2026 2:30 PM", "1/2/2026 11:00 am"], "datetime"),
        (["3. März 2026", "12. Dez 2026"], "date"),
        (["2026-01-02T10:00:00Z"], "datetime"),
        (["14:30", "9:05"], "time"),
        (["a@example.org", "b@example.org"], "email"),
        (["https://example.org/x"], "url"),
        (["10.0.0.1", "::1"], "ip"),
        (["123e4567-e89b-12d3-a456-426614174000"], "uuid"),
        (["open", "closed"] * 10, "select"),
        (["a\nb", "c"], "long_text"),
        (["Some text", "other words"], "text"),
        ([], "text"),
        ([1, 2, None], "integer"),
        ([1, 2.5], "number"),
        ([Decimal("1.5"), 2], "number"),
        ([moment(2026, 1, 1), None], "date"),
        ([moment(2026, 1, 1, 5)], "datetime"),
        ([True, False], "boolean"),
        ([{"a": 1}], "json"),
        ([1, "x"], "text"),
    ],
)
def test_types_are_told_from_values(cells: list[object], kind: str) -> None:
    assert infer(cells).kind == kind


@pytest.mark.parametrize(
    ("text", "order", "value"),
    [
        ("03/04/2026", "dmy", date(2026, 4, 3)),
        ("03/04/2026", "mdy", date(2026, 3, 4)),
        ("2026/4/3", "mdy", date(2026, 4, 3)),
        ("3-Mar-99", "dmy", date(1999, 3, 3)),
        ("March 3rd, 2026", "dmy", date(2026, 3, 3)),
        ("31.02.2026", "dmy", None),
        ("1.2.2026 14.30", "dmy", moment(2026, 2, 1, 14, 30)),
        ("text", "dmy", None),
    ],
)
def test_dates_in_local_forms(text: str, order: str, value: object) -> None:
    assert date_in(text, order) == value  # type: ignore[arg-type]  # one of the orders


@pytest.mark.parametrize(
    ("text", "mark", "plain"),
    [
        ("1.234,50", ",", "1234.50"), ("1,234.50", ".", "1234.50"), ("1 234,5 €", ",", "1234.5"), ("(12.00)", ".", "-12.00"),
        ("CHF 1'000.25", ".", "1000.25"), ("−5", ".", "-5"), ("1,2,3", ".", "1,2,3"), ("twelve", ".", "twelve"),
    ],
)  # fmt: skip
def test_numbers_in_local_forms(text: str, mark: str, plain: str) -> None:
    assert plain_number(text, mark) == plain  # type: ignore[arg-type]  # one of the marks


def test_names_for_new_columns() -> None:
    names = suggested_names(["Größe (cm)", "größe cm", "2nd", "日本", "Ship-To", "ID"])
    assert list(names.values()) == ["groesse_cm", "groesse_cm_2", "column_2nd", "column", "ship_to", "given_id"]


def test_a_sample_is_bounded(file: Path) -> None:
    reader = opened(file, "a,b\n" + "1,x\n" * 50_000)
    assert len(sample_of(reader).lines) == 1000
