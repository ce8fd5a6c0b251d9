"""A figure with its name: a count or sum over rows, or any value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from toolwright.errors import phrase
from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.icon import IconName
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import ColumnName, Expr, Model
from toolwright.model.screen import RowsBinding
from toolwright.model.tab import in_tab


class StatProps(Model):
    """What the figure is and how it is written."""

    label: Expr[str] = Field(description="What is counted: `Open tickets`.")
    value: Expr[str] | None = Field(
        None, description="`{{ … }}`, when it is not a figure over rows.", json_schema_extra=in_tab("data")
    )
    rows: RowsBinding | None = Field(None, description="The rows the figure is about.")
    measure: Literal["count", "count_distinct", "sum", "avg", "min", "max", "median"] = Field(
        "count", description="What is worked out over the rows.", json_schema_extra=in_tab("data")
    )
    column: ColumnName | None = Field(None, description="The column it is worked out from; not needed to count rows.")
    format: Literal["number", "percent", "currency", "bytes", "duration", "date", "datetime", "text"] = Field(
        "number", description="How the figure is written.", json_schema_extra=in_tab("style")
    )
    currency: str | None = Field(
        None, pattern="^[A-Z]{3}$", description="ISO 4217 code for amounts.", json_schema_extra=in_tab("style")
    )
    decimals: int | None = Field(
        None, ge=0, le=6, description="Decimals of numbers.", json_schema_extra=in_tab("style")
    )
    help: Expr[str] | None = Field(None, description="A few words below the figure.")
    icon: IconName | None = Field(None, description="Name of a Tabler icon.")
    tone: Literal["neutral", "blue", "green", "amber", "red", "violet"] = Field(
        "neutral", description="Colour of the icon: what the figure means.", json_schema_extra=in_tab("style")
    )
    to: Expr[str] | None = Field(None, description="Address of the rows behind the figure.")

    @model_validator(mode="after")
    def _has_one_origin(self) -> StatProps:
        if (self.value is None) == (self.rows is None):
            raise ValueError("Give either a value or rows.")
        if self.rows is not None and self.measure != "count" and self.column is None:
            raise ValueError(phrase("The measure '{measure}' needs a column.", measure=self.measure))
        return self


class Stat(Component[StatProps]):
    """See the module."""

    kind, title, group, icon = "stat", "Figure", "data", "number"
    Props = StatProps
    start: ClassVar[Mapping[str, object]] = {"label": "Rows", "rows": {"table": "$table"}}

    def compile(self, props: StatProps, build: Build) -> Nodes:
        """A box, or a link when there is somewhere to go."""
        if props.rows is None:
            return self._box(props, build, build.text(props.value, props.format, **self._options(props)))
        figures = build.figures(props.rows, [("value", props.measure, props.column)])
        shown = figures.loaded.text(Code("figure.value"), props.format, **self._options(props))
        empty = '<span class="tw-blank">–</span>'
        value = figures.loaded.when(Code("figure is not None and figure.value is not None"), shown, empty)
        return self._box(props, build, figures.show(value))

    def _options(self, props: StatProps) -> dict[str, object]:
        given = {"currency": props.currency, "decimals": props.decimals}
        return {name: value for name, value in given.items() if value is not None}

    def _box(self, props: StatProps, build: Build, value: Nodes) -> Nodes:
        return build.view(
            label=build.text(props.label),
            value=value,
            help=None if props.help is None else build.text(props.help),
            icon_name=props.icon,
            to=None if props.to is None else build.url(props.to),
            tone=props.tone,
        )
