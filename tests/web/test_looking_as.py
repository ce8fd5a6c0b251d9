"""Looking at a screen as a person sees it: their rows, name and language, and no more than whoever looks may see."""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests.support.desk_app import APP, WORKSPACE
from tests.web.test_modules import W, put, send
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_user import create_user
from toolwright.commands.looking_as import Look
from toolwright.commands.operator import OPERATOR
from toolwright.commands.preview_screen import preview_screen
from toolwright.errors import Denied, NotFound
from toolwright.model.files import SCREEN, Place
from toolwright.policy import Actor

OWN = {
    "title": "Own",
    "inherits": ["basic"],
    "grants": [{"table": "papers", "can": ["read"], "rows": "who == user.id"}],
}
PAPERS = {
    "title": "Papers",
    "columns": [
        {"name": "what", "kind": "text"},
        {"name": "who", "kind": "text"},
        {"name": "worth", "kind": "text", "sensitive": True},
    ],
}
SCREEN_OF = {
    "title": "Papers",
    "path": "/papers",
    "content": [
        {"kind": "heading", "text": "Of {{ user.name }} in {{ user.locale }} of {{ user.id }}"},
        {"kind": "table", "rows": {"table": "papers"}, "columns": ["what", "worth"]},
    ],
}
DRAFT = Place(SCREEN, (APP, "papers"))


@pytest_asyncio.fixture(scope="module")
async def people(world):
    """Ids by name: two who see their own papers, and one of another workspace."""
    assert (await put(world, "tables/papers", PAPERS)).status_code == 200
    assert (await put(world, "roles/own", OWN)).status_code == 200
    found = {}
    for name, locale in (("Eve", "de"), ("Bob", "en"), ("Foreign", "en")):
        user = await create_user(
            world.services, OPERATOR, email=f"{name.lower()}@example.org", name=name, locale=locale
        )
        found[name] = user.id
        if name != "Foreign":
            await assign_roles(world.services, OPERATOR, user.id, workspace=WORKSPACE, roles=["own"])
            row = {"what": f"Paper of {name}", "who": user.id, "worth": f"worth {name}"}
            assert (await send(world, "tables/papers/rows", row)).status_code == 201
    return found


async def draw(world, **look):
    return await send(world, f"apps/{APP}/screens/papers/preview", {"definition": SCREEN_OF, **look})


async def test_a_person_is_seen_with_their_rows_name_and_language(world, people):
    drawn = {name: (await draw(world, as_user=people[name])).json()["html"] for name in ("Eve", "Bob")}
    assert "Paper of Eve" in drawn["Eve"]
    assert "Paper of Bob" not in drawn["Eve"]
    assert f"Of Eve in de of {people['Eve']}" in drawn["Eve"]
    assert "Paper of Bob" in drawn["Bob"]
    assert "Paper of Eve" not in drawn["Bob"]
    by_address = (await draw(world, as_user="eve@example.org", locale="fr")).json()["html"]
    assert f"Of Eve in fr of {people['Eve']}" in by_address
    mine = (await draw(world)).json()["html"]
    assert "Paper of Eve" in mine
    assert "Paper of Bob" in mine


async def test_a_screen_that_the_person_cannot_open_is_not_drawn(world, people):
    body = {"definition": {**SCREEN_OF, "access": "agent"}, "as_user": people["Eve"]}
    answer = (await send(world, f"apps/{APP}/screens/papers/preview", body)).json()
    assert answer["html"] == ""
    assert "Eve does not have role agent" in answer["refused"]


async def test_an_expression_gives_what_it_gives_to_the_person(world, people):
    text = "{{ user.name }}"
    body = {"definition": SCREEN_OF, "path": ["content", 0, "text"], "text": text, "cursor": 5}
    address = f"apps/{APP}/screens/papers/expression"
    assert (await send(world, address, {**body, "as_user": people["Eve"]})).json()["value"] == "Eve"
    assert (await send(world, address, body)).json()["value"] == "Admin"


async def test_who_read_is_told_by_the_audit(world, people):
    await draw(world, as_user=people["Eve"])
    admin = (await world.client("admin").get("/api/v1/me")).json()
    last = (await world.services.audit.list(verb="read", limit=1))[0]
    assert last.resource == f"rows/{WORKSPACE}/papers"
    assert last.actor_id == admin["id"]
    assert last.detail["seen_as"] == people["Eve"]
    await draw(world)
    assert "seen_as" not in (await world.services.audit.list(verb="read", limit=1))[0].detail


async def test_people_of_other_workspaces_are_not_told_of(world, people):
    for who in (people["Foreign"], "foreign@example.org", "nobody@example.org"):
        answer = await draw(world, as_user=who)
        assert answer.status_code == 404
        assert answer.json()["detail"] == f"There is no user '{who}'."
    both = await draw(world, as_user=people["Eve"], as_role="own")
    assert (both.status_code, both.json()["code"]) == (400, "look.both")


@pytest.mark.parametrize("who", ["agent", "guest"])
async def test_nobody_who_does_not_manage_the_workspace_looks_as_others(world, people, who):
    client = world.client(who)
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    body = {"definition": SCREEN_OF, "as_user": people["Eve"]}
    address = f"{W}/apps/{APP}/screens/papers/preview"
    assert (await client.post(address, json=body, headers={"x-csrf-token": csrf})).status_code == 403


async def test_a_token_shows_no_more_than_its_scopes(world, people):
    def token(*scopes: str) -> Actor:
        return Actor("token", "a", "A", is_admin=True, scopes=frozenset(scopes))

    async def seen(actor: Actor) -> str:
        look = Look(user=people["Eve"])
        return (await preview_screen(world.services, actor, WORKSPACE, DRAFT, SCREEN_OF, {}, look)).html

    with pytest.raises(Denied):
        await seen(token("definitions:write", "rows:read"))
    assert "Paper of Eve" not in await seen(token("definitions:write", "users:manage"))
    assert "Paper of Eve" in await seen(token("definitions:write", "users:manage", "rows:read"))


async def test_somebody_who_is_gone_is_not_looked_at(world):
    admin = Actor("user", "a", "A", is_admin=True)
    with pytest.raises(NotFound):
        await preview_screen(world.services, admin, WORKSPACE, DRAFT, SCREEN_OF, {}, Look(user="01gone"))
