"""The SQLite data source."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from pydantic import Field

from toolwright.builtin.datasources.sqlite.driver import SqliteDriver
from toolwright.builtin.datasources.sqlite.language import LANGUAGE
from toolwright.builtin.datasources.sqlite.schema import SqliteSchema
from toolwright.egress import Reach
from toolwright.errors import InvalidInput, ToolwrightError, phrase, phrase_of
from toolwright.extend.datasource import Capabilities, CheckStep, DataSource, Limits, Link, LinkOptions
from toolwright.extend.sql.link import SqlLink
from toolwright.extend.sql.schema_link import SqlSchemaLink
from toolwright.model.base import Model


class SqliteSettings(Model):
    """Where the file is."""

    path: str = Field(min_length=1, max_length=4096, description="The database file, on the machine of the server.")


class Sqlite(DataSource[SqliteSettings]):
    """A SQLite file."""

    kind = "sqlite"
    title = "SQLite"
    schemes = ("sqlite",)
    can = Capabilities()
    language = LANGUAGE
    Settings: ClassVar[type[Model]] = SqliteSettings

    async def check(self, settings: SqliteSettings, limits: Limits, reach: Reach) -> AsyncIterator[CheckStep]:
        started = time.perf_counter()
        try:
            path = await asyncio.to_thread(reach.file, settings.path)
        except ToolwrightError as wrong:
            yield CheckStep("resolve", False, wrong.detail, wrong.hint)
            return
        size = await asyncio.to_thread(lambda: path.stat().st_size)
        yield CheckStep(
            "resolve", True, phrase("The file has {size} bytes.", size=f"{size:,}"), duration_ms=_since(started)
        )
        yield CheckStep("connect", True, "A file needs no connection.", skipped=True)
        yield CheckStep("tls", True, "A file needs no encryption in transit.", skipped=True)
        yield CheckStep("sign_in", True, "A file needs no password.", skipped=True)
        yield await self._read(settings, limits, reach)

    async def _read(self, settings: SqliteSettings, limits: Limits, reach: Reach) -> CheckStep:
        started = time.perf_counter()
        link = await self.open(settings, LinkOptions(pool_size=1, reach=reach))
        try:
            shapes = await link.describe(limits)
        except ToolwrightError as error:
            return CheckStep("read", False, error.detail, error.hint, _since(started))
        finally:
            await link.close()
        writable = await asyncio.to_thread(os.access, settings.path, os.W_OK)
        hint = None if writable else "The file is not writable, so rows can only be read."
        one, many = "Found one table or view.", "Found {shapes} tables and views."
        return CheckStep("read", True, phrase_of(len(shapes), one, many, shapes=len(shapes)), hint, _since(started))

    async def open(self, settings: SqliteSettings, options: LinkOptions) -> Link:
        find = partial(_own_file, settings) if options.is_internal else partial(options.reach.file, settings.path)
        path = await asyncio.to_thread(find)
        read_only = options.read_only or not os.access(path, os.W_OK)
        driver = SqliteDriver(path, read_only=read_only, threads=options.pool_size, is_internal=options.is_internal)
        return SqlSchemaLink(driver, options, SqliteSchema) if options.is_internal else SqlLink(driver, options)

    def settings_from_url(self, url: str) -> SqliteSettings:
        parts = urlsplit(url)
        path = unquote(parts.path)
        if parts.scheme not in self.schemes or parts.netloc or len(path) < 2 or "\0" in path:
            raise InvalidInput(
                "This is not the address of a SQLite file.",
                code="source.bad_url",
                hint="Write sqlite:///relative/file.db or sqlite:////absolute/file.db.",
            )
        return SqliteSettings(path=path[1:])

    def files(self, settings: SqliteSettings) -> tuple[str, ...]:
        return (settings.path,)

    def suggested_name(self, settings: SqliteSettings) -> str:
        return Path(settings.path).stem


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _own_file(settings: SqliteSettings) -> Path:
    """The file of internal tables, begun when it is not there yet. Written ahead, so that readers wait for nobody."""
    path = Path(settings.path)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    return path.resolve()
