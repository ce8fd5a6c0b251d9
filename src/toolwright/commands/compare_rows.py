"""Rows of a built-in table in two environments: how they differ by a key, and copying them from one into the other."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import Conflict, FieldError, InvalidInput, LimitReached, NotFound, ToolwrightError, phrase
from toolwright.extend.datasource import Cells
from toolwright.model.environment import ENVIRONMENTS, in_environment
from toolwright.model.table import Column, Table
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.rows import LoadRequest, RowChange, RowQuery
from toolwright.rows.row_id import row_id

PAGE = 1000
MAX_ROWS = 200_000
"""Rows of an environment that are compared: a digest of each is held."""
MAX_SHOWN = 200
MAX_BY_NUMBER = 5_000
"""Rows that are copied one by one, in one transaction."""
_CHUNK = 200

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that differs. `before` is what it is in the environment that is copied into, None where it is not there."""

    key: str
    what: str
    columns: tuple[str, ...]
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(slots=True)
class RowComparison:
    """How two environments differ in a table. `left_out` names columns that are not compared, and why."""

    key: str
    columns: tuple[str, ...]
    left_out: Mapping[str, str]
    rows_from: int = 0
    rows_into: int = 0
    same: int = 0
    added: int = 0
    changed: int = 0
    only_there: int = 0
    items: list[RowDifference] = field(default_factory=list)
    differing: list[Row] = field(default_factory=list, repr=False)
    known: set[object] = field(default_factory=set, repr=False)

    def to_wire(self) -> dict[str, object]:
        """The JSON form."""
        counts = ("rows_from", "rows_into", "same", "added", "changed", "only_there")
        return {
            "key": self.key,
            "columns": list(self.columns),
            "left_out": dict(self.left_out),
            **{name: getattr(self, name) for name in counts},
            "items": [asdict(one) for one in self.items],
        }


@dataclass(frozen=True, slots=True)
class RowsCopied:
    """What copying did."""

    inserted: int
    updated: int


@dataclass(frozen=True, slots=True)
class _Sides:
    """A table in both environments, and what of it is compared."""

    table: str
    come: Workspace
    into: Workspace
    key: str
    columns: tuple[str, ...]
    left_out: Mapping[str, str]


async def compare_rows(
    services: Services, actor: Actor, name: str, table: str, *, source: str, into: str, key: str | None = None
) -> RowComparison:
    """How the rows of a table differ between environments, as far as the actor may read them.

    Raises NotFound, Denied, InvalidInput (a key that tells no rows apart), LimitReached beyond `MAX_ROWS`.
    """
    return await _compare(services, actor, await _sides(services, actor, name, table, source, into, key))


async def copy_rows(
    services: Services,
    actor: Actor,
    name: str,
    table: str,
    *,
    source: str,
    into: str,
    key: str | None = None,
    keys: Collection[str] | None = None,
) -> RowsCopied:
    """Have the rows that differ (with these `keys`) be in `into` as they are in `source`: all of them or none.

    Without a key it is the first unique column, or the number. Rows that only `into` has stay. Policy, rules, history
    and events are those of an import by the actor. Raises what that raises, with the key of the row that was refused.
    """
    sides = await _sides(services, actor, name, table, source, into, key)
    compared = await _compare(services, actor, sides)
    wanted = [row for row in compared.differing if keys is None or _text(row[0]) in keys]
    missing = set(keys or ()) - {_text(row[0]) for row in wanted}
    if missing:
        raise Conflict(
            phrase("{missing} of these rows do not differ any more.", missing=len(missing)),
            code="rows.not_differing",
            hint="Compare them again.",
        )
    if not wanted:
        return RowsCopied(0, 0)
    done = await (_changed if _is_number(sides) else _loaded)(services, actor, sides, wanted, compared.known)
    detail = {"table": table, "from": source, "into": into, "inserted": done.inserted, "updated": done.updated}
    async with services.db.begin() as connection:
        await services.audit.append(connection, actor, "copy_rows", f"workspace/{sides.into.name}", detail)
    return done


