"""Refactor: the definitions of a workspace with tables or columns called otherwise, wherever they name them.

Works on the files as they were written, so that everything else stays as it is, comments included. What expressions of
screens read is known from compiling them; what settings name follows from the table around them. All of it is checked
again when the files are stored: a name that was missed is refused there, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from toolwright.errors import InvalidDefinition, Where
from toolwright.extend.marked_settings import column_settings
from toolwright.extend.seen import Seen
from toolwright.model.files import APP, MODULE, QUERY, SCREEN, TABLE, Place, place_of
from toolwright.model.query import query_name, query_ref
from toolwright.model.role import Role
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import KeyPath, dump_data, load_yaml
from toolwright.tables.moved_names import MovedNames
from toolwright.tables.renamed_table import EXPRESSION_KEYS, TABLE_KEYS, RenamedTable
from toolwright.tables.renames import Renames

SeenIn = Callable[[Place], Iterable[Seen]]
"""The expressions of a screen or module."""
ColumnKeys = Callable[[str], frozenset[str]]
"""The settings of a component that name columns, by its kind."""


@dataclass(frozen=True, slots=True)
class Refactored:
    """Files with everything renamed, and by file the expressions that may mean an old name by a text."""

    files: Mapping[str, str]
    unclear: Mapping[str, tuple[str, ...]]


def refactored(
    files: Mapping[str, str], workspace: Workspace, renames: Renames, seen: SeenIn, keys: ColumnKeys
) -> Refactored:
    """The files with everything renamed that `workspace` shows them to name.

    Raises InvalidExpression where a new name cannot stand, InvalidDefinition where it is unclear which rows are meant.
    """
    names = MovedNames.of(workspace, renames)
    changed, unclear = {}, dict[str, tuple[str, ...]]()
    for path, text in files.items():
        place = place_of(path)
        if place is not None and place.kind is QUERY:
            made = names.table(query_ref(place.names[0]))
            now = QUERY.path_for(query_name(made) or place.names[0])
            changed[now] = text
            unclear |= {now: told} if (told := _asked(text, path, names)) else {}
            continue
        made = (
            text if place is None or not _may_name(text, place, names) else _file(path, text, place, names, seen, keys)
        )
        is_moved = place is not None and place.kind is TABLE
        now = TABLE.path_for(names.table(place.names[0])) if place is not None and is_moved else path
        changed[now] = made
        if names.unclear:
            unclear[now] = tuple(names.unclear)
            names.unclear.clear()
    return Refactored(changed, unclear)


def _asked(text: str, path: str, names: MovedNames) -> tuple[str, ...]:
    """The text of a query to the built-in database that may mean an old name: it is in another language."""
    try:
        data = load_yaml(text, path).data
    except InvalidDefinition:
        return ()
    sql = str(data.get("sql", ""))
    is_own = data.get("source") is None and any(re.search(rf"\b{re.escape(old)}\b", sql) for old in _moved(names))
    return (sql,) if is_own else ()


def _may_name(text: str, place: Place, names: MovedNames) -> bool:
    return (place.kind is TABLE and place.names[0] in names.columns) or any(old in text for old in _moved(names))


def _moved(names: MovedNames) -> list[str]:
    """Every old name."""
    return [*names.tables, *(old for ref in names.columns for old in names.of_table(ref))]


def _file(path: str, text: str, place: Place, names: MovedNames, seen: SeenIn, keys: ColumnKeys) -> str:
    try:
        data = load_yaml(text, path).data
    except InvalidDefinition:
        return text
    found: object
    if place.kind is TABLE:
        found = RenamedTable(names).whole(place.names[0], data)
    else:
        expressions = list(seen(place)) if place.kind in (SCREEN, MODULE) else []
        ids = _ids(names.workspace, place.names[0]) if place.kind in (SCREEN, APP) else {}
        found = _OtherFile(path, names, _by_node(data, expressions), _steps(data), ids | _ids_in(data), keys).whole(
            data
        )
    return text if found == data or not isinstance(found, Mapping) else dump_data(found, text)


@dataclass(frozen=True, slots=True)
class _At:
    """A place in a file: the component it belongs to, and the table that settings there are about."""

    node: KeyPath = ()
    table: str | None = None
    column_keys: frozenset[str] = column_settings(Role)


class _OtherFile:
    """A screen, an app or a role."""

    def __init__(
        self,
        file: str,
        names: MovedNames,
        seen: Mapping[tuple[KeyPath, str], list[Seen]],
        steps: Mapping[str, str],
        ids: Mapping[str, str],
        keys: ColumnKeys,
    ) -> None:
        self._file = file
        self._names = names
        self._seen = seen
        self._steps = steps
        self._ids = ids
        self._keys = keys
        moved = [name for name, ref in ids.items() if names.of_table(ref)]
        self._address = re.compile(rf"\b({'|'.join(map(re.escape, moved)) or '(?!)'})\.f\.(\w+)")

    def whole(self, data: Mapping[str, object]) -> object:
        return self._value(data, "", (), _At())

    def _value(self, value: object, key: str, path: KeyPath, at: _At) -> object:
        if isinstance(value, Mapping):
            return self._mapping(value, key, path, at)
        if isinstance(value, list):
            return [self._value(item, key, (*path, place), at) for place, item in enumerate(value)]
        return self._text(value, key, path, at) if isinstance(value, str) else value

    def _mapping(self, value: Mapping[str, object], key: str, path: KeyPath, at: _At) -> object:
        is_node, table = isinstance(value.get("kind"), str), self._table_of(value)
        inner = replace(at, node=path, column_keys=self._keys(str(value["kind"]))) if is_node else at
        if table is not None or is_node or "do" in value:
            inner = replace(inner, table=table)
        changed = {name: self._value(item, name, (*path, name), inner) for name, item in value.items()}
        if key == "values" and at.table is not None:
            moved = self._names.columns.get(at.table, {})
            changed = {moved.get(name, name): item for name, item in changed.items()}
        name = value.get("name")
        if is_node and isinstance(name, str) and isinstance(value.get("table"), str):
            changed["name"] = self._names.column(name, table)
        return changed | self._chosen(value)

    def _table_of(self, value: Mapping[str, object]) -> str | None:
        """The table whose rows are meant inside a node, step, binding or grant."""
        rows = value.get("rows")
        for found in (rows.get("table") if isinstance(rows, Mapping) else None, value.get("table")):
            if isinstance(found, str) and "{{" not in found:
                return found
        return self._ids.get(str(value.get("target"))) if "kind" in value else None

    def _chosen(self, value: Mapping[str, object]) -> dict[str, object]:
        """How a field names the rows of another table that are chosen from."""
        target = value.get("target")
        if not isinstance(target, str) or target not in self._names.workspace.tables:
            table = self._names.workspace.tables.get(str(value.get("table")))
            over = [one for one in table.relations if one.columns == (value.get("name"),)] if table is not None else []
            target = over[0].target if over else None
        if target is None or "kind" not in value:
            return {}
        own = {key: item for key in ("key", "display") if isinstance(item := value.get(key), str)}
        return {key: self._names.column(item, target) for key, item in own.items()}

    def _text(self, text: str, key: str, path: KeyPath, at: _At) -> str:
        changed = self._expression(text, key, path, at)
        if changed is None:
            is_table = key in TABLE_KEYS and not (key == "target" and text in self._ids)
            changed = self._names.table(text) if is_table else text
            changed = self._names.column(text, at.table) if key in at.column_keys else changed
        return self._address.sub(self._steered, changed)

    def _expression(self, text: str, key: str, path: KeyPath, at: _At) -> str | None:
        """The text with its expressions renamed; None where it holds none."""
        # A few stand in a component and are read by the one around it, as what tabs count.
        around = (at.node[:length] for length in range(len(at.node), -1, -1))
        seen = next((self._seen[node, text] for node in around if (node, text) in self._seen), None)
        if seen is not None:
            found = {self._names.read(text, one.names, one.row, self._steps) for one in seen}
            if len(found) > 1:
                raise InvalidDefinition(
                    "It is unclear which rows this expression is about.",
                    code="schema.unclear_rename",
                    hint="The same text stands twice in this component: write one of them otherwise.",
                    where=Where(self._file, path=path),
                )
            return found.pop()
        if key in EXPRESSION_KEYS and at.table is not None:
            return self._names.expression(text, at.table)
        return self._names.read(text, {}, None, self._steps) if "{{" in text else None

    def _steered(self, found: re.Match[str]) -> str:
        """A filter in an address: `tickets.f.status`."""
        moved = self._names.columns.get(self._ids[found[1]], {})
        return f"{found[1]}.f.{moved.get(found[2], found[2])}"


def _by_node(data: Mapping[str, object], seen: Iterable[Seen]) -> dict[tuple[KeyPath, str], list[Seen]]:
    """Expressions by the component they stand in and their text."""
    found: dict[tuple[KeyPath, str], list[Seen]] = {}
    for one in seen:
        found.setdefault((_node_of(data, one.path), one.text), []).append(one)
    return found


def _node_of(data: object, path: KeyPath) -> KeyPath:
    node: KeyPath = ()
    for length, key in enumerate(path):
        if isinstance(data, Mapping):
            node = path[:length] if isinstance(data.get("kind"), str) else node
            data = data.get(str(key))
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            break
    return node


def _steps(data: object) -> dict[str, str]:
    """The tables of the rows that steps answer, by the id of the step."""
    if isinstance(data, Mapping):
        is_step = isinstance(data.get("do"), str) and "id" in data and isinstance(data.get("table"), str)
        own = {str(data["id"]): str(data["table"])} if is_step else {}
        return own | {name: ref for item in data.values() for name, ref in _steps(item).items()}
    return {name: ref for item in data for name, ref in _steps(item).items()} if isinstance(data, list) else {}


def _ids(workspace: Workspace, app: str) -> dict[str, str]:
    """The tables that components of an app show, by their id, where all screens agree on it."""
    found: dict[str, set[str]] = {}
    tree = workspace.apps.get(app)
    for screen in tree.screens.values() if tree is not None else ():
        for name, ref in _ids_in([node.model_dump() for node in screen.content]).items():
            found.setdefault(name, set()).add(ref)
    return {name: refs.pop() for name, refs in found.items() if len(refs) == 1}


def _ids_in(data: object) -> dict[str, str]:
    if isinstance(data, Mapping):
        rows, name = data.get("rows"), data.get("id")
        is_list = isinstance(rows, Mapping) and isinstance(name, str) and isinstance(data.get("kind"), str)
        own = {str(name): str(rows.get("table"))} if is_list and isinstance(rows, Mapping) else {}
        return own | {key: ref for item in data.values() for key, ref in _ids_in(item).items()}
    if isinstance(data, list | tuple):
        return {key: ref for item in data for key, ref in _ids_in(item).items()}
    return {}
