"""Answering: what a query gives, asked now or kept from a moment ago, as its definition allows.

A result is kept under everything that decides it: the workspace with its revision, the source, the text, every value
in it (what of the actor it uses is among them, as `user` in a query is a value) and the limits. Rights, row rules and
masks are judged over the rows each time, so nobody gets by a kept result what their own run would not have given. It
goes when this process knows of a change in its source, and when credentials do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from toolwright.errors import InvalidInput, UpstreamFault
from toolwright.extend.bounded import Bounded, size_of
from toolwright.extend.datasource import Limits, Link
from toolwright.extend.native import NativeLink, NativeResult, NativeStatement
from toolwright.model.query import Query
from toolwright.model.workspace import Workspace
from toolwright.rows.asking import Asker, limits_for, statement_for
from toolwright.rows.event_bus import EventBus
from toolwright.rows.link_pool import INTERNAL, Links

MAX_BYTES: Final = 32 * 1024 * 1024
"""What all results kept by a process may take."""
MOST_OF_ONE: Final = 4 * 1024 * 1024
"""A larger result is not kept: it is asked for each time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a query; `age_s` seconds old when it was kept."""

    result: NativeResult
    age_s: float | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    result: NativeResult
    asked_at: float
    since: tuple[int, int]


class Answers:
    """Runs queries, and gives results again for as long as their queries allow."""

    def __init__(
        self, links: Links, events: EventBus, *, now: Callable[[], float] = time.monotonic, max_bytes: int = MAX_BYTES
    ) -> None:
        self._links = links
        self._events = events
        self._now = now
        self._kept: Bounded[_Kept] = Bounded(max_bytes)

    @property
    def size_bytes(self) -> int:
        """About what the kept results take."""
        return self._kept.size_bytes

    async def ask(
        self,
        workspace: Workspace,
        query: Query,
        asker: Asker,
        limits: Limits,
        *,
        anew: bool = False,
        tells: bool = False,
    ) -> Answer:
        """The result: a kept one if the query allows it and nobody asks `anew`.

        `tells` whoever asks what the source says of a text it refuses.
        """
        statement = statement_for(workspace, query, self._links.language(workspace, query.source), asker)
        within = limits_for(workspace, query, limits)
        if query.cache_s is None or query.writes:
            return Answer(await self._run(workspace, query, statement, within, tells))
        key = _key(workspace, query, statement, within)
        found = None if anew else self._fresh(key, workspace, query, query.cache_s)
        if found is not None:
            return Answer(found.result, max(0.0, self._now() - found.asked_at))
        kept = (self._since(workspace, query), self._now())  # before it is asked: what changes meanwhile is not missed
        result = await self._run(workspace, query, statement, within, tells)
        self._keep(key, _Kept(result, kept[1], kept[0]))
        return Answer(result)

    def _fresh(self, key: Hashable, workspace: Workspace, query: Query, cache_s: float) -> _Kept | None:
        found = self._kept.get(key)
        if found is None:
            return None
        if self._now() - found.asked_at >= cache_s or found.since != self._since(workspace, query):
            self._kept.drop(key)
            return None
        return found

    def _since(self, workspace: Workspace, query: Query) -> tuple[int, int]:
        return self._links.forgotten, self._events.turn(workspace.name, query.source)

    def _keep(self, key: Hashable, kept: _Kept) -> None:
        size = size_of(kept.result.rows) + 1000
        if size <= min(MOST_OF_ONE, self._kept.max_bytes):
            self._kept.keep(key, kept, size)

    async def _run(
        self, workspace: Workspace, query: Query, statement: NativeStatement, limits: Limits, tells: bool
    ) -> NativeResult:
        async with self._links.use(workspace, query.source) as link:
            runs = native(link)
            try:
                return await runs.run(statement, limits)
            except InvalidInput as fault:
                if tells:
                    raise
                raise _refused() from fault


def _refused() -> UpstreamFault:
    """What a source says of a text may tell of its data, so only those who write queries hear it."""
    return UpstreamFault(
        "The data source refused this query.",
        code="query.failed",
        hint="Tell whoever looks after this app: trying the query in the studio says why.",
    )


def _key(workspace: Workspace, query: Query, statement: NativeStatement, limits: Limits) -> Hashable:
    """All that decides the result. Values that are equal and not the same (1, 1.0, true) are told apart."""
    values = tuple((type(value), repr(value)) for value in statement.values)
    place = (workspace.name, workspace.revision, query.source or INTERNAL)
    return place, statement.pieces, values, statement.within, limits


def native(link: Link) -> NativeLink:
    """The link as one that runs queries. Raises InvalidInput when it does not."""
    if not isinstance(link, NativeLink):
        raise InvalidInput("This kind of data source takes no queries.", code="query.not_supported")
    return link
