"""Screens: a route, who may open it, and a tree of components with the actions their events run.

The model knows no kinds. `Node` and `Step` keep the settings of their kind as extra fields; the registry's own models
check them (`toolwright.extend`), and report the place down to the key.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from toolwright.model.base import ColumnName, Condition, Model, Name, Path, RowExpression, SortKey, TableRef
from toolwright.model.tab import in_tab


class Node(Model):
    """A component in a screen tree: its kind, and that kind's settings beside it."""

    model_config = ConfigDict(
        extra="allow", frozen=True, use_attribute_docstrings=True, json_schema_extra={"x-node": True}
    )

    kind: Name
    id: Name | None = Field(
        None, description="Permanent name inside the screen; made from kind and position when empty."
    )
    show_if: Condition | None = Field(
        None, description="`{{ … }}`: rendered only when true.", json_schema_extra=in_tab("visibility")
    )
    access: Name | None = Field(
        None,
        description="Role needed to see it; others get no trace of it.",
        json_schema_extra={"x-role": True, **in_tab("access")},
    )
    only_on: Literal["phone", "desktop"] | None = Field(
        None,
        description="Shown on narrow screens only, or on wider ones only; what it needs is loaded on both.",
        json_schema_extra=in_tab("visibility"),
    )

    @property
    def props(self) -> dict[str, Any]:  # Any: the kind's own model types them
        """The settings of the kind, unchecked."""
        return dict(self.model_extra or {})


class Step(Model):
    """One action of an event: what to do, and that action kind's settings beside it."""

    model_config = ConfigDict(
        extra="allow", frozen=True, use_attribute_docstrings=True, json_schema_extra={"x-step": True}
    )

    do: Name
    id: Name | None = Field(None, description="Later steps read its result as `steps.<id>`.")
    if_: Condition | None = Field(None, alias="if", description="`{{ … }}`: skipped when false.")
    confirm: str | None = Field(None, description="Question asked before this step runs.")

    @property
    def props(self) -> dict[str, Any]:  # Any: the kind's own model types them
        """The settings of the kind, unchecked."""
        return dict(self.model_extra or {})


class RowsBinding(Model):
    """Which rows a component shows."""

    table: TableRef
    filter: RowExpression | None = Field(None, description="Columns by name; `params`, `state`, `user` too.")
    search: str | None = Field(None, description="Text or `{{ … }}` to search for.")
    sort: tuple[SortKey, ...] = ()
    limit: int = Field(50, ge=1, le=1000, description="Rows of one page.")
    expand: tuple[ColumnName, ...] = Field((), description="Relations whose row is fetched along.")
    parameters: dict[Name, Any] = Field(
        default_factory=dict, description="Values, or `{{ … }}`, for the parameters of a query."
    )  # Any: JSON


class Screen(Model):
    """One page of an app."""

    title: str = Field(description="Text or `{{ … }}`.")
    path: Path
    access: Name = Field(
        "basic", description="Role needed to open it.", json_schema_extra={"x-role": True, **in_tab("access")}
    )
    description: str | None = None
    parent: Name | None = Field(
        None, description="The screen above it, for breadcrumbs.", json_schema_extra={"x-screen": True}
    )
    state: dict[Name, Any] = Field(
        default_factory=dict, description="Names and first values of screen state.", json_schema_extra=in_tab("data")
    )  # Any: JSON
    width: Annotated[str, StringConstraints(pattern="^(narrow|normal|wide|full)$")] = Field(
        "normal", json_schema_extra=in_tab("layout")
    )
    content: tuple[Node, ...] = ()
