"""Installations whose metadata and built-in tables are in files, and in PostgreSQL: parameters of fixtures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.peers.fixture import run_on_postgres
from tests.peers.server import Server

BOTH = ["files", pytest.param("postgres", marks=pytest.mark.peer)]


@contextmanager
def kept_in(request: pytest.FixtureRequest, name: str) -> Iterator[None]:
    """Installations opened inside keep everything where the parameter of the fixture says; `name` is a new database."""
    with pytest.MonkeyPatch.context() as environment:
        if request.param == "postgres":
            server: Server = request.getfixturevalue("postgres_server")
            asyncio.run(run_on_postgres(server, "postgres", f"CREATE DATABASE {name}"))
            environment.setenv("TOOLWRIGHT_DATABASE_URL", server.url(name))
        yield
