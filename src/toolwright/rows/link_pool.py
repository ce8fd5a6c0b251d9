"""Links: one link per configured source, opened when first needed, each behind a gate of its own.

The gate bounds how many requests of one source run at once and how many may wait, so a slow source costs only its own
requests. A link is replaced when the definition of its source changes, and closed when nobody has used it for a while.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Protocol

from pydantic import ValidationError

from toolwright.egress import Anywhere, Reach
from toolwright.errors import InvalidDefinition, LimitReached, NotFound, UpstreamFault, phrase
from toolwright.extend.datasource import DataSource, Link, LinkOptions
from toolwright.extend.query_language import QueryLanguage
from toolwright.extend.source_settings import reach_of
from toolwright.extend.variables import has_variables, opened_settings
from toolwright.model.base import SecretText
from toolwright.model.source import DataSource as SourceDefinition
from toolwright.model.workspace import Workspace

MAX_LINKS = 200
MAX_WAITING = 200
IDLE_S = 600.0
INTERNAL = ""
"""Stands for the internal tables where sources are told apart by name; no source can be called so."""
_SWEEP_S = 30.0

Env = Mapping[str, object]
"""What plain variables are, by name."""


class Secrets(Protocol):
    """Where the secret settings of sources are opened."""

    async def open(self, workspace: str, name: str) -> SecretText:
        """The plain text. Raises NotFound when nothing is stored under that name."""


class InternalSource(Protocol):
    """Where the database of a workspace's internal tables is described."""

    def __call__(self, workspace: str) -> SourceDefinition:
        """Its connector and settings, as of any data source."""


class SourceKinds(Protocol):
    """Where connectors are found by kind."""

    def get(self, kind: str) -> DataSource[Any]:  # Any: each kind has settings of its own
        """The connector. Raises NotFound or PluginFault."""


@dataclass(eq=False)
class Slot:
    """The link of one configured source, and who is using it. A context manager: entering passes the gate."""

    definition: SourceDefinition
    env: Env
    limit: int
    timeout_s: float
    opening: asyncio.Task[Link]
    link: Link | None = None
    active: int = 0
    waiting: int = 0
    used_at: float = field(default_factory=time.monotonic)
    is_retired: bool = False
    _turns: asyncio.Queue[None] = field(default_factory=asyncio.Queue)

    async def __aenter__(self) -> Link:
        if self.active >= self.limit or self.waiting:
            await self._wait()
        self.active += 1
        try:
            link = self.link
            if link is None:
                link = self.link = await asyncio.shield(self.opening)
        except BaseException:
            self._leave()
            raise
        return link

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()
        if self.is_retired and self.is_idle:
            await self.end()

    def is_as(self, definition: SourceDefinition, env: Env) -> bool:
        """Whether it was opened for this definition, and for what the variables in it are now."""
        if self.definition is not definition and self.definition != definition:
            return False
        return self.env is env or self.env == env or not has_variables(definition.settings)

    @property
    def is_idle(self) -> bool:
        """Whether nobody uses it or waits for it."""
        return self.active == 0 and self.waiting == 0

    def _leave(self) -> None:
        self.active -= 1
        self.used_at = time.monotonic()
        if self.waiting > self._turns.qsize():
            self._turns.put_nowait(None)

    async def _wait(self) -> None:
        if self.waiting >= MAX_WAITING:
            raise LimitReached(
                "Too many requests wait for this data source.",
                code="source.too_busy",
                hint="Try again in a moment.",
                extra={"retry_after_s": 5},
            )
        self.waiting += 1
        try:
            async with asyncio.timeout(self.timeout_s):
                while self.active >= self.limit:
                    await self._turns.get()
        except TimeoutError:
            raise UpstreamFault(
                phrase("The data source was busy for {timeout_s} s.", timeout_s=f"{self.timeout_s:g}"),
                code="source.busy",
                hint="Try again, or allow more connections for this data source.",
                extra={"transient": True},
            ) from None
        finally:
            self.waiting -= 1

    async def end(self) -> None:
        """Close the link; it may never have been opened."""
        self.opening.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            link = self.link if self.link is not None else await self.opening
            await link.close()


