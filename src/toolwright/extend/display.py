"""Values of rows on the page: what a column of a table, a field of a detail view or a line of a card shows, and how.

`DisplayField` is what a builder writes (or leaves out); `shown_fields` joins it with the schema, so that an app without
any setting already has human labels, badges, links, check marks and numbers that line up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from toolwright.errors import did_you_mean, phrase
from toolwright.extend.build import Build
from toolwright.extend.file_view import files_shown
from toolwright.extend.format import LIST_WIDTH, Format, default_columns, format_of, is_people
from toolwright.extend.markup import join, lookup
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.row_types import LINKED
from toolwright.extend.tone import badge_options
from toolwright.model.base import Expr, Model
from toolwright.model.table import Column, DataType, Relation, Table, humanise


class DisplayField(Model):
    """One value of a row, shown."""

    column: str | None = Field(
        None, json_schema_extra={"x-column": True}, description="A column, or a relation whose row's name is shown."
    )
    value: Expr[str] | None = Field(None, description="`{{ … }}` over `row`, instead of a column.")
    label: str | None = Field(None, description="Heading; the column's label when empty.")
    format: Format = Field(Format.AUTO, description="How the value is written; by its type when automatic.")
    currency: str | None = Field(None, description="ISO 4217 code for amounts.", pattern="^[A-Z]{3}$")
    decimals: int | None = Field(None, ge=0, le=10, description="Decimals of numbers.")
    align: Literal["auto", "start", "center", "end"] = Field(
        "auto", description="Numbers stand at the end by themselves."
    )
    width: Literal["auto", "narrow", "wide"] = Field("auto", description="Share of the width.")
    to: Expr[str] | None = Field(None, description="Address the value links to: `/customers/{{ row.customer_id }}`.")
    hidden: bool = Field(False, description="Left out at first; people can turn it on.")
    wide: bool = Field(False, description="Takes the full width of a detail view.")


Entry = str | DisplayField
"""A column or relation by name, or with settings."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field joined with the schema."""

    key: str
    label: str
    format: Format
    value: Code | str
    column: Column | None
    relation: Relation | None
    settings: DisplayField

    @property
    def align(self) -> str | None:
        """`end` for what is compared by size, None for the start."""
        if self.settings.align != "auto":
            return None if self.settings.align == "start" else self.settings.align
        return "end" if self.format in _NUMERIC and self.relation is None else None

    @property
    def policy_column(self) -> str | None:
        """The column whose read right decides whether it is shown; None for a computed value."""
        if self.relation is not None:
            return self.relation.columns[0]
        return self.column.name if self.column else None

    @property
    def sort_column(self) -> str | None:
        """The column that sorting by it sorts by."""
        is_sorted = self.column is not None and self.column.type not in _UNSORTED and self.column.whom != "account"
        return self.column.name if self.column and is_sorted else None

    @property
    def is_link(self) -> bool:
        """Whether the value is a link of its own, which no other link may surround."""
        return self.settings.to is not None or self.format in _LINKS

    @property
    def is_long(self) -> bool:
        """Whether it needs the full width of a detail view."""
        return self.settings.wide or self.format in {Format.LONG, Format.MARKDOWN, Format.RICH, Format.JSON}

    def nodes(self, build: Build, *, in_list: bool = False) -> Nodes:
        """The value on the page, for a build in which `row` holds. Lists cut long text and show moments as ages."""
        shown = self._plain(build, in_list)
        if self.settings.to is None or self.format in _LINKS:
            return shown
        relation = " data-relation" if self.relation else ""
        return build.when(
            _as_code(build, self.value),
            join(f'<a{relation} href="', build.url(self.settings.to), '">', shown, "</a>"),
            shown,
        )

    def _plain(self, build: Build, in_list: bool) -> Nodes:
        if self.format is Format.AUTO:
            return build.text(self.value)
        if self.format is Format.DATETIME and not in_list and self.settings.format is Format.AUTO:
            return build.text(self.value, "datetime")
        special = _SPECIAL.get(self.format)
        if special is not None:
            return special(self, build, in_list)
        return build.text(self.value, self.format.value, **self._options())

    def _options(self) -> dict[str, object]:
        if self.format is Format.BADGE and self.column is not None:
            return dict(badge_options(self.column.options))
        cell = self.column.cell if self.column is not None else None
        if cell is not None and cell.format == self.format.value:
            given = {"currency": self.settings.currency, "decimals": self.settings.decimals}
            return {**cell.options, **{name: value for name, value in given.items() if value is not None}}
        if self.format is Format.CURRENCY:
            return {"currency": self.settings.currency or "EUR"}
        decimals = self.settings.decimals
        if decimals is None and self.format is Format.NUMBER and self.column and self.column.type is DataType.DECIMAL:
            decimals = self.column.scale
        return {"decimals": decimals} if decimals is not None and self.format in _WITH_DECIMALS else {}


