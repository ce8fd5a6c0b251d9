"""The object graph over an empty home, for commands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from tests.peers.fixture import Database
from toolwright import wiring
from toolwright.commands.services import Services
from toolwright.settings import Settings


@pytest_asyncio.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """A new installation."""
    built = await wiring.build(Settings(home=tmp_path / "home"))
    try:
        yield built
    finally:
        await wiring.close(built)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer)])
def installation_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Where an installation keeps everything, on each of the databases."""
    home = tmp_path / "home"
    if request.param == "sqlite":
        return Settings(home=home)
    database: Database = request.getfixturevalue("postgres_database")
    return Settings(home=home, database_url=SecretStr(database.url))


@pytest_asyncio.fixture
async def installation(installation_settings: Settings) -> AsyncIterator[Services]:
    """A new installation on it."""
    built = await wiring.build(installation_settings)
    try:
        yield built
    finally:
        await wiring.close(built)
