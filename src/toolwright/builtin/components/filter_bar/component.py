"""Filters per column for a table, list or chart elsewhere on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.build import Build, Steering
from toolwright.extend.component import Component
from toolwright.extend.filtering import ColumnFilter, Filters, chosen_filters, fitting_filters
from toolwright.extend.format import default_columns
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import ColumnName, ComponentId, Model


class FilterBarProps(Model):
    """What it filters, and by what."""

    target: ComponentId = Field(description="Id of the table, repeater, chart or figure it filters.")
    also: tuple[ComponentId, ...] = Field(
        (), description="Ids of components over the same table that follow its filters."
    )
    filters: tuple[ColumnName, ...] | None = Field(
        None, description="Columns to filter by, in order; every fitting one when left out."
    )
    search: bool = Field(False, description="A search field before them.")


class FilterBar(Component[FilterBarProps]):
    """See the module."""

    kind, title, group, icon = "filter_bar", "Filter bar", "data", "filter"
    Props = FilterBarProps
    start: ClassVar[Mapping[str, object]] = {"target": "$component"}

    def compile(self, props: FilterBarProps, build: Build) -> Nodes:
        """A button for each filter, which says what is chosen and opens the field that changes it."""
        rows = build.steering(props.target, props.also)
        filters = Filters(build, rows, _items(props, build, rows))
        if not filters.items:
            build.fail(("filters",), "There is no column to filter by.", "Name columns that are no keys or long texts.")
        return build.view(
            label=build.say("Filter {rows}", rows=rows.table.title or props.target),
            search=_search(build, rows) if props.search else (),
            filters=join(*(filters.readable(item, _pill(build, filters, item)) for item in filters.items)),
            clear=build.when(_is_used(props, filters), build.view("clear.html", to=rows.clear_link)),
        )


def _items(props: FilterBarProps, build: Build, rows: Steering) -> list[ColumnFilter]:
    if props.filters is not None:
        return chosen_filters(build, rows.table, props.filters)
    return fitting_filters(rows.table, [rows.table.by_name[name] for name in default_columns(rows.table, in_list=True)])


def _is_used(props: FilterBarProps, filters: Filters) -> Code:
    used = filters.is_used(*filters.items).source
    return Code(f"{used} or ({filters.rows.search.value.source})") if props.search else Code(used)


def _search(build: Build, rows: Steering) -> Nodes:
    return build.view(
        "shared/search.html",
        id=build.ref("search"),
        name=rows.search.name,
        value=build.text(rows.search.value),
        carry=rows.search.carry,
        label=build.say("Search"),
        placeholder=build.say("Search"),
    )


def _pill(build: Build, filters: Filters, item: ColumnFilter) -> Nodes:
    """The button of one filter, the form it opens, and the way to clear it."""
    is_used, label = filters.is_used(item), item.column.title
    chosen = build.view("chosen.html", value=filters.said(item))
    return build.view(
        "pill.html",
        id=build.ref(item.column.name),
        label=label,
        used=build.when(is_used, " data-on"),
        chosen=build.when(is_used, chosen),
        carry=filters.carry(item),
        field=filters.field(item),
        clear=build.when(is_used, build.view("clear_one.html", to=filters.cleared(item), label=label)),
    )
