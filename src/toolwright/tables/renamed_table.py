"""A table's definition with what it names called otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.extend.marked_settings import column_settings
from toolwright.model.table import Table
from toolwright.tables.moved_names import MovedNames

COLUMN_KEYS = column_settings(Table)
"""What names columns in a table's own definition. Components and roles declare theirs themselves."""
_VIEW_KEYS = frozenset({"columns", "filters", "sort"})
EXPRESSION_KEYS = frozenset({"filter", "rule", "rows"})
TABLE_KEYS = frozenset({"table", "of", "tables", "target"})


class RenamedTable:
    """A table: its own columns, and those of other tables that it looks at."""

    def __init__(self, names: MovedNames) -> None:
        self._names = names

    def whole(self, ref: str, data: Mapping[str, object]) -> Mapping[str, object]:
        """The definition, renamed."""
        changed: dict[str, object] = {}
        for key, value in data.items():
            if key == "columns" and isinstance(value, list):
                changed[key] = [self._designed(item, ref) for item in value]
            elif key == "view" and isinstance(value, Mapping):
                changed[key] = self._view(ref, value)
            elif key == "relations" and isinstance(value, list):
                changed[key] = [self._relation(item, ref) for item in value]
            else:
                changed[key] = self._value(value, key, ref)
        return changed

    def _designed(self, column: object, ref: str) -> object:
        if not isinstance(column, Mapping):
            return column
        changed = dict(column)
        if isinstance(name := column.get("name"), str):
            changed["name"] = self._names.columns.get(ref, {}).get(name, name)
        if isinstance(settings := column.get("settings"), Mapping):
            changed["settings"] = {key: self._setting(key, value, ref, settings) for key, value in settings.items()}
        return changed

    def _setting(self, key: str, value: object, ref: str, settings: Mapping[str, object]) -> object:
        of = settings.get("of")
        other = str(of) if of else self._names.led_to(ref, settings.get("through"))
        if not isinstance(value, str):
            return value
        match key:
            case "of" | "to":
                return self._names.table(value)
            case "through":
                return self._names.column(value, other if of else ref)
            case "column" | "filter" if other is not None:
                return self._names.column(value, other) if key == "column" else self._names.expression(value, other)
            case "value":
                return self._names.expression(value, ref)
        return value

    def _relation(self, item: object, ref: str) -> object:
        """A foreign key, as introspection writes it."""
        if not isinstance(item, Mapping) or not isinstance(target := item.get("target"), str):
            return item
        keys = (("columns", ref), ("target_columns", target))
        return {**item, "target": self._names.table(target)} | {
            key: self._value(item[key], "columns", table) for key, table in keys if key in item
        }

    def _view(self, ref: str, view: Mapping[str, object]) -> object:
        """A view keeps the names of its own columns and shows the renamed ones in them."""
        of = str(view.get("of"))
        changed: dict[str, object] = {}
        for key, value in view.items():
            if key in ("columns", "group", "measures") and isinstance(value, list):
                changed[key] = [self._shown(item, ref, of) for item in value]
            else:
                changed[key] = self._names.table(of) if key == "of" else self._value(value, key, of)
        return changed

    def _shown(self, item: object, ref: str, of: str) -> object:
        given = {"name": item} if isinstance(item, str) else item
        if not isinstance(given, Mapping):
            return item
        name, value = str(given.get("name")), given.get("value")
        called = self._names.columns.get(ref, {}).get(name, name)
        if "function" in given and value is None:
            return item
        meant = self._names.column(str(value or name), of)
        if meant == (value or name) and called == name:
            return item
        if value is None and meant == called:
            return called if isinstance(item, str) else {**given, "name": called}
        return {**given, "name": called, "value": meant}

    def _value(self, value: object, key: str, ref: str) -> object:
        if isinstance(value, Mapping):
            return {name: self._value(item, name, ref) for name, item in value.items()}
        if isinstance(value, list):
            return [self._value(item, key, ref) for item in value]
        if not isinstance(value, str):
            return value
        if key in EXPRESSION_KEYS:
            return self._names.expression(value, ref)
        return self._names.column(value, ref) if key in COLUMN_KEYS or key in _VIEW_KEYS else value
