"""Sowing: what happened, told in order, becomes rows, the entries of their history, links, comments and mentions."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from toolwright.extend.attachment import FileReference
from toolwright.extend.beside import BESIDE, COMMENTS, MENTIONS
from toolwright.extend.coerce import coerce
from toolwright.extend.design import ID, OTHER, THIS
from toolwright.extend.formula import formulas_of
from toolwright.extend.journal import JournalEntry
from toolwright.extend.schema_change import MovedTable, TableDesign
from toolwright.gallery.sample import Sample, SampleChange, SampleComment, SampleFile, Values
from toolwright.ids import new_id
from toolwright.model.table import Stamp, Table
from toolwright.rows.mention import mention_of, people_of

Row = dict[str, object]
_BATCH = 1000
_ADDRESS = re.compile(r"@([\w.+-]+@[\w.-]+\w)")
VIA = "screen"
"""How the changes of a sample are called in the history of its tables."""


def sown(sample: Sample, designs: Mapping[str, TableDesign], accounts: Mapping[str, str]) -> list[MovedTable]:
    """Every table of these designs with its rows and its history, and what is kept beside them.

    `accounts` says by address who has an account. What people said who have none is left out, and what they did was
    done by nobody.
    """
    field_ = _Field(designs, accounts)
    told: list[SampleChange | SampleComment] = [*sample.changes, *sample.comments]
    for one in sorted(told, key=lambda one: one.at):
        field_.comment(one) if isinstance(one, SampleComment) else field_.change(one)
    beside = {_named(table): TableDesign(table) for table in BESIDE}
    return [_moved(design, field_.rows[ref], field_.entries[ref]) for ref, design in {**designs, **beside}.items()]


def reference(one: SampleFile, table: str, row: int) -> FileReference:
    """The file as the row knows it."""
    digest = hashlib.sha256(f"{table} {row} {one.name}".encode()).digest()
    identity = base64.b32encode(digest).decode().lower()[:26]
    sha256 = hashlib.sha256(one.content).hexdigest()
    return FileReference(identity, one.name, one.type, len(one.content), sha256)


@dataclass
class _Field:
    """Everything as it is after what was told so far."""

    designs: Mapping[str, TableDesign]
    accounts: Mapping[str, str]
    rows: defaultdict[str, dict[int, Row]] = field(default_factory=lambda: defaultdict(dict))
    entries: defaultdict[str, list[JournalEntry]] = field(default_factory=lambda: defaultdict(list))
    _links: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    _number: int = 0

    def change(self, told: SampleChange) -> None:
        table, change = self.designs[told.table].table, new_id()
        before = self.rows[told.table].get(told.row)
        if told.values is None:
            assert before is not None  # noqa: S101  # a sample deletes what it made
            del self.rows[told.table][told.row]
            self._note(told, told.table, told.row, change, (before, None))
            return
        values = dict(told.values)
        for column in table.columns:
            if column.links is not None and column.name in values:
                keys = values.pop(column.name)
                assert isinstance(keys, list)  # noqa: S101  # see `SampleChange`
                self._link(told, column.links.pairs, keys, change)
        after = self._row(table, told, before, values)
        self.rows[told.table][told.row] = after
        self._note(told, told.table, told.row, change, (before, after))

    def _row(self, table: Table, told: SampleChange, before: Row | None, values: Values) -> Row:
        """The row as it is stored: with defaults, who and when, and what is computed from it."""
        who = self.accounts.get(told.who)
        row: Row = dict(before or {})
        if before is None:
            stored = [column for column in table.columns if column.is_stored]
            row = {column.name: coerce(column, column.default) for column in stored} | {ID: told.row}
        row |= {name: _held(value, told) for name, value in values.items()}
        known = {Stamp.UPDATED_AT: told.at, Stamp.UPDATED_BY: who}
        if before is None:
            known |= {Stamp.CREATED_AT: told.at, Stamp.CREATED_BY: who}
        row |= {column.name: known[column.stamp] for column in table.columns if column.stamp in known}
        formulas = formulas_of(table)
        return row if formulas is None else {**row, **formulas.derive(row)}

    def _link(self, told: SampleChange, pairs: str, keys: Sequence[int], change: str) -> None:
        known = self._links.get((pairs, told.row), [])
        for key in known:
            if key not in keys:
                place = next(n for n, pair in self.rows[pairs].items() if (pair[THIS], pair[OTHER]) == (told.row, key))
                self._note(told, pairs, told.row, change, (self.rows[pairs].pop(place), None))
        for key in keys:
            if key not in known:
                pair: Row = {ID: self._number + 1, THIS: told.row, OTHER: key}
                self.rows[pairs][self._number + 1] = pair
                self._note(told, pairs, told.row, change, (None, pair))
        self._links[pairs, told.row] = list(keys)

    def comment(self, told: SampleComment) -> None:
        author = self.accounts.get(told.who)
        if author is None:
            return
        comments, mentions, mark = self.rows[_named(COMMENTS)], self.rows[_named(MENTIONS)], new_id()
        said: Row = {
            ID: len(comments) + 1, "mark": mark, "of_table": _named(self.designs[told.table].table),
            "row_number": told.row, "body": _ADDRESS.sub(self._mentioned, told.text), "author": author, "at": told.at,
            "edited_at": None,
        }  # fmt: skip
        comments[len(comments) + 1] = said
        self._note(told, _named(COMMENTS), len(comments), new_id(), (None, said), via="comment")
        seen = {self.accounts.get(one) for one in told.seen_by}
        for person in people_of(str(said["body"])):
            if person != author:
                row: Row = {ID: len(mentions) + 1, "comment": mark, "person": person}
                mentions[len(mentions) + 1] = {**row, "seen_at": told.at if person in seen else None}

    def _mentioned(self, found: re.Match[str]) -> str:
        account = self.accounts.get(found[1])
        return found[0] if account is None else mention_of(account)

    def _note(
        self,
        told: SampleChange | SampleComment,
        table: str,
        row: int,
        change: str,
        states: tuple[Row | None, Row | None],
        via: str = VIA,
    ) -> None:
        before, after = states
        verb: Literal["created", "updated", "deleted"] = "updated"
        if before is None or after is None:
            verb = "created" if before is None else "deleted"
        self._number += 1
        who = self.accounts.get(told.who)
        self.entries[table].append(JournalEntry(self._number, told.at, who, via, change, row, verb, before, after))


def _held(value: object, told: SampleChange) -> object:
    """A value as the row holds it."""
    if isinstance(value, SampleFile):
        return reference(value, told.table, told.row).to_wire()
    return [_held(one, told) for one in value] if isinstance(value, list) else value


def _named(table: Table) -> str:
    assert table.native is not None  # noqa: S101  # working a design out sets it
    return table.native.table


def _moved(design: TableDesign, rows: Mapping[int, Row], entries: Sequence[JournalEntry]) -> MovedTable:
    names = (ID, *(column.name for column in design.table.columns if column.name != ID and column.is_stored))

    async def batches() -> AsyncIterator[Sequence[tuple[object, ...]]]:
        ordered = [tuple(row.get(name) for name in names) for _, row in sorted(rows.items())]
        for start in range(0, len(ordered), _BATCH):
            yield ordered[start : start + _BATCH]

    async def noted() -> AsyncIterator[Sequence[JournalEntry]]:
        for start in range(0, len(entries), _BATCH):
            yield entries[start : start + _BATCH]

    return MovedTable(design, names, batches, noted)
