"""History of built-in tables on SQLite and PostgreSQL: whole, closed where rows are closed, and a way back."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.peers.server import Server
from tests.rows.internal import in_file, in_schema, internal_rows
from toolwright import clock
from toolwright.errors import Conflict, Denied, InvalidInput, NotFound
from toolwright.extend.beside import COMMENTS
from toolwright.extend.checking import load_workspace
from toolwright.extend.datasource import Limits
from toolwright.extend.journal import JournalLink, JournalQuery
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.schema_change import ChangeTable, SchemaLink, SchemaRecord, TableDesign
from toolwright.model.source import DataSource
from toolwright.model.table import Keep, NativeName
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import RowChange, RowQuery, Rows
from toolwright.rows.beside import newest
from toolwright.tables.retention import Retention

FILES = {
    "workspace.yaml": "title: Desk\n",
    "tables/teams.yaml": "title: Teams\ncolumns:\n  - {name: name, kind: text}\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text}
  - {name: amount, kind: integer}
  - {name: ratio, kind: formula, settings: {value: "amount / 3", result: float}}
  - {name: code, kind: formula, settings: {value: "f'T-{id}'"}}
  - {name: team_id, kind: relation, settings: {to: teams, on_delete: cascade}}
  - {name: secret, kind: text}
""",
    "roles/agent.yaml": """\
title: Agent
grants:
  - {table: tickets, can: [read, update, delete, create], rows: "title != 'hidden'", hide: [secret]}
""",
    "roles/reader.yaml": "title: Reader\ngrants:\n  - {table: tickets, can: [read]}\n",
}
ANNA = Actor("user", "u1", "anna@example.org", "Anna", is_admin=True)
BOB = Actor("user", "u2", "bob@example.org", "Bob", roles={"desk": ("agent",)})
READER = Actor("user", "u3", "r@example.org", "R", roles={"desk": ("reader",)})


@pytest.fixture
def desk() -> Workspace:
    return load_workspace("desk", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, desk: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, desk) as made:
        yield made


async def test_every_change_is_there_with_who_and_what(rows: Rows, desk: Workspace) -> None:
    made = await rows.create(ANNA, desk, "tickets", {"title": "a", "amount": 1})
    await rows.update(BOB, desk, "tickets", made.id, {"title": "b ✓"}, via="screen")
    found = await rows.history(ANNA, desk, "tickets", made.id)
    assert [(one.verb, one.actor, one.via) for one in found] == [("updated", "u2", "screen"), ("created", "u1", "api")]
    assert [(f.column, f.before, f.after) for f in found[0].fields] == [("title", "a", "b ✓")]
    created = {f.column: f.after for f in found[1].fields}
    assert created == {"title": "a", "amount": 1, "ratio": 1 / 3, "code": f"T-{made.id}"}


async def test_a_refused_write_leaves_no_trace(rows: Rows, desk: Workspace) -> None:
    made = await rows.create(ANNA, desk, "tickets", {"title": "a"})
    with pytest.raises(NotFound):
        await rows.bulk(
            ANNA, desk, "tickets", [RowChange("update", made.id, {"title": "b"}), RowChange("delete", "999")]
        )
    assert len(await rows.history(ANNA, desk, "tickets", made.id)) == 1


async def test_what_a_foreign_key_deletes_is_in_the_bin_and_comes_back(rows: Rows, desk: Workspace) -> None:
    team = await rows.create(ANNA, desk, "teams", {"name": "Ops"})
    ticket = await rows.create(ANNA, desk, "tickets", {"title": "a", "team_id": int(team.id), "amount": 7})
    await rows.delete(ANNA, desk, "teams", team.id)
    assert [one.row_id for one in await rows.deleted(ANNA, desk, "tickets")] == [ticket.id]
    (gone,) = await rows.deleted(ANNA, desk, "teams")
    await rows.restore(ANNA, desk, "teams", team.id, gone.number)
    (gone,) = await rows.deleted(ANNA, desk, "tickets")
    back = await rows.restore(ANNA, desk, "tickets", ticket.id, gone.number)
    assert (back.id, back.values["amount"], back.values["code"]) == (ticket.id, 7, f"T-{ticket.id}")
    assert not await rows.deleted(ANNA, desk, "tickets")
    newer = await rows.create(ANNA, desk, "tickets", {})
    assert int(newer.id) > int(ticket.id)


