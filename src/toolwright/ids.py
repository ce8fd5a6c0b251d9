"""Identifiers: sortable by time of creation, safe in URLs, files and HTML."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable
from functools import lru_cache

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32: no i, l, o, u
_ESCAPES = {"~": "~~", ",": "~c", "/": "~s", "\\": "~b"}
_UNSAFE = re.compile(r"[~,/\\]")
_ESCAPED = re.compile(r"~(.?)", re.DOTALL)
_MEANINGS = {"~": "~", "c": ",", "s": "/", "b": "\\", "d": ".", "e": ""}
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_TIME = tuple(range(40, -1, -10))
_CHANCE = tuple(range(70, -1, -10))


_random: list[str] = []
"""The random halves of identifiers, drawn ahead: a system call for each would cost more than all the rest."""

os.register_at_fork(after_in_child=_random.clear)  # or a child would draw the same ones as its parent


def new_id() -> str:
    """A new 26-character identifier: 48 bits of milliseconds, then 80 random bits (the layout of ULID)."""
    return _time(int(time.time() * 1000)) + _draw()


@lru_cache(maxsize=1)  # many are made within a millisecond
def _time(milliseconds: int) -> str:
    return _pairs(milliseconds, _TIME)


def _draw() -> str:
    try:
        return _random.pop()
    except IndexError:
        drawn = secrets.token_bytes(10 * 64)
        numbers = [int.from_bytes(drawn[place : place + 10]) for place in range(0, len(drawn), 10)]
        _random.extend([_pairs(number, _CHANCE) for number in numbers[1:]])
        return _pairs(numbers[0], _CHANCE)


def _pairs(number: int, shifts: tuple[int, ...]) -> str:
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in shifts])


def new_secret(size_bytes: int = 32) -> str:
    """A URL-safe random secret of `size_bytes` bytes of entropy."""
    return secrets.token_urlsafe(size_bytes)


def join_key(texts: Iterable[str]) -> str:
    """The values of a key as one piece of an address, joined by `,`.

    Inside them `~` escapes what would break a path: `~~` is `~`, `~c` a comma, `~s` a slash, `~b` a backslash, `~d` a
    dot (only where the whole value is dots), `~e` stands for empty text. `~` needs no percent-encoding and survives
    proxies, which a backslash does not.
    """
    return ",".join(map(_escaped, texts))


def split_key(text: str) -> list[str] | None:
    """The values that `join_key` joined; None for text it cannot have made."""
    if any(match.group(1) not in _MEANINGS for match in _ESCAPED.finditer(text)):
        return None
    return [_ESCAPED.sub(lambda match: _MEANINGS[match.group(1)], part) for part in text.split(",")]


def _escaped(text: str) -> str:
    if not text:
        return "~e"
    if text.strip(".") == "":
        return "~d" * len(text)
    return _UNSAFE.sub(lambda match: _ESCAPES[match.group()], text)