async def _loaded(
    services: Services, actor: Actor, sides: _Sides, wanted: Sequence[Row], _known: Collection[object]
) -> RowsCopied:
    """Rows found by a column of theirs: loaded in batches, in one transaction."""

    async def batches() -> AsyncIterator[Cells]:
        for start in range(0, len(wanted), PAGE):
            yield [list(column) for column in zip(*wanted[start : start + PAGE], strict=True)]

    def refuse(place: int, fault: ToolwrightError) -> None:
        fault.extra = {**fault.extra, "key": _text(wanted[place][0])}
        raise fault

    asked = LoadRequest((sides.key, *sides.columns), "upsert", (sides.key,), is_text=False)
    done = await services.rows.load(actor, sides.into, sides.table, asked, batches(), refuse)
    return RowsCopied(done.inserted, done.updated)


async def _changed(
    services: Services, actor: Actor, sides: _Sides, wanted: Sequence[Row], known: Collection[object]
) -> RowsCopied:
    """Rows found by their number, which each environment gives by itself: new ones get another one there."""
    if len(wanted) > MAX_BY_NUMBER:
        raise LimitReached(
            phrase("At most {max_by_number} rows are copied by their number.", max_by_number=f"{MAX_BY_NUMBER:,}"),
            code="rows.too_many",
            hint="Copy some of them, or by a column whose values are unique.",
        )
    changes = []
    for row in wanted:
        values = dict(zip(sides.columns, row[1:], strict=True))
        is_there = row[0] in known
        changes.append(RowChange("update", _text(row[0]), values) if is_there else RowChange("create", None, values))
    try:
        await services.rows.bulk(actor, sides.into, sides.table, changes, via="import")
    except ToolwrightError as fault:
        place = fault.extra.get("index")
        if isinstance(place, int) and place < len(wanted):
            fault.extra = {**fault.extra, "key": _text(wanted[place][0])}
        raise
    updated = sum(change.verb == "update" for change in changes)
    return RowsCopied(len(changes) - updated, updated)


def _is_number(sides: _Sides) -> bool:
    return sides.into.tables[sides.table].primary_key == (sides.key,)


async def _sides(
    services: Services, actor: Actor, name: str, table: str, source: str, into: str, key: str | None
) -> _Sides:
    for one, where in ((source, "source"), (into, "into")):
        if one not in ENVIRONMENTS:
            message = phrase("There is no environment '{one}'.", one=one)
            hint = phrase("Use {environments}.", environments=" or ".join(ENVIRONMENTS))
            raise InvalidInput(message, code="environment.unknown", hint=hint, errors=(FieldError(where, message),))
    if source == into:
        raise InvalidInput("Choose two environments.", code="environment.same")
    come = await open_workspace(services, actor, in_environment(name, source))
    to = await open_workspace(services, actor, in_environment(name, into))
    here, there = _built_in(come, table), _built_in(to, table)
    key = _best_key(there) if key is None else key
    _check_key(here, key)
    _check_key(there, key)
    left_out = {column.name: why for column in here.columns if (why := _why_not(column, there)) is not None}
    columns = tuple(one.name for one in here.columns if one.name != key and one.name not in left_out)
    return _Sides(table, come, to, key, columns, left_out)


def _built_in(workspace: Workspace, ref: str) -> Table:
    table = workspace.tables.get(ref)
    if table is None or not table.is_internal or table.view is not None or ref not in workspace.designs:
        raise NotFound(
            phrase("There is no built-in table '{ref}' in {name}.", ref=ref, name=workspace.name),
            code="table.not_found",
        )
    return table


def _best_key(table: Table) -> str:
    """A column that tells rows apart in both environments, where there is one; otherwise their number."""
    return next((names[0] for names in table.unique if len(names) == 1), table.primary_key[0])


def _check_key(table: Table, key: str) -> None:
    column = table.by_name.get(key)
    if column is None or not ((key,) in table.unique or table.primary_key == (key,)):
        message = phrase("'{key}' does not tell rows apart.", key=key)
        raise InvalidInput(
            message,
            code="rows.bad_key",
            hint="Use id, or a column whose values are unique in both environments.",
            errors=(FieldError("key", message),),
        )


