"""The halves of an index have every row once, and about as many each."""

from __future__ import annotations

import random

import pytest

from toolwright.expressions import evaluate_filter
from toolwright.extend.sql import segment
from toolwright.extend.sql.segment import Parting, Sampled, Segment, parted
from toolwright.model.table import Column, DataType

CITY = Column(name="city", type=DataType.TEXT, nullable=True)
ITEMS = Column(name="items", type=DataType.INTEGER, nullable=True)
KEY = Column(name="id", type=DataType.INTEGER, nullable=False)


def holds(one: Segment, row: Sampled, second: Column) -> bool:
    return evaluate_filter(one.condition, {"city": row[0], second.name: row[1]})


def shares(parting: Parting, rows: list[Sampled], second: Column = ITEMS) -> tuple[int, int]:
    """How many rows either half has; each is in one segment."""
    both = [*parting.lower, *parting.upper]
    for row in rows:
        found = [one for one in both if holds(one, row, second)]
        assert len(found) == 1, row
        assert found[0].value in (None, row[0])
    lower, upper = (
        sum(holds(one, row, second) for row in rows for one in half) for half in (parting.lower, parting.upper)
    )
    return lower, upper


@pytest.mark.parametrize("seed", range(60))
def test_every_row_is_in_one_segment(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "_FEWEST", 1)
    monkeypatch.setattr(segment, "_LEAST_SHARE", 0.0)
    draw = random.Random(seed)
    cities = [None, *(f"c{number:03}" for number in range(draw.choice((1, 3, 40, 300))))]
    rows = [(draw.choice(cities), draw.choice((None, 1, 2, 3, 40, 500))) for _ in range(500)]
    for adds_up in (True, False):
        parting = parted([CITY, ITEMS], draw.sample(rows, 200), adds_up=adds_up)
        assert parting is not None
        shares(parting, [*rows, ("never sampled", 7), ("a", None), (None, None)])


@pytest.mark.parametrize(
    "groups",
    [
        ["only"], ["a"] * 9 + ["b"], ["a", "b"], [f"{number:03}" for number in range(500)], [None, None, "a"],
        [*[None] * 200, *(f"{number:03}" for number in range(100))],
    ],
)  # fmt: skip
def test_halves_are_about_equal_whatever_the_groups(groups: list[str | None]) -> None:
    draw = random.Random(1)
    rows = [(draw.choice(groups), number) for number in range(4000)]
    parting = parted([CITY, KEY], draw.sample(rows, 400), adds_up=True)
    assert parting is not None
    most = 0.6 if groups[0] else 0.7  # two thirds have no value, which is one segment
    assert 0.4 < shares(parting, rows, KEY)[0] / len(rows) < most


def test_figures_that_do_not_add_up_are_parted_between_groups_or_not_at_all() -> None:
    draw = random.Random(1)
    rows = [(draw.choice("aab"), number) for number in range(400)]
    parting = parted([CITY, KEY], rows, adds_up=False)
    assert parting is not None
    for one in "ab":
        here = [any(holds(part, (one, 1), KEY) for part in half) for half in (parting.lower, parting.upper)]
        assert sorted(here) == [False, True]
    assert parted([CITY, KEY], [("a", number) for number in range(400)], adds_up=False) is None


def test_a_small_sample_parts_nothing() -> None:
    assert parted([CITY, KEY], [("a", 1), ("b", 2)], adds_up=True) is None
    assert parted([CITY, KEY], [], adds_up=True) is None
