"""Data: everything a screen needs, asked for at once and as the actor; what fails, fails alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from toolwright.errors import Denied, NotFound, ToolwrightError
from toolwright.expressions import Budget, Filter, Program, as_fault, conjunction, to_text
from toolwright.extend.row_types import LINKED
from toolwright.render.filters import address_filter, read_filters
from toolwright.render.log import read_log
from toolwright.render.plan import FiguresAsk, LogAsk, NeedPlan, RecordAsk, RowsAsk, Value
from toolwright.render.rendering import Rendering, Result
from toolwright.rows.contract import AggregateRequest, Page, RowQuery
from toolwright.rows.plane import Rows

_LOG = logging.getLogger("toolwright.render")
MAX_LIMIT = 200
"""Most rows of one page that an address may ask for."""
_NO_ROW: Mapping[str, object] = MappingProxyType({})
Names = dict[str, object]


class Loader:
    """Loads the needs of one rendering."""

    def __init__(self, rows: Rows, rendering: Rendering) -> None:
        self.rows = rows
        self.rendering = rendering
        self.visit = rendering.visit
        self._tasks: dict[str, asyncio.Task[Result]] = {}

    async def load(self, needs: Iterable[str]) -> None:
        """Load needs and what they wait for, all at the same time; results are in `rendering.results`."""
        for need in needs:
            self._start(need)
        await asyncio.gather(*self._tasks.values())

    def _start(self, need: str) -> asyncio.Task[Result]:
        task = self._tasks.get(need)
        if task is None:
            plan = self.visit.plan.needs[need]
            before = [self._start(other) for other in plan.after]
            task = self._tasks[need] = asyncio.ensure_future(self._one(plan, before))
        return task

    async def _one(self, plan: NeedPlan, before: Iterable[asyncio.Task[Result]]) -> Result:
        for task in before:
            await task
        result = self.rendering.results[plan.id] = await self._result(plan)
        return result

    async def _result(self, plan: NeedPlan) -> Result:
        try:
            names = self.names_at(plan)
            return Result(is_skipped=True) if names is None else await self.ask(plan, names)
        except ToolwrightError as fault:
            return Result(fault=fault)
        except Exception as error:
            _LOG.exception("data %s of %s failed", plan.id, self.visit.plan.name)
            return Result(fault=as_fault(error, ""))

    def names_at(self, plan: NeedPlan) -> Names | None:
        """The names where the data is shown; None when it is shown nowhere."""
        found: Names | None = None
        for names in plan.names:
            local = names(self.rendering.names, Budget(language=self.rendering.visit.say.language), self.rendering)
            if local is not None:
                found = (found or {}) | local
        return None if found is None else {**self.rendering.names, **found}

    async def ask(self, plan: NeedPlan, names: Names) -> Result:
        """The result of one need."""
        if isinstance(plan.ask, RowsAsk):
            return await self._list(plan, plan.ask, names)
        if isinstance(plan.ask, RecordAsk):
            return await (self._optional if plan.ask.is_optional else self._record)(plan, plan.ask, names)
        if isinstance(plan.ask, LogAsk):
            return await read_log(self.rows, self.visit, plan, plan.ask, names)
        return await self._figures(plan, plan.ask, names)

    def _readable(self, plan: NeedPlan) -> tuple[str, ...] | None:
        """The columns to fetch, without those the actor may not read."""
        if plan.fields is None:
            return None
        readable = self.visit.policy.table_access(self.visit.actor, plan.table_ref).readable
        return tuple(name for name in plan.fields if name in readable)

    def _expand(self, plan: NeedPlan) -> tuple[str, ...]:
        """The relations to follow, without those whose target the actor may not read at all."""
        relations = plan.table.relation_by_name
        access = self.visit.policy.table_access
        readable = access(self.visit.actor, plan.table_ref).readable
        return tuple(
            name
            for name in plan.expand
            if (self._is_shown(plan, name.removesuffix(LINKED), readable) if name.endswith(LINKED)
                else "read" in access(self.visit.actor, relations[name].target).verbs)
        )  # fmt: skip

    def _is_shown(self, plan: NeedPlan, column: str, readable: frozenset[str]) -> bool:
        """Whether what stands beside a column may be asked for: names of people only where the column is clear."""
        if plan.table.by_name[column].whom is None:
            return column in readable
        return column in self.visit.policy.table_access(self.visit.actor, plan.table_ref).usable

    # --- rows -----------------------------------------------------------------------------------------------------
    async def _list(self, plan: NeedPlan, ask: RowsAsk, names: Names) -> Result:
        query = self.row_query(plan, ask, names)
        page = await self.rows.list(self.visit.actor, self.visit.workspace, plan.table_ref, query)
        return self._rows_result(plan, ask, query, page)

    def row_query(self, plan: NeedPlan, ask: RowsAsk, names: Names) -> RowQuery:
        """What to ask for: the definition, steered by the address."""
        parameters, prefix = self.visit.query, ask.prefix
        wanted = {name: parameters.get(f"{prefix}.{name}", ("",))[-1] for name in ("sort", "limit", "after")}
        usable = self.visit.policy.table_access(self.visit.actor, plan.table_ref).usable
        # What the person may not see clearly orders nothing: its order alone would tell its values.
        standing = tuple(item for item in ask.binding.sort if item.removeprefix("-") in usable)
        words = self._search(ask, names)
        if words and usable.intersection(plan.table.search):
            standing = ()  # what fits best comes first, unless the person sorts
        sort = (wanted["sort"],) if wanted["sort"].removeprefix("-") in usable else standing
        limit = min(int(wanted["limit"]), MAX_LIMIT) if wanted["limit"].isascii() and wanted["limit"].isdigit() else 0
        return RowQuery(
            filter=ask.binding.filter,
            where=self._chosen(plan, ask),
            search=words or None,
            sort=sort,
            fields=self._readable(plan),
            expand=self._expand(plan),
            limit=limit or ask.binding.limit,
            cursor=wanted["after"] or None,
            count=ask.count,
            ids=bool(plan.table.primary_key),
            context=names,
            parameters=_given(ask.parameters, names),
        )

    def _chosen(self, plan: NeedPlan, ask: RowsAsk | FiguresAsk) -> Filter | None:
        """The filters of the address."""
        usable = self.visit.policy.table_access(self.visit.actor, plan.table_ref).usable
        zone = self.visit.viewer.zone
        every = [address_filter(plan.table, prefix, self.visit.query, usable, zone) for prefix in ask.prefixes]
        found = [item for item in every if item is not None]
        return conjunction(*found) if found else None

    def _search(self, ask: RowsAsk | FiguresAsk, names: Names) -> str:
        """What to search for: by the address, else by the definition."""
        for prefix in ask.prefixes:
            words = self.visit.query.get(f"{prefix}.search", ("",))[-1]
            if words:
                return words
        return to_text(ask.search.evaluate(names)) if ask.search else ""

    def _rows_result(self, plan: NeedPlan, ask: RowsAsk, query: RowQuery, page: Page) -> Result:
        filters: dict[str, object] = {}
        for prefix in reversed(ask.prefixes):
            filters |= read_filters(plan.table, prefix, self.visit.query)
        rest = (
            page.count, page.count_is_capped, page.next_cursor is not None, page.previous_cursor is not None,
            query.search or "", query.sort[0] if query.sort else "", filters,
            bool(filters or query.search), page.limited_by, sorted(page.masked),
            page.next_cursor, page.previous_cursor,
        )  # fmt: skip

        def fill(page: Page) -> tuple[Sequence[Mapping[str, object]], tuple[object, ...]]:
            rows = with_keys(page)
            return rows, (rows, *rest)

        return Result.of(page, rest, fill)

    async def _optional(self, plan: NeedPlan, ask: RecordAsk, names: Names) -> Result:
        """A row to begin from: what it may not show is not there, and neither is a row that is hidden."""
        try:
            return await self._record(plan, ask, names)
        except (NotFound, Denied):
            return Result((_NO_ROW, _NO_ROW, None), [_NO_ROW])

    async def _record(self, plan: NeedPlan, ask: RecordAsk, names: Names) -> Result:
        value = ask.id.evaluate(names) if isinstance(ask.id, Program) else ask.id
        key = to_text(value)
        if not key:
            raise NotFound("No row was chosen.", code="row.missing")
        row = await self.rows.get(
            self.visit.actor,
            self.visit.workspace,
            plan.table_ref,
            key,
            fields=self._readable(plan),
            expand=self._expand(plan),
        )
        values = {**row.values, **row.expanded, "@key": row.id, "@version": row.version}
        if ask.is_optional:
            values = {name: value for name, value in values.items() if name not in row.masked}
        return Result((values, values, row.id), [values], rest=(row.id,))

    async def _figures(self, plan: NeedPlan, ask: FiguresAsk, names: Names) -> Result:
        request = AggregateRequest(
            ask.measures, ask.groups, filter=ask.binding.filter, where=self._chosen(plan, ask),
            search=self._search(ask, names) or None, sort=ask.binding.sort,
            limit=min(ask.binding.limit, MAX_LIMIT * 5) if ask.groups else 1, context=names,
            parameters=_given(ask.parameters, names),
        )  # fmt: skip
        page = await self.rows.aggregate(self.visit.actor, self.visit.workspace, plan.table_ref, request)
        return Result.of(page, (), _figures_of)


def _figures_of(page: Page) -> tuple[Sequence[Mapping[str, object]], tuple[object, ...]]:
    figures = page.dicts()
    return figures, (figures, figures[0] if figures else None)


def _given(parameters: Mapping[str, Value], names: Names) -> dict[str, object]:
    """What a query is asked with, as it is where its result is shown."""
    return {name: _value(value, names) for name, value in parameters.items()}


def _value(value: Value, names: Names) -> object:
    if isinstance(value, Program):
        return value.evaluate(names)
    return [_value(item, names) for item in value] if isinstance(value, list) else value


def with_keys(page: Page) -> list[dict[str, object]]:
    """The rows of a page, each with its identifier under `@key`."""
    rows = page.dicts()
    for place, row in enumerate(rows):
        row["@key"] = page.ids[place] if page.ids else None
    return rows
