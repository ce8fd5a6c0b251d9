"""Naming: what values that refer to something are called: people, and rows of other tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from toolwright.expressions import to_text
from toolwright.extend.design import ID
from toolwright.model.table import Column
from toolwright.rows.people import people_in
from toolwright.rows.request import Request, limits_of
from toolwright.rows.restriction import fetch_by_key
from toolwright.rows.sight import Sight

_MOST = 500


async def called(request: Request, values: Mapping[str, Collection[object]]) -> dict[str, dict[object, str]]:
    """For each column the names of those of its values that have one the actor may know, asked for together."""
    found: dict[str, dict[object, str]] = {}
    for name, wanted in values.items():
        column = request.sight.table.by_name.get(name)
        if column is None or name not in request.sight.access.usable or not wanted:
            continue
        if column.whom is not None:
            found[name] = await _people(request, column, list(wanted))
            continue
        target = _target(request.sight, column)
        if target is not None:
            found[name] = await _rows(request, *target, list(wanted)[:_MOST])
    return found


async def titles_of(request: Request, numbers: Sequence[int]) -> dict[int, str]:
    """What rows of an internal table are called, of those among these that the actor can see."""
    sight = request.sight
    shown = sight.table.display if sight.table.display in sight.access.usable else None
    columns = [ID] if shown is None else [ID, shown]
    keys = [(number,) for number in numbers]
    async with request.link as link:
        rows = await fetch_by_key(link, sight, sight.visible, (ID,), keys, columns, request.context, request.limits)
    return {int(str(row[ID])): "" if shown is None else to_text(row[shown]) for row in rows.values()}


def refers(sight: Sight, column: Column) -> bool:
    """Whether values of the column may have names."""
    return column.whom is not None or _target(sight, column) is not None


def _target(sight: Sight, column: Column) -> tuple[Sight, str] | None:
    """The rows a column refers to, and the column that holds its values there."""
    if column.links is not None:
        linked = sight.linked(column)
        return None if linked is None else (linked, ID)
    for relation in sight.table.relations:
        if relation.columns == (column.name,):
            target = sight.reach(relation)
            return None if target is None else (target, relation.target_columns[0])
    return None


async def _people(request: Request, column: Column, wanted: list[object]) -> dict[object, str]:
    (people,) = await people_in(request, column, [wanted])
    texts = [one for one in wanted if isinstance(one, str)]
    named = people if isinstance(people, list) else []
    return {value: str(person["name"]) for value, person in zip(texts, named, strict=True)}


async def _rows(request: Request, target: Sight, key: str, wanted: list[object]) -> dict[object, str]:
    display = target.table.display
    if display is None or not target.access.usable.issuperset((display, key)):
        return {}
    limits = limits_of(request.desk.limits, target)
    keys = [(value,) for value in wanted]
    async with request.link_of(target) as link:
        rows = await fetch_by_key(link, target, target.visible, (key,), keys, (display,), request.context, limits)
    return {values[0]: to_text(row[display]) for values, row in rows.items() if row[display] is not None}
