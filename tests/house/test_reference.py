"""The generated reference pages say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.build_reference import PAGES
from toolwright.cli import SUBCOMMANDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_fresh(name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run `make docs` and commit the result"


def test_every_command_is_in_the_reference() -> None:
    page = PAGES["cli.md"]()
    for name in SUBCOMMANDS:
        assert f"`toolwright {name}" in page, name
