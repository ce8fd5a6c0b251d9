"""Passwords and limits on guessing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from toolwright import clock
from toolwright.auth.passwords import Passwords, check_password
from toolwright.auth.rate import Allowance, RateLimits
from toolwright.errors import InvalidInput, LimitReached
from toolwright.store import Database

GOOD = [
    "correct horse battery",
    "x9$Kq2-vLm",
    "пароль мой длинный",
    "🔒🔑🗝️🚪🏠🧱🪟🛏️",
    "a b c d e f g h" * 60,
    "ABCDEFGH ijkl",
]
BAD = [
    "",
    "short",
    "password",
    "Password1",
    "PASSWORD",
    "12345678",
    "aaaaaaaaaaaa",
    "abababababab",
    "x" * 1025,
    "qwertyuiop",
]


@pytest.mark.parametrize("password", GOOD)
def test_asvs_V6_2_good_passwords(password: str) -> None:
    check_password(password)


@pytest.mark.parametrize("password", BAD)
def test_asvs_V6_2_4_bad_passwords(password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_password(password)
    assert refused.value.errors[0].field == "password"
    assert len(password) < 9 or password not in str(refused.value), "it is not repeated"


def test_ones_own_address_is_no_password() -> None:
    with pytest.raises(InvalidInput):
        check_password("Ada@Example.org", about=("ada@example.org", "Ada"))


async def test_asvs_V11_4_2_hashes() -> None:
    passwords = Passwords()
    stored = await passwords.hash("correct horse battery")
    found = extract_parameters(stored)
    assert (found.type.name, found.time_cost, found.memory_cost >= 47104) == ("ID", 1, True)
    assert await passwords.verify(stored, "correct horse battery")
    for wrong in ("correct horse batter", "correct horse battery ", "", "x" * 2000):
        assert not await passwords.verify(stored, wrong)
    assert not await passwords.verify(None, "correct horse battery")
    assert not await passwords.verify("not a hash", "x")
    assert await passwords.verify(await passwords.hash("e\u0301cole longue"), "\u00e9cole longue")
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))
    assert not passwords.is_outdated(stored)
    passwords.close()


async def test_hashing_leaves_the_loop_free() -> None:
    passwords = Passwords()
    hashing = asyncio.gather(*[passwords.hash("correct horse battery") for _ in range(3)])
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 10
    passwords.close()


async def test_an_allowance_refills_and_is_taken_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    db = Database(f"sqlite:///{tmp_path / 'toolwright.db'}")
    await db.open()
    limits, few, many = RateLimits(db), Allowance("few", 2), Allowance("many", 10)
    for _ in range(2):
        await limits.take(few, many)
    with pytest.raises(LimitReached) as refused:
        await limits.take(few, many)
    assert (refused.value.status, refused.value.extra["retry_after_s"]) == (429, 30)
    for _ in range(8):
        await limits.take(many)
    with pytest.raises(LimitReached):
        await limits.take(many)
    await limits.give_back(few)
    await limits.take(few)
    now += timedelta(seconds=60)
    for _ in range(2):
        await limits.take(few)
    await db.close()


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(st.floats(0, 20), min_size=1, max_size=60), times=st.integers(1, 6))
async def test_no_window_holds_more_than_twice_its_allowance(
    tmp_path_factory: pytest.TempPathFactory, steps: list[float], times: int
) -> None:

    now = clock.now()
    db = Database(f"sqlite:///{tmp_path_factory.mktemp('rate') / 'toolwright.db'}")
    await db.open()
    taken: list[float] = []
    elapsed = 0.0
    for step in steps:
        elapsed += step
        with mock.patch.object(clock, "now", lambda at=elapsed: now + timedelta(seconds=at)):
            try:
                await RateLimits(db).take(Allowance("key", times))
                taken.append(elapsed)
            except LimitReached:
                pass
    await db.close()
    for begin in taken:
        assert len([at for at in taken if begin <= at < begin + 60]) <= 2 * times
