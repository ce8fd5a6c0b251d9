"""A field to choose any number of rows of another table. With JavaScript it searches while people type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import Declared, FieldProps, attributes, column_of, declare, framed
from toolwright.extend.markup import lookup
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import ColumnName, TableRef
from toolwright.model.screen import RowsBinding
from toolwright.model.tab import in_tab

SHOWN = 200
"""Rows offered without searching."""


class LinksFieldProps(FieldProps):
    """Where the rows come from."""

    target: TableRef | None = Field(None, description="The other table; the column's when the field edits one.")
    display: ColumnName | None = Field(None, description="Column people choose by; the other table's own when empty.")
    filter: str | None = Field(None, description="Only rows for which this holds.", json_schema_extra=in_tab("data"))


class LinksField(Component[LinksFieldProps]):
    """See the module."""

    kind, title, group, icon = "links_field", "Links field", "form", "arrows-right-left"
    Props = LinksFieldProps
    start: ClassVar[Mapping[str, object]] = {"target": "$table"}

    def compile(self, props: LinksFieldProps, build: Build) -> Nodes:
        """A list to choose several from, which the island turns into a search field."""
        _table, column = column_of(build, props)
        ref = props.target or (column.links.target if column is not None and column.links is not None else None)
        if ref is None:
            build.fail(("target",), "It is not known which table to choose from.", "Name the other table.")
        target = build.table(ref)
        if len(target.primary_key) != 1:
            build.fail(("target",), phrase("Rows of '{ref}' are not told apart by one column.", ref=ref))
        display = props.display or target.display or target.primary_key[0]
        if display not in target.by_name:
            build.fail(("display",), phrase("The table '{ref}' has no column '{display}'.", ref=ref, display=display))
        field = declare(build, props, "list", multiple=True)
        select = self._select(props, build, field, ref, target.primary_key[0], display)
        return framed(build, props, field, build.when(build.allowed("read", ref), select, build.view("closed.html")))

    def _select(self, props: LinksFieldProps, build: Build, field: Declared, ref: str, key: str, display: str) -> Nodes:
        binding = RowsBinding(table=ref, filter=props.filter, search=None, sort=(display,), limit=SHOWN, expand=())
        choices = build.rows(binding, columns=(key, display))
        own, said = lookup("row", key).source, lookup("row", display).source
        chosen = f"[text(one) for one in ({field.handle.value.source} or [])]"
        option = choices.per_row.view(
            "option.html",
            value=choices.per_row.text(Code(own), "input"),
            label=choices.per_row.text(Code(f"{own} if is_empty({said}) else {said}")),
            selected=choices.per_row.when(Code(f"text({own}) in {chosen}"), " selected"),
        )
        offered = f"[text({lookup('item', key).source}) for item in rows]"
        others = Code(f"[one for one in {chosen} if one not in {offered}]")
        inside = choices.loaded.with_names("one")
        other = inside.view("other.html", value=inside.text(Code("one"), "input"))
        select = choices.loaded.view(
            island=build.island(),
            attributes=attributes(build, props, field, lock="disabled"),
            name=field.name,
            others=choices.loaded.each(others, "one", other),
            options=choices.each(option),
            workspace=build.text(Code("workspace.name")),
            target=ref,
            key=key,
            display=display,
            invalid=build.when(field.handle.error, "true", "false"),
            has_more=choices.loaded.when(Code("has_next"), "true", "false"),
        )
        return choices.show(select)
