"""Sentences with a number are right for one: a form for it stands beside that for many, as far as a rule can see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import toolwright
from tests.house.messages import sentences_of
from tests.house.page_words import tree_of, words_of_code, words_of_faults

PACKAGE = Path(toolwright.__file__).parent
_NOUNS = (
    "rows", "columns", "values", "files", "fields", "characters", "bytes", "people", "groups", "changes", "sheets",
    "references", "comments", "levels", "tables", "views", "cells", "days", "hours", "minutes", "seconds", "words",
    "digits", "places", "secrets", "versions", "screens", "apps", "roles", "texts", "components", "links", "items",
    "conditions", "parts", "steps", "queries", "accounts", "users", "tokens", "problems", "mistakes", "errors",
    "matches", "results", "choices", "options", "lines", "pages", "definitions", "variables", "modules", "mentions",
)  # fmt: skip
_MANY = re.compile(r"\{(?:\{ )?([\w.]+)(?: \})?\}['”]? (?:[a-z]+ )?(?:" + "|".join(_NOUNS) + r")\b")
"""A value, and a word in the plural after it, as in `{count} rows` or `{count} stored secrets`."""
LARGE = frozenset({
    "most", "longest", "shortest", "deepest", "looked_at", "wanted", "digits", "width", "height", "size", "size_bytes",
    "sizes", "total", "texts", "text", "asked", "names", "verb", "name", "last", "workspace", "kind",
})  # fmt: skip
"""Values that are never one (limits of ours, sizes in bytes, what is told because there is so much), or no numbers."""
SEVERAL = frozenset({
    "These are {shown} of {count} columns. Edit the screen to choose others.",
    "{value}: {count} columns; its screens hold {most_fields} of them.",
    "{count} rows have the same value.",
})  # fmt: skip
"""Said only where there are several."""


_CHOOSES = frozenset({"phrase_of", "_numbered"})


def chosen_by_number(file: Path) -> set[str]:
    """Texts that have another beside them for one: those of `phrase_of`, and of `a if … else b`."""
    found = set[str]()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.IfExp) or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CHOOSES):
            found |= {
                one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names = [getattr(target, "id", "") for target in node.targets[0].elts]
            if names == ["one", "many"]:
                found |= {str(one.value) for one in ast.walk(node.value) if isinstance(one, ast.Constant)}
    return found


def said_by(file: Path) -> set[str]:
    return {said.form for said in sentences_of(file)} | words_of_code(file) | words_of_faults(file)


def wrong_for_one(forms: set[str]) -> Iterator[str]:
    for form in sorted(forms):
        for found in _MANY.finditer(form):
            name = found[1]
            if form not in SEVERAL and name not in LARGE and not name.startswith("max_"):
                yield form


def test_sentences_with_a_number_have_a_form_for_one() -> None:
    wrong = [
        f"{file.relative_to(PACKAGE)}: {form}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if "cli" not in file.parts
        for form in wrong_for_one(said_by(file) - chosen_by_number(file))
    ]
    assert not wrong, "use phrase_of(number, one, many):\n" + "\n".join(wrong)


def test_the_rule_finds_what_is_wrong() -> None:
    said = {"{count} rows were left out.", "'{kind}' stands only here.", "A list has at most {max_items} values."}
    assert list(wrong_for_one(said)) == ["{count} rows were left out."]
