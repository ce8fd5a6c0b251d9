"""The service desk behind a real server, in two worlds that differ only in what most roles must not see.

`desk` and `twin` hold the same visible rows for `agent`, `viewer`, `mixed` and `clerk`. In `twin` every secret is
another one, and there are other, and more, rows that no rule of theirs shows. `veiled` has the rows of `desk`, but all
secrets that `viewer` and `mixed` see as dots are others. Whatever such a person asks must be answered alike in both
worlds: a difference is a leak, wherever it shows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.rows import desk
from tests.support.server import ensure_user, in_home, started_server, token_client
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.model.files import dump_workspace

PEOPLE = {
    "root@example.org": ("admin",),
    "agent@example.org": ("agent",),
    "ann@example.org": ("owner",),
    "viewer@example.org": ("viewer",),
    "bob@example.org": ("mixed",),
    "clerk@example.org": ("clerk",),
    "shop@example.org": ("shop",),
    "odd@example.org": ("odd",),
    "north@example.org": ("north",),
    "basic@example.org": ("basic",),
}
DIFFERENCES = """
UPDATE tickets SET secret = 'OTHER-' || (1000 - id);
UPDATE customers SET credit_note = 'CREDIT-Z' || id;
UPDATE tickets SET title = 'Changed ' || id, priority = 9, cost = 7777, owner = NULL WHERE status != 'open';
UPDATE customers SET name = 'Vanished', region = 'zone' WHERE blocked;
INSERT INTO customers VALUES (90, 'Extra', 'north', 'CREDIT-X', 1, 1);
INSERT INTO tickets (id, title, status, priority, owner, secret, customer_id) VALUES
  (1001, 'Ticket extra', 'closed', 1, 'zed@example.org', 'OTHER-x', 90), (1002, 'Ticket more', 'waiting', 0, NULL, 'OTHER-y', 1);
UPDATE people SET ssn = '9' || ssn;
"""


VEILED = "UPDATE tickets SET secret = 'OTHER-' || (1000 - id) WHERE owner IS NOT 'bob@example.org'"


@dataclass
class Served:
    """A running server with all worlds, and a client for each person."""

    url: str
    home: Path
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    def as_(self, person: str) -> httpx.Client:
        """A client with that person's token."""
        email = f"{person}@example.org"
        if person not in self.clients:
            self.clients[person] = token_client(self.url, self.home, email, is_admin=False)
        return self.clients[person]

    @property
    def nobody(self) -> httpx.Client:
        """A client nobody is signed in with."""
        if "" not in self.clients:
            self.clients[""] = httpx.Client(base_url=self.url, timeout=30)
        return self.clients[""]


def make_files(folder: Path) -> dict[str, Path]:
    """The databases of all worlds."""
    files = {name: folder / f"{name}.db" for name in ("desk", "twin", "veiled")}
    for path in files.values():
        desk.fill(path)
    for name, script in (("twin", DIFFERENCES), ("veiled", VEILED)):
        with sqlite3.connect(files[name]) as db:
            db.executescript(script)
        db.close()
    return files


@contextmanager
def served(folder: Path, people: Sequence[str] = tuple(PEOPLE)) -> Iterator[Served]:
    """A server over fresh files in `folder`."""
    home, files = folder / "home", make_files(folder)

    async def prepare(services: Services) -> None:
        for name, path in files.items():
            made = dump_workspace(desk.workspace(path, name))
            await services.workspaces.create(name, made, author=None, message="made")
        for email in people:
            person = await ensure_user(services, email)
            for name in files:
                await assign_roles(services, OPERATOR, person, workspace=name, roles=PEOPLE[email])
        await ensure_user(services, "stranger@example.org")
        single = await ensure_user(services, "single@example.org")
        await assign_roles(services, OPERATOR, single, workspace="twin", roles=("admin",))

    home.mkdir(parents=True)
    in_home(home, prepare)
    with started_server(home) as server:
        made = Served(server.url, home)
        try:
            yield made
        finally:
            for client in made.clients.values():
                client.close()


def rows_path(workspace: str = "desk", table: str = "erp.tickets", rest: str = "/rows") -> str:
    """The address of rows."""
    return f"/api/v1/workspaces/{workspace}/tables/{table}{rest}"
