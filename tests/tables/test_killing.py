"""`kill -9` at every statement of a migration leaves the old or the new schema, never anything between."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize(("sort", "least"), [("change", 60), ("create", 15)])
def test_killed_at_every_statement(tmp_path: Path, sort: str, least: int) -> None:
    command = [sys.executable, "-m", "tests.tables.killing", str(tmp_path), sort]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1400, check=False)
    assert run.returncode == 0, run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(lines) >= least
    assert all(line["killed"] for line in lines[:-1]), lines
    broken = [line for line in lines if not line["whole"]]
    assert broken == [], json.dumps(broken, indent=1)
    assert lines[-1]["acknowledged"]
    assert lines[-1]["found"] == "new"
    assert {line["found"] for line in lines} == {"old", "new"}
    found = [line["found"] for line in lines]
    assert found == sorted(found, reverse=True), "once it has happened it has happened"
    assert max(line["restart_s"] for line in lines) < 10
