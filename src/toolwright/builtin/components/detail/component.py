"""The fields of one row, with their labels."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build, RecordHandle
from toolwright.extend.component import Component
from toolwright.extend.display import DisplayField, ShownField, shown_fields
from toolwright.extend.markup import join
from toolwright.extend.nodes import Allowed, Code, Nodes
from toolwright.extend.sizing import sized
from toolwright.model.base import ColumnName, Expr, Model, TableRef
from toolwright.model.tab import in_tab
from toolwright.model.table import Table


class DetailProps(Model):
    """Which row, and what is shown of it."""

    table: TableRef = Field(description="The table of the row.")
    row_id: Expr[str] | None = Field(
        None,
        description="Key of the row; inside a record or list, the row around it when empty.",
        json_schema_extra=in_tab("data"),
    )
    title: Expr[str] | None = Field(None, description="Heading above the fields.")
    fields: tuple[ColumnName | DisplayField, ...] = Field(
        (), description="Columns and relations in order; all when empty."
    )
    columns: Literal[1, 2, 3] = Field(
        2, description="Columns side by side where there is room.", json_schema_extra=sized("columns")
    )
    skip_empty: bool = Field(False, description="Leave out fields without a value.", json_schema_extra=in_tab("layout"))


class Detail(Component[DetailProps]):
    """See the module."""

    kind, title, group, icon = "detail", "Detail", "data", "list-details"
    Props = DetailProps

    def compile(self, props: DetailProps, build: Build) -> Nodes:
        """A list of terms and descriptions."""
        if props.row_id is None:
            return self._body(props, build, build.table(props.table))
        record: RecordHandle = build.record(props.table, props.row_id)
        return record.show(self._body(props, record.loaded, record.table))

    def _body(self, props: DetailProps, build: Build, table: Table) -> Nodes:
        fields = shown_fields(build, table, props.fields, key="fields")
        visible = [field for field in fields if not field.settings.hidden]
        title = None if props.title is None else build.text(props.title)
        items = join(*(self._item(props, build, field) for field in visible))
        return build.view(title=title, items=items, columns=str(props.columns))

    def _item(self, props: DetailProps, build: Build, field: ShownField) -> Nodes:
        value = field.nodes(build)
        blank = '<span class="tw-blank">–</span>'
        code = field.value if isinstance(field.value, Code) else build.value(field.value)
        has_value = Code(f"not is_empty({code.source})")
        filled = build.when(has_value, value, blank)
        item = build.view("item.html", label=field.label, value=filled, wide=field.is_long)
        if props.skip_empty:
            item = build.when(has_value, item)
        column = field.policy_column
        return item if column is None else build.when(Allowed("read", props.table, column), item)
