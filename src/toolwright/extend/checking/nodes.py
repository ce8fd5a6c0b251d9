"""Nodes and steps of a screen: their kinds exist, their settings fit, and what the settings name exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

from pydantic import BaseModel, StringConstraints

from toolwright.errors import InvalidDefinition, PluginFault, phrase
from toolwright.expressions import parse_template
from toolwright.extend.checking.subject import Subject
from toolwright.extend.checking.tables import check_syntax
from toolwright.model.base import TABLE_PATTERN, Model
from toolwright.model.module import MODULE_KIND
from toolwright.model.query import query_name
from toolwright.model.reading import read_model
from toolwright.model.screen import Node, RowsBinding, Screen, Step
from toolwright.model.yaml_form import KeyPath


def check_nodes(subject: Subject, file: str, screen: Screen) -> None:
    """The whole tree of a screen."""
    checking = _ScreenCheck(subject, file)
    checking.text(("title",), screen.title)
    for index, node in enumerate(screen.content):
        checking.node(("content", index), node, None)
    checking.duplicates()


class _ScreenCheck:
    def __init__(self, subject: Subject, file: str) -> None:
        self.subject = subject
        self.report = subject.report
        self.file = file
        self._ids: list[tuple[str, KeyPath]] = []

    def node(self, path: KeyPath, node: Node, around: str | None) -> None:
        """A component and everything in it; `around` is the kind it stands in."""
        self.report.expects(self.file, (*path, "access"), "role", node.access, self.subject.roles)
        self.text((*path, "show_if"), node.show_if)
        if node.id is not None:
            self._ids.append((node.id, (*path, "id")))
        if node.kind == MODULE_KIND:
            name = node.props.get("module")
            self.report.expects(
                self.file, (*path, "module"), "module", str(name or "") or None, self.subject.named["module"]
            )
        kinds = self.subject.kinds.components
        if not self.report.expects(self.file, (*path, "kind"), "component", node.kind, set(kinds)):
            return
        try:
            kind = kinds.get(node.kind)
        except PluginFault:
            return
        if kind.inside is not None and kind.inside != around:
            message = phrase("'{kind}' stands only directly inside '{inside}'.", kind=node.kind, inside=kind.inside)
            self.report.add(self.file, (*path, "kind"), message, "component.misplaced")
        self._settings(path, kind.Props, node.props, node.kind)

    def step(self, path: KeyPath, step: Step) -> None:
        """One action of an event."""
        self.text((*path, "if"), step.if_)
        self.text((*path, "confirm"), step.confirm)
        kinds = self.subject.kinds.actions
        if not self.report.expects(self.file, (*path, "do"), "action", step.do, set(kinds)):
            return
        try:
            kind = kinds.get(step.do)
        except PluginFault:
            return
        self._settings(path, kind.Inputs, step.props, None)

    def text(self, path: KeyPath, text: str | None) -> None:
        """Text with `{{ }}` in it: each expression parses."""
        if text is None or "{{" not in text:
            return
        try:
            parse_template(text, extra_functions=None)
        except InvalidDefinition as fault:
            self.report.add(self.file, path, fault.detail, fault.code, fault.hint)

    def duplicates(self) -> None:
        """Ids are unique in a screen."""
        counts = Counter(name for name, _ in self._ids)
        seen: set[str] = set()
        for name, path in self._ids:
            if counts[name] > 1 and name in seen:
                message = phrase("The id '{name}' is used twice in this screen.", name=name)
                self.report.add(self.file, path, message, "component.duplicate_id")
            seen.add(name)

    def _settings(self, path: KeyPath, model: type[Model], values: Mapping[str, object], around: str | None) -> None:
        try:
            settings: object = model.model_validate(values)
        except ValueError:
            loaded = self.report.loaded(self.file)
            wrong = read_model(model, values, loaded, path) if loaded else []
            self.report.errors.extend(wrong if isinstance(wrong, list) else [])
            return
        self._walk(path, settings, around)

    def _walk(self, path: KeyPath, value: object, around: str | None) -> None:
        """Everything inside validated settings, found by type."""
        match value:
            case Node():
                self.node(path, value, around)
            case Step():
                self.step(path, value)
            case RowsBinding():
                self._binding(path, value)
            case BaseModel():
                self._fields(path, value, around)
            case Mapping():
                for key, item in value.items():
                    self._walk((*path, str(key)), item, around)
            case list() | tuple():
                for index, item in enumerate(value):
                    self._walk((*path, index), item, around)
            case str():
                self.text(path, value)

    def _fields(self, path: KeyPath, value: BaseModel, around: str | None) -> None:
        references = table_references(type(value))
        for name, field in type(value).model_fields.items():
            inner, here = getattr(value, name), (*path, field.alias or name)
            if name in references and isinstance(inner, str) and "{{" not in inner:
                self.report.expects(self.file, here, "table", inner, self.subject.rows)
            else:
                self._walk(here, inner, around)

    def _binding(self, path: KeyPath, binding: RowsBinding) -> None:
        if binding.filter is not None:
            check_syntax(self.subject, self.file, (*path, "filter"), binding.filter)
        self.text((*path, "search"), binding.search)
        self._walk((*path, "parameters"), binding.parameters, None)
        if not self.report.expects(self.file, (*path, "table"), "table", binding.table, self.subject.rows):
            return
        table = self.subject.workspace.tables.get(binding.table)
        if table is None:
            return
        query = self.subject.workspace.queries.get(query_name(binding.table) or "")
        known = {one.name: one for one in query.parameters} if query is not None else {}
        for name in binding.parameters:
            self.report.expects(self.file, (*path, "parameters", name), "parameter", name, known)
        for name, parameter in known.items():
            if parameter.required and name not in binding.parameters:
                message = phrase("The query '{table}' needs a value for '{name}'.", table=binding.table, name=name)
                self.report.add(self.file, path, message, "query.needs_parameter", "Give it in `parameters`.")
        for index, name in enumerate(binding.expand):
            self.report.expects(self.file, (*path, "expand", index), "relation", name, table.relation_by_name)


@cache
def table_references(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a settings model that name a table: those typed `TableRef`."""
    return frozenset(
        name
        for name, field in model.model_fields.items()
        if any(_is_table_pattern(item) for item in (*field.metadata, *_constraints(field.annotation)))
    )


def _constraints(annotation: object) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for argument in get_args(annotation):
        yield from _constraints(argument)


def _is_table_pattern(constraint: object) -> bool:
    is_constraint = isinstance(constraint, StringConstraints) or hasattr(constraint, "pattern")
    return is_constraint and getattr(constraint, "pattern", None) == TABLE_PATTERN
