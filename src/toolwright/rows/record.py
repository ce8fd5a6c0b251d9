"""Records: one row, as the actor may see it, with its identifier and version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolwright.errors import InvalidInput, NotFound, phrase
from toolwright.expressions import Always, Column, Compare, Filter, Value, conjunction
from toolwright.extend.datasource import SelectQuery, row_version
from toolwright.extend.row_types import type_of
from toolwright.model.table import DataType
from toolwright.rows.contract import StoredRow
from toolwright.rows.expand import expand
from toolwright.rows.judging import make_judge
from toolwright.rows.links import linked_rows, shown_links
from toolwright.rows.masking import masking
from toolwright.rows.people import people_column, people_in
from toolwright.rows.plan import Expansion, find_relation, linked_column, unknown_column
from toolwright.rows.request import Request
from toolwright.rows.restriction import Restriction, fetcher, restrict
from toolwright.rows.row_id import parse_row_id
from toolwright.rows.sight import EVERY_ROW, Sight

Values = Mapping[str, object]


async def get_row(
    request: Request, row_id: str, fields: Sequence[str] | None = None, relations: Sequence[str] = ()
) -> StoredRow:
    """The row with that identifier. Raises NotFound when it is not there, or not for this actor."""
    sight = request.sight
    columns = _columns(sight, fields)
    by_name = sight.table.by_name
    linked = {name: found for name in relations if (found := linked_column(by_name, name)) and found.name in columns}
    people = {name: found for name in relations if (found := people_column(sight, name)) and found.name in columns}
    expansions = _expansions(sight, [name for name in relations if name not in linked and name not in people])
    key = key_of(request, row_id)
    row = await read_row(request, key, sight.visible, binary=tuple(c for c in columns if c not in sight.stored_columns))
    if row is None:
        raise missing_row(sight, row_id)
    expanded = {name: (await expand(request, one, [_cells(row, one)])).per_row[0] for name, one in expansions.items()}
    expanded |= {name: (await linked_rows(request, one, [row[one.name]]))[0] for name, one in linked.items()}
    expanded |= {name: (await people_in(request, one, [row[one.name]]))[0] for name, one in people.items()}
    return replace(await shown_row(request, row, columns), expanded=expanded)


async def read_row(
    request: Request, key: Values, condition: Filter, *, binary: tuple[str, ...] = ()
) -> dict[str, object] | None:
    """The stored row with that key, every column of it and of `binary` besides, if it satisfies the condition."""
    sight = request.sight
    restriction = sight.memo.get(("rows of", condition))
    if not isinstance(restriction, Restriction):
        restriction = sight.memo["rows of", condition] = restrict(sight, condition)
    bound = restriction.bind_for(request.user, request.given, request.limits)
    named = conjunction(*(Compare("eq", _column(sight, name), Value(value)) for name, value in key.items()))
    wanted = named if bound.condition is None else conjunction(named, bound.condition)
    if wanted == Always(False):
        return None
    fetched = (*sight.stored_columns, *binary)
    query = SelectQuery(sight.table, fetched, wanted, related=bound.related, limit=2)
    async with request.link as link:
        rows = (await link.select(query, request.limits)).rows
        if bound.judge is not None:
            rows = await bound.judge.passing(link, fetched, rows)
    return dict(zip(fetched, rows[0], strict=True)) if len(rows) == 1 else None


def _column(sight: Sight, name: str) -> Column:
    return Column((name,), type_of(sight.table.by_name[name]))


async def holds(request: Request, rule: Filter, row: Values) -> bool:
    """Whether a rule holds for a row that is at hand with every column a list may hold."""
    if rule == EVERY_ROW:
        return True
    judge = make_judge(
        request.sight, EVERY_ROW, rule, request.context, request.limits, fetcher(request.context, request.limits)
    )
    if judge is None:
        return True
    async with request.link as link:
        return (await judge(link, [row]))[0]


async def shown_row(request: Request, row: Values, columns: Sequence[str]) -> StoredRow:
    """The stored row cut to what the actor may see of it; `row` holds at least every column a list may hold."""
    sight = request.sight
    mask = masking(sight, columns)
    names = tuple(row)
    await request.note_read(sight, columns, 1)
    cells = (await mask.apply(request, names, [tuple(row.values())]))[0]
    cells = (await shown_links(request, names, [cells]))[0]
    shown = dict(zip(names, cells, strict=True))
    return StoredRow(
        id=request.id_of(row),
        version=version_of(request, row),
        values={name: shown[name] for name in columns},
        masked=frozenset(mask.masked),
    )


def version_of(request: Request, row: Values) -> str:
    """The version of a row as this actor gets it: sealed unless the actor sees everything it is made of."""
    sight = request.sight
    plain = row_version({name: row[name] for name in sight.version_columns})
    return plain if sight.shows_whole_row else request.desk.seal.close(plain, *_version_place(request, row))


def opened_version(request: Request, key: Values, version: str) -> str:
    """The plain version to expect. One that this actor cannot have been given never fits."""
    if request.sight.shows_whole_row:
        return version
    return request.desk.seal.open(version, *_version_place(request, key)) or "never given"


def _version_place(request: Request, row: Values) -> tuple[str, ...]:
    table = request.sight.table
    return ("version", request.workspace.name, request.sight.ref, *(str(row[name]) for name in table.primary_key))


def key_of(request: Request, row_id: str) -> dict[str, object]:
    """The key that an identifier names. Raises NotFound for one that no row of this table has."""
    table = request.sight.table
    if not table.primary_key:
        raise InvalidInput(
            phrase("Rows of {ref} cannot be addressed.", ref=request.sight.ref),
            code="table.no_key",
            hint=table.read_only_reason,
        )
    plain = request.opened_id(row_id)
    key = None if plain is None else parse_row_id(table, plain)
    if key is None:
        raise missing_row(request.sight, row_id)
    return key


def missing_row(sight: Sight, row_id: str) -> NotFound:
    """The error for a row that is not there, or not for this actor."""
    return NotFound(
        phrase("There is no row '{row_id}' in {ref}.", row_id=row_id[:200], ref=sight.ref), code="row.not_found"
    )


def _columns(sight: Sight, fields: Sequence[str] | None) -> tuple[str, ...]:
    if fields is None:
        return sight.full_columns
    binary = [c.name for c in sight.table.columns if c.type is DataType.BINARY and c.name in sight.access.readable]
    for name in fields:
        if name not in sight.full_columns and name not in binary:
            raise unknown_column(sight, name, sight.full_columns)
    return tuple(dict.fromkeys(fields))


def _expansions(sight: Sight, relations: Sequence[str]) -> dict[str, Expansion]:
    found = {}
    for name in relations:
        relation, target = find_relation(sight, name)
        found[name] = Expansion(relation, target, tuple(range(len(relation.columns))))
    return found


def _cells(row: Values, expansion: Expansion) -> tuple[object, ...]:
    return tuple(row[name] for name in expansion.relation.columns)
