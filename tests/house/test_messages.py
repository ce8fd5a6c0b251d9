"""Messages of the server can be said in every language: none is forgotten in the packages that are named here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import toolwright
from tests.house.messages import Said, sentences_of
from toolwright.expressions import FUNCTIONS
from toolwright.extend.translation import languages, say_everything

PACKAGE = Path(toolwright.__file__).parent
SPOKEN = (
    "errors.py", "expressions", "policy", "egress", "extend", "builtin", "vault", "store", "auth", "files", "rows",
    "render", "tables", "exchange", "commands", "api", "web", "model", "autogen", "gallery",
)  # fmt: skip
"""Packages and modules all of whose messages are said in the language of whoever reads them."""
ON_THE_CONSOLE = frozenset({
    "store/database.py", "store/marker.py", "store/migrate.py", "store/moving.py", "store/postgres.py", "store/sqlite.py",
})  # fmt: skip
"""What these say beside their catalogue is said while a server starts or moves, on the console, as is all of `cli`."""
SAME = frozenset({
    "Where a value may be nothing (`None`), functions that need one give `None` back.",  # a page of the reference
    "How many bytes the file has.", "Values by column.",  # the document of the API
    "The studio has not been built. Run 'make build' in the source checkout, or install a released wheel.\n",
    "Which environment. Without it, rows are those of production, and definitions of the draft if there is one.",
})  # fmt: skip
"""Sentences that are nobody's message."""


def modules() -> Iterator[Path]:
    for name in SPOKEN:
        place = PACKAGE / name
        found = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        yield from filter(is_read, found)


def is_read(file: Path) -> bool:
    """Whether people in the studio or an app read what a module says: not what starts a server, the texts of templates
    (`tests/gallery/test_wording.py` holds those), the document of the API, and the suites of authors of plugins."""
    parts = file.relative_to(PACKAGE).parts
    is_template = parts[0] == "gallery" and len(parts) > 2
    is_console = parts[0] == "cli" or "/".join(parts) in ON_THE_CONSOLE
    return not (is_template or is_console or "testing" in parts or file.name == "openapi.py")


def unspoken(file: Path, known: frozenset[str]) -> list[Said]:
    """What a module says that stands in no catalogue."""
    return [said for said in sentences_of(file) if said.is_bare or said.form not in known | SAME]


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_message_can_be_said_in_every_language(language: str) -> None:
    known = frozenset(say_everything(language).texts)
    missing = [
        f"{file.relative_to(PACKAGE)}:{said.line}: {'use phrase(): ' if said.is_bare else ''}{said.form}"
        for file in modules()
        for said in unspoken(file, known)
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", sorted(languages()))
def test_what_functions_of_expressions_do_is_said_in_every_language(language: str) -> None:
    known = say_everything(language).texts.keys()
    assert not {function.summary for function in FUNCTIONS.values()} - known


def share(language: str) -> None:
    """Print for each package how many of its messages are said in a language: `python -m tests.house.test_messages`."""
    known = frozenset(say_everything(language).texts)
    counted: dict[str, list[int]] = {}
    for file in filter(is_read, sorted(PACKAGE.rglob("*.py"))):
        parts = file.relative_to(PACKAGE).parts
        counts = counted.setdefault(
            "/".join(parts[: 2 if parts[0] in ("builtin", "extend") and len(parts) > 2 else 1]), [0, 0]
        )
        counts[0] += len(sentences_of(file))
        counts[1] += len(sentences_of(file)) - len(unspoken(file, known))
    for name, (said, spoken) in sorted(counted.items(), key=lambda item: item[1][1] - item[1][0]):
        if said:
            sys.stdout.write(f"{spoken:5} of {said:4} {spoken * 100 // said:3} %  {name}\n")


if __name__ == "__main__":
    share("de")
