"""Checking a whole workspace: every mistake is found, where it stands, with the nearest right name."""

from __future__ import annotations

import pytest

from toolwright.errors import FieldError, InvalidDefinition
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.model.workspace import Workspace

GOOD = {
    "workspace.yaml": "title: Desk\n",
    "sources/erp.yaml": "title: ERP\nkind: sqlite\nsettings: {path: /tmp/x.db}\n",
    "tables/erp.tickets.yaml": """\
source: erp
columns:
  - {name: id, type: integer}
  - {name: title, type: text}
  - {name: status, type: text}
  - {name: customer_id, type: integer}
primary_key: [id]
relations:
  - {name: customer, columns: [customer_id], target: erp.customers, target_columns: [id]}
display: title
""",
    "tables/erp.customers.yaml": """\
source: erp
columns:
  - {name: id, type: integer}
  - {name: email, type: text}
primary_key: [id]
""",
    "roles/agent.yaml": """\
title: Agent
inherits: [basic]
grants:
  - {table: erp.tickets, can: [read, update], rows: customer.email == user.email, hide: [status]}
  - {table: erp.*}
  - {screen: desk/queue}
  - {source: erp}
""",
    "apps/desk/app.yaml": """\
title: Desk
access: agent
home: queue
navigation:
  - {label: Queue, screen: queue}
  - {label: More, items: [{label: Web, to: "https://example.org"}]}
""",
    "apps/desk/screens/queue.yaml": """\
title: Queue
path: /queue
access: agent
content:
  - kind: table
    id: tickets
    rows: {table: erp.tickets, filter: status != 'closed', sort: [title], expand: [customer]}
    on_row_click: [{do: navigate, to: "/queue/{{ row.id }}"}]
  - kind: tabs
    content:
      - {kind: tab, label: One, content: [{kind: text, text: "{{ user.name }}"}]}
""",
    "apps/desk/screens/ticket.yaml": """\
title: Ticket
path: /queue/{id}
parent: queue
content:
  - kind: record
    table: erp.tickets
    row_id: "{{ params.id }}"
    content:
      - {kind: heading, text: "{{ row.title }}"}
""",
}
QUEUE = "apps/desk/screens/queue.yaml"
TICKET = "apps/desk/screens/ticket.yaml"
TICKETS = "tables/erp.tickets.yaml"


def load(**changed: str) -> Workspace:
    return load_workspace("desk", GOOD | changed, installed_kinds())


def faults(files: dict[str, str]) -> tuple[FieldError, ...]:
    with pytest.raises(InvalidDefinition) as caught:
        load_workspace("desk", files, installed_kinds())
    return caught.value.errors


def test_a_good_workspace_loads() -> None:
    workspace = load()
    assert set(workspace.tables) == {"erp.tickets", "erp.customers"}
    assert set(workspace.apps["desk"].screens) == {"queue", "ticket"}
    assert workspace.roles["agent"].inherits == ("basic",)


def replaced(file: str, old: str, new: str) -> dict[str, str]:
    assert old in GOOD[file], old
    return {**GOOD, file: GOOD[file].replace(old, new, 1)}


