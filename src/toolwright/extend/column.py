"""The contract of a column kind: what the columns of internal tables can be.

A `ColumnKind` is stateless and describes itself. `facts` says what a column of the kind is to the rest of the product:
its storage type, limits, options, whether anybody writes it. Everything else follows from the facts: storage, filters,
sorting, cells and fields work by type. `accept` narrows what the type lets through (an address that is none), `limits`
says what the database itself should insist on, and `field` and `cell` name better controls than the type's own.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from pydantic import JsonValue

from toolwright.model.base import Model
from toolwright.model.table import (
    Cell,
    Column,
    Control,
    DataType,
    Files,
    Links,
    Lookup,
    Option,
    Relation,
    Rollup,
    Stamp,
)

SettingsT = TypeVar("SettingsT", bound=Model)


@dataclass(eq=False)
class Refused(Exception):
    """A value does not fit its column; `message` is a sentence for the person who gave it."""

    message: str
    code: str = "invalid"

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """What a column is, worked out from its kind and settings. Fields as in `model.table.Column`.

    `relation` makes the column a reference: its value is the id of a row of the target. A `lookup` or `rollup` is
    worked out from other rows when the row is read; its type is that of what is read, whatever `type` says. `links`
    make its value a list of ids of rows of another table. `files` make it say which files the row holds; its type is
    `json` then, and its values are those of `extend.attachment`. `people` has addresses shown as the names of their
    accounts.
    `default` is for columns whose design gives none; `{{ … }}` as there.
    """

    type: DataType
    max_length: int | None = None
    precision: int | None = None
    scale: int | None = None
    zoned: bool = False
    wall_clock: bool = False
    options: tuple[Option, ...] = ()
    default: JsonValue = None
    long: bool = False
    read_only: bool = False
    formula: str | None = None
    stamp: Stamp | None = None
    relation: Relation | None = None
    lookup: Lookup | None = None
    rollup: Rollup | None = None
    links: Links | None = None
    files: Files | None = None
    people: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLimits:
    """What the database insists on for values that are not null. Numbers, texts by characters."""

    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int | None = None


class NoSettings(Model):
    """A kind that needs to be told nothing."""


class ColumnKind(ABC, Generic[SettingsT]):
    """A kind of column. Class facts describe it; instances hold nothing."""

    kind: ClassVar[str]
    title: ClassVar[str]
    group: ClassVar[str]
    """Where it stands in the list of kinds: text, number, time, choice, people, relation, file, computed, system."""
    icon: ClassVar[str]
    Settings: ClassVar[type[Model]] = NoSettings
    type: ClassVar[DataType] = DataType.TEXT
    can_be_unique: ClassVar[bool] = True
    example: ClassVar[Mapping[str, object]] = {}
    """Settings of a typical column, needed where some have no default: for tests and documentation."""
    start: ClassVar[Mapping[str, object]] = {}
    """Settings that a new column begins with in an editor, beside a plain value for each that has no default."""
    samples: ClassVar[tuple[object, ...]] = ()
    """Values a column with these settings accepts, in their JSON form: for tests, examples and documentation."""
    refused: ClassVar[tuple[object, ...]] = ()
    """Values it does not accept, likewise."""

    def facts(self, column: Column, settings: SettingsT) -> ColumnFacts:
        """What a column with these settings is. Raises ValueError with a sentence when they do not go together."""
        return ColumnFacts(type=self.type)

    def limits(self, settings: SettingsT) -> ValueLimits | None:
        """What the database should insist on."""
        return None

    def accept(self, value: object, settings: SettingsT) -> object:
        """The value to store for one that has the column's type and is not None. Raises Refused."""
        return value

    def read_text(self, text: str, settings: SettingsT) -> object:
        """What a person or another program meant by this text (import, paste); JSON form. Raises Refused."""
        return text

    def show_text(self, value: object, settings: SettingsT) -> str | None:
        """The text of a value in exports that `read_text` reads back; None for the type's own text."""
        return None

    def cell(self, settings: SettingsT) -> Cell | None:
        """How its values are shown; None for the way of the type."""
        return None

    def field(self, settings: SettingsT) -> Control | None:
        """The component that edits it; None for the one of the type."""
        return None


@dataclass(frozen=True, slots=True)
class DesignedColumn:
    """A column of an internal table with its kind and the settings read: what the data plane asks about values."""

    column: Column
    kind: ColumnKind[Model]
    settings: Model
    memo: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def accept(self, value: object) -> object:
        """The value to store. Raises Refused."""
        return value if value is None else self.kind.accept(value, self.settings)

    def read_text(self, text: str) -> object:
        """What this text means, in JSON form. Raises Refused."""
        return self.kind.read_text(text, self.settings)

    def show_text(self, value: object) -> str | None:
        """The text of a value in exports; None for the type's own."""
        return self.kind.show_text(value, self.settings)
