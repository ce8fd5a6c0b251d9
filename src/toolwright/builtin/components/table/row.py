"""The heading and the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from toolwright.builtin.components.table.columns import TableField
from toolwright.extend.build import Build, Part, RowsHandle, Trigger
from toolwright.extend.display import ShownField
from toolwright.extend.format import Format
from toolwright.extend.markup import attribute, join
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.screen import Node, Step

_NARROW = {Format.BADGE, Format.BOOLEAN, Format.DATE, Format.DATETIME, Format.TIME, Format.MONO}


class RowView:
    """Draws the heading and the rows of one table."""

    def __init__(
        self,
        build: Build,
        rows: RowsHandle,
        columns: Sequence[TableField],
        on_row_click: Sequence[Step],
        actions: Sequence[Node],
        selection: bool,
    ) -> None:
        self._build = build
        self._rows = rows
        self._columns = columns
        self._actions = actions
        self._selection = selection
        self._said_open = f'<span class="tw-hidden-text">{build.say.html("Open")}</span>'
        self._open = rows.per_row.event("row_click", on_row_click)
        self._lead = next((column for column in columns if column.lead == "1"), None)

    @property
    def _has_tools(self) -> bool:
        return bool(self._actions) or self._open.exists

    def head(self) -> Nodes:
        """The cells of the heading."""
        first = self._build.view("head_check.html", island=self._build.island()) if self._selection else ()
        actions = self._build.say.html("Actions")
        tools = f'<th class="tw-cell-tools"><span class="tw-hidden-text">{actions}</span></th>'
        last = tools if self._has_tools else ""
        return join(first, *(self._head_cell(column) for column in self._columns), last)

    def _head_cell(self, column: TableField) -> Nodes:
        field, loaded = column.field, self._rows.loaded
        label = escape(field.label)
        align = attribute("data-align", field.align)
        name = field.sort_column
        if name is None:
            return column.when_shown(loaded, f'<th scope="col"{align}>{label}</th>')
        sort = loaded.when(
            Code(f"sorted_by == '{name}'"),
            ' aria-sort="ascending"',
            loaded.when(Code(f"sorted_by == '-{name}'"), ' aria-sort="descending"'),
        )
        link = loaded.view("sort_link.html", label=field.label, to=self._rows.sort_link(name))
        return column.when_shown(loaded, join(f'<th scope="col"{align}', sort, ">", link, "</th>"))

    def rows(self, empty: Nodes) -> Nodes:
        """The rows, or `empty` when there are none."""
        cells = join(*(self._cell(column) for column in self._columns))
        check = self._check() if self._selection else ()
        # The id keeps a row's box and focus with the row when others come and go.
        row = join('<tr id="', self._rows.per_row.ref("row"), '">', check, cells, self._tools(), "</tr>")
        return self._rows.each(row, empty)

    def _check(self) -> Nodes:
        key = self._rows.per_row.text(self._rows.row_key)
        return self._rows.per_row.view("row_check.html", key=key)

    def _cell(self, column: TableField) -> Nodes:
        field, row = column.field, self._rows.per_row
        width = (
            field.settings.width if field.settings.width != "auto" else "narrow" if field.format in _NARROW else None
        )
        attributes = "".join((
            attribute("data-lead", column.lead),
            attribute("data-align", field.align),
            attribute("data-width", width),
        ))  # fmt: skip
        shown = field.nodes(row, in_list=True)
        if column is self._lead and self._open.exists:
            shown = self._link(field, shown)
        return column.when_shown(row, join(f"<td{attributes}>", shown, "</td>"))

    def _link(self, field: ShownField, shown: Nodes) -> Nodes:
        """The first thing said about a row opens it; its link covers the row and always has a name."""
        if field.is_link:
            return join(shown, _opener(self._open, "tw-row-link", self._said_open))
        row = self._rows.per_row
        value = field.value if isinstance(field.value, Code) else row.value(field.value)
        blank = join('<span class="tw-blank" aria-hidden="true">–</span>', self._said_open)
        return _opener(self._open, "tw-row-link", row.when(Code(f"is_empty({value.source})"), blank, shown))

    def _tools(self) -> Nodes:
        """The cell at the end: the menu of actions, and a way into the row when its name cannot be read."""
        if not self._has_tools:
            return ()
        row = self._rows.per_row
        menu = row.view("row_menu.html", id=row.ref("menu"), actions=row.kids(self._actions)) if self._actions else ()
        return join('<td class="tw-cell-tools">', self._other_way_in(), menu, "</td>")

    def _other_way_in(self) -> Nodes:
        if not self._open.exists:
            return ()
        row = self._rows.per_row
        way = _opener(self._open, "tw-row-link", row.view("open.html"))
        if self._lead is None:
            return way
        return join(self._lead_missing(way))

    def _lead_missing(self, way: Nodes) -> Nodes:
        lead, row = self._lead, self._rows.per_row
        if lead is None or lead.can_read is None:
            return ()
        shown = row.when(lead.is_on, (), way)
        return row.when(lead.can_read, shown, way)


def _opener(trigger: Trigger, style: str, shown: Part) -> Nodes:
    if trigger.href is not None:
        return join(f'<a class="{style}" href="', trigger.href, '">', shown, "</a>")
    return join(f'<button class="{style} tw-link-button"', trigger.attributes, ">", shown, "</button>")
