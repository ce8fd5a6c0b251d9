"""Writing nodes briefly. Settings are plain values in the order they should stand in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.autogen.columns import Field, needs_badge
from toolwright.autogen.plan import AppPlan, TablePlan
from toolwright.model.screen import Node
from toolwright.model.table import DataType, Relation, Table

Data = dict[str, object]
_PLAIN_KEYS = (DataType.INTEGER, DataType.UUID, DataType.DATE)
"""Types whose values stand in an address as they are; others go through `row_id()`."""


def node(kind: str, **settings: object) -> Data:
    """A component; settings that are None are left out."""
    return {"kind": kind, **{key: value for key, value in settings.items() if value is not None}}


def as_nodes(items: Sequence[Data]) -> tuple[Node, ...]:
    """The components as definitions."""
    return tuple(Node.model_validate(item) for item in items)


def column_entry(field: Field, app: AppPlan, *, is_hidden: bool = False) -> str | Data:
    """A field of a list or detail view: its name, with settings only where the schema does not say enough."""
    settings: Data = {}
    if needs_badge(field):
        settings["format"] = "badge"
    target = link_to(field.relation, app) if field.relation else None
    if target is not None:
        settings["to"] = target
    if is_hidden:
        settings["hidden"] = True
    return {"column": field.name, **settings} if settings else field.name


def link_to(relation: Relation, app: AppPlan, owner: str = "row") -> str | None:
    """The address of the row a relation leads to, when that row has a page; `owner` holds the relation's values."""
    target = app.by_ref.get(relation.target)
    if target is None or target.table.hidden or not target.has_detail:
        return None
    columns = dict(zip(relation.target_columns, relation.columns, strict=True))
    if set(columns) != set(target.table.primary_key):
        return None
    values = [f"{owner}.{columns[name]}" for name in target.table.primary_key]
    if all(target.table.by_name[name].type in _PLAIN_KEYS for name in target.table.primary_key):
        return f"{target.address}/{','.join(f'{{{{ {value} }}}}' for value in values)}"
    return f"{target.address}/{{{{ row_id({', '.join(values)}) }}}}"


def row_name(table: Table, owner: str = "row") -> str:
    """An expression for what a row is called."""
    if table.display is not None:
        keys = " or ".join([f"{owner}.{table.display}", *(["row_key"] if table.primary_key else [])])
        return f"{{{{ {keys} }}}}"
    return "{{ row_key }}"


def rows(ref: str, *, filter: str | None = None, sort: Sequence[str] = (), limit: int | None = None) -> Data:
    """Which rows a component shows."""
    found: Mapping[str, object] = {"table": ref, "filter": filter, "sort": list(sort), "limit": limit}
    return {key: value for key, value in found.items() if value is not None and value != []}


def can(verb: str, plan: TablePlan) -> str:
    """A condition: the person may do this to some rows."""
    return f"{{{{ can('{plan.ref}', '{verb}') }}}}"
