"""Listing: pages of rows, streams of all of them, and how many there are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace

from toolwright.errors import InvalidInput, phrase
from toolwright.extend.datasource import Limits, Link
from toolwright.extend.schema_change import AccessPath, SchemaLink
from toolwright.rows.completion import find
from toolwright.rows.contract import Expanded, Page, RowQuery
from toolwright.rows.cursor import Position
from toolwright.rows.expand import expand
from toolwright.rows.links import linked_rows, shown_links
from toolwright.rows.paging import START, Cut, cursor_of, fetch, paged, position_of
from toolwright.rows.people import people_in
from toolwright.rows.plan import BoundPlan, Plan, make_plan
from toolwright.rows.request import Request
from toolwright.rows.row_id import row_id

CAPPED_COUNT = 10_000
_KEPT_PLANS = 300
_BATCH = 1000
Row = tuple[object, ...]


async def list_rows(request: Request, query: RowQuery) -> Page:
    """A page of the rows the actor may read."""
    plan = plan_of(request, query)
    bound = plan.bind(request.user, query.context, request.limits)
    position = position_of(plan, query, request.desk.seal)
    count: tuple[int | None, bool] = (None, False)
    if bound.bound.is_empty:
        cut: Cut[Sequence[Row]] = Cut((), None, None, None)
        count = (None if query.count == "none" else 0, False)
    else:
        limits = request.limits
        async with request.link as link:
            cut = await fetch(link, plan, bound, position, limits)
            if query.count != "none":
                count = await _count(link, bound, query, limits)
    return await _page(request, plan, query, cut, count)


async def count_rows(request: Request, query: RowQuery) -> tuple[int, bool]:
    """How many rows there are, and whether there are more than that: `capped` stops counting early."""
    plan = plan_of(request, query)
    bound = plan.bind(request.user, query.context, request.limits)
    if bound.bound.is_empty:
        return 0, False
    async with request.link as link:
        return await _count(link, bound, query, request.limits)


async def explain_list(request: Request, query: RowQuery) -> AccessPath:
    """How the rows of a page would be found. Raises InvalidInput for tables that are not ours."""
    plan = plan_of(request, query)
    bound = plan.bind(request.user, query.context, request.limits)
    async with request.link as link:
        if not isinstance(link, SchemaLink):
            raise InvalidInput(
                phrase("{ref} is in a data source, which finds rows in its own way.", ref=plan.sight.ref),
                code="rows.not_explained",
                hint="Ask that database to explain the query.",
            )
        return await link.explain(paged(bound.query, position_of(plan, query, request.desk.seal)), request.limits)


def stream_rows(request: Request, query: RowQuery) -> AsyncIterator[Page]:
    """All rows in batches, in bounded memory and under no row limit but the query's own `limit` when it is not 0.

    What is wrong with the query is raised here and now, not by the first batch.
    """
    plan = plan_of(request, replace(query, limit=min(query.limit or _BATCH, _BATCH)))
    bound = plan.bind(request.user, query.context, request.limits)
    if bound.bound.is_empty:
        return _stream(request, query, plan, _nothing())
    if plan.looks_further and plan.is_keyset:
        return _stream(request, query, plan, _by_pages(request, plan, bound))
    limit = None if bound.bound.judge is not None else query.limit or None
    return _stream(request, query, plan, _by_stream(request, bound, limit))


async def _stream(
    request: Request, query: RowQuery, plan: Plan, batches: AsyncIterator[Sequence[Row]]
) -> AsyncIterator[Page]:
    left = query.limit or None
    async with aclosing(batches) as stream:  # type: ignore[type-var]  # generators, both of them
        async for batch in stream:
            rows = batch if left is None else batch[:left]
            if rows:
                yield await _page(request, plan, query, Cut(rows, None, None, None), (None, False))
            if left is not None:
                left -= len(rows)
                if left <= 0:
                    return


async def _by_stream(request: Request, bound: BoundPlan, limit: int | None) -> AsyncIterator[Sequence[Row]]:
    """One statement read to its end: one moment of the table, one connection for as long as it takes."""
    async with request.link as link:
        async for batch in link.stream(replace(bound.query, limit=limit), request.limits, _BATCH):
            judge = bound.bound.judge
            yield batch.rows if judge is None else await judge.passing(link, bound.query.columns, batch.rows)


async def _by_pages(request: Request, plan: Plan, bound: BoundPlan) -> AsyncIterator[Sequence[Row]]:
    """Page by page, holding no connection while other rows are looked up, which could wait for this very one."""
    position: Position | None = START
    while position is not None:
        async with request.link as link:
            cut = await fetch(link, plan, bound, position, request.limits)
        yield cut.rows
        position = cut.next


async def _nothing() -> AsyncIterator[Sequence[Row]]:
    nothing: Sequence[Sequence[Row]] = ()
    for batch in nothing:
        yield batch


def plan_of(request: Request, query: RowQuery) -> Plan:
    """The plan of a query, kept with the sight it was made for: with the definitions, the roles and the table."""
    if query.limit < 0 or (query.offset or 0) < 0:
        raise InvalidInput("Limit and offset are not negative.", code="rows.bad_limit")
    key = (
        "plan", query.filter, query.where, query.search, query.sort, query.fields, query.expand, query.limit, query.ids,
        query.marks, tuple(query.context),
    )  # fmt: skip
    memo = request.sight.memo
    plan = memo.get(key)
    if plan is None:
        plan = make_plan(request.sight, query, request.desk.limits.max_rows)
        if len(memo) > _KEPT_PLANS:
            memo.clear()
        memo[key] = plan
    return plan  # type: ignore[return-value]  # the memo holds plans under this key


async def _count(link: Link, bound: BoundPlan, query: RowQuery, limits: Limits) -> tuple[int, bool]:
    counted = replace(bound.query, limit=None, order=bound.query.order)
    if bound.bound.judge is not None:
        found = await find(link, counted, bound.bound.judge, (), limits.max_rows + 1, limits)
        return len(found.rows), found.limited_by is not None
    if query.count == "exact":
        return await link.count(counted, limits), False
    count = await link.count(counted, limits, CAPPED_COUNT)
    return min(count, CAPPED_COUNT), count > CAPPED_COUNT


async def _page(
    request: Request, plan: Plan, query: RowQuery, cut: Cut[Sequence[Row]], count: tuple[int | None, bool]
) -> Page:
    expanded = {expansion.relation.name: await expand(request, expansion, cut.rows) for expansion in plan.expansions}
    for name, column in plan.linked.items():
        found = await linked_rows(request, column, [row[plan.fetched.index(column.name)] for row in cut.rows])
        expanded[name] = Expanded(found)
    for name, column in plan.people.items():
        place = plan.fetched.index(column.name)
        expanded[name] = Expanded(await people_in(request, column, [row[place] for row in cut.rows]))
    marks = None if plan.marking is None else await plan.marking.apply(request, plan.fetched, cut.rows)
    rows = await plan.mask.apply(request, plan.fetched, cut.rows) if plan.mask.masked else cut.rows
    rows = await shown_links(request, plan.fetched, rows) if plan.has_links else rows
    await request.note_read(plan.sight, plan.columns, len(rows))
    width = len(plan.columns)
    is_clamped = query.limit > plan.limit and cut.next is not None
    seal = request.desk.seal
    return Page(
        columns=plan.columns,
        rows=[row[:width] for row in rows] if plan.is_wider else rows,
        next_cursor=cursor_of(plan, cut.next, seal),
        previous_cursor=cursor_of(plan, cut.previous, seal),
        count=count[0],
        count_is_capped=count[1],
        limited_by=cut.limited_by or ("rows" if is_clamped else None),
        expanded=expanded,
        masked=plan.masked,
        completed=plan.restriction.completed,
        ids=_ids(request, plan, cut.rows) if query.ids else None,
        age_s=request.age.seconds,
        marks=None if marks is None else marks.per_row,
        mark_faults=None if marks is None else marks.faults,
    )


def _ids(request: Request, plan: Plan, rows: Sequence[Row]) -> list[str]:
    key = request.sight.table.primary_key
    if not key:
        return []
    if len(key) == 1 and request.sight.key_is_clear:
        (place,) = plan.key_places
        return [row_id((row[place],)) for row in rows]
    return [request.id_of({name: row[place] for name, place in zip(key, plan.key_places, strict=True)}) for row in rows]
