"""The history of a row: who changed what and when, and the way back to each state."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build, LogHandle
from toolwright.extend.component import Component
from toolwright.extend.file_view import file_address
from toolwright.extend.log_pages import log_pages
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import Expr, Model, TableRef
from toolwright.model.screen import Step
from toolwright.model.tab import in_tab


class HistoryProps(Model):
    """Of which row."""

    table: TableRef = Field(description="The built-in table of the row.")
    row_id: Expr[str] = Field(
        "{{ params.id }}",
        description="Which row, mostly from the address of the screen.",
        json_schema_extra=in_tab("data"),
    )
    restore: bool = Field(True, description="Who may change the row can have it as it was.")
    empty_text: Expr[str] = Field("Nothing has happened yet.", description="Said while there is nothing to tell.")


class History(Component[HistoryProps]):
    """See the module."""

    kind, title, group, icon = "history", "History", "data", "history"
    Props = HistoryProps

    def compile(self, props: HistoryProps, build: Build) -> Nodes:
        """A list of changes, the last first."""
        log = build.log("history", props.table, props.row_id)
        empty = log.loaded.view("empty.html", text=log.loaded.text(build.say.own(props, "empty_text")))
        body = log.loaded.view(
            items=log.each(_item(props, build, log), empty), pages=log_pages(log, build.say("Pages of the history"))
        )
        return log.show(body)


def _item(props: HistoryProps, build: Build, log: LogHandle) -> Nodes:
    entry = log.per_entry
    known = entry.view("who.html", mark=entry.text(Code("initials(entry.who)")), name=entry.text(Code("entry.who")))
    return entry.view(
        "item.html",
        who=entry.when(Code("entry.who"), known, entry.view("nobody.html")),
        what=entry.text(Code("entry.what")),
        via=entry.when(Code("entry.via"), entry.text(Code("' ' + entry.via"))),
        time=entry.text(Code("entry.at"), "relative"),
        fields=entry.when(Code("entry.fields"), entry.view("fields.html", fields=_fields(entry, props.table))),
        restore=_restore(props, build, log) if props.restore else (),
    )


def _fields(entry: Build, table: str) -> Nodes:
    inside = entry.with_names("change")
    nothing = inside.view("nothing.html")
    before = inside.when(Code("change.before"), inside.text(Code("change.before"), "lines"), nothing)
    after = inside.when(Code("change.after"), inside.text(Code("change.after"), "lines"), nothing)
    label = inside.text(Code("change.label"))
    one = inside.view("field.html", label=label, before=before, after=after)
    taken, given = (_files(inside, table, side) for side in ("taken", "given"))
    files = inside.view("files.html", label=label, taken=taken, given=given)
    return entry.each(Code("entry.fields"), "change", inside.when(Code("change.taken or change.given"), files, one))


def _files(inside: Build, table: str, side: Literal["taken", "given"]) -> Nodes:
    """Files that a change took from the row or gave to it, to download as it names them."""
    one = inside.with_names("file")
    address = file_address(one, table, Code("entry.row_id"), Code("change.column"), Code("entry.number"))
    link = one.view(
        "shared/file.html",
        address=address,
        name=one.text(Code("file.name")),
        size=one.text(Code("file.size"), "bytes"),
    )
    gone = one.view("lost.html", name=one.text(Code("file.name")))
    files = inside.each(Code(f"change.{side}"), "file", one.when(Code("file.is_lost"), gone, link))
    word = inside.say("removed") if side == "taken" else inside.say("added")
    return inside.when(Code(f"change.{side}"), inside.view("files_side.html", word=word, files=files))


def _restore(props: HistoryProps, build: Build, log: LogHandle) -> Nodes:
    steps: list[dict[str, object]] = [
        {"do": "restore_row", "table": props.table, "row_id": "{{ entry.row_id }}", "change": "{{ entry.number }}"},
        {"do": "notify", "text": build.say("Restored"), "tone": "success"},
    ]
    click = log.per_entry.event("restore", [Step.model_validate(step) for step in steps])
    button = log.per_entry.when(Code("entry.can_restore"), log.per_entry.view("restore.html", click=click.attributes))
    return build.when(build.allowed("update", props.table), button)
