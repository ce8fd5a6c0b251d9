"""Budget: what one evaluation may spend in steps, sizes and time."""

from __future__ import annotations

import time

from toolwright.errors import LimitReached, phrase

STEPS = 100_000
SIZE = 1_000_000
TIME_S = 0.1
_STRIDE = 1024


class Budget:
    """What is left to spend, and whom it is for. Share one over several evaluations to bound them together.

    `steps` counts operations and visited items, `size` counts characters and items created (all of them, not only the
    live ones), `time_s` bounds processor seconds of the evaluating thread since the first look at the clock.
    `language` is that of who reads what comes out, for the few functions that say something in words.
    Running out raises `LimitReached` with code `expression.budget`.
    """

    __slots__ = ("_checkpoint", "_ends", "language", "size", "steps", "time_s")

    def __init__(self, steps: int = STEPS, size: int = SIZE, time_s: float = TIME_S, language: str = "en") -> None:
        self.steps = steps
        self.size = size
        self.time_s = time_s
        self.language = language
        self._checkpoint = max(steps - _STRIDE, 0)
        self._ends: float | None = None

    def spend(self, steps: int, size: int = 0) -> None:
        """Charge `steps` operations and `size` created characters or items, before they happen."""
        self.steps -= steps
        self.size -= size
        if self.steps < self._checkpoint or self.size < 0:
            self._audit()

    def _audit(self) -> None:
        if self.steps < 0:
            raise exhausted("takes too many steps")
        if self.size < 0:
            raise exhausted("makes too much text or too many items")
        # Thread time, so a busy machine does not fail an innocent expression; read once per stride of steps.
        spent_s = time.thread_time()
        if self._ends is None:
            self._ends = spent_s + self.time_s
        elif spent_s > self._ends:
            raise exhausted("takes too long")
        self._checkpoint = max(self.steps - _STRIDE, 0)


def exhausted(what: str) -> LimitReached:
    """The error for an expression that `what` ("takes too long")."""
    return LimitReached(
        phrase("The expression {what}.", what=phrase(what)),
        code="expression.budget",
        hint="Let a query or view do this work, or work on fewer items.",
    )
