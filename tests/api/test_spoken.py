"""What kinds say of themselves in other languages: all of it for built-in ones, and English where there is nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.house.messages import texts_said_by
from tests.house.test_page_words import words_of
from tests.rows.served import Served
from toolwright.extend import translation
from toolwright.extend.kinds import Kinds, installed_kinds
from toolwright.extend.translation import english_texts, languages, texts_of, translated

SHARED = Path(translation.__file__).parent / "text"
NAME_OF_A_CLASS = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+")
PLACES = ("kinds/components", "kinds/actions", "kinds/columns", "connectors")


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    """What is installed here."""
    return installed_kinds()


def said(desk: Served, place: str, language: str = "en") -> Mapping[str, Mapping[str, object]]:
    """What each kind says of itself."""
    answer = desk.as_("root").get(f"/api/v1/{place}", params={"language": language})
    assert answer.status_code == 200, answer.text
    return {item["kind"]: item for item in answer.json()["items"]}


def texts_to_translate(answer: object) -> set[str]:
    """The texts that people read: no names of classes, which are in schemas for programs, nor of columns to choose."""
    return {
        text for text in english_texts(answer) if text.strip("$") == text != "" and not NAME_OF_A_CLASS.fullmatch(text)
    }


def folders(kinds: Kinds) -> Iterator[tuple[str, str, Path]]:
    for place, registry in zip(
        PLACES, (kinds.components, kinds.actions, kinds.columns, kinds.datasources), strict=True
    ):
        for kind in registry:
            yield place, kind, registry.folder(kind)


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_text_of_every_built_in_kind_is_there_and_none_besides(desk: Served, kinds: Kinds, language: str) -> None:
    english = {place: said(desk, place) for place in PLACES}
    used = set[str]()
    for schema in ("screen", "module"):
        used |= texts_to_translate(desk.as_("root").get(f"/api/v1/schemas/{schema}").json())
    missing = [("screen", text) for text in used - texts_of(None, language).keys()]
    stale = []
    for place, kind, folder in folders(kinds):
        wanted = texts_to_translate(english[place][kind]) | words_of(folder)
        missing += [(kind, text) for text in sorted(wanted - texts_of(folder, language).keys())]
        own = folder / f"{language}.toml"
        if own.is_file():
            stale += [
                (kind, text)
                for text in sorted(tomllib.loads(own.read_text("utf-8")).keys() - wanted - messages_of(folder))
            ]
        used |= wanted
    used |= words_of(SHARED.parent)
    shared = tomllib.loads((SHARED / f"{language}.toml").read_text("utf-8"))
    assert not missing
    assert not stale
    assert not shared.keys() - used


def messages_of(folder: Path) -> set[str]:
    """What the code in a folder says when something is wrong, and words that it puts into sentences."""
    return {text for file in folder.rglob("*.py") for text in texts_said_by(file)}


def test_answers_are_in_the_language_asked_for(desk: Served) -> None:
    components = said(desk, "kinds/components", "de")
    assert components["button"]["title"] == "Schaltfläche"
    schema = components["button"]["settings_schema"]
    assert isinstance(schema, dict)
    assert schema["properties"]["variant"]["x-labels"]["primary"] == "Primär"
    assert schema.keys() == {*said(desk, "kinds/components")["button"]["settings_schema"]}  # type: ignore[misc]
    assert said(desk, "kinds/components", "xx") == said(desk, "kinds/components")
    assert desk.as_("root").get("/api/v1/kinds/components", params={"language": "../de"}).status_code == 400


def test_only_texts_change_and_what_has_none_stays_english() -> None:
    texts = {
        "Title": "Titel",
        "What it says.": "Was darauf steht.",
        "Verify CA": "Aussteller prüfen",
        "The key.": "Schlüssel.",
    }
    kind = {
        "title": "Title",
        "kind": "Title",
        "outputs": {"title": "The key."},
        "settings_schema": {
            "properties": {
                "title": {"title": "Title", "description": "What it says.", "default": "Title"},
                "tls": {"enum": ["verify_ca", "else"], "title": "Tls"},
            }
        },
    }
    assert translated(kind, texts) == {
        "title": "Titel",
        "kind": "Title",
        "outputs": {"title": "Schlüssel."},
        "settings_schema": {
            "properties": {
                "title": {"title": "Titel", "description": "Was darauf steht.", "default": "Title"},
                "tls": {"enum": ["verify_ca", "else"], "title": "Tls", "x-labels": {"verify_ca": "Aussteller prüfen"}},
            }
        },
    }


def test_a_kind_brings_its_own_texts(tmp_path: Path) -> None:
    (tmp_path / "de.toml").write_text('"A gauge." = "Ein Messgerät."\n', "utf-8")
    assert texts_of(tmp_path, "de")["A gauge."] == "Ein Messgerät."
    assert texts_of(tmp_path, "de")["Label"], "and has those that all share"
    assert texts_of(tmp_path, "fr") == {}
    assert texts_of(tmp_path / "none", "de").keys() == texts_of(None, "de").keys()
