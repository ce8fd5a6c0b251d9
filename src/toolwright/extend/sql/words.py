"""Indexes of words: what a database adds that can have them. How they come into statements says `found.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from toolwright.extend.datasource import Search
from toolwright.model.table import Table

Sql: TypeAlias = sa.ColumnElement[Any]  # Any: as in `dialect`
Hits: TypeAlias = sa.Select[Any]  # Any: as in `dialect`


class WordIndex(ABC):
    """What a database with indexes of words adds. Stateless."""

    @abstractmethod
    def asked(self, search: Search, columns: Sequence[str]) -> str:
        """The terms of a search in the database's own words; `columns` are those of the index, in its order."""

    def can(self, search: Search, columns: Sequence[str]) -> bool:
        """Whether the index can be asked for the terms in some of its `columns`; else texts are looked through."""
        return True

    def fenced(self, hits: Hits) -> Hits:
        """The rows found, worked out by themselves before anything is joined to them."""
        return hits.limit(sa.literal_column("-1"))

    def next_word(self, table: Table) -> str | None:
        """SQL that gives the first word of the index from a text on, in its own order; None where nobody can ask."""
        return None

    def holds(self, table: Table, asked: Sql, key: Sql) -> Sql:
        """Whether the row of a key is among those found, told by a look at it alone. Only where words can be asked."""
        raise NotImplementedError

    @abstractmethod
    def hits(self, table: Table, asked: Sql, *, is_scored: bool = False) -> Hits:
        """The rows found, as `id` and, with `is_scored`, `score`: the smaller the better.

        They are given out one by one, newest first, without the others being looked at, and from any of them on.
        """
