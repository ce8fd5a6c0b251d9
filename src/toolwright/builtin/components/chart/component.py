"""A chart of figures over rows: bars, lines, areas, parts of a whole. Its data is always there as a table too."""

from __future__ import annotations

from typing import Literal

import orjson
from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.build import Build, FiguresHandle
from toolwright.extend.component import Component
from toolwright.extend.markup import join, lookup
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.sizing import sized
from toolwright.extend.tone import badge_options
from toolwright.extend.translation import Say, word
from toolwright.model.base import ColumnName, Expr, Model
from toolwright.model.screen import RowsBinding
from toolwright.model.tab import in_tab
from toolwright.model.table import Column, DataType, Table

Function = Literal["count", "count_distinct", "sum", "avg", "min", "max", "median"]
_WORDS: dict[Function, str] = {
    "count": word("Count"),
    "count_distinct": word("Different values"),
    "sum": word("Total"),
    "avg": word("Average"),
    "min": word("Smallest"),
    "max": word("Largest"),
    "median": word("Median"),
}


NAMES = 500
"""Rows of another table whose names are known to a chart; keys beyond stand as they are."""


class ChartMeasure(Model):
    """A figure per group."""

    function: Function = Field("count", description="What is worked out over the rows of a group.")
    column: ColumnName | None = Field(None, description="The column it is worked out from; not needed to count rows.")
    label: str | None = Field(None, description="Name of the series.")


class ChartProps(Model):
    """Which figures, and how they are drawn."""

    type: Literal["bar", "line", "area", "pie", "donut"] = Field(
        "bar", description="Form of the chart.", json_schema_extra=in_tab("style")
    )
    rows: RowsBinding = Field(description="The rows; their sort may name the group or a measure (`m0`, `m1`).")
    group: ColumnName = Field(description="Column whose values stand along the axis, or are the parts.")
    bucket: Literal["hour", "day", "week", "month", "quarter", "year"] | None = Field(
        None, description="Spans of time that dates are gathered in.", json_schema_extra=in_tab("data")
    )
    split: ColumnName | None = Field(None, description="Column whose values become series of their own.")
    measures: tuple[ChartMeasure, ...] = Field(
        (ChartMeasure(function="count", column=None, label=None),), min_length=1, max_length=6, description="Figures."
    )
    title: Expr[str] | None = Field(None, description="Heading above the chart.")
    format: Literal["number", "percent", "currency", "bytes", "duration"] = Field(
        "number", description="How figures are written.", json_schema_extra=in_tab("style")
    )
    currency: str | None = Field(
        None, pattern="^[A-Z]{3}$", description="ISO 4217 code for amounts.", json_schema_extra=in_tab("style")
    )
    horizontal: bool = Field(False, description="Bars lie; good for long names.", json_schema_extra=in_tab("style"))
    stacked: bool = Field(False, description="Series stand on each other.", json_schema_extra=in_tab("style"))
    legend: bool | None = Field(
        None,
        description="Names of series above; when there are several, if left out.",
        json_schema_extra=in_tab("style"),
    )
    height: Literal["small", "normal", "large"] = Field(
        "normal",
        description="160, 240 or 360 pixels.",
        json_schema_extra=sized("height", pixels={"small": 160, "normal": 240, "large": 360}),
    )
    empty_text: Expr[str] | None = Field(None, description="Said when there are no figures.")


