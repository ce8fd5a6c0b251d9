"""A database as grown over years: reserved words, other scripts, composite keys, self references, views, no keys."""

from __future__ import annotations

import sqlite3
from pathlib import Path

SCHEMA = """
CREATE TABLE "Kunden" ("Kunden-Nr" TEXT PRIMARY KEY, "Name" TEXT NOT NULL, "Größe" REAL, "class" TEXT, "🍕" TEXT);
CREATE TABLE account (org INTEGER NOT NULL, nr INTEGER NOT NULL, name TEXT, PRIMARY KEY (org, nr));
CREATE TABLE booking (
  id INTEGER PRIMARY KEY, org INTEGER, nr INTEGER, amount DECIMAL(10,2), booked_at DATETIME,
  FOREIGN KEY (org, nr) REFERENCES account (org, nr)
);
CREATE TABLE employee (
  id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT NOT NULL, password_hash TEXT,
  parent_id INTEGER REFERENCES employee (id), customer TEXT REFERENCES "Kunden" ("Kunden-Nr"), active BOOLEAN DEFAULT 1
);
CREATE TABLE skill (id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE);
CREATE TABLE employee_skill (
  employee_id INTEGER NOT NULL REFERENCES employee (id), skill_id INTEGER NOT NULL REFERENCES skill (id),
  PRIMARY KEY (employee_id, skill_id)
);
CREATE TABLE log (at DATETIME, what TEXT, payload JSON);
CREATE TABLE "order" (id INTEGER PRIMARY KEY, "row" TEXT, "user" TEXT, "from" DATE, "None" INTEGER, status TEXT);
CREATE TABLE alembic_version (version_num TEXT PRIMARY KEY);
CREATE VIEW active_employee AS SELECT id, last_name FROM employee WHERE active;

INSERT INTO "Kunden" VALUES ('K/1, ä', 'Müller & Söhne', 1.5, 'A', 'x'), ('K~2', '', NULL, NULL, NULL);
INSERT INTO account VALUES (1, 1, 'Main'), (1, 2, NULL);
INSERT INTO booking VALUES (1, 1, 1, 10.25, '2026-01-02 03:04:05'), (2, NULL, NULL, NULL, NULL);
INSERT INTO employee VALUES (1, 'Ada', 'Lovelace', 'hash', NULL, 'K/1, ä', 1), (2, NULL, 'Byron', NULL, 1, NULL, 0);
INSERT INTO skill VALUES (1, 'Poetry'), (2, 'Maths');
INSERT INTO employee_skill VALUES (1, 1), (1, 2);
INSERT INTO log VALUES ('2026-01-01', 'started', '{"a": 1}'), (NULL, NULL, NULL);
INSERT INTO "order" VALUES (1, 'r', 'u', '2026-01-01', 3, 'open'), (2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO alembic_version VALUES ('abc');
"""


def build_messy_database(path: Path) -> str:
    """Make the database; answers its address."""
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
    connection.close()
    return f"sqlite:///{path}"
