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

    Expressions are told by the component they stand in and their text: compiling knows no closer place of some. A few
    stand in a component and are read by the one around it, as what tabs count.
    """
    nodes = sorted(_nodes(value, path), key=len, reverse=True)
    met: dict[tuple[KeyPath, str], Seen] = {}
    for one in seen:
        node = next((node for node in nodes if one.path[: len(node)] == node), None)
        if node is not None:
            met.setdefault((node, one.text), one)

    def walk(value: object, path: KeyPath, around: tuple[KeyPath, ...]) -> object:
        if isinstance(value, Mapping):
            around = (path, *around) if isinstance(value.get("kind"), str) else around
            return {str(key): walk(item, (*path, str(key)), around) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [walk(item, (*path, place), around) for place, item in enumerate(value)]
        if not isinstance(value, str):
            return value
        found = next((met[node, value] for node in around if (node, value) in met), None)
        return value if found is None else change(value, found)

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
