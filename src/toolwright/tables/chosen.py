"""Chosen: the indexes that the definitions of a workspace call for, each with who calls for it.

Lists that filter and sort, views, row rules and the order of a table say what is asked of its rows. Each has an index:
the columns compared with one value first, then those of the order, or else one compared by size. A calculation view has
one that holds all it reads. What a key, a relation or an index written by hand serves already needs no other. Works on
definitions alone, never on requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from toolwright.errors import phrase
from toolwright.extend.covering import covering
from toolwright.extend.design import ID
from toolwright.extend.schema_change import ChosenIndex
from toolwright.model.role import RowVerb, TableGrant
from toolwright.model.table import Column, DataType, Table
from toolwright.model.workspace import Workspace
from toolwright.policy.access import grant_covers
from toolwright.tables.asked import NOTHING_ASKED, Asked, asked_by

MOST = 12
"""Indexes chosen for one table: each costs every write a little."""
_ORDERED = frozenset(
    {
        DataType.TEXT, DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT, DataType.DATE, DataType.TIME,
        DataType.DATETIME, DataType.UUID, DataType.DURATION,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody asks of the rows of a table: a condition, and an order by sort keys."""

    ref: str
    asked: Asked
    sort: tuple[str, ...]
    because: str


def chosen_indexes(workspace: Workspace) -> dict[str, tuple[ChosenIndex, ...]]:
    """The indexes to make, by internal table."""
    found: dict[str, dict[tuple[str, ...], tuple[bool, list[str]]]] = {}
    for need in _needs(workspace):
        table = workspace.tables[need.ref]
        columns = _columns(table, need)
        if columns and not _is_served(table, columns):
            is_order = bool(need.sort)
            known = found.setdefault(need.ref, {}).setdefault(columns, (is_order, []))
            found[need.ref][columns] = (known[0] or is_order, [*known[1], need.because])
    for ref, columns, because in _of_figures(workspace):
        if not _is_served(workspace.tables[ref], columns):
            is_order, reasons = found.setdefault(ref, {}).setdefault(columns, (False, []))
            found[ref][columns] = (is_order, [*reasons, because])
    return {ref: _fewest(candidates) for ref, candidates in found.items()}


def _fewest(candidates: Mapping[tuple[str, ...], tuple[bool, list[str]]]) -> tuple[ChosenIndex, ...]:
    """Those that no longer one stands in for, as it can where no order is asked for."""
    kept = [
        ChosenIndex(columns, tuple(dict.fromkeys(because)))
        for columns, (is_order, because) in candidates.items()
        if is_order or not any(other != columns and other[: len(columns)] == columns for other in candidates)
    ]
    return tuple(kept[:MOST])


def _columns(table: Table, need: Need) -> tuple[str, ...]:
    """The columns of the index, those that descend with a minus; none where one would not help."""
    equal = [name for name in need.asked.equal if _is_ordered(table.by_name.get(name))]
    if ID in need.asked.equal or any(set(equal).issuperset(key) for key in table.unique):
        return ()  # one row at most
    ordered: list[str] = []
    for item in need.sort:
        name = item.removeprefix("-")
        if name == ID or not _is_ordered(table.by_name.get(name)):
            break
        if name not in equal:
            ordered.append(item)
    sized = [name for name in need.asked.sized if _is_ordered(table.by_name.get(name)) and name not in equal]
    return (*equal, *(ordered or sized[:1]))


def _is_ordered(column: Column | None) -> bool:
    return column is not None and column.is_stored and not column.long and column.type in _ORDERED


def _is_served(table: Table, columns: tuple[str, ...]) -> bool:
    """Whether an index that is there anyway begins with these columns, all in one direction."""
    plain = tuple(name.removeprefix("-") for name in columns)
    if len(columns) > 1 and 0 < sum(name.startswith("-") for name in columns) < len(columns):
        return columns in table.indexes
    made = (*table.unique, *table.indexes, *(relation.columns for relation in table.relations))
    return any(key[: len(plain)] == plain for key in made) and (len(columns) > 1 or not columns[0].startswith("-"))


# --- who asks ---------------------------------------------------------------------------------------------------------


def _needs(workspace: Workspace) -> Iterator[Need]:
    """Everything that is asked, of internal tables: lists first, then what matters less."""
    lists = list(_of_screens(workspace))
    rules = list(_of_roles(workspace))
    for need in (*lists, *_of_tables(workspace), *rules):
        yield from _on_table(workspace, need)
    for need in lists:
        for rule in rules:
            if rule.ref == need.ref and need.sort:
                both = replace(
                    need,
                    asked=rule.asked.and_also(need.asked),
                    because=phrase("{need} under {rule}", need=phrase(need.because), rule=phrase(rule.because)),
                )
                yield from _on_table(workspace, both)


