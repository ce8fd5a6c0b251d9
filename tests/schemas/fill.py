"""Fills every table of a database that others designed with rows that satisfy its constraints: `fill.py URL ROWS`.

Knows nothing of the products: it reflects the schema, orders tables by foreign keys and makes up values by type and
name. Runs in the same environment as the scripts that made the tables.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import uuid

import sqlalchemy as sa
from sqlalchemy import exc

random.seed(5)
NOW = dt.datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  # the databases keep naive times
WORDS = (
    "amber",
    "basalt",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "granite",
    "harbour",
    "indigo",
    "juniper",
    "kelp",
    "lagoon",
)


def text_for(column: sa.Column, number: int, unique: bool) -> str:
    name = column.name.lower()
    if "email" in name:
        value = f"{random.choice(WORDS)}{number}@example.com"
    elif "url" in name or "link" in name:
        value = f"https://example.com/{random.choice(WORDS)}/{number}"
    elif "slug" in name or "code" in name or "key" in name or name.endswith("_id") or "path" in name:
        value = f"{random.choice(WORDS)}-{number}"
    else:
        value = " ".join(random.choice(WORDS) for _ in range(random.randint(1, 4))).capitalize()
        value = f"{value} {number}" if unique else value
    length = getattr(column.type, "length", None)
    if length and len(value) > length:
        value = f"{number:x}"[-length:] if unique else value[:length]
    return value


def value_for(column: sa.Column, number: int, unique: bool) -> object:  # noqa: C901
    kind = column.type
    if isinstance(kind, sa.Enum):
        return random.choice(kind.enums)
    if isinstance(kind, sa.JSON) or "JSON" in str(kind).upper():
        return {"number": number, "word": random.choice(WORDS)}
    if isinstance(kind, sa.Boolean) or str(kind).upper().startswith("TINYINT(1)"):
        return random.random() < 0.6
    if isinstance(kind, (sa.Uuid, sa.types.UUID)) or (isinstance(kind, sa.CHAR) and kind.length == 32):
        return uuid.uuid4() if isinstance(kind, (sa.Uuid, sa.types.UUID)) else uuid.uuid4().hex
    if isinstance(kind, sa.Integer):
        small = "SMALL" in str(kind).upper() or "TINY" in str(kind).upper()
        return number if unique else random.randint(0, 120 if small else 900)
    if isinstance(kind, (sa.Numeric, sa.Float)):
        whole = (kind.precision or 8) - (kind.scale or 2)
        return round(random.random() * min(10**whole - 1, 900), 2)
    if isinstance(kind, sa.DateTime):
        return NOW - dt.timedelta(minutes=random.randint(1, 90_000))
    if isinstance(kind, sa.Date):
        return (NOW - dt.timedelta(days=random.randint(1, 900))).date()
    if isinstance(kind, sa.Time):
        return dt.time(random.randint(0, 23), random.randint(0, 59))
    if isinstance(kind, sa.Interval):
        return dt.timedelta(minutes=random.randint(1, 900))
    if isinstance(kind, sa.LargeBinary):
        return bytes([number % 256]) * 8
    if "INET" in str(kind).upper():
        return f"10.0.{number // 250 % 250}.{number % 250}"
    if isinstance(kind, sa.String):
        return text_for(column, number, unique)
    return None


def row_for(
    table: sa.Table, number: int, keys: dict[str, list[dict[str, object]]], unique: set[str]
) -> dict[str, object]:
    row: dict[str, object] = {}
    for key in table.foreign_key_constraints:
        target = key.referred_table
        known = keys.get(target.name, [])
        nullable = all(column.nullable for column in key.columns)
        if not known or target is table or (nullable and random.random() < 0.2):
            continue
        chosen = known[number % len(known)] if set(key.column_keys) & unique else random.choice(known)
        for element in key.elements:
            row[element.parent.name] = chosen.get(element.column.name)
    for column in table.columns:
        generated = column.computed is not None or column.identity is not None
        automatic = column.primary_key and (column.autoincrement is True or column.server_default is not None)
        if column.name in row or generated or automatic:
            continue
        if column.autoincrement is True or (column.nullable and random.random() < 0.15):
            continue
        if column.foreign_keys and column.nullable:
            continue
        row[column.name] = value_for(column, number, column.name in unique or column.primary_key)
    return row


def json_columns(connection: sa.Connection) -> set[tuple[str, str]]:
    """MariaDB keeps JSON as long text with a check; the reflected type does not tell."""
    if connection.dialect.name != "mysql":
        return set()
    found = connection.execute(
        sa.text(
            "SELECT table_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = database()"
        )
    )
    return {(table, clause.split("`")[1]) for table, clause in found if clause.startswith("json_valid")}


def main() -> None:
    url, rows = sys.argv[1], int(sys.argv[2])
    url = url.replace("postgresql://", "postgresql+psycopg://").replace("mysql://", "mysql+pymysql://")
    engine = sa.create_engine(url)
    metadata = sa.MetaData()
    metadata.reflect(engine)
    keys: dict[str, list[dict[str, object]]] = {}
    empty = []
    with engine.connect() as connection:
        as_json = json_columns(connection)
        connection.rollback()
        for table in metadata.tables.values():
            for column in table.columns:
                if (table.name, column.name) in as_json:
                    column.type = sa.JSON()
        for table in metadata.sorted_tables:
            unique = {column for index in table.indexes if index.unique for column in index.columns}
            unique |= {c.name for u in table.constraints if isinstance(u, sa.UniqueConstraint) for c in u.columns}
            done = 0
            for number in range(1, rows * 3):
                if done >= rows:
                    break
                try:
                    with connection.begin():
                        connection.execute(table.insert().values(row_for(table, number, keys, unique)))
                    done += 1
                except (exc.DBAPIError, exc.StatementError):
                    continue
            with connection.begin():
                keys[table.name] = [dict(row) for row in connection.execute(table.select().limit(200)).mappings()]
            if not keys[table.name]:
                empty.append(table.name)
    print(
        len(metadata.sorted_tables), "tables,", sum(map(len, keys.values())), "rows; empty:", ", ".join(empty) or "none"
    )


if __name__ == "__main__":
    main()
