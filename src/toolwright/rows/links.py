"""Links: columns that hold keys of other rows, cut to the rows an actor may read, and edited by what was said of them.

Nobody sees, asks for or takes away a link to a row that they may not read; such links stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolwright.errors import FieldError, phrase
from toolwright.extend.column import Refused
from toolwright.extend.datasource import PairEdit
from toolwright.extend.design import ID
from toolwright.model.table import Column
from toolwright.rows.contract import RowChange
from toolwright.rows.designed import designs_of
from toolwright.rows.request import Request, limits_of
from toolwright.rows.restriction import fetch_by_key
from toolwright.rows.sight import EVERY_ROW, Sight
from toolwright.rows.values import refusal

MOST = 1000
"""The most links that one write adds or removes in one column."""
_PIECE = 500
Row = tuple[object, ...]
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said of one column: exactly these, or some more and some fewer."""

    whole: bool
    add: tuple[int, ...]
    remove: tuple[int, ...]


def linking(sight: Sight, names: Iterable[str]) -> list[Column]:
    """The columns of links among these."""
    by_name = sight.table.by_name
    return [by_name[name] for name in names if name in by_name and by_name[name].links is not None]


async def shown_links(request: Request, columns: Sequence[str], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with only those keys in columns of links whose rows the actor may read, in order."""
    found = linking(request.sight, columns)
    if not found or not rows:
        return rows
    places = {column.name: columns.index(column.name) for column in found}
    known = {
        column.name: await readable_links(request, column, _keys(row[places[column.name]] for row in rows))
        for column in found
    }
    shown = []
    for row in rows:
        cells = list(row)
        for name, place in places.items():
            cells[place] = sorted(key for key in _keys([row[place]]) if key in known[name]) or None
        shown.append(tuple(cells))
    return shown


async def linked_rows(request: Request, column: Column, cells: Sequence[object]) -> list[list[Values]]:
    """The rows that the links of each cell lead to, as far as the actor may read them; fetched together."""
    target = request.sight.linked(column)
    if target is None:
        return [[] for _ in cells]
    shown = target.near_columns
    found = await _fetch(request, target, _keys(cells), shown)
    await request.note_read(target, shown, len(found))
    return [[found[key] for key in sorted(_keys([cell])) if key in found] for cell in cells]


def _keys(cells: Iterable[object]) -> list[int]:
    return list(dict.fromkeys(int(str(key)) for cell in cells if isinstance(cell, list) for key in cell))


async def readable_links(request: Request, column: Column, keys: Sequence[int]) -> frozenset[int]:
    """Those of the keys in a column of links whose rows the actor may read."""
    target = request.sight.linked(column)
    if target is None:
        return frozenset()
    if target.visible == EVERY_ROW:
        return frozenset(keys)  # foreign keys: all of them are there
    return frozenset(await _fetch(request, target, keys, (ID,)))


async def _fetch(
    request: Request, target: Sight, keys: Sequence[int], columns: Sequence[str]
) -> dict[int, dict[str, object]]:
    limits = limits_of(request.desk.limits, target)
    found: dict[int, dict[str, object]] = {}
    for start in range(0, len(keys), _PIECE):
        piece = [(key,) for key in keys[start : start + _PIECE]]
        async with request.link_of(target) as link:
            rows = await fetch_by_key(link, target, target.visible, (ID,), piece, columns, request.context, limits)
        found |= {int(str(key[0])): dict(row) for key, row in rows.items()}
    return found


# --- writing ----------------------------------------------------------------------------------------------------------


def without_links(request: Request, asked: RowChange) -> tuple[Values, dict[str, object]]:
    """The values of a change, and those of them that are about links and may be written."""
    writable = request.sight.access.writable_by(asked.verb)
    said = {column.name: asked.values[column.name] for column in linking(request.sight, asked.values)}
    said = {name: value for name, value in said.items() if name in writable}
    return {name: value for name, value in asked.values.items() if name not in said}, said


async def pair_edits(request: Request, said: Values, present: Values | None) -> tuple[PairEdit, ...]:
    """What a change of links adds to and takes from the pairs. Raises InvalidInput, field by field."""
    edits, errors = [], []
    for name, value in said.items():
        column = request.sight.table.by_name[name]
        try:
            edits.append(await _edit(request, column, _read(request, column, value), (present or {}).get(name)))
        except Refused as refused:
            errors.append(FieldError(name, refused.message, refused.code))
    if errors:
        raise refusal(errors)
    return tuple(edit for edit in edits if edit.add or edit.remove)


def linked_after(sight: Sight, row: Values, edits: Sequence[PairEdit]) -> dict[str, object]:
    """The columns of links of a row as these edits leave them."""
    found: dict[str, object] = {}
    for column in linking(sight, sight.stored_columns):
        keys = dict.fromkeys(_keys([row.get(column.name)]))
        pairs = sight.pairs(column).table
        for edit in edits:
            if edit.table is pairs:
                keys = {key: None for key in (*keys, *edit.add) if key not in edit.remove}
        found[column.name] = sorted(keys) or None
    return found


async def _edit(request: Request, column: Column, said: _Said, present: object) -> PairEdit:
    before = _keys([present])
    seen = await readable_links(request, column, before)
    add = tuple(key for key in said.add if key not in before or key not in seen)
    removed = (key for key in before if key not in said.add) if said.whole else iter(said.remove)
    remove = tuple(key for key in removed if key in seen)
    target = request.sight.linked(column)
    there = {} if target is None else await _fetch(request, target, add, (ID,))
    missing = [key for key in add if key not in there]
    if missing:
        raise Refused(phrase("There is no row {missing} to refer to.", missing=missing[0]), "missing_target")
    if len(add) + len(remove) > MOST:
        raise Refused(phrase("At most {most} references are changed at once.", most=MOST), "too_many")
    return PairEdit(request.sight.pairs(column).table, add, remove)


def _read(request: Request, column: Column, value: object) -> _Said:
    if not isinstance(value, Mapping):
        return _Said(True, _ids(request, column, value), ())
    if not value or not set(value) <= {"add", "remove"}:
        raise Refused("Give a list of ids, or `add` and `remove`.")
    add, remove = (_ids(request, column, value.get(key)) for key in ("add", "remove"))
    both = set(add) & set(remove)
    if both:
        raise Refused(phrase("Row {both} cannot be added and removed.", both=min(both)))
    return _Said(False, add, remove)


def _ids(request: Request, column: Column, value: object) -> tuple[int, ...]:
    design = designs_of(request).get(column.name)
    if isinstance(value, str) and design is not None:
        value = design.read_text(value)
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or design is None:
        raise Refused("Must be a list of ids.")
    accepted = design.accept(list(value))
    return tuple(accepted) if isinstance(accepted, list) else ()
