"""Metadata in PostgreSQL, in a schema of its own: for installations that several machines serve.

Writers take turns on an advisory lock, so what holds for SQLite's one writer holds here: nothing that was read in a
write transaction can change before it ends. A connection of its own listens for commits of other processes; as long as
it does not, `version` answers another number each time, and whoever remembers something looks again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import asyncpg
from sqlalchemy import URL, CursorResult, Executable, func, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from toolwright.errors import InvalidInput, StartRefused, ToolwrightError, Unavailable
from toolwright.ids import new_id
from toolwright.store.connection import Connection, Values
from toolwright.store.marker import MOVED_TO, check_home, check_owner, mark_home
from toolwright.store.migrate import LAYOUTS, refuse_newer
from toolwright.store.migrations.areas import CHANNEL
from toolwright.store.schema import change, installation, metadata
from toolwright.store.upgrade import run_migrations

SCHEMA = "toolwright"
_WRITERS_TURN = 0x746F6F6C  # "tool", the number of the advisory lock
_READERS = 16
_OLDEST = 130000  # row history asks for what PostgreSQL 13 brought
_CONNECT_S, _COMMAND_S, _PATIENCE_S = 10.0, 30.0, 10.0
_LISTEN_AGAIN_S = 1.0
_LOOK_EVERY_S = 5.0
_ERRORS = (DBAPIError, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

logger = logging.getLogger(__name__)


class PostgresBackend:
    """The metadata in the database at `url`; key and marker stay in `home`."""

    def __init__(self, url: str, home: Path) -> None:
        self._home = home
        self._url, self._ssl = _read(url)
        self._engine: AsyncEngine | None = None
        self._turn = asyncio.Semaphore(1)
        self._ears = _Ears(self._listen)

    @property
    def _name(self) -> str:
        return f"The database '{self._url.database}' on {self._url.host}"

    async def open(self, *, expect_existing: bool, moving_in: str | None) -> None:
        """See `Backend`."""
        self._engine = create_async_engine(
            self._url,
            pool_size=_READERS + 1,
            max_overflow=0,
            pool_timeout=_PATIENCE_S,
            pool_pre_ping=True,  # a server that was started anew fails nobody's request
            connect_args={
                "ssl": self._ssl, "timeout": _CONNECT_S, "command_timeout": _COMMAND_S, "server_settings": _SESSION
            },
        )  # fmt: skip
        try:
            await self._prepare(expect_existing, moving_in)
            await self._ears.start()
        except _ERRORS as fault:
            await self.close()
            raise StartRefused(
                f"{self._name} cannot be used: {_reason(fault)}.",
                code="store.unreachable",
                hint="Check TOOLWRIGHT_DATABASE_URL, and that its user may create a schema there.",
            ) from fault
        except BaseException:
            await self.close()
            raise

    async def _prepare(self, expect_existing: bool, moving_in: str | None) -> None:
        await asyncio.to_thread(self._home.mkdir, mode=0o700, parents=True, exist_ok=True)
        async with self._opened().begin() as connection:
            await connection.execute(select(func.pg_advisory_xact_lock(_WRITERS_TURN)))
            await self._check_server(connection)
            found = await _layout(connection)
            said = await _said(connection) if found is not None else {}
            if found is not None:
                await asyncio.to_thread(check_owner, self._home, self._name, said.get("id"), said.get(MOVED_TO))
            elif moving_in is None:
                await asyncio.to_thread(check_home, self._home, self._name, expect_existing=expect_existing)
            if found != LAYOUTS[-1]:
                refuse_newer(self._name, found)
                await connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{SCHEMA}"'))
                await connection.run_sync(run_migrations)
            owner = said.get("id") or moving_in or new_id()
            if "id" not in said:
                await connection.execute(insert(installation).values(key="id", value=owner))
        await asyncio.to_thread(mark_home, self._home, f"{self._url.host}/{self._url.database}", owner)

    async def _check_server(self, connection: AsyncConnection) -> None:
        number, encoding = (
            await connection.execute(
                text("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
            )
        ).one()
        if number < _OLDEST or encoding != "UTF8":
            raise StartRefused(
                f"{self._name} is PostgreSQL {number // 10_000} with encoding {encoding}.",
                code="store.unfit_server",
                hint="Toolwright needs PostgreSQL 13 or newer and a database with encoding UTF8.",
            )

    async def close(self) -> None:
        """See `Backend`."""
        await self._ears.close()
        engine, self._engine = self._engine, None
        if engine is not None:
            await engine.dispose()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Connection]:
        """See `Backend`."""
        try:
            async with self._alone(), self._opened().connect() as connection:
                await connection.execute(select(func.pg_advisory_xact_lock(_WRITERS_TURN)))
                yield _Connection(connection)
                # One statement tells the others of the commit, and this process which counters it raised.
                raised = (
                    await connection.execute(select(change.c.area, change.c.value, func.pg_notify(CHANNEL, "")))
                ).all()
                await connection.commit()
                self._ears.note({row.area: row.value for row in raised})
        except _ERRORS as fault:
            raise self._translated(fault) from fault

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Writers of this process wait here, where a place costs no connection."""
        try:
            async with asyncio.timeout(_COMMAND_S):
                await self._turn.acquire()
        except TimeoutError:
            raise _busy() from None
        try:
            yield
        finally:
            self._turn.release()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """See `Backend`."""
        try:
            async with self._opened().connect() as connection:
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                yield _Connection(connection)
        except _ERRORS as fault:
            raise self._translated(fault) from fault

    def version(self, area: str | None) -> int:
        """See `Backend`."""
        return self._ears.version(area)

    async def integrity(self) -> list[str]:
        """Tables that cannot be read to their end; the server itself keeps the references between them."""
        wrong = []
        for table in metadata.sorted_tables:
            try:
                async with self.read() as connection:
                    await connection.execute(select(func.count()).select_from(table))
            except ToolwrightError as fault:
                wrong.append(f"table {table.name}: {fault.detail}")
        return wrong

    async def layout(self) -> str | None:
        """See `Backend`."""
        async with self._opened().connect() as connection:
            return await _layout(connection)

    def _opened(self) -> AsyncEngine:
        if self._engine is None:
            raise Unavailable("The database is not open.", code="store.closed")
        return self._engine

    async def _listen(self) -> asyncpg.Connection:
        return await asyncpg.connect(
            host=self._url.host, port=self._url.port or 5432, user=self._url.username, password=self._url.password,
            database=self._url.database, ssl=self._ssl, timeout=_CONNECT_S, server_settings=_SESSION,
        )  # fmt: skip

    def _translated(self, fault: BaseException) -> BaseException:
        state = str(getattr(getattr(fault, "orig", fault), "sqlstate", None) or "")
        if state == "53100":
            return Unavailable(
                "The disk of the installation's database server is full, so nothing was changed.",
                code="store.full",
                hint="Free some space there; nothing needs a restart.",
                extra={"storage_full": True},
            )
        if state in ("55P03", "57014", "40001") or isinstance(fault, TimeoutError):
            return _busy()
        is_cut = isinstance(fault, DBAPIError) and fault.connection_invalidated
        if is_cut or state[:2] in ("08", "57", "53") or isinstance(fault, OSError | asyncpg.InterfaceError):
            return Unavailable(
                "The installation's database cannot be reached just now.",
                code="store.unreachable",
                hint="Try again in a moment; it is connected again by itself.",
            )
        return fault