_NUMERIC = {Format.NUMBER, Format.PERCENT, Format.CURRENCY, Format.BYTES, Format.DURATION}
_WITH_DECIMALS = {Format.NUMBER, Format.PERCENT}
_LINKS = {Format.EMAIL, Format.PHONE, Format.URL, Format.FILES}
_NAMING = {Format.AUTO, Format.PERSON, Format.PEOPLE}
_UNSORTED = {DataType.JSON, DataType.BINARY, DataType.LIST, DataType.OTHER}


def _as_code(build: Build, value: Code | str) -> Code:
    return value if isinstance(value, Code) else build.value(value)


def _mono(field: ShownField, build: Build, in_list: bool) -> Nodes:
    del in_list
    return join('<span class="tw-mono">', build.text(field.value), "</span>")


def _long(field: ShownField, build: Build, in_list: bool) -> Nodes:
    return build.text(field.value, "truncate", length=120) if in_list else build.text(field.value, "lines")


def _markdown(field: ShownField, build: Build, in_list: bool) -> Nodes:
    if in_list:
        return build.text(field.value, "truncate", length=120)
    return join('<div class="tw-prose">', build.text(field.value, "markdown"), "</div>")


def _json(field: ShownField, build: Build, in_list: bool) -> Nodes:
    if in_list:
        return join('<span class="tw-mono">', build.text(field.value, "json"), "</span>")
    return join(
        '<pre class="tw-code" tabindex="0"><code>', build.text(field.value, "json", indent=True), "</code></pre>"
    )


def _url(field: ShownField, build: Build, in_list: bool) -> Nodes:
    del in_list
    text = build.text(field.value)
    link = join('<a rel="noopener noreferrer" href="', build.url(field.value), '">', text, "</a>")
    return build.when(_as_code(build, field.value), link)


def _image(field: ShownField, build: Build, in_list: bool) -> Nodes:
    kind = "tw-cell-image" if in_list else "tw-detail-image"
    source = build.text(field.value, "image_url")
    picture = join(f'<img class="{kind}" alt="" loading="lazy" src="', source, '">')
    return build.when(_as_code(build, field.value), picture)


def _person(field: ShownField, build: Build, in_list: bool) -> Nodes:
    del in_list
    code = _as_code(build, field.value)
    mark = join('<span class="tw-avatar" aria-hidden="true">', build.text(Code(f"initials({code.source})")), "</span>")
    return build.when(code, join('<span class="tw-person">', mark, build.text(field.value), "</span>"))


def _boolean(field: ShownField, build: Build, in_list: bool) -> Nodes:
    return build.text(field.value, "boolean", word=not in_list)


def _rich(field: ShownField, build: Build, in_list: bool) -> Nodes:
    text = build.text(field.value, "rich")
    return text if in_list else join('<div class="tw-prose">', text, "</div>")


def _people(field: ShownField, build: Build, in_list: bool) -> Nodes:
    del in_list
    inside = build.with_names("someone")
    mark = join('<span class="tw-avatar" aria-hidden="true">', inside.text(Code("initials(someone)")), "</span>")
    one = join('<span class="tw-person">', mark, inside.text(Code("someone")), "</span>")
    return join('<span class="tw-badges">', build.each(_as_code(build, field.value), "someone", one), "</span>")


def _moment(field: ShownField, build: Build, in_list: bool) -> Nodes:
    return build.text(field.value, "relative" if in_list and field.settings.format is Format.AUTO else "datetime")


def _files(field: ShownField, build: Build, in_list: bool) -> Nodes:
    value = _as_code(build, field.value).source
    if field.column is None or field.column.files is None or not field.column.files.table:
        return build.text(field.value)
    shown = files_shown(build, field.column, field.column.files, value, in_list=in_list)
    return build.when(Code(f"is_text({value})"), build.text(field.value), build.when(Code(value), shown))


