"""Medians where the database has none: rows with their place among those of their group, of which the middle count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from toolwright.extend.sql.dialect import Sql


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a row among the values of its group, from 1, and how many of these there are; empty ones last."""

    number: Sql
    count: Sql

    def middle(self, value: Sql) -> Sql:
        """The middle value, or the mean of the two in the middle."""
        twice = self.number.op("*")(sa.literal_column("2"))
        is_middle = sa.and_(twice >= self.count, twice <= self.count.op("+")(sa.literal_column("2")))
        return sa.func.avg(sa.case((is_middle, value)))


@dataclass(frozen=True, slots=True)
class Placed:
    """A sub-query of the rows: what they are grouped by, their values, and the places of those that want a median."""

    from_clause: FromClause
    groups: Sequence[Sql]
    values: Sequence[Sql | None]
    places: Sequence[Place | None]


def placed(
    from_clause: FromClause, condition: Sql, groups: Sequence[Sql], values: Sequence[tuple[Sql | None, bool]]
) -> Placed:
    """The rows of a summary. `values` are columns as they are, each with whether its median is wanted."""
    chosen: list[Any] = [sql.label(f"g{place}") for place, sql in enumerate(groups)]  # Any: as `Sql`, labelled
    for place, (value, wants_median) in enumerate(values):
        if value is not None:
            chosen.append(value.label(f"v{place}"))
        if value is not None and wants_median:
            order = [value.is_(sa.null()), value]
            chosen.append(sa.func.row_number().over(partition_by=groups or None, order_by=order).label(f"p{place}"))
            chosen.append(sa.func.count(value).over(partition_by=groups or None).label(f"n{place}"))
    rows = sa.select(*(chosen or [sa.literal_column("1").label("one")])).select_from(from_clause).where(condition)
    found = rows.subquery("placed")
    return Placed(
        found,
        [found.c[f"g{place}"] for place in range(len(groups))],
        [None if value is None else found.c[f"v{place}"] for place, (value, _) in enumerate(values)],
        [
            Place(found.c[f"p{place}"], found.c[f"n{place}"]) if value is not None and is_wanted else None
            for place, (value, is_wanted) in enumerate(values)
        ],
    )
