"""What rows of built-in tables have besides their values: comments, history, a bin, and mentions on the home screen."""

from __future__ import annotations

from toolwright.autogen.nodes import Data, as_nodes, can, node
from toolwright.autogen.plan import AppPlan, TablePlan
from toolwright.autogen.traits import is_book_keeping
from toolwright.extend.translation import word
from toolwright.model.screen import Screen
from toolwright.model.table import Table

UNDO_FIRST = word("It goes to the bin and can be restored from there.")
MENTIONS = "mentions"
"""The screen that lists mentions. Those of tables have names of two words, so none is called so."""
FOR_GOOD = word("This cannot be undone.")


def keeps_history(table: Table) -> bool:
    """Whether what happens to rows is kept, so that it can be shown and taken back."""
    return table.is_internal and not is_book_keeping(table)


def what_deleting_means(table: Table) -> str:
    """A sentence for the question before rows are deleted."""
    return UNDO_FIRST if keeps_history(table) else FOR_GOOD


def activity_tabs(plan: TablePlan) -> list[Data]:
    """Tabs with what was said about a row and what happened to it."""
    if not keeps_history(plan.table):
        return []
    comments = node("comments", table=plan.ref, row_id="{{ params.id }}")
    history = node("history", table=plan.ref, row_id="{{ params.id }}")
    return [
        node("tab", id="row_comments", label=plan.say("Comments"), icon="messages", content=[comments]),
        node("tab", id="row_history", label=plan.say("History"), icon="history", content=[history]),
    ]


def bin_button(plan: TablePlan) -> list[Data]:
    """A way from the list to the bin, for who can restore from it."""
    if not keeps_history(plan.table):
        return []
    to = f"{plan.address}/bin"
    return [node("button", show_if=can("create", plan), label=plan.say("Bin"), icon="trash", variant="quiet", to=to)]


def bin_content(plan: TablePlan) -> list[Data]:
    """What stands on the screen of the bin."""
    title = plan.say("Deleted {rows}", rows=plan.many)
    undo: list[Data] = [
        {"do": "undo_change", "table": plan.ref},
        {"do": "notify", "text": plan.say("Your last change was taken back"), "tone": "success"},
        {"do": "refresh"},
    ]
    label = plan.say("Undo my last change")
    button = node("button", label=label, icon="arrow-back-up", on_click=undo, show_if=can("update", plan))
    trail: list[Data] = [{"label": plan.title, "to": plan.address}, {"label": plan.say("Bin")}]
    header = node("page_header", title=title, breadcrumbs=trail, actions=[button])
    return [header, node("bin", table=plan.ref)]


def new_mentions(app: AppPlan) -> list[Data]:
    """Where somebody was mentioned since they last looked, shown to those who were."""
    pages, title = _pages(app), app.say("New mentions of you")
    return [node("mentions", title=title, pages=pages, only_new=True, only_if_any=True)] if pages else []


def mentions_screen(app: AppPlan, access: str) -> Screen | None:
    """Everywhere somebody was mentioned, where comments are possible."""
    pages = _pages(app)
    if not pages:
        return None
    title = app.say("Mentions")
    listed = node("mentions", title=app.say("Comments that mention you"), pages=pages)
    content = [node("page_header", title=title), listed]
    path = "/mentions" if all(plan.address != "/mentions" for plan in app.plans) else "/mentions-of-you"
    return Screen(title=title, path=path, access=access, content=as_nodes(content))


def _pages(app: AppPlan) -> dict[str, str]:
    """For each table with comments the page of a row, opened at them."""
    return {
        plan.ref: f"{plan.address}/{{{{ entry.row_id }}}}?related.tab=row_comments"
        for plan in app.visible
        if keeps_history(plan.table)
    }