async def test_undo_takes_back_the_last_change_unless_somebody_built_on_it(rows: Rows, desk: Workspace) -> None:
    one = await rows.create(ANNA, desk, "tickets", {"title": "a"})
    two = await rows.create(ANNA, desk, "tickets", {"title": "x"})
    await rows.bulk(ANNA, desk, "tickets", [RowChange("update", one.id, {"title": "b"}), RowChange("delete", two.id)])
    await rows.undo(ANNA, desk, "tickets")
    assert (await rows.get(ANNA, desk, "tickets", one.id)).values["title"] == "a"
    assert (await rows.get(ANNA, desk, "tickets", two.id)).values["title"] == "x"
    await rows.update(ANNA, desk, "tickets", one.id, {"title": "c"})
    await rows.update(BOB, desk, "tickets", one.id, {"amount": 3})
    with pytest.raises(Conflict):
        await rows.undo(ANNA, desk, "tickets")
    with pytest.raises(NotFound):
        await rows.undo(READER, desk, "tickets")


async def test_history_shows_no_more_than_the_row_ever_did(rows: Rows, desk: Workspace) -> None:
    made = await rows.create(ANNA, desk, "tickets", {"title": "hidden", "amount": 1, "secret": "s"})
    with pytest.raises(NotFound):
        await rows.history(BOB, desk, "tickets", made.id)
    await rows.update(ANNA, desk, "tickets", made.id, {"amount": 2})
    await rows.update(ANNA, desk, "tickets", made.id, {"title": "open", "secret": "t"})
    await rows.update(ANNA, desk, "tickets", made.id, {"amount": 3, "secret": "u"})
    found = await rows.history(BOB, desk, "tickets", made.id)
    assert {f.column for one in found for f in one.fields} == {"amount", "ratio"}
    assert [(f.before, f.after) for f in found[0].fields if f.column == "amount"] == [(2, 3)]
    whole = await rows.history(ANNA, desk, "tickets", made.id)
    with pytest.raises(NotFound):
        await rows.restore(BOB, desk, "tickets", made.id, whole[-1].number)
    await rows.update(ANNA, desk, "tickets", made.id, {"title": "hidden"})
    await rows.delete(ANNA, desk, "tickets", made.id)
    assert not await rows.deleted(BOB, desk, "tickets")
    assert len(await rows.deleted(READER, desk, "tickets")) == 1


async def test_history_survives_renames_and_other_tables_have_none(rows: Rows, desk: Workspace) -> None:
    made = await rows.create(ANNA, desk, "tickets", {"title": "a", "amount": 1})
    await rows.update(ANNA, desk, "tickets", made.id, {"amount": 2})
    files = {**FILES, "tables/tickets.yaml": FILES["tables/tickets.yaml"].replace("amount", "hours")}
    renamed = load_workspace("desk", files, installed_kinds(), revision=2)
    before, after = desk.tables["tickets"], renamed.tables["tickets"]
    origins = {c.name: "amount" if c.name == "hours" else c.name for c in after.columns}
    link = await rows.desk.links.link(desk, None)
    assert isinstance(link, SchemaLink)
    step = ChangeTable(TableDesign(before), TableDesign(after), origins)
    await link.change_schema([step], SchemaRecord("second", {}), "first")
    found = await rows.history(ANNA, renamed, "tickets", made.id)
    assert [(f.column, f.before, f.after) for f in found[0].fields if f.column == "hours"] == [("hours", 1, 2)]


async def test_old_entries_are_forgotten(rows: Rows, desk: Workspace) -> None:
    made = await rows.create(ANNA, desk, "tickets", {"title": "a"})
    entry = (await rows.history(ANNA, desk, "tickets", made.id))[0]
    link = await rows.desk.links.link(desk, None)
    assert isinstance(link, JournalLink)
    await rows.update(ANNA, desk, "tickets", made.id, {"title": "b"})
    late = (await rows.history(ANNA, desk, "tickets", made.id))[0]
    assert await link.forget_before(late.at) >= 1
    assert [one.number for one in await rows.history(ANNA, desk, "tickets", made.id)] == [late.number]
    assert await link.journal_end() >= late.number > entry.number


