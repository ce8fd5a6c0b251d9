"""The metadata database on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from toolwright.store import Database

Another = Callable[..., Database]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer)])
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Another:
    """Makes databases over the same data, as other processes would; not open yet."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'toolwright.db'}"
    else:
        url = request.getfixturevalue("postgres_database").url
    return lambda home=tmp_path, **options: Database(url, home=home, **options)


@pytest.fixture
async def store(another: Another) -> AsyncIterator[Database]:
    """An open database on each engine."""
    db = another()
    await db.open()
    yield db
    await db.close()
