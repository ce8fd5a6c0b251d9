"""The types of MySQL and MariaDB: what they are to us, from the column type as the catalogue writes it."""

from __future__ import annotations

import re

from toolwright.model.table import Column, DataType

_KINDS: dict[str, DataType] = {
    "tinyint": DataType.INTEGER,
    "smallint": DataType.INTEGER,
    "mediumint": DataType.INTEGER,
    "int": DataType.INTEGER,
    "bigint": DataType.INTEGER,
    "year": DataType.INTEGER,
    "bit": DataType.INTEGER,
    "decimal": DataType.DECIMAL,
    "float": DataType.FLOAT,
    "double": DataType.FLOAT,
    "char": DataType.TEXT,
    "varchar": DataType.TEXT,
    "tinytext": DataType.TEXT,
    "text": DataType.TEXT,
    "mediumtext": DataType.TEXT,
    "longtext": DataType.TEXT,
    "enum": DataType.TEXT,
    "set": DataType.TEXT,
    "inet4": DataType.TEXT,
    "inet6": DataType.TEXT,
    "date": DataType.DATE,
    "time": DataType.TIME,
    "datetime": DataType.DATETIME,
    "timestamp": DataType.DATETIME,
    "uuid": DataType.UUID,
    "json": DataType.JSON,
    "binary": DataType.BINARY,
    "varbinary": DataType.BINARY,
    "tinyblob": DataType.BINARY,
    "blob": DataType.BINARY,
    "mediumblob": DataType.BINARY,
    "longblob": DataType.BINARY,
}
_BITS = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}
_NAME = re.compile(r"[a-z0-9]+")
_ITEM = re.compile(r"'((?:[^']|'')*)'")
_SIZE = re.compile(r"\((\d+)(?:,(\d+))?\)")


def base(native: str | None) -> str:
    """The type's name alone: `int(11) unsigned` → `int`."""
    found = _NAME.match((native or "").lower())
    return found[0] if found else ""


def data_type(native: str) -> DataType:
    """What a column type is to us."""
    if native.lower().startswith(("tinyint(1)", "bit(1)")):
        return DataType.BOOLEAN
    return _KINDS.get(base(native), DataType.OTHER)


def options(native: str) -> tuple[str, ...]:
    """The values of an ENUM or SET."""
    if base(native) not in ("enum", "set"):
        return ()
    return tuple(item.replace("''", "'") for item in _ITEM.findall(native))


def size(native: str) -> tuple[int | None, int | None]:
    """The numbers in brackets."""
    found = _SIZE.search(native)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else (None, None)


def integer_range(column: Column) -> tuple[int, int]:
    """The whole numbers the column can hold."""
    native = (column.native_type or "bigint").lower()
    name = base(native)
    if name == "year":
        return 0, 2155
    if name == "bit":
        return 0, (1 << (size(native)[0] or 1)) - 1
    bits = _BITS.get(name, 64)
    return (0, (1 << bits) - 1) if "unsigned" in native else (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)


def is_utf8(column: Column | None) -> bool:
    """Whether any text can be compared with the column as it is, which an index then serves."""
    return column is not None and "character set" not in (column.native_type or "")
