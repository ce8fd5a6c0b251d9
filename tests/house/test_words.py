"""The make words of the README exist, and CI runs what the README tells people to run."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_readme_words_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        words = set(re.findall(r"\bmake ([a-z]+)\b", (ROOT / page).read_text(encoding="utf-8")))
        words -= {"sure", "it", "the", "a"}
        assert words <= targets, f"{page} names {words - targets}"


def test_ci_runs_the_test_word() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in script


def test_commands_are_declared_first_in_readme() -> None:
    commands = re.findall(r"^(make [a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert commands[:2] == ["make run", "make test"]


def test_each_decision_record_has_a_number_of_its_own() -> None:
    records = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    numbers = [record.name[:4] for record in records]
    assert len(numbers) == len(set(numbers)) > 30, numbers
    for record in records:
        told = re.match(r"# (?:Record |Decision )?(\d+)", record.read_text(encoding="utf-8"))
        assert told is not None, record.name
        assert int(told[1]) == int(record.name[:4]), record.name
