"""What people say about a row: who and when, a field to answer with mentions, and the way to change one's words."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build, FieldHandle, FormHandle, LogHandle
from toolwright.extend.component import Component
from toolwright.extend.log_pages import log_pages
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import Expr, Model, TableRef
from toolwright.model.screen import Step
from toolwright.model.tab import in_tab

MOST = 20_000
"""Characters of a comment."""


class CommentsProps(Model):
    """About which row."""

    table: TableRef = Field(description="The built-in table of the row.")
    row_id: Expr[str] = Field(
        "{{ params.id }}",
        description="Which row, mostly from the address of the screen.",
        json_schema_extra=in_tab("data"),
    )
    placeholder: Expr[str] = Field("Write a comment", description="Said in the empty field.")
    empty_text: Expr[str] = Field("Nobody has said anything yet.", description="Said while there are no comments.")


class Comments(Component[CommentsProps]):
    """See the module."""

    kind, title, group, icon = "comments", "Comments", "data", "messages"
    Props = CommentsProps

    def compile(self, props: CommentsProps, build: Build) -> Nodes:
        """An ordered list, the last said last, and below it a field for those who may comment."""
        say, log = build.say, build.log("comments", props.table, props.row_id)
        empty = log.loaded.view("empty.html", text=log.loaded.text(say.own(props, "empty_text")))
        body = log.loaded.view(
            pages=log_pages(log, say("Pages of the comments"), say("Earlier"), say("Latest")),
            items=log.each(self._item(props, build, log), empty),
        )
        form = build.when(build.allowed("comment", props.table), self._say(props, build))
        return build.view("frame.html", list=build.region(log.show(body)), form=form)

    def _item(self, props: CommentsProps, build: Build, log: LogHandle) -> Nodes:
        entry = log.per_entry
        opened = build.url_state("row")
        own = entry.when(Code("entry.is_own"), entry.view("change.html", to=opened.link(Code("row_key"))))
        shown = entry.view("text.html", text=entry.text(Code("entry.markup"), "markdown"))
        actions = entry.view("actions.html", own=own, remove=self._remove(props, log))
        edit = self._edit(props, build, log)
        return entry.view(
            "item.html",
            mark=entry.text(Code("initials(entry.who)")),
            name=entry.text(Code("entry.who")),
            time=entry.text(Code("entry.at"), "relative"),
            edited=entry.when(Code("entry.edited_at"), entry.view("edited.html")),
            actions=build.when(build.allowed("comment", props.table), actions),
            text=entry.when(Code(f"entry.is_own and ({opened.value.source}) == row_key"), edit, shown),
        )

    def _remove(self, props: CommentsProps, log: LogHandle) -> Nodes:
        entry = log.per_entry
        step: dict[str, object] = {
            "do": "remove_comment", "table": props.table, "row_id": "{{ entry.row_id }}", "comment": "{{ row_key }}",
            "confirm": entry.say("Delete this comment? This cannot be undone."),
        }  # fmt: skip
        click = entry.event("remove", [Step.model_validate(step)])
        return entry.when(Code("entry.may_remove"), entry.view("remove.html", click=click.attributes))

    # --- writing ------------------------------------------------------------------------------------------------------

    def _say(self, props: CommentsProps, build: Build) -> Nodes:
        step: dict[str, object] = {
            "do": "comment", "table": props.table, "row_id": props.row_id, "body": "{{ form.body }}",
            "form": f"{build.id}_say",
        }  # fmt: skip
        form = build.form(name="say", on_submit=[Step.model_validate(step)])
        return self._form(props, form, form.inside.field("body", required=True), props.row_id, is_new=True)

    def _edit(self, props: CommentsProps, build: Build, log: LogHandle) -> Nodes:
        steps: list[dict[str, object]] = [
            {
                "do": "comment", "table": props.table, "row_id": "{{ entry.row_id }}", "body": "{{ form.body }}",
                "comment": "{{ row_key }}",
            },
            {"do": "close", "target": build.id},
        ]  # fmt: skip
        form = log.per_entry.form(name="edit", on_submit=[Step.model_validate(step) for step in steps])
        field = form.inside.field("body", default=Code("entry.body"), required=True)
        cancel = build.url_state("row").link(None)
        return self._form(props, form, field, "{{ entry.row_id }}", is_new=False, cancel=cancel)

    def _form(
        self,
        props: CommentsProps,
        form: FormHandle,
        field: FieldHandle,
        row_id: str,
        *,
        is_new: bool,
        cancel: Nodes | None = None,
    ) -> Nodes:
        inside = form.inside
        problem = inside.with_names("problem")
        faults = inside.each(form.errors, "problem", problem.view("fault.html", text=problem.text(Code("problem"))))
        body = inside.view(
            "form.html",
            attributes=form.submit.attributes,
            hidden=form.submit.hidden,
            id=field.id,
            name=field.name,
            island=inside.island(),
            workspace=inside.text(Code("workspace.name")),
            table=props.table,
            row=inside.text(row_id),
            most=MOST,
            placeholder=inside.text(inside.say.own(props, "placeholder")),
            value=inside.text(field.value, "input"),
            wrong=inside.when(field.error, inside.view("fault.html", text=inside.text(field.error))),
            faults=inside.when(form.errors, faults),
            submit=inside.say("Comment") if is_new else inside.say("Save"),
            cancel=cancel,
        )
        return form.show(body)
