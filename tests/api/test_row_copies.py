"""Comparing and copying rows between environments, over HTTP and the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import signed_in, started_server
from tests.tables.shop import FILES, SHOP
from toolwright.cli import app as command_line

W = f"/api/v1/workspaces/{SHOP}"
CODED = FILES["tables/customers.yaml"] + "  - {name: code, kind: text}\nunique: [[code]]\n"
INTO = {"source": "development", "into": "production"}


@pytest.fixture(params=BOTH)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Where the installation is, with everything in files or in PostgreSQL."""
    with kept_in(request, "copies"):
        yield tmp_path / "home"


def test_compare_and_copy(home: Path) -> None:
    with started_server(home) as server:
        client = signed_in(server.url, home)
        files = {**FILES, "tables/customers.yaml": CODED}
        assert client.post("/api/v1/workspaces", json={"name": SHOP, "files": files}).status_code == 201
        rows = f"{W}/tables/customers/rows"
        assert client.post(rows, json={"name": "Acme", "code": "a"}).status_code == 201
        assert client.post(f"{W}/publish", json={"message": "First"}).status_code == 201
        assert client.patch(f"{rows}/1?env=development", json={"city": "Kiel"}).status_code == 200
        for code in ("b", "c"):
            made = client.post(f"{rows}?env=development", json={"name": f"New {code}", "code": code})
            assert made.status_code == 201
        found = client.post(f"{W}/tables/customers/compare", json=INTO)
        assert found.status_code == 200, found.text
        answer = found.json()
        assert (answer["key"], answer["added"], answer["changed"], answer["only_there"]) == ("code", 2, 1, 0)
        assert answer["items"][0]["before"]["city"] is None
        assert answer["items"][0]["after"]["city"] == "Kiel"

        done = client.post(f"{W}/tables/customers/copy", json={**INTO, "keys": ["a", "b"]})
        assert done.json() == {"inserted": 1, "updated": 1}
        again = client.post(f"{W}/tables/customers/copy", json={**INTO, "keys": ["a"]})
        assert (again.status_code, again.json()["code"]) == (409, "rows.not_differing")
        bad = client.post(f"{W}/tables/customers/compare", json={**INTO, "key": "name"})
        assert (bad.status_code, bad.json()["code"]) == (400, "rows.bad_key")
        assert client.post(f"{W}/tables/nothing/compare", json=INTO).status_code == 404

        def said(*words: str) -> str:
            asked = ["version", "rows", "customers", "--workspace", SHOP, "--home", str(home), *words]
            result = CliRunner().invoke(command_line, asked)
            assert result.exit_code == 0, result.output
            return result.output

        assert "1 only in development, 0 only in production, 0 differ." in said()
        assert json.loads(said("--json"))["items"][0]["key"] == "c"
        assert "1 rows added to production, 0 changed." in said("--copy", "--only", "c")
        assert "0 only in development" in said()
        assert [row["code"] for row in client.get(f"{rows}?sort=code").json()["items"]] == ["a", "b", "c"]
