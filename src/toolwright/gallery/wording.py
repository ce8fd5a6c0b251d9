"""Templates in other languages: a file beside each holds every text of it in one, by the English text.

Names and ids stay as they are, and so do the values of options: only what people read changes. Where one English text
needs two in the other language, a table of the catalogue named by a file says what it is there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from toolwright.extend.design import STAMPS
from toolwright.extend.translation import ENGLISH, Say
from toolwright.model.table import humanise
from toolwright.model.yaml_form import dump_data, load_yaml

READ = frozenset({
    "title", "label", "description", "singular", "subtitle", "text", "help", "message", "empty_title", "empty_text",
    "placeholder", "confirm", "submit_label", "inverse_label",
})  # fmt: skip
"""Settings whose values people read."""
_VALUE = re.compile(r"\{\{[^{}]*\}\}|[a-z]\w*")
"""What is a value or a name of something, and no text, wherever it stands."""
Data = dict[str, object]
Reword = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a template says in a language: `texts` by the English ones, `places` those of single files."""

    say: Say
    places: Mapping[str, Mapping[str, str]]

    def definitions(self, english: Mapping[str, str]) -> dict[str, str]:
        """The definition files in this language."""
        return {path: self._file(path, text) for path, text in english.items()}

    def _file(self, path: str, text: str) -> str:
        if self.say.language == ENGLISH:
            return text
        here = self.places.get(path, {})
        return dump_data(reworded(path, load_yaml(text, path).data, lambda said: here.get(said) or self.say(said)))


def wording_of(template: str, language: str) -> Wording:
    """How a template is worded in a language; in English where there is no file for it."""
    file = files("toolwright.gallery").joinpath(template, f"words.{language}.toml")
    if language == ENGLISH or not file.is_file():
        return Wording(Say(ENGLISH, {}), {})
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    texts = {english: said for english, said in found.items() if isinstance(said, str)}
    return Wording(Say(language, texts), {path: said for path, said in found.items() if isinstance(said, dict)})


def reworded(path: str, data: Mapping[str, object], reword: Reword) -> Data:
    """A definition file with every text that people read put into other words."""
    if not path.startswith("tables/"):
        return _settings(data, reword)
    return _without_needless(_settings(_labelled(data), reword))


def _settings(data: Mapping[str, object], reword: Reword) -> Data:
    return {key: _said(key, item, reword) for key, item in data.items()}


def _walked(value: object, reword: Reword) -> object:
    if isinstance(value, list):
        return [_walked(item, reword) for item in value]
    return _settings(value, reword) if isinstance(value, Mapping) else value


def _said(key: str, value: object, reword: Reword) -> object:
    if key not in READ or not isinstance(value, str):
        return _walked(value, reword)
    return value if _VALUE.fullmatch(value) and key != "singular" else reword(value)


def _labelled(table: Mapping[str, object]) -> Data:
    """A table whose columns and options all say what they are called, those that every table has included."""
    view = table.get("view")
    if isinstance(view, Mapping):
        return {**table, "view": {**view, "columns": [_column(one) for one in _list(view["columns"])]}}
    columns = [_column(one) for one in _list(table["columns"])]
    known = {one["kind"] for one in columns if isinstance(one, dict)}
    own = [_column({"name": stamp.value, "kind": stamp.value}) for stamp in STAMPS if stamp.value not in known]
    return {**table, "columns": [*columns, *own]}


def _column(column: object) -> object:
    """A column with a label; of a view those that are named alone have that of the column they show."""
    if not isinstance(column, Mapping):
        return column
    name = str(column["name"])
    label = column.get("label") or humanise(name)
    told: Data = {"name": name, "label": label, **{key: value for key, value in column.items() if key != "name"}}
    settings = told.get("settings")
    if isinstance(settings, Mapping) and "options" in settings:
        every = [one for one in _list(settings["options"]) if isinstance(one, Mapping)]
        options = [{"value": one["value"], "label": one["value"], **one} for one in every]
        told["settings"] = {**settings, "options": options}
    return told


def _without_needless(table: Data) -> Data:
    """Without labels that say what would be said anyway."""

    def bare(value: object) -> object:
        if isinstance(value, list):
            return [bare(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        told = {key: bare(item) for key, item in value.items()}
        name = told.get("name")
        usual = {told.get("value"), humanise(name) if isinstance(name, str) and name else None}
        return {key: item for key, item in told.items() if key != "label" or item not in usual}

    return {key: bare(value) for key, value in table.items()}


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"a list is expected in a template, not {value!r}")
    return value
