"""Apps made by `toolwright generate` from the schemas of other products, and the server that shows them."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpx
import yaml

from tests.peers.fixture import run_on_mariadb, run_on_postgres
from tests.peers.server import Server as Peer
from tests.schemas.fixture import make_schema
from tests.support.server import ADMIN, ensure_user, in_home, running_server, signed_in
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

PRODUCTS = ("wagtail", "oscar", "airflow")
_ROWS = 12
_ALSO = (
    "CREATE TABLE walk_notes (note varchar(80), amount integer)",
    "INSERT INTO walk_notes VALUES ('first', 1), ('second', NULL)",
    "CREATE VIEW walk_amounts AS SELECT note, amount FROM walk_notes WHERE amount IS NOT NULL",
)
"""What the products lack: a table without a key, and a view."""


@dataclass(frozen=True)
class GeneratedTable:
    """A table of a generated app, and which of its screens there are."""

    ref: str
    address: str
    definition: Mapping[str, object]
    has_list: bool
    has_detail: bool
    has_new: bool
    has_edit: bool

    @property
    def types(self) -> dict[str, str]:
        """The type of each column."""
        columns = self.definition["columns"]
        assert isinstance(columns, list)
        return {column["name"]: column["type"] for column in columns}


@dataclass
class GeneratedApp:
    """A generated app that is being served."""

    product: str
    url: str
    home: Path
    workspace: str
    base: str
    client: httpx.Client
    opens_tabs: bool = True

    def sign_in_link(self) -> str:
        """An address that signs a browser in, once."""

        async def work(services: Services) -> str:
            await ensure_user(services, ADMIN, is_admin=True)
            return await make_one_time_link(services, OPERATOR, ADMIN)

        return in_home(self.home, work)

    @cached_property
    def files(self) -> dict[str, str]:
        """The definitions."""
        answer = self.client.get(f"/api/v1/workspaces/{self.workspace}/files")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["files"])

    @cached_property
    def screens(self) -> dict[str, str]:
        """The address of each screen by name, relative to the app."""
        found = {}
        for path, text in self.files.items():
            folder, _, name = path.rpartition("/")
            if folder.endswith("/screens"):
                found[name.removesuffix(".yaml")] = str(yaml.safe_load(text)["path"])
        return found

    @cached_property
    def tables(self) -> list[GeneratedTable]:
        """The tables that have screens."""
        paths = set(self.screens.values())
        found = []
        for path, text in self.files.items():
            if not path.startswith("tables/"):
                continue
            ref = path.removeprefix("tables/").removesuffix(".yaml")
            address = f"/{ref.partition('.')[2].replace('_', '-')}"
            has = [f"{address}{ending}" in paths for ending in ("", "/{id}", "/new", "/{id}/edit")]
            if any(has):
                found.append(GeneratedTable(ref, address, yaml.safe_load(text), *has))
        return found

    def row_ids(self, table: GeneratedTable) -> list[str]:
        """The identifiers of the rows of a table, as addresses use them."""
        query = {"ids": "true", "limit": "200"}
        answer = self.client.get(f"/api/v1/workspaces/{self.workspace}/tables/{table.ref}/rows", params=query)
        assert answer.status_code == 200, f"{table.ref}: {answer.text}"
        return list(answer.json()["ids"])


@contextmanager
def generated_app(product: str, peer: Peer, folder: Path) -> Iterator[GeneratedApp]:
    """Make the product's schema in a database of its own, generate an app from it with the CLI, and serve it."""
    name = f"g{secrets.token_hex(6)}"
    is_postgres = peer.scheme == "postgresql"
    _run(peer, f"CREATE DATABASE {name}{'' if is_postgres else ' CHARACTER SET utf8mb4'}")
    home = folder / "home"
    try:
        make_schema(product, peer.url(name), rows=_ROWS)
        _run(peer, *_ALSO, database=name)
        made = _generate(peer.url(name), product, home)
        base = str(made["address"]).rstrip("/")
        with running_server(home) as url:
            client = signed_in(url, home)
            yield GeneratedApp(product, url, home, str(made["workspace"]), base, client)
    finally:
        _run(peer, f"DROP DATABASE {name}{' WITH (FORCE)' if is_postgres else ''}")


def _generate(url: str, title: str, home: Path) -> dict[str, object]:
    command = [sys.executable, "-c", "from toolwright.cli import main; main()", "generate", "--from", url]
    command += ["--title", title.title(), "--workspace", title, "--home", str(home), "--yes", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env={**os.environ})
    assert done.returncode == 0, f"generate failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert done.stderr == "", f"generate printed on standard error:\n{done.stderr}"
    return dict(json.loads(done.stdout))


def _run(peer: Peer, *statements: str, database: str | None = None) -> None:
    work = (
        run_on_postgres(peer, database or "postgres", *statements)
        if peer.scheme == "postgresql"
        else run_on_mariadb(peer, database, *statements)
    )
    in_thread(work)


def in_thread(work: Coroutine[object, object, None]) -> None:
    """Run it in a loop of its own, whatever loop this thread has."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work)).result()
