"""The bin of a built-in table: rows that were deleted and can be had back."""

from __future__ import annotations

from pydantic import Field

from toolwright.builtin.components.bin.going_back import going_back
from toolwright.extend.build import Build, LogHandle
from toolwright.extend.component import Component
from toolwright.extend.log_pages import log_pages
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import Expr, Model, TableRef
from toolwright.model.screen import Step


class BinProps(Model):
    """Of which table."""

    table: TableRef = Field(description="The built-in table.")
    empty_text: Expr[str] = Field("Nothing was deleted.", description="Said while the bin is empty.")
    go_back: bool = Field(True, description="Who may do all of it can have the whole table be as it was at a moment.")


class Bin(Component[BinProps]):
    """See the module."""

    kind, title, group, icon = "bin", "Bin", "data", "trash-off"
    Props = BinProps

    def compile(self, props: BinProps, build: Build) -> Nodes:
        """A list of rows, the last deleted first."""
        log = build.log("deleted", props.table)
        empty = log.loaded.view("empty.html", text=log.loaded.text(build.say.own(props, "empty_text")))
        pages = log_pages(log, build.say("Pages of the bin"))
        gone = build.region(log.show(log.loaded.view(items=log.each(_item(props, build, log), empty), pages=pages)))
        return join(gone, going_back(build, props.table)) if props.go_back else gone


def _item(props: BinProps, build: Build, log: LogHandle) -> Nodes:
    entry = log.per_entry
    steps: list[dict[str, object]] = [
        {"do": "restore_row", "table": props.table, "row_id": "{{ entry.row_id }}", "change": "{{ entry.number }}"},
        {"do": "notify", "text": build.say("{{ entry.title }} is back"), "tone": "success"},
    ]
    click = entry.event("restore", [Step.model_validate(step) for step in steps])
    button = entry.view("restore.html", click=click.attributes, title=entry.text(Code("entry.title")))
    return entry.view(
        "item.html",
        title=entry.text(Code("entry.title")),
        who=entry.when(Code("entry.who"), entry.text(Code(f"{build.say(' by ')!r} + entry.who"))),
        time=entry.text(Code("entry.at"), "relative"),
        restore=build.when(build.allowed("create", props.table), button),
    )
