"""MySQL and MariaDB through asyncmy, with statements prepared on the server."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ssl
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from typing import cast

import asyncmy
from asyncmy.cursors import SSCursor
from asyncmy.errors import MySQLError

from toolwright.builtin.datasources.mysql import errors
from toolwright.builtin.datasources.mysql.asking import bounded, result_of, sent
from toolwright.builtin.datasources.mysql.dialect import MysqlDialect
from toolwright.builtin.datasources.mysql.introspect import constraint_columns, describe
from toolwright.builtin.datasources.mysql.settings import MysqlSettings
from toolwright.builtin.datasources.mysql.wire import Prepared, Result, Wire
from toolwright.egress import Reach
from toolwright.errors import ToolwrightError
from toolwright.extend.datasource import Limits, TableShape
from toolwright.extend.native import NativeResult, NativeStatement
from toolwright.extend.sql.driver import Driver, Row, Session
from toolwright.extend.sql.fault import WriteFault
from toolwright.extend.sql.network import tls_context
from toolwright.model.table import Table

CONNECT_TIMEOUT_S = 10
_KILL_TIMEOUT_S = 4.0
_STATEMENTS = 150
_MODE = "STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ERROR_FOR_DIVISION_BY_ZERO"


class MysqlSession(Session):
    """One connection."""

    def __init__(self, driver: MysqlDriver, connection: Wire, began: float) -> None:
        self._driver = driver
        self._began = began
        self._connection = connection
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._thread_id = connection.thread_id()
        self._is_running = False
        self.version = connection.get_server_info()

    @property
    def is_open(self) -> bool:
        return bool(self._connection.connected)

    async def fetch(self, sql: str, values: Sequence[object], max_bytes: int) -> Sequence[Row]:
        result = await self._run(sql, values)
        return result.rows or ()

    async def execute(self, sql: str, values: Sequence[object]) -> int:
        return int((await self._run(sql, values)).affected_rows)

    async def insert(self, sql: str, values: Sequence[object]) -> object:
        return (await self._run(sql, values)).insert_id

    async def stream(self, sql: str, values: Sequence[object], batch_rows: int) -> AsyncIterator[Sequence[Row]]:
        self._is_running = True
        await self._connection.query(f"SET SESSION {self._driver.timeout_variable(self.version)} = 0")
        cursor = self._connection.cursor(SSCursor)
        await cursor.execute(sql, list(values))
        while rows := await cursor.fetchmany(batch_rows):
            yield rows
        self._is_running = False
        try:
            await cursor.close()
            await self._connection.query(self._driver.timeout_statement(self.version))
        except (MySQLError, OSError):
            self._connection.close()  # every row came, so only the connection is of no more use

    async def ask(self, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
        await self._plain(f"SET SESSION sql_select_limit = {limits.max_rows + 1}")
        await self._plain(f"START TRANSACTION READ {'WRITE' if statement.writes else 'ONLY'}")
        is_kept = False
        try:
            answer = await self._asked(sql, statement.values, limits)
            is_kept = statement.writes
        finally:
            if self.is_open and not self._is_running:
                await self._plain("COMMIT" if is_kept else "ROLLBACK")
                await self._plain("DO RELEASE_ALL_LOCKS()")
                await self._plain("SET SESSION sql_select_limit = DEFAULT")
        return answer

    async def _asked(self, sql: str, values: Sequence[object], limits: Limits) -> NativeResult:
        self._is_running = True
        try:
            statement = await self._connection.prepare(bounded(sql, limits.max_rows + 1))
            answer = await statement.execute(sent(values))
            await statement.close()
        except MySQLError as error:
            self._is_running = errors.is_disconnect(error)
            raise
        self._is_running = False
        return result_of(answer, limits)

    async def begin(self) -> None:
        await self._plain("START TRANSACTION READ WRITE")

    async def commit(self) -> None:
        await self._plain("COMMIT")

    async def rollback(self) -> None:
        await self._plain("ROLLBACK")

    async def mark(self) -> None:
        await self._plain("SAVEPOINT toolwright_mark")  # not every server prepares it

    async def unmark(self) -> None:
        await self._plain("RELEASE SAVEPOINT toolwright_mark")

    async def back_to_mark(self) -> None:
        await self._plain("ROLLBACK TO SAVEPOINT toolwright_mark")

    async def abandon(self) -> None:
        if self._is_running:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(_KILL_TIMEOUT_S):
                    await self._driver.kill(self._thread_id, time.monotonic() - self._began)
        self._connection.close()

    async def _plain(self, sql: str) -> None:
        self._is_running = True
        await self._connection.query(sql)
        self._is_running = False

    async def _run(self, sql: str, values: Sequence[object]) -> Result:
        self._is_running = True
        try:
            statement = self._prepared.get(sql)
            if statement is None:
                statement = self._prepared[sql] = await self._connection.prepare(sql)
                if len(self._prepared) > _STATEMENTS:
                    await self._prepared.popitem(last=False)[1].close()
            else:
                self._prepared.move_to_end(sql)
            result = await statement.execute(tuple(values))
        except MySQLError as error:
            # The server answered, so nothing runs there any more.
            self._is_running = errors.is_disconnect(error)
            raise
        self._is_running = False
        return result


class MysqlDriver(Driver):
    """Sessions on one database."""

    dialect = MysqlDialect()

    def __init__(self, settings: MysqlSettings, timeout_s: float, reach: Reach) -> None:
        self._settings = settings
        self._reach = reach
        self._timeout_s = timeout_s
        self._context = tls_context(settings)

    async def connect(self) -> MysqlSession:
        began = time.monotonic()
        connection = await self._connected()
        session = MysqlSession(self, connection, began)
        await connection.query(
            f"SET time_zone = '+00:00', sql_mode = '{_MODE}', lc_messages = 'en_US', div_precision_increment = 12"
        )
        await connection.query(self.timeout_statement(session.version))
        await connection.query("SET SESSION TRANSACTION READ ONLY")
        return session

    def timeout_variable(self, version: str) -> str:
        """What the server calls its own limit on the time of a statement."""
        return "max_statement_time" if "MariaDB" in version else "max_execution_time"

    def timeout_statement(self, version: str) -> str:
        """Sets the server's own limit, a little above ours: it matters only if we could not end a statement."""
        seconds = self._timeout_s + 5
        variable = self.timeout_variable(version)
        return f"SET SESSION {variable} = {int(seconds) if variable == 'max_statement_time' else int(seconds * 1000)}"

    async def kill(self, thread_id: int, age_s: float) -> None:
        """End a connection of that age on the server, with what it runs.

        A server that was started later has given the number to somebody else, who is left alone.
        """
        connection = await self._connected()
        try:
            cursor = connection.cursor(SSCursor)
            await cursor.execute("SHOW GLOBAL STATUS LIKE 'Uptime'", [])
            ((_, uptime_s),) = await cursor.fetchmany(2)
            await cursor.close()
            if int(str(uptime_s)) - 1 >= age_s:  # counted in begun seconds: up to one more than have passed
                await connection.query(f"KILL {int(thread_id)}")
        finally:
            connection.close()

    def said(self, error: Exception) -> str | None:
        return errors.said(error)

    async def describe(self, session: Session) -> list[TableShape]:
        return await describe(session)

    async def constraint_columns(self, session: Session, table: Table, refused: WriteFault) -> tuple[str, ...]:
        return await constraint_columns(session, table, refused.constraint or "")

    def translate(self, error: Exception) -> ToolwrightError | None:
        return errors.translate(error)

    def write_fault(self, error: Exception) -> WriteFault | None:
        return errors.write_fault(error)

    def is_disconnect(self, error: Exception) -> bool:
        return errors.is_disconnect(error)

    async def _connected(self) -> Wire:
        try:
            return await self._attempt(self._context)
        except MySQLError as error:
            if self._settings.tls != "prefer" or not errors.has_no_tls(error):
                raise
            return await self._attempt(None)

    async def _attempt(self, context: ssl.SSLContext | None) -> Wire:
        host, port = self._settings.host, self._settings.port
        return await self._reach.dial(
            host, port, lambda address: self._signed_in(address, context), errors.is_unreachable
        )

    async def _signed_in(self, address: str, context: ssl.SSLContext | None) -> Wire:
        settings = self._settings
        try:
            connection = await asyncmy.connect(
                host=address,
                port=settings.port,
                user=settings.user,
                password=str(settings.password),
                database=settings.database,
                ssl=context,
                charset="utf8mb4",
                autocommit=True,
                connect_timeout=CONNECT_TIMEOUT_S,
            )
        except RuntimeError as error:  # the driver finds no socket when the server has hung up already
            raise ConnectionResetError(errno.ECONNRESET, str(error)) from error
        return cast(Wire, connection)
