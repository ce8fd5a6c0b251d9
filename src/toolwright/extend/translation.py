"""Translations: what kinds say of themselves, titles, descriptions and names of choices, in languages besides English.

Beside the code of a kind may lie a file such as `de.toml`: its English texts, each with the one in that language. Texts
that many kinds share stand in `text/de.toml` here. What has no translation stays English, so a kind of somebody else
speaks the languages that its author gave it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

_SAID = frozenset({"title", "description", "label", "text", "question", "placeholder"})
_SHORT = frozenset({"tls", "ssl", "ca", "url", "uri", "api", "id", "ip", "dns", "ssh", "sql"})
_OUTPUTS = "outputs"
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
    return {**_read(_shared() / f"{language}.toml"), **own}


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
