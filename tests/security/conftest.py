"""One server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rows.served import Served, served


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Both worlds of the service desk, served."""
    with served(tmp_path_factory.mktemp("worlds")) as made:
        yield made
