"""Indexes of words in PostgreSQL: a GIN index over what a function makes of the columns of a table that is searched.

PostgreSQL keeps it itself, in the transaction of every change and whatever columns are called. Case and accents are
taken off by Unicode's own rules, here and there alike, and marks are blanks, so that the parser sees words alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa

from toolwright.extend.datasource import Search, Term
from toolwright.extend.sql.ddl import ID, table_name
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.words import Hits, Sql, WordIndex
from toolwright.model.table import Column, DataType, Table

WORDS, JOINED = "_tw_words", "_tw_joined"
_WEIGHTS = "ABC"
"""Of the first columns; all others have D. Ranks are divided by one plus the logarithm of the length, as 1 says."""
_ACCENTS = re.compile("[\u0300-\u036f]")
_FUNCTIONS = (
    f"""
CREATE FUNCTION "{WORDS}"(given text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $tw$
  SELECT to_tsvector('pg_catalog.simple'::regconfig, regexp_replace(regexp_replace(
    normalize(lower(coalesce(given, '') COLLATE "{{collation}}"), NFKD),
    '[\\u0300-\\u036f]', '', 'g'), '[\\u0001-\\u002f\\u003a-\\u0060\\u007b-\\u007f]', ' ', 'g'))
$tw$""",
    f"""
CREATE FUNCTION "{JOINED}"(given text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $tw$
  SELECT array_to_string(given, ' ')
$tw$""",
)


class PostgresWords(WordIndex):
    """See the module."""

    def can(self, search: Search, columns: Sequence[str]) -> bool:
        return set(columns) <= set(search.columns)

    def asked(self, search: Search, columns: Sequence[str]) -> str:
        return " & ".join(filter(None, map(_term, search.terms)))

    def hits(self, table: Table, asked: Sql, *, is_scored: bool = False) -> Hits:
        here = sa.table(quoted(table_name(table)), sa.column(quoted(ID))).alias("w")
        words: Sql = sa.literal_column(indexed(table, "w."))
        query = sa.cast(sa.cast(asked, sa.Text), _Query())
        chosen: list[Sql] = [here.c[ID].label(ID)]
        if is_scored:
            chosen.append(
                (sa.literal_column("0") - sa.func.ts_rank(words, query, sa.literal_column("1"))).label("score")
            )
        return sa.select(*chosen).select_from(here).where(words.op("@@")(query))

    def fenced(self, hits: Hits) -> Hits:
        return hits.offset(sa.literal_column("0"))


class _Query(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """The type's name."""
        return "tsquery"


def functions(collation: str) -> Sequence[str]:
    """The statements that make the functions; `collation` tells large letters from small ones."""
    return tuple(text.replace("{collation}", collation) for text in _FUNCTIONS)


def indexed(table: Table, prefix: str = "") -> str:
    """What is indexed of a table: its words, those of the first columns counting more."""
    parts = []
    for place, name in enumerate(table.search):
        weight = _WEIGHTS[place] if place < len(_WEIGHTS) else "D"
        parts.append(f"""setweight("{WORDS}"({_text(table.by_name[name], prefix)}), '{weight}')""")
    return " || ".join(parts)


def _text(column: Column, prefix: str) -> str:
    place = f'{prefix}"{column.source_name}"'
    if column.type is DataType.LIST:
        return f'"{JOINED}"({place})'
    return place if column.type is DataType.TEXT else f"({place})::text"


def _term(term: Term) -> str:
    """Words next to each other as a query takes them: letters and digits in quotes, which are no order."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", term.text.lower()))
    spoken = "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in plain).split()
    last = len(spoken) - 1
    return " <-> ".join(
        f"'{word}'" + ("" if term.is_whole or place < last else ":*") for place, word in enumerate(spoken)
    )
