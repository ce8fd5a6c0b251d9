"""Standing lists: a list that the same actor asks for again is answered as JSON without planning it again.

What was decided is kept under the very objects that decided it: the actor (made anew when roles, scopes or the person
change), the workspace (made anew when any definition changes) and the query. A change anywhere makes another object,
so nothing kept can outlive the rights it was made from. Lists that need more than one statement, or a look at the
moment, are not kept. Where the source knows that the rows are still the same (`JsonBatch.made`), the answer is, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.extend.batch import JsonBatch
from toolwright.extend.datasource import SelectQuery
from toolwright.model.workspace import Workspace
from toolwright.policy import ANONYMOUS, Actor
from toolwright.rows.contract import RowQuery
from toolwright.rows.listing import list_rows, plan_of
from toolwright.rows.paging import Cut, cursor_of, cut_json, paged, position_of
from toolwright.rows.plan import Plan
from toolwright.rows.request import Desk, Request
from toolwright.rows.row_json import objects, page_json, to_json

_MOST_KEPT = 500
_USER = frozenset({"user"})


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """One list with everything decided but its rows, and the objects that decided it, which it keeps alive."""

    request: Request
    asked: RowQuery
    plan: Plan
    query: SelectQuery

    def is_of(self, actor: Actor, asked: RowQuery) -> bool:
        """Whether it was decided by these."""
        return self.request.actor is actor and self.asked is asked

    async def answer(self) -> bytes:
        """The answer of the list, in JSON."""
        request, plan = self.request, self.plan
        async with request.link as link:
            batch = await link.select_json(self.query, request.limits)
        known = None if batch.made is None else batch.made.get(self)
        if isinstance(known, bytes):  # made by this very list, of these very rows
            return known
        body = self._body(cut_json(plan, self.query, batch))
        if batch.if_large is not None and len(body) > request.limits.max_bytes:
            body = self._body(cut_json(plan, self.query, batch.if_large()))
        if batch.made is not None:
            batch.made.note(self, body)
        return body

    def _body(self, cut: Cut[JsonBatch]) -> bytes:
        plan, seal = self.plan, self.request.desk.seal
        is_clamped = self.asked.limit > plan.limit and cut.next is not None
        return to_json(
            {
                "items": objects(plan.columns, cut.rows.rows, len(plan.fetched), cut.rows.instead),
                "cursor": cursor_of(plan, cut.next, seal),
                "previous": cursor_of(plan, cut.previous, seal),
                "count": None,
                "count_is_capped": False,
                "limited_by": cut.limited_by or ("rows" if is_clamped else None),
                "masked": (),
                "completed": (),
            },
            has_times=plan.has_times,
        )


class StandingLists:
    """The lists asked for lately, by workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[str, tuple[Workspace, dict[tuple[int, str, int], Standing]]] = {}

    async def answer(self, actor: Actor | None, workspace: Workspace, table: str, asked: RowQuery) -> bytes:
        """A page of the rows the actor may read, as the answer of a list in JSON."""
        actor = actor or ANONYMOUS
        kept = self._of(workspace)
        key = (id(actor), table, id(asked))  # ids of objects that a kept list keeps alive, so none is given twice
        standing = kept.get(key)
        if standing is None or not standing.is_of(actor, asked):
            request = self._desk.reading(actor, workspace, table, asked)
            standing = _standing(request, asked)
            if standing is None:
                return page_json(await list_rows(request, asked))
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[key] = standing
        return await standing.answer()

    def _of(self, workspace: Workspace) -> dict[tuple[int, str, int], Standing]:
        found = self._kept.get(workspace.name)
        if found is None or found[0] is not workspace:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[workspace.name] = (workspace, {})
        return found[1]


def _standing(request: Request, asked: RowQuery) -> Standing | None:
    """The list, when one statement answers it and only who asks decides what that is."""
    if asked.count != "none" or asked.ids or asked.marks or asked.context:
        return None
    plan = plan_of(request, asked)
    if plan.looks_further or plan.masked or not plan.restriction.names <= _USER:
        return None
    if request.sight.sensitive.intersection(plan.columns):
        return None  # each read is written down
    bound = plan.bind(request.user, request.given, request.limits)
    if bound.bound.is_empty or bound.bound.judge is not None:
        return None
    return Standing(request, asked, plan, paged(bound.query, position_of(plan, asked, request.desk.seal)))
