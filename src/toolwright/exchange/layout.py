"""Layout: what writers are told of the columns they write, and how cells of a kind become text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from toolwright.extend.attachment import FileReference
from toolwright.extend.column import ColumnKind, DesignedColumn
from toolwright.model.table import Column
from toolwright.rows import Page

Show = Callable[[object], str | None]


@dataclass(frozen=True)
class Layout:
    """The columns of an export in order; `zone` is the one its spreadsheets show moments in.

    `holding` are those whose values name files of ours, and `read` gives what such a file holds.
    """

    columns: tuple[Column, ...]
    zone: tzinfo = UTC
    title: str = "Rows"
    shows: Mapping[str, Show] = field(default_factory=dict)
    holding: frozenset[str] = frozenset()
    read: Callable[[FileReference], AsyncIterator[bytes]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


Pages = AsyncIterator[Page]


def shows_of(columns: Sequence[Column], designs: Mapping[str, DesignedColumn]) -> dict[str, Show]:
    """How the cells of columns are shown whose kinds have texts of their own."""
    found: dict[str, Show] = {}
    for column in columns:
        design = designs.get(column.name)
        if design is not None and type(design.kind).show_text is not ColumnKind.show_text:
            found[column.name] = _show(design)
    return found


def _show(design: DesignedColumn) -> Show:
    return lambda value: None if value is None else design.kind.show_text(value, design.settings)
