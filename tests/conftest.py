"""What every test may use. Real database servers: see `tests/peers`.

Property tests draw the same examples in every run, so that a change is judged by what it changes; deadlines are off,
as a busy machine is no fault. `HYPOTHESIS_PROFILE=explore` draws new ones, and more of them.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Servers and commands that tests start are installed ones, and those keep their compiled modules. Where an environment
# forbids it, each of them would compile everything anew, which takes longer than most of the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / f"toolwright-bytecode-{os.getuid()}"))

pytest_plugins = ["tests.peers.fixture"]

os.environ.setdefault("TOOLWRIGHT_SQLITE_FOLDERS", tempfile.gettempdir())  # where tests keep their databases

_LONGEST = "tests/e2e/test_generated_apps.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file first: processes that share the tests then end at about the same time."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))
