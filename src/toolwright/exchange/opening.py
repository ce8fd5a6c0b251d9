"""Opening: which format a file has, and its reader."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from toolwright.errors import InvalidInput, did_you_mean, phrase
from toolwright.exchange.bundle_reader import BundleReader
from toolwright.exchange.contract import Reader, ReadOptions, malformed
from toolwright.exchange.delimited import DelimitedReader
from toolwright.exchange.json_rows import JsonReader
from toolwright.exchange.ods import OdsReader
from toolwright.exchange.sqlite_file import SqliteFileReader
from toolwright.exchange.xlsx import XlsxReader

_JSON = re.compile(r"\{|\[\s*([\[{\"\]tfn\d-]|$)")


def _tabs(path: Path, options: ReadOptions) -> Reader:
    return DelimitedReader(path, replace(options, delimiter=options.delimiter or "\t"))


def _bundle(path: Path, options: ReadOptions) -> Reader:
    return BundleReader(path, options, open_file)


READERS: Mapping[str, Callable[[Path, ReadOptions], Reader]] = {
    "csv": DelimitedReader,
    "tsv": _tabs,
    "json": JsonReader,
    "ndjson": JsonReader,
    "xlsx": XlsxReader,
    "ods": OdsReader,
    "sqlite": SqliteFileReader,
    "zip": _bundle,
}
"""The reader of each format. A new format adds its module and a line here."""

MEDIA_TYPES: Mapping[str, str] = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/x-ndjson": "ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.sqlite3": "sqlite",
    "application/zip": "zip",
}
"""Formats by media type."""


def open_file(path: Path, options: ReadOptions) -> Reader:
    """The reader of a file. Raises InvalidInput for what no format can read, LimitReached for what is too large."""
    wanted = options.format or format_of(path)
    if wanted not in READERS:
        raise InvalidInput(
            phrase("There is no import format '{wanted}'.", wanted=wanted[:40]),
            code="import.unknown_format",
            hint=did_you_mean(wanted, READERS),
        )
    reader = READERS[wanted](path, options)
    reader.format = wanted
    return reader


def sheets_of(path: Path, options: ReadOptions) -> tuple[str, ...]:
    """The sheets or tables of a file that may hold several, empty ones included; none for other formats."""
    try:
        reader = open_file(path, replace(options, sheet=None))
    except InvalidInput as fault:
        if "sheets" not in fault.extra:
            raise
        names = fault.extra["sheets"]
    else:
        names = reader.facts.get("sheets", ())
        reader.close()
    return tuple(map(str, names)) if isinstance(names, list | tuple) else ()


def format_of(path: Path) -> str:
    """What the file looks like, whatever it is called."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise malformed("The file is empty.")
    if start.startswith(b"SQLite format 3\0"):
        return "sqlite"
    if start.startswith(b"PK\x03\x04"):
        return _archive(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise malformed("This is a spreadsheet of an old format.", hint="Save it as .xlsx, .ods or CSV.")
    text = start.decode("utf-8-sig", "replace").lstrip()
    return "json" if _JSON.match(text) else "csv"


def _archive(path: Path) -> str:
    """Spreadsheets are archives, too."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError) as wrong:
        raise malformed("The file is neither a readable spreadsheet nor an archive.", hint="Save it again.") from wrong
    if "content.xml" in names:
        return "ods"
    return "xlsx" if "[Content_Types].xml" in names else "zip"
