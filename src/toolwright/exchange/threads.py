"""Work that blocks, done in a thread; and files sent piece by piece."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

_CHUNK = 1 << 17
AnswerT = TypeVar("AnswerT")
Given = ParamSpec("Given")


async def in_thread(work: Callable[Given, AnswerT], *given: Given.args, **named: Given.kwargs) -> AnswerT:
    """The answer of work in a thread. When nobody waits any more, it is waited for: nothing is taken from under it."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *given, **named))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


async def sent(path: Path) -> AsyncIterator[bytes]:
    """The bytes of a file."""
    with path.open("rb") as file:  # local, and read in threads
        while chunk := await in_thread(file.read, _CHUNK):
            yield chunk
