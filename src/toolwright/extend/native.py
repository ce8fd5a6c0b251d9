"""Native: statements in a source's own language, as a link runs them for queries.

The text comes from a definition; every value in it is bound. A statement that only reads runs in a transaction that
the database itself keeps from writing and that is undone in the end, whatever the text says.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from toolwright.extend.datasource import Limits
from toolwright.model.table import DataType


@dataclass(frozen=True, slots=True)
class NativeStatement:
    """A statement: `values` stand between its `pieces`, of which there is one more.

    `within` names the only tables that it may read, as the database calls them: given where others live beside them.
    """

    pieces: tuple[str, ...]
    values: tuple[object, ...] = ()
    writes: bool = False
    within: frozenset[str] | None = None

    def text(self, mark: Callable[[int], str]) -> str:
        """The text with a mark in the place of each value, counted from 1."""
        parts = [self.pieces[0]]
        for number, piece in enumerate(self.pieces[1:], 1):
            parts += (" ", mark(number), " ", piece)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class NativeColumn:
    """A column of a result under the source's own name."""

    name: str
    type: DataType


@dataclass(frozen=True, slots=True)
class NativeResult:
    """What came back: values of the contract. `touched` rows were changed, where the statement changes rows."""

    columns: tuple[NativeColumn, ...]
    rows: Sequence[tuple[object, ...]]
    limited_by: Literal["rows", "bytes"] | None = None
    touched: int = 0


class NativeLink(ABC):
    """A link that also runs statements in its source's own language."""

    @abstractmethod
    async def run(self, statement: NativeStatement, limits: Limits) -> NativeResult:
        """The result, at most `limits.max_rows` of it. Raises InvalidInput (`query.refused`) with the source's words.

        What it runs on the server ends when the time is up or the caller goes away.
        """

    @abstractmethod
    async def explain_statement(self, statement: NativeStatement, limits: Limits) -> Sequence[str]:
        """How the source would find the result, in its own words, a line each. Nothing is run."""
