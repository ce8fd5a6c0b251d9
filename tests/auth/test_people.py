"""The people of a workspace: its administrators give and take roles in it, and none beyond what they hold."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest

from tests.auth.conftest import Office
from tests.support.server import in_home
from toolwright.auth.users import User
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

PEOPLE = "/api/v1/workspaces/crew/people"
AGENT = "title: Agent\ninherits: [basic]\ngrants:\n  - {table: notes, can: [read]}\n"
NOTES = "title: Notes\ncolumns:\n  - {name: text, kind: text}\n"


@dataclass
class Crew:
    """A workspace, the browser of its administrator, and somebody who only works in it."""

    boss: User
    client: httpx.Client
    worker: User


@pytest.fixture(scope="module")
def crew(office: Office) -> Crew:
    files = {"roles/agent.yaml": AGENT, "tables/notes.yaml": NOTES}
    boss, worker = office.person(), office.person()

    async def prepare(services: Services) -> None:
        await create_workspace(services, OPERATOR, "crew", title="Crew", files=files)
        await create_workspace(services, OPERATOR, "other_crew", title="Other crew")
        await assign_roles(services, OPERATOR, boss.id, workspace="crew", roles=["admin"])
        await assign_roles(services, OPERATOR, worker.id, workspace="crew", roles=["agent"])

    in_home(office.home, prepare)
    return Crew(boss, office.browser(boss), worker)


def test_an_administrator_of_a_workspace_gives_and_takes_its_roles(office: Office, crew: Crew) -> None:
    new = office.person()
    given = crew.client.put(f"{PEOPLE}/{new.email}", json={"roles": ["agent", "power"]})
    assert given.status_code == 200, given.text
    assert given.json()["roles"] == ["agent", "power"]
    assert office.token(new).get("/api/v1/me").json()["roles"] == {"crew": ["agent", "power"]}
    listed = {item["email"]: item["roles"] for item in crew.client.get(PEOPLE).json()["items"]}
    assert (listed[new.email], listed[crew.worker.email]) == (["agent", "power"], ["agent"])
    line = office.lines("assign_roles", f"user/{new.id}")[0]
    assert line["detail"] == {"workspace": "crew", "from": [], "to": ["agent", "power"]}
    assert crew.client.put(f"{PEOPLE}/{new.id}", json={"roles": []}).json()["roles"] == []
    assert office.token(new).get("/api/v1/me").json()["roles"] == {}


def test_the_list_comes_in_pages_and_names_nobody_from_elsewhere(office: Office, crew: Crew) -> None:
    stranger = office.person()
    found, cursor = [], None
    while cursor is not None or not found:
        page = crew.client.get(PEOPLE, params={"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        found += [item["email"] for item in page["items"]]
        cursor = page["cursor"]
    assert found == sorted(set(found))
    assert {crew.boss.email, crew.worker.email} < set(found)
    assert stranger.email not in found


def test_what_is_wrong_is_said_and_changes_nothing(crew: Crew) -> None:
    wrong = crew.client.put(f"{PEOPLE}/{crew.worker.id}", json={"roles": ["agnt"]}).json()
    assert (wrong["code"], wrong["errors"][0]["field"]) == ("role.unknown", "roles.0")
    assert "agent" in wrong["errors"][0]["hint"]
    gone = crew.client.put(f"{PEOPLE}/nobody@example.org", json={"roles": ["agent"]})
    assert (gone.status_code, gone.json()["code"]) == (404, "user.unknown")
    listed = {item["id"]: item["roles"] for item in crew.client.get(PEOPLE).json()["items"]}
    assert listed[crew.worker.id] == ["agent"]


def test_others_are_refused(office: Office, crew: Crew) -> None:
    worker, stranger = office.browser(crew.worker), office.browser(office.person())
    body = {"roles": ["admin"]}
    assert worker.get(PEOPLE).status_code == 403
    assert worker.put(f"{PEOPLE}/{crew.worker.id}", json=body).status_code == 403
    assert stranger.get(PEOPLE).status_code == 404
    assert stranger.put(f"{PEOPLE}/{crew.worker.id}", json=body).status_code == 404
    elsewhere = PEOPLE.replace("crew", "other_crew")
    assert crew.client.get(elsewhere).status_code == 404
    assert crew.client.put(f"{elsewhere}/{crew.boss.id}", json=body).status_code == 404
    assert crew.client.get("/api/v1/users").status_code == 403
    assert crew.client.put(f"/api/v1/users/{crew.boss.id}/roles", json={"workspace": "crew", **body}).status_code == 403
    assert office.token(crew.boss, ["definitions:write"]).get(PEOPLE).status_code == 403


def test_a_token_gives_no_role_that_reaches_beyond_its_scopes(office: Office, crew: Crew) -> None:
    new = office.person()
    path = f"{PEOPLE}/{new.id}"
    narrow = office.token(crew.boss, ["users:manage"])
    refused = narrow.put(path, json={"roles": ["agent"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "role.exceeds")
    assert narrow.put(path, json={"roles": ["basic"]}).status_code == 200
    rows = office.token(crew.boss, ["users:manage", "rows:read", "rows:write"])
    assert rows.put(path, json={"roles": ["agent", "power"]}).status_code == 200
    assert rows.put(path, json={"roles": ["agent", "admin"]}).json()["code"] == "role.exceeds"
    assert narrow.put(path, json={"roles": ["agent"]}).json()["roles"] == ["agent"]  # what they have may stay
