"""A field to choose a row of another table. With JavaScript it searches while people type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.build import Build, FieldType
from toolwright.extend.component import Component
from toolwright.extend.control import (
    Declared,
    FieldProps,
    attributes,
    column_of,
    declare,
    declare_key,
    framed,
    shown_value,
)
from toolwright.extend.markup import lookup
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.translation import Say
from toolwright.model.base import ColumnName, TableRef
from toolwright.model.screen import RowsBinding
from toolwright.model.tab import in_tab
from toolwright.model.table import Column, DataType, Relation

SHOWN = 200
"""Rows offered without searching."""


class RelationFieldProps(FieldProps):
    """Where the rows come from."""

    target: TableRef | None = Field(None, description="The other table; the relation's when the field edits a column.")
    key: ColumnName | None = Field(
        None, description="Column whose value is stored; the relation's, or the primary key."
    )
    display: ColumnName | None = Field(None, description="Column people choose by; the other table's own when empty.")
    filter: str | None = Field(None, description="Only rows for which this holds.", json_schema_extra=in_tab("data"))


class RelationField(Component[RelationFieldProps]):
    """See the module."""

    kind, title, group, icon = "relation_field", "Relation field", "form", "arrow-ramp-right"
    Props = RelationFieldProps
    start: ClassVar[Mapping[str, object]] = {"target": "$table"}

    def compile(self, props: RelationFieldProps, build: Build) -> Nodes:
        """A select over the first rows, which the island turns into a search field."""
        relation = _relation(props, build)
        if relation is not None and len(relation.columns) > 1 and props.table is not None:
            field = declare_key(build, props, build.table(props.table), relation)
            ref, keys = relation.target, relation.target_columns
        else:
            ref, key = _target(props, build, relation)
            _table, column = column_of(build, props)
            field, keys = declare(build, props, _sort(column or build.table(ref).by_name[key])), (key,)
        target = build.table(ref)
        display = props.display or target.display or keys[-1]
        if display not in target.by_name:
            build.fail(("display",), phrase("The table '{ref}' has no column '{display}'.", ref=ref, display=display))
        select = self._select(props, build, field, ref, keys, display)
        plain = build.view("plain.html", attributes=attributes(build, props, field), value=shown_value(build, field))
        return framed(build, props, field, build.when(build.allowed("read", ref), select, plain))

    def _select(
        self,
        props: RelationFieldProps,
        build: Build,
        field: Declared,
        ref: str,
        keys: Sequence[str],
        display: str,
    ) -> Nodes:
        binding = RowsBinding(table=ref, filter=props.filter, search=None, sort=(display,), limit=SHOWN, expand=())
        choices = build.rows(binding, columns=(*keys, display))
        value, own, said = field.handle.value.source, _key("row", keys), lookup("row", display).source
        option = choices.per_row.view(
            "option.html",
            value=choices.per_row.text(Code(own), "input"),
            label=choices.per_row.text(Code(f"{own} if is_empty({said}) else {said}")),
            selected=choices.per_row.when(Code(f"text({own}) == text({value})"), " selected"),
        )
        missing = Code(f"not is_empty({value}) and text({value}) not in [text({_key('item', keys)}) for item in rows]")
        select = choices.loaded.view(
            island=build.island(),
            attributes=attributes(build, props, field, lock="disabled"),
            prompt=build.text(props.placeholder or _prompt(field, build.say)),
            other=choices.loaded.when(missing, choices.loaded.view("other.html", value=shown_value(build, field))),
            options=choices.each(option),
            workspace=build.text(Code("workspace.name")),
            target=ref,
            key=",".join(keys),
            display=display,
            invalid=build.when(field.handle.error, "true", "false"),
            has_more=choices.loaded.when(Code("has_next"), "true", "false"),
        )
        return choices.show(select)


def _relation(props: RelationFieldProps, build: Build) -> Relation | None:
    """The relation of the table that the field fills: that of its column, or the one of its name."""
    table = None if props.table is None else build.table(props.table)
    if table is None:
        return None
    over = next((item for item in table.relations if item.columns == (props.name,)), None)
    return over or (None if props.name in table.by_name else table.relation_by_name.get(props.name))


def _target(props: RelationFieldProps, build: Build, relation: Relation | None) -> tuple[str, str]:
    """The other table, and the column of it that is stored."""
    ref = props.target or (relation.target if relation else None)
    if ref is None:
        build.fail(("target",), "It is not known which table to choose from.", "Name the other table.")
    primary = build.table(ref).primary_key
    key = props.key or (relation.target_columns[0] if relation else primary[0] if len(primary) == 1 else None)
    if key is None or key not in build.table(ref).by_name:
        build.fail(
            ("key",), phrase("It is not known which column of '{ref}' to store.", ref=ref), "Name the key column."
        )
    return ref, key


def _key(owner: str, names: Sequence[str]) -> str:
    """What is stored of a row: the value of its column, or those of several as one text."""
    values = [lookup(owner, name).source for name in names]
    return values[0] if len(values) == 1 else f"row_id({', '.join(values)})"


def _prompt(field: Declared, say: Say) -> str:
    """What choosing nothing means: the database may fill in what it does not leave empty."""
    always = field.column is not None and not field.column.nullable
    return say("Choose") if field.required else say("Default") if always else say("None")


def _sort(column: Column) -> FieldType:
    sorts: dict[DataType, FieldType] = {DataType.INTEGER: "integer", DataType.DECIMAL: "decimal"}
    return sorts.get(column.type, "text")