class Chart(Component[ChartProps]):
    """See the module."""

    kind, title, group, icon = "chart", "Chart", "charts", "chart-bar"
    Props = ChartProps

    def compile(self, props: ChartProps, build: Build) -> Nodes:
        """A figure: the drawing, and its data as a table that opens."""
        table = build.table(props.rows.table)
        for name in (props.group, props.split):
            if name is not None and name not in table.by_name:
                build.fail(
                    ("group" if name == props.group else "split",),
                    phrase("The table has no column '{name}'.", name=name),
                )
        for place, measure in enumerate(props.measures):
            if measure.function != "count" and measure.column is None:
                build.fail(
                    ("measures", place, "column"), phrase("'{function}' needs a column.", function=measure.function)
                )
        figures = self._figures(props, build)
        said = build.text(props.empty_text or build.say("There is nothing to draw yet."))
        heading = None if props.title is None else build.text(props.title)
        empty = figures.loaded.view("empty.html", title=heading, text=said, height=props.height)
        shown = figures.loaded.when(Code("len(figures) > 0"), self._drawn(props, build, figures, table), empty)
        return figures.show(shown)

    def _drawn(self, props: ChartProps, build: Build, figures: FiguresHandle, table: Table) -> Nodes:
        """The drawing with its table. Keys of another table stand there by name, for who may read it."""
        relation = next((item for item in table.relations if item.columns == (props.group,)), None)
        target = None if relation is None else build.table(relation.target)
        plain = self._figure(props, build, figures, table, None)
        if relation is None or target is None or target.display is None:
            return plain
        key, display = relation.target_columns[0], target.display
        binding = RowsBinding(table=relation.target, filter=None, search=None, sort=(display,), limit=NAMES, expand=())
        names = build.rows(binding, columns=(key, display))
        shown_name, own_key = lookup("item", display).source, lookup("item", key).source
        named = f"first([{shown_name} for item in rows if {own_key} == figure.group])"
        shown = names.show(self._figure(props, build, figures, table, f"coalesce({named}, figure.group)"))
        return figures.loaded.when(build.allowed("read", relation.target), shown, plain)

    def _figure(
        self, props: ChartProps, build: Build, figures: FiguresHandle, table: Table, named: str | None
    ) -> Nodes:
        group = table.by_name[props.group]
        split = None if props.split is None else table.by_name[props.split]
        labels = [_label(measure, table.by_name, build.say) for measure in props.measures]
        heading = None if props.title is None else build.text(props.title)
        data = figures.loaded.view(
            "data.html",
            group=group.title,
            split=None if split is None else split.title,
            labels=labels,
            rows=figures.loaded.each(Code("figures"), "figure", self._row(props, figures, group, split, named)),
        )
        return figures.loaded.view(
            island=build.island(),
            type=props.type,
            options=figures.loaded.text(_options(props, labels, build.say), "text"),
            height=props.height,
            title=heading,
            label=heading if heading is not None else build.say("{what} by {group}", what=labels[0], group=group.title),
            data=data,
        )

    def _figures(self, props: ChartProps, build: Build) -> FiguresHandle:
        sort = props.rows.sort
        if not sort:
            sort = ("group",) if props.bucket else ("-m0",)
        names = [(f"m{place}", item.function, item.column) for place, item in enumerate(props.measures)]
        groups = [("group", props.group, props.bucket)]
        if props.split is not None:
            groups.append(("split", props.split, None))
        limit = max(props.rows.limit, 400) if props.bucket or props.split else props.rows.limit
        return build.figures(props.rows.model_copy(update={"sort": sort, "limit": limit}), names, groups)

    def _row(
        self, props: ChartProps, figures: FiguresHandle, group: Column, split: Column | None, named: str | None
    ) -> Nodes:
        one = figures.loaded.with_names("figure")
        name = _named(one, "figure.group", group, props.bucket)
        if named is not None:
            name = one.when(Code("not is_empty(figure.group)"), one.text(Code(named)), one.say.html("None"))
        parts = () if split is None else one.view("split.html", name=_named(one, "figure.split", split, None))
        options: dict[str, object] = {} if props.currency is None else {"currency": props.currency}
        values = join(
            *(
                one.view(
                    "value.html",
                    raw=one.text(Code(f"figure.m{place}"), "input"),
                    shown=one.text(Code(f"figure.m{place}"), props.format, **options),
                )
                for place in range(len(props.measures))
            )
        )
        raw = one.text(Code("figure.group"), "input")
        return one.view("row.html", raw=raw, name=name, split=parts, values=values)


def _named(build: Build, source: str, column: Column, bucket: str | None) -> Nodes:
    """A value of the axis as people read it; nothing there is told as such."""
    if bucket in ("day", "week", "month", "quarter", "year"):
        shown = build.text(Code(source), "date")
    elif column.type is DataType.BOOLEAN:
        shown = build.text(Code(f"{build.say('Yes')!r} if {source} else {build.say('No')!r}"))
    elif column.options:
        shown = build.text(Code(f"choose({source}, {dict(badge_options(column.options)['labels'])!r}, {source})"))
    else:
        shown = build.text(Code(source), "datetime" if bucket == "hour" else "text")
    return build.when(Code(f"not is_empty({source})"), shown, build.say.html("None"))


def _label(measure: ChartMeasure, columns: dict[str, Column], say: Say) -> str:
    if measure.label:
        return measure.label
    column = columns.get(measure.column or "")
    called = say(_WORDS[measure.function])
    return called if column is None else f"{called}: {column.title}"


def _options(props: ChartProps, labels: list[str], say: Say) -> str:
    """What the island is told, as JSON."""
    told = props.model_dump(include={"type", "bucket", "horizontal", "stacked", "legend", "format", "currency"})
    return orjson.dumps({**told, "labels": labels, "split": props.split is not None, "other": say("Other")}).decode()
