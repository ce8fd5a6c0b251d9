"""Tables: what the columns, keys and relations of rows are.

A table of a data source is described by introspection and kept as a definition, so that screens compile and are checked
without asking the database, and so that labels, the display column and hidden columns can be refined by hand.
`name` of a column is permanent and fit for expressions; `native` is what the database calls it, when that differs.

An internal table is designed: its columns name a `kind` with `settings`, and loading works out the rest
(`extend.design`), so that to everything else it looks like any other table.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, JsonValue, field_validator
from pydantic.json_schema import SkipJsonSchema

from toolwright.errors import phrase
from toolwright.model.base import ColumnName, Expr, Model, Name, RowExpression, SortKey, TableRef
from toolwright.model.view import View


class DataType(StrEnum):
    """The types of values that pass through the data plane. JSON forms in brackets."""

    TEXT = "text"
    INTEGER = "integer"
    """Up to 64 bits; beyond 2**53 it travels as a string in JSON."""
    DECIMAL = "decimal"
    """Exact; travels as a string in JSON."""
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    """With a zone when the database keeps one (`zoned`), otherwise as stored."""
    DURATION = "duration"
    UUID = "uuid"
    JSON = "json"
    BINARY = "binary"
    """Never part of a list; read one row at a time, base64 in JSON."""
    LIST = "list"
    OTHER = "other"
    """A type we show as text and do not write."""


TONES = ("neutral", "blue", "green", "amber", "red", "violet")


class Option(Model):
    """One allowed value of a column."""

    value: str
    label: str | None = None
    tone: Annotated[str, Field(json_schema_extra={"enum": list(TONES)})] | None = Field(
        None, description="neutral, blue, green, amber, red or violet; chosen by rule when empty."
    )


ROW_ID = "row_id"
"""The kind of the key of every internal table."""


class Cell(Model):
    """How the values of a column are shown, where type and name do not say it."""

    format: str = Field(description="As in the columns of a table component: `email`, `rating`, `currency`, …")
    options: dict[str, JsonValue] = Field(default_factory=dict, description="What that format can be told.")


class Control(Model):
    """What edits the values of a column, where the type does not say it."""

    kind: Name = Field(description="A component for forms: `rating_field`, `color_field`, …")
    settings: dict[str, JsonValue] = Field(default_factory=dict, description="Its settings besides name and label.")


class Stamp(StrEnum):
    """What the data plane itself writes into a column of an internal table."""

    CREATED_AT = "created_at"
    CREATED_BY = "created_by"
    UPDATED_AT = "updated_at"
    UPDATED_BY = "updated_by"


class Links(Model):
    """Rows of another table that a row is linked to, any number, kept as pairs in a table of their own."""

    target: TableRef
    pairs: str = Field("", description="The table of the pairs, in the database.")
    on_delete: Literal["restrict", "cascade"] = Field(
        "cascade", description="When a linked row is deleted: refuse, or remove its links."
    )


class Lookup(Model):
    """A value of the row that a relation leads to, or those of all rows that links lead to, as a list."""

    relation: Name = Field(description="The relation, or a column of links.")
    column: Name
    over: Links | None = Field(None, description="Those links, when it is one.")


class Rollup(Model):
    """A figure over the rows of another table that refer to this row."""

    table: TableRef | None = Field(None, description="That table; the one links of this table lead to when empty.")
    relation: Name = Field(description="Its relation that leads here, or a column of links of either table.")
    over: Links | None = Field(None, description="Those links, when it is one.")
    is_own: bool = Field(False, description="Whether these are links of this table.")
    function: Literal["count", "count_distinct", "sum", "avg", "min", "max"] = "count"
    column: Name | None = Field(None, description="What is counted or summed up; rows when empty.")
    filter: RowExpression | None = Field(None, description="Which of those rows count.")


class Files(Model):
    """Files that a row holds: the row says what they are, and their content lies in the file storage."""

    many: bool = Field(False, description="Whether the value is a list of files, and not one.")
    at_most: int = Field(1, description="The most files.")
    types: tuple[str, ...] = Field(
        (), description="Types of content it takes, `image/*` for all of a sort; any when empty."
    )
    max_bytes: int | None = Field(None, description="The largest file; what the installation allows when empty.")
    pictures: bool = Field(False, description="Whether they are pictures to look at.")
    table: str = Field("", description="The table or view whose rows hold them.")


class Column(Model):
    """One column of a table. Columns of data sources say their `type`, columns of internal tables their `kind`."""

    name: Name
    native: str | None = Field(None, description="The database's own name, when it differs from `name`.")
    label: str | None = None
    help: str | None = None
    kind: Name | None = Field(None, description="The kind of a column of an internal table: `email`, `select`, …")
    settings: dict[str, JsonValue] = Field(default_factory=dict, description="What that kind can be told.")
    default: Expr[JsonValue] = Field(None, description="Value of new rows that give none; or `{{ … }}`.")
    type: DataType = Field(DataType.OTHER, description="The type of its values; a `kind` decides that by itself.")
    native_type: str | None = Field(None, description="The database's own type, for people: `varchar(80)`.")
    required: bool = Field(False, description="A value must be given: not null and no default.")
    nullable: bool = True
    has_default: bool = Field(False, description="The database fills it when no value is given.")
    read_only: bool = Field(False, description="Computed by the database; never written.")
    max_length: int | None = None
    precision: int | None = None
    scale: int | None = None
    zoned: bool = Field(False, description="A date-time that keeps its zone.")
    wall_clock: bool = Field(
        False, description="A date-time as a clock on the wall shows it: zones of values given are dropped."
    )
    options: tuple[Option, ...] = ()
    sensitive: bool = Field(False, description="Reads are recorded in the audit log.")
    long: bool = Field(False, description="Long text: left out of lists, edited in a tall field.")
    formula: RowExpression | None = Field(None, description="Computed from other columns of the row; never written.")
    stamp: Stamp | None = Field(None, description="Written by the data plane itself.")
    lookup: Lookup | None = Field(None, description="Looked up when the row is read; never written.")
    rollup: Rollup | None = Field(None, description="Worked out when the row is read; never written.")
    links: Links | None = Field(None, description="Keys of rows of another table, kept as pairs.")
    files: Files | None = Field(None, description="Its values say which files the row holds.")
    people: bool = Field(False, description="Its values are e-mail addresses of people, who are shown by name.")
    cell: Cell | None = Field(None, description="How its values are shown, where type and name do not say it.")
    control: Control | None = Field(None, description="What edits it, where the type does not say it.")

    @property
    def source_name(self) -> str:
        """The name to use towards the database."""
        return self.native if self.native is not None else self.name

    @property
    def is_stored(self) -> bool:
        """Whether the column has values of its own, and is not worked out from other rows each time."""
        return self.lookup is None and self.rollup is None and self.links is None

    @property
    def whom(self) -> Literal["account", "address"] | None:
        """What its values are of people: the ids of their accounts, or their addresses."""
        if self.stamp in (Stamp.CREATED_BY, Stamp.UPDATED_BY):
            return "account"
        return "address" if self.people else None

    @property
    def is_ours(self) -> bool:
        """Whether the data plane itself gives it its values: the key, who and when, formulas."""
        return self.kind == ROW_ID or self.stamp is not None or self.formula is not None

    @property
    def title(self) -> str:
        """The label people see."""
        return self.label or humanise(self.name)


class Relation(Model):
    """A foreign key: these columns hold the key of one row of `target`."""

    name: Name = Field(description="Name in expressions: `row.customer.name`.")
    columns: tuple[Name, ...]
    target: TableRef
    target_columns: tuple[Name, ...]
    label: str | None = None
    inverse_label: str | None = Field(None, description="Heading of the list of these rows on the target's page.")
    on_delete: Literal["restrict", "cascade", "clear"] | None = Field(
        None,
        description="What happens to these rows when the target goes, in internal tables; `restrict` when empty.",
    )


class Check(Model):
    """A condition that every row of an internal table satisfies."""

    rule: RowExpression = Field(description="Over the columns of the row: `ends_on >= starts_on`.")
    message: str = Field(description="What a person is told whose row does not.")
    field: ColumnName | None = Field(None, description="The column the message stands at.")


class Keep(Model):
    """How long history and bin of an internal table go back: no further than either says."""

    days: int | None = Field(None, ge=1, le=36_500, description="For so many days; for ever when empty.")
    changes: int | None = Field(
        None, ge=1, le=100_000, description="So many changes of each row, the last ones; all when empty."
    )


class NativeName(Model):
    """How the database addresses the table."""

    schema_name: str | None = Field(None, alias="schema")
    table: str

    model_config = Model.model_config | {"populate_by_name": True}


class TableKind(StrEnum):
    """What stands behind the rows."""

    TABLE = "table"
    VIEW = "view"
    PAIRS = "pairs"
    """What links of rows are kept in; made by us, and no table to anybody."""
    QUERY = "query"
    """The result of a query; made by us from its definition."""


class Table(Model):
    """Rows with a schema."""

    title: str | None = None
    singular: str | None = Field(None, description="One row of it: `ticket`.")
    description: str | None = None
    source: Name | None = Field(None, description="The data source it lives in; empty for an internal table.")
    native: NativeName | None = None
    kind: TableKind = TableKind.TABLE
    view: View | None = Field(None, description="What it shows of another table; it then has no columns of its own.")
    columns: tuple[Column, ...] = Field((), description="Its columns; those of a view follow from what it shows.")
    primary_key: tuple[ColumnName, ...] = ()
    unique: tuple[tuple[ColumnName, ...], ...] = ()
    indexes: tuple[tuple[ColumnName, ...], ...] = ()
    search: tuple[ColumnName, ...] = Field(
        (), description="The columns of an internal table that a search looks up words in, the most telling ones first."
    )
    relations: tuple[Relation, ...] = ()
    sort: tuple[SortKey, ...] = Field((), description="The order of its rows when nobody asks for another.")
    display: ColumnName | None = Field(None, description="The column that names a row to people.")
    icon: str | None = None
    hidden: bool = Field(False, description="Left out of navigation and generated screens.")
    rows_estimate: int | None = Field(None, description="About how many rows it held when it was described.")
    filter: RowExpression | None = Field(None, description="A standing filter: rows outside it do not exist here.")
    keep: Keep | None = Field(None, description="How long history and bin go back; for ever when empty.")
    checks: tuple[Check, ...] = Field((), description="Conditions on the rows of an internal table.")
    joined: SkipJsonSchema[dict[str, Table]] = Field(default_factory=dict, exclude=True, repr=False)
    """The tables that lookups and rollups read, by reference: worked out on load, never part of a definition."""
    asks: SkipJsonSchema[Model | None] = Field(None, exclude=True, repr=False)
    """The query whose result this is (`model.query`): worked out on load, never part of a definition."""

    @field_validator("joined", mode="before")
    @classmethod
    def _is_worked_out(cls, given: object) -> object:
        if isinstance(given, dict) and all(isinstance(table, Table) for table in given.values()):
            return given
        raise ValueError("this is worked out on load and cannot be given")

    @field_validator("asks", mode="before")
    @classmethod
    def _is_never_given(cls, _given: object) -> object:
        raise ValueError("this is worked out on load and cannot be given")

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by permanent name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def relation_by_name(self) -> dict[str, Relation]:
        """Relations by name."""
        return {relation.name: relation for relation in self.relations}

    @property
    def is_internal(self) -> bool:
        """Whether the rows are ours: no data source, columns of kinds."""
        return self.source is None and self.view is None and self.kind is not TableKind.QUERY

    @property
    def is_writable(self) -> bool:
        """Whether rows can be told apart and changed: a table with a primary key."""
        return self.kind is not TableKind.PAIRS and bool(self.primary_key) and self.read_only_reason is None

    @property
    def read_only_reason(self) -> str | None:
        """Why rows cannot be changed, for people; None when they can."""
        if self.view is not None:
            return self._why_no_row_of_a_view_changes(self.view)
        if self.kind is TableKind.QUERY:
            return "This is the result of a query, so its rows can be read but not changed."
        if self.kind is TableKind.VIEW:
            return "This is a database view, so its rows can be read but not changed."
        if not self.primary_key:
            return "This table has no primary key, so rows cannot be told apart and are read-only."
        return None

    def _why_no_row_of_a_view_changes(self, view: View) -> str | None:
        if view.is_summary:
            return "These are figures, which are worked out: the rows behind them are changed in their table."
        base = self.joined.get(view.of)
        if base is None or base.view is not None:
            return phrase("This is a view of the view {of}: its rows are changed there.", of=view.of)
        return base.read_only_reason


_SHORT_WORDS = frozenset(
    [
        "api", "bic", "cpu", "crm", "csv", "dns", "ean", "eta", "faq", "gps", "gtin", "html", "http", "https", "iban",
        "id", "ip", "isbn", "json", "kpi", "mac", "os", "pdf", "pid", "qr", "ram", "rss", "seo", "sku", "sla", "sms",
        "sql", "ssh", "ssl", "tls", "upc", "uri", "url", "uuid", "vat", "xml",
    ]
)  # fmt: skip


def humanise(name: str) -> str:
    """`customer_id` → "Customer", `created_at` → "Created at", `sku` → "SKU": a label for a name."""
    words = name.replace("-", "_").split("_")
    if len(words) > 1 and words[-1] == "id":
        words = words[:-1]
    shown = [word.upper() if word in _SHORT_WORDS else word for word in words if word]
    text = " ".join(shown) or name
    return text[0].upper() + text[1:]
