"""Reads on another connection to the same file, in a thread of its own, while a session goes on with its own part."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path

from toolwright.builtin.datasources.sqlite.standing import FileReplacedError, Standing
from toolwright.extend.sql.driver import Beside, Row

Asked = Sequence[tuple[str, Sequence[object]]]
Rows = Sequence[Sequence[Row]]
_LOOK_S = 0.05


class Running(Beside):
    """One read that goes on. It ends early when the session that asked for it does."""

    def __init__(self, found: Future[Rows], connection: sqlite3.Connection, is_wanted: Callable[[], bool]) -> None:
        self._found = found
        self._connection = connection
        self._is_wanted = is_wanted

    def answers(self) -> Rows | None:
        while True:
            try:
                return self._found.result(_LOOK_S)
            except NotYet:
                if not self._is_wanted():
                    self.stop()
            except sqlite3.Error:  # whoever asks alone can explain it better
                return None

    def stop(self) -> None:
        while not self._found.done():
            self._connection.interrupt()  # has no effect between two statements
            threading.Event().wait(0.001)


class Spare:
    """The other connection to a file, opened when it is first wanted. Serves one at a time."""

    def __init__(self, path: Path, connect: Callable[[], sqlite3.Connection]) -> None:
        self._path = path
        self._connect = connect
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="toolwright-sqlite-beside")
        self._free = threading.Lock()
        self._opened: tuple[sqlite3.Connection, Standing] | None = None

    def begin(self, asked: Asked, is_wanted: Callable[[], bool]) -> Running | None:
        """Read that in one transaction; None while it reads something else."""
        if not self._free.acquire(blocking=False):
            return None
        try:
            connection = self._present()
            return Running(self._threads.submit(self._read, connection, asked), connection, is_wanted)
        except (sqlite3.Error, RuntimeError):  # not to be opened, or closed by now
            self._free.release()
            return None

    def _present(self) -> sqlite3.Connection:
        """The connection to the file that stands there now."""
        try:
            if self._opened is not None:
                self._opened[1].check()
        except FileReplacedError:
            self._forget()
        if self._opened is None:
            standing = Standing(self._path)
            self._opened = self._connect(), standing
        return self._opened[0]

    def _read(self, connection: sqlite3.Connection, asked: Asked) -> Rows:
        try:
            connection.execute("BEGIN")
            return [connection.execute(sql, values).fetchall() for sql, values in asked]
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._free.release()

    def _forget(self) -> None:
        if self._opened is not None:
            self._opened[0].close()
        self._opened = None

    def close(self) -> None:
        """Close the connection when nothing reads on it any more."""
        self._threads.submit(self._forget)
        self._threads.shutdown(wait=False)
