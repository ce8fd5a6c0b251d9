"""State tokens: bound to person, screen and revision, small, and not to be forged."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from toolwright.errors import Conflict, LimitReached
from toolwright.expressions import compile_template, parse_template
from toolwright.model.screen import Screen
from toolwright.render.plan import ScreenPlan
from toolwright.render.state import StateSigner

SCREEN = Screen(title="T", path="/", state={"count": 0, "name": "a"})
PLAN = ScreenPlan(
    "w", "a", "s", 3, SCREEN, compile_template(parse_template("T")), "/apps/w/a", {}, {}, {}, {}, (), frozenset()
)
SIGNER = StateSigner("key")


def test_round_trip_keeps_only_what_changed():
    token = SIGNER.sign(PLAN, "u", {"count": 5, "name": "a"})
    assert SIGNER.read(PLAN, "u", token) == {"count": 5, "name": "a"}
    assert SIGNER.sign(PLAN, "u", {"count": 0, "name": "a"}) == "-"
    assert SIGNER.read(PLAN, "u", None) == {"count": 0, "name": "a"}


@pytest.mark.parametrize("change", [
    lambda token: (PLAN, "other", token),
    lambda token: (replace(PLAN, revision=4), "u", token),
    lambda token: (replace(PLAN, name="t"), "u", token),
    lambda token: (PLAN, "u", token[:-2] + "xx"),
    lambda token: (PLAN, "u", "garbage"),
])  # fmt: skip
def test_a_token_fits_one_place(change):
    token = SIGNER.sign(PLAN, "u", {"count": 5})
    with pytest.raises(Conflict):
        SIGNER.read(*change(token))


def test_other_keys_make_other_tokens():
    with pytest.raises(Conflict):
        StateSigner("other").read(PLAN, "u", SIGNER.sign(PLAN, "u", {"count": 5}))


def test_names_the_screen_does_not_know_are_dropped():
    token = SIGNER.sign(PLAN, "u", {"count": 1, "admin": True})
    assert SIGNER.read(PLAN, "u", token) == {"count": 1, "name": "a"}


def test_state_stays_small():
    with pytest.raises(LimitReached):
        SIGNER.sign(PLAN, "u", {"name": random.Random(1).randbytes(4000).hex()})
