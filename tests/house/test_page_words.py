"""Words of pages: every one can be said in every language, and none is written past the catalogue."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import toolwright
from tests.house.messages import TOLD_BY_OTHERS, forms_of_pydantic, texts_said_by
from tests.house.page_words import (
    bare_words_of_code,
    bare_words_of_view,
    words_of_code,
    words_of_faults,
    words_of_island,
    words_of_view,
)
from toolwright.errors import ToolwrightError
from toolwright.extend.translation import languages, say_everything, texts_of

PACKAGE = Path(toolwright.__file__).parent
COMPONENTS = sorted(path.parent for path in (PACKAGE / "builtin" / "components").glob("*/component.py"))
FRAMES = ("extend", "render", "web")
NAMES = frozenset({"Toolwright"})
"""Words that are the same in every language."""
_PLACE = re.compile(r"\{\{.*?\}\}|\{\w+\}")


def files(folder: Path, *endings: str) -> Iterator[Path]:
    inside = [folder, folder / "views", folder / "islands"]
    return (file for place in inside if place.is_dir() for file in place.iterdir() if file.suffix in endings)


def words_of(folder: Path) -> set[str]:
    """Everything that what lies in a folder says on pages."""
    found = set[str]()
    for file in files(folder, ".html", ".py", ".js"):
        read = {".html": words_of_view, ".py": words_of_code, ".js": words_of_island}[file.suffix]
        found |= read(file)
    return found


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_word_can_be_said_in_every_language(language: str) -> None:
    missing = [(path.name, word) for path in COMPONENTS for word in words_of(path) - texts_of(path, language).keys()]
    known = say_everything(language).texts.keys()
    missing += [(name, word) for name in FRAMES for word in words_of(PACKAGE / name) - known]
    assert not missing


def faults_of(folder: Path) -> set[str]:
    """What is said of failures in a folder and below."""
    return {word for file in folder.rglob("*.py") for word in words_of_faults(file)}


@pytest.mark.parametrize("language", sorted(languages()))
def test_what_people_who_use_apps_are_told_of_failures_can_be_said_in_every_language(language: str) -> None:
    known = say_everything(language).texts.keys()
    told = {word for name in TOLD for word in faults_of(PACKAGE / name) | _of_one(PACKAGE / name)}
    assert not told - known - FOR_BUILDERS


@pytest.mark.parametrize("language", sorted(languages()))
def test_shared_words_are_all_said_somewhere(language: str) -> None:
    said = {word for path in COMPONENTS for word in words_of(path)}
    said |= {word for file in PACKAGE.rglob("*.py") for word in texts_said_by(file)} | TOLD_BY_OTHERS
    said |= {word for name in FRAMES for word in words_of(PACKAGE / name)} | TITLES
    said |= forms_of_pydantic()
    shared = PACKAGE.rglob(f"{language}.toml")  # those of kinds, and what kinds share, are held by tests/api
    for file in (file for file in shared if "builtin" not in file.parts and file.parent.name != "text"):
        assert not tomllib.loads(file.read_text("utf-8")).keys() - said, file


@pytest.mark.parametrize("language", sorted(languages()))
def test_places_of_values_are_the_same_in_every_language(language: str) -> None:
    for file in PACKAGE.rglob(f"{language}.toml"):
        for english, said in tomllib.loads(file.read_text("utf-8")).items():
            if english not in BRACES:
                assert sorted(_PLACE.findall(english)) == sorted(_PLACE.findall(said)), (file, english)
            assert said.strip(), (file, english)


def test_no_word_is_written_past_the_catalogue() -> None:
    folders = [*COMPONENTS, *(PACKAGE / name for name in FRAMES)]
    views = {file: bare_words_of_view(file) - NAMES for folder in folders for file in files(folder, ".html")}
    code = {file: bare_words_of_code(file) for folder in COMPONENTS for file in files(folder, ".py")}
    code |= {PACKAGE / name: bare_words_of_code(PACKAGE / name) for name in WRITERS}
    assert not {file: words for file, words in {**views, **code}.items() if words}


WRITERS = (
    "extend/control.py", "extend/filtering.py", "extend/navigation.py", "extend/user_menu.py", "render/failure.py",
    "render/form.py", "render/rendering.py", "web/answers.py", "web/launcher.py", "web/question.py", "web/shell.py",
)  # fmt: skip
"""Modules beside components that write HTML."""
TOLD = (
    "auth", "files", "render", "web", "builtin/columns", "extend/coerce.py", "extend/choice.py",
    "extend/number_range.py", "extend/attachment.py", "extend/person.py", "extend/text_form.py", "extend/sql/fault.py",
    "rows/values.py", "rows/write.py", "rows/through.py", "rows/links.py", "rows/link_cells.py", "rows/attaching.py",
    "rows/record.py", "rows/comments.py", "tables/convert.py", "api/problem.py",
)  # fmt: skip
"""Packages and modules whose failures people meet who use apps and sign in."""
FOR_BUILDERS = frozenset({
    "A view was given a value to compute; use build.text or build.when.",
    "The component '{value}' is unsafe: {why}.",
    "The view {file} of component '{name}' cannot be rendered: {error}",
})  # fmt: skip
"""What only authors of components meet."""
BRACES = frozenset({"This {{ has no matching }}."})
"""Sentences about braces, which are no places of values."""
TITLES = frozenset(kind.title for kind in (ToolwrightError, *ToolwrightError.__subclasses__())) | {
    "The expression is not valid"
}


def _of_one(file: Path) -> set[str]:
    return words_of_faults(file) if file.is_file() else set()
