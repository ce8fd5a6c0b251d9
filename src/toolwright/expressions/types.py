"""Types that expressions are checked against. Every value may also be None; types do not say so.

`ANY` fits everywhere and takes everything, and so does `JSON` (data whose shape is known only at run time).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolwright.errors import Phrase, phrase


@dataclass(frozen=True)
class Type:
    """What values are known to be; `name` is the word used in messages."""

    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> Phrase:
        """The type in words that can be said in other languages."""
        return phrase(self.name)


ANY = Type("anything")
NOTHING = Type("nothing")
TEXT = Type("text")
INTEGER = Type("whole number")
DECIMAL = Type("decimal number")
FLOAT = Type("number")
BOOLEAN = Type("boolean")
DATE = Type("date")
TIME = Type("time")
DATETIME = Type("date and time")
DURATION = Type("duration")
UUID = Type("id")
BINARY = Type("binary data")
JSON = Type("JSON")
NUMBERS = frozenset({INTEGER, DECIMAL, FLOAT})
SCALARS = NUMBERS | {TEXT, BOOLEAN, DATE, TIME, DATETIME, DURATION, UUID, BINARY}


@dataclass(frozen=True)
class ListOf(Type):
    """A list whose items are of one type.

    `through` says where a condition finds the items, when they stand in other rows: a path instead of the list's name.
    `fields` are what these rows offer besides, to conditions alone: `labels.name` is the list of the labels' names.
    """

    name: str = field(default="list", init=False)
    item: Type = ANY
    through: tuple[str, ...] = field(default=(), compare=False, repr=False)
    fields: Mapping[str, Type] = field(default_factory=dict, compare=False, repr=False)

    def of(self, name: str) -> ListOf:
        """The list of what a field holds in each of the rows."""
        return ListOf(self.fields[name], (*self.through[:-1], name))

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> Phrase:
        """What it is a list of, as far as that is known."""
        return phrase("list") if self.item == ANY else phrase("list of {item}", item=self.item.said)


@dataclass(frozen=True)
class Record(Type):
    """An object with named fields; an `open` one may have others too, of type ANY.

    `origin` is what the fields were taken from, for whoever asks where a name leads; types do not differ by it.
    """

    name: str = field(default="object", init=False)
    fields: Mapping[str, Type] = field(default_factory=dict)
    open: bool = False
    origin: object = field(default=None, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash((frozenset(self.fields), self.open))


@dataclass(frozen=True)
class Scope:
    """The names an expression may read, with their types. `functions` are extra callables and what they return."""

    names: Mapping[str, Type]
    functions: Mapping[str, Type] = field(default_factory=dict)

    def child(self, **names: Type) -> Scope:
        """This scope with further names, which win over equal ones."""
        return Scope({**self.names, **names}, self.functions)


def is_dynamic(kind: Type) -> bool:
    """Whether nothing can be said before run time."""
    return kind in (ANY, JSON)


def fits(actual: Type, expected: Type) -> bool:
    """Whether a value of `actual` may go where `expected` is asked for.

    Text takes every single value (it becomes its text), numbers take whole numbers, a date and time takes a date, an id
    takes text.
    """
    if is_dynamic(actual) or is_dynamic(expected) or actual in (NOTHING, expected):
        return True
    if isinstance(actual, ListOf) and isinstance(expected, ListOf):
        return fits(actual.item, expected.item)
    if isinstance(actual, Record) and isinstance(expected, Record):
        return all(
            (name in actual.fields and fits(actual.fields[name], kind)) or actual.open
            for name, kind in expected.fields.items()
        )
    return _widens(actual, expected)


def _widens(actual: Type, expected: Type) -> bool:
    if expected == TEXT:
        return actual in SCALARS
    if expected in (DECIMAL, FLOAT):
        return actual in NUMBERS
    return (actual, expected) in {(DATE, DATETIME), (TEXT, UUID)}


def common(*kinds: Type) -> Type:
    """The type of a value that is one of `kinds`."""
    known = [kind for kind in kinds if kind != NOTHING]
    if not known:
        return NOTHING
    first = known[0]
    if all(kind == first for kind in known):
        return first
    if all(kind in NUMBERS for kind in known):
        return DECIMAL if DECIMAL in known else FLOAT
    if all(isinstance(kind, ListOf) for kind in known):
        return ListOf(common(*(kind.item for kind in known if isinstance(kind, ListOf))))
    return DATETIME if all(kind in (DATE, DATETIME) for kind in known) else ANY


def comparable(left: Type, right: Type) -> bool:
    """Whether two types can be equal at all."""
    if is_dynamic(left) or is_dynamic(right) or NOTHING in (left, right) or left == right:
        return True
    groups = (NUMBERS | {BOOLEAN}, {DATE, DATETIME}, {TEXT, UUID})
    if any(left in group and right in group for group in groups):
        return True
    return type(left) is type(right) and isinstance(left, (ListOf, Record))
