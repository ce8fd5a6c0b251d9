"""Roles: who may do what. Grants only ever add; nothing takes away, so order never matters."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from toolwright.model.base import ColumnName, Model, Name, RowExpression

BUILT_IN_ROLES: tuple[str, ...] = ("admin", "power", "basic", "public")
"""Strongest first; each holds what the next holds. `admin` designs the workspace, `public` is anybody."""


class RowVerb(StrEnum):
    """What can be done to rows."""

    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    COMMENT = "comment"


class TableGrant(Model):
    """Rights on the rows of one table, or of all tables of a source (`erp.*`) or of the workspace (`*`)."""

    table: str = Field(pattern=r"^(\*|[a-z][a-z0-9_]*(\.([a-z][a-z0-9_]*|\*))?)$")
    can: tuple[RowVerb, ...] = (RowVerb.READ,)
    rows: RowExpression | None = Field(None, description="Only rows for which this holds; may use `user`.")
    columns: tuple[ColumnName, ...] | None = Field(None, description="Only these columns; all when empty.")
    hide: tuple[ColumnName, ...] = Field((), description="These columns are not part of the grant.")
    read_only: tuple[ColumnName, ...] = Field(
        (), description="These columns may be read but not written under this grant."
    )
    mask: tuple[ColumnName, ...] = Field((), description="These columns are shown as dots.")


class ScreenGrant(Model):
    """The right to open screens: `app` for a whole app or `app/screen` for one."""

    screen: str = Field(pattern=r"^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)?$")


class SourceGrant(Model):
    """The right to see that a data source exists and browse its schema."""

    source: Name
    can: tuple[Literal["read", "design"], ...] = ("read",)


def _sort_of_grant(value: object) -> str | None:
    """Which grant is meant, read from the key that names its object; so errors speak of that grant alone."""
    for key, grant in (("table", TableGrant), ("screen", ScreenGrant), ("source", SourceGrant)):
        if isinstance(value, grant) or (isinstance(value, dict) and key in value):
            return grant.__name__
    return None


Grant = Annotated[
    Annotated[TableGrant, Tag("TableGrant")]
    | Annotated[ScreenGrant, Tag("ScreenGrant")]
    | Annotated[SourceGrant, Tag("SourceGrant")],
    Discriminator(
        _sort_of_grant,
        custom_error_type="grant",
        custom_error_message="A grant names a `table`, a `screen` or a `source`",
    ),
]
"""Any sort of grant."""


class Role(Model):
    """A named set of grants. A file named like a built-in role adds grants to that role."""

    title: str
    description: str | None = None
    inherits: tuple[Name, ...] = ()
    grants: tuple[Grant, ...] = ()

    @model_validator(mode="after")
    def _no_duplicates(self) -> Role:
        if len(set(self.inherits)) != len(self.inherits):
            raise ValueError("a role is inherited twice")
        return self
