"""Row events: who listens hears of committed writes; who listens too slowly hears that something changed."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager

from toolwright import clock
from toolwright.errors import ToolwrightError, UpstreamFault
from toolwright.rows.contract import RowEvent

MAX_QUEUED = 100
MAX_NOTED = 5_000
"""Changes that are remembered as announced; of older ones listeners may hear twice."""
SKEW_S = 1.0
"""How far the clocks of nodes may be apart."""
NEW_MENTIONS = "@mentions"
"""What events call the table of mentions that people have not seen yet; its rows are called by the people's ids."""


class EventBus:
    """Row events inside this process. Other processes are reached through the notice board, when there are any."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, set[_Subscription]] = {}
        self._observers: list[Callable[[RowEvent], None]] = []
        self._announced: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._began_at = clock.now().timestamp()
        self._changed_at: dict[tuple[str, str], float] = {}
        self._turns: Counter[tuple[str, str]] = Counter()

    async def subscribe(self, workspace: str, tables: Iterable[str] | None = None) -> AsyncIterator[RowEvent]:
        """Events of these tables (None: all of the workspace) from the moment the first one is awaited.

        When more than `MAX_QUEUED` wait, they are replaced by one without `row_id` per table.
        """
        subscription = _Subscription(None if tables is None else frozenset(tables))
        listeners = self._subscriptions.setdefault(workspace, set())
        listeners.add(subscription)
        try:
            while True:
                yield await subscription.next()
        finally:
            listeners.discard(subscription)
            if not listeners and self._subscriptions.get(workspace) is listeners:
                del self._subscriptions[workspace]

    def publish(self, event: RowEvent) -> None:
        """Tell everybody who listens, here and now; never waits."""
        self.deliver(event)
        for observe in self._observers:
            observe(event)

    @contextmanager
    def announcing(self, workspace: str, table: str, change: str | None) -> Iterator[None]:
        """While rows are changed together whoever changes them tells of it here, so the journal need not.

        That is noted before they are stored, as the journal may be read before this process hears that they are. When
        it ends without anybody knowing what was stored, listeners hear that something may have been.
        """
        if change is None:
            yield
            return
        self._announced[change, table] = None
        if len(self._announced) > MAX_NOTED:
            self._announced.popitem(last=False)
        try:
            yield
        except BaseException as fault:
            self._announced.pop((change, table), None)
            if not isinstance(fault, ToolwrightError) or isinstance(fault, UpstreamFault):
                self.deliver(some_rows(workspace, table))
            raise

    def has_announced(self, change: str, table: str) -> bool:
        """Whether that was noted, as far as is remembered."""
        return (change, table) in self._announced

    def listened(self) -> list[str]:
        """The workspaces that somebody listens to."""
        return list(self._subscriptions)

    def touched(self, workspace: str, table: str) -> None:
        """Note that rows of the table changed now, for pages that come back; who listens is told by others."""
        self._changed_at[workspace, table] = clock.now().timestamp()
        self.wrote(workspace, table.partition(".")[0] if "." in table else None)

    def wrote(self, workspace: str, source: str | None) -> None:
        """Note that something in a source changed now; None for the built-in database."""
        self._turns[workspace, source or ""] += 1

    def turn(self, workspace: str, source: str | None) -> int:
        """A number that is another one as soon as this process knows of a change in that source."""
        return self._turns[workspace, source or ""]

    def deliver(self, event: RowEvent) -> None:
        """Tell those who listen in this process only: for events that came from another."""
        self.touched(event.workspace, event.table)
        for subscription in self._subscriptions.get(event.workspace, ()):
            subscription.add(event)

    def may_have_changed(self, workspace: str, table: str, since: float) -> bool:
        """Whether rows of the table were changed after `since` (seconds of the epoch); before this process began, they
        may have been."""
        return since < self._began_at or self._changed_at.get((workspace, table), 0.0) > since - SKEW_S

    def observe(self, observer: Callable[[RowEvent], None]) -> None:
        """Call `observer` for every event published in this process. It must return at once."""
        self._observers.append(observer)


class _Subscription:
    def __init__(self, tables: frozenset[str] | None) -> None:
        self._tables = tables
        self._events: deque[RowEvent] = deque()
        self._has_events = asyncio.Event()

    def add(self, event: RowEvent) -> None:
        if self._tables is not None and event.table not in self._tables:
            return
        if len(self._events) >= MAX_QUEUED:
            changed = dict.fromkeys((waiting.table for waiting in self._events), None) | {event.table: None}
            self._events = deque(some_rows(event.workspace, table) for table in changed)
        else:
            self._events.append(event)
        self._has_events.set()

    async def next(self) -> RowEvent:
        while not self._events:
            self._has_events.clear()
            await self._has_events.wait()
        return self._events.popleft()


def some_rows(workspace: str, table: str) -> RowEvent:
    """The event that says no more than that rows of the table changed."""
    return RowEvent(workspace, table, "updated", "", None, None, None)
