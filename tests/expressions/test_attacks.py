"""Every attack is refused with our errors, or ends, within time and memory."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = runpy.run_path(str(HERE / "attack_cases.py"))["CASES"]
# Measured in processor time of the child; the promise is 100 ms on a quiet machine.
MAX_S = 0.2


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict]:
    done = subprocess.run(
        [sys.executable, str(HERE / "attack_runner.py")], capture_output=True, text=True, timeout=240, check=True
    )
    return {found["name"]: found for found in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", CASES)
def test_attack_ends(outcomes: dict[str, dict], name: str) -> None:
    found = outcomes[name]
    assert found["outcome"].startswith(("expression.", "value ")), found
    assert found["spent_s"] < MAX_S, found
