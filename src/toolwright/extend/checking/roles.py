"""Roles: inheritance holds together, and grants name what exists."""

from __future__ import annotations

from toolwright.errors import InvalidDefinition
from toolwright.extend.checking.subject import Subject
from toolwright.extend.checking.tables import check_row_expression, check_syntax, expect_columns
from toolwright.model.files import ROLE
from toolwright.model.role import BUILT_IN_ROLES, Grant, ScreenGrant, SourceGrant, TableGrant
from toolwright.model.yaml_form import KeyPath
from toolwright.policy.role_graph import RoleGraph


def check_roles(subject: Subject) -> None:
    """Every role of the workspace."""
    for name, role in subject.workspace.roles.items():
        file = ROLE.path_for(name)
        for index, parent in enumerate(role.inherits):
            subject.report.expects(file, ("inherits", index), "role", parent, subject.roles)
        for index, grant in enumerate(role.grants):
            _check_grant(subject, file, ("grants", index), grant)
    _check_circles(subject)


def _check_circles(subject: Subject) -> None:
    readable = {*subject.workspace.roles, *BUILT_IN_ROLES}
    roles = {
        name: role.model_copy(update={"inherits": tuple(parent for parent in role.inherits if parent in readable)})
        for name, role in subject.workspace.roles.items()
    }
    try:
        RoleGraph(roles)
    except InvalidDefinition as fault:
        for error in fault.errors:
            name = error.field.split(".")[1]
            subject.report.add(ROLE.path_for(name), ("inherits",), error.message, f"role.{error.code}", error.hint)


def _check_grant(subject: Subject, file: str, path: KeyPath, grant: Grant) -> None:
    report = subject.report
    if isinstance(grant, SourceGrant):
        report.expects(file, (*path, "source"), "data source", grant.source, subject.named["source"])
    elif isinstance(grant, ScreenGrant):
        known = subject.named["app"] | subject.named["screen"]
        report.expects(file, (*path, "screen"), "app or screen", grant.screen, known)
    elif isinstance(grant, TableGrant):
        _check_table_grant(subject, file, path, grant)


def _check_table_grant(subject: Subject, file: str, path: KeyPath, grant: TableGrant) -> None:
    report = subject.report
    if grant.table.endswith("*"):
        if grant.table != "*":
            report.expects(file, (*path, "table"), "data source", grant.table[:-2], subject.named["source"])
        check_syntax(subject, file, (*path, "rows"), grant.rows or "True")
        return
    if not report.expects(file, (*path, "table"), "table", grant.table, subject.rows | subject.queries):
        return
    table = subject.workspace.tables.get(grant.table)
    if table is None:
        return
    for key in ("columns", "hide", "read_only", "mask"):
        expect_columns(subject, file, (*path, key), getattr(grant, key) or (), table)
    if grant.rows is not None:
        check_row_expression(subject, file, (*path, "rows"), grant.rows, table)
