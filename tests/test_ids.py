"""Identifiers: all different, in the order of their making, of the alphabet that reads well."""

from __future__ import annotations

import os
from itertools import pairwise

from toolwright import ids


def test_identifiers_differ_and_sort_by_the_time_they_were_made(monkeypatch) -> None:
    assert len({ids.new_id() for _ in range(10_000)}) == 10_000
    made = []
    for milliseconds in (0, 1, 1_023, 1_024, 1_764_000_000_000, 1_764_000_000_001, (1 << 48) - 1):
        monkeypatch.setattr(ids.time, "time", lambda now=milliseconds: now / 1000)
        made.append(ids.new_id())
    assert all(first < second for first, second in pairwise(made))
    assert all(len(one) == 26 and set(one) <= set("0123456789abcdefghjkmnpqrstvwxyz") for one in made)


def test_a_forked_process_draws_others() -> None:
    ids.new_id()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, ids.new_id()[-16:].encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reading, 16).decode()
    os.close(reading)
    os.close(writing)
    assert theirs not in {ids.new_id()[-16:] for _ in range(100)}
