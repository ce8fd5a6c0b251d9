"""The texts of a group of components with their expressions changed, wherever those stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from toolwright.expressions import Expression
from toolwright.expressions.substitute import Path, substitute, substitute_in_template
from toolwright.extend.seen import Seen
from toolwright.model.yaml_form import KeyPath
from toolwright.render import code as codes

Change = Callable[[str, Seen], object]
"""What becomes of a text that is an expression, or holds some."""


def changed_texts(value: object, path: KeyPath, seen: Iterable[Seen], change: Change) -> object:
    """A value at `path` of a definition, with every text in it that holds expressions changed.

    Expressions are told by the component they stand in and their text: compiling knows no closer place of some.
    """
    nodes = sorted(_nodes(value, path), key=len, reverse=True)
    met: dict[tuple[KeyPath, str], Seen] = {}
    for one in seen:
        node = next((node for node in nodes if one.path[: len(node)] == node), None)
        if node is not None:
            met.setdefault((node, one.text), one)

    def walk(value: object, path: KeyPath, node: KeyPath) -> object:
        if isinstance(value, Mapping):
            node = path if isinstance(value.get("kind"), str) else node
            return {str(key): walk(item, (*path, str(key)), node) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [walk(item, (*path, place), node) for place, item in enumerate(value)]
        found = met.get((node, value)) if isinstance(value, str) else None
        return value if found is None or not isinstance(value, str) else change(value, found)

    return walk(value, path, ())


def _nodes(value: object, path: KeyPath) -> Iterator[KeyPath]:
    if isinstance(value, Mapping):
        if isinstance(value.get("kind"), str):
            yield path
        for key, item in value.items():
            yield from _nodes(item, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _nodes(item, (*path, place))


def expressions_in(text: str) -> tuple[Expression, ...]:
    """The expressions of a text with `{{ }}`, or the one that a text without is."""
    return codes.template(text).expressions if "{{" in text else (codes.parsed(text),)


def with_paths(text: str, instead: Mapping[Path, str]) -> str:
    """The text with other expressions in the place of these paths."""
    return (substitute_in_template if "{{" in text else substitute)(text, instead)
