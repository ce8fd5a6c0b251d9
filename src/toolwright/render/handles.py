"""Handles: what `Build` answers when a component asks for data, a form, a panel or a place in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolwright.extend import nodes as ir
from toolwright.extend.build import Part, Trigger
from toolwright.extend.nodes import Address, Allowed, Carry, Code, For, If, Loaded, Nodes
from toolwright.model.table import Table
from toolwright.render.view import join

if TYPE_CHECKING:
    from toolwright.render.builder import NodeBuild
    from toolwright.render.scope import FormDraft

ROW_KEY = Code("row_key")


def query_code(name: str, default: str | None = None) -> Code:
    """The code of a query parameter."""
    return Code(f"query[{name!r}]" if default is None else f"query[{name!r}] or {default!r}")


@dataclass(frozen=True, slots=True)
class UrlValue:
    """A query parameter of the address; setting it also removes `resets`."""

    name: str
    default: str | None
    to_code: Callable[[object], Code]
    resets: tuple[str, ...] = ()

    @property
    def value(self) -> Code:
        return query_code(self.name, self.default)

    def link(self, value: object) -> Nodes:
        code = None if value is None or value == self.default else self.to_code(value)
        return (Address(((self.name, code), *((name, None) for name in self.resets))),)

    @property
    def carry(self) -> Nodes:
        return (Carry((self.name, *self.resets)),)


@dataclass(frozen=True, slots=True)
class Steering:
    """What steers rows: `prefix` begins the query parameters; components `also` follow them."""

    prefix: str
    table_ref: str
    table: Table
    to_code: Callable[[object], Code]
    also: tuple[str, ...] = ()
    page_size: int = 50

    @property
    def cursors(self) -> tuple[str, ...]:
        return tuple(f"{name}.after" for name in (self.prefix, *self.also))

    def _url(self, name: str) -> UrlValue:
        return UrlValue(f"{self.prefix}.{name}", None, self.to_code, self.cursors)

    @property
    def search(self) -> UrlValue:
        return self._url("search")

    @property
    def sort(self) -> UrlValue:
        return self._url("sort")

    @property
    def limit(self) -> UrlValue:
        return UrlValue(f"{self.prefix}.limit", str(self.page_size), self.to_code, self.cursors)

    def filter(self, column: str, test: Literal["is", "from", "to", "contains"] = "is") -> UrlValue:
        return self._url(f"f.{column}" if test == "is" else f"f.{column}.{test}")

    @property
    def clear_link(self) -> Nodes:
        names = [f"{self.prefix}.search", *self.cursors]
        for column in self.table.columns:
            names += [f"{self.prefix}.f.{column.name}{test}" for test in ("", ".from", ".to", ".contains")]
        return (Address(tuple((name, None) for name in names)),)

    def can_read(self, column: str) -> Allowed:
        return Allowed("read", self.table_ref, column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Steering):
    """Rows of a table."""

    need: str
    loaded: NodeBuild
    per_row: NodeBuild
    row_key: Code = ROW_KEY

    def sort_link(self, column: str) -> Nodes:
        turned = Code(f"{'-' + column!r} if sorted_by == {column!r} else {column!r}")
        return (Address(((f"{self.prefix}.sort", turned), (f"{self.prefix}.after", None))),)

    @property
    def next_link(self) -> Nodes:
        return (Address(((f"{self.prefix}.after", Code("next_cursor")),)),)

    @property
    def previous_link(self) -> Nodes:
        return (Address(((f"{self.prefix}.after", Code("previous_cursor")),)),)

    def show(self, body: Part, *, skeleton: Part = ()) -> Nodes:
        return (Loaded(self.need, join(body)),)

    def each(self, body: Part, otherwise: Part = ()) -> Nodes:
        return (For("row", Code("rows"), join(body), join(otherwise), need=self.need),)


@dataclass(frozen=True, slots=True)
class Record:
    """One row."""

    need: str
    table_ref: str
    table: Table
    loaded: NodeBuild
    row_key: Code = ROW_KEY

    def can_read(self, column: str) -> Allowed:
        return Allowed("read", self.table_ref, column)

    def show(self, body: Part, *, missing: Part = ()) -> Nodes:
        return (Loaded(self.need, join(body), join(missing)),)


@dataclass(frozen=True, slots=True)
class Figures:
    """Aggregates."""

    need: str
    loaded: NodeBuild

    def show(self, body: Part) -> Nodes:
        return (Loaded(self.need, join(body)),)


@dataclass(frozen=True, slots=True)
class Log:
    """What is kept beside rows."""

    need: str
    loaded: NodeBuild
    per_entry: NodeBuild
    before: UrlValue

    def show(self, body: Part) -> Nodes:
        return (Loaded(self.need, join(body)),)

    def each(self, body: Part, otherwise: Part = ()) -> Nodes:
        return (For("entry", Code("entries"), join(body), join(otherwise), need=self.need),)


@dataclass(frozen=True, slots=True)
class Form:
    """A form."""

    draft: FormDraft
    inside: NodeBuild
    submit: Trigger
    record: Code | None = None
    starts_as: Table | None = None

    @property
    def name(self) -> str:
        return self.draft.name

    @property
    def errors(self) -> Code:
        return Code("form_errors['']")

    def show(self, body: Part) -> Nodes:
        defaults = tuple((name, code) for name, code in self.draft.defaults.items() if isinstance(code, Code))
        if self.starts_as is None:
            return (ir.Form(self.draft.name, join(body), self.record, defaults),)
        names = tuple(name for name, _code in defaults if _is_copied(self.starts_as, name))
        return (ir.Form(self.draft.name, join(body), self.record, defaults, Code("row"), names),)


def _is_copied(table: Table, name: str) -> bool:
    """Whether a new row may have the value of another: not what tells rows apart, and not its files."""
    column = table.by_name.get(name)
    if column is None or column.files is not None:
        return False
    return name not in table.primary_key and (name,) not in table.unique


@dataclass(frozen=True, slots=True)
class Panel:
    """A part that the address opens."""

    is_open: Code
    row: Code
    inside: NodeBuild
    closing: Nodes

    @property
    def close_link(self) -> Nodes:
        return self.closing

    def show(self, body: Part) -> Nodes:
        names = (("panel", Code('{"row": panel_row}')),)
        bound = ir.Let((("panel_row", self.row),), (ir.Let(names, join(body)),))
        return (If(self.is_open, (bound,)),)
