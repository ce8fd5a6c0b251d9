"""The PostgreSQL data source."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import ClassVar

from pydantic import ValidationError

from toolwright.builtin.datasources.postgres import errors
from toolwright.builtin.datasources.postgres.driver import PostgresDriver, PostgresSession
from toolwright.builtin.datasources.postgres.language import LANGUAGE
from toolwright.builtin.datasources.postgres.schema import PostgresSchema
from toolwright.builtin.datasources.postgres.settings import PostgresSettings
from toolwright.egress import Reach
from toolwright.errors import InvalidInput, ToolwrightError, phrase, phrase_of
from toolwright.extend.datasource import Capabilities, CheckStep, DataSource, Limits, Link, LinkOptions
from toolwright.extend.sql.fault import refused, timed_out
from toolwright.extend.sql.link import SqlLink
from toolwright.extend.sql.network import bad_settings, check_server, parse_url
from toolwright.extend.sql.schema_link import SqlSchemaLink
from toolwright.model.base import Model

_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
_OPTIONS = {"sslmode": "tls", "tls": "tls", "pooler": "pooler"}


class Postgres(DataSource[PostgresSettings]):
    """A PostgreSQL database."""

    kind = "postgres"
    title = "PostgreSQL"
    schemes = ("postgresql", "postgres")
    can = Capabilities()
    language = LANGUAGE
    Settings: ClassVar[type[Model]] = PostgresSettings

    async def check(self, settings: PostgresSettings, limits: Limits, reach: Reach) -> AsyncIterator[CheckStep]:
        opened: list[PostgresSession] = []

        async def sign_in() -> tuple[str, Callable[[], Awaitable[str]]]:
            driver = PostgresDriver(settings, limits.timeout_s, reach)
            session = await driver.connect()
            opened.append(session)

            async def read() -> str:
                version = str(session.connection.get_settings().server_version)
                shapes = await driver.describe(session)
                return phrase_of(
                    len(shapes),
                    "PostgreSQL {version}, one table or view this user may read.",
                    "PostgreSQL {version}, {shapes} tables and views this user may read.",
                    version=version.split()[0],
                    shapes=len(shapes),
                )

            return await _encryption(session, settings), read

        def explain(error: Exception) -> ToolwrightError:
            if isinstance(error, ToolwrightError):
                return error
            if isinstance(error, TimeoutError):
                return timed_out(limits.timeout_s)
            return errors.translate(error) or refused()

        try:
            async for step in check_server(settings, settings.port, limits, reach, sign_in, errors.blame, explain):
                yield step
        finally:
            for session in opened:
                await session.abandon()

    async def open(self, settings: PostgresSettings, options: LinkOptions) -> Link:
        if not options.is_internal:
            return SqlLink(PostgresDriver(settings, options.timeout_s, options.reach), options)
        schema = settings.schemas[0] if settings.schemas else "public"
        if settings.pooler or not _SCHEMA.fullmatch(schema):
            raise InvalidInput(
                "Internal tables need a connection of their own, and a schema with a plain name.",
                code="source.not_internal",
                hint="Connect to the server itself, not to a pooler.",
            )
        driver = PostgresDriver(settings, options.timeout_s, options.reach, schema)
        return SqlSchemaLink(driver, options, partial(PostgresSchema, schema=schema))

    def settings_from_url(self, url: str) -> PostgresSettings:
        try:
            return PostgresSettings.model_validate(parse_url(url, self.schemes, 5432, _OPTIONS))
        except ValidationError as wrong:
            raise bad_settings(wrong) from None

    def suggested_name(self, settings: PostgresSettings) -> str:
        return settings.database


async def _encryption(session: PostgresSession, settings: PostgresSettings) -> str:
    version = await session.connection.fetchval("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    if version is None:
        return "Not encrypted."
    checked = {"verify_ca": ", authority checked", "verify_full": ", authority and host name checked"}
    return phrase(
        "Encrypted with {version}{how}.",
        version=version,
        how=phrase(checked.get(settings.tls, ", certificate not checked")),
    )
