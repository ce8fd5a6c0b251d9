"""Translations: what kinds say of themselves and on pages, in languages besides English.

Beside the code of a kind may lie a file such as `de.toml`: its English texts, each with the one in that language. Texts
that many kinds share stand in `text/de.toml` here, words of pages in `de.toml` here, and those of the frame of pages in
the `de.toml` of `render` and `web`. What has no translation stays English, so a kind of somebody else speaks the
languages that its author gave it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from pathlib import Path

from toolwright.errors import Phrase
from toolwright.model.base import Model

_SAID = frozenset({"title", "description", "label", "text", "question", "placeholder"})
_SHORT = frozenset({"tls", "ssl", "ca", "url", "uri", "api", "id", "ip", "dns", "ssh", "sql"})
_OUTPUTS = "outputs"
ENGLISH = "en"
CHOICES = "x-labels"
"""The key of a JSON Schema under which the names of its allowed values stand in the language asked for."""


@cache
def languages() -> frozenset[str]:
    """The languages besides English that built-in kinds speak, as two letters."""
    return frozenset(file.name.removesuffix(".toml") for file in _shared().iterdir() if file.suffix == ".toml")


def texts_of(folder: Path | None, language: str) -> Mapping[str, str]:
    """The texts of the kind in a folder by the English ones, or those of no kind in particular.

    There are none in a language that is not spoken here.
    """
    if language not in languages():
        return {}
    own = {} if folder is None else _read(folder / f"{language}.toml")
    return {**_read(_shared() / f"{language}.toml"), **_read(_shared().parent / f"{language}.toml"), **own}


@lru_cache(maxsize=256)
def language_of(locale: str) -> str:
    """The language spoken here for a locale (`de-AT`, `pt_BR`): English where there is none."""
    name = locale.replace("_", "-").split("-", 1)[0].lower()
    return name if name in languages() else ENGLISH


@lru_cache(maxsize=256)
def accepted(header: str) -> str:
    """What somebody reads best of what their browser says (`Accept-Language`): a locale in a language spoken here,
    else English."""
    asked = [_wish(part) for part in header[:500].split(",")]
    able = [(weight, -place, name) for place, (name, weight) in enumerate(asked) if weight > 0 and _is_spoken(name)]
    return max(able)[2] if able else ENGLISH


def word(text: str) -> str:
    """The text itself: marks a word in a list or a table that `Say` is asked for later."""
    return text


@dataclass(frozen=True, slots=True)
class Say:
    """Says words of pages in a language: `say("Search {rows}", rows="tickets")`. What has no translation is English."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, text: str, /, **values: object) -> str:
        """The text in this language, with these values in the places of their names."""
        said = self.texts.get(text, text)
        return said.format(**values) if values else said

    def html(self, text: str, /, **values: object) -> str:
        """The same as HTML, for text and quoted attributes."""
        return escape(self(text, **values))

    def of(self, text: str) -> str:
        """A sentence that was made elsewhere, in this language: as it stands in the catalogue, or by its phrase."""
        if isinstance(text, Phrase) and self.language != ENGLISH:
            inside = {name: self.of(value) for name, value in text.values.items() if isinstance(value, Phrase)}
            return self(text.form, **{**text.values, **inside})
        return self(text)

    def own(self, props: Model, name: str) -> str:
        """A property that is text: what the builder wrote, or its default in this language."""
        value = str(getattr(props, name))
        return self(value) if value == type(props).model_fields[name].default else value


@cache
def say_in(language: str, folder: Path) -> Say:
    """Who says, in that language, what stands beside the code of a kind and what all share."""
    return Say(language, texts_of(folder, language)) if language in languages() else Say(ENGLISH, {})


@cache
def say_everything(language: str) -> Say:
    """Who says, in that language, what stands beside any code of ours: of frames of pages, and of what went wrong."""
    if language not in languages():
        return Say(ENGLISH, {})
    texts: dict[str, str] = {}
    own = _shared().parents[1]
    for file in sorted(own.rglob(f"{language}.toml"), key=lambda path: -len(path.relative_to(own).parts)):
        texts |= _read(file)
    return Say(language, texts)


def _wish(part: str) -> tuple[str, float]:
    name, *rules = (piece.strip() for piece in part.split(";"))
    given = next((rule[2:] for rule in rules if rule.startswith("q=")), "1")
    try:
        return name, float(given)
    except ValueError:
        return name, 0.0


def _is_spoken(name: str) -> bool:
    code = name.split("-", 1)[0].lower()
    return name.replace("-", "").isalnum() and (code == ENGLISH or code in languages())


def translated(said: object, texts: Mapping[str, str]) -> object:
    """What a kind says of itself, as JSON, with every text that there is one for in its place."""
    if isinstance(said, list):
        return [translated(item, texts) for item in said]
    if not isinstance(said, Mapping):
        return said
    found = {key: _in_place(key, value, texts) for key, value in said.items()}
    names = {value: texts[choice_name(value)] for value in _choices(said) if choice_name(value) in texts}
    return {**found, CHOICES: names} if names else found


def english_texts(said: object) -> Iterator[str]:
    """Every text that `translated` would look for."""
    if isinstance(said, list):
        for item in said:
            yield from english_texts(item)
    elif isinstance(said, Mapping):
        yield from map(choice_name, _choices(said))
        for key, value in said.items():
            if key == _OUTPUTS and isinstance(value, Mapping):
                yield from map(str, value.values())
            elif key in _SAID and isinstance(value, str):
                yield value
            else:
                yield from english_texts(value)


def choice_name(value: str) -> str:
    """How an allowed value is called in English: `verify_ca` is "Verify CA"."""
    words = value.replace("_", " ").replace("-", " ").split(" ")
    name = " ".join(word.upper() if word in _SHORT else word for word in words)
    return name[:1].upper() + name[1:]


def _in_place(key: str, value: object, texts: Mapping[str, str]) -> object:
    if key == _OUTPUTS and isinstance(value, Mapping):
        return {name: texts.get(str(text), text) for name, text in value.items()}
    if key in _SAID and isinstance(value, str):
        return texts.get(value, value)
    return translated(value, texts)


def _choices(schema: Mapping[str, object]) -> Iterator[str]:
    allowed = schema.get("enum")
    if isinstance(allowed, list):
        yield from (value for value in allowed if isinstance(value, str))
    if isinstance(schema.get("const"), str):
        yield str(schema["const"])


def _shared() -> Path:
    return Path(str(files(__package__).joinpath("text")))


@cache
def _read(path: Path) -> Mapping[str, str]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
