"""History: what happened to rows of internal tables, as far as the actor may see it, and the way back.

An entry shows a column only where the actor may read it clear, and its values only when the actor could see the row
both before and after that change: a row that came into sight yesterday does not tell what it was before. A row that
is gone counts as it was in the end. Going back is a write like any other, with the actor's own rights, and history too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from toolwright import clock
from toolwright.errors import Conflict, InvalidInput, NotFound, phrase
from toolwright.extend.attachment import FileReference, files_in, with_lost, without_lost
from toolwright.extend.journal import JournalEntry, JournalLink, JournalQuery, JournalVerb
from toolwright.model.table import Column, Table
from toolwright.rows.contract import RowChange
from toolwright.rows.link_history import LinkChange, link_changes, links_after, links_before
from toolwright.rows.people import account_names
from toolwright.rows.record import holds, key_of, missing_row, read_row
from toolwright.rows.request import Request

Values = Mapping[str, object]
MAX_RESTORED = 1000
_FIELDS = 100
_STEPS = 10
"""More than the entries one change of one row makes: what is computed follows in entries of its own."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of a change."""

    column: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class RowHistory:
    """One change of one row. `fields` are the columns that differ, and for a new or deleted row those with a value."""

    number: int
    row_id: str
    at: datetime
    actor: str | None
    via: str
    change: str
    verb: JournalVerb
    fields: tuple[FieldChange, ...]
    name: str | None = None
    """Who did it, by name, as far as the reader is told names."""
    is_open: bool = True
    """Whether the actor could see the row before and after; otherwise there are no fields."""


async def row_history(
    request: Request, row_id: str, *, before: int | None = None, limit: int = _FIELDS
) -> list[RowHistory]:
    """The changes of one row, newest first. Raises NotFound when the actor cannot see the row."""
    number = _number(request, row_id)
    query = JournalQuery(request.sight.table, row_id=number, before=before, limit=limit)
    entries = await _entries(request, query)
    await _must_see(request, row_id, number, entries)
    shown = [await _shown(request, entry) for entry in merged(entries)]
    present = await read_row(request, key_of(request, row_id), request.sight.visible)
    links = [one for one in await link_changes(request, number, present) if before is None or one.entry.number < before]
    shown = _with_links(shown, links, row_id)
    return await _told(request, [one for one in shown if one.fields or one.verb != "updated"][:limit])


async def _told(request: Request, shown: Sequence[RowHistory]) -> list[RowHistory]:
    """The changes with the names of people, and with what is lost of the files that they are about."""
    shown = await _with_lost(request, shown)
    names = await account_names(request, {one.actor for one in shown if one.actor is not None})
    return [one if one.actor is None else replace(one, name=names[one.actor]) for one in shown]


async def _with_lost(request: Request, shown: Sequence[RowHistory]) -> Sequence[RowHistory]:
    uploads = request.desk.uploads
    if uploads is None or all(column.files is None for column in request.sight.table.columns):
        return shown
    values = [value for one in shown for field in one.fields for value in (field.before, field.after)]
    named = sorted({file.sha256 for value in values for file in files_in(value)})
    lost = await uploads.lost(request.workspace.name, named) if named else frozenset[str]()
    if not lost:
        return shown
    return [
        replace(
            one,
            fields=tuple(
                FieldChange(f.column, with_lost(f.before, lost), with_lost(f.after, lost)) for f in one.fields
            ),
        )
        for one in shown
    ]


def _with_links(shown: list[RowHistory], links: Sequence[LinkChange], row_id: str) -> list[RowHistory]:
    """The changes with what they did to links; links that went with another row's deletion are changes of their own."""
    by_change = {one.change: place for place, one in enumerate(shown) if one.change}
    for one in links:
        if one.before == one.after:
            continue
        field = FieldChange(one.column, list(one.before) or None, list(one.after) or None)
        place = by_change.get(one.entry.change)
        if place is not None and shown[place].is_open:
            shown[place] = replace(shown[place], fields=(*shown[place].fields, field))
        elif place is None:
            entry = one.entry
            shown.append(
                RowHistory(entry.number, row_id, entry.at, entry.actor, entry.via, entry.change, "updated", (field,))
            )
    return sorted(shown, key=lambda one: -one.number)


async def changed_by(request: Request, change: str) -> tuple[str, ...]:
    """The rows of the table that a change of that name touched, in the order it did; of internal tables only."""
    query = JournalQuery(request.sight.table, change=change, limit=MAX_RESTORED)
    entries = await _entries(request, query)
    return tuple(dict.fromkeys(str(entry.row_id) for entry in reversed(entries)))


async def deleted_rows(request: Request, *, before: int | None = None, limit: int = _FIELDS) -> list[RowHistory]:
    """The rows in the bin: those that are gone and whose end the journal still has, newest first."""
    query = JournalQuery(request.sight.table, is_gone=True, before=before, limit=limit)
    found = []
    for entry in await _entries(request, query):
        if await _was_visible(request, entry, entry.before):
            found.append(await _shown(request, entry))
    return await _told(request, found)