async def test_a_table_goes_back_to_a_moment(rows: Rows, desk: Workspace) -> None:
    kept = await rows.create(ANNA, desk, "tickets", {"title": "kept", "amount": 1})
    gone = await rows.create(ANNA, desk, "tickets", {"title": "deleted later", "amount": 2})
    before = await rows.list(ANNA, desk, "tickets", RowQuery(fields=("id", "title", "amount"), sort=("id",)))
    moment = clock.now()
    await rows.update(ANNA, desk, "tickets", kept.id, {"title": "changed"})
    await rows.update(BOB, desk, "tickets", kept.id, {"title": "changed again", "amount": 9})
    await rows.delete(ANNA, desk, "tickets", gone.id)
    await rows.create(ANNA, desk, "tickets", {"title": "new"})
    later = clock.now()
    with pytest.raises(Denied):
        await rows.restore_table(READER, desk, "tickets", moment)
    assert len(await rows.restore_table(ANNA, desk, "tickets", moment)) == 3
    after = await rows.list(ANNA, desk, "tickets", RowQuery(fields=("id", "title", "amount"), sort=("id",)))
    assert after.rows == before.rows
    assert (await rows.history(ANNA, desk, "tickets", kept.id))[0].via == "time"
    await rows.restore_table(ANNA, desk, "tickets", later)  # and forth again
    shown = await rows.list(ANNA, desk, "tickets", RowQuery(fields=("title",), sort=("id",)))
    assert shown.rows == [("changed again",), ("new",)]
    assert await rows.restore_table(ANNA, desk, "tickets", clock.now()) == []
    with pytest.raises(InvalidInput):
        await rows.restore_table(ANNA, desk, "tickets", clock.now() + timedelta(minutes=1))


