"""A definition as JSON with another value at a place, what is around it as it was."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.model.yaml_form import KeyPath


def put_at(definition: object, path: KeyPath, item: object) -> dict[str, object]:
    """The definition with this value at a place; mappings that are missing on the way are made, items of lists not."""
    changed = _put(definition, path, item)
    return changed if isinstance(changed, dict) else {}


def _put(value: object, path: KeyPath, item: object) -> object:
    if not path:
        return item
    key, rest = path[0], path[1:]
    if isinstance(value, list) and isinstance(key, int):
        return [_put(one, rest, item) if index == key else one for index, one in enumerate(value)]
    if isinstance(value, Mapping):
        return {**value, str(key): _put(value.get(str(key)), rest, item)}
    return value if not rest else {str(key): item}
