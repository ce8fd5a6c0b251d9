"""Only `egress` opens connections: whatever else did so could be sent to places nobody checked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "toolwright"
CLIENTS = {
    "aiohttp", "aiosmtplib", "ftplib", "http.client", "httpcore", "httpx", "httpx2", "imaplib", "ldap3", "niquests", "paramiko",
    "poplib", "requests", "smtplib", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
CALLS = {"open_connection", "create_connection", "getaddrinfo", "gethostbyname", "sock_connect", "open_unix_connection"}
ALLOWED = {
    # The command line speaks to the server that its user names, from the user's own machine.
    "cli/export_rows.py": {"httpx"},
    "cli/import_rows.py": {"httpx"},
    "cli/workspace_files.py": {"httpx"},
    # A connection test connects to addresses that `Reach` gave out.
    "extend/sql/network.py": {"open_connection"},
}


def _uses(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            found.add(node.func.attr)
    return {name for name in found if name in CALLS or any(name == c or name.startswith(c + ".") for c in CLIENTS)}


@pytest.mark.parametrize(
    "path",
    sorted(path for path in SOURCE.rglob("*.py") if "egress" not in path.relative_to(SOURCE).parts),
    ids=lambda path: path.relative_to(SOURCE).as_posix(),
)
def test_nobody_else_opens_connections(path: Path) -> None:
    found = _uses(ast.parse(path.read_text(encoding="utf-8")))
    assert found <= ALLOWED.get(path.relative_to(SOURCE).as_posix(), set())


def test_the_check_finds_what_it_looks_for() -> None:
    for text in ("import httpx", "from urllib.request import urlopen", "from urllib import request", "import http.client",
                 "async def f(): await asyncio.open_connection('h', 1)", "from httpx import AsyncClient"):  # fmt: skip
        assert _uses(ast.parse(text)), text
    for name in ALLOWED:
        assert _uses(ast.parse((SOURCE / name).read_text(encoding="utf-8"))), f"{name} needs no exception any more"


def test_drivers_are_given_checked_addresses() -> None:
    for kind in ("postgres", "mysql"):
        text = (SOURCE / "builtin" / "datasources" / kind / "driver.py").read_text(encoding="utf-8")
        hosts = {
            node.value.id
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.keyword) and node.arg == "host" and isinstance(node.value, ast.Name)
        }
        assert hosts == {"address"}
        assert text.count("host=") == 1
