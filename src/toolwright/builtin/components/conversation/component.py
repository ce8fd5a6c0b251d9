"""A conversation: who said what and when, one below the other, with internal notes set apart."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.build import Build, RowsHandle
from toolwright.extend.component import Component
from toolwright.extend.display import shown_fields
from toolwright.extend.markup import lookup
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import ColumnName, Expr, Model
from toolwright.model.screen import Node, RowsBinding
from toolwright.model.tab import in_tab


class ConversationProps(Model):
    """Which columns hold what."""

    rows: RowsBinding = Field(description="What was said, oldest first: sort by the time.")
    author: ColumnName | None = Field(None, description="Column or relation of who said it.")
    text: ColumnName = Field(description="Column of what was said.")
    time: ColumnName | None = Field(None, description="Column of when.")
    note: ColumnName | None = Field(None, description="Boolean column that sets a row apart as an internal note.")
    note_label: str = Field("Internal note", description="Word beside such a note.")
    format: Literal["lines", "markdown"] = Field(
        "lines", description="How the text is written.", json_schema_extra=in_tab("style")
    )
    content: tuple[Node, ...] = Field((), description="Below the last row, mostly a form to answer.")
    empty_text: Expr[str] | None = Field(None, description="Said while nobody has said anything.")


class Conversation(Component[ConversationProps]):
    """See the module."""

    kind, title, group, icon = "conversation", "Conversation", "data", "messages"
    Props = ConversationProps

    def compile(self, props: ConversationProps, build: Build) -> Nodes:
        """An ordered list."""
        rows = build.rows(props.rows)
        for name, key in ((props.text, "text"), (props.time, "time"), (props.note, "note")):
            if name is not None and name not in rows.table.by_name:
                build.fail((key,), phrase("The table has no column '{name}'.", name=name))
        body = rows.loaded.view(
            items=rows.each(self._item(props, build, rows), self._empty(props, rows)),
            pages=rows.loaded.when(Code("has_previous or has_next"), self._pages(rows)),
        )
        return build.view("frame.html", list=rows.show(body), content=build.kids(props.content))

    def _item(self, props: ConversationProps, build: Build, rows: RowsHandle) -> Nodes:
        row = rows.per_row
        author: Nodes = ()
        if props.author is not None:
            field = shown_fields(build, rows.table, (props.author,), key="author")[0]
            value = field.value if isinstance(field.value, Code) else row.value(field.value)
            mark = row.text(Code(f"initials(coalesce({value.source}, '?'))"))
            known = row.view("author.html", mark=mark, name=row.text(value))
            author = row.when(value, known, row.view("author.html", mark="?", name=row.say("Unknown")))
        note: Nodes = ()
        if props.note is not None:
            note = row.when(lookup("row", props.note), row.view("note.html", label=props.note_label))
        return row.view(
            "item.html",
            author=author,
            time=() if props.time is None else row.text(lookup("row", props.time), "relative"),
            note=note,
            text=row.text(lookup("row", props.text), props.format),
            prose=props.format == "markdown",
        )

    def _empty(self, props: ConversationProps, rows: RowsHandle) -> Nodes:
        return rows.loaded.view(
            "empty.html", text=rows.loaded.text(props.empty_text or rows.loaded.say("Nobody has said anything yet."))
        )

    def _pages(self, rows: RowsHandle) -> Nodes:
        loaded = rows.loaded
        earlier = loaded.when(
            Code("has_previous"), loaded.view("page.html", to=rows.previous_link, label=loaded.say("Earlier"))
        )
        later = loaded.when(Code("has_next"), loaded.view("page.html", to=rows.next_link, label=loaded.say("Later")))
        return loaded.view("pages.html", earlier=earlier, later=later)
