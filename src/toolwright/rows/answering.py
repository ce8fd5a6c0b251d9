"""Answering: what a query gives, asked now or kept from a moment ago, as its definition allows.

A result is kept under everything that decides it: the workspace with its revision, the source, the text, every value
in it (what of the actor it uses is among them, as `user` in a query is a value) and the limits. Rights, row rules and
masks are judged over the rows each time, so nobody gets by a kept result what their own run would not have given. It
goes when this process knows of a change in its source, and when credentials do. Who asks what somebody else is asking
at this moment waits for that answer, so that the end of a kept result does not send everybody to the source at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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


@dataclass(eq=False)
class _Asking:
    """A result on its way, and how many wait for it."""

    task: asyncio.Task[_Kept]
    asked_at: float
    waiting: int = 0


class Answers:
    """Runs queries, and gives results again for as long as their queries allow."""

    def __init__(
        self, links: Links, events: EventBus, *, now: Callable[[], float] = time.monotonic, max_bytes: int = MAX_BYTES
    ) -> None:
        self._links = links
        self._events = events
        self._now = now
        self._kept: Bounded[_Kept] = Bounded(max_bytes)
        self._asking: dict[Hashable, _Asking] = {}

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
        run = partial(self._run, workspace, query, statement, within)
        if query.cache_s is None or query.writes:
            with _refusals(tells):
                return Answer(await run())
        key = _key(workspace, query, statement, within)
        found = None if anew else self._fresh(key, workspace, query, query.cache_s)
        if found is not None:
            return Answer(found.result, max(0.0, self._now() - found.asked_at))
        since = self._since(workspace, query)  # before it is asked: what changes meanwhile is not missed
        going = None if anew else self._asking.get((key, since))
        if going is not None and self._now() - going.asked_at < query.cache_s:
            with _refusals(tells):
                return Answer((await self._wait(going)).result, max(0.0, self._now() - going.asked_at))
        going = self._begin(key, since, run)
        with _refusals(tells):
            return Answer((await self._wait(going)).result)

    def _begin(self, key: Hashable, since: tuple[int, int], run: Callable[[], Awaitable[NativeResult]]) -> _Asking:
        """Ask the source, for everybody who asks the same until it has answered."""
        asked_at = self._now()

        async def ask() -> _Kept:
            try:
                kept = _Kept(await run(), asked_at, since)
                self._keep(key, kept)
                return kept
            finally:
                if self._asking.get((key, since)) is going:
                    del self._asking[key, since]

        going = self._asking[key, since] = _Asking(asyncio.create_task(ask()), asked_at)
        return going

    async def _wait(self, going: _Asking) -> _Kept:
        """The answer. Whoever goes away leaves it to the others; the last one takes the question along."""
        going.waiting += 1
        try:
            return await asyncio.shield(going.task)
        except asyncio.CancelledError:
            if going.waiting == 1:
                going.task.cancel()
            raise
        finally:
            going.waiting -= 1

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
        self, workspace: Workspace, query: Query, statement: NativeStatement, limits: Limits
    ) -> NativeResult:
        async with self._links.use(workspace, query.source) as link:
            runs = native(link)
            try:
                return await runs.run(statement, limits)
            except InvalidInput as fault:
                raise _RefusedError(fault) from fault


class _RefusedError(Exception):
    """The source refused the text."""

    def __init__(self, fault: InvalidInput) -> None:
        super().__init__()
        self.fault = fault


@contextmanager
def _refusals(tells: bool) -> Iterator[None]:
    """What a source says of a text may tell of its data, so only those who write queries hear it."""
    try:
        yield
    except _RefusedError as refused:
        if tells:
            raise refused.fault from None
        raise UpstreamFault(
            "The data source refused this query.",
            code="query.failed",
            hint="Tell whoever looks after this app: trying the query in the studio says why.",
        ) from refused.fault


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
