"""The object graph over an empty home, for commands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

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
