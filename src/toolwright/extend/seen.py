"""Seen: an expression of a screen as compiling saw it, for whoever rewrites what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolwright.expressions import Record, Type


@dataclass(frozen=True, slots=True)
class Seen:
    """Where an expression stands in its screen, its text, and the types of the names it may read.

    `row` is set where columns are read by their names alone, in filters.
    """

    path: tuple[str | int, ...]
    text: str
    names: Mapping[str, Type]
    row: Record | None = None
