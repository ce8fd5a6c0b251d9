"""A small workspace that examples of components and tests use: tickets of customers, with people and comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.model.app import App
from toolwright.model.module import Module
from toolwright.model.screen import Node, Screen
from toolwright.model.source import DataSource
from toolwright.model.table import Table
from toolwright.model.workspace import AppTree, Workspace, WorkspaceDefinition

_ID: dict[str, object] = {"name": "id", "type": "integer", "nullable": False, "has_default": True, "read_only": True}

CUSTOMERS = Table.model_validate({
    "title": "Customers", "singular": "customer", "source": "desk", "native": {"table": "customers"},
    "display": "name", "primary_key": ["id"],
    "icon": "building",
    "columns": [
        _ID,
        {"name": "name", "type": "text", "required": True, "nullable": False, "max_length": 120},
        {"name": "email", "type": "text"},
        {"name": "website", "type": "text"},
        {"name": "tier", "type": "text", "options": [{"value": "gold"}, {"value": "silver"}]},
        {"name": "active", "type": "boolean"},
    ],
})  # fmt: skip
PEOPLE = Table.model_validate({
    "title": "People", "singular": "person", "source": "desk", "native": {"table": "people"},
    "display": "name", "primary_key": ["id"],
    "icon": "users",
    "columns": [_ID, {"name": "name", "type": "text", "required": True}, {"name": "email", "type": "text"}],
})  # fmt: skip
TICKETS = Table.model_validate({
    "title": "Tickets", "singular": "ticket", "source": "desk", "native": {"table": "tickets"},
    "display": "subject", "primary_key": ["id"],
    "icon": "ticket",
    "columns": [
        _ID,
        {"name": "subject", "type": "text", "required": True, "nullable": False, "max_length": 200},
        {"name": "status", "type": "text", "required": True, "options": [
            {"value": "open"}, {"value": "in_progress"}, {"value": "waiting"}, {"value": "resolved"},
        ]},
        {"name": "priority", "type": "text", "options": [{"value": "low"}, {"value": "high"}, {"value": "urgent"}]},
        {"name": "customer_id", "type": "integer"},
        {"name": "assignee_id", "type": "integer", "label": "Assigned to"},
        {"name": "hours", "type": "decimal", "precision": 8, "scale": 2},
        {"name": "billable", "type": "boolean"},
        {"name": "due_on", "type": "date"},
        {"name": "starts_at", "type": "time"},
        {"name": "created_at", "type": "datetime", "zoned": True, "has_default": True},
        {"name": "description", "type": "text", "long": True},
        {"name": "details", "type": "json"},
    ],
    "relations": [
        {"name": "customer", "columns": ["customer_id"], "target": "desk.customers", "target_columns": ["id"]},
        {"name": "assignee", "columns": ["assignee_id"], "target": "desk.people", "target_columns": ["id"]},
    ],
})  # fmt: skip
COMMENTS = Table.model_validate({
    "title": "Comments", "singular": "comment", "source": "desk", "native": {"table": "comments"},
    "display": "body", "primary_key": ["id"],
    "columns": [
        _ID,
        {"name": "ticket_id", "type": "integer", "required": True},
        {"name": "author_id", "type": "integer"},
        {"name": "body", "type": "text", "long": True, "required": True},
        {"name": "created_at", "type": "datetime", "zoned": True, "has_default": True},
    ],
    "relations": [
        {"name": "ticket", "columns": ["ticket_id"], "target": "desk.tickets", "target_columns": ["id"]},
        {"name": "author", "columns": ["author_id"], "target": "desk.people", "target_columns": ["id"]},
    ],
})  # fmt: skip
PAPERS = Table.model_validate({
    "title": "Papers", "singular": "paper", "source": "desk", "native": {"table": "papers"},
    "display": "title", "primary_key": ["id"],
    "columns": [
        _ID,
        {"name": "title", "type": "text", "required": True},
        {"name": "pages", "type": "json", "files": {"many": True, "at_most": 20, "table": "desk.papers"}},
        {"name": "scan", "type": "json", "files": {"types": ["image/png", "image/jpeg"], "max_bytes": 2000000,
                                                   "pictures": True, "table": "desk.papers"}},
        {"name": "signed", "type": "json", "files": {"types": ["image/png"], "pictures": True,
                                                     "table": "desk.papers"}},
    ],
})  # fmt: skip
NOTES = Table.model_validate({
    "title": "Notes", "singular": "note", "native": {"table": "notes"}, "display": "text", "primary_key": ["id"],
    "icon": "note",
    "columns": [
        {**_ID, "kind": "row_id"},
        {"name": "text", "kind": "text", "type": "text", "nullable": False, "required": True},
        {"name": "is_done", "kind": "boolean", "type": "boolean"},
        {"name": "created_at", "kind": "created_at", "type": "datetime", "zoned": True, "stamp": "created_at",
         "read_only": True},
        {"name": "created_by", "kind": "created_by", "type": "text", "stamp": "created_by", "read_only": True},
    ],
})  # fmt: skip
"""A table of the built-in database, which keeps history and comments."""
LOG = Table.model_validate({
    "title": "Log", "source": "desk", "native": {"table": "log"},
    "kind": "view",
    "columns": [{"name": "at", "type": "datetime"}, {"name": "message", "type": "text"}],
})  # fmt: skip
CONTACT = Module.model_validate({
    "title": "Contact", "icon": "address-book",
    "settings": [{"name": "name", "required": True}, {"name": "mail", "type": "text"}],
    "content": [
        {"kind": "heading", "text": "{{ settings.name }}"},
        {"kind": "text", "text": "{{ settings.mail }}", "show_if": "{{ settings.mail is not none }}"},
    ],
})  # fmt: skip
"""A module that examples and new components can use."""
TABLES: Mapping[str, Table] = {
    "desk.tickets": TICKETS,
    "desk.customers": CUSTOMERS,
    "desk.people": PEOPLE,
    "desk.comments": COMMENTS,
    "desk.papers": PAPERS,
    "desk.log": LOG,
    "notes": NOTES,
}


def sample_workspace(content: Sequence[Mapping[str, object]], *, path: str = "/sample/{id}") -> Workspace:
    """The workspace with one app `desk`: the screen `sample` holds these nodes and stands below the screen `start`."""
    nodes = tuple(Node.model_validate(dict(node)) for node in content)
    screen = Screen.model_validate(
        {"title": "Sample", "path": path, "parent": "start", "state": {"open": False, "text": ""}, "content": nodes}
    )
    start = Screen.model_validate({"title": "Start", "path": "/"})
    app = App.model_validate({"title": "Desk", "navigation": [{"label": "Start", "icon": "home", "screen": "start"}]})
    source = DataSource.model_validate({"title": "Desk", "kind": "sqlite", "settings": {"path": "desk.db"}})
    return Workspace(
        name="sample",
        definition=WorkspaceDefinition(title="Sample"),
        revision=1,
        sources={"desk": source},
        tables=dict(TABLES),
        modules={"contact": CONTACT},
        apps={"desk": AppTree(app, {"sample": screen, "start": start})},
    )
