"""The YAML form of definitions: text in, plain values with positions out, and back to canonical text.

The rules are those of the YAML 1.2 core schema, so `no`, `on` and `12:30` stay text. Anchors, aliases, tags and several
documents in one file are refused: a definition is a plain tree. Read `yaml_text.py` for how text is written and
`yaml_comments.py` for how a person's comments are kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from pydantic import BaseModel

from toolwright.errors import FieldError, InvalidDefinition, Where, phrase
from toolwright.model.yaml_comments import Comments, find_comments
from toolwright.model.yaml_text import write_yaml

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists."""

_LEADING = (("kind", "id", "show_if", "access", "only_on"), ("do", "id", "if", "confirm"))

MAX_FILE_CHARACTERS = 2_000_000
MAX_DEPTH = 100

# libyaml where the wheel has it, otherwise the same thing in Python. No implicit resolver: types are decided below.
_Reader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_STRING_TAG, _LIST_TAG, _MAP_TAG = (f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))
_INTEGER = re.compile(r"[-+]?[0-9]{1,400}$|0x[0-9a-fA-F]{1,300}$|0o[0-7]{1,300}$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?$")
_WORDS: Mapping[str, bool | None] = {
    word: value
    for value, words in ((None, "null Null NULL ~"), (True, "true True TRUE"), (False, "false False FALSE"))
    for word in (*words.split(), *([""] if value is None else []))
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as plain values, with the place of every key and value (one-based line and column)."""

    file: str
    data: dict[str, object]
    values: Mapping[KeyPath, tuple[int, int]] = field(default_factory=dict)
    keys: Mapping[KeyPath, tuple[int, int]] = field(default_factory=dict)

    def where(self, path: KeyPath, *, at_key: bool = False) -> Where:
        """The place of the value at `path` (or of its key), or of the nearest thing around it that exists."""
        known: KeyPath = path
        while known and known not in self.values:
            known = known[:-1]
        place = self.keys.get(known) if at_key else None
        line, column = place or self.values.get(known, (1, 1))
        return Where(file=self.file, line=line, column=column, path=path)


def load_yaml(text: str, file: str) -> Loaded:
    """The values of a definition file. Raises InvalidDefinition (`yaml.…`) that names line and column."""
    node = _compose(text, file)
    reading = _Reading(file)
    data = reading.mapping(node, ())
    if reading.errors:
        first = reading.errors[0]
        raise InvalidDefinition(
            first.message, code=first.code, hint=first.hint, where=first.where, errors=tuple(reading.errors)
        )
    return Loaded(file, data, reading.values, reading.keys)


def dump_yaml(model: BaseModel, previous_text: str | None = None) -> str:
    """The canonical text of a definition; the comments of `previous_text` stay at what they stand at."""
    return dump_data(model_data(model), previous_text)


def dump_data(data: Mapping[str, object], previous_text: str | None = None) -> str:
    """The canonical text of plain values, for files that are not (yet) valid definitions."""
    return write_yaml(data, _comments_of(previous_text) if previous_text and "#" in previous_text else Comments())


def model_data(model: BaseModel) -> dict[str, object]:
    """A definition as plain values in canonical order, defaults left out."""
    data = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {key: _ordered(value) for key, value in data.items()}


def _ordered(value: object) -> object:
    """Components and steps inside the settings of others are plain values; they too begin with what they are."""
    if isinstance(value, Mapping):
        leading = next((keys for keys in _LEADING if keys[0] in value), ())
        first = {key: value[key] for key in leading if key in value}
        return {key: _ordered(item) for key, item in {**first, **value}.items()}
    return [_ordered(item) for item in value] if isinstance(value, list | tuple) else value


def canonical_text(text: str, file: str) -> str:
    """The text in canonical layout, comments kept, without knowing what it defines."""
    return dump_data(load_yaml(text, file).data, text)


def resolve_plain(text: str) -> object:
    """What an unquoted scalar means: null, a truth value, a number, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text, 0) if text[:2] in ("0x", "0o") else int(text)
    if _FLOAT.match(text):
        number = float(text)
        return text if number in (float("inf"), float("-inf")) else number
    return text


