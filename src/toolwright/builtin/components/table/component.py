"""A table of rows: typed cells, search, filters, sorting, column chooser, paging, row actions, cards on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.builtin.components.table.columns import TableField, chooser, shown_columns
from toolwright.builtin.components.table.filters import filter_chips, filter_menu
from toolwright.builtin.components.table.row import RowView
from toolwright.extend.build import Build, RowsHandle
from toolwright.extend.component import Component, Event
from toolwright.extend.display import DisplayField
from toolwright.extend.filtering import ColumnFilter, Filters, chosen_filters, fitting_filters
from toolwright.extend.markup import attribute, join
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.paging import HAS_PAGES, counted, noun_of, pages
from toolwright.extend.translation import Say
from toolwright.model.base import ColumnName, Expr, Model
from toolwright.model.screen import Node, RowsBinding, Step
from toolwright.model.tab import in_tab
from toolwright.model.table import Table as TableOfRows


class TableProps(Model):
    """What a table shows and what people can do with it."""

    rows: RowsBinding = Field(description="The rows.")
    title: Expr[str] | None = Field(None, description="Heading above the table; the page header is often enough.")
    columns: tuple[ColumnName | DisplayField, ...] = Field(
        (), description="Columns and relations in order; every column that fits a list when empty."
    )
    on_row_click: tuple[Step, ...] = Field((), description="What a click on a row does; mostly opening its page.")
    row_actions: tuple[Node, ...] = Field((), description="Buttons in the menu of each row.")
    bulk_actions: tuple[Node, ...] = Field(
        (), description="Buttons shown while rows are selected; their steps read the keys as `selection`."
    )
    bulk_edit: bool = Field(False, description="Selected rows can be changed together by those who may.")
    bulk_delete: bool = Field(False, description="Selected rows can be deleted by those who may.")
    search: bool = Field(True, description="A search field above the table.")
    filters: tuple[ColumnName, ...] | None = Field(
        None, description="Columns to filter by; every fitting one when left out."
    )
    column_chooser: bool = Field(True, description="People can turn columns on and off.")
    pages: bool = Field(True, description="Count and pages below; off where a pagination component shows them.")
    density: Literal["compact", "normal", "comfortable"] | None = Field(
        None, description="Height of rows; the app's when empty.", json_schema_extra=in_tab("layout")
    )
    height: Literal["fill", "page"] = Field(
        "fill",
        description="`fill` scrolls inside the window with the heading in sight, `page` grows with its rows.",
        json_schema_extra=in_tab("layout"),
    )
    empty_title: Expr[str] | None = Field(None, description="Said when there are no rows.")
    empty_text: Expr[str] | None = Field(None, description="What to do then.")
    empty: tuple[Node, ...] = Field((), description="Shown below it, mostly a button.")


class Table(Component[TableProps]):
    """See the module."""

    kind, title, group, icon = "table", "Table", "data", "table"
    Props = TableProps
    events: ClassVar[dict[str, Event]] = {"on_row_click": Event("Row is clicked", "The row is `row`.")}

    def compile(self, props: TableProps, build: Build) -> Nodes:
        """A section with toolbar, chips, rows and foot."""
        rows = build.rows(props.rows, count="capped")
        noun = noun_of(rows.table, props.rows.table, build.say)
        columns = shown_columns(build, rows, props.columns)
        filters = Filters(rows.loaded, rows, _filters(props, build, rows, columns))
        view = RowView(build, rows, columns, props.on_row_click, props.row_actions, _selects(props, rows))
        body = rows.loaded.view(
            id=build.element_id,
            height=props.height,
            density=props.density,
            label=_label(props, rows, noun),
            title=None if props.title is None else build.text(props.title),
            toolbar=_toolbar(props, build, rows, noun, columns, filters),
            chips=filter_chips(rows, filters),
            head=view.head(),
            rows=view.rows(_empty(props, build, rows, noun, len(columns))),
            foot=_foot(rows, noun) if props.pages else (),
            notice=_notice(rows),
            dialog=_change_dialog(props, build, rows, noun) if _edits(props, rows) else (),
        )
        return rows.show(body, skeleton=build.view("skeleton.html"))


def _filters(props: TableProps, build: Build, rows: RowsHandle, columns: list[TableField]) -> Sequence[ColumnFilter]:
    if props.filters is not None:
        return chosen_filters(build, rows.table, props.filters)
    return fitting_filters(rows.table, [column.field.column for column in columns])


def _label(props: TableProps, rows: RowsHandle, noun: str) -> Nodes | str:
    return noun[0].upper() + noun[1:] if props.title is None else rows.loaded.text(props.title)


def _toolbar(
    props: TableProps, build: Build, rows: RowsHandle, noun: str, columns: list[TableField], filters: Filters
) -> Nodes:
    search: Nodes = ()
    if props.search:
        search = rows.loaded.view(
            "shared/search.html",
            id=build.ref("search"),
            name=rows.search.name,
            value=rows.loaded.text(rows.search.value),
            carry=rows.search.carry,
            label=build.say("Search {rows}", rows=noun),
            placeholder=build.say("Search {rows}", rows=noun),
        )
    return rows.loaded.view(
        "toolbar.html",
        search=search,
        filters=filter_menu(build, rows, filters),
        chooser=chooser(build, rows, columns) if props.column_chooser else (),
        selection=_selection(props, build, rows, noun) if _selects(props, rows) else (),
    )


def _selects(props: TableProps, rows: RowsHandle) -> bool:
    return bool(props.bulk_actions) or ((props.bulk_delete or props.bulk_edit) and rows.table.is_writable)


def _edits(props: TableProps, rows: RowsHandle) -> bool:
    return props.bulk_edit and rows.table.is_writable


def _selection(props: TableProps, build: Build, rows: RowsHandle, noun: str) -> Nodes:
    """The bar that stands in place of the toolbar while rows are selected."""
    edit: Nodes = ()
    if _edits(props, rows):
        click = build.event("bulk_edit", (Step.model_validate({"do": "open", "target": _dialog_id(build)}),))
        edit = build.when(
            build.allowed("update", props.rows.table), build.view("bulk_edit.html", href=click.href or ())
        )
    delete: Nodes = ()
    if props.bulk_delete and rows.table.is_writable:
        step = Step.model_validate({
            "do": "delete_row", "table": props.rows.table, "ids": "{{ selection }}",
            "confirm": f"{build.say('Delete the selected {rows}?', rows=noun)} {_what_it_means(rows.table, build.say)}",
        })  # fmt: skip
        click = build.event("bulk_delete", (step,))
        delete = build.when(
            build.allowed("delete", props.rows.table), build.view("bulk_delete.html", click=click.attributes)
        )
    return build.view("selection.html", actions=build.kids(props.bulk_actions), edit=edit, delete=delete)


def _dialog_id(build: Build) -> str:
    return f"{build.id}_change"


def _change_dialog(props: TableProps, build: Build, rows: RowsHandle, noun: str) -> Nodes:
    """The dialog that changes the selected rows together, drawn while it is open."""
    form = {"kind": "form", "table": props.rows.table, "ids": "{{ selection }}"}
    title = build.say("Change the selected {rows}", rows=noun)
    dialog = {"kind": "modal", "id": _dialog_id(build), "title": title, "content": [form]}
    return build.when(build.allowed("update", props.rows.table), build.kids([Node.model_validate(dialog)]))


def _what_it_means(table: TableOfRows, say: Say) -> str:
    return say("They go to the bin and can be restored.") if table.is_internal else say("This cannot be undone.")


def _notice(rows: RowsHandle) -> Nodes:
    reason = rows.table.read_only_reason
    narrowed = rows.loaded.when(Code("limited_by"), rows.loaded.view("limited.html"))
    return narrowed if reason is None else join(narrowed, rows.loaded.view("read_only.html", reason=reason))


def _empty(props: TableProps, build: Build, rows: RowsHandle, noun: str, width: int) -> Nodes:
    said = rows.loaded.view(
        "empty.html",
        title=build.say("No {rows} yet", rows=noun)
        if props.empty_title is None
        else rows.loaded.text(props.empty_title),
        text=None if props.empty_text is None else rows.loaded.text(props.empty_text),
        content=build.kids(props.empty),
        icon_name=rows.table.icon or "inbox",
    )
    nothing = rows.loaded.view("nothing.html", noun=noun, clear=rows.clear_link)
    cell = rows.loaded.when(Code("is_filtered"), nothing, said)
    return join(f'<tr class="tw-rows-empty"><td{attribute("colspan", width + 2)}>', cell, "</td></tr>")


def _foot(rows: RowsHandle, noun: str) -> Nodes:
    return rows.loaded.view("foot.html", count=counted(rows, noun), pages=rows.loaded.when(HAS_PAGES, pages(rows)))
