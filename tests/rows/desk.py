"""A service desk in a SQLite file, with roles that each see another part of it: the shared ground of these tests."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from toolwright.builtin.datasources.sqlite.connector import Sqlite
from toolwright.errors import NotFound
from toolwright.extend.datasource import DataSource, Limits
from toolwright.model.base import SecretText
from toolwright.model.role import Role
from toolwright.model.source import DataSource as SourceDefinition
from toolwright.model.table import Table
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.policy import Actor
from toolwright.rows import EventBus, Links, Rows, Seal

SQL = """
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, region TEXT, credit_note TEXT, account_id INTEGER, blocked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE tickets (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'open', priority INTEGER,
  owner TEXT, secret TEXT, cost NUMERIC, customer_id INTEGER REFERENCES customers(id), created_at TEXT, photo BLOB
);
CREATE TABLE order_lines (
  order_no TEXT, line INTEGER, item TEXT, amount INTEGER NOT NULL, PRIMARY KEY (order_no, line)
);
CREATE TABLE people (ssn TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT);
CREATE TABLE log (at TEXT, text TEXT);
CREATE VIEW open_tickets AS SELECT id, title FROM tickets WHERE status = 'open';
INSERT INTO customers VALUES
  (1, 'Acme', 'north', 'CREDIT-A', 10, 0), (2, 'Bolt', 'south', 'CREDIT-B', 11, 0), (3, 'Hidden Corp', 'secret', 'CREDIT-H', 12, 1);
