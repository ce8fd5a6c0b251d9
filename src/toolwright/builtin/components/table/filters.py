"""The filters of a table: the menu that sets them, and the chips that show and clear them."""

from __future__ import annotations

from toolwright.extend.build import Build, RowsHandle
from toolwright.extend.filtering import Filters
from toolwright.extend.markup import join
from toolwright.extend.nodes import Nodes


def filter_menu(build: Build, rows: RowsHandle, filters: Filters) -> Nodes:
    """The button and the form it opens; nothing when there is nothing to filter by."""
    if not filters.items:
        return ()
    loaded = rows.loaded
    fields = join(*(filters.readable(item, filters.field(item)) for item in filters.items))
    mark = loaded.when(filters.is_used(*filters.items), loaded.view("filter_on.html"))
    return loaded.view(
        "filter_menu.html",
        id=build.ref("filters"),
        carry=filters.carry(*filters.items),
        fields=fields,
        mark=mark,
        clear=rows.clear_link,
    )


def filter_chips(rows: RowsHandle, filters: Filters) -> Nodes:
    """One chip per filter in use, each a link that clears it."""
    loaded = rows.loaded
    chips: Nodes = ()
    for item in filters.items:
        values = {"label": item.column.title, "value": filters.said(item), "clear": filters.cleared(item)}
        chip = loaded.when(filters.is_used(item), loaded.view("chip.html", **values))
        chips = join(chips, filters.readable(item, chip))
    return chips
