"""View names: the columns that a saved view names, called otherwise, and those that are not to be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from toolwright.errors import InvalidExpression
from toolwright.expressions import Record, parse
from toolwright.expressions.rename import ITEM
from toolwright.extend.row_types import record_of
from toolwright.model.workspace import Workspace
from toolwright.tables.moved_names import MovedNames
from toolwright.tables.renames import Renames

Content = Mapping[str, object]
Part = Literal["filter", "sort", "group", "marks", "columns"]
Readable = Callable[[str], frozenset[str]]
"""The columns of a table that somebody may read."""

FILTER_CHARS = 8000
SORT_CHARS = 2000
WHEN_CHARS = 2000
NAME_CHARS = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """A column, or a path to one, that a view names and that is not there for who looks, and the part that names it."""

    column: str
    part: Part


@dataclass
class ViewNames:
    """What renames make of views. What would no longer fit, or could not be written, stays as it was."""

    names: MovedNames
    _rows: dict[str, Record] = field(default_factory=dict)

    def renamed(self, ref: str, content: Content) -> Content:
        """The content of a view of a table, as the table and those around it are called from now on."""
        changed: dict[str, object] = {
            "filter": self._condition(content.get("filter"), ref, FILTER_CHARS),
            "sort": self._sort(content.get("sort"), ref),
            "order": [self._column(name, ref) for name in _list(content.get("order"))],
            "hidden": [self._column(name, ref) for name in _list(content.get("hidden"))],
            "widths": {self._column(name, ref): width for name, width in _mapping(content.get("widths")).items()},
            "group": self._of_column(content.get("group"), ref),
            "marks": [self._mark(mark, ref) for mark in _list(content.get("marks"))],
        }
        return {**content, **{name: changed[name] for name in changed if name in content}}

    def _mark(self, mark: object, ref: str) -> object:
        made = self._of_column(mark, ref)
        return {**made, "when": self._condition(made.get("when"), ref, WHEN_CHARS)} if isinstance(made, dict) else made

    def _of_column(self, part: object, ref: str) -> object:
        if not isinstance(part, Mapping):
            return part
        return {**part, "column": self._column(part.get("column"), ref)}

    def _column(self, name: object, ref: str) -> object:
        if not isinstance(name, str):
            return name
        made = self.names.column(name, ref)
        return made if len(made) <= NAME_CHARS else name

    def _sort(self, text: object, ref: str) -> object:
        if not isinstance(text, str):
            return text
        made = ",".join(self.names.column(part.strip(), ref) for part in text.split(","))
        return made if len(made) <= SORT_CHARS else text

    def _condition(self, text: object, ref: str, most: int) -> object:
        if not isinstance(text, str) or not text:
            return text
        try:
            made = self.names.read(text, {}, self._row(ref))
            if made != text:
                parse(made, extra_functions=None)
        except InvalidExpression:
            return text
        return made if len(made) <= most else text

    def _row(self, ref: str) -> Record | None:
        tables = self.names.workspace.tables
        if ref not in self._rows and ref in tables:
            self._rows[ref] = record_of(tables[ref], tables)
        return self._rows.get(ref)


def rewriting(workspace: Workspace, renames: Iterable[str]) -> Callable[[str, Content], Content]:
    """What stored renames make of the views of a workspace, which goes by the old names."""
    return ViewNames(MovedNames.of(workspace, Renames.stored(renames))).renamed


def without_missing(
    content: Content, ref: str, workspace: Workspace, readable: Readable
) -> tuple[Content, tuple[Missing, ...]]:
    """The content of a view as far as its columns are there, and what was left out.

    A condition goes as a whole: half of one would be another.
    """
    there = _There(workspace, readable)
    missing: dict[Missing, None] = {}

    def known(names: list[str], part: Part) -> bool:
        lost = [name for name in names if not there.is_path(ref, name.removeprefix("-"))]
        missing.update(dict.fromkeys(Missing(name.removeprefix("-"), part) for name in lost))
        return not lost

    made = dict(content)
    if not known(_read(content.get("filter"), there, ref), "filter"):
        made["filter"] = ""
    if isinstance(sort := content.get("sort"), str):
        parts = [part.strip() for part in sort.split(",") if part.strip()]
        made["sort"] = ",".join([part for part in parts if known([part], "sort")])
    if (group := _mapping(content.get("group"))) and not known([str(group.get("column"))], "group"):
        made["group"] = None
    if "marks" in content:
        made["marks"] = [mark for mark in _list(content["marks"]) if known(_marked(mark, there, ref), "marks")]
    for part in ("order", "hidden"):
        if part in content:
            made[part] = [name for name in _list(content[part]) if known([str(name)], "columns")]
    if "widths" in content:
        made["widths"] = {name: px for name, px in _mapping(content["widths"]).items() if known([str(name)], "columns")}
    return made, tuple(missing)


@dataclass(frozen=True, slots=True)
class _There:
    """Which names lead to a column that somebody may read."""

    workspace: Workspace
    readable: Readable

    def is_path(self, ref: str, path: str) -> bool:
        """Whether a column, a relation or a way over relations is there."""
        return self.first_lost(ref, path.split(".")) is None

    def first_lost(self, ref: str | None, path: list[str]) -> int | None:
        """The place of the first step of a path that is not there."""
        for place, step in enumerate(path):
            table = self.workspace.tables.get(ref or "")
            if table is None:
                return None  # a value that has parts of its own
            if step == ITEM:
                continue
            columns = self.readable(ref or "")
            relation = table.relation_by_name.get(step)
            column = table.by_name.get(step)
            if relation is not None and set(relation.columns) <= columns:
                ref = relation.target
            elif column is not None and step in columns:
                ref = column.links.target if column.links is not None else None
            else:
                return place
        return None


def _marked(mark: object, there: _There, ref: str) -> list[str]:
    column = _mapping(mark).get("column")
    return [*([column] if isinstance(column, str) else []), *_read(_mapping(mark).get("when"), there, ref)]


def _read(text: object, there: _There, ref: str) -> list[str]:
    """The columns that a condition reads, as far as they are not there; nothing where it cannot be read."""
    if not isinstance(text, str) or not text.strip():
        return []
    try:
        paths = parse(text, extra_functions=None).paths
    except InvalidExpression:
        return []
    return sorted(_lost(paths, there, ref))


def _lost(paths: frozenset[tuple[str, ...]], there: _There, ref: str) -> Iterator[str]:
    for path in paths:
        steps = list(path[1:] if path[0] == "row" else path)
        if not steps or path[0] in _AROUND:
            continue
        place = there.first_lost(ref, steps)
        if place is not None:
            yield ".".join(steps[: place + 1])


_AROUND = frozenset({"user"})
"""What a condition reads beside the columns of the row."""


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _mapping(value: object) -> Mapping[object, object]:
    return value if isinstance(value, Mapping) else {}
