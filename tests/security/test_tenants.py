"""Somebody who may do everything in one workspace may do nothing in another, and cannot tell whether it exists.

Every route below a workspace is tried, taken from the router itself: a new one is tested the day it is written.
"""

from __future__ import annotations

import re

import httpx
import pytest

from tests.rows.served import Served, rows_path
from tests.security.test_row_leaks import seen
from toolwright.api.app import create_api

ROUTES = [
    pytest.param(method, route.path, id=f"{method} {route.path}")
    for route in create_api().router.routes
    for method in sorted(route.methods)
    if "{workspace}" in route.path
]
REAL = {
    "variable": "region",
    "table": "erp.tickets",
    "row_id": "3",
    "source": "erp",
    "role": "agent",
    "app": "desk",
    "screen": "home",
    "change": "1",
}
TABLE = {"source": "erp", "native": {"table": "tickets"}, "columns": [{"name": "id", "type": "integer"}]}
BODIES: dict[str, dict[str, object]] = {
    "PATCH /": {"title": "Taken over"},
    "PUT /files": {"files": {"workspace.yaml": "title: Taken over\n"}},
    "POST /validate": {"files": {"workspace.yaml": "title: Taken over\n"}},
    "POST /sources": {"kind": "sqlite", "settings": {"path": "/nowhere.db"}},
    "PATCH /sources/{source}": {"title": "Taken over"},
    "POST /sources/{source}/describe": {"dry_run": False},
    "PUT /tables/{table}": TABLE,
    "PATCH /tables/{table}": {"title": "Taken over"},
    "PUT /roles/{role}": {"title": "Taken over", "inherits": ["admin"]},
    "PUT /apps/{app}": {"title": "Taken over"},
    "PUT /apps/{app}/screens/{screen}": {"title": "Taken over", "path": "/", "content": []},
    "POST /apps/{app}/screens/{screen}/yaml": {"definition": {}},
    "POST /apps/{app}/screens/{screen}/yaml/read": {"text": "title: Taken over"},
    "POST /apps/{app}/screens/{screen}/expression": {"definition": {}, "path": ["title"], "text": "{{", "cursor": 2},
    "POST /components/yaml": {"components": [{"kind": "divider"}]},
    "POST /components/yaml/read": {"text": "kind: divider"},
    "PUT /queries/{query}": {"source": "erp", "sql": "select 1"},
    "POST /queries/names": {"source": "erp"},
    "POST /queries/try": {"definition": {"source": "erp", "sql": "select 1"}},
    "POST /queries/plan": {"definition": {"source": "erp", "sql": "select 1"}},
    "POST /queries/{query}/rename": {"name": "taken"},
    "POST /tables/{table}/compare": {"source": "development", "into": "production"},
    "POST /tables/{table}/copy": {"source": "development", "into": "production"},
    "PUT /schedule": {"at": "2026-05-04T18:00:00Z", "message": "Taken over"},
    "PUT /variables/{variable}/value": {"value": "taken over"},
    "POST /tables/{table}/rows": {"title": "Taken over"},
    "PATCH /tables/{table}/rows/{row_id}": {"title": "Taken over"},
    "POST /tables/{table}/rows/aggregate": {"measures": [{"name": "n"}]},
    "POST /tables/{table}/restore": {"at": "2026-01-01T00:00:00Z"},
    "POST /tables/{table}/restore/preview": {"at": "2026-01-01T00:00:00Z"},
    "GET /why": {},
    "POST /tables/{table}/rows/bulk": {"changes": [{"verb": "create", "values": {"title": "Taken over"}}]},
    "POST /tables/{table}/rows/{row_id}/restore": {"change": 1},
    "POST /tables/{table}/rows/{row_id}/comments": {"body": "Taken over"},
    "PATCH /tables/{table}/rows/{row_id}/comments/{comment}": {"body": "Taken over"},
    "POST /tables/{table}/views": {"name": "Taken over", "content": {}},
    "PUT /people/{user}": {"roles": ["admin"]},
    "POST /row-rule": {"table": "erp.tickets", "expression": "id == 1"},
    "POST /publish": {"message": "Taken over"},
    "POST /rollback": {"version": 1, "message": "Taken over"},
    "POST /rollback/plan": {"version": 1},
    "POST /variables/{variable}/rename": {"name": "taken"},
    "POST /apps/{app}/screens/{screen}/rename": {"name": "taken"},
    "POST /apps/{app}/screens/{screen}/preview": {"definition": {"title": "Taken over", "path": "/"}},
    "POST /history/restore": {"path": "roles/agent.yaml", "revision": 1},
    "POST /definition-comments": {"path": "roles/agent.yaml", "text": "Taken over"},
    "PATCH /definition-comments/{comment}": {"text": "Taken over"},
    "PUT /definition-comments/{comment}/resolved": {"is_resolved": True},
    "PUT /editing": {"path": "roles/agent.yaml", "take_over": True},
}
QUERIES = {
    "/why": "?verb=read&kind=table&name=erp.tickets&user=agent@example.org",
    "/history": "?path=roles/agent.yaml",
    "/history/change": "?path=roles/agent.yaml&revision=1",
    "/definition-comments": "?path=roles/agent.yaml",
    "/editing": "?path=roles/agent.yaml",
}


