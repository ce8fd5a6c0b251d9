"""Components repeated for each row: cards, comments, a list of anything."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build, RowsHandle
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.extend.paging import HAS_PAGES, pages
from toolwright.extend.sizing import sized
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node, RowsBinding
from toolwright.model.tab import in_tab


class RepeaterProps(Model):
    """Which rows, and what stands for each."""

    rows: RowsBinding = Field(description="The rows.")
    content: tuple[Node, ...] = Field((), description="Components for one row, which is `row`.")
    layout: Literal["list", "grid", "lines"] = Field(
        "list",
        description="Below each other, in columns, or below each other with hairlines.",
        json_schema_extra=in_tab("layout"),
    )
    columns: int = Field(
        3,
        ge=1,
        le=6,
        description="Columns of a grid, as far as there is room.",
        json_schema_extra=sized("columns", where={"layout": ("grid",)}),
    )
    search: bool = Field(False, description="A search field above.")
    pages: bool = Field(True, description="Pages below; off where a pagination component shows them.")
    empty_title: Expr[str] | None = Field(None, description="Said when there are no rows.")
    empty_text: Expr[str] | None = Field(None, description="What to do then.")


class Repeater(Component[RepeaterProps]):
    """See the module."""

    kind, title, group, icon = "repeater", "Repeater", "data", "repeat"
    Props = RepeaterProps

    def compile(self, props: RepeaterProps, build: Build) -> Nodes:
        """A list element with one item a row, and paging when there is more than a page."""
        rows = build.rows(props.rows)
        item = rows.per_row.view("item.html", content=rows.per_row.kids(props.content))
        body = rows.loaded.view(
            items=rows.each(item, self._empty(props, rows)),
            layout=props.layout,
            columns=str(props.columns),
            search=self._search(build, rows) if props.search else (),
            pages=rows.loaded.when(HAS_PAGES, pages(rows)) if props.pages else (),
        )
        return rows.show(body, skeleton=build.view("skeleton.html"))

    def _empty(self, props: RepeaterProps, rows: RowsHandle) -> Nodes:
        return rows.loaded.view(
            "empty.html",
            title=rows.loaded.say("Nothing here yet")
            if props.empty_title is None
            else rows.loaded.text(props.empty_title),
            text=None if props.empty_text is None else rows.loaded.text(props.empty_text),
        )

    def _search(self, build: Build, rows: RowsHandle) -> Nodes:
        value = rows.loaded.text(rows.search.value)
        return rows.loaded.view(
            "shared/search.html",
            id=build.ref("search"),
            name=rows.search.name,
            value=value,
            carry=rows.search.carry,
            label=build.say("Search the list"),
            placeholder=build.say("Search"),
        )
