"""One server for all tests of this folder that only read, or write rows of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.query_site import engine, site
from tests.rows.served import Served, served

__all__ = ["desk", "engine", "site"]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Both worlds of the service desk, served."""
    with served(tmp_path_factory.mktemp("desk")) as made:
        yield made
