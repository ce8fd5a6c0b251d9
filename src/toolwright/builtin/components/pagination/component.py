"""Count, pages and page size of rows that are shown elsewhere on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.build import Build, RowsHandle
from toolwright.extend.component import Component
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.paging import HAS_PAGES, counted, noun_of, pages
from toolwright.model.base import ComponentId, Model
from toolwright.model.tab import in_tab

MAX_SIZE = 200


class PaginationProps(Model):
    """Which rows, and what can be chosen."""

    target: ComponentId = Field(description="Id of the table or repeater whose rows it pages; turn off its own pages.")
    count: bool = Field(True, description="How many rows there are.")
    sizes: tuple[int, ...] = Field(
        (), max_length=6, description="Rows of a page to choose from, at most 200.", json_schema_extra=in_tab("data")
    )


class Pagination(Component[PaginationProps]):
    """See the module."""

    kind, title, group, icon = "pagination", "Pagination", "data", "arrows-left-right"
    Props = PaginationProps
    start: ClassVar[Mapping[str, object]] = {"target": "$component"}

    def compile(self, props: PaginationProps, build: Build) -> Nodes:
        """A line with the count, the sizes and the ways to the pages around."""
        for place, size in enumerate(props.sizes):
            if not 1 <= size <= MAX_SIZE:
                build.fail(("sizes", place), phrase("A page holds between 1 and {max_size} rows.", max_size=MAX_SIZE))
        rows = build.rows_of(props.target, count="capped" if props.count else "none")
        noun = noun_of(rows.table, rows.table.title or props.target, build.say)
        body = rows.loaded.view(
            count=counted(rows, noun) if props.count else (),
            sizes=_sizes(props, rows) if props.sizes else (),
            pages=rows.loaded.when(HAS_PAGES, pages(rows, build.say("Pages of {rows}", rows=noun))),
        )
        return rows.show(body)


def _sizes(props: PaginationProps, rows: RowsHandle) -> Nodes:
    links = join(*(_size(props, rows, size) for size in sorted(set(props.sizes))))
    return rows.loaded.view("sizes.html", links=links)


def _size(props: PaginationProps, rows: RowsHandle, size: int) -> Nodes:
    """A link that shows so many rows; one nobody chose is the one the rows begin with."""
    test = f"{rows.limit.value.source} == {str(size)!r}"
    current = rows.loaded.when(Code(test), ' aria-current="true"')
    return rows.loaded.view("size.html", size=size, to=rows.limit.link(str(size)), current=current)
