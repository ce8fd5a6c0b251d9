"""What holds of any policy, any filter and any moment: lists agree with single rows, and pages with the whole."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rows import desk
from tests.rows.desk import ADMIN, plane, user, workspace
from tests.rows.internal import internal_rows
from toolwright.errors import NotFound
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.rows import MASK, RowChange, RowQuery, Rows

T = "erp.tickets"
RULES = [
    None,
    "status == 'open'",
    "priority > 1",
    "owner == user.email",
    "customer.region == 'north'",
    "len(split(title, ' ')) == 2",
    "not (priority == 2) and customer_id is not none",
]
grants = st.fixed_dictionaries(
    {"table": st.just(T), "can": st.just(["read"]), "rows": st.sampled_from(RULES)},
    optional={
        "hide": st.lists(st.sampled_from(["secret", "owner", "cost", "priority"]), unique=True),
        "mask": st.lists(st.sampled_from(["secret", "owner", "title"]), unique=True),
    },
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One database that nobody changes."""
    path = tmp_path_factory.mktemp("base") / "desk.db"
    desk.fill(path)
    return path


async def whole(rows: Rows, ws: Workspace, actor: object, **query: object) -> list[dict[str, object]]:
    """All rows, by pages of seven."""
    found: list[dict[str, object]] = []
    page = await rows.list(actor, ws, T, RowQuery(limit=7, **query))  # type: ignore[arg-type]
    while True:
        found += page.dicts()
        if page.next_cursor is None:
            return found
        page = await rows.list(actor, ws, T, RowQuery(limit=7, cursor=page.next_cursor, **query))  # type: ignore[arg-type]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(given_grants=st.lists(grants, min_size=1, max_size=3))
def test_lists_counts_and_single_rows_agree(base: Path, given_grants: list[Mapping[str, object]]) -> None:
    async def check() -> None:
        ws = workspace(base, roles={"r": desk.role(*given_grants)})
        actor = user("r")
        async with plane() as rows:
            listed = {str(row["id"]): row for row in await whole(rows, ws, actor)}
            assert (await rows.count(actor, ws, T, RowQuery(count="exact")))[0] == len(listed)
            streamed = [row async for page in rows.stream(actor, ws, T, RowQuery(limit=0)) for row in page.dicts()]
            assert sorted(map(str, streamed)) == sorted(map(str, listed.values()))
            for number in range(1, 61):
                try:
                    one = await rows.get(actor, ws, T, str(number))
                except NotFound:
                    assert str(number) not in listed
                else:
                    assert dict(one.values) == listed[str(number)]

    asyncio.run(check())


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(given_grants=st.lists(grants, min_size=1, max_size=3), extra=grants)
def test_a_further_grant_only_adds_rows_and_values(
    base: Path, given_grants: list[Mapping[str, object]], extra: Mapping[str, object]
) -> None:
    async def run() -> None:
        async with plane() as rows:
            worlds = []
            for some in (given_grants, [*given_grants, extra]):
                ws = workspace(base, roles={"r": desk.role(*some)})
                worlds.append({row["id"]: row for row in await whole(rows, ws, user("r"))})
        before, after = worlds
        for key, row in before.items():
            for name, value in row.items():
                assert after[key][name] == value or value == MASK

    asyncio.run(run())


