"""Tools that others wrote, let loose on a running server: schemathesis on the whole API, sqlmap on what asks for rows.

They run in environments of their own and are no dependencies.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import Server, signed_in, started_server, token_client

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]
ROWS = "/api/v1/workspaces/service_desk/tables/ticket/rows"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the demo workspace."""
    with started_server(tmp_path_factory.mktemp("outside") / "home", options=["--demo"]) as running:
        yield running


def run_tool(folder: Path, package: str, *arguments: str, timeout_s: int = 600) -> subprocess.CompletedProcess[str]:
    """A tool's run in an environment of its own; what it leaves behind stays in `folder`."""
    uv = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    command = [uv, "run", "--no-project", "--quiet", "--python", "3.11", "--with", package, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=timeout_s, check=False, stdin=subprocess.DEVNULL, cwd=folder
    )


def test_sqlmap_finds_nothing_in_the_api(server: Server, tmp_path: Path) -> None:
    authorization = token_client(server.url, server.home).headers["authorization"]
    query = "filter=status%20==%20'new'&sort=-created_at&search=mail&limit=5&fields=id,title&offset=0"
    output = _sqlmap(
        f"{server.url}{ROWS}?{query}",
        "filter,sort,search,limit,fields,offset",
        f"Authorization: {authorization}",
        tmp_path,
    )
    assert "all tested parameters do not appear to be injectable" in output, output[-2000:]


def test_sqlmap_finds_nothing_in_a_screen(server: Server, tmp_path: Path) -> None:
    cookies = signed_in(server.url, server.home).cookies
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    address = f"{server.url}/apps/service_desk/desk/asset?asset.search=laptop&asset.sort=name"
    output = _sqlmap(address, "asset.search,asset.sort", f"Cookie: {cookie}", tmp_path)
    assert "all tested parameters do not appear to be injectable" in output, output[-2000:]


def _sqlmap(address: str, parameters: str, header: str, folder: Path) -> str:
    done = run_tool(
        folder, "sqlmap==1.10.10", "sqlmap", "-u", address, "-p", parameters, f"--headers={header}", "--batch", "--level", "1",
        "--risk", "1", "--flush-session", "--ignore-code=400,422", "--output-dir", str(folder),
    )  # fmt: skip
    assert "connection timed out" not in done.stdout
    return done.stdout


def test_schemathesis_finds_no_fault(server: Server, tmp_path: Path) -> None:
    authorization = token_client(server.url, server.home).headers["authorization"]
    done = run_tool(
        tmp_path, "schemathesis==4.32.5", "schemathesis", "run", f"{server.url}/api/v1/openapi.json", "--checks", "all",
        # Data may fit the schema and still name a table that does not exist; and `/rows/bulk` lies at the address of
        # a row whose key is `bulk`, so more methods than its own are allowed there.
        "--exclude-checks", "positive_data_acceptance,allow_header_conformance",
        # These would end the very token and session the run uses.
        "--exclude-path-regex", r"/tokens|/sessions?$|/sessions/|/users/\{|/workspaces/\{workspace\}$",
        "--max-examples", "4", "--workers", "1", "--seed", "1", "-H", f"Authorization: {authorization}",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    cases = re.search(r"(\d+) generated", done.stdout)
    assert cases is not None, done.stdout[-2000:]
    assert int(cases[1]) > 500
    assert "internal" not in server.log()
