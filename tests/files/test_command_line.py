"""`toolwright files` over an installation that does not run, and what a kill at any moment leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.files.conftest import FILES, PDF
from toolwright import wiring
from toolwright.cli import app
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.commands.upload_file import upload_file, upload_target
from toolwright.settings import Settings

WRITER = """
import asyncio, sys
from pathlib import Path
from tests.files.test_command_line import give
from toolwright import wiring
from toolwright.settings import Settings

async def main():
    services = await wiring.build(Settings(home=Path(sys.argv[1])))
    for number in range(10_000):
        row = await give(services, b"content %d" % number)
        print(row, flush=True)

asyncio.run(main())
"""


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def give(services: Services, content: bytes) -> str:
    """A row that holds a file with this content; its id."""
    workspace = await services.workspaces.get("office")
    target = upload_target(services, OPERATOR, workspace, "papers", "evidence")
    one = await upload_file(services, target, "a.txt" if content != PDF else "a.pdf", pieces(content))
    row = await services.rows.create(OPERATOR, workspace, "papers", {"title": "x", "evidence": [one.id]})
    return row.id


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    services = await wiring.build(Settings(home=tmp_path))
    await create_workspace(services, OPERATOR, "office", files=FILES)
    await give(services, PDF)
    await give(services, b"words")
    await wiring.close(services)
    return tmp_path


def run(home: Path, *words: str) -> tuple[int, list[dict[str, object]]]:
    done = CliRunner().invoke(app, ["files", *words, "--home", str(home), "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_files_are_checked_and_swept(home: Path) -> None:
    assert run(home, "check") == (0, [{"workspace": "office", "named": 2, "missing": [], "damaged": []}])
    kept = sorted(path for path in (home / "files" / "office").rglob("*") if path.is_file())
    kept[0].write_bytes(b"damaged")
    kept[1].unlink()
    code, found = run(home, "check", "--workspace", "office")
    assert (code, found[0]["damaged"], found[0]["missing"]) == (1, [kept[0].name], [kept[1].name])
    stray = home / "files" / "office" / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"named by nothing")
    os.utime(stray, (1, 1))
    code, swept = run(home, "sweep")
    assert (code, swept[0]["removed"], swept[0]["removed_bytes"]) == (0, 1, 16)
    assert not stray.exists()
    assert CliRunner().invoke(app, ["files", "check", "--workspace", "none", "--home", str(home)]).exit_code == 3


def test_a_kill_at_any_moment_loses_no_file_of_a_row(home: Path) -> None:
    """Rows that were written hold whole files, wherever in an upload or a write the process was killed."""
    command = [sys.executable, "-c", WRITER, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(5)]
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
    code, found = run(home, "check")
    assert (code, found[0]["missing"], found[0]["damaged"]) == (0, [], [])
    named = found[0]["named"]
    assert isinstance(named, int)
    assert named >= 2 + len(told)
