"""Link cells: the cells of a file in a column of links, read as ids of rows that the actor may read.

A cell names several rows between commas, semicolons or lines, or as a list: by their ids, as exports write them, or by
what they are called. A word of digits alone is an id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolwright.errors import InvalidInput, phrase
from toolwright.expressions import Column as Path
from toolwright.expressions import In, IsNull, Value, negation
from toolwright.expressions.types import INTEGER
from toolwright.extend.choice import options_in
from toolwright.extend.column import Refused
from toolwright.extend.datasource import Link, LinkedLoad, SelectQuery
from toolwright.extend.design import ID
from toolwright.extend.row_types import OTHER_END, type_of
from toolwright.model.table import Column, DataType
from toolwright.rows.links import MOST
from toolwright.rows.request import Request, limits_of
from toolwright.rows.restriction import asked_filter, fetch_by_key, restrict
from toolwright.rows.sight import EVERY_ROW, Sight

_PIECE = 500
_KEPT = 50_000
Cell = tuple[int, ...] | Refused | None


class LinkCells:
    """Reads the cells of one column. What was found once is kept for the next rows of the file."""

    def __init__(self, request: Request, column: Column) -> None:
        target = request.sight.linked(column)
        assert target is not None  # noqa: S101  # asked for such columns only
        self._request = request
        self._target: Sight = target
        self._ids: dict[int, bool] = {}
        self._names: dict[str, tuple[int, ...]] = {}

    async def read(self, link: Link, cells: Sequence[object]) -> list[Cell]:
        """For each cell the ids it names, None for none, or why it cannot be read."""
        if len(self._ids) + len(self._names) > _KEPT:
            self._ids, self._names = {}, {}
        parts = [_parts(cell) for cell in cells]
        named = {item for one in parts if not isinstance(one, Refused) for item in one}
        await self._find_ids(link, [item for item in named if isinstance(item, int) and item not in self._ids])
        await self._find_names(link, [item for item in named if isinstance(item, str) and item not in self._names])
        return [self._read(one) for one in parts]

    def _read(self, parts: Sequence[int | str] | Refused) -> Cell:
        if isinstance(parts, Refused):
            return parts
        found: dict[int, None] = {}
        for item in parts:
            there = ((item,) if self._ids[item] else ()) if isinstance(item, int) else self._names[item]
            if not there:
                return Refused(phrase("There is no row {item} to refer to.", item=_said(item)), "missing_target")
            if len(there) > 1:
                return Refused(
                    phrase("Several rows are called {item}; name the id of one.", item=_said(item)), "ambiguous"
                )
            found[there[0]] = None
        if len(found) > MOST:
            return Refused(phrase("At most {most} references are given at once.", most=MOST), "too_many")
        return tuple(found) or None

    async def _find_ids(self, link: Link, keys: Sequence[int]) -> None:
        request, target = self._request, self._target
        limits = limits_of(request.desk.limits, target)
        for start in range(0, len(keys), _PIECE):
            piece = keys[start : start + _PIECE]
            asked = [(key,) for key in piece]
            rows = await fetch_by_key(link, target, target.visible, (ID,), asked, (ID,), request.context, limits)
            there = {int(str(key)) for (key,) in rows}
            self._ids |= {key: key in there for key in piece}

    async def _find_names(self, link: Link, names: Sequence[str]) -> None:
        display, target = self._target.table.display, self._target
        column = target.table.by_name.get(display or "")
        self._names |= dict.fromkeys(names, ())
        if column is None or column.name not in target.access.usable or column.type is not DataType.TEXT:
            return
        for start in range(0, len(names), _PIECE):
            await self._find_called(link, column, names[start : start + _PIECE])

    async def _find_called(self, link: Link, column: Column, names: Sequence[str]) -> None:
        request, target = self._request, self._target
        limits = limits_of(request.desk.limits, target)
        called = In(Path((column.name,), type_of(column)), tuple(map(Value, names)))
        restriction = restrict(target, target.visible, asked_filter(target, None, called, ()))
        bound = restriction.bind(request.context, limits)
        if bound.is_empty:
            return
        fetched = tuple(dict.fromkeys((ID, column.name, *restriction.judged_columns)))
        query = SelectQuery(target.table, fetched, bound.condition, related=bound.related, limit=limits.max_rows)
        rows = (await link.select(query, limits)).rows
        if bound.judge is not None:
            rows = await bound.judge.passing(link, fetched, rows)
        for row in rows:
            name = str(row[1])
            self._names[name] = (*self._names[name], int(str(row[0])))


def read_links(cells: Sequence[Cell]) -> tuple[Sequence[object], list[tuple[int, Refused]]]:
    """The cells, empty where one cannot be read, and the places and reasons of those."""
    wrong = [(place, cell) for place, cell in enumerate(cells) if isinstance(cell, Refused)]
    return [None if isinstance(cell, Refused) else cell for cell in cells], wrong


def linked_load(request: Request, column: Column, *, is_new: bool) -> LinkedLoad:
    """The column as a load of this actor writes it: links to rows that the actor may not read stay as they are.

    Raises InvalidInput where a rule of the other table is judged row by row.
    """
    pairs, target = request.sight.pairs(column), request.sight.linked(column)
    if is_new:
        return LinkedLoad(column.name, pairs.table)
    hides = target is not None and target.visible != EVERY_ROW
    restriction = restrict(pairs, negation(IsNull(Path(OTHER_END, INTEGER))) if hides else EVERY_ROW)
    if restriction.is_judged:
        raise InvalidInput(
            phrase("Which rows of '{name}' you may read can only be checked one row at a time.", name=column.name),
            code="import.rule_not_checkable",
            hint="Leave the column out, or import new rows only.",
        )
    bound = restriction.bind_for(request.user, request.given, request.limits)
    return LinkedLoad(column.name, pairs.table, bound.condition, bound.related)


def _parts(cell: object) -> Sequence[int | str] | Refused:
    """What a cell names: ids as numbers, all else as texts."""
    try:
        given: Iterable[object] = options_in(cell) if isinstance(cell, str) else _listed(cell)
        return [_part(item) for item in given]
    except Refused as refused:
        return refused


def _listed(cell: object) -> Iterable[object]:
    if cell is None:
        return ()
    return cell if isinstance(cell, list | tuple) else (cell,)


def _part(item: object) -> int | str:
    if isinstance(item, float) and item.is_integer() and 0 <= item < 1e15:
        return int(item)  # spreadsheets know no whole numbers
    text = item.strip() if isinstance(item, str) else item
    if isinstance(text, str) and text and not (text.isascii() and text.isdigit()):
        return text
    if (isinstance(text, int) and not isinstance(text, bool)) or (isinstance(text, str) and text and len(text) < 19):
        number = int(text)
        if 0 <= number < 1 << 63:
            return number
    raise Refused("Must be ids or names of rows, between commas.", "invalid")


def _said(item: int | str) -> str:
    return str(item) if isinstance(item, int) else f"'{item[:60]}'"
