"""Where the person who looks was mentioned: comments with `@name` in them, with a count of those not seen yet."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from toolwright.extend.build import Build, LogHandle, Part
from toolwright.extend.component import Component
from toolwright.extend.log_pages import log_pages
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.base import Expr, Model, TableRef
from toolwright.model.screen import Step
from toolwright.model.tab import in_tab


class MentionsProps(Model):
    """Where the rows are."""

    title: Expr[str] = Field("Mentions of you", description="Heading above the list.")
    pages: Mapping[TableRef, Expr[str]] = Field(
        default_factory=dict, description="For each table the page of a row: `/tickets/{{ entry.row_id }}`."
    )
    empty_text: Expr[str] = Field("Nobody has mentioned you.", description="Said while there are none.")
    only_new: bool = Field(
        False, description="Only those that were not marked as seen.", json_schema_extra=in_tab("data")
    )
    only_if_any: bool = Field(
        False, description="Nothing is shown while there are none.", json_schema_extra=in_tab("visibility")
    )


class Mentions(Component[MentionsProps]):
    """See the module."""

    kind, title, group, icon = "mentions", "Mentions", "data", "at"
    Props = MentionsProps

    def compile(self, props: MentionsProps, build: Build) -> Nodes:
        """A list of comments, the last first."""
        for table in props.pages:
            build.table(table)
        log = build.log("new_mentions" if props.only_new else "mentions")
        loaded = log.loaded
        fresh = "[entry for entry in entries if entry.is_new]"
        click = loaded.event("seen", [Step.model_validate({"do": "see_mentions"})])
        seen = loaded.view("seen.html", click=click.attributes, count=loaded.text(Code(f"len({fresh})"), "number"))
        empty = loaded.view("empty.html", text=loaded.text(build.say.own(props, "empty_text")))
        body = loaded.view(
            title=loaded.text(build.say.own(props, "title")),
            label=build.ref("title"),
            seen=loaded.when(Code(fresh), seen),
            items=log.each(_item(props, log), empty),
            pages=log_pages(log, loaded.say("Pages of the mentions")),
        )
        return log.show(loaded.when(Code("entries"), body) if props.only_if_any else body)


def _item(props: MentionsProps, log: LogHandle) -> Nodes:
    entry = log.per_entry
    where: Part = entry.text(Code("entry.title"), "truncate", length=90)
    for table, page in props.pages.items():
        link = entry.view("link.html", to=entry.url(page), label=entry.text(Code("entry.title"), "truncate", length=90))
        where = entry.when(Code(f"entry.table == {table!r}"), link, where)
    return entry.view(
        "item.html",
        new=entry.when(Code("entry.is_new"), entry.view("new.html")),
        mark=entry.text(Code("initials(entry.who)")),
        name=entry.text(Code("entry.who")),
        where=where,
        time=entry.text(Code("entry.at"), "relative"),
        text=entry.text(Code("entry.body"), "truncate", length=200),
    )
