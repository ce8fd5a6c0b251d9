"""Indexes of words in SQLite: an FTS5 table beside each table that is searched (https://sqlite.org/fts5.html).

It holds no text itself: it reads the columns through a view, which gives them names that no column of a design has, and
is kept by triggers, so that whatever changes a row changes it in the same transaction. Words are told apart and
compared without case and accents by SQLite's own `unicode61`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from toolwright.extend.datasource import Search, Term
from toolwright.extend.sql.ddl import ID, Ddl, table_name
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.words import Hits, Sql, WordIndex
from toolwright.model.table import Table

_WEIGHTS = (8.0, 4.0, 2.0)
"""How much a word counts in the first columns; in all others 1."""


class SqliteWords(WordIndex):
    """See the module."""

    def asked(self, search: Search, columns: Sequence[str]) -> str:
        terms = " AND ".join(map(_term, search.terms))
        if set(columns) <= set(search.columns):
            return terms
        places = " ".join(f"c{place}" for place, name in enumerate(columns) if name in search.columns)
        return f"{{{places}}} : ({terms})"

    def next_word(self, table: Table) -> str | None:
        return f"SELECT term FROM {quoted(terms_name(table))} WHERE term >= ? LIMIT 1"  # noqa: S608  # quoted name

    def holds(self, table: Table, asked: Sql, key: Sql) -> Sql:
        name = quoted(index_name(table))
        index = sa.table(name, sa.column("rowid"), sa.column(name))
        itself: Sql = sa.literal_column(f'"{name}"')
        one: Hits = sa.select(sa.literal_column("1")).select_from(index)
        return sa.exists(one.where(itself.op("MATCH")(asked), index.c.rowid == key))

    def hits(self, table: Table, asked: Sql, *, is_scored: bool = False) -> Hits:
        name = quoted(index_name(table))
        index = sa.table(name, sa.column("rowid"), sa.column(name))
        itself: Sql = sa.literal_column(f'"{name}"')
        chosen: list[Sql] = [index.c.rowid.label(ID)]
        if is_scored:
            weights: list[Sql] = [sa.literal_column(repr(weight)) for weight in _WEIGHTS[: len(table.search)]]
            chosen.append(sa.func.bm25(itself, *weights).label("score"))
        return sa.select(*chosen).select_from(index).where(itself.op("MATCH")(asked))


def index_name(table: Table) -> str:
    """What the index of words of a table is called."""
    return f"_tw_words_{table_name(table)}"


def terms_name(table: Table) -> str:
    """What the list of words in the index of a table is called."""
    return f"_tw_terms_{table_name(table)}"


def create(ddl: Ddl, table: Table) -> Iterator[str]:
    """The statements that make the index of a table, filled from its rows."""
    name = ddl.name(index_name(table))
    columns = ", ".join(f"c{place}" for place in range(len(table.search)))
    yield (
        f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content={ddl.name(_view(table))}, content_rowid='{ID}', "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    yield f"INSERT INTO {name} ({name}) VALUES ('rebuild')"  # noqa: S608  # quoted name
    yield f"CREATE VIRTUAL TABLE {ddl.name(terms_name(table))} USING fts5vocab({name}, instance)"


def attach(ddl: Ddl, table: Table) -> Iterator[str]:
    """The statements that make what the index reads, and keep it current."""
    here, index = ddl.name(table_name(table)), ddl.name(index_name(table))
    shown = ", ".join(f"{ddl.name(column)} AS c{place}" for place, column in enumerate(table.search))
    yield f"CREATE VIEW {ddl.name(_view(table))} AS SELECT {ddl.name(ID)} AS {ID}, {shown} FROM {here}"  # noqa: S608  # as above
    names = ", ".join(f"c{place}" for place in range(len(table.search)))
    old, new = (", ".join(f"{row}.{ddl.name(column)}" for column in (ID, *table.search)) for row in ("OLD", "NEW"))
    out = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', {old});"  # noqa: S608  # as above
    into = f"INSERT INTO {index} (rowid, {names}) VALUES ({new});"  # noqa: S608  # as above
    differs = " OR ".join(f"OLD.{ddl.name(column)} IS NOT NEW.{ddl.name(column)}" for column in (ID, *table.search))
    for event, when, body in (("INSERT", "", into), ("DELETE", "", out), ("UPDATE", f"WHEN {differs} ", out + into)):
        trigger = ddl.name(f"{index_name(table)}_{event.lower()}")
        yield f"CREATE TRIGGER {trigger} AFTER {event} ON {here} {when}BEGIN {body} END"


def detach(ddl: Ddl, table: Table) -> Iterator[str]:
    """The statement that lets go of the columns; triggers go with those of the table."""
    if table.search:
        yield f"DROP VIEW {ddl.name(_view(table))}"


def drop(ddl: Ddl, table: Table) -> Iterator[str]:
    """The statement that removes the index."""
    if table.search:
        yield f"DROP TABLE IF EXISTS {ddl.name(terms_name(table))}"
        yield f"DROP TABLE {ddl.name(index_name(table))}"


def _view(table: Table) -> str:
    return f"_tw_texts_{table_name(table)}"


def _term(term: Term) -> str:
    """Words as FTS5 takes them: in quotes, so that no character of them is an order."""
    if term.forms:
        return "(" + " OR ".join(f'"{form}"' for form in term.forms) + ")"
    text = term.text.replace('"', '""')
    return f'"{text}"' if term.is_whole else f'"{text}"*'