class _Connection(Connection):
    """A connection of SQLAlchemy's asyncio extension, as the rest of the store knows connections."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._asynchronous = connection

    async def execute(self, statement: Executable, values: Values = None) -> CursorResult[Any]:  # Any: any rows
        """What the statement answers, with all its rows fetched."""
        return await self._asynchronous.execute(statement, cast(Any, values))  # Any: its own type is private

    async def exec_driver_sql(self, statement: str) -> CursorResult[Any]:  # Any: any rows
        """As `execute`, for text that only the driver understands."""
        return await self._asynchronous.exec_driver_sql(statement)


class _Ears:
    """Hears of commits, and knows the counters."""

    def __init__(self, connect: Callable[[], Any]) -> None:  # Any: a coroutine of an untyped driver
        self._connect = connect
        self._connection: asyncpg.Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._areas: dict[str, int] = {}
        self._commits = 0
        self._unheard = 0

    async def start(self) -> None:
        """Listen from now on."""
        await self._begin()
        self._task = asyncio.create_task(self._stay())

    async def close(self) -> None:
        """Listen no more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        await self._hang_up()

    def version(self, area: str | None) -> int:
        """See `Database.version`."""
        if self._connection is None or self._connection.is_closed():
            self._unheard -= 1
            return self._unheard
        return self._commits if area is None else self._areas.get(area, 0)

    def note(self, areas: dict[str, int]) -> None:
        """Something was committed; what the counters were then."""
        self._commits += 1
        for area, value in areas.items():
            self._areas[area] = max(value, self._areas.get(area, 0))

    def _hear(self, *heard: object) -> None:
        area, _, value = str(heard[-1]).partition(":")
        self.note({area: int(value)} if value.isdigit() else {})

    async def _begin(self) -> None:
        connection = await self._connect()
        try:
            await connection.add_listener(CHANNEL, self._hear)
            await self._look(connection)
        except BaseException:
            connection.terminate()
            raise
        self._connection = connection

    async def _look(self, connection: asyncpg.Connection) -> None:
        async with asyncio.timeout(_LOOK_EVERY_S):
            rows = await connection.fetch('SELECT area, value FROM "change"')
        seen = {row["area"]: row["value"] for row in rows}
        if seen != self._areas:
            self.note(seen)

    async def _stay(self) -> None:
        """Listen again when the connection breaks. A look now and then finds the one that broke without a word."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S if self._connection is not None else _LISTEN_AGAIN_S)
            try:
                if self._connection is None or self._connection.is_closed():
                    await self._hang_up()
                    await self._begin()
                    self._commits += 1  # whatever was missed
                else:
                    await self._look(self._connection)
            except _ERRORS as fault:
                logger.warning("changes by other processes are not heard: %s", _reason(fault))
                await self._hang_up()

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(*_ERRORS):
                await connection.close(timeout=1)


_SESSION = {
    "search_path": SCHEMA,
    "application_name": "toolwright",
    "TimeZone": "UTC",
    "lock_timeout": str(int(_PATIENCE_S * 1000)),
    "idle_in_transaction_session_timeout": "60000",
}


def _read(url: str) -> tuple[URL, str]:
    """The address as SQLAlchemy takes it, and how TLS is used. Raises InvalidInput."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        parts = None
    options = dict(parts.query) if parts is not None else {}
    ssl = options.pop("sslmode", "prefer")
    if parts is None or not parts.host or not parts.database or options or ssl not in _TLS:
        raise InvalidInput(
            "TOOLWRIGHT_DATABASE_URL is not an address of a PostgreSQL database.",
            code="store.bad_url",
            hint=f"Use postgresql://user:password@host:5432/database, with ?sslmode={'|'.join(_TLS)} if need be.",
        )
    return parts.set(drivername="postgresql+asyncpg", query={}), str(ssl)


_TLS = ("disable", "prefer", "require", "verify-ca", "verify-full")


async def _layout(connection: AsyncConnection) -> str | None:
    is_there = await connection.execute(text(f"SELECT to_regclass('{SCHEMA}.alembic_version')"))
    if is_there.scalar() is None:
        return None
    found: str | None = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()
    return found


async def _said(connection: AsyncConnection) -> dict[str, str]:
    """What the data says of the installation it belongs to."""
    rows = (await connection.execute(select(installation.c.key, installation.c.value))).all()
    return {row.key: row.value for row in rows}


def _busy() -> Unavailable:
    return Unavailable("The installation's database is busy.", code="store.busy", hint="Try again in a moment.")


def _reason(fault: BaseException) -> str:
    """Why, in the server's words; never with the password, which only the address holds."""
    cause = getattr(fault, "orig", None) or fault
    said = str(cause).partition("\n")[0].rpartition(">: ")[2].rstrip(".")
    return said or type(cause).__name__
