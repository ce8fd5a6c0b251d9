"""Marks: which conditions the rows of a page meet, by the same reading of conditions as a filter's."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.rows import desk
from tests.rows.desk import ADMIN, user
from toolwright.errors import InvalidInput
from toolwright.extend.batch import RowBatch
from toolwright.extend.datasource import Limits, SelectQuery
from toolwright.extend.sql.link import SqlLink
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import RowQuery, Rows
from toolwright.rows.row_json import page_json

T = "erp.tickets"
CONDITIONS = (
    "status == 'open'",
    "priority > 2",
    "customer.region == 'north'",
    "owner is none",
    "contains(lower(title), '1') and cost > 10",
    "user.email == owner",
    "created_at < datetime('2026-01-20T00:00:00Z')",
    "len(split(title, ' ')) == 2 and priority > 1",
)
ACTORS = [ADMIN, *(user(name) for name in ("agent", "owner", "north", "viewer", "mixed"))]


@pytest.mark.parametrize("actor", ACTORS)
async def test_a_row_is_marked_exactly_if_a_filter_would_find_it(rows: Rows, ws: Workspace, actor: Actor) -> None:
    query = RowQuery(limit=200, ids=True, marks=CONDITIONS)
    page = await rows.list(actor, ws, T, query)
    assert page.marks is not None
    assert page.mark_faults is not None
    marked = 0
    for place, condition in enumerate(CONDITIONS):
        if page.mark_faults[place] is not None:
            assert "region" in condition  # who may not read customers may not ask about them
            continue
        found = await rows.list(actor, ws, T, replace(query, filter=condition, marks=()))
        by_marks = [id_ for id_, marks in zip(page.ids or (), page.marks, strict=True) if place in marks]
        assert by_marks == list(found.ids or ())
        marked += len(by_marks)
    assert marked
    plain = await rows.list(actor, ws, T, replace(query, marks=()))
    assert (plain.rows, plain.marks, "marks" in json.loads(page_json(plain))) == (page.rows, None, False)


async def test_columns_that_are_not_shown_decide_and_stay_away(rows: Rows, ws: Workspace) -> None:
    page = await rows.list(ADMIN, ws, T, RowQuery(fields=("title",), marks=("status == 'open'",), limit=3))
    answer = json.loads(page_json(page))
    assert [list(row) for row in answer["items"]] == [["title"]] * 3
    assert sorted(answer["marks"]) == [[], [], [0]]
    cursor = page.next_cursor
    other = await rows.list(ADMIN, ws, T, RowQuery(fields=("title",), limit=3, cursor=cursor))
    assert len(other.rows) == 3  # marks are no part of what a page is of


@pytest.mark.parametrize("name", ["agent", "viewer", "mixed"])
async def test_what_is_hidden_cannot_be_asked_for(rows: Rows, ws: Workspace, name: str) -> None:
    hidden, unknown = f"secret == '{desk.SECRET}'", "nothing_here == 1"
    page = await rows.list(user(name), ws, T, RowQuery(limit=5, marks=(hidden, unknown, "cost > 1")))
    assert page.mark_faults is not None
    first, second, third = page.mark_faults
    assert (first or "").replace("secret", "nothing_here").split(".")[0] == (second or "").split(".")[0]
    assert third is None
    assert all(set(marks) <= {2} for marks in page.marks or ())
    assert len(page.rows) == 5


async def test_what_is_wrong_with_one_leaves_rows_and_others_alone(rows: Rows, ws: Workspace) -> None:
    conditions = ("cost / 0 > 1", "stats == 'open'", "status == 'open'", "(")
    page = await rows.list(ADMIN, ws, T, RowQuery(limit=3, marks=conditions))
    assert page.mark_faults is not None
    assert "status" in (page.mark_faults[1] or "")  # did you mean
    assert [fault is None for fault in page.mark_faults[1:]] == [False, True, False]
    assert len(page.rows) == 3
    with pytest.raises(InvalidInput, match="at most 20"):
        await rows.list(ADMIN, ws, T, RowQuery(marks=("cost > 1",) * 21))


async def test_it_takes_one_statement(rows: Rows, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    select = SqlLink.select

    async def counted(link: SqlLink, query: SelectQuery, limits: Limits) -> RowBatch:
        asked.append(query.table.native.table)
        return await select(link, query, limits)

    monkeypatch.setattr(SqlLink, "select", counted)
    await rows.list(ADMIN, ws, T, RowQuery(limit=50, marks=CONDITIONS[:2]))
    assert asked == ["tickets"]
    await rows.list(ADMIN, ws, T, RowQuery(limit=50, marks=CONDITIONS[:3]))
    assert asked[1:] == ["tickets", "customers"]  # one more for all rows that a relation leads to
