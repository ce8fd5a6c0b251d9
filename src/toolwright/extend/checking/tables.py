"""Tables: their place fits their source, and every column and table they name exists."""

from __future__ import annotations

from collections.abc import Iterable

from toolwright.errors import InvalidDefinition, phrase
from toolwright.expressions import Scope, parse
from toolwright.expressions.translate import to_filter
from toolwright.extend.checking.designs import check_design
from toolwright.extend.checking.subject import Subject
from toolwright.extend.format import Format
from toolwright.extend.row_types import USER, columns_of, refuse_whole_links
from toolwright.model.files import TABLE
from toolwright.model.table import Column, Relation, Table, TableKind
from toolwright.model.yaml_form import KeyPath


def check_tables(subject: Subject) -> None:
    """Every table of the workspace."""
    for ref, table in subject.workspace.tables.items():
        if table.kind is TableKind.QUERY:
            continue  # worked out from a definition of its own
        file = TABLE.path_for(ref)
        _check_place(subject, file, ref, table)
        if not table.columns and not table.is_internal and table.view is None:
            subject.report.add(
                file, ("columns",), "The table has no columns.", "table.no_columns", "Describe it again."
            )
        written = subject.workspace.designs.get(ref, table)
        _check_columns(subject, file, table, written)
        _check_keys(subject, file, table)
        for index, relation in enumerate(written.relations):
            _check_relation(subject, file, table, index, relation)
        if ref in subject.workspace.designs and table.view is None:
            check_design(subject, file, table, written)
        if table.filter is not None:
            check_row_expression(subject, file, ("filter",), table.filter, table)


def check_row_expression(subject: Subject, file: str, path: KeyPath, source: str, table: Table) -> None:
    """A filter or row rule: it parses, and its names are columns, relations or `user`."""
    try:
        expression = parse(source)
        columns = columns_of(table, subject.workspace.tables, links=True)
        made = to_filter(expression, columns.columns, columns.relations, Scope({"user": USER}))
        refuse_whole_links(made, columns)
    except InvalidDefinition as fault:
        subject.report.add(file, path, fault.detail, fault.code, fault.hint)


def check_syntax(subject: Subject, file: str, path: KeyPath, source: str) -> None:
    """An expression whose names are only known where it is used: it parses."""
    try:
        parse(source, extra_functions=None)
    except InvalidDefinition as fault:
        subject.report.add(file, path, fault.detail, fault.code, fault.hint)


def expect_columns(
    subject: Subject, file: str, path: KeyPath, names: Iterable[str], table: Table, *, with_relations: bool = False
) -> None:
    """Each name is a column of the table (or a relation, where those are welcome)."""
    known = set(table.by_name) | (set(table.relation_by_name) if with_relations else set())
    for index, name in enumerate(names):
        subject.report.expects(file, (*path, index), "column", name, known)


def _check_place(subject: Subject, file: str, ref: str, table: Table) -> None:
    prefix = ref.partition(".")[0] if "." in ref else None
    if table.source != prefix:
        stands = f"'{prefix}'" if prefix else phrase("no data source")
        says = f"'{table.source}'" if table.source else phrase("none")
        hint = (
            phrase("Set `source: {prefix}`.", prefix=prefix)
            if prefix
            else "Name the file `tables/<source>.<table>.yaml`."
        )
        message = phrase(
            "The file name puts the table in {stands}, but `source` says {says}.", stands=stands, says=says
        )
        subject.report.add(file, ("source",), message, "table.source_mismatch", hint)
    else:
        subject.report.expects(file, ("source",), "data source", table.source, subject.named["source"])


def _check_columns(subject: Subject, file: str, table: Table, written: Table) -> None:
    seen: set[str] = set()
    for index, column in enumerate(written.columns):
        if column.name in seen:
            message = phrase("The column '{name}' is defined more than once.", name=column.name)
            subject.report.add(file, ("columns", index, "name"), message, "table.duplicate_column")
        seen.add(column.name)
        _check_shown(subject, file, ("columns", index), column)
        is_told = {"type", "native_type", "kind"} & column.model_fields_set
        if not is_told and not table.is_internal:
            subject.report.add(file, ("columns", index), "A column of a data source needs a type.", "table.no_type")


def _check_shown(subject: Subject, file: str, path: KeyPath, column: Column) -> None:
    if column.cell is not None:
        formats = set(Format) - {Format.AUTO}
        subject.report.expects(file, (*path, "cell", "format"), "format", column.cell.format, formats)
    if column.control is not None:
        kinds = set(subject.kinds.components)
        subject.report.expects(file, (*path, "control", "kind"), "component", column.control.kind, kinds)


def _check_keys(subject: Subject, file: str, table: Table) -> None:
    expect_columns(subject, file, ("primary_key",), table.primary_key, table)
    for key in ("unique", "indexes"):
        for index, names in enumerate(getattr(table, key)):
            expect_columns(subject, file, (key, index), names, table)
    if table.search and not table.is_internal:
        message = "Only tables of the built-in database have an index of words."
        subject.report.add(file, ("search",), message, "table.no_word_index", "Leave it out: every text is searched.")
    subject.report.expects(file, ("display",), "column", table.display, table.by_name)
    expect_columns(subject, file, ("sort",), [item.removeprefix("-") for item in table.sort], table)


def _check_relation(subject: Subject, file: str, table: Table, index: int, relation: Relation) -> None:
    path: KeyPath = ("relations", index)
    report = subject.report
    expect_columns(subject, file, (*path, "columns"), relation.columns, table)
    if not report.expects(file, (*path, "target"), "table", relation.target, subject.tables):
        return
    target = subject.workspace.tables.get(relation.target)
    if target is not None:
        expect_columns(subject, file, (*path, "target_columns"), relation.target_columns, target)
    if len(relation.columns) != len(relation.target_columns):
        message = "A relation needs as many target columns as columns."
        report.add(file, (*path, "target_columns"), message, "table.relation_mismatch")
    if relation.name in table.by_name:
        hint = phrase("Call it `{name}_row`.", name=relation.name)
        message = phrase("The relation '{name}' is named like a column.", name=relation.name)
        report.add(file, (*path, "name"), message, "table.relation_name", hint)
