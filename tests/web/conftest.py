"""The service desk app on a server inside this process: real requests, real SQLite, no socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest_asyncio

from tests.support import desk_app
from toolwright import wiring
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_user import create_user
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.server import create_app
from toolwright.settings import Settings


@dataclass
class World:
    """The running app. `client(name)` is the browser of `admin`, `agent`, `guest` or `nobody`."""

    services: Services
    clients: dict[str, httpx.AsyncClient]

    def client(self, name: str) -> httpx.AsyncClient:
        """A signed-in browser."""
        return self.clients[name]


@pytest_asyncio.fixture(scope="module")
async def world(tmp_path_factory) -> AsyncIterator[World]:
    folder: Path = tmp_path_factory.mktemp("web")
    desk_app.write_database(folder / "erp.db")
    (folder / "home").mkdir()
    services = await wiring.build(Settings(home=folder / "home"))
    await create_workspace(services, OPERATOR, desk_app.WORKSPACE, files=desk_app.files(folder / "erp.db"))
    app = create_app(services)
    clients = {"nobody": _client(app)}
    for name, roles in (("admin", ()), ("agent", ("agent",)), ("guest", ("guest",))):
        user = await create_user(
            services, OPERATOR, email=f"{name}@example.org", name=name.title(), is_admin=name == "admin"
        )
        if roles:
            await assign_roles(services, OPERATOR, user.id, workspace=desk_app.WORKSPACE, roles=roles)
        clients[name] = _client(app)
        await clients[name].get(await make_one_time_link(services, OPERATOR, user.id))
    yield World(services, clients)
    for client in clients.values():
        await client.aclose()
    await wiring.close(services)


def _client(app) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 5000))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8400")