MISTAKES = [
    # file, what is there, what is written instead, line, column, code, hint
    (QUEUE, "kind: table", "kind: tabel", 5, 11, "reference.component", "'table'"),
    (QUEUE, "id: tickets\n", "id: tickets\n    serch: false\n", 7, 5, "definition.unknown_key", "'search'"),
    (QUEUE, "table: erp.tickets", "table: erp.ticket", 7, 19, "reference.table", "'erp.tickets'"),
    (QUEUE, "expand: [customer]", "expand: [custmer]", 7, 84, "reference.relation", "'customer'"),
    (QUEUE, "status != 'closed'", "\"status != 'closed\"", 7, 40, "expression.syntax", None),
    (QUEUE, "do: navigate", "do: navigat", 8, 25, "reference.action", "'navigate'"),
    (QUEUE, "access: agent", "access: agnt", 3, 9, "reference.role", "'agent'"),
    (QUEUE, "{{ user.name }}", "{{ user.name( }}", 11, 62, "expression.syntax", None),
    (QUEUE, "kind: tab,", "kind: tab, colour: red,", 11, 21, "definition.unknown_key", None),
    (QUEUE, "title: Queue\n", "titel: Queue\n", 1, 1, "definition.unknown_key", "'title'"),
    (QUEUE, "path: /queue", "path: queue", 2, 7, "definition.invalid", None),
    (TICKET, "/queue/{id}", "/queue", 2, 7, "screen.duplicate_path", None),
    (TICKET, "/queue/{id}", "/queue/{id", 2, 7, "screen.path", None),
    (TICKET, "parent: queue", "parent: qeue", 3, 9, "reference.screen", "'queue'"),
    (TICKET, "parent: queue", "parent: ticket", 3, 9, "screen.parent_circle", None),
    (TICKET, "- {kind: heading", "- {kind: tab, label: x", 9, 16, "component.misplaced", None),
    (TICKETS, "display: title", "display: titel", 10, 10, "reference.column", "'title'"),
    (TICKETS, "primary_key: [id]", "primary_key: [idd]", 7, 15, "reference.column", "'id'"),
    (TICKETS, "target: erp.customers", "target: erp.customer", 9, 54, "reference.table", "'erp.customers'"),
    (TICKETS, "name: customer,", "name: title,", 9, 12, "table.relation_name", "title_row"),
    (TICKETS, "name: status, type: text", "name: title, type: text", 5, 12, "table.duplicate_column", None),
    (TICKETS, "name: status, type: text", "name: status, type: txt", 5, 26, "definition.invalid", "'text'"),
    (TICKETS, "source: erp", "source: crm", 1, 9, "table.source_mismatch", "source: erp"),
    (TICKETS, "display: title", "filter: statuss == 'x'", 10, 9, "expression.unknown_name", "'status'"),
    ("roles/agent.yaml", "inherits: [basic]", "inherits: [basc]", 2, 12, "reference.role", "'basic'"),
    ("roles/agent.yaml", "inherits: [basic]", "inherits: [agent]", 2, 11, "role.cycle", None),
    ("roles/agent.yaml", "{table: erp.tickets,", "{table: erp.tikets,", 4, 13, "reference.table", "'erp.tickets'"),
    ("roles/agent.yaml", "erp.*", "crm.*", 5, 13, "reference.data_source", "erp"),
    ("roles/agent.yaml", "customer.email", "customer.mail", 4, 53, "expression.unknown_field", "'email'"),
    ("roles/agent.yaml", "hide: [status]", "hide: [state]", 4, 90, "reference.column", "'status'"),
    ("roles/agent.yaml", "desk/queue", "desk/queu", 6, 14, "reference.app_or_screen", "'desk/queue'"),
    ("roles/agent.yaml", "{source: erp}", "{sauce: erp}", 7, 5, "definition.invalid", None),
    ("apps/desk/app.yaml", "home: queue", "home: quue", 3, 7, "reference.screen", "'queue'"),
    ("apps/desk/app.yaml", "screen: queue", "screen: quue", 5, 28, "reference.screen", "'queue'"),
    ("apps/desk/app.yaml", "screen: queue", "screen: queue, to: /x", 5, 5, "app.navigation", None),
    ("sources/erp.yaml", "kind: sqlite", "kind: sqlit", 2, 7, "reference.kind_of_data_source", "'sqlite'"),
    ("sources/erp.yaml", "path:", "pfad:", 3, 12, "definition.unknown_key", "path"),
    ("workspace.yaml", "title: Desk", "title: [Desk]", 1, 8, "definition.invalid", None),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "column", "code", "hint"), MISTAKES)
def test_a_mistake_is_found_where_it_stands(
    file: str, old: str, new: str, line: int, column: int, code: str, hint: str | None
) -> None:
    errors = faults(replaced(file, old, new))
    found = [error for error in errors if error.code == code and error.where and error.where.file == file]
    assert found, [(str(error.where), error.code, error.message) for error in errors]
    assert found[0].where is not None
    assert (found[0].where.line, found[0].where.column) == (line, column)
    if hint is not None:
        assert hint in (found[0].hint or "")


def test_all_mistakes_of_all_files_come_at_once_in_order() -> None:
    files = dict(GOOD)
    files[QUEUE] = files[QUEUE].replace("kind: table", "kind: tabel").replace("title: Queue", "titel: Queue")
    files[TICKETS] = files[TICKETS].replace("display: title", "display: titel")
    files["roles/agent.yaml"] = "title: [\n"
    errors = faults(files)
    places = [error.where.file for error in errors if error.where]
    assert places == sorted(places, key=str)
    assert {error.code for error in errors} == {"definition.unknown_key", "definition.missing_key", "reference.component", "reference.column", "yaml.syntax"}  # fmt: skip


def test_a_file_that_cannot_be_read_is_one_mistake_and_not_many() -> None:
    errors = faults({**GOOD, "roles/agent.yaml": "title: [\n"})
    assert [error.code for error in errors] == ["yaml.syntax"]


@pytest.mark.parametrize(
    ("path", "hint"),
    [("tabels/x.yaml", "'tables'"), ("tables/X.yaml", "lower-case"), ("roles/agent.yml", "roles/agent.yaml"), ("notes.yaml", None)],
)  # fmt: skip
def test_files_that_stand_nowhere(path: str, hint: str | None) -> None:
    errors = faults({**GOOD, path: "title: x\n"})
    assert [error.code for error in errors] == ["file.unknown"]
    if hint is not None:
        assert hint in (errors[0].hint or "")


def test_the_workspace_file_is_needed() -> None:
    files = {path: text for path, text in GOOD.items() if path != "workspace.yaml"}
    assert "file.missing" in {error.code for error in faults(files)}


def test_a_screen_without_its_app() -> None:
    files = {path: text for path, text in GOOD.items() if path not in ("apps/desk/app.yaml", "roles/agent.yaml")}
    assert {"reference.app"} <= {error.code for error in faults(files)}


def test_ids_are_unique_in_a_screen() -> None:
    text = GOOD[QUEUE].replace("kind: tabs\n", "kind: tabs\n    id: tickets\n")
    (error,) = faults({**GOOD, QUEUE: text})
    assert error.code == "component.duplicate_id"


def test_an_empty_role_name_in_a_union_gives_one_error_for_one_mistake() -> None:
    errors = faults(replaced("roles/agent.yaml", "can: [read, update]", "can: [read, updat]"))
    assert len(errors) == 1
    assert errors[0].hint == "Did you mean 'update'?"