_SPECIAL = {
    Format.MONO: _mono, Format.LONG: _long, Format.MARKDOWN: _markdown, Format.JSON: _json, Format.URL: _url,
    Format.BOOLEAN: _boolean, Format.IMAGE: _image, Format.PERSON: _person, Format.DATETIME: _moment,
    Format.RICH: _rich, Format.PEOPLE: _people, Format.FILES: _files,
}  # fmt: skip


def shown_fields(
    build: Build,
    table: Table,
    entries: Sequence[Entry],
    *,
    key: str = "columns",
    owner: str = "row",
    in_list: bool = False,
) -> list[ShownField]:
    """The entries joined with the schema. Without entries: every column that fits, in the table's order."""
    wanted = list(entries) or _default_entries(table, in_list)
    return [_shown(build, table, entry, (key, place), owner) for place, entry in enumerate(wanted)]


def _default_entries(table: Table, in_list: bool) -> list[Entry]:
    """What is shown of a table nobody has set up: in lists the ninth column and later ones start turned off."""
    names = default_columns(table, in_list=in_list)
    if not in_list:
        return list(names)
    return [name if place < LIST_WIDTH else DisplayField(column=name, hidden=True) for place, name in enumerate(names)]


def _shown(build: Build, table: Table, entry: Entry, path: tuple[str | int, ...], owner: str) -> ShownField:
    settings = DisplayField(column=entry) if isinstance(entry, str) else entry
    if settings.value is not None:
        label = settings.label or (humanise(settings.column) if settings.column else "")
        return ShownField(
            settings.column or f"value_{path[-1]}", label, settings.format, settings.value, None, None, settings
        )
    wanted = settings.column
    if wanted is None:
        build.fail(path, "A field needs a column or a value.")
    relation = table.relation_by_name.get(wanted) or _relation_of(table, wanted)
    column = table.by_name.get(wanted) or (table.by_name.get(relation.columns[0]) if relation else None)
    if column is None:
        known = [*table.by_name, *table.relation_by_name]
        build.fail(
            (*path, "column"),
            phrase("The table has no column or relation '{wanted}'.", wanted=wanted),
            did_you_mean(wanted, known),
        )
    if relation is not None and settings.format is Format.AUTO:
        found = _relation_shown(build, relation, column, settings, owner)
        if found is not None:
            return found
    chosen = settings.format if settings.format is not Format.AUTO else format_of(table, column)
    if column.links is not None and settings.format is Format.AUTO:
        value = linked_names(build, column, column.links.target, owner)
        return ShownField(column.name, settings.label or column.title, Format.BADGE, value, column, None, settings)
    value = lookup(owner, column.name)
    if column.whom is not None and settings.format in _NAMING:
        value = people_names(column, owner)
    return ShownField(column.name, settings.label or column.title, chosen, value, column, None, settings)


def linked_names(build: Build, column: Column, target: str, owner: str) -> Code:
    """The names of the rows that a column of links leads to, as a list."""
    display = build.table(target).display
    if display is None:
        return lookup(owner, column.name)
    rows = f'{owner}["{column.name}{LINKED}"]'
    return Code(f"[{lookup('item', display).source} for item in ({rows} or [])]")


def people_names(column: Column, owner: str) -> Code:
    """The name of whom a column refers to, or their names as a list; its own values where names are not told."""
    found = f'{owner}["{column.name}{LINKED}"]'
    if column.type is DataType.LIST:
        return Code(f"[someone.name for someone in ({found} or [])] or {lookup(owner, column.name).source}")
    return Code(f"{found}.name or {lookup(owner, column.name).source}")


def _relation_of(table: Table, column: str) -> Relation | None:
    return next((relation for relation in table.relations if relation.columns == (column,)), None)


def _relation_shown(
    build: Build, relation: Relation, column: Column, settings: DisplayField, owner: str
) -> ShownField | None:
    target = build.table(relation.target)
    if target.display is None or target.display not in target.by_name:
        return None
    label = settings.label or relation.label or column.title
    chosen = Format.PERSON if is_people(relation.target) else Format.TEXT
    value = lookup(owner, relation.name, target.display)
    return ShownField(relation.name, label, chosen, value, column, relation, settings)