INSERT INTO order_lines VALUES ('A/1', 1, 'disk', 3), ('A/1', 2, 'cable', 5), ('B,2', 1, 'fan', 1), ('', 7, 'empty', 0);
INSERT INTO people VALUES ('111-22', 'Ann', 'x'), ('333-44', 'Bob', 'y'), ('555-66', 'Cid', NULL);
INSERT INTO log VALUES ('2026-01-01', 'one'), ('2026-01-02', 'two'), ('2026-01-03', 'three');
"""
OWNERS = ("ann@example.org", "bob@example.org", None)
STATUSES = ("open", "closed", "waiting")
SECRET = "CANARY"


def column(name: str, kind: str = "text", **more: object) -> dict[str, object]:
    return {"name": name, "type": kind, **more}


def source_table(**settings: object) -> Table:
    return Table.model_validate({"source": "erp", **settings})


def tables() -> dict[str, Table]:
    customers = source_table(
        native={"table": "customers"},
        columns=[
            column("id", "integer", nullable=False),
            column("name", required=True, nullable=False, max_length=40),
            column("region"),
            column("credit_note"),
            column("account_id", "integer"),
            column("blocked", "boolean", nullable=False, has_default=True),
        ],
        primary_key=["id"],
    )
    tickets = source_table(
        native={"table": "tickets"},
        columns=[
            column("id", "integer", nullable=False, has_default=True),
            column("title", required=True, nullable=False, max_length=60),
            column("status", nullable=False, has_default=True, options=[{"value": value} for value in STATUSES]),
            column("priority", "integer"),
            column("owner"),
            column("secret"),
            column("cost", "decimal", precision=10, scale=2),
            column("customer_id", "integer"),
            column("created_at", "datetime"),
            column("photo", "binary"),
        ],
        primary_key=["id"],
        relations=[
            {"name": "customer", "columns": ["customer_id"], "target": "erp.customers", "target_columns": ["id"]}
        ],
        display="title",
    )
    lines = source_table(
        native={"table": "order_lines"},
        columns=[
            column("order_no", nullable=False),
            column("line", "integer", nullable=False),
            column("item"),
            column("amount", "integer", nullable=False, required=True),
        ],
        primary_key=["order_no", "line"],
    )
    people = source_table(
        native={"table": "people"},
        columns=[column("ssn", nullable=False), column("name", nullable=False), column("note")],
        primary_key=["ssn"],
    )
    log = source_table(native={"table": "log"}, columns=[column("at"), column("text")])
    view = source_table(
        native={"table": "open_tickets"}, kind="view", columns=[column("id", "integer"), column("title")]
    )
    standing = tickets.model_copy(update={"filter": "status != 'closed'"})
    return {
        "erp.customers": customers,
        "erp.tickets": tickets,
        "erp.lines": lines,
        "erp.people": people,
        "erp.log": log,
        "erp.open_tickets": view,
        "erp.active": standing,
    }


def role(*grants: Mapping[str, object], inherits: tuple[str, ...] = ()) -> Role:
    return Role.model_validate({"title": "Role", "inherits": inherits, "grants": list(grants)})


ALL = ["read", "create", "update", "delete"]
ROLES = {
    # sees open tickets without the secret, and customers that are not blocked
    "agent": role(
        {"table": "erp.tickets", "can": ALL, "rows": "status == 'open'", "hide": ["secret"]},
        {"table": "erp.customers", "can": ["read"], "rows": "not blocked", "hide": ["credit_note"]},
    ),
    # sees their own tickets only
    "owner": role({"table": "erp.tickets", "can": ALL, "rows": "owner == user.email"}),
    # sees every ticket, the secret as dots
    "viewer": role({"table": "erp.tickets", "mask": ["secret"]}),
    # everybody's tickets without the secret, their own with it
    "mixed": role(
        {"table": "erp.tickets", "hide": ["secret"]}, {"table": "erp.tickets", "rows": "owner == user.email"}
    ),
    # rules along a relation the role itself cannot read
    "north": role({"table": "erp.tickets", "can": ALL, "rows": "customer.region == 'north'"}),
    # rules no database can evaluate
    "odd": role(
        {"table": "erp.tickets", "can": ALL, "rows": "len(split(title, ' ')) == 2 and status in ['open', 'waiting']"}
    ),
    # may change what it cannot see, and only some of it
    "closer": role({"table": "erp.tickets", "can": ["update"], "columns": ["status"]}),
    "clerk": role({"table": "erp.people", "can": ALL, "hide": ["ssn"]}),
    "shop": role({"table": "erp.lines", "can": ALL}),
}


def user(*roles: str, email: str = "ann@example.org", workspace: str = "desk", **more: Any) -> Actor:
    return Actor(
        kind="user", user_id=email.partition("@")[0], name="Ann", email=email, roles={workspace: roles}, **more
    )


ADMIN = user("admin", email="root@example.org")


def fill(path: Path, tickets: int = 60) -> None:
    """Make the database: ticket n belongs to owner n % 3, customer n % 4 (4 has none), and every secret is a canary."""
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript(SQL)
        rows = [
            (
                n,
                f"Ticket {n}" if n % 5 else f"Long story number {n}",
                STATUSES[n % 3],
                None if n % 7 == 0 else n % 4,
                OWNERS[n % 3],
                f"{SECRET}-{n * 7919 % 1000:03d}",
                f"{n}.50",
                n % 4 or None,
                f"2026-01-{n % 28 + 1:02d} 0{n % 10}:30:00",
                bytes([n % 256]) * 3,
            )
            for n in range(1, tickets + 1)
        ]
        db.executemany("INSERT INTO tickets VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
    db.close()


def workspace(path: Path, name: str = "desk", roles: Mapping[str, Role] | None = None, **source: Any) -> Workspace:
    definition = SourceDefinition(title="ERP", kind="sqlite", settings={"path": str(path)}, **source)
    return Workspace(
        name=name,
        definition=WorkspaceDefinition(title=name),
        sources={"erp": definition},
        tables=tables(),
        roles=ROLES if roles is None else roles,
    )


class Kinds:
    """The kinds these tests need, without the installed registry."""

    def get(self, kind: str) -> DataSource[Any]:
        assert kind == "sqlite"
        return Sqlite()


class NoSecrets:
    async def open(self, workspace: str, name: str) -> SecretText:
        raise NotFound("none", code="vault.no_secret")


@asynccontextmanager
async def plane(limits: Limits | None = None, kinds: Any = None, witness: Any = None) -> AsyncIterator[Rows]:
    """Rows with links of their own."""
    limits = limits or Limits()
    links = Links(kinds or Kinds(), NoSecrets(), timeout_s=limits.timeout_s)
    try:
        yield Rows(links, EventBus(), limits=limits, seal=Seal("test key"), witness=witness)
    finally:
        await links.close()