def _on_table(workspace: Workspace, need: Need) -> Iterator[Need]:
    """What is asked of a view, as asked of the table below it; with a table's own order where none is asked for."""
    table = workspace.tables.get(need.ref)
    if table is None:
        return
    sort = need.sort or table.sort
    if table.is_internal:
        standing = asked_by(table.filter, table)
        yield replace(need, sort=sort, asked=standing.and_also(need.asked))
    elif table.view is not None and not table.view.is_summary and table.view.of in workspace.tables:
        of = workspace.tables[table.view.of]
        names = {one.name: one.value or one.name for one in table.view.columns} or {name: name for name in of.by_name}
        base = asked_by(table.view.filter, of).and_also(need.asked.renamed(names))
        yield from _on_table(workspace, replace(need, ref=table.view.of, asked=base, sort=tuple(_renamed(sort, names))))


def _renamed(sort: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    for item in sort:
        name = names.get(item.removeprefix("-"), "")
        yield f"-{name}" if item.startswith("-") else name


def _of_screens(workspace: Workspace) -> Iterator[Need]:
    for app, tree in workspace.apps.items():
        for name, screen in tree.screens.items():
            for kind, rows, filters in _bindings([node.model_dump() for node in screen.content]):
                because = phrase("the {kind} on screen {screen}", kind=kind, screen=f"{app}/{name}")
                yield from _of_list(workspace, because, rows, filters)
    for name, module in workspace.modules.items():
        for kind, rows, filters in _bindings([node.model_dump() for node in module.content]):
            because = phrase("the {kind} in module {module}", kind=kind, module=name)
            yield from _of_list(workspace, because, rows, filters)


def _of_list(
    workspace: Workspace, because: str, rows: Mapping[str, object], filters: Iterable[object]
) -> Iterator[Need]:
    ref, text, sort = str(rows.get("table")), rows.get("filter"), rows.get("sort")
    table = workspace.tables.get(ref)
    if table is None:
        return
    keys = tuple(map(str, sort)) if isinstance(sort, list | tuple) else ()
    asked = asked_by(text if isinstance(text, str) else None, table)
    yield Need(ref, asked, keys, because)
    for name in filters:
        column = table.by_name.get(str(name))
        if column is not None and (column.options or any(r.columns == (column.name,) for r in table.relations)):
            yield Need(
                ref,
                Asked((column.name,)).and_also(asked),
                keys,
                phrase("a filter of {because}", because=phrase(because)),
            )


def _bindings(value: object, kind: str = "list") -> Iterator[tuple[str, Mapping[str, object], Iterable[object]]]:
    """The bindings of rows in a component and all within it, with the kind they belong to and its filters."""
    if isinstance(value, Mapping):
        kind = str(value["kind"]) if isinstance(value.get("kind"), str) else kind
        rows, filters = value.get("rows"), value.get("filters")
        if isinstance(rows, Mapping) and isinstance(rows.get("table"), str):
            yield kind, rows, filters if isinstance(filters, list | tuple) else ()
        for item in value.values():
            yield from _bindings(item, kind)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _bindings(item, kind)


def _of_tables(workspace: Workspace) -> Iterator[Need]:
    for ref, table in workspace.tables.items():
        if table.view is not None:
            yield Need(ref, NOTHING_ASKED, table.sort, phrase("the view {ref}", ref=ref))
        elif table.is_internal and (table.sort or table.filter):
            yield Need(ref, NOTHING_ASKED, table.sort, "the table's own order")


def _of_figures(workspace: Workspace) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """What calculation views can be worked out from alone."""
    for ref, table in workspace.tables.items():
        base = workspace.tables.get(table.view.of) if table.view is not None else None
        if base is not None and base.is_internal and table.view is not None and (all_of := covering(base, table.view)):
            yield table.view.of, all_of, phrase("the figures of {ref}", ref=ref)


def _of_roles(workspace: Workspace) -> Iterator[Need]:
    for name, role in workspace.roles.items():
        for grant in role.grants:
            if not isinstance(grant, TableGrant) or grant.rows is None or RowVerb.READ not in grant.can:
                continue
            for ref, table in workspace.tables.items():
                asked = asked_by(grant.rows, table)
                if asked.equal and grant_covers(grant.table, ref, is_view=table.view is not None):
                    yield Need(ref, asked, (), phrase("a row rule of role {name}", name=name))
