"""What the fields of forms share: settings, the schema behind a field, and the frame of label, help and error.

A field component declares its input, writes the control and puts it into `framed`. Native controls only: they work
without JavaScript, on every phone, and with every screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pydantic import Field

from toolwright.errors import did_you_mean, phrase
from toolwright.extend.build import Build, FieldHandle, FieldType, Part
from toolwright.extend.icon import icon_svg
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import Expr, Model, Name, TableRef
from toolwright.model.tab import in_tab
from toolwright.model.table import Column, Relation, Table, humanise


class FieldProps(Model):
    """What every field of a form can be told."""

    name: Name = Field(
        description="Name of the value: steps read it as `form.<name>`; the column, when it is one.",
        json_schema_extra=in_tab("data"),
    )
    table: TableRef | None = Field(
        None, description="Table whose column of that name it edits: gives label and limits."
    )
    label: Expr[str] | None = Field(None, description="What is asked for; the column's label when empty.")
    help: Expr[str] | None = Field(None, description="A few words below the field.")
    placeholder: Expr[str] | None = Field(None, description="An example inside the empty field; never the label.")
    default: Expr[str | int | float | bool] | None = Field(None, description="Value it starts with.")
    required: bool = Field(False, description="A value must be given; a required column needs no word here.")
    read_only: Expr[bool] = Field(False, description="`{{ … }}`: shown, but not changed.")
    wide: bool = Field(False, description="Takes both columns of a form.", json_schema_extra=in_tab("layout"))


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared field: its handle, what the schema says, and whether it must be filled."""

    handle: FieldHandle
    column: Column | None
    table: Table | None
    required: bool
    label: Nodes

    @property
    def name(self) -> str:
        """The control's name, as an attribute value."""
        return escape(self.handle.name)


def declare(
    build: Build, props: FieldProps, type: FieldType, *, multiple: bool = False, must: bool | None = None
) -> Declared:
    """Declare the input. It starts with its default, else with the address parameter of its name."""
    _must_be_in_form(build)
    table, column = column_of(build, props)
    required = props.required or (column is not None and column.required) if must is None else must
    default: object = Code(f"query[{props.name!r}]") if props.default is None else props.default
    handle = build.field(props.name, type=type, column=column, default=default, required=required, multiple=multiple)
    label = props.label or (column.title if column is not None else humanise(props.name))
    return Declared(handle, column, table, required, build.text(label))


def declare_key(build: Build, props: FieldProps, table: Table, relation: Relation) -> Declared:
    """Declare an input that holds the columns of a relation together."""
    _must_be_in_form(build)
    columns = [table.by_name[name] for name in relation.columns]
    required = props.required or is_needed(table, relation)
    handle = build.field(props.name, default=props.default, required=required, columns=columns)
    label = props.label or relation.label or humanise(relation.name)
    return Declared(handle, None, table, required, build.text(label))


def _must_be_in_form(build: Build) -> None:
    if not build.is_in_form:
        build.fail((), "A field stands inside a form.", "Put a form around it.")


def column_of(build: Build, props: FieldProps) -> tuple[Table | None, Column | None]:
    """The table and column a field edits; none when it belongs to no table."""
    if props.table is None:
        return None, None
    table = build.table(props.table)
    column = table.by_name.get(props.name)
    if column is None:
        hint = did_you_mean(props.name, table.by_name)
        build.fail(
            ("name",), phrase("The table '{table}' has no column '{name}'.", table=props.table, name=props.name), hint
        )
    return table, column


def asked_together(table: Table, columns: Sequence[str]) -> list[str]:
    """What a form asks for to fill these columns: a relation of several columns stands where the first of them would.

    A column is also asked for by itself when it leads elsewhere too, or must be given where the relation need not.
    """
    whole = [item for item in table.relations if len(item.columns) > 1 and set(item.columns) <= set(columns)]
    names: list[str] = []
    for name in columns:
        over = [item for item in whole if name in item.columns]
        if not over or _stands_alone(table, name, over):
            names.append(name)
        names += [item.name for item in over]
    return list(dict.fromkeys(names))


def _stands_alone(table: Table, name: str, over: Sequence[Relation]) -> bool:
    if any(relation.columns == (name,) for relation in table.relations):
        return True
    return table.by_name[name].required and not any(is_needed(table, relation) for relation in over)


def is_needed(table: Table, relation: Relation) -> bool:
    """Whether every row must lead somewhere: all columns of the relation must be given."""
    return all(table.by_name[name].required for name in relation.columns)


def attributes(build: Build, props: FieldProps, field: Declared, *, lock: str = "readonly") -> Nodes:
    """` id name …` of the control: required, locked, what describes it; `lock` where `readonly` does not exist."""
    handle = field.handle
    placeholder: Part = ()
    if props.placeholder is not None:
        placeholder = join(' placeholder="', build.text(props.placeholder), '"')
    return join(
        ' id="', handle.id, f'" name="{field.name}"',
        " required" if field.required else "",
        placeholder,
        build.when(props.read_only, f" {lock}"),
        described(build, props, field),
    )  # fmt: skip


def described(build: Build, props: FieldProps, field: Declared) -> Nodes:
    """` aria-describedby` of the error while there is one, else of the help."""
    error = join(' aria-invalid="true" aria-describedby="', field.handle.id, '-error"')
    helped = join(' aria-describedby="', field.handle.id, '-help"') if _help(props, field) else ()
    return build.when(field.handle.error, error, helped)


def framed(build: Build, props: FieldProps, field: Declared, control: Part, *, group: bool = False) -> Nodes:
    """The control with its label above, and help or error below. A group of controls gets a legend."""
    label = join(
        field.label, "" if field.required else f'<span class="tw-optional">{build.say.html("optional")}</span>'
    )
    head: Nodes
    if group:
        head = join('<legend class="tw-label">', label, "</legend>")
    else:
        head = join('<label class="tw-label" for="', field.handle.id, '">', label, "</label>")
    tag = "fieldset" if group else "div"
    wide = " data-wide" if props.wide else ""
    return join(f'<{tag} class="tw-field"{wide}>', head, control, below(build, props, field), f"</{tag}>")


def below(build: Build, props: FieldProps, field: Declared) -> Nodes:
    """Help, or the error in its place."""
    message = join("<span>", build.text(field.handle.error), "</span>")
    error = join('<p class="tw-error" id="', field.handle.id, '-error">', icon_svg("alert-circle"), message, "</p>")
    text = _help(props, field)
    helped = join('<p class="tw-help" id="', field.handle.id, '-help">', build.text(text), "</p>") if text else ()
    return build.when(field.handle.error, error, helped)


def shown_value(build: Build, field: Declared) -> Nodes:
    """The value as the control wants it."""
    return build.text(field.handle.value, "input")


def _help(props: FieldProps, field: Declared) -> str | None:
    return props.help or (field.column.help if field.column is not None else None)