@pytest.fixture(scope="module")
def builder(worlds: Served) -> httpx.Client:
    """Somebody who is `admin` in `twin` and nothing anywhere else."""
    client = worlds.as_("single")
    assert client.get("/api/v1/workspaces/twin/files").status_code == 200
    return client


def ask(client: httpx.Client, method: str, path: str, workspace: str) -> httpx.Response:
    rest = path.removeprefix("/api/v1/workspaces/{workspace}")
    filled = re.sub(r"{(\w+)}", lambda match: REAL.get(match[1], "1"), rest)
    body = BODIES.get(f"{method} {rest or '/'}", {}) if method not in ("GET", "DELETE") else None
    return client.request(method, f"/api/v1/workspaces/{workspace}{filled}{QUERIES.get(rest, '')}", json=body)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_another_workspace_answers_as_if_it_did_not_exist(
    worlds: Served, builder: httpx.Client, method: str, path: str
) -> None:
    there, nowhere = ask(builder, method, path, "desk"), ask(builder, method, path, "nowhere")
    assert there.status_code >= 400
    status, text, headers = seen(there)
    other_status, other_text, other_headers = seen(nowhere)
    assert (status, text.replace("nowhere", "world"), headers) == (
        other_status,
        other_text.replace("nowhere", "world"),
        other_headers,
    )
    if there.status_code not in (400, 422):
        assert there.status_code == 404


@pytest.mark.parametrize("query", ["create=true", "create=true&dry_run=true", "mode=upsert&key=id", "format=xlsx"])
@pytest.mark.parametrize("table", ["erp.tickets", "nothing"])
def test_an_import_tells_no_hidden_table_from_none(
    worlds: Served, builder: httpx.Client, table: str, query: str
) -> None:
    answers = [
        builder.post(
            f"{rows_path(workspace, table, '/import')}?{query}",
            content="id,title\n1,x\n",
            headers={"content-type": "text/csv"},
        )
        for workspace in ("desk", "nowhere")
    ]
    assert seen(answers[0]) == seen(answers[1])
    assert answers[0].status_code == 404


def test_bodies_reach_the_decision(worlds: Served, builder: httpx.Client) -> None:
    """Most routes are refused by policy and not for a body that does not fit, or the test above would show little."""
    refused = [ask(builder, *route.values, "desk").status_code for route in ROUTES]  # type: ignore[arg-type]
    assert refused.count(404) >= len(refused) * 0.8


def test_nothing_was_changed(worlds: Served) -> None:
    admin = worlds.as_("root")
    assert "Taken over" not in admin.get("/api/v1/workspaces/desk/files").text
    assert "Taken over" not in admin.get("/api/v1/workspaces/desk").text
    assert "Taken over" not in admin.get("/api/v1/workspaces/desk/tables/erp.tickets/rows?limit=1000").text


@pytest.mark.parametrize("path", ["/apps/desk/desk/", "/apps/desk/desk/_live", "/apps/nowhere/desk/"])
def test_pages_of_another_workspace_are_missing(builder: httpx.Client, path: str) -> None:
    assert builder.get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/workspaces", {"name": "mine", "title": "Mine"}),
        ("POST", "/api/v1/users", {"email": "new@example.org", "name": "New", "is_admin": True}),
        ("GET", "/api/v1/users", None),
        ("GET", "/api/v1/audit", None),
        ("PATCH", "/api/v1/me", {"is_admin": True}),
        ("PATCH", "/api/v1/me", {"roles": {"desk": ["admin"]}}),
        ("POST", "/api/v1/generate", {"url": "sqlite:////nowhere.db", "workspace": "desk"}),
    ],
)
def test_the_installation_is_not_theirs(builder: httpx.Client, method: str, path: str, body: object) -> None:
    answer = builder.request(method, path, json=body)
    assert answer.status_code in (400, 403, 404, 405, 422), answer.text
