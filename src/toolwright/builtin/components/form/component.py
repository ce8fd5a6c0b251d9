"""A form: creates a row, changes one, or hands its values to steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.builtin.components.form.fields import FormField, field_nodes
from toolwright.extend.build import Build, FormHandle
from toolwright.extend.component import Component, Event
from toolwright.extend.markup import join
from toolwright.extend.nodes import Allowed, Code, Nodes
from toolwright.extend.paging import noun_of, one_of
from toolwright.extend.sizing import sized
from toolwright.extend.translation import Say
from toolwright.model.base import ColumnName, Expr, Model, TableRef
from toolwright.model.screen import Node, Step
from toolwright.model.tab import in_tab
from toolwright.model.table import Table, humanise

_ROW = Code("row_key")
"""What the row looked like when the form was opened: a change by somebody else in between is not overwritten."""


class FormProps(Model):
    """What it asks for and what happens with it."""

    table: TableRef | None = Field(None, description="Table it writes to; none for a form that only runs steps.")
    row_id: Expr[str] | None = Field(
        None, description="Key of the row to change; a new row when empty.", json_schema_extra=in_tab("data")
    )
    copy_of: Expr[str] | None = Field(
        None,
        description="Key of a row that a new one starts as, but for unique values and files; none when empty.",
        json_schema_extra=in_tab("data"),
    )
    ids: Expr[list[str]] | None = Field(
        None,
        description="Keys of several rows to change at once, mostly `{{ selection }}`; a field counts once it is "
        "switched on.",
    )
    title: Expr[str] | None = Field(None, description="Heading above the fields.")
    fields: tuple[ColumnName | FormField, ...] = Field(
        (), description="Columns in order. Every column that can be written when empty and nothing else is inside."
    )
    content: tuple[Node, ...] = Field((), description="Fields and other components below those.")
    columns: Literal[1, 2] = Field(
        1, description="Fields side by side where there is room.", json_schema_extra=sized("columns")
    )
    submit_label: Expr[str] | None = Field(None, description="What the button says.")
    cancel_to: Expr[str] | None = Field(None, description="Address of the link that gives up; none without.")
    success_to: Expr[str] | None = Field(
        None, description="Address after saving, where `steps.saved.id` is the key; `cancel_to` when empty."
    )
    success_text: Expr[str] | None = Field(None, description="Short message after saving.")
    on_submit: tuple[Step, ...] = Field(
        (), description="What happens with the values, which are `form`; saves the row when empty."
    )


class Form(Component[FormProps]):
    """See the module."""

    kind, title, group, icon = "form", "Form", "form", "forms"
    Props = FormProps
    start: ClassVar[Mapping[str, object]] = {"table": "$table"}
    events: ClassVar[dict[str, Event]] = {"on_submit": Event("Form is sent", "The values are `form`.")}

    def compile(self, props: FormProps, build: Build) -> Nodes:
        """A form element with its fields and buttons."""
        if props.table is None and not props.on_submit:
            build.fail(("on_submit",), "The form does nothing.", "Give it a table, or steps.")
        table = None if props.table is None else build.table(props.table)
        steps = props.on_submit or _saving(props, table, build.say)
        if props.ids is not None and (props.table is None or props.row_id is not None or props.copy_of is not None):
            build.fail(("ids",), "Several rows are changed in a table.", "Name it, and neither `row_id` nor `copy_of`.")
        if props.copy_of is not None:
            return self._copying(props, steps, build, table)
        if props.row_id is None or props.table is None:
            return self._form(props, build.form(on_submit=steps), build, table)
        record = build.record(props.table, props.row_id)
        return record.show(self._form(props, build.form(record=record, on_submit=steps), build, table))

    def _copying(self, props: FormProps, steps: Sequence[Step], build: Build, table: Table | None) -> Nodes:
        """A form for a new row that starts as another."""
        if props.table is None or props.row_id is not None:
            build.fail(("copy_of",), "Only a new row of a table can start as another.", "Take `row_id` or this away.")
        start = build.record(props.table, props.copy_of, is_optional=True)
        return start.show(self._form(props, build.form(start=start, on_submit=steps), build, table))

    def _form(self, props: FormProps, form: FormHandle, build: Build, table: Table | None) -> Nodes:
        inside = form.inside
        verb: Literal["create", "update"] = "create" if props.row_id is None and props.ids is None else "update"
        nodes = field_nodes(
            build, props.table, table, props.fields, not props.content, verb, several=props.ids is not None
        )
        frame = partial(_switched, inside, table) if props.ids is not None else None
        fields = join(self._fields(inside, nodes, frame), inside.kids(props.content))
        errors = inside.with_names("problem").text(Code("problem"))
        body = inside.view(
            id=build.element_id,
            attributes=form.submit.attributes,
            hidden=form.submit.hidden,
            row=None if props.row_id is None else inside.text(_ROW),
            title=None if props.title is None else inside.text(props.title),
            errors=inside.when(form.errors, inside.view("errors.html", items=inside.each(
                form.errors, "problem", inside.view("error.html", text=errors)))),
            columns=str(props.columns),
            sends_files=table is not None and any(column.files is not None for column in table.columns),
            fields=fields,
            submit=inside.text(props.submit_label or _verb(props, table, inside.say)),
            cancel=None if props.cancel_to is None else inside.url(props.cancel_to),
        )  # fmt: skip
        shown = form.show(body)
        if props.table is None or table is None or props.on_submit:
            return shown
        reason = table.read_only_reason
        if reason is not None:
            return build.view("closed.html", reason=reason)
        refused = build.view("closed.html", reason=_refusal(verb, table, props.table, build.say))
        return build.when(build.allowed(verb, props.table), shown, refused)

    def _fields(
        self,
        inside: Build,
        nodes: list[tuple[Node, tuple[Allowed, ...]]],
        frame: Callable[[Node, Nodes], Nodes] | None,
    ) -> Nodes:
        parts: Nodes = ()
        for node, rights in nodes:
            part = inside.kids([node])
            if frame is not None:
                part = frame(node, part)
            for allowed in reversed(rights):
                part = inside.when(allowed, part)
            parts += part
        return parts


def _saving(props: FormProps, table: Table | None, say: Say) -> tuple[Step, ...]:
    """The steps of a form that has none of its own: save, say so, go on."""
    if props.table is None or table is None:
        return ()
    if props.ids is not None:
        return _changing(props, props.table, say)
    named = table.singular or humanise(props.table.rpartition(".")[2])
    one = named[:1].upper() + named[1:]
    save: dict[str, object] = {"do": "save_row", "id": "saved", "table": props.table}
    if props.row_id is not None:
        save["row_id"] = props.row_id
    steps = [save]
    text = props.success_text or (
        say("{row} created", row=one) if props.row_id is None else say("{row} saved", row=one)
    )
    steps.append({"do": "notify", "text": text, "tone": "success"})
    target = props.success_to or props.cancel_to
    if target is not None:
        steps.append({"do": "navigate", "to": target})
    return tuple(Step.model_validate(step) for step in steps)


def _changing(props: FormProps, ref: str, say: Say) -> tuple[Step, ...]:
    """The steps of a form for several rows."""
    text = props.success_text or say("{{ steps.changed.count }} changed")
    steps: list[dict[str, object]] = [
        {"do": "update_rows", "id": "changed", "table": ref, "ids": props.ids},
        {"do": "notify", "text": text, "tone": "success"},
        {"do": "close"},
    ]
    if props.success_to is not None:
        steps.append({"do": "navigate", "to": props.success_to})
    return tuple(Step.model_validate(step) for step in steps)


def _switched(inside: Build, table: Table | None, node: Node, field: Nodes) -> Nodes:
    """A field that is left as it is until it is switched on."""
    name = str(node.props["name"])
    column = None if table is None else table.by_name.get(name)
    label = node.props.get("label") or (column.title if column is not None else humanise(name))
    switch = inside.field(f"@on.{name}", type="boolean")
    is_off = inside.when(switch.value, (), " disabled")
    return inside.view(
        "switched.html",
        name=switch.name,
        label=inside.text(inside.say("Change {name}", name=label)),
        checked=inside.when(switch.value, " checked"),
        disabled=is_off,
        field=field,
        wide=bool(node.props.get("wide")),
    )


def _verb(props: FormProps, table: Table | None, say: Say) -> str:
    if table is None:
        return say("Send")
    if props.ids is not None:
        return say("Change")
    one = one_of(table, say)
    if props.row_id is not None:
        return say("Save")
    return say("Create {row}", row=one) if one else say("Create")


def _refusal(verb: Literal["create", "update"], table: Table, ref: str, say: Say) -> str:
    noun = noun_of(table, ref, say)
    refused = (
        say("You may not add {rows}.", rows=noun) if verb == "create" else say("You may not change {rows}.", rows=noun)
    )
    return f"{refused} {say('Ask an administrator of this workspace for access.')}"
