"""Commands whose home takes long to close say what came of them all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolwright import wiring
from toolwright.cli.printing import run
from toolwright.commands.services import Services


def test_what_was_done_is_told_though_closing_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def work(services: Services) -> str:
        await services.workspaces.list()
        return "done"

    monkeypatch.setattr(wiring, "CLOSE_S", 0.0)
    assert run(tmp_path / "home", work) == "done"
    assert "Closing goes on" in capsys.readouterr().err