async def file_then(request: Request, row_id: str, number: int, column: str, file: str) -> FileReference:
    """A file that change `number` of a row gave to a column or took from it, as far as the actor may see that.

    Raises NotFound for any other.
    """
    changes = await row_history(request, row_id, before=number + 1, limit=_STEPS)
    fields = [field for one in changes if one.number == number for field in one.fields if field.column == column]
    known = [one for field in fields for value in (field.before, field.after) for one in files_in(value)]
    found = next((one for one in known if one.id == file), None)
    if found is None:
        raise NotFound("The row had no such file.", code="file.not_found")
    await request.note_read(request.sight, (column,), 1)
    return found


async def former_files(request: Request, row_id: str) -> list[FileReference]:
    """The files that the last changes of a row gave to it or took from it, as far as the actor may see that.

    Those whose content is lost are none of them.
    """
    if request.actor.user_id is None or not request.sight.table.is_internal:
        return []
    changes = await row_history(request, row_id)
    values = [value for one in changes for field in one.fields for value in (field.before, field.after)]
    return [one for value in values for one in files_in(without_lost(value))]


async def restored(request: Request, row_id: str, number: int) -> RowChange:
    """The write that has a row be as it was after change `number`; a row that is gone is made again.

    Of a deletion, that is what the row was before it. Columns the actor may not write stay as they are, or empty.
    """
    identity = _number(request, row_id)
    entries = await _entries(request, JournalQuery(request.sight.table, row_id=identity, limit=MAX_RESTORED))
    await _must_see(request, row_id, identity, entries)
    entry = next((one for one in entries if one.number == number), None)
    wanted = None if entry is None else entry.after if entry.after is not None else entry.before
    if entry is None or wanted is None or not (await _shown(request, entry)).is_open:
        raise NotFound(phrase("There is no change {number} of this row.", number=number), code="history.not_found")
    present = await read_row(request, key_of(request, row_id), request.sight.visible)
    changes = await link_changes(request, identity, present)
    links = links_after(changes, entry) if entry.after is not None else links_before(changes, entry)
    return await _back_to(request, row_id, {**wanted, **links})


async def undone(request: Request, change: str | None = None) -> list[RowChange]:
    """The writes that take back a change of the actor's own, the last one when none is named.

    Raises Conflict when somebody has changed one of the rows since.
    """
    if request.actor.user_id is None:
        raise NotFound("There is no change of yours.", code="history.not_found")
    query = JournalQuery(request.sight.table, change=change, actor=request.actor.user_id, limit=MAX_RESTORED + 1)
    entries = await _entries(request, query)
    last = entries[0].change if entries else None
    entries = merged([entry for entry in entries if entry.change == last])
    if not entries:
        raise NotFound("There is no such change of yours.", code="history.not_found")
    if len(entries) > MAX_RESTORED:
        raise InvalidInput(
            phrase("At most {max_restored} rows are put back at once.", max_restored=MAX_RESTORED),
            code="history.too_many",
        )
    for row in {entry.row_id for entry in entries}:
        latest = await _entries(request, JournalQuery(request.sight.table, row_id=row, limit=1))
        if latest[0].change != last:
            raise Conflict(
                "Somebody changed one of these rows since.",
                code="history.changed_since",
                hint="Look at the row's history and restore what you need.",
            )
    wanted = [await _taken_back(request, entry) for entry in entries]
    return [one for one in wanted if one is not None]


async def as_of(request: Request, moment: datetime) -> list[RowChange]:
    """The writes that have the rows of the table be as they were at a moment, as far as the actor sees and may write.

    Rows that were made since go, rows that were deleted since come back. Raises InvalidInput when history does not go
    back that far or too much happened since.
    """
    keep = request.sight.table.keep
    if moment > clock.now() or (keep and keep.days and moment < clock.now() - timedelta(days=keep.days)):
        raise InvalidInput("The table's history does not go back to that moment.", code="history.no_moment")
    firsts: dict[int, JournalEntry] = {}
    after = 0
    while True:
        query = JournalQuery(request.sight.table, since=moment, after=after, limit=MAX_RESTORED)
        entries = await _entries(request, query)
        for entry in entries:
            firsts.setdefault(entry.row_id, entry)
        if len(firsts) > MAX_RESTORED:
            raise InvalidInput(
                phrase(
                    "More than {max_restored} rows changed since; that many are put back at once.",
                    max_restored=f"{MAX_RESTORED:,}",
                ),
                code="history.too_many",
                hint="Choose a later moment.",
            )
        if len(entries) < MAX_RESTORED:
            break
        after = entries[-1].number
    wanted = [await _as_before(request, entry) for entry in firsts.values()]
    return sorted((one for one in wanted if one is not None), key=lambda one: _ORDER[one.verb])


_ORDER = {"delete": 0, "update": 1, "create": 2}
"""What is unique is given up before others take it."""