@pytest.mark.parametrize("sort", [(), ("-priority",), ("owner", "-cost"), ("status", "created_at")])
@pytest.mark.parametrize("backward", [False, True])
async def test_pages_lose_and_repeat_nothing_while_others_write(
    tmp_path: Path, sort: tuple[str, ...], backward: bool
) -> None:
    path = tmp_path / "desk.db"
    desk.fill(path, 200)
    ws, chance = workspace(path), random.Random(7)
    steady = set(range(1, 201, 2))  # odd rows stay as they are; even ones come and go

    def disturb() -> None:
        with sqlite3.connect(path) as db:
            db.execute("DELETE FROM tickets WHERE id % 2 = 0 AND id % ? = 0", (chance.choice([3, 5, 7]),))
            for _ in range(5):
                db.execute(
                    "INSERT OR IGNORE INTO tickets (id, title, status, priority, owner, cost) VALUES (?, 'new', ?, ?, ?, ?)",
                    (
                        2 * chance.randint(1, 300),
                        chance.choice(desk.STATUSES),
                        chance.randint(0, 4),
                        None,
                        chance.randint(0, 200),
                    ),
                )
        db.close()

    async with plane() as rows:
        seen: list[object] = []
        cursor = None
        if backward:  # start at the end
            page = await rows.list(ADMIN, ws, T, RowQuery(sort=sort, limit=1000))
            seen += [page.rows[-1][0]]
            cursor = (
                await rows.list(ADMIN, ws, T, RowQuery(sort=sort, limit=1, offset=len(page.rows) - 1))
            ).previous_cursor
        while True:
            page = await rows.list(ADMIN, ws, T, RowQuery(sort=sort, limit=9, cursor=cursor))
            seen += [row[0] for row in page.rows]
            cursor = page.previous_cursor if backward else page.next_cursor
            disturb()
            if cursor is None or (backward and not page.rows):
                break
    numbers = [number for number in seen if number in steady]
    assert sorted(numbers) == sorted(steady)  # type: ignore[type-var]
    if not sort:  # a row that was deleted and made anew has moved, unless its place is its key
        assert len(seen) == len(set(seen))


# --- built-in tables --------------------------------------------------------------------------------------------------

NOTES = {
    "workspace.yaml": "title: Desk\n",
    "tables/notes.yaml": """\
title: Notes
columns:
  - {name: place, kind: integer}
  - {name: title, kind: text}
  - {name: cost, kind: decimal}
  - {name: due, kind: datetime}
""",
}
ORDERS: tuple[tuple[str, ...], ...] = ((), ("-title",), ("cost", "-due"))
STEADY = 60


async def test_pages_of_built_in_tables_lose_and_repeat_nothing_while_others_write(internal: DataSource) -> None:
    """In every order, both ways, on both engines: rows that stay are met once each, however many come and go."""
    ws, chance = load_workspace("desk", NOTES, installed_kinds(), revision=1), random.Random(11)

    def values(place: int) -> dict[str, object]:
        return {
            "place": place,
            "title": chance.choice((None, "", "a", "A", "ä", "b")),
            "cost": chance.choice((None, "0", "-1.5", "1.50", "9999999999999.99")),
            "due": chance.choice(
                (None, "2026-01-01T00:00:00Z", f"2026-01-0{place % 9 + 1}T10:00:00.00000{place % 7}Z")
            ),
        }

    async with internal_rows(internal, ws) as rows:
        made = await rows.bulk(ADMIN, ws, "notes", [RowChange("create", values=values(n)) for n in range(2 * STEADY)])
        ids = [row.id for row in made if row is not None]
        steady, restless = {int(id_) for id_ in ids[::2]}, ids[1::2]

        async def disturb() -> None:
            gone = restless.pop(chance.randrange(len(restless)))
            moved = chance.choice(restless)
            changes = [
                RowChange("delete", gone),
                RowChange("update", moved, values(0)),
                RowChange("create", values=values(1)),
            ]
            done = await rows.bulk(ADMIN, ws, "notes", changes)
            restless.extend(row.id for row in done[2:] if row is not None)

        for sort, backward in product(ORDERS, (False, True)):
            query = RowQuery(sort=sort, fields=("id", "place"), limit=7)
            if backward:
                end = len((await rows.list(ADMIN, ws, "notes", replace(query, limit=1000))).rows)
                last = await rows.list(ADMIN, ws, "notes", replace(query, offset=end - 1, limit=1))
                seen, cursor = [row[0] for row in last.rows], last.previous_cursor
            else:
                seen, cursor = [], ""
            while cursor is not None:
                asked = replace(query, cursor=cursor or None)
                page, _ = await asyncio.gather(rows.list(ADMIN, ws, "notes", asked), disturb())
                seen += [row[0] for row in page.rows]
                cursor = page.previous_cursor if backward else page.next_cursor
                cursor = cursor if page.rows else None
            assert sorted(number for number in seen if number in steady) == sorted(steady), (sort, backward)  # type: ignore[type-var]  # numbers
            if not sort:
                assert len(seen) == len(set(seen))