class Links:
    """The links of all sources of all workspaces. They connect to what `reach` allows; alone, the public internet."""

    def __init__(
        self,
        datasources: SourceKinds,
        secrets: Secrets,
        *,
        reach: Reach | None = None,
        internal: InternalSource | None = None,
        pool_size: int = 5,
        timeout_s: float = 10.0,
    ) -> None:
        self._datasources = datasources
        self._internal = internal
        self._secrets = secrets
        self._reach = reach or Reach()
        self._pool_size = pool_size
        self._timeout_s = timeout_s
        self._slots: OrderedDict[tuple[str, str], Slot] = OrderedDict()
        self.forgotten = 0
        """Grows when settings or credentials of a source may have changed."""
        self._swept_at = time.monotonic()
        self._ending: set[asyncio.Task[None]] = set()

    def use(self, workspace: Workspace, source: str | None) -> Slot:
        """The link of a source, to be used inside `async with`, which waits for its turn at the source."""
        definition = self._definition(workspace, source)
        key = (workspace.name, source or INTERNAL)
        slot = self._slots.get(key)
        if slot is not None and not slot.is_as(definition, workspace.env):
            self._retire(key)
            slot = None
        if slot is None or (slot.opening.done() and slot.link is None and _has_failed(slot.opening)):
            slot = self._open(*key, definition, workspace.env)
        elif slot.definition is not definition or slot.env is not workspace.env:
            slot.definition, slot.env = definition, workspace.env
        if len(self._slots) > MAX_LINKS or time.monotonic() - self._swept_at > _SWEEP_S:
            self._sweep()
        return slot

    def _definition(self, workspace: Workspace, source: str | None) -> SourceDefinition:
        if source is None and self._internal is not None:
            key = (workspace.name, INTERNAL)
            slot = self._slots.get(key)
            return slot.definition if slot is not None else self._internal(workspace.name)
        definition = workspace.sources.get(source or "")
        if definition is None:
            raise NotFound(phrase("There is no data source '{value}'.", value=source or ""), code="source.not_found")
        return definition

    def language(self, workspace: Workspace, source: str | None) -> QueryLanguage | None:
        """What queries to a source are written in; None when it takes none."""
        return self._datasources.get(self._definition(workspace, source).kind).language

    async def link(self, workspace: Workspace, source: str | None) -> Link:
        """The link of a source, outside its gate: for introspection and checks."""
        slot = self.use(workspace, source)
        return slot.link if slot.link is not None else await asyncio.shield(slot.opening)

    async def forget(self, workspace: str, source: str | None = None) -> None:
        """Close the links of a workspace, or of one source of it: its settings or secrets changed."""
        self.forgotten += 1
        for key in [key for key in self._slots if key[0] == workspace and source in (None, key[1])]:
            self._retire(key)
        await self._settle()

    async def forget_all(self) -> None:
        """Have every source connected to anew; requests under way end on the connections they have."""
        self.forgotten += 1
        for key in list(self._slots):
            self._retire(key)

    async def close(self) -> None:
        """Close every link."""
        for key in list(self._slots):
            slot = self._slots.pop(key)
            self._end(slot)
        await self._settle()

    def _open(self, workspace: str, source: str, definition: SourceDefinition, env: Env) -> Slot:
        timeout_s = definition.timeout_s or self._timeout_s
        size = definition.max_connections or self._pool_size
        options = LinkOptions(
            pool_size=size, read_only=definition.read_only, timeout_s=timeout_s, is_internal=source == INTERNAL
        )
        opening = asyncio.create_task(self._connect(workspace, source, definition, options, env))
        opening.add_done_callback(_look)
        slot = Slot(definition, env, size, timeout_s, opening)
        self._slots[workspace, source] = slot
        return slot

    async def _connect(
        self, workspace: str, source: str, definition: SourceDefinition, options: LinkOptions, env: Env
    ) -> Link:
        connector = self._datasources.get(definition.kind)
        opened: Mapping[str, object] = definition.settings  # where the internal tables are, no variable says
        if not options.is_internal:
            opened = await opened_settings(self._secrets, workspace, source, opened, connector.Settings, env)
        try:
            settings = connector.Settings.model_validate(opened)
        except ValidationError as fault:
            wrong = ", ".join(sorted({".".join(map(str, error["loc"])) for error in fault.errors()}))
            raise InvalidDefinition(
                phrase("The settings of data source '{source}' are not complete: {wrong}.", source=source, wrong=wrong),
                code="source.bad_settings",
            ) from None
        reach: Reach = Anywhere()  # where the internal tables are is the operator's own setting
        if not options.is_internal:
            reach = await reach_of(self._secrets, workspace, source, self._reach)
        return await connector.open(settings, replace(options, reach=reach))

    def _sweep(self) -> None:
        self._swept_at = time.monotonic()
        idle = sorted((slot.used_at, key) for key, slot in self._slots.items() if slot.is_idle)
        excess = max(0, len(self._slots) - MAX_LINKS)
        for place, (used_at, key) in enumerate(idle):
            if place < excess or self._swept_at - used_at > IDLE_S:
                self._retire(key)

    def _retire(self, key: tuple[str, str]) -> None:
        slot = self._slots.pop(key)
        slot.is_retired = True
        if slot.is_idle:
            self._end(slot)

    def _end(self, slot: Slot) -> None:
        task = asyncio.create_task(slot.end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _settle(self) -> None:
        if self._ending:
            await asyncio.wait(self._ending)


def _has_failed(task: asyncio.Task[Link]) -> bool:
    return task.cancelled() or task.exception() is not None


def _look(task: asyncio.Task[Link]) -> None:
    """Take note of a failure, which every waiting request receives by itself."""
    if not task.cancelled():
        task.exception()
