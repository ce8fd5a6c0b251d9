"""PostgreSQL through asyncpg."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Sequence

import asyncpg

from toolwright.builtin.datasources.postgres import errors
from toolwright.builtin.datasources.postgres.asking import ask
from toolwright.builtin.datasources.postgres.dialect import PostgresDialect
from toolwright.builtin.datasources.postgres.introspect import describe
from toolwright.builtin.datasources.postgres.settings import PostgresSettings
from toolwright.egress import Reach, is_os_error
from toolwright.errors import ToolwrightError
from toolwright.extend.datasource import Limits, TableShape
from toolwright.extend.native import NativeResult, NativeStatement
from toolwright.extend.sql.driver import AtOnce, Driver, Row, Session
from toolwright.extend.sql.fault import WriteFault
from toolwright.extend.sql.network import tls_context
from toolwright.model.table import NativeName, Table

CONNECT_TIMEOUT_S = 10.0
_CLOSE_TIMEOUT_S = 3.0


class PostgresSession(Session):
    """One connection."""

    spoils = True

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    @property
    def is_open(self) -> bool:
        return not self.connection.is_closed()

    async def fetch(self, sql: str, values: Sequence[object], max_bytes: int) -> Sequence[Row]:
        return list(map(tuple, await self.connection.fetch(sql, *values)))

    async def execute(self, sql: str, values: Sequence[object]) -> int:
        status: str = await self.connection.execute(sql, *values)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def execute_many(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        await self.connection.executemany(sql, values)

    async def execute_rows(self, sql: str, rows: Sequence[Sequence[object]]) -> tuple[int, Exception] | None:
        await self.execute_many(sql, rows)
        return None

    async def insert(self, sql: str, values: Sequence[object]) -> object:
        return await self.connection.fetchval(sql, *values)

    async def stream(self, sql: str, values: Sequence[object], batch_rows: int) -> AsyncIterator[Sequence[Row]]:
        async with self.connection.transaction(readonly=True):
            cursor = await self.connection.cursor(sql, *values)
            while rows := await cursor.fetch(batch_rows):
                yield list(map(tuple, rows))

    async def ask(self, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
        return await ask(self.connection, sql, statement, limits)

    async def begin(self) -> None:
        await self.connection.execute("BEGIN READ WRITE")

    async def commit(self) -> None:
        await self.connection.execute("COMMIT")

    async def rollback(self) -> None:
        await self.connection.execute("ROLLBACK")

    async def abandon(self) -> None:
        # Closing waits for the cancel request that asyncpg sends when a call is cancelled.
        try:
            async with asyncio.timeout(_CLOSE_TIMEOUT_S):
                await self.connection.close()
        except BaseException:
            self.connection.terminate()
            with contextlib.suppress(Exception):
                raise


class Surveying(AtOnce):
    """Has PostgreSQL survey a table that many rows came into: it plans by what it knows, and by itself looks later."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = 0

    async def begin(self, session: Session, count: int) -> None:
        self._rows = count

    async def end(self, session: Session) -> None:
        if self._rows:
            await session.execute(f"ANALYZE {self._name}", ())


class PostgresDriver(Driver):
    """Sessions on one database."""

    dialect = PostgresDialect()

    def __init__(self, settings: PostgresSettings, timeout_s: float, reach: Reach, schema: str | None = None) -> None:
        self._settings = settings
        self._reach = reach
        self._schema = schema
        self._timeout_s = timeout_s
        self._context = tls_context(settings)

    async def connect(self) -> PostgresSession:
        try:
            connection = await self._connected(self._context)
        except ConnectionError as error:
            if self._settings.tls != "prefer" or "rejected SSL" not in str(error):
                raise
            connection = await self._connected(None)
        for name in ("json", "jsonb"):
            await connection.set_type_codec(name, schema="pg_catalog", encoder=_dump, decoder=json.loads)
        return PostgresSession(connection)

    async def _connected(self, context: ssl.SSLContext | None) -> asyncpg.Connection:
        host, port = self._settings.host, self._settings.port
        return await self._reach.dial(host, port, lambda address: self._signed_in(address, context), is_os_error)

    async def _signed_in(self, address: str, context: ssl.SSLContext | None) -> asyncpg.Connection:
        settings = self._settings
        timeout_ms = str(int((self._timeout_s + 5) * 1000))
        session = {"TimeZone": "UTC", "DateStyle": "ISO", "IntervalStyle": "postgres", "application_name": "toolwright"}
        guards = {
            "default_transaction_read_only": "on",
            "idle_in_transaction_session_timeout": "120000",
            "lock_timeout": timeout_ms,
        }
        if self._schema is not None:
            session["search_path"] = f'"{self._schema}"'
        return await asyncpg.connect(
            host=address,
            port=settings.port,
            database=settings.database,
            user=settings.user,
            password=str(settings.password),
            ssl=context if context is not None else False,
            timeout=CONNECT_TIMEOUT_S,
            statement_cache_size=0 if settings.pooler else 200,
            server_settings={} if settings.pooler else session | guards,
        )

    def mark(self, number: int) -> str:
        return f"${number}"

    def said(self, error: Exception) -> str | None:
        return errors.said(error)

    async def describe(self, session: Session) -> list[TableShape]:
        if not isinstance(session, PostgresSession):
            return []
        return await describe(session.connection, self._settings.schemas)

    def translate(self, error: Exception) -> ToolwrightError | None:
        return errors.translate(error)

    def write_fault(self, error: Exception) -> WriteFault | None:
        return errors.write_fault(error)

    async def next_ids(self, session: Session, table: Table, count: int) -> Sequence[int] | None:
        if table.native is None:
            return None
        sql = "SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, $2::int)"
        return [int(str(key)) for (key,) in await session.fetch(sql, (_name(table.native), count), 1 << 20)]

    def at_once(self, table: Table) -> AtOnce:
        return Surveying(_name(table.native)) if self._schema is not None and table.native is not None else AtOnce()

    def is_disconnect(self, error: Exception) -> bool:
        return errors.is_disconnect(error)


def _name(place: NativeName) -> str:
    """Where a table is, as it stands in a statement."""
    parts = [part.replace('"', '""') for part in (place.schema_name, place.table) if part]
    return ".".join(f'"{part}"' for part in parts)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
