"""Patterns match what they say, and no pattern can hold anything up."""

from __future__ import annotations

import time

import pytest

from toolwright.extend.pattern import fits_pattern, pattern_problem


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("[A-Z]{3}-[0-9]+", "ABC-7", True),
        ("[A-Z]{3}-[0-9]+", "ABC-7 ", False),
        ("a|b", "ab", False),
        ("(?i)straße", "STRAßE", True),
        (r"\p{Lu}\p{Ll}+", "Ünal", True),
        ("", "", True),
    ],
)
def test_the_whole_text_must_fit(pattern: str, text: str, fits: bool) -> None:
    assert pattern_problem(pattern) is None
    assert fits_pattern(pattern, text) is fits


@pytest.mark.parametrize("pattern", ["(?=a)a", r"(a)\1", "(a", "[z-a]", "a{1001}"])
def test_what_cannot_be_bounded_is_no_pattern(pattern: str) -> None:
    problem = pattern_problem(pattern)
    assert problem is not None
    assert problem.startswith("The pattern cannot be used: ")


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*a){20}", r"(\w+\s?)*!"])
def test_the_worst_patterns_take_time_in_step_with_the_text(pattern: str) -> None:
    started = time.process_time()
    fits_pattern(pattern, "a" * 50_000 + "?")
    assert time.process_time() - started < 5  # backtracking would take longer than the universe has been there
