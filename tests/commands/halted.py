"""An import that waits once its rows are stored, for tests of what others see and do meanwhile."""

from __future__ import annotations

import asyncio

import pytest

from toolwright.commands.services import Services


class Halted:
    """An import that waits once it has come to its rows."""

    def __init__(self, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()
        load = services.rows.load

        async def halted(*given: object, **more: object) -> object:
            done = await load(*given, **more)  # type: ignore[arg-type]  # as it was called
            self.reached.set()
            await self.go_on.wait()
            return done

        monkeypatch.setattr(services.rows, "load", halted)
