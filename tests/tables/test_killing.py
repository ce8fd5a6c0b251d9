"""`kill -9` at every statement of a migration leaves the old or the new schema, never anything between."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


SIDE_BY_SIDE = 2


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize(
    ("sort", "least", "every"),
    # Making and publishing go by way of a change, which is killed at each of its statements here; so are they with 1.
    [("change", 60, 1), ("create", 8, 7), ("file", 8, 7), ("table", 8, 5), ("publish", 8, 13)],
)
def test_killed_at_every_statement(tmp_path: Path, sort: str, least: int, every: int) -> None:
    firsts, step = [1 + every * n for n in range(SIDE_BY_SIDE)], every * SIDE_BY_SIDE
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        parts = list(pool.map(lambda first: killed(tmp_path / str(first), sort, first, step), firsts))
    for first, part in zip(firsts, parts, strict=True):
        assert [line["at"] for line in part] == list(range(first, first + step * len(part), step))
        assert all(line["killed"] for line in part[:-1]), part
    ended = [part[-1] for part in parts]
    lines = sorted(chain(*parts), key=itemgetter("at"))
    assert len(lines) >= least
    broken = [line for line in lines if not line["whole"]]
    assert broken == [], json.dumps(broken, indent=1)
    assert all(line["acknowledged"] and line["found"] == "new" for line in ended), ended
    assert {line["found"] for line in lines} == {"old", "new"}
    found = [line["found"] for line in lines]
    assert found == sorted(found, reverse=True), "once it has happened it has happened"
    assert max(line["restart_s"] for line in lines) < 10


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_200_kills_during_writes_lose_nothing_acknowledged(tmp_path: Path) -> None:
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        parts = list(pool.map(lambda n: killed(tmp_path / str(n), "write", n, 100), range(SIDE_BY_SIDE)))
    lines = list(chain(*parts))
    broken = [line for line in lines if not line["whole"] or not line["killed"]]
    assert broken == [], json.dumps(broken, indent=1)
    assert len(lines) == SIDE_BY_SIDE * (100 + 1)
    assert sum(line["written"] > 0 for line in lines) == SIDE_BY_SIDE * 100, "each was killed in the middle of writing"
    assert max(line["restart_s"] for line in lines) < 10


def killed(folder: Path, sort: str, first: int, last: int = SIDE_BY_SIDE) -> list[dict[str, Any]]:
    """What was found after each kill, beginning at statement `first`."""
    folder.mkdir()
    command = [sys.executable, "-m", "tests.tables.killing", str(folder), sort, str(first), str(last)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1400, check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]
