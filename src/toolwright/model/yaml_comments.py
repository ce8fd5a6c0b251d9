"""Comments in YAML text: found between the scalars, and tied to what they stand at.

A comment on a line of its own belongs to what follows it, a comment after a value to that value. Things in lists are
recognised by their `id`, `name`, `column` or own text, so a comment follows its thing when the list changes around it,
and goes when the thing goes.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

StablePath: TypeAlias = tuple[str, ...]
"""Keys of mappings, and for things in lists what makes them recognisable."""

_NAMING_KEYS = ("id", "name", "column", "table", "screen", "source", "value", "label", "kind", "do")


@dataclass(frozen=True)
class Comments:
    """The comments of a file by the stable path of what they belong to, each line with its `#`."""

    lines_above: Mapping[StablePath, Sequence[str]] = field(default_factory=dict)
    after: Mapping[StablePath, str] = field(default_factory=dict)
    foot: Sequence[str] = ()

    def above(self, path: StablePath) -> Sequence[str]:
        """Comment lines that stand above."""
        return self.lines_above.get(path, ())

    def beside(self, path: StablePath) -> str:
        """The comment at the end of the line with its distance, or nothing."""
        text = self.after.get(path)
        return f"  {text}" if text else ""

    def any_under(self, path: StablePath) -> bool:
        """Whether something inside the value at `path` has a comment, so that it needs lines of its own."""
        size = len(path)
        return any(
            len(other) > size and other[:size] == path for places in (self.lines_above, self.after) for other in places
        )


def item_keys(items: Sequence[object]) -> list[str]:
    """A recognisable, unique key for each thing in a list."""
    seen: Counter[str] = Counter()
    keys = []
    for item in items:
        key = _item_key(item)
        seen[key] += 1
        keys.append(f"[{key}#{seen[key]}]")
    return keys


def _item_key(item: object) -> str:
    if isinstance(item, Mapping):
        for name in _NAMING_KEYS:
            if isinstance(item.get(name), str):
                return f"{name}={item[name]}"
        return ""
    return "" if isinstance(item, list | tuple) else str(item)


def find_comments(text: str, root: yaml.MappingNode, data: Mapping[str, object]) -> Comments:
    """The comments of a file whose nodes and values are `root` and `data`."""
    owners = _Owners(text)
    owners.walk_mapping(root, data, (), is_flow=False)
    above: dict[StablePath, list[str]] = {}
    after: dict[StablePath, str] = {}
    foot: list[str] = []
    owned_lines = sorted(owners.first)
    for line, starts_line, comment in _comment_tokens(text, owners.spans):
        if not starts_line and line in owners.last:
            after[owners.last[line]] = comment
            continue
        position = bisect.bisect_left(owned_lines, line)
        if position == len(owned_lines):
            foot.append(comment)
        else:
            above.setdefault(owners.first[owned_lines[position]], []).append(comment)
    return Comments(above, after, foot)


def _comment_tokens(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, bool, str]]:
    """(line from 0, whether nothing stands before it on the line, text) of each comment outside the scalars."""
    offset = 0
    spans = sorted(spans)
    starts = [start for start, _ in spans]
    for number, line in enumerate(text.splitlines(keepends=True)):
        for column, char in enumerate(line):
            if char != "#" or (column and not line[column - 1].isspace()):
                continue
            index = bisect.bisect_right(starts, offset + column) - 1
            if index >= 0 and spans[index][0] <= offset + column < spans[index][1]:
                continue
            yield number, not line[:column].strip(), line[column:].rstrip()
            break
        offset += len(line)


class _Owners:
    """Which value each line belongs to: the outermost (for comments above) and the innermost block entry (beside)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.first: dict[int, StablePath] = {}
        self.last: dict[int, StablePath] = {}
        self.spans: list[tuple[int, int]] = []

    def walk_mapping(self, node: yaml.MappingNode, data: Mapping[str, object], path: StablePath, is_flow: bool) -> None:
        for key_node, value_node in node.value:
            here = (*path, str(key_node.value))
            self._own(key_node.start_mark.line, here, is_flow)
            self.spans.append((key_node.start_mark.index, key_node.end_mark.index))
            self._walk(value_node, data[key_node.value], here, is_flow)

    def _walk(self, node: yaml.Node, value: object, path: StablePath, is_flow: bool) -> None:
        if isinstance(node, yaml.MappingNode) and isinstance(value, Mapping):
            self.walk_mapping(node, value, path, is_flow or bool(node.flow_style))
        elif isinstance(node, yaml.SequenceNode) and isinstance(value, list):
            inside_flow = is_flow or bool(node.flow_style)
            for key, item_node, item in zip(item_keys(value), node.value, value, strict=True):
                self._own(item_node.start_mark.line, (*path, key), inside_flow)
                self._walk(item_node, item, (*path, key), inside_flow)
        else:
            self._own_scalar(node, path)

    def _own_scalar(self, node: yaml.Node, path: StablePath) -> None:
        start = node.start_mark.index
        if getattr(node, "style", None) in ("|", ">"):
            # The header line of a block may carry a comment; what follows it is text.
            start = self._text.find("\n", start)
        self.spans.append((start, node.end_mark.index))

    def _own(self, line: int, path: StablePath, is_flow: bool) -> None:
        self.first.setdefault(line, path)
        if is_flow:
            self.last.setdefault(line, path)
        else:
            self.last[line] = path
