"""The servers for the tests of this folder, each started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.files.conftest import office as office
from tests.rows.served import Served, served
from tests.support.server import Server, started_server


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Both worlds of the service desk, served."""
    with served(tmp_path_factory.mktemp("worlds")) as made:
        yield made


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty installation that may connect to servers of this machine; each module makes its own workspace."""
    reach = {"TOOLWRIGHT_ALLOW_PRIVATE_HOSTS": "127.0.0.0/8,localhost"}
    with started_server(tmp_path_factory.mktemp("site") / "home", reach) as running:
        yield running
