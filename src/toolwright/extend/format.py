"""Formats of values, and the rule that chooses one from the schema."""

from __future__ import annotations

import re
from enum import StrEnum

from toolwright.model.table import Column, DataType, Table

LIST_WIDTH = 8
"""Columns a list shows by itself; the others can be turned on."""
_NOT_IN_LISTS = {DataType.JSON, DataType.BINARY, DataType.OTHER}


class Format(StrEnum):
    """How a value is written."""

    AUTO = "auto"
    TEXT = "text"
    LONG = "long"
    MONO = "mono"
    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    BYTES = "bytes"
    DURATION = "duration"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    RELATIVE = "relative"
    BOOLEAN = "boolean"
    BADGE = "badge"
    PERSON = "person"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    IMAGE = "image"
    MARKDOWN = "markdown"
    RICH = "rich"
    JSON = "json"
    RATING = "rating"
    BAR = "bar"
    COLOR = "color"
    PEOPLE = "people"
    FILES = "files"


def default_columns(table: Table, *, in_list: bool) -> list[str]:
    """The columns shown of a table nobody has set up; lists leave out long values."""
    columns = [column for column in table.columns if column.type is not DataType.BINARY]
    if in_list:
        shown = [column for column in columns if not column.long and (column.files or column.type not in _NOT_IN_LISTS)]
        columns = sorted(shown, key=lambda column: column.whom == "account")
    return [column.name for column in columns]


def is_people(table_ref: str) -> bool:
    """Whether rows of the table are people, by its name."""
    return _PEOPLE.search(table_ref) is not None


_FORMATS = frozenset(Format)
_PEOPLE = re.compile(r"(^|[._])(users?|people|persons?|staff|employees?|agents?|members?|contacts?)$")
_BY_TYPE: dict[DataType, Format] = {
    DataType.INTEGER: Format.NUMBER,
    DataType.DECIMAL: Format.NUMBER,
    DataType.FLOAT: Format.NUMBER,
    DataType.BOOLEAN: Format.BOOLEAN,
    DataType.DATE: Format.DATE,
    DataType.TIME: Format.TIME,
    DataType.DATETIME: Format.DATETIME,
    DataType.DURATION: Format.DURATION,
    DataType.UUID: Format.MONO,
    DataType.JSON: Format.JSON,
}
_BY_NAME: tuple[tuple[re.Pattern[str], Format], ...] = (
    (re.compile(r"(^|_)e?_?mail(_address)?$"), Format.EMAIL),
    (re.compile(r"(^|_)(phone|mobile|telephone|fax)(_number)?$"), Format.PHONE),
    (re.compile(r"(^|_)(url|uri|website|homepage|link)$"), Format.URL),
    (
        re.compile(r"(^|_)(ip|ip_address|mac|hostname|host|serial(_number)?|sku|hash|sha256|md5|code|slug|number)$"),
        Format.MONO,
    ),
)


def format_of(table: Table, column: Column) -> Format:
    """How a column is written when nobody said so."""
    if column.cell is not None and column.cell.format in _FORMATS:
        return Format(column.cell.format)
    if column.files is not None:
        return Format.FILES
    if column.options:
        return Format.BADGE
    if column.whom is not None:
        return Format.PEOPLE if column.type is DataType.LIST else Format.PERSON
    is_key = column.name in table.primary_key or any(column.name in relation.columns for relation in table.relations)
    if column.type is DataType.INTEGER and (is_key or column.name.endswith("_id") or column.name == "year"):
        return Format.TEXT if column.name == "year" else Format.MONO
    if column.type is DataType.TEXT:
        if column.long:
            return Format.LONG
        return next((form for pattern, form in _BY_NAME if pattern.search(column.name)), Format.TEXT)
    return _BY_TYPE.get(column.type, Format.TEXT)
