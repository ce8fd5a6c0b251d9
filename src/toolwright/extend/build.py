"""Build: what a component may ask for while its screen is compiled.

Everything here happens once per published screen, without I/O and without an actor. A `Build` knows which names its
expressions may use; handles give further builds for the places where more names hold (`row` inside a list, `form`
inside a form). Values given to it are properties as the builder wrote them: plain, or text with `{{ }}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn, Protocol

from toolwright.extend.nodes import Allowed, Code, Nodes
from toolwright.extend.translation import Say
from toolwright.model.app import App
from toolwright.model.screen import Node as NodeDefinition
from toolwright.model.screen import RowsBinding, Screen, Step
from toolwright.model.table import Column, Table

Part = Nodes | str
"""Nodes, or HTML the component itself wrote."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event wired to an element.

    `attributes` goes inside the tag (it starts with a space; empty when there is nothing to do). `href` is set when the
    whole event is a plain link (navigation, opening a panel), so the element should be an `<a href>`; it works without
    JavaScript and in a new tab. `hidden` are inputs that must stand inside the form when `on="form"`.
    """

    exists: bool
    attributes: Nodes = ()
    href: Nodes | None = None
    hidden: Nodes = ()


class UrlState(Protocol):
    """A value kept in the query of the address: survives reload, back button and sharing."""

    @property
    def name(self) -> str:
        """The query parameter, for the `name` of an input in a GET form."""

    @property
    def value(self) -> Code:
        """Its value, text, or the default."""

    def link(self, value: object) -> Nodes:
        """An address of this screen with this value (text or `{{ }}`; None removes it), for `href`."""

    @property
    def carry(self) -> Nodes:
        """Hidden inputs that keep all other parameters in a GET form for this one."""


class Steering(Protocol):
    """The address parameters that steer the rows of a component: search, filters, sort, and the way back from them."""

    @property
    def table(self) -> Table: ...
    @property
    def search(self) -> UrlState: ...
    @property
    def sort(self) -> UrlState: ...
    @property
    def limit(self) -> UrlState: ...
    def filter(self, column: str, test: Literal["is", "from", "to", "contains"] = "is") -> UrlState:
        """The address parameter that filters by a column. `is` may be repeated: `query_all[…]` lists its values."""

    @property
    def cursors(self) -> tuple[str, ...]:
        """The parameters that say where pages begin: another choice of rows begins at the first page again."""

    @property
    def clear_link(self) -> Nodes:
        """An address without search and filters."""

    def can_read(self, column: str) -> Allowed:
        """A test: the actor may read this column. Columns built without it are left out of the query when unreadable
        and render as empty; use it to leave out heading and cell alike."""


class RowsHandle(Steering, Protocol):
    """Rows of a table, asked for once per rendering, together with everything else the screen needs.

    `loaded` is a build in which these names hold: `rows`, `count` (None when not asked for), `count_is_capped` (there
    are more), `has_next`, `has_previous`, `search` (its text), `sorted_by` (`-created_at`),
    `filters` (column → list of texts), `is_filtered`, `limited_by`, `masked` (column names). `per_row` adds `row` and
    `index`; `row.id` works for every table: `row_key` is the key that addresses the row.
    """

    @property
    def loaded(self) -> Build: ...
    @property
    def per_row(self) -> Build: ...
    @property
    def row_key(self) -> Code:
        """The identifier of `row` in addresses and events (composite keys joined)."""

    def sort_link(self, column: str) -> Nodes:
        """An address that sorts by this column, or turns its direction when it does already, for `href`."""

    @property
    def next_link(self) -> Nodes: ...
    @property
    def previous_link(self) -> Nodes: ...
    def show(self, body: Part, *, skeleton: Part = ()) -> Nodes:
        """The body once the rows are there, otherwise the designed state of the failure."""

    def each(self, body: Part, otherwise: Part = ()) -> Nodes:
        """The body (made with `per_row`) for each row, or `otherwise` when there are none. Goes inside `show`."""


class RecordHandle(Protocol):
    """One row of a table. `loaded` is a build in which `row` holds; events in it are about that row."""

    @property
    def table(self) -> Table: ...
    @property
    def loaded(self) -> Build: ...
    @property
    def row_key(self) -> Code: ...
    def can_read(self, column: str) -> Allowed: ...
    def show(self, body: Part, *, missing: Part = ()) -> Nodes:
        """The body once the row is there; `missing` when it does not exist or is hidden (a designed state if empty)."""


class FiguresHandle(Protocol):
    """Aggregates. `loaded` knows `figures` (a list of objects, one per group) and `figure` (the first, or none)."""

    @property
    def loaded(self) -> Build: ...
    def show(self, body: Part) -> Nodes: ...


class LogHandle(Protocol):
    """What is kept beside rows. `loaded` knows `entries` and `older` (the number behind which older ones begin, or
    none); `per_entry` adds `entry` and `row_key`, which names it. `before` is where the page begins.

    Entries of history and bin hold `number, row_id, title, who, what, via, at, verb, fields` (`column, label, before,
    after`; files `taken` and `given` as `id, name, size`), `can_restore`; those of comments `who, body, markup, at,
    edited_at, is_own, may_remove`, and of mentions also `table, table_title, title, row_id, is_new`; those of returns
    `row_id, title, verb, what`.
    """

    @property
    def loaded(self) -> Build: ...
    @property
    def per_entry(self) -> Build: ...
    @property
    def before(self) -> UrlState: ...
    def show(self, body: Part) -> Nodes: ...
    def each(self, body: Part, otherwise: Part = ()) -> Nodes:
        """The body (made with `per_entry`) for each entry, or `otherwise` when there are none. Goes inside `show`."""


@dataclass(frozen=True, slots=True)
class FieldHandle:
    """One input of a form.

    `name` is for the control's `name`, `id` for its `id` (and `<id>-error`, `<id>-help`), `value` what to show (what
    was typed if the form came back with errors, else the record's value, else the default), `error` the message or
    None: `build.when(field.error, …)`.
    """

    name: str
    id: Nodes
    value: Code
    error: Code
    column: Column | None = None


class FormHandle(Protocol):
    """A form. Fields are components inside it or made by `inside.field(…)`; steps read them as `form.<name>`."""

    @property
    def name(self) -> str: ...
    @property
    def inside(self) -> Build: ...
    def show(self, body: Part) -> Nodes:
        """The body (made with `inside`) with the names `form` (current values) and `form_errors` (field → message)."""

    @property
    def errors(self) -> Code:
        """A list of messages that belong to no field, for `build.each`."""

    @property
    def submit(self) -> Trigger:
        """`attributes` and `hidden` for the `<form>` element."""


class PanelHandle(Protocol):
    """Something opened and closed by the actions `open` and `close`, with its state in the address.

    Data needed inside is only asked for while it is open. `inside` knows `panel.row`, the row it was opened for.
    """

    @property
    def is_open(self) -> Code: ...
    @property
    def inside(self) -> Build: ...
    @property
    def close_link(self) -> Nodes:
        """An address of this screen with the panel closed, for `href`."""

    def show(self, body: Part) -> Nodes:
        """The body while the panel is open."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The app around a screen: its name and address (`/apps/support/desk`), and the name of the screen."""

    app: App
    base: str
    screen: str
    screens: Mapping[str, Screen]

    def trail(self, screen: str | None = None) -> list[str]:
        """The screen (this one by default) and those above it, from the nearest to the farthest."""
        found: list[str] = []
        at: str | None = self.screen if screen is None else screen
        while at is not None and at in self.screens and at not in found:
            found.append(at)
            at = self.screens[at].parent
        return found


