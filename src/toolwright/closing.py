"""Closing: lets answers that never end by themselves know that the process is about to.

A server that is told to stop waits for answers under way. Live streams would keep it waiting, and nothing tells an
application of it before the last one has ended; so the signal itself is watched.

A worker whose parent was killed is told nothing. It would serve on, hold the port, and be replaced by nobody; so it
watches its parent, and ends as if told to when that is gone.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

Handler = Callable[[int, FrameType | None], object]

_DRAIN_S = 25.0
"""Answers under way get this long when the parent is gone, as they do when told to stop."""

logger = logging.getLogger(__name__)


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


def end_with_parent() -> None:
    """Let this worker end when its parent process is gone; nothing when it has none."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), name="parent-watch", daemon=True).start()


def _follow(parent: BaseProcess) -> None:
    wait([parent.sentinel])
    if closing.is_set:
        return
    logger.warning("the server's main process is gone; this worker ends as well")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_DRAIN_S)
    os._exit(1)  # nobody is left to kill a worker that hangs
