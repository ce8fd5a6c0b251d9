"""The MySQL and MariaDB data source."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import ClassVar

from pydantic import ValidationError

from toolwright.builtin.datasources.mysql import errors
from toolwright.builtin.datasources.mysql.driver import MysqlDriver, MysqlSession
from toolwright.builtin.datasources.mysql.language import LANGUAGE
from toolwright.builtin.datasources.mysql.settings import MysqlSettings
from toolwright.egress import Reach
from toolwright.errors import ToolwrightError, phrase, phrase_of
from toolwright.extend.datasource import Capabilities, CheckStep, DataSource, Limits, Link, LinkOptions
from toolwright.extend.sql.fault import refused, timed_out
from toolwright.extend.sql.link import SqlLink
from toolwright.extend.sql.network import bad_settings, check_server, parse_url
from toolwright.model.base import Model

_OPTIONS = {"ssl-mode": "tls", "ssl_mode": "tls", "sslmode": "tls", "tls": "tls"}


class Mysql(DataSource[MysqlSettings]):
    """A MySQL or MariaDB database."""

    kind = "mysql"
    title = "MySQL and MariaDB"
    schemes = ("mysql", "mariadb")
    can = Capabilities()
    language = LANGUAGE
    Settings: ClassVar[type[Model]] = MysqlSettings

    async def check(self, settings: MysqlSettings, limits: Limits, reach: Reach) -> AsyncIterator[CheckStep]:
        opened: list[MysqlSession] = []

        async def sign_in() -> tuple[str, Callable[[], Awaitable[str]]]:
            driver = MysqlDriver(settings, limits.timeout_s, reach)
            session = await driver.connect()
            opened.append(session)

            async def read() -> str:
                shapes = await driver.describe(session)
                product = "MariaDB" if "MariaDB" in session.version else "MySQL"
                number = session.version.removeprefix("5.5.5-").split("-")[0]
                return phrase_of(
                    len(shapes),
                    "{product} {number}, one table or view this user may read.",
                    "{product} {number}, {shapes} tables and views this user may read.",
                    product=product,
                    number=number,
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

    async def open(self, settings: MysqlSettings, options: LinkOptions) -> Link:
        return SqlLink(MysqlDriver(settings, options.timeout_s, options.reach), options)

    def settings_from_url(self, url: str) -> MysqlSettings:
        try:
            return MysqlSettings.model_validate(parse_url(url, self.schemes, 3306, _OPTIONS))
        except ValidationError as wrong:
            raise bad_settings(wrong) from None

    def suggested_name(self, settings: MysqlSettings) -> str:
        return settings.database


async def _encryption(session: MysqlSession, settings: MysqlSettings) -> str:
    rows = await session.fetch("SHOW SESSION STATUS LIKE 'Ssl_version'", (), 1 << 20)
    version = str(rows[0][1]) if rows else ""
    if not version:
        return "Not encrypted."
    checked = {"verify_ca": ", authority checked", "verify_full": ", authority and host name checked"}
    return phrase(
        "Encrypted with {version}{how}.",
        version=version,
        how=phrase(checked.get(settings.tls, ", certificate not checked")),
    )
