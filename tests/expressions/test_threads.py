"""Expressions are read in several threads at once: screens are compiled there."""

from __future__ import annotations

import gc
import time
from concurrent.futures import ThreadPoolExecutor

from toolwright.expressions import parse


def test_threads_read_trees_side_by_side() -> None:
    """Where nothing keeps threads apart, Python's parser fails when another one begins in the middle of making a tree.

    A collection of garbage is such a middle; here it always lets the others go on.
    """
    limits = gc.get_threshold()

    def let_others(_phase: str, _info: dict[str, int]) -> None:
        time.sleep(0.0002)

    def read(number: int) -> None:
        for n in range(10):
            parse(" + ".join(f"(row.a{number}b{n} * (row.b + (row.c - {k})))" for k in range(12)))

    gc.callbacks.append(let_others)
    gc.set_threshold(50, 10, 10)
    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(read, range(4)))
    finally:
        gc.callbacks.remove(let_others)
        gc.set_threshold(*limits)
