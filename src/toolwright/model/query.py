"""Queries: a named, parameterised request to a data source, which is a table to whoever reads its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from toolwright.errors import phrase
from toolwright.model.base import Model, Name, RowExpression
from toolwright.model.table import Column, DataType, Table, TableKind

_Single = str | int | float | bool | None
SampleValue = _Single | list[_Single]
"""A value as the API takes it: one, or a list of them."""

QUERIES = "queries"
"""Stands where a table of a data source has the name of its source: `queries.open_by_team`."""

MAX_SQL = 50_000


_PARAMETER_TYPES: Mapping[str, DataType] = {
    "text": DataType.TEXT,
    "whole": DataType.INTEGER,
    "number": DataType.DECIMAL,
    "boolean": DataType.BOOLEAN,
    "date": DataType.DATE,
    "datetime": DataType.DATETIME,
}


class Parameter(Model):
    """A value that a query is asked with; `{{ name }}` in its text."""

    name: Name
    type: Literal["text", "whole", "number", "boolean", "date", "datetime"] = "text"
    many: bool = Field(False, description="A list of such values, for `in ({{ name }})`.")
    required: bool = Field(False, description="Refuse to run without a value.")
    default: str | None = Field(
        None, max_length=4000, description="What it is when nobody says: text, or `{{ … }}` over `user`."
    )
    label: str | None = None
    help: str | None = None

    @property
    def data_type(self) -> DataType:
        """What its value, or each of its values, is."""
        return _PARAMETER_TYPES[self.type]

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Parameter:
        if self.required and self.default is not None:
            raise ValueError("a required parameter has no default")
        if self.name == "user":
            raise ValueError("`user` is the person who asks and cannot be a parameter")
        return self


class QueryColumn(Model):
    """A column of the result."""

    name: Name
    native: str | None = Field(None, description="What the data source calls it, when that is no plain name.")
    value: RowExpression | None = Field(
        None, description="Computed from the other columns of its row; columns without are those of the result."
    )
    type: DataType = DataType.TEXT
    label: str | None = None
    help: str | None = None
    sensitive: bool = Field(False, description="Reads are recorded in the audit log.")
    long: bool = Field(False, description="Long text: left out of lists.")

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, given: object) -> object:
        return {"name": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _computed_or_found(self) -> QueryColumn:
        if self.value is not None and self.native is not None:
            raise ValueError("a computed column is not called anything by the data source")
        return self

    @property
    def source_name(self) -> str:
        """What it is called in the result."""
        return self.native if self.native is not None else self.name


class Sample(Model):
    """Values to try a query with while it is written."""

    name: str = Field(min_length=1, max_length=100, description="What they stand for.")
    values: dict[Name, SampleValue] = Field(default_factory=dict, description="Values by the name of a parameter.")


class Query(Model):
    """What is asked of a data source, in its own language."""

    title: str | None = None
    description: str | None = None
    source: Name | None = Field(None, description="The data source it asks; empty for the built-in database.")
    sql: str = Field(
        min_length=1,
        max_length=MAX_SQL,
        description="`{{ name }}` is a value, never text; `[[ … ]]` is left out when a parameter in it is empty.",
    )
    parameters: tuple[Parameter, ...] = ()
    samples: tuple[Sample, ...] = Field((), max_length=50, description="Values it is tried with while it is written.")
    columns: tuple[QueryColumn, ...] = Field(
        (), description="The columns of the result, learned by running it, and those computed from them."
    )
    writes: bool = Field(False, description="It changes rows: it is run on purpose alone, and its changes are kept.")
    max_rows: int | None = Field(
        None, ge=1, le=100_000, description="Most rows of the result; the limit of the installation when empty."
    )
    timeout_s: float | None = Field(None, gt=0, le=600, description="Seconds it may take; as the source when empty.")
    cache_s: int | None = Field(
        None,
        ge=1,
        le=86_400,
        description="Seconds for which a result may be given again, to the same values; asked each time when empty.",
    )
    icon: str | None = None

    @model_validator(mode="after")
    def _reads_to_be_kept(self) -> Query:
        if self.writes and self.cache_s is not None:
            raise ValueError("a query that changes rows is run each time and has no `cache_s`")
        return self

    @model_validator(mode="after")
    def _no_duplicates(self) -> Query:
        for what, names in (
            ("parameter", self.parameters),
            ("column", self.columns),
            ("sample", self.samples),
        ):
            if len({one.name for one in names}) < len(names):
                raise ValueError(phrase("a {what} is there twice", what=phrase(what)))
        return self


def query_ref(name: str) -> str:
    """What the rows of a query are called where a table is named."""
    return f"{QUERIES}.{name}"


def query_name(ref: str) -> str | None:
    """The query that a table reference means; None when it means a table."""
    return ref.removeprefix(f"{QUERIES}.") if ref.startswith(f"{QUERIES}.") else None


def table_of(query: Query) -> Table:
    """A query as the table that its result is."""
    columns = tuple(
        Column(
            name=one.name,
            native=one.native,
            type=one.type,
            formula=one.value,
            label=one.label,
            help=one.help,
            sensitive=one.sensitive,
            long=one.long,
            read_only=True,
        )
        for one in query.columns
    )
    return Table(
        title=query.title,
        description=query.description,
        kind=TableKind.QUERY,
        columns=columns,
        icon=query.icon,
        hidden=True,
    ).model_copy(update={"asks": query})
