"""Passwords: what is accepted, and hashing with argon2id away from the event loop.

Parameters are the floor of OWASP ASVS 5.0 (t=1, m=47104 KiB, p=1; about 150 ms here). At most four hashes run at once,
which bounds the memory an attacker can claim to 4 × 46 MiB.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from typing import TypeVar, TypeVarTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from toolwright.errors import FieldError, InvalidInput, phrase

ArgumentsT = TypeVarTuple("ArgumentsT")
ResultT = TypeVar("ResultT")

SHORTEST = 8
LONGEST = 1024
_PARALLEL = 4
_DUMMY = "$argon2id$v=19$m=47104,t=1,p=1$OIVfMtoTkT6UgTZgJJ+Utg$+NEN34ks7qTcLQskks6IKlMOjTe/YI9qMXzvZiNkl28"
"""Of a random text nobody kept: a name that nobody has costs the same as a wrong password."""


class Passwords:
    """Hashes and verifies. `close` ends its threads."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
        self._threads = ThreadPoolExecutor(_PARALLEL, thread_name_prefix="password")
        self._dummy = (
            "$argon2id$v=19$m=47104,t=1,p=1$OIVfMtoTkT6UgTZgJJ+Utg$+NEN34ks7qTcLQskks6IKlMOjTe/YI9qMXzvZiNkl28"
        )

    async def hash(self, password: str) -> str:
        """The hash to store."""
        return await self._run(self._hasher.hash, _normal(password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right; takes as long when there is no stored hash."""
        if len(password) > LONGEST:
            return False
        right = await self._run(self._verify, stored or _DUMMY, _normal(password))
        return right and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters and should be made again."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[*ArgumentsT], ResultT], *arguments: *ArgumentsT) -> ResultT:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)


def check_password(password: str, *, field: str = "password", about: tuple[str, ...] = ()) -> None:
    """Raise InvalidInput unless the password may be set. `about` are the person's own words (address, name)."""
    problem = _problem(password, about)
    if problem is not None:
        raise InvalidInput(
            "This password cannot be used.",
            code="password.refused",
            hint="A few unrelated words make a good one.",
            errors=(FieldError(field, problem, code="password.refused"),),
        )


def _problem(password: str, about: tuple[str, ...]) -> str | None:
    if len(password) < SHORTEST:
        return phrase("A password needs at least {shortest} characters.", shortest=SHORTEST)
    if len(password) > LONGEST:
        return phrase("A password has at most {longest} characters.", longest=LONGEST)
    folded = _normal(password).casefold()
    if folded in _common():
        return "This password is one of the most common ones, which are tried first."
    if any(word and folded == word.casefold() for word in about):
        return "This password is your own name or address."
    if len(set(folded)) < 3:
        return "This password repeats one or two characters."
    return None


def _normal(password: str) -> str:
    # The same letter typed on two systems may arrive composed or decomposed.
    return unicodedata.normalize("NFC", password)


@cache
def _common() -> frozenset[str]:
    text = files("toolwright.auth").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
