"""The object graph: closed as a whole, whatever one of its parts does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from toolwright import wiring
from toolwright.errors import Unavailable
from toolwright.settings import Settings


async def test_a_part_that_never_closes_keeps_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = await wiring.build(Settings(home=tmp_path))

    async def hang() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(wiring, "CLOSE_S", 0.1)
    close_links = services.links.close
    monkeypatch.setattr(services.links, "close", hang)
    with pytest.raises(TimeoutError, match="Links took longer"):
        await wiring.close(services)
    await close_links()
    with pytest.raises(Unavailable):
        services.db.version()


async def test_a_part_that_fails_keeps_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = await wiring.build(Settings(home=tmp_path))

    async def fail() -> None:
        raise OSError("lost")

    close_identity = services.identity.close
    monkeypatch.setattr(services.identity, "close", fail)
    with pytest.raises(OSError, match="lost"):
        await wiring.close(services)
    await close_identity()
    with pytest.raises(Unavailable):
        services.db.version()
