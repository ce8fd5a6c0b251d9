"""Who may make a workspace, and what its roles may grant from the first moment on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import Denied, NotFound
from toolwright.policy import Actor, Policy
from toolwright.policy.decision import Resource
from toolwright.settings import Settings

FILES = {
    "workspace.yaml": "title: Made\n",
    "tables/notes.yaml": "columns:\n- {name: title, kind: text}\n",
    "roles/reader.yaml": "title: Reader\ngrants:\n- {table: notes, can: [read]}\n",
    "roles/boss.yaml": "title: Boss\ninherits: [admin]\n",
}
READ_ONLY_ROLE = {name: text for name, text in FILES.items() if "boss" not in name}


@pytest_asyncio.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    made = await wiring.build(Settings(home=tmp_path))
    yield made
    await wiring.close(made)


def token(*scopes: str) -> Actor:
    return Actor("token", "u", "Ann", is_admin=True, scopes=frozenset(scopes))


async def test_who_makes_it_holds_everything_in_it(services: Services) -> None:
    """So there is nothing for the growth of roles to hold back: administrators of the installation make workspaces."""
    admin = Actor("user", "a", "Ada", is_admin=True)
    made = await create_workspace(services, admin, "made", files=FILES)
    policy = Policy.of(made)
    table = made.tables["notes"]
    for verb in ("read", "create", "update", "delete", "design"):
        assert policy.decide(admin, verb, Resource("table", "made", "notes")).allowed  # type: ignore[arg-type]
    access = policy.table_access(admin, "notes")
    assert access.usable == {column.name for column in table.columns}
    assert policy.holds(admin, "admin").allowed


@pytest.mark.parametrize("roles", [{}, {"other": ("admin",)}, {"made": ("admin",)}])
async def test_nobody_else_makes_any(services: Services, roles: dict[str, tuple[str, ...]]) -> None:
    await create_workspace(services, OPERATOR, "other", title="Other")
    for files in (FILES, None):
        with pytest.raises((Denied, NotFound)):
            await create_workspace(services, Actor("user", "b", "Bo", roles=roles), "made", files=files)
    assert [info.name for info in await services.workspaces.list()] == ["other"]


@pytest.mark.parametrize("files", [FILES, READ_ONLY_ROLE])
async def test_a_token_grants_no_more_than_it_was_issued_for(services: Services, files: dict[str, str]) -> None:
    manager = token("users:manage", "definitions:write")
    with pytest.raises(Denied) as refused:
        await create_workspace(services, manager, "made", files=files)
    assert refused.value.code == "role.exceeds"
    assert not await services.workspaces.list()
    whole = token("users:manage", "definitions:write", "rows:read", "rows:write")
    await create_workspace(services, whole, "made", files=files)
