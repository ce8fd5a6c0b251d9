"""Designs: the settings, defaults, formulas, keys and checks of internal tables, each at the line it is written on."""

from __future__ import annotations

from toolwright.errors import InvalidDefinition, LimitReached, NotFound, PluginFault, phrase
from toolwright.expressions import Scope, check_template, has_expression, parse_template
from toolwright.extend.check import check_rule
from toolwright.extend.checking.subject import Subject
from toolwright.extend.coerce import coerce
from toolwright.extend.column import ColumnKind, Refused
from toolwright.extend.design import ID, designed_column
from toolwright.extend.formula import check_formula, formulas_of
from toolwright.extend.row_types import USER
from toolwright.model.base import Model
from toolwright.model.reading import read_model
from toolwright.model.table import Column, DataType, Table
from toolwright.model.yaml_form import KeyPath

_OF_WORDS = frozenset({DataType.TEXT, DataType.INTEGER, DataType.UUID, DataType.LIST})


def check_design(subject: Subject, file: str, table: Table, design: Table) -> None:
    """An internal table as it was written (`design`) and as it was worked out (`table`)."""
    for index, column in enumerate(design.columns):
        path: KeyPath = ("columns", index)
        kind = _kind_of(subject, column)
        worked = table.by_name.get(column.name)
        if kind is None:
            continue  # said when the design was worked out
        if column.name == ID and kind.kind != "row_id":
            message = phrase("Every table has a column '{id}' of its own, the key of the row.", id=ID)
            subject.report.add(file, (*path, "name"), message, "column.name_taken", "Choose another name.")
        if _settings_fit(subject, file, path, kind, column) and worked is not None:
            _check_column(subject, file, path, worked, table)
    places = {column.name: index for index, column in enumerate(design.columns)}
    for relation in table.relations[len(design.relations) :]:
        where: KeyPath = ("columns", places[relation.columns[0]], "settings")
        subject.report.expects(file, where, "table", relation.target, subject.tables)
        if relation.name in table.by_name:
            message = phrase(
                "Its row is called '{name}' in expressions, like a column of the table.", name=relation.name
            )
            subject.report.add(file, where, message, "table.relation_name", "Give one of the two another name.")
    _check_unique(subject, file, table, design)
    _check_search(subject, file, table, design)
    for index, check in enumerate(design.checks):
        subject.report.expects(file, ("checks", index, "field"), "column", check.field, table.by_name)
        try:
            check_rule(check, table)
        except InvalidDefinition as fault:
            subject.report.add(file, ("checks", index, "rule"), fault.detail, fault.code, fault.hint)


def _kind_of(subject: Subject, column: Column) -> ColumnKind[Model] | None:
    try:
        return subject.kinds.columns.get(column.kind or "")
    except (NotFound, PluginFault):
        return None


def _settings_fit(subject: Subject, file: str, path: KeyPath, kind: ColumnKind[Model], column: Column) -> bool:
    loaded = subject.report.loaded(file)
    if loaded is None:
        return True
    found = read_model(kind.Settings, column.settings, loaded, (*path, "settings"))
    if isinstance(found, list):
        subject.report.errors.extend(found)
        return False
    return True


def _check_column(subject: Subject, file: str, path: KeyPath, column: Column, table: Table) -> None:
    if column.formula is not None:
        try:
            check_formula(column, table)
            formulas_of(table)
        except InvalidDefinition as fault:
            subject.report.add(file, (*path, "settings"), fault.detail, fault.code, fault.hint)
    elif column.default is not None:
        _check_default(subject, file, (*path, "default"), column)


def _check_default(subject: Subject, file: str, path: KeyPath, column: Column) -> None:
    """A default is a value of the column, or an expression over `user` and the functions."""
    if column.read_only:
        message = "Nobody writes this column, so it has no default."
        subject.report.add(file, path, message, "column.default_read_only", "Leave the default out.")
        return
    try:
        if isinstance(column.default, str) and has_expression(column.default):
            check_template(parse_template(column.default), Scope({"user": USER}))
        else:
            design = designed_column(column, subject.kinds.columns)
            typed = coerce(column, column.default)
            if design is not None:
                design.accept(typed)
    except Refused as refused:
        message = phrase("The default does not fit the column: {message}", message=phrase(refused.message))
        subject.report.add(file, path, message, "column.bad_default")
    except (InvalidDefinition, LimitReached) as fault:
        subject.report.add(file, path, fault.detail, fault.code, fault.hint)


def _check_search(subject: Subject, file: str, table: Table, design: Table) -> None:
    """Columns that are searched hold words of their own."""
    for place, name in enumerate(design.search):
        subject.report.expects(file, ("search", place), "column", name, table.by_name)
        column = table.by_name.get(name)
        if column is not None and (not column.is_stored or column.type not in _OF_WORDS):
            message = phrase("A search cannot look up words in '{name}': it holds none of its own.", name=name)
            hint = "Name columns of texts, options, whole numbers or ids."
            subject.report.add(file, ("search", place), message, "table.not_searchable", hint)
    if len(set(design.search)) < len(design.search):
        subject.report.add(file, ("search",), "A column is named twice.", "table.search_twice", "Name it once.")


def _check_unique(subject: Subject, file: str, table: Table, design: Table) -> None:
    """Columns that are unique can be compared by the database."""
    for index, names in enumerate(design.unique):
        for place, name in enumerate(names):
            column = table.by_name.get(name)
            kind = None if column is None else _kind_of(subject, column)
            if kind is not None and not kind.can_be_unique:
                message = phrase("A column of kind '{kind}' cannot be unique.", kind=kind.kind)
                subject.report.add(file, ("unique", index, place), message, "table.not_unique")
