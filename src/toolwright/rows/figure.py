"""Figures: groups and measures over the rows the actor may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from toolwright.errors import InvalidInput, did_you_mean, phrase
from toolwright.extend.batch import RowBatch
from toolwright.extend.datasource import AggregateQuery, Group, Measure, Order, SelectQuery
from toolwright.model.table import DataType
from toolwright.rows.completion import find
from toolwright.rows.contract import AggregateRequest, Page
from toolwright.rows.plan import unknown_column
from toolwright.rows.request import Request
from toolwright.rows.restriction import Bound, Restriction, restrict_visible
from toolwright.rows.search import make_search
from toolwright.rows.sight import Sight
from toolwright.rows.summary import summarise

MAX_GROUPS = 5
MAX_MEASURES = 20
_KEPT_PLANS, _KEPT_BOUND = 300, 200
_NUMERIC = frozenset({DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT})
_MOMENTS = frozenset({DataType.DATE, DataType.DATETIME})


@dataclass(frozen=True, slots=True)
class _Plan:
    """Figures checked against the table and joined with policy, ready to be asked for many times."""

    query: AggregateQuery
    restriction: Restriction
    names: tuple[str, ...]
    columns: tuple[str, ...]
    """Those that take part."""
    _kept: dict[int, tuple[Bound, AggregateQuery]] = field(default_factory=dict)

    def asking(self, bound: Bound, limit: int) -> AggregateQuery:
        """The query for the rows of `bound`; the same one for as long as those are, so that links know it again."""
        found = self._kept.get(id(bound))
        if found is None or found[0] is not bound:
            if len(self._kept) >= _KEPT_BOUND:
                self._kept.clear()
            whole = replace(self.query, filter=bound.condition, limit=limit + 1, related=bound.related, memo={})
            found = self._kept[id(bound)] = (bound, whole)
        return found[1]


async def figures(request: Request, asked: AggregateRequest) -> Page:
    """The figures asked for. Only columns clear on every visible row take part: anything else would tell a secret."""
    limit = min(asked.limit, request.desk.limits.max_rows)
    plan = _plan_of(request.sight, asked, limit)
    bound = plan.restriction.bind_for(request.user, request.given, request.limits)
    batch = await _run(request, plan, bound, limit)
    await request.note_read(request.sight, plan.columns, len(batch.rows))
    has_more = len(batch.rows) > limit
    return Page(
        plan.names, batch.rows[:limit], limited_by=batch.limited_by or ("rows" if has_more else None),
        completed=plan.restriction.completed,
    )  # fmt: skip


def _plan_of(sight: Sight, asked: AggregateRequest, limit: int) -> _Plan:
    """The plan of figures, kept with the sight it was made for: with the definitions, the roles and the table."""
    key = (
        "figures", asked.measures, asked.groups, asked.filter, asked.where, asked.search, asked.sort, limit,
        tuple(asked.context),
    )  # fmt: skip
    plan = sight.memo.get(key)
    if plan is None:
        plan = _make_plan(sight, asked)
        if len(sight.memo) > _KEPT_PLANS:
            sight.memo.clear()
        sight.memo[key] = plan
    return plan  # type: ignore[return-value]  # the memo holds plans under this key


def _make_plan(sight: Sight, asked: AggregateRequest) -> _Plan:
    query = _query(sight, asked)
    names = (*(group.name for group in query.groups), *(measure.name for measure in query.measures))
    columns = (*(group.column for group in query.groups), *(measure.column or "" for measure in query.measures))
    return _Plan(query, restrict_visible(sight, asked.filter, asked.where, asked.context), names, columns)


async def _run(request: Request, plan: _Plan, bound: Bound, limit: int) -> RowBatch:
    query = plan.query
    if bound.judge is None:
        async with request.link as link:
            return await link.aggregate(plan.asking(bound, limit), request.limits)
    judged = plan.restriction.judged_columns
    columns = tuple(dict.fromkeys((*judged, *(name for name in plan.columns if name))))
    select = SelectQuery(query.table, columns, bound.condition, query.search, related=bound.related)
    async with request.link as link:
        found = await find(link, select, bound.judge, (), request.limits.max_rows + 1, request.limits)
    rows = [dict(zip(columns, row, strict=True)) for row in found.rows]
    return RowBatch(columns, summarise(query, rows)[: limit + 1], found.limited_by)


def _query(sight: Sight, asked: AggregateRequest) -> AggregateQuery:
    if not asked.measures or len(asked.measures) > MAX_MEASURES or len(asked.groups) > MAX_GROUPS:
        raise InvalidInput(
            phrase(
                "Ask for 1 to {max_measures} measures in at most {max_groups} groups.",
                max_measures=MAX_MEASURES,
                max_groups=MAX_GROUPS,
            ),
            code="rows.bad_figures",
        )
    names = [*(group.name for group in asked.groups), *(measure.name for measure in asked.measures)]
    if len(set(names)) < len(names) or not all(name.isidentifier() and len(name) <= 63 for name in names):
        raise InvalidInput("Groups and measures need different names made of letters.", code="rows.bad_figures")
    groups = tuple(Group(g.name, _grouped(sight, g.column, g.bucket), g.bucket) for g in asked.groups)
    measures = tuple(Measure(m.name, m.function, _measured(sight, m.function, m.column)) for m in asked.measures)
    return AggregateQuery(
        sight.table, measures, groups, search=make_search(sight, asked.search), order=_order(asked.sort, names)
    )


def _grouped(sight: Sight, name: str, bucket: str | None) -> str:
    if name not in sight.sortable_columns:
        raise unknown_column(sight, name, sight.sortable_columns, " to group by")
    if bucket is not None and sight.table.by_name[name].type not in _MOMENTS:
        raise InvalidInput(
            phrase("Column '{name}' has no dates to group by {bucket}.", name=name, bucket=bucket),
            code="rows.bad_figures",
        )
    return name


def _measured(sight: Sight, function: str, name: str | None) -> str | None:
    if name is None:
        if function != "count":
            raise InvalidInput(phrase("Which column is the {function} of?", function=function), code="rows.bad_figures")
        return None
    fitting = _fitting(sight, function)
    if name not in fitting:
        raise unknown_column(sight, name, fitting, f" to take the {function} of")
    return name


def _fitting(sight: Sight, function: str) -> list[str]:
    by_name = sight.table.by_name
    if function in ("sum", "avg", "median"):
        return [name for name in sight.sortable_columns if by_name[name].type in _NUMERIC]
    return list(sight.sortable_columns)


def _order(sort: Iterable[str], names: list[str]) -> tuple[Order, ...]:
    order: dict[str, Order] = {}
    for item in sort:
        name = item.removeprefix("-")
        if name not in names:
            hint = did_you_mean(name, names)
            raise InvalidInput(
                phrase("There is no group or measure '{name}'.", name=name), code="rows.unknown_column", hint=hint
            )
        order.setdefault(name, Order(name, item.startswith("-")))
    return tuple(order.values())
