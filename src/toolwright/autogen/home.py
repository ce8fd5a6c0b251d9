"""The first screen: how much there is, how it stands, and what changed last."""

from __future__ import annotations

from toolwright.autogen.activity import new_mentions
from toolwright.autogen.columns import change_column, list_fields, made_column, state_field
from toolwright.autogen.nodes import Data, as_nodes, can, column_entry, node, rows
from toolwright.autogen.plan import AppPlan, TablePlan, inside
from toolwright.model.screen import Screen
from toolwright.model.table import DataType, TableKind

MAX_COUNTS, MAX_CHARTS, MAX_RECENT = 8, 2, 3
ROW_OF_COUNTS = 4
RECENT_ROWS = 6


def home_screen(title: str, app: AppPlan, access: str) -> Screen:
    """The home of a generated app."""
    ranked = sorted(app.visible, key=lambda plan: (-_interest(plan, app), plan.title))
    counted = [plan for plan in ranked if plan.table.kind is TableKind.TABLE] or ranked
    counted = counted[: MAX_COUNTS if len(counted) >= MAX_COUNTS else ROW_OF_COUNTS]
    content = [node("page_header", title=title), *new_mentions(app)]
    if counted:
        stats = [_count(plan) for plan in counted]
        content.append(node("container", direction="grid", columns=min(4, len(stats)), content=stats))
    charts = [chart for plan in counted for chart in _charts(plan, app)][:MAX_CHARTS]
    if charts:
        content.append(node("container", direction="grid", columns=len(charts), content=charts))
    content += [_recent(plan, app) for plan in counted if change_column(plan.table)][:MAX_RECENT]
    return Screen(title=app.say("Home"), path="/", access=access, width="wide", content=as_nodes(content))


def _interest(plan: TablePlan, app: AppPlan) -> float:
    """Central tables first, and among them those whose rows come and go."""
    moves = 3.0 if change_column(plan.table) else 0.0
    stands = 2.0 if state_field(plan.table, app.tables) else 0.0
    return app.weight(plan) + moves + stands - (10.0 if app.is_lookup(plan) else 0.0)


def _count(plan: TablePlan) -> Data:
    return node(
        "stat",
        label=plan.title,
        icon=plan.table.icon,
        rows=rows(plan.ref),
        measure="count",
        to=plan.address,
        show_if=can("read", plan),
    )


def _charts(plan: TablePlan, app: AppPlan) -> list[Data]:
    """How rows stand, and how many came in; a table without either has no chart."""
    found: list[Data] = []
    state = state_field(plan.table, app.tables)
    if state is not None:
        title = plan.say("{rows} by {column}", rows=plan.title, column=inside(state.column.title, plan.say))
        chart = node(
            "chart", type="bar", horizontal=True, rows=rows(plan.ref), group=state.name, measures=_number(plan)
        )
        found.append(node("card", title=title, show_if=can("read", plan), content=[chart]))
    made = made_column(plan.table)
    if made is not None and plan.table.by_name[made].type in (DataType.DATETIME, DataType.DATE):
        chart = node("chart", type="line", rows=rows(plan.ref), group=made, bucket="month", measures=_number(plan))
        found.append(
            node(
                "card", title=plan.say("{rows} per month", rows=plan.title), show_if=can("read", plan), content=[chart]
            )
        )
    return found


def _number(plan: TablePlan) -> list[Data]:
    return [{"function": "count", "label": plan.title}]


def _recent(plan: TablePlan, app: AppPlan) -> Data:
    changed = change_column(plan.table)
    shown = [column_entry(field, app) for field in list_fields(plan.table, app.tables, most=4)]
    if changed is not None and changed not in shown:
        shown.append(changed)
    return node(
        "table",
        id=f"recent_{plan.key}"[:63],
        title=plan.say("Latest {rows}", rows=plan.many),
        rows=rows(plan.ref, sort=[f"-{changed}"], limit=RECENT_ROWS),
        columns=shown,
        search=False,
        filters=[],
        column_chooser=False,
        height="page",
        show_if=can("read", plan),
        on_row_click=[{"do": "navigate", "to": f"{plan.address}/{{{{ row_key }}}}"}] if plan.has_detail else None,
    )
