"""Aggregates, also where the source cannot evaluate the condition; and that both ways agree."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rows.desk import ADMIN, user
from toolwright import clock
from toolwright.errors import InvalidInput
from toolwright.model.workspace import Workspace
from toolwright.rows import AggregateRequest, GroupSpec, MeasureSpec, RowQuery, Rows

T = "erp.tickets"
ALL_MEASURES = (
    MeasureSpec("n"),
    MeasureSpec("owners", "count_distinct", "owner"),
    MeasureSpec("total", "sum", "priority"),
    MeasureSpec("mean", "avg", "priority"),
    MeasureSpec("least", "min", "cost"),
    MeasureSpec("most", "max", "cost"),
)


async def test_groups_and_measures(rows: Rows, ws: Workspace) -> None:
    request = AggregateRequest(
        (MeasureSpec("n"), MeasureSpec("sum", "sum", "cost")), (GroupSpec("status", "status"),), sort=("status",)
    )
    page = await rows.aggregate(ADMIN, ws, T, request)
    assert page.columns == ("status", "n", "sum")
    assert [row[:2] for row in page.rows] == [("closed", 20), ("open", 20), ("waiting", 20)]
    assert page.rows[1][2] == sum(Decimal(n) + Decimal("0.5") for n in range(3, 61, 3))


async def test_rules_apply(rows: Rows, ws: Workspace) -> None:
    page = await rows.aggregate(user("agent"), ws, T, AggregateRequest((MeasureSpec("n"),)))
    assert page.rows[0] == (20,)
    page = await rows.aggregate(
        user("agent"), ws, T, AggregateRequest((MeasureSpec("n"),), filter="customer.name == 'Hidden Corp'")
    )
    assert page.rows[0] == (0,)


@pytest.mark.parametrize("bucket", [None, "day", "week", "month", "quarter", "year", "hour"])
async def test_figures_made_here_agree_with_the_source(rows: Rows, ws: Workspace, bucket: str | None) -> None:
    groups = (GroupSpec("when", "created_at", bucket), GroupSpec("status", "status"))  # type: ignore[arg-type]
    sort = ("when", "-status")
    there = await rows.aggregate(ADMIN, ws, T, AggregateRequest(ALL_MEASURES, groups, sort=sort, filter="id > 10"))
    here = await rows.aggregate(
        ADMIN,
        ws,
        T,
        AggregateRequest(ALL_MEASURES, groups, sort=sort, filter="id > 10 and len(split(title, '#')) == 1"),
    )
    assert here.completed
    assert [tuple(map(_plain, row)) for row in here.rows] == [tuple(map(_plain, row)) for row in there.rows]


@pytest.mark.parametrize("given", [{"id": 3}, {"id": None}])
async def test_what_no_row_decides_is_decided_before(rows: Rows, ws: Workspace, given: dict[str, object]) -> None:
    text = "customer_id == wanted.id and len(str(wanted.id or '')) > 0"
    context = {"wanted": given}
    page = await rows.aggregate(ADMIN, ws, T, AggregateRequest((MeasureSpec("n"),), filter=text, context=context))
    listed = await rows.list(ADMIN, ws, T, RowQuery(filter=text, context=context, count="exact"))
    assert page.completed == listed.completed == (), "no row was looked at for it"
    assert page.rows[0] == (listed.count,)
    assert (listed.count > 0) is (given["id"] is not None)


async def test_a_condition_on_the_moment_is_not_remembered(
    rows: Rows, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = AggregateRequest((MeasureSpec("n"),), filter="len(str(year(now()))) == 4")
    assert (await rows.aggregate(ADMIN, ws, T, asked)).rows[0] == (60,)
    later = clock.now().replace(year=999)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await rows.aggregate(ADMIN, ws, T, asked)).rows[0] == (0,)


async def test_figures_asked_for_again_are_still_everybodys_own(rows: Rows, ws: Workspace) -> None:
    asked = AggregateRequest((MeasureSpec("n"), MeasureSpec("most", "max", "cost")), filter="id > 10")
    people = (
        ADMIN,
        user("owner", email="ann@example.org"),
        user("owner", email="bob@example.org"),
        user("agent", email="ann@example.org"),
    )
    expected = [(await rows.list(who, ws, T, RowQuery(filter="id > 10", limit=100))).rows for who in people]
    assert len({len(found) for found in expected}) > 1
    for _ in range(2):
        for who, found in zip(people, expected, strict=True):
            page = await rows.aggregate(who, ws, T, asked)
            assert page.rows[0][0] == len(found)


async def test_figures_asked_for_again_follow_what_is_given(rows: Rows, ws: Workspace) -> None:
    for given in (10, 50, 10, 59):
        asked = AggregateRequest((MeasureSpec("n"),), filter="id > least", context={"least": given})
        assert (await rows.aggregate(ADMIN, ws, T, asked)).rows[0] == (60 - given,)
    for limit in (1, 2):
        asked = AggregateRequest((MeasureSpec("n"),), (GroupSpec("status", "status"),), limit=limit)
        assert len((await rows.aggregate(ADMIN, ws, T, asked)).rows) == limit


def _plain(value: object) -> object:
    return round(float(value), 9) if isinstance(value, Decimal | float) else str(value)


@pytest.mark.parametrize(
    "request_",
    [
        AggregateRequest(()),
        AggregateRequest((MeasureSpec("n", "sum"),)),
        AggregateRequest((MeasureSpec("n", "sum", "title"),)),
        AggregateRequest((MeasureSpec("n", "max", "photo"),)),
        AggregateRequest((MeasureSpec("n"), MeasureSpec("n"))),
        AggregateRequest((MeasureSpec("n; drop"),)),
        AggregateRequest((MeasureSpec("n"),), (GroupSpec("g", "colour"),)),
        AggregateRequest((MeasureSpec("n"),), (GroupSpec("g", "title", "day"),)),
        AggregateRequest((MeasureSpec("n"),), sort=("title",)),
    ],
)
async def test_what_does_not_fit_is_refused(rows: Rows, ws: Workspace, request_: AggregateRequest) -> None:
    with pytest.raises(InvalidInput):
        await rows.aggregate(ADMIN, ws, T, request_)
