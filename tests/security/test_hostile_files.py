"""Files from outside: where they may stand, and what may be in them. A push stores nothing of a bad one; neither does a pull."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.server import Server, signed_in
from toolwright.cli import app as cli_app
from toolwright.cli.workspace_files import State, write_folder
from toolwright.errors import InvalidInput

FILES = "/api/v1/workspaces/filed/files"
PATHS = [
    "../evil.yaml", "roles/../../evil.yaml", "/etc/passwd", "roles/..\\evil.yaml", "roles/\x00.yaml", "C:\\evil.yaml", "CON", "roles/con.yaml/x",
    "roles/" + "a" * 4096 + ".yaml", "roles/\uff0e\uff0e.yaml", "sources/.yaml", "roles/a.yaml/../../b.yaml", "secret.key", "toolwright.db", ".git/config",
    "roles/a.yml", "apps/x/../app.yaml", "%2e%2e/evil.yaml", "roles//a.yaml", "./roles/a.yaml", "ROLES/a.yaml",
]  # fmt: skip
TEXTS = [
    "!!python/object/apply:os.system ['touch evil']", "title: !!python/name:os.system", "title: !custom x",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c", "title: &x {title: *x}", "__proto__: {title: x}\ntitle: y",
    "constructor: {prototype: {x: 1}}\ntitle: y", "title: " + "[" * 5000, "title: x\ntitle: y", "\x00title: x", "--- \ntitle: x\n---\ntitle: y",
    "title: 'unclosed", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "- 1", "title: {a: 1}",
]  # fmt: skip


@pytest.fixture(scope="module")
def admin(server: Server) -> httpx.Client:
    client = signed_in(server.url, server.home)
    assert client.post("/api/v1/workspaces", json={"name": "filed", "title": "Filed"}).status_code == 201
    return client


def _refused(admin: httpx.Client, files: dict[str, str]) -> None:
    before = admin.get(FILES).json()
    began = time.monotonic()
    answer = admin.put(FILES, json={"files": {**before["files"], **files}})
    assert answer.status_code in (400, 413, 422), answer.text[:300]
    assert time.monotonic() - began < 10
    assert answer.json()["code"] != "internal"
    assert admin.get(FILES).json() == before


@pytest.mark.parametrize("path", PATHS)
def test_files_stand_only_where_definitions_do(admin: httpx.Client, server: Server, path: str) -> None:
    _refused(admin, {path: "title: x\n"})
    assert list(server.home.parent.rglob("evil*")) == []


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_data_and_nothing_else(admin: httpx.Client, server: Server, text: str) -> None:
    _refused(admin, {"roles/helper.yaml": text})
    assert list(server.home.parent.rglob("evil*")) == []
    assert not Path("evil").exists()


def test_a_pushed_workspace_brings_no_rights(admin: httpx.Client, server: Server) -> None:
    """Roles in files grant within the workspace; nobody becomes administrator, and no person gets a role by a file."""
    before = admin.get("/api/v1/users").json()
    files = admin.get(FILES).json()["files"]
    for text in (
        "title: X\nis_admin: true\n",
        "title: X\nusers: [eve@example.org]\n",
        "title: X\ngrants: [{installation: manage}]\n",
    ):
        _refused(admin, {"roles/helper.yaml": text})
    pushed = admin.put(FILES, json={"files": {**files, "roles/helper.yaml": "title: Helper\ninherits: [admin]\n"}})
    assert pushed.status_code == 200
    assert admin.get("/api/v1/users").json() == before
    assert admin.put(FILES, json={"files": files}).status_code == 200


@contextmanager
def hostile_server(files: dict[str, str]) -> Iterator[str]:
    """A server that answers a pull with files of its own choice."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"revision": 1, "files": files}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}"
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


@pytest.mark.parametrize(
    "path", ["../evil.yaml", "/tmp/evil-absolute.yaml", "roles/../../evil.yaml", ".git/hooks/pre-commit", "evil.sh"]
)
def test_files_of_a_server_are_written_nowhere_else(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "inner" / "desk"
    with pytest.raises(InvalidInput) as refused:
        write_folder(folder, {"workspace.yaml": "title: Desk\n", path: "evil"}, State("desk", 1))
    assert refused.value.code == "folder.stray_file"
    assert list(tmp_path.rglob("*")) == []
    assert not Path("/tmp/evil-absolute.yaml").exists()


def test_a_pull_from_a_hostile_server_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "inner" / "desk"
    with hostile_server({"workspace.yaml": "title: Desk\n", "../evil.yaml": "evil"}) as url:
        words = ["pull", str(folder), "--workspace", "desk", "--url", url, "--token", "tw_x"]
        done = CliRunner().invoke(cli_app, words)
    assert done.exit_code != 0
    assert "no definition" in done.output
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == []
