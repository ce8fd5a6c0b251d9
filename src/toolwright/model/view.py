"""Views: a saved selection or summary of a table, which is a table to everything else and has grants of its own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from toolwright.model.base import Model, Name, RowExpression, TableRef

ColumnPath = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}$")]
"""A column of the table, or one reached over its relations: `customer.city`."""


class ViewColumn(Model):
    """A column a view shows. Its name alone stands for the table's column of that name."""

    name: Name
    value: ColumnPath | None = Field(None, description="The column it shows, when it is called differently.")
    label: str | None = None
    help: str | None = None
    read_only: bool = Field(False, description="Whether it is shown here but not changed.")

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, given: object) -> object:
        return {"name": given} if isinstance(given, str) else given


class ViewGroup(Model):
    """What rows are put together by. Its name alone stands for the table's column of that name."""

    name: Name
    value: ColumnPath | None = Field(None, description="The column grouped by, when it is called differently.")
    bucket: Literal["hour", "day", "week", "month", "quarter", "year"] | None = Field(
        None, description="Dates that fall into the same one are put together."
    )
    label: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, given: object) -> object:
        return {"name": given} if isinstance(given, str) else given


class ViewMeasure(Model):
    """A figure over the rows of a group."""

    name: Name
    function: Literal["count", "count_distinct", "sum", "avg", "min", "max", "median"] = "count"
    value: ColumnPath | None = Field(None, description="The column it is taken of; rows are counted when empty.")
    label: str | None = None


class View(Model):
    """Which rows of which table, and what of them: `columns` for a selection, `group` and `measures` for a summary."""

    of: TableRef = Field(description="The table, or another view.")
    filter: RowExpression | None = Field(None, description="Which rows; those of its relations may be asked about too.")
    columns: tuple[ViewColumn, ...] = Field((), description="All columns of the table when empty.")
    group: tuple[ViewGroup, ...] = ()
    measures: tuple[ViewMeasure, ...] = ()

    @property
    def is_summary(self) -> bool:
        """Whether it shows figures instead of rows."""
        return bool(self.group or self.measures)
