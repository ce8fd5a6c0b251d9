"""PostgreSQL's types: what they are to us, from their own names."""

from __future__ import annotations

from toolwright.model.table import Column, DataType

_EXACT: dict[str, DataType] = {
    "smallint": DataType.INTEGER,
    "integer": DataType.INTEGER,
    "bigint": DataType.INTEGER,
    "oid": DataType.INTEGER,
    "numeric": DataType.DECIMAL,
    "real": DataType.FLOAT,
    "double precision": DataType.FLOAT,
    "boolean": DataType.BOOLEAN,
    "text": DataType.TEXT,
    "character varying": DataType.TEXT,
    "character": DataType.TEXT,
    "name": DataType.TEXT,
    "citext": DataType.TEXT,
    "inet": DataType.TEXT,
    "cidr": DataType.TEXT,
    "macaddr": DataType.TEXT,
    "macaddr8": DataType.TEXT,
    "xml": DataType.TEXT,
    "date": DataType.DATE,
    "time without time zone": DataType.TIME,
    "timestamp without time zone": DataType.DATETIME,
    "timestamp with time zone": DataType.DATETIME,
    "interval": DataType.DURATION,
    "uuid": DataType.UUID,
    "json": DataType.JSON,
    "jsonb": DataType.JSON,
    "bytea": DataType.BINARY,
}
_ITEMS = frozenset(
    {
        "smallint", "integer", "bigint", "numeric", "real", "double precision", "boolean", "text", "character varying",
        "date", "time without time zone", "timestamp without time zone", "timestamp with time zone", "uuid",
    }
)  # fmt: skip
_PLAIN_TEXT = frozenset({"text", "character varying"})
_RANGES = {"smallint": 15, "integer": 31, "bigint": 63}


def base(native: str | None) -> str:
    """The type's name without domain, size and precision: `numeric(10,2)` → `numeric`."""
    name = (native or "").rpartition(" = ")[2]
    start, end = name.find("("), name.find(")")
    return (name[:start] + name[end + 1 :]).strip() if 0 <= start < end else name


def data_type(native: str, *, is_enum: bool) -> DataType:
    """What a type is to us; `OTHER` for those shown as text."""
    if is_enum:
        return DataType.TEXT
    name = base(native)
    if name.endswith("[]"):
        return DataType.LIST if name[:-2] in _ITEMS else DataType.OTHER
    return _EXACT.get(name, DataType.OTHER)


def is_enum(column: Column) -> bool:
    """Whether the column has an enum type of its own."""
    return bool(column.options) and column.native_type is not None and base(column.native_type) not in _EXACT


def is_plain_text(column: Column) -> bool:
    """Whether the column is read and compared as text without a cast."""
    return column.native_type is None or base(column.native_type) in _PLAIN_TEXT


def integer_range(column: Column) -> tuple[int, int]:
    """The whole numbers the column can hold."""
    name = base(column.native_type)
    if name == "oid":
        return 0, (1 << 32) - 1
    bits = _RANGES.get(name, 63)
    return -(1 << bits), (1 << bits) - 1