async def test_history_bin_and_comments_go_back_as_far_as_the_table_says(
    rows: Rows, desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = desk.tables["tickets"].model_copy(update={"keep": Keep(days=30, changes=2)})
    kept = replace(desk, tables={**desk.tables, "tickets": tickets})
    retention = Retention(None, rows.desk.links, None)  # type: ignore[arg-type]  # needed only to find workspaces
    made, gone = [await rows.create(ANNA, kept, "tickets", {"title": title}) for title in ("0", "thrown away")]
    for title in "1234":
        await rows.update(ANNA, kept, "tickets", made.id, {"title": title, "amount": int(title)})
    other = await rows.create(ANNA, kept, "teams", {"name": "not told to forget"})
    for ticket in (made, gone):
        await rows.comment(ANNA, kept, "tickets", ticket.id, "said")
    await rows.delete(ANNA, kept, "tickets", gone.id)
    await retention.sweep(kept)
    left = await rows.history(ANNA, kept, "tickets", made.id)
    assert [field.after for one in left for field in one.fields if field.column == "title"] == ["4", "3"]
    assert (await rows.restore(ANNA, kept, "tickets", made.id, left[-1].number)).values["title"] == "3"
    assert [one.row_id for one in await rows.deleted(ANNA, kept, "tickets")] == [gone.id]
    today = clock.now()
    monkeypatch.setattr(clock, "now", lambda: today + timedelta(days=31))
    await rows.update(ANNA, kept, "tickets", made.id, {"title": "5"})
    await retention.sweep(kept)
    assert len(await rows.history(ANNA, kept, "tickets", made.id)) == 1
    assert await rows.deleted(ANNA, kept, "tickets") == []
    assert len(await rows.history(ANNA, kept, "teams", other.id)) == 1
    assert [one.body for one in await rows.comments(ANNA, kept, "tickets", made.id)] == ["said"]
    said = await newest(rows.desk.links.use(kept, None), COMMENTS, limits=Limits())
    assert [str(one["row_number"]) for one in said] == [made.id], "gone for good, with its comments"


async def test_entries_behind_a_number_come_in_order(rows: Rows, desk: Workspace) -> None:
    link = await rows.desk.links.link(desk, None)
    assert isinstance(link, JournalLink)
    start = await link.journal_end()
    for title in ("a", "b", "c"):
        await rows.create(ANNA, desk, "teams", {"name": title})
    entries = await link.journal(JournalQuery(desk.tables["teams"], after=start), Limits())
    assert [entry.after and entry.after["name"] for entry in entries] == ["a", "b", "c"]


steps = st.lists(
    st.tuples(st.sampled_from(["set", "delete", "restore", "undo"]), st.integers(-5, 5), st.integers(0, 6)), max_size=12
)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_any_sequence_of_edits_and_restores_equals_a_model(sequence: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_play_in(in_file(Path(folder) / "_production.db"), sequence))


@pytest.mark.peer
@settings(max_examples=8, deadline=None)
@given(steps)
def test_any_sequence_equals_a_model_on_postgresql(
    internal_server: Server, sequence: list[tuple[str, int, int]]
) -> None:
    asyncio.run(_play_in(in_schema(internal_server.url("internal_tables"), f"t{secrets.token_hex(6)}"), sequence))


async def _play_in(source: DataSource, sequence: list[tuple[str, int, int]]) -> None:
    workspace = load_workspace("desk", FILES, installed_kinds(), revision=1)
    async with internal_rows(source, workspace) as plane:
        await _play(plane, workspace, sequence)


async def _play(rows: Rows, desk: Workspace, sequence: list[tuple[str, int, int]]) -> None:
    """One row; `states` holds what it was after each change that changed anything, None for gone."""
    row = await rows.create(ANNA, desk, "tickets", {"amount": 0})
    states: list[int | None] = [0]
    for verb, value, back in sequence:
        present = states[-1]
        if verb == "set" and present is not None and value != present:
            await rows.update(ANNA, desk, "tickets", row.id, {"amount": value})
            states.append(value)
        elif verb == "delete" and present is not None:
            await rows.delete(ANNA, desk, "tickets", row.id)
            states.append(None)
        elif verb == "undo" and len(states) > 1:
            await rows.undo(ANNA, desk, "tickets")
            states.append(states[-2])
        elif verb == "restore":
            entries = list(reversed(await _all_entries(rows, desk, int(row.id))))
            number, state = entries[back % len(entries)]
            if state is None or state == present:
                continue
            await rows.restore(ANNA, desk, "tickets", row.id, number)
            states.append(state)
        stored = await rows.list(ANNA, desk, "tickets", RowQuery(fields=("amount",)))
        assert [cells[0] for cells in stored.rows] == ([] if states[-1] is None else [states[-1]])
    noted = [state for _, state in sorted(await _all_entries(rows, desk, int(row.id)), key=itemgetter(0))]
    assert [state for state, _ in groupby(noted)] == states  # the formula over the new number is an entry of its own


async def _all_entries(rows: Rows, desk: Workspace, row: int) -> list[tuple[int, int | None]]:
    link = await rows.desk.links.link(desk, None)
    assert isinstance(link, JournalLink)
    entries = await link.journal(JournalQuery(desk.tables["tickets"], row_id=row, limit=500), Limits())
    read: Callable[[Any], int | None] = lambda after: None if after is None else after["amount"]  # noqa: E731
    return [(entry.number, read(entry.after)) for entry in entries]


async def test_comments_follow_their_row_and_its_table(rows: Rows, desk: Workspace) -> None:
    made = await rows.create(ANNA, desk, "tickets", {"title": "a"})
    said = await rows.comment(ANNA, desk, "tickets", made.id, "first")
    await rows.comment(ANNA, desk, "tickets", made.id, "second ✓")
    await rows.change_comment(ANNA, desk, "tickets", made.id, said.mark, "first, again")
    assert [one.body for one in await rows.comments(READER, desk, "tickets", made.id)] == ["second ✓", "first, again"]
    page = await rows.comments(READER, desk, "tickets", made.id, limit=1)
    assert [one.body for one in await rows.comments(READER, desk, "tickets", made.id, before=page[0].number)] == [
        "first, again"
    ]
    assert len(await rows.history(ANNA, desk, "tickets", made.id)) == 1
    with pytest.raises(Denied):
        await rows.comment(READER, desk, "tickets", made.id, "no right")
    async with rows.desk.links.use(desk, None) as link:
        assert isinstance(link, SchemaLink)
        table = desk.tables["tickets"]
        moved = table.model_copy(update={"native": NativeName(table="cases")})
        await link.change_schema(
            [ChangeTable(TableDesign(table), TableDesign(moved), {name: name for name in table.by_name})],
            SchemaRecord("second", {}), "first",
        )  # fmt: skip
    renamed = replace(desk, tables={**desk.tables, "tickets": moved})
    assert len(await rows.comments(ANNA, renamed, "tickets", made.id)) == 2