def _comments_of(text: str) -> Comments:
    try:
        node = _compose(text, "previous")
        return find_comments(text, node, load_yaml(text, "previous").data)
    except InvalidDefinition:
        return Comments()


def _compose(text: str, file: str) -> yaml.MappingNode:
    if len(text) > MAX_FILE_CHARACTERS:
        raise _fault(
            file,
            "yaml.too_large",
            phrase(
                "The file is longer than {max_file_characters} characters.",
                max_file_characters=f"{MAX_FILE_CHARACTERS:,}",
            ),
            1,
            1,
        )
    try:
        if _may_be_deep(text):
            _refuse_deep(text, file)
        node = yaml.compose(text, Loader=_Reader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        problem = getattr(fault, "problem", None) or getattr(fault, "reason", None) or "the text is not YAML"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _fault(
            file, "yaml.syntax", phrase("This is not valid YAML: {problem}.", problem=phrase(problem)), line, column
        ) from fault
    except UnicodeEncodeError as fault:
        raise _fault(file, "yaml.syntax", "The text holds half of a surrogate pair.", 1, 1) from fault
    if node is None:
        start = yaml.Mark(file, 0, 0, 0, "", 0)
        return yaml.MappingNode(_MAP_TAG, [], start, start)
    if not isinstance(node, yaml.MappingNode):
        raise _fault(
            file, "yaml.not_a_mapping", "A definition is a mapping of keys to values.", 1, 1, "Begin with `title: …`."
        )
    return node


def _may_be_deep(text: str) -> bool:
    """Whether there are brackets, dashes or indentation enough for deep nesting; cheap, and no for usual files."""
    return text.count("[") + text.count("{") >= MAX_DEPTH or text.count("- ") >= MAX_DEPTH or " " * MAX_DEPTH in text


def _refuse_deep(text: str, file: str) -> None:
    """Refuse deep nesting before it is composed: libyaml recurses there and would overflow the stack of the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Reader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _fault(file, "yaml.too_deep", "This is nested too deeply.", *_place(event))


def _fault(file: str, code: str, message: str, line: int, column: int, hint: str | None = None) -> InvalidDefinition:
    where = Where(file=file, line=line, column=column)
    error = FieldError("", message, code, hint, where)
    return InvalidDefinition(message, code=code, hint=hint, where=where, errors=(error,))


class _Reading:
    """One pass over the nodes of a file; wrong places are collected, so that all are reported at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.values: dict[KeyPath, tuple[int, int]] = {}
        self.keys: dict[KeyPath, tuple[int, int]] = {}
        self.errors: list[FieldError] = []
        self._seen: set[int] = set()

    def mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, object]:
        self.values[path] = _place(node)
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, path, "yaml.key", "A key must be plain text.")
                continue
            key: str = key_node.value
            if key in values:
                self._refuse(
                    key_node, (*path, key), "yaml.duplicate_key", phrase("The key '{key}' is given twice.", key=key)
                )
                continue
            self.keys[(*path, key)] = _place(key_node)
            values[key] = self._value(value_node, (*path, key))
        return values

    def _value(self, node: yaml.Node, path: KeyPath) -> object:
        if id(node) in self._seen:
            self._refuse(node, path, "yaml.alias", "Anchors and aliases (& and *) are not used in definitions.")
            return None
        self._seen.add(id(node))
        if node.tag not in (_STRING_TAG, _LIST_TAG, _MAP_TAG):
            self._refuse(
                node, path, "yaml.tag", phrase("Tags such as {tag} are not used in definitions.", tag=repr(node.tag))
            )
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        self.values[path] = _place(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        return node.value if getattr(node, "style", None) else resolve_plain(node.value)

    def _refuse(self, node: yaml.Node, path: KeyPath, code: str, message: str) -> None:
        line, column = _place(node)
        where = Where(file=self.file, line=line, column=column, path=path)
        self.errors.append(FieldError(".".join(map(str, path)), message, code, None, where))


def _place(node: yaml.Node | yaml.Event) -> tuple[int, int]:
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