FieldType = Literal[
    "text", "integer", "decimal", "float", "boolean", "date", "time", "datetime", "json", "list", "file"
]
Measure = tuple[str, Literal["count", "count_distinct", "sum", "avg", "min", "max", "median"], str | None]
"""Name of the figure, function, column."""
Grouping = tuple[str, str, Literal["hour", "day", "week", "month", "quarter", "year"] | None]
"""Name of the group, column, bucket for dates."""


class Build(Protocol):
    """See the module."""

    @property
    def id(self) -> str:
        """The permanent id of the component, unique in the screen; use `element_id` for `id` attributes."""

    @property
    def element_id(self) -> Nodes:
        """An HTML id, unique on the page even inside lists."""

    def ref(self, suffix: str) -> Nodes:
        """An HTML id for a part of the component: `{element_id}-{suffix}`."""

    # --- values ---------------------------------------------------------------------------------------------------
    def text(self, value: object, form: str = "text", **options: object) -> Nodes:
        """A property on the page, in a named form; works as text and inside quoted attributes."""

    def url(self, value: object) -> Nodes:
        """A property as an address for `href` or `src`: relative, http, https, mailto or tel, else empty."""

    def value(self, value: object) -> Code:
        """A property as a value for tests, lists and events."""

    def when(self, test: object, then: Part, otherwise: Part = ()) -> Nodes:
        """One of two parts. `test` is a property (`{{ }}` or plain, which costs nothing), a `Code` or an `Allowed`."""

    def each(self, items: object, item: str, body: Part, otherwise: Part = ()) -> Nodes:
        """A part for each item of a list property; build it with `with_names(item)`."""

    @property
    def say(self) -> Say:
        """Says words of pages in the language the screen is compiled for; beside the component stands what it says."""

    def with_names(self, *names: str) -> Build:
        """A build in which further names hold."""

    def view(self, file: str = "view.html", /, **values: object) -> Nodes:
        """A view beside the component, with these values: nodes are embedded, other text is escaped. `shared/…` are
        views that several components use (`toolwright/extend/views`)."""

    # --- children -------------------------------------------------------------------------------------------------
    def kids(self, nodes: Sequence[NodeDefinition]) -> Nodes:
        """Child components, each with its access, condition and region."""

    def module(self, name: str, values: Mapping[str, object]) -> Nodes:
        """The components of a module with these values of its settings: plain, or text with `{{ }}`."""

    # --- data -----------------------------------------------------------------------------------------------------
    def table(self, ref: str) -> Table:
        """A table by reference; fails with the nearest name."""

    def rows(
        self, binding: RowsBinding, *, count: Literal["none", "capped", "exact"] = "none", columns: Sequence[str] = ()
    ) -> RowsHandle:
        """Rows under the parameters of the address. Columns that expressions over `row` read are fetched by
        themselves; `columns` names those read in other ways."""

    def rows_of(self, target: str, *, count: Literal["none", "capped", "exact"] = "none") -> RowsHandle:
        """The rows of another component of this screen, by its id; they are not asked for again."""

    def steering(self, target: str, also: Sequence[str] = ()) -> Steering:
        """What steers the rows of another component of this screen, by its id. The components `also`, over the same
        table, follow its search and filters."""

    def record(self, table: str, id: object, *, columns: Sequence[str] = (), is_optional: bool = False) -> RecordHandle:
        """One row, by its identifier in addresses. An optional one may be missing: then `row` is an empty object."""

    def figures(
        self, binding: RowsBinding, measures: Sequence[Measure], groups: Sequence[Grouping] = ()
    ) -> FiguresHandle:
        """Aggregates; `binding.sort` may name groups and measures."""

    def log(
        self,
        of: Literal["history", "deleted", "comments", "mentions", "new_mentions", "returns"],
        table: str | None = None,
        id: object = None,
    ) -> LogHandle:
        """What is kept beside one row, or (`deleted`) beside a built-in table, or about whoever looks
        (`mentions`, all or the new ones).
        `returns` is what having a table be as it was at the moment `id` would do, `older` then to how many rows."""

    def allowed(self, verb: Literal["read", "create", "update", "delete", "comment"], table: str) -> Allowed:
        """A test: the actor may do this to some rows of a table."""

    # --- where the screen stands ----------------------------------------------------------------------------------
    @property
    def surroundings(self) -> Surroundings:
        """The app around the screen."""

    # --- events and state -----------------------------------------------------------------------------------------
    def event(
        self,
        name: str,
        steps: Sequence[Step],
        *,
        on: Literal["button", "submit", "input", "island"] = "button",
        payload: Sequence[str] = (),
    ) -> Trigger:
        """An event with its steps. `button` for buttons anywhere (works without JavaScript), `submit` for buttons that
        send the form around them, `input` for `change` of a control, `island` for events an island emits. Steps see
        the names of this build and `event.<key>` (declared in `payload`, values from the browser)."""

    def form(
        self,
        *,
        record: RecordHandle | None = None,
        start: RecordHandle | None = None,
        name: str = "form",
        on_submit: Sequence[Step] = (),
    ) -> FormHandle:
        """A form; with a record its fields start with the record's values. A new row may `start` as another, but for
        what tells rows apart and for files."""

    def field(
        self,
        name: str,
        *,
        type: FieldType = "text",
        column: Column | None = None,
        default: object = None,
        required: bool = False,
        multiple: bool = False,
        columns: Sequence[Column] = (),
    ) -> FieldHandle:
        """Declares an input of the form around this component; posted text is converted to `type`. With `columns` it
        holds a key of several values, joined as `row_id()` does, and the form gets a value for each of them."""

    @property
    def is_in_form(self) -> bool: ...

    def panel(self) -> PanelHandle:
        """This component as a panel or dialog that is shown while the address says so."""

    def only_when(self, test: Code) -> Build:
        """A build whose data is only asked for while the test holds: for tabs and other parts that are mostly hidden.
        What it builds must stand inside `when(test, …)`."""

    def url_state(self, name: str, default: str | None = None) -> UrlState:
        """A value of this component kept in the address: the active tab, an open panel, a page of a calendar."""

    def region(self, body: Part) -> Nodes:
        """A part that is replaced on its own; for parts of a large component. Not inside `<table>` or `<select>`."""

    def island(self) -> Nodes:
        """Attributes for the element that `island.js` upgrades (`data-island`, `data-keep`); the module is loaded only
        on screens that use it."""

    def fail(self, path: Sequence[str | int], message: str, hint: str | None = None) -> NoReturn:
        """Refuse the definition, pointing at a property of this component."""
