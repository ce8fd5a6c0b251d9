"""The neighbours' schemas can be made here, so the walk through generated apps has something to walk on."""

from __future__ import annotations

import pytest

from tests.peers.fixture import Database
from tests.schemas.fixture import make_schema

pytestmark = [pytest.mark.peer, pytest.mark.slow]


async def test_schema_is_made_and_filled(postgres_database: Database) -> None:
    made = make_schema("wagtail", postgres_database.url, rows=2)
    tables = int(made.summary.split(" ", 1)[0])
    assert tables >= 40