def _why_not(column: Column, there: Table) -> str | None:
    """Why a column is not compared and copied."""
    other = there.by_name.get(column.name)
    if other is None:
        return "It is in one environment only."
    if other.type is not column.type:
        return "It is of another type there."
    if column.files is not None:
        return "Files are not copied."
    if column.links is not None:
        return "Links to many rows are not copied."
    if column.read_only or other.read_only:
        return "It is computed, or filled by the table itself."
    return None


async def _compare(services: Services, actor: Actor, sides: _Sides) -> RowComparison:
    found = RowComparison(sides.key, sides.columns, sides.left_out)
    there: dict[object, bytes] = {}
    async for row in _rows(services, actor, sides.into, sides):
        there[row[0]] = _digest(row)
        found.rows_into += 1
    shown: dict[object, Row] = {}
    async for row in _rows(services, actor, sides.come, sides):
        found.rows_from += 1
        known = there.pop(row[0], None)
        if known == _digest(row):
            found.same += 1
            continue
        found.differing.append(row)
        if known is None:
            found.added += 1
        else:
            found.changed += 1
            found.known.add(row[0])
        if len(shown) < MAX_SHOWN:
            shown[row[0]] = row
    found.only_there = len(there)
    lonely = list(there)[: max(MAX_SHOWN - len(shown), 0)]
    before = await _of_keys(services, actor, sides, [*shown, *lonely])
    found.items = [_difference(sides, key, before.get(key), row) for key, row in shown.items()]
    found.items += [_difference(sides, key, before.get(key), None) for key in lonely]
    return found


async def _rows(services: Services, actor: Actor, workspace: Workspace, sides: _Sides) -> AsyncIterator[Row]:
    """Every row of one environment, its key first. Masked values would be copied as dots: they are refused."""
    fields = (sides.key, *sides.columns)
    cursor, count = None, 0
    while True:
        query = RowQuery(fields=fields, sort=(sides.key,), limit=PAGE, cursor=cursor)
        page = await services.rows.list(actor, workspace, sides.table, query)
        if page.masked:
            hidden = ", ".join(sorted(page.masked))
            raise InvalidInput(
                phrase("You may not read {hidden}, so rows cannot be compared.", hidden=hidden), code="rows.masked"
            )
        for row in page.rows:
            if row[0] is not None:
                yield tuple(row[: len(fields)])
        count += len(page.rows)
        if count > MAX_ROWS:
            raise LimitReached(
                phrase("More than {max_rows} rows are not compared.", max_rows=f"{MAX_ROWS:,}"),
                code="rows.too_many",
                hint="Export them, and import the file into the other environment.",
            )
        cursor = page.next_cursor
        if cursor is None:
            return


async def _of_keys(services: Services, actor: Actor, sides: _Sides, keys: Sequence[object]) -> dict[object, Row]:
    """The rows with these keys in the environment that is copied into."""
    fields, found = (sides.key, *sides.columns), dict[object, Row]()
    for start in range(0, len(keys), _CHUNK):
        chunk = list(keys[start : start + _CHUNK])
        query = RowQuery(filter=f"{sides.key} in keys", context={"keys": chunk}, fields=fields, limit=_CHUNK)
        page = await services.rows.list(actor, sides.into, sides.table, query)
        found |= {row[0]: tuple(row[: len(fields)]) for row in page.rows}
    return found


def _difference(sides: _Sides, key: object, before: Row | None, after: Row | None) -> RowDifference:
    what = "only_there" if after is None else "added" if before is None else "changed"
    pairs = () if before is None or after is None else zip(sides.columns, before[1:], after[1:], strict=True)
    columns = tuple(name for name, old, new in pairs if old != new)

    def named(row: Row | None) -> dict[str, object] | None:
        return None if row is None else dict(zip((sides.key, *sides.columns), row, strict=True))

    return RowDifference(_text(key), what, columns, named(before), named(after))


def _digest(row: Row) -> bytes:
    return hashlib.blake2b(repr(row).encode(), digest_size=16).digest()


def _text(key: object) -> str:
    return row_id([key])
