"""The navigation of a generated app: central tables at hand, the rest in groups that mean something."""

from __future__ import annotations

from collections.abc import Sequence

from toolwright.autogen.compounds import Compounds
from toolwright.autogen.labels import group_of, group_title, shared_prefix
from toolwright.autogen.plan import AppPlan, TablePlan
from toolwright.model.app import NavigationItem
from toolwright.model.table import TableKind

FLAT_UP_TO = 9
HUBS = 5
MAX_LOOSE = 3


def navigation_of(app: AppPlan) -> tuple[NavigationItem, ...]:
    """Home first; few tables in one list, many in groups by schema, by prefix and by what they are."""
    home = NavigationItem(label=app.say("Home"), icon="home", screen="home")
    ranked = sorted(app.visible, key=lambda plan: (-app.weight(plan), plan.title))
    lookups = [plan for plan in ranked if app.is_lookup(plan)]
    if len(ranked) <= FLAT_UP_TO and len(lookups) < 2:
        return (home, *map(_item, ranked))
    views = [plan for plan in ranked if plan.table.kind is TableKind.VIEW and plan not in lookups]
    hubs = [plan for plan in ranked if plan.table.display and plan not in views and plan not in lookups][:HUBS]
    rest = [plan for plan in ranked if plan not in hubs and plan not in views]
    groups = _groups(rest, [plan.key for plan in ranked])
    grouped = {plan.ref for plans in groups.values() for plan in plans}
    loose = [plan for plan in rest if plan.ref not in grouped and plan not in lookups]
    lists = [plan for plan in rest if plan.ref not in grouped and plan in lookups]
    compounds = Compounds(name for plan in app.plans for name in (plan.key, *plan.table.by_name))
    items = [home, *map(_item, hubs)]
    items += [_group(group_title(name, compounds), "folder", plans) for name, plans in sorted(groups.items())]
    items += [_group(app.say("More"), "dots", loose)] if len(loose) > MAX_LOOSE else [*map(_item, loose)]
    items += [_group(app.say("Lists"), "list-details", lists)] if lists else []
    items += [_group(app.say("Views"), "table-alias", views)] if views else []
    return tuple(items)


def _groups(plans: Sequence[TablePlan], every: Sequence[str]) -> dict[str, list[TablePlan]]:
    """Tables by schema when there are several, otherwise by the first word of their names when three share it."""
    schemas = {plan.table.native.schema_name for plan in plans if plan.table.native}
    found: dict[str, list[TablePlan]] = {}
    shared = shared_prefix(every)
    bare = [name.removeprefix(shared) for name in every]
    for plan in plans:
        schema = plan.table.native.schema_name if plan.table.native and len(schemas) > 1 else None
        named = group_of(plan.key.removeprefix(shared), bare)
        group = schema.lower() if schema and schema != "public" else named
        if group is not None:
            found.setdefault(group, []).append(plan)
    return {name: plans for name, plans in found.items() if len(plans) > 1}


def _item(plan: TablePlan) -> NavigationItem:
    return NavigationItem(label=plan.title, icon=plan.table.icon, screen=plan.list_screen)


def _group(label: str, icon: str, plans: Sequence[TablePlan]) -> NavigationItem:
    ordered = sorted(plans, key=lambda plan: plan.title)
    return NavigationItem(label=label, icon=icon, items=tuple(map(_item, ordered)))
