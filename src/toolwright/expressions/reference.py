"""Reference: the documentation page of the function library, made from the registry."""

from __future__ import annotations

import sys

from toolwright.expressions.function import Function
from toolwright.expressions.library import GROUPS
from toolwright.expressions.reference_text import INTRODUCTION


def markdown() -> str:
    """The page `docs/reference/expressions.md`."""
    parts = [INTRODUCTION.strip(), "", "## Functions", ""]
    parts.append("Where a value may be nothing (`None`), functions that need one give `None` back.")
    for group in GROUPS:
        parts += ["", f"### {group.name.capitalize()}", "", "| function | gives | example |", "|---|---|---|"]
        parts += [_row(function) for function in group.functions]
    return "\n".join(parts) + "\n"


def _row(function: Function) -> str:
    examples = "<br>".join(f"{_code(source)} → {_code(value)}" for source, value in function.examples)
    notes = " Filters can push it down to the source." if function.is_translatable else ""
    return f"| {_code(function.signature)} | {function.summary}{notes} | {examples} |"


def _code(text: str) -> str:
    escaped = text.replace("|", "\\|").replace("\n", " ")
    return f"`` {escaped} ``" if "`" in escaped else f"`{escaped}`"


if __name__ == "__main__":
    sys.stdout.write(markdown())
