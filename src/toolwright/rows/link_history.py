"""What became of the links of a row: worked out backwards from the links it has and the journal of their pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolwright.extend.design import OTHER
from toolwright.extend.journal import JournalEntry, JournalLink, JournalQuery
from toolwright.rows.links import linking, readable_links
from toolwright.rows.request import Request

MAX_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class LinkChange:
    """One change of the links of a row in one column: its last entry, and the readable keys before and after it."""

    column: str
    entry: JournalEntry
    before: tuple[int, ...]
    after: tuple[int, ...]


async def link_changes(request: Request, number: int, row: Mapping[str, object] | None) -> list[LinkChange]:
    """The changes of the links of the row with that key, newest first; `row` is the row as it is, if it is there."""
    sight, found = request.sight, list[LinkChange]()
    for column in linking(sight, [name for name in sight.stored_columns if name in sight.access.usable]):
        query = JournalQuery(sight.pairs(column).table, row_id=number, limit=MAX_ENTRIES)
        async with request.link as link:
            entries = await link.journal(query, request.limits) if isinstance(link, JournalLink) else []
        present = (row or {}).get(column.name)
        keys = {int(str(key)) for key in present} if isinstance(present, list) else set()
        known = await readable_links(request, column, sorted(keys | {_other(entry) for entry in entries}))
        for group in _groups(entries):
            after = frozenset(keys)
            for entry in group:
                (keys.discard if entry.verb == "created" else keys.add)(_other(entry))
            ends = (tuple(sorted(known & side)) for side in (keys, after))
            found.append(LinkChange(column.name, group[0], *ends))
    return found


def links_after(changes: Sequence[LinkChange], entry: JournalEntry) -> dict[str, object]:
    """The links after the change that an entry belongs to, by column, of those columns that changed since or then."""
    found: dict[str, object] = {}
    for change in changes:  # newest first: the oldest one behind the entry comes last
        if change.entry.number > entry.number and change.entry.change != entry.change:
            found[change.column] = list(change.before)
    return found


def links_before(changes: Sequence[LinkChange], entry: JournalEntry) -> dict[str, object]:
    """The links before the change that an entry belongs to, by column, of those columns that it changed."""
    return {one.column: list(one.before) for one in changes if one.entry.change == entry.change != ""}


def _groups(entries: Sequence[JournalEntry]) -> list[list[JournalEntry]]:
    """The entries of one change together."""
    groups: list[list[JournalEntry]] = []
    for entry in entries:
        if groups and groups[-1][0].change == entry.change != "":
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _other(entry: JournalEntry) -> int:
    return int(str((entry.after or entry.before or {})[OTHER]))
