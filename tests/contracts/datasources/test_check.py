"""A failed connection test says which step failed and what to do; settings come from addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.contracts.datasources.target import Target
from tests.peers.fixture import LOOPBACK, Database, run_on_mariadb, run_on_postgres
from tests.peers.server import free_port
from toolwright.builtin.datasources.mysql.connector import Mysql
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.builtin.datasources.sqlite.connector import Sqlite, SqliteSettings
from toolwright.egress import Reach
from toolwright.errors import Denied, InvalidInput, ToolwrightError
from toolwright.extend.datasource import Change, CheckStep, DataSource, Limits, LinkOptions
from toolwright.extend.sql.network import tls_context

LIMITS = Limits(timeout_s=5)
SECRET = "CANARY-password"


@pytest.fixture(
    params=[pytest.param("postgres", marks=pytest.mark.peer), pytest.param("mysql", marks=pytest.mark.peer)]
)
def server(request: pytest.FixtureRequest) -> tuple[DataSource[Any], Database]:
    """Each database server in turn."""
    if request.param == "postgres":
        return Postgres(), request.getfixturevalue("postgres_database")
    return Mysql(), request.getfixturevalue("mariadb_database")


async def _steps(source: DataSource[Any], url: str, **changes: object) -> list[CheckStep]:
    settings = source.settings_from_url(url).model_copy(update=changes)
    steps = [step async for step in source.check(settings, LIMITS, LOOPBACK)]
    assert not any(SECRET in f"{step.detail}{step.hint}" for step in steps)
    assert all(step.ok for step in steps[:-1])
    return steps


async def test_everything_right(server: tuple[DataSource[Any], Database]) -> None:
    source, database = server
    authority = database.server.certificates.authority.read_text()
    for tls, host in (("verify_full", "localhost"), ("verify_ca", "127.0.0.1"), ("require", "127.0.0.1")):
        steps = await _steps(source, database.url, tls=tls, host=host, ca_certificate=authority)
        assert steps[-1].ok, steps
        assert "Encrypted with TLS" in steps[2].detail
    steps = await _steps(source, database.url, tls="off")
    assert steps[-1].ok
    assert steps[2].detail == "Not encrypted."


@pytest.mark.parametrize(
    ("changes", "step", "hint"),
    [
        ({"host": "no-such-host.invalid"}, "resolve", "spelling"),
        ({"port": 1}, "connect", "port"),
        ({"password": SECRET}, "sign_in", "address"),
        ({"user": "nobody", "password": SECRET}, "sign_in", "address"),
        ({"tls": "verify_full"}, "tls", "authority"),
        ({"tls": "verify_ca"}, "tls", "authority"),
    ],
)
async def test_each_step_can_fail(
    server: tuple[DataSource[Any], Database], changes: dict[str, object], step: str, hint: str
) -> None:
    source, database = server
    last = (await _steps(source, database.url, **changes))[-1]
    assert (last.name, last.ok) == (step, False)
    assert hint in (last.hint or "")
    link = await source.open(
        source.settings_from_url(database.url).model_copy(update=changes), LinkOptions(reach=LOOPBACK)
    )
    with pytest.raises(ToolwrightError) as refused:
        await link.describe(LIMITS)
    assert refused.value.code in ("source.unreachable", "source.sign_in", "source.tls")
    assert SECRET not in str(refused.value)
    await link.close()


async def test_the_wrong_host_name_is_noticed(server: tuple[DataSource[Any], Database]) -> None:
    source, database = server
    authority = database.server.certificates.authority.read_text()
    last = (await _steps(source, database.url, tls="verify_full", host="127.1", ca_certificate=authority))[-1]
    assert (last.name, last.ok) == ("tls", False)
    assert "names another host" in (last.hint or "")


async def test_a_missing_database_is_named(server: tuple[DataSource[Any], Database]) -> None:
    source, database = server
    last = (await _steps(source, database.url, database="nowhere"))[-1]
    assert (last.name, last.ok) == ("sign_in", False)
    assert "no such database" in last.detail.lower()


@pytest.mark.peer
async def test_mariadb_users_that_must_encrypt(mariadb_database: Database) -> None:
    changes = {"user": "tlsonly", "password": "tls-password", "tls": "off"}
    last = (await _steps(Mysql(), mariadb_database.url, **changes))[-1]
    assert (last.name, last.ok) == ("sign_in", False)
    assert "REQUIRE SSL" in (last.hint or "")
    assert (await _steps(Mysql(), mariadb_database.url, **{**changes, "tls": "prefer"}))[-1].ok


@pytest.mark.peer
async def test_missing_rights_are_said(postgres_database: Database, mariadb_database: Database) -> None:
    await run_on_postgres(
        postgres_database.server,
        postgres_database.name,
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE ROLE reader LOGIN PASSWORD 'reader'",
        "GRANT SELECT ON t TO reader",
    )
    await run_on_mariadb(
        mariadb_database.server,
        mariadb_database.name,
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE USER 'reader' IDENTIFIED BY 'reader'",
        f"GRANT SELECT ON {mariadb_database.name}.t TO 'reader'",
    )

    for source, database in ((Postgres(), postgres_database), (Mysql(), mariadb_database)):
        target = Target(source.kind, source, database.url.replace("app:app-password", "reader:reader"), database)
        async with target.link() as link:
            table = (await target.tables(link))["t"]
            with pytest.raises(ToolwrightError) as refused:
                await link.write([Change("insert", table, (), values={"id": 1})], LIMITS)
            assert refused.value.code == "source.no_rights"
    await postgres_database.run("DROP OWNED BY reader", "DROP ROLE reader")
    await mariadb_database.run("DROP USER 'reader'")


async def test_a_port_where_nobody_listens(server: tuple[DataSource[Any], Database]) -> None:
    source, database = server
    last = (await _steps(source, database.url, port=free_port()))[-1]
    assert (last.name, last.ok) == ("connect", False)


@pytest.mark.parametrize(
    ("source", "url", "expected"),
    [
        (
            Postgres(),
            "postgresql://u:p%40ss@db.example:6000/shop?sslmode=verify-full",
            ("db.example", 6000, "verify_full"),
        ),
        (Postgres(), "postgres://u@db/shop", ("db", 5432, "prefer")),
        (Postgres(), "postgresql://u:p@[::1]/shop?sslmode=disable", ("::1", 5432, "off")),
        (Mysql(), "mysql://u:p@db/shop?ssl-mode=VERIFY_IDENTITY", ("db", 3306, "verify_full")),
        (Mysql(), "mariadb://u:p@db:3307/shop", ("db", 3307, "prefer")),
    ],
)
def test_addresses(source: DataSource[Any], url: str, expected: tuple[str, int, str]) -> None:
    settings = source.settings_from_url(url)
    assert (settings.host, settings.port, settings.tls) == expected
    assert settings.database == "shop"
    assert "p@ss" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@db/shop?sslrootcert=/etc/passwd",
        "postgresql://u:p@db/shop?sslmode=perhaps",
        "postgresql://u:p@db:99999/shop",
        "postgresql://u:p@db",
        "postgresql://db/shop",
        "postgresql://u:p@db/a/b",
    ],
)
def test_wrong_addresses_are_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Postgres().settings_from_url(url)
    assert refused.value.code == "source.bad_url"
    assert ":p@" not in str(refused.value)


def test_a_bad_authority_is_refused() -> None:
    settings = (
        Postgres()
        .settings_from_url("postgresql://u:p@db/shop")
        .model_copy(update={"tls": "verify_ca", "ca_certificate": "not a certificate"})
    )
    with pytest.raises(InvalidInput):
        tls_context(settings)


async def test_sqlite_files(tmp_path: Path) -> None:
    missing = SqliteSettings(path=str(tmp_path / "none.db"))
    steps = [step async for step in Sqlite().check(missing, LIMITS, Reach())]
    assert [(step.name, step.ok) for step in steps] == [("resolve", False)]
    assert steps[0].hint
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"x" * 5000)
    last = [step async for step in Sqlite().check(SqliteSettings(path=str(garbage)), LIMITS, Reach())][-1]
    assert (last.name, last.ok) == ("read", False)
    own = tmp_path / "home"
    own.mkdir()
    (own / "secret.key").write_text("x")
    (own / "toolwright.db").touch()
    with pytest.raises(Denied) as refused:
        await Sqlite().open(SqliteSettings(path=str(own / "toolwright.db")), LinkOptions())
    assert refused.value.code == "source.forbidden"
