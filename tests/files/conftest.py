"""Papers with files, on a server inside this process: real requests, real SQLite, real files, no socket."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from PIL import Image

from toolwright import wiring
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_user import create_user
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.server import create_app
from toolwright.settings import Settings

FILES = {
    "workspace.yaml": "title: Office\n",
    "tables/papers.yaml": """\
title: Papers
columns:
  - {name: title, kind: text, required: true}
  - {name: team, kind: text, default: red}
  - {name: contract, kind: attachment, settings: {types: [application/pdf, text/plain], max_mb: 0.5}}
  - {name: evidence, kind: attachments, settings: {at_most: 3}}
  - {name: photo, kind: image}
  - {name: signed, kind: signature}
""",
    "tables/copies.yaml": """\
title: Copies
columns:
  - {name: title, kind: text, required: true}
  - {name: contract, kind: attachment, settings: {types: [application/pdf, text/plain], max_mb: 0.5}}
  - {name: evidence, kind: attachments, settings: {at_most: 3}}
  - {name: photo, kind: image}
  - {name: signed, kind: signature}
""",
    "tables/open_papers.yaml": "title: Open papers\nview: {of: papers, filter: \"team == 'red'\"}\n",
    "roles/clerk.yaml": """\
title: Clerk
grants:
  - {table: papers, can: [read, create, update, delete]}
  - {table: copies, can: [read, create, update]}
  - {table: open_papers, can: [read]}
""",
    "roles/reader.yaml": """\
title: Reader
grants:
  - {table: papers, can: [read], rows: "team == 'red'", hide: [contract], mask: [photo]}
""",
    "roles/corrector.yaml": """\
title: Corrector
grants:
  - {table: papers, can: [read, update], rows: "team == 'red'", hide: [contract]}
""",
    "apps/office/app.yaml": "title: Office\naccess: clerk\n",
    "apps/office/screens/new.yaml": """\
title: New paper
access: clerk
path: /new
content:
  - {kind: form, id: paper, table: papers, fields: [title, contract, evidence, photo, signed], success_to: /}
""",
    "apps/office/screens/list.yaml": """\
title: Papers
access: clerk
path: /
content:
  - {kind: table, id: papers, rows: {table: papers}, columns: [title, contract, evidence, photo]}
""",
    "apps/office/screens/paper.yaml": """\
title: Paper
access: clerk
path: /papers/{id}
content:
  - {kind: detail, id: paper, table: papers, row_id: "{{ params.id }}"}
  - {kind: history, id: past, table: papers}
""",
    "apps/office/screens/change.yaml": """\
title: Change paper
access: clerk
path: /papers/{id}/change
content:
  - {kind: form, id: paper, table: papers, row_id: "{{ params.id }}", fields: [title, contract, evidence]}
""",
}
API = "/api/v1/workspaces/office/tables"
PDF = b"%PDF-1.7\n" + b"x" * 3000


def picture(size: tuple[int, int] = (400, 200), form: str = "PNG", **more: Any) -> bytes:
    """A picture of that size."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **more)
    return out.getvalue()


@dataclass
class Office:
    """The running installation; `admin`, `clerk`, `mate` (a clerk, too), `reader`, `corrector` and `nobody` have browsers."""

    services: Services
    clients: dict[str, httpx.AsyncClient]

    def __getattr__(self, name: str) -> httpx.AsyncClient:
        return self.clients[name]

    @property
    def home(self) -> Path:
        """The installation's folder."""
        return self.services.settings.home

    async def upload(
        self, who: str, content: bytes, name: str = "plan.pdf", column: str = "evidence", table: str = "papers"
    ) -> httpx.Response:
        """Send a file as the body."""
        return await self.clients[who].post(
            f"{API}/{table}/files/upload",
            params={"column": column, "name": name},
            content=content,
            headers={"content-type": "application/octet-stream"},
        )

    async def uploaded(self, who: str, content: bytes, name: str = "plan.pdf", column: str = "evidence") -> str:
        """The id of a file that was taken."""
        answer = await self.upload(who, content, name, column)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def paper(self, who: str = "clerk", **values: object) -> dict[str, Any]:
        """A new row."""
        answer = await self.clients[who].post(f"{API}/papers/rows", json={"title": "One", **values})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest_asyncio.fixture(scope="session")
async def office(tmp_path_factory) -> AsyncIterator[Office]:
    home: Path = tmp_path_factory.mktemp("office")
    services = await wiring.build(Settings(home=home, file_max_bytes=3_000_000, files_waiting_bytes=40_000_000))
    await create_workspace(services, OPERATOR, "office", files=FILES)
    app = create_app(services)
    clients = {"nobody": _client(app)}
    people = {"admin": (), "clerk": ("clerk",), "mate": ("clerk",), "reader": ("reader",), "corrector": ("corrector",)}
    for name, roles in people.items():
        user = await create_user(
            services, OPERATOR, email=f"{name}@example.org", name=name.title(), is_admin=name == "admin"
        )
        if roles:
            await assign_roles(services, OPERATOR, user.id, workspace="office", roles=roles)
        clients[name] = _client(app)
        await clients[name].get(await make_one_time_link(services, OPERATOR, user.id))
        clients[name].headers["x-csrf-token"] = (await clients[name].get("/api/v1/me")).json()["csrf"]
    yield Office(services, clients)
    for client in clients.values():
        await client.aclose()
    await wiring.close(services)


def _client(app: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 5000))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8400")
