"""The navigation of a generated app: central tables at hand, the rest in groups that mean something."""

from __future__ import annotations

from collections.abc import Sequence

from toolwright.autogen.labels import group_of, group_title, shared_prefix
from toolwright.autogen.plan import AppPlan, TablePlan
from toolwright.model.app import NavigationItem
from toolwright.model.table import TableKind

FLAT_UP_TO = 9
MAX_LOOSE = 8


def navigation_of(app: AppPlan) -> tuple[NavigationItem, ...]:
    """Home first; few tables in one list, many in groups by schema, by prefix and by what they are."""
    home = NavigationItem(label="Home", icon="home", screen="home")
    ranked = sorted(app.visible, key=lambda plan: (-app.weight(plan), plan.title))
    lookups = [plan for plan in ranked if app.is_lookup(plan)]
    if len(ranked) <= FLAT_UP_TO and len(lookups) < 2:
        return (home, *map(_item, ranked))
    views = [plan for plan in ranked if plan.table.kind is TableKind.VIEW and plan not in lookups]
    groups = _groups([plan for plan in ranked if plan not in views])
    grouped = {plan.ref for plans in groups.values() for plan in plans}
    loose = [plan for plan in ranked if plan.ref not in grouped and plan not in lookups and plan not in views]
    lists = [plan for plan in lookups if plan.ref not in grouped]
    items = [home, *map(_item, loose[:MAX_LOOSE])]
    items += [_group(group_title(name), "folder", plans) for name, plans in sorted(groups.items())]
    items += [_group("More", "dots", loose[MAX_LOOSE:])] if loose[MAX_LOOSE:] else []
    items += [_group("Lists", "list-details", lists)] if lists else []
    items += [_group("Views", "table-alias", views)] if views else []
    return tuple(items)


def _groups(plans: Sequence[TablePlan]) -> dict[str, list[TablePlan]]:
    """Tables by schema when there are several, otherwise by the first word of their names when three share it."""
    schemas = {plan.table.native.schema_name for plan in plans if plan.table.native}
    found: dict[str, list[TablePlan]] = {}
    names = [plan.key for plan in plans]
    shared = shared_prefix(names)
    bare = [name.removeprefix(shared) for name in names]
    for plan, name in zip(plans, bare, strict=True):
        schema = plan.table.native.schema_name if plan.table.native and len(schemas) > 1 else None
        group = schema.lower() if schema and schema != "public" else group_of(name, bare)
        if group is not None:
            found.setdefault(group, []).append(plan)
    return {name: plans for name, plans in found.items() if len(plans) > 1}


def _item(plan: TablePlan) -> NavigationItem:
    return NavigationItem(label=plan.title, icon=plan.table.icon, screen=plan.list_screen)


def _group(label: str, icon: str, plans: Sequence[TablePlan]) -> NavigationItem:
    ordered = sorted(plans, key=lambda plan: plan.title)
    return NavigationItem(label=label, icon=icon, items=tuple(map(_item, ordered)))
