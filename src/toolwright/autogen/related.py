"""Tabs with the rows that refer to a row: along foreign keys backwards, and through tables that only join."""

from __future__ import annotations

from collections import Counter

from toolwright.autogen.activity import activity_tabs
from toolwright.autogen.columns import default_sort, list_fields
from toolwright.autogen.nodes import Data, can, column_entry, node, rows
from toolwright.autogen.plan import AppPlan, Inbound, TablePlan, inside
from toolwright.extend.translation import Say
from toolwright.extend.viewing import takes_new_rows
from toolwright.model.table import Relation, humanise

MAX_TABS = 10
RELATED_ROWS = 10
_BOOK_KEEPING = ("created_by", "updated_by", "modified_by", "deleted_by", "changed_by")


def related_tabs(plan: TablePlan, app: AppPlan) -> list[Data]:
    """One component with a tab for each foreign key that leads to the table, and for what is kept beside its rows."""
    inbound = _worth_showing(app.inbound(plan.ref))
    names = Counter(item.plan.ref for item in inbound)
    tabs = [_tab(item, app, is_only=names[item.plan.ref] == 1) for item in inbound] + activity_tabs(plan)
    return [node("tabs", id="related", content=tabs)] if tabs else []


def _worth_showing(inbound: list[Inbound]) -> list[Inbound]:
    if len(inbound) > MAX_TABS:
        inbound = [item for item in inbound if not item.relation.name.startswith(_BOOK_KEEPING)]
    return inbound[:MAX_TABS]


def _tab(item: Inbound, app: AppPlan, *, is_only: bool) -> Data:
    plan, relation = item.plan, item.relation
    condition = " and ".join(
        f"{column} == record.{target}" for column, target in zip(relation.columns, relation.target_columns, strict=True)
    )
    far = _other_side(item, app)
    label = relation.inverse_label or _label(item, far, is_only=is_only)
    shown = list_fields(plan.table, app.tables, most=5, leave_out=(relation.name, *relation.columns))
    list_node = node(
        "table",
        id=f"{plan.key}_{relation.name}"[:63],
        rows=rows(plan.ref, filter=condition, sort=default_sort(plan.table), limit=RELATED_ROWS),
        columns=[column_entry(field, app) for field in shown],
        search=False,
        filters=[],
        column_chooser=False,
        height="page",
        empty_title=app.say("No {rows}", rows=inside(label, app.say)),
        row_actions=_remove(plan, far) or None,
        on_row_click=_open(plan),
    )
    content = [*_add(item, far, app), list_node]
    return node("tab", label=label, count_rows=rows(plan.ref, filter=condition), content=content)


def _other_side(item: Inbound, app: AppPlan) -> TablePlan | None:
    """The table at the far end when the referring table only joins."""
    if not item.plan.table.hidden:
        return None
    others = [relation for relation in item.plan.table.relations if relation.name != item.relation.name]
    return app.by_ref.get(others[0].target) if len(others) == 1 else None


def _label(item: Inbound, far: TablePlan | None, *, is_only: bool) -> str:
    if far is not None and is_only:
        return far.title
    if item.relation.target == item.plan.ref and item.relation.name.startswith("parent"):
        return item.plan.say("Sub-{rows}", rows=item.plan.many)
    if is_only:
        return item.plan.title
    return f"{item.plan.title} ({_as_words(item.relation, item.plan.say)})"


def _as_words(relation: Relation, say: Say) -> str:
    return inside(humanise(relation.label or relation.name.removesuffix("_row")), say)


def _add(item: Inbound, far: TablePlan | None, app: AppPlan) -> list[Data]:
    """A button that begins a row which refers to this one."""
    plan, relation = item.plan, item.relation
    if not takes_new_rows(plan.table):
        return []
    values = "&".join(
        f"{column}={{{{ record.{target} }}}}"
        for column, target in zip(relation.columns, relation.target_columns, strict=True)
    )
    label = app.say("Add {one}", one=far.one) if far else app.say("New {one}", one=plan.one)
    button = node("button", label=label, icon="plus", to=f"{plan.address}/new?{values}", show_if=can("create", plan))
    return [node("container", direction="row", justify="end", content=[button])]


def _remove(plan: TablePlan, far: TablePlan | None) -> list[Data]:
    """Rows of a joining table have no page, so they can be taken away where they are listed."""
    if far is None or not plan.table.is_writable:
        return []
    delete: Data = {
        "do": "delete_row",
        "confirm": plan.say("Remove this {one}?", one=far.one),
        "table": plan.ref,
        "row_id": "{{ row_key }}",
    }
    return [
        node(
            "button",
            label=plan.say("Remove"),
            icon="trash",
            variant="danger",
            show_if=can("delete", plan),
            on_click=[delete, {"do": "refresh"}],
        )
    ]


def _open(plan: TablePlan) -> list[Data] | None:
    if plan.table.hidden or not plan.has_detail:
        return None
    return [{"do": "navigate", "to": f"{plan.address}/{{{{ row_key }}}}"}]
