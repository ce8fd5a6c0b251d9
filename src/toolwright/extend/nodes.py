"""Nodes: what a component becomes when its screen is compiled.

A closed set of small, frozen values. The compiler in `toolwright.render` turns them into one Python function per
region; no component code runs when a page is rendered. Components rarely build them by hand: `Build` answers them, and
a view embeds them. Text in a `Static` is HTML and trusted; every other value reaches the page through a named form
that escapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

FORMS: tuple[str, ...] = (
    "text", "url", "image_url", "number", "percent", "currency", "bytes", "duration", "date", "time", "datetime",
    "relative", "boolean", "badge", "markdown", "json", "lines", "email", "phone", "truncate", "key", "input",
    "rich", "rating", "bar", "color",
)  # fmt: skip
"""Named forms a value can take on the page; `docs/guides/components.md` says what each does and its options."""


@dataclass(frozen=True, slots=True)
class Code:
    """A value that is computed when the screen is rendered: an expression without braces.

    With `is_template` it is text that holds `{{ }}` among other words, and yields text. `path` is its place below the
    component in the definition, for error messages.
    """

    source: str
    is_template: bool = False
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether the actor may do something, as a test: decided once per rendering, never by the browser.

    `verb` read, create, update or delete concerns `table` (and `column`, for read and update); `role` asks for a role.
    """

    verb: Literal["read", "create", "update", "delete", "comment", "role"]
    table: str | None = None
    column: str | None = None
    role: str | None = None


Test: TypeAlias = Code | Allowed


@dataclass(frozen=True, slots=True)
class Static:
    """HTML as it is."""

    html: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A value in a named form (`FORMS`), escaped for text and quoted attributes."""

    code: Code
    form: str = "text"
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class If:
    """One of two bodies."""

    test: Test
    then: Nodes
    otherwise: Nodes = ()


@dataclass(frozen=True, slots=True)
class For:
    """A body for each item of a list; `item` and `index` (from 0) are names inside it. `need` names the data whose rows
    are looped over; then `row_key` is a name too."""

    item: str
    items: Code
    body: Nodes
    otherwise: Nodes = ()
    index: str = "index"
    need: str | None = None


@dataclass(frozen=True, slots=True)
class Let:
    """Names for values inside a body, computed once."""

    names: tuple[tuple[str, Code], ...]
    body: Nodes


@dataclass(frozen=True, slots=True)
class Loaded:
    """A body that needs the data `need` (an id given by `Build`). When the data could not be had, the designed state
    of that failure stands in its place: what happened, what to do, the code to quote, or who can grant access."""

    need: str
    body: Nodes
    missing: Nodes = ()
    """Shown instead when a single record was asked for and does not exist."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of this screen with some of its query parameters changed (None removes one), for `href`."""

    changes: tuple[tuple[str, Code | None], ...]


@dataclass(frozen=True, slots=True)
class Carry:
    """Hidden inputs that carry the other query parameters through a GET form; names in `but` are left out."""

    but: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Names of a form inside a body: `form` holds the current values and `form_errors` the messages by field.

    Values are those that came back with errors, else those of `record` (a row), else `defaults`; a new row that starts
    as another has the values of `start` (a row, or an empty object) in the columns `start_names`.
    """

    name: str
    body: Nodes
    record: Code | None = None
    defaults: tuple[tuple[str, Code], ...] = ()
    start: Code | None = None
    start_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """The token of an event in an attribute: its id and the keys of the rows around it. Running it needs everything
    that had to hold for this element to be on the page."""

    id: str


@dataclass(frozen=True, slots=True)
class Posting:
    """Hidden inputs that a form needs to be posted as an event of this screen without JavaScript."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part that is replaced on its own when what it reads has changed. Every component is one already.

    A fault inside shows in its place and leaves the rest of the screen alone.
    """

    body: Nodes
    component: str = ""
    """The id of the component, for messages."""


Node: TypeAlias = Static | Slot | If | For | Let | Loaded | Address | Carry | Form | Event | Posting | Region
Nodes: TypeAlias = tuple[Node, ...]
