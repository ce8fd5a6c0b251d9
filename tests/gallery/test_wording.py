"""Templates in every language: each text has its words, none is left over, and only what people read differs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from toolwright.extend.design import STAMPS
from toolwright.extend.translation import Say, languages
from toolwright.gallery.template import TEMPLATES
from toolwright.gallery.wording import READ, reworded, wording_of
from toolwright.model.yaml_form import load_yaml

NOW = datetime(2026, 3, 2, 10, 40, tzinfo=UTC)
EVERY = pytest.mark.parametrize(
    ("name", "language"), [(name, one) for name in TEMPLATES for one in sorted(languages())]
)
PROPER = {
    "service_desk": {("person", "name"), ("person", "location"), ("asset", "name"), ("asset", "serial_number")},
    "asset_inventory": {("asset", "name"), ("asset", "used_by"), ("asset", "serial_number"), ("vendor", "name")},
    "operations": {("shift", "person"), ("change", "carried_out_by")},
}
"""Columns of the samples that hold names of people, models and companies."""


class Heard(dict[str, str]):
    """A catalogue that says everything in English, and holds what was asked for."""

    def get(self, text: str, default: object = None, /) -> str:
        self[text] = text
        return text


def asked(name: str) -> dict[str, set[str]]:
    """Every text of a template by the file it stands in; those of its rows under no file."""
    found: dict[str, set[str]] = {"": set()}
    for path, text in TEMPLATES[name].definitions().items():
        here = found.setdefault(path, set())

        def heard(said: str, here: set[str] = here) -> str:
            here.add(said)
            return said

        reworded(path, load_yaml(text, path).data, heard)
    heard_rows = Heard()
    for days in range(0, 40, 3):
        TEMPLATES[name].told(NOW + timedelta(days=days), Say("en", heard_rows))
    found[""] = set(heard_rows)
    return found


@EVERY
def test_every_text_has_its_words_and_none_is_left_over(name: str, language: str) -> None:
    wording, texts = wording_of(name, language), asked(name)
    every = set[str]().union(*texts.values())
    assert every - wording.say.texts.keys() == set(), "add these"
    assert wording.say.texts.keys() - every == set(), "nobody says these"
    for path, words in wording.places.items():
        assert words.keys() <= texts[path], path
    assert wording.places.keys() <= texts.keys()


@EVERY
def test_places_of_values_are_the_same(name: str, language: str) -> None:
    file = files("toolwright.gallery").joinpath(name, f"words.{language}.toml")
    for english, said in tomllib.loads(file.read_text("utf-8")).items():
        if isinstance(said, str):
            assert said.strip()
            assert sorted(re.findall(r"(?<!\{)\{\w+\}", english)) == sorted(re.findall(r"(?<!\{)\{\w+\}", said))
            assert english.count("{{") == said.count("{{"), english
            assert not re.search(r"[\"”]|(?<!\w)'(?!\w+'( |\)))", re.sub(r"\{\{.*?\}\}", "", said)), said


@EVERY
def test_nothing_but_what_people_read_differs(name: str, language: str) -> None:
    english, other = TEMPLATES[name].definitions(), TEMPLATES[name].definitions(language)
    assert list(english) == list(other)
    for path in english:
        ours, theirs = load_yaml(english[path], path).data, load_yaml(other[path], path).data
        assert list(bones(ours)) == list(bones(theirs)), path


def bones(value: object) -> Iterator[object]:
    """Everything that is no text for people, in order; columns that every table has are left out."""
    if isinstance(value, list):
        for item in value:
            yield from bones(item)
    elif isinstance(value, Mapping):
        if value.get("name") in STAMPS and value.get("name") == value.get("kind"):
            return
        for key, item in value.items():
            if key not in READ or not isinstance(item, str):
                yield key
                yield from bones(item)
    else:
        yield value


@EVERY
def test_what_looks_like_a_text_is_one(name: str, language: str) -> None:
    """Settings whose values begin like a sentence and are none: values of options, patterns of numbers."""
    for path, text in TEMPLATES[name].definitions(language).items():
        for value in bones(load_yaml(text, path).data):
            if isinstance(value, str) and re.match(r"[A-ZÄÖÜ][a-zäöü]", value):
                assert value in {"Berlin", "Lisbon", "Oslo", "Remote"}, (path, value)


@EVERY
def test_rows_tell_the_same_in_other_words(name: str, language: str) -> None:
    ours, theirs = TEMPLATES[name].sample(NOW), TEMPLATES[name].sample(NOW, language)
    same, different = set[object](), set[object]()
    for one, other in zip(ours.changes, theirs.changes, strict=True):
        assert (one.at, one.who, one.table, one.row) == (other.at, other.who, other.table, other.row)
        for key, value in (one.values or {}).items():
            if isinstance(value, str) and re.search(r"^[A-Z].* |^[A-Z][a-z]+$", value):
                (same if value == (other.values or {})[key] else different).add((one.table, key))
    assert same - different <= PROPER[name]
    said = list(zip(ours.comments, theirs.comments, strict=True))
    assert all(one.text != other.text for one, other in said)
