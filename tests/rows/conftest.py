"""A filled service desk for each test, and the rows of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rows import desk
from toolwright.model.workspace import Workspace
from toolwright.rows import Rows


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """The service desk in a fresh file."""
    path = tmp_path / "desk.db"
    desk.fill(path)
    return desk.workspace(path)


@pytest.fixture
async def rows() -> AsyncIterator[Rows]:
    """A data plane of its own."""
    async with desk.plane() as made:
        yield made