async def _as_before(request: Request, entry: JournalEntry) -> RowChange | None:
    """What has a row be as it was before an entry; nothing when it is, or when that is not for the actor to see."""
    row_id = _row_id(request, entry)
    present = await read_row(request, key_of(request, row_id), request.sight.visible)
    if entry.before is None:
        return None if present is None else RowChange("delete", row_id)
    if not await _was_visible(request, entry, entry.before):
        return None
    links = [one for one in await link_changes(request, entry.row_id, present) if one.entry.number >= entry.number]
    before = {one.column: list(one.before) for one in links}  # newest first: the oldest one comes last
    change = await _back_to(request, row_id, {**entry.before, **before})
    return change if change.values or change.verb == "create" else None


async def _taken_back(request: Request, entry: JournalEntry) -> RowChange | None:
    row_id = _row_id(request, entry)
    if entry.before is None:
        return RowChange("delete", row_id)
    present = await read_row(request, key_of(request, row_id), request.sight.visible)
    links = links_before(await link_changes(request, entry.row_id, present), entry)
    change = await _back_to(request, row_id, {**entry.before, **links})
    return change if change.values or change.verb == "create" else None


async def _back_to(request: Request, row_id: str, wanted: Values) -> RowChange:
    sight = request.sight
    present = await read_row(request, key_of(request, row_id), sight.visible)
    verb: Literal["create", "update"] = "create" if present is None else "update"
    writable = sight.access.writable_by(verb)
    fit = {name: value for name, value in wanted.items() if name in writable}
    if present is None:
        given = {name: value for name, value in fit.items() if value is not None}
        return RowChange("create", row_id, given, restores=True, is_vouched=True)
    changed = {name: value for name, value in fit.items() if present.get(name) != value}
    return RowChange("update", row_id, changed, is_vouched=True)


def merged(entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    """The entries with those of one row and one change as one: computed columns follow in a second step."""
    found: list[JournalEntry] = []
    for entry in entries:
        last = found[-1] if found else None
        same = last is not None and last.change == entry.change != "" and last.row_id == entry.row_id
        if last is None or not same or entry.verb == "deleted":
            found.append(entry)
            continue
        found[-1] = JournalEntry(
            last.number, last.at, last.actor, last.via, last.change, last.row_id,
            entry.verb if last.verb != "deleted" else "deleted", entry.before, last.after,
        )  # fmt: skip
    return found


async def _entries(request: Request, query: JournalQuery) -> Sequence[JournalEntry]:
    async with request.link as link:
        if not isinstance(link, JournalLink):
            raise InvalidInput(
                phrase("No history is kept of {ref}.", ref=request.sight.ref),
                code="history.none",
                hint="Only built-in tables have one.",
            )
        return await link.journal(query, request.limits)


async def _must_see(request: Request, row_id: str, number: int, entries: Sequence[JournalEntry]) -> None:
    """Raise NotFound unless the actor sees the row as it is, or as it was in the end."""
    if await read_row(request, key_of(request, row_id), request.sight.visible) is not None:
        return
    last = entries[0] if entries else None
    if (
        last is None
        or last.verb != "deleted"
        or last.row_id != number
        or not await _was_visible(request, last, last.before)
    ):
        raise missing_row(request.sight, row_id)


async def _was_visible(request: Request, entry: JournalEntry, then: Values | None) -> bool:
    """Whether the actor could see the row as it was. What was looked up in others is not known any more."""
    table = request.sight.table
    known = then or {}
    kept = [n for n in request.sight.stored_columns if table.by_name[n].links is None]  # links of then are not known
    row = {name: known.get(name) for name in kept}
    row |= dict.fromkeys(table.primary_key, entry.row_id)
    return await holds(request, request.sight.visible, row)


async def _shown(request: Request, entry: JournalEntry) -> RowHistory:
    usable = request.sight.access.usable
    before, after = entry.before or {}, entry.after or {}
    is_open = all(
        [await _was_visible(request, entry, then) for then in (entry.before, entry.after) if then is not None]
    )
    fields = tuple(
        FieldChange(column.name, before.get(column.name), after.get(column.name))
        for column in _noted(request.sight.table)
        if is_open and column.name in usable and before.get(column.name) != after.get(column.name)
    )
    who, row_id = (entry.actor, entry.via), _row_id(request, entry)
    return RowHistory(entry.number, row_id, entry.at, *who, entry.change, entry.verb, fields, is_open=is_open)


def _row_id(request: Request, entry: JournalEntry) -> str:
    return request.id_of(dict.fromkeys(request.sight.table.primary_key, entry.row_id))


def _noted(table: Table) -> list[Column]:
    """The columns worth telling of: not when and by whom, which every entry says itself."""
    return [column for column in table.columns if column.is_stored and column.stamp is None]


def _number(request: Request, row_id: str) -> int:
    key = key_of(request, row_id)
    value = next(iter(key.values()))
    if len(key) != 1 or not isinstance(value, int):
        raise InvalidInput(phrase("No history is kept of {ref}.", ref=request.sight.ref), code="history.none")
    return value
