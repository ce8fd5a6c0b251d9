"""One row: loads it once, and everything inside can use it as `row`."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model, TableRef
from toolwright.model.screen import Node
from toolwright.model.tab import in_tab


class RecordProps(Model):
    """Which row, and what stands inside."""

    table: TableRef = Field(description="The table of the row.")
    row_id: Expr[str] = Field(
        "{{ params.id }}",
        description="Its key, mostly from the address of the screen.",
        json_schema_extra=in_tab("data"),
    )
    content: tuple[Node, ...] = Field((), description="Components that use `row`.")


class Record(Component[RecordProps]):
    """See the module."""

    kind, title, group, icon = "record", "Record", "data", "id"
    Props = RecordProps

    def compile(self, props: RecordProps, build: Build) -> Nodes:
        """The children, once the row is there."""
        record = build.record(props.table, props.row_id)
        return record.show(record.loaded.view(content=record.loaded.kids(props.content)))
