"""Closing: lets answers that never end by themselves know that the process is about to.

A server that is told to stop waits for answers under way. Live streams would keep it waiting, and nothing tells an
application of it before the last one has ended; so the signal itself is watched.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

Handler = Callable[[int, FrameType | None], object]


class Closing:
    """Whether this process was told to stop."""

    def __init__(self) -> None:
        self.is_set = False

    def watch(self) -> None:
        """Note signals that end the process, beside whatever else handles them. Only from the main thread.

        Event loops are woken through a file descriptor and do not mind a handler in front of theirs.
        """
        for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
            number: signal.Signals | None = getattr(signal, name, None)
            before = signal.getsignal(number) if number is not None else None
            if number is not None and callable(before):
                signal.signal(number, self._noting(before))

    def _noting(self, before: Handler) -> Handler:
        def note(number: int, frame: FrameType | None) -> None:
            self.is_set = True
            before(number, frame)

        return note


closing = Closing()
"""The one of this process: signals belong to the process, not to an application in it."""
