"""A small service desk app over a SQLite file, for tests that look at pages.

`files(path)` are its definitions; `write_database(path)` makes the file. Three people: an administrator, an agent who
may change tickets, and a guest who may only read, without the salary column.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

WORKSPACE = "support"
APP = "desk"

_SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
CREATE TABLE tickets (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'open', amount NUMERIC,
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, urgent INTEGER NOT NULL DEFAULT 0, due DATE, notes TEXT,
  customer_id INTEGER REFERENCES customers(id), secret_note TEXT
);
CREATE INDEX tickets_created ON tickets (created_at, id);
CREATE TABLE comments (id INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES tickets(id), body TEXT);
"""


def write_database(path: Path, tickets: int = 120) -> None:
    """Customers, tickets and comments; ticket 1 has a title full of HTML."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO customers VALUES (?, ?, ?)", [(1, "Acme", "Bonn"), (2, "Globex", "Köln")])
        rows = [
            (n, "<script>alert(1)</script>" if n == 1 else f"Ticket {n}", "open" if n % 3 else "closed", n * 10.5,
             f"2026-01-{1 + n % 28:02} 09:00:00", n % 2, None, "Line one\nLine two", 1 + n % 2, f"hush {n}")
            for n in range(1, tickets + 1)
        ]  # fmt: skip
        connection.executemany("INSERT INTO tickets VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
        connection.executemany(
            "INSERT INTO comments VALUES (?, ?, ?)", [(n, 1 + n % 5, f"Comment {n}") for n in range(1, 21)]
        )
        connection.commit()


def files(database: Path) -> Mapping[str, str]:
    """The workspace's files."""
    return {
        "workspace.yaml": "title: Support\n",
        "sources/erp.yaml": f"title: ERP\nkind: sqlite\nsettings:\n  path: {database}\n",
        "tables/erp.tickets.yaml": _TICKETS,
        "tables/erp.customers.yaml": _CUSTOMERS,
        "tables/erp.comments.yaml": _COMMENTS,
        "tables/notes.yaml": _NOTES,
        "roles/agent.yaml": _AGENT,
        "roles/guest.yaml": _GUEST,
        f"apps/{APP}/app.yaml": _APP,
        f"apps/{APP}/screens/queue.yaml": _QUEUE,
        f"apps/{APP}/screens/ticket.yaml": _TICKET,
        f"apps/{APP}/screens/edit.yaml": _EDIT,
        f"apps/{APP}/screens/beside.yaml": _BESIDE,
        f"apps/{APP}/screens/create.yaml": _CREATE,
        f"apps/{APP}/screens/counter.yaml": _COUNTER,
        f"apps/{APP}/screens/note.yaml": _NOTE,
        f"apps/{APP}/screens/note_bin.yaml": _NOTE_BIN,
        f"apps/{APP}/screens/bosses.yaml": _BOSSES,
        f"apps/{APP}/screens/explore.yaml": _EXPLORE,
        f"apps/{APP}/screens/batch.yaml": _BATCH,
        f"apps/{APP}/screens/pressed.yaml": _PRESSED,
        "apps/long/app.yaml": long_app("left"),
        "apps/long/screens/start.yaml": "title: Start\npath: /\ncontent: [{kind: heading, text: Start, level: 1}]\n",
        "apps/long_top/app.yaml": long_app("top"),
        "apps/long_top/screens/start.yaml": "title: Start\npath: /\ncontent: [{kind: heading, text: Start, level: 1}]\n",
        "apps/kiosk/app.yaml": _KIOSK,
        "apps/kiosk/screens/board.yaml": _BOARD,
        "apps/kiosk/screens/room.yaml": _ROOM,
    }


def long_app(position: str) -> str:
    """An app with ninety links in six groups, and one that only administrators see."""
    lines = [f"title: Long\nposition: {position}\nnavigation:\n  - {{label: Start, icon: home, screen: start}}"]
    for group in range(6):
        lines.append(f"  - label: Group {group}\n    items:")
        lines += [f"      - {{label: Table {group * 15 + n}, to: /?at={group * 15 + n}}}" for n in range(15)]
    lines.append("  - {label: Secret table, to: /?at=secret, access: admin}")
    return "\n".join(lines) + "\n"


_TICKETS = """\
title: Tickets
singular: ticket
source: erp
native: {table: tickets}
display: title
primary_key: [id]
columns:
  - {name: id, type: integer, native_type: INTEGER, has_default: true}
  - {name: title, type: text, required: true, nullable: false}
  - name: status
    type: text
    has_default: true
    nullable: false
    options: [{value: open, tone: blue}, {value: closed, tone: green}]
  - {name: amount, type: decimal}
  - {name: created_at, type: datetime, has_default: true}
  - {name: urgent, type: boolean, has_default: true}
  - {name: due, type: date}
  - {name: notes, type: text, long: true}
  - {name: customer_id, type: integer}
  - {name: secret_note, type: text}
relations:
  - {name: customer, columns: [customer_id], target: erp.customers, target_columns: [id]}
"""
_CUSTOMERS = """\
title: Customers
source: erp
native: {table: customers}
display: name
primary_key: [id]
columns:
  - {name: id, type: integer, has_default: true}
  - {name: name, type: text, required: true, nullable: false}
  - {name: city, type: text}
"""
_COMMENTS = """\
title: Comments
source: erp
native: {table: comments}
primary_key: [id]
columns:
  - {name: id, type: integer, has_default: true}
  - {name: ticket_id, type: integer}
  - {name: body, type: text}
"""
_NOTES = """\
title: Notes
singular: note
columns:
  - {name: text, kind: text, required: true}
  - {name: owner, kind: user}
"""
_NOTE = """\
title: Note
path: /notes/{id}
content:
  - kind: record
    table: notes
    content:
      - {kind: heading, text: "{{ row.text }}", level: 1}
      - {kind: detail, table: notes}
  - {kind: comments, id: talk, table: notes}
  - {kind: history, id: past, table: notes}
"""
_NOTE_BIN = """\
title: Bin
path: /notes-bin
content:
  - {kind: mentions, id: told, pages: {notes: "/notes/{{ entry.row_id }}"}}
  - {kind: bin, id: gone, table: notes}
  - {kind: button, id: back, label: Undo, on_click: [{do: undo_change, table: notes}]}
"""
_AGENT = """\
title: Agent
inherits: [basic]
grants:
  - {table: erp.*, can: [read, create, update, delete]}
  - {table: notes, can: [read, create, update, delete, comment]}
"""
_GUEST = """\
title: Guest
inherits: [basic]
grants:
  - {table: erp.tickets, can: [read], rows: "status == 'open'", hide: [secret_note]}
  - {table: erp.customers, can: [read]}
  - {table: notes, can: [read]}
"""
_APP = """\
title: Service desk
icon: ticket
home: queue
mentions: note_bin
navigation:
  - {label: Queue, icon: inbox, screen: queue}
  - {label: Counter, icon: calculator, screen: counter}
  - {label: Bosses, icon: crown, screen: bosses, access: admin}
"""
_QUEUE = """\
title: Queue
path: /
content:
  - kind: page_header
    title: Queue
    actions: [{kind: button, id: new, label: New ticket, variant: primary, to: /new}]
  - kind: table
    id: tickets
    rows: {table: erp.tickets, sort: [-created_at], limit: 25}
    columns: [title, status, amount, created_at, urgent, customer, secret_note]
    filters: [status]
    on_row_click: [{do: navigate, to: "/tickets/{{ row_key }}"}]
    row_actions:
      - kind: button
        id: close_ticket
        label: Close ticket
        show_if: "{{ row.status == 'open' }}"
        on_click:
          - {do: save_row, table: erp.tickets, row_id: "{{ row_key }}", values: {status: closed}}
          - {do: notify, text: "Closed {{ row.title }}"}
      - kind: button
        id: delete_ticket
        label: Delete ticket
        access: agent
        on_click:
          - {do: delete_row, table: erp.tickets, row_id: "{{ row_key }}", confirm: "Delete {{ row.title }}?"}
"""
_BATCH = """\
title: Many at once
path: /batch
content:
  - kind: table
    id: many
    rows: {table: erp.tickets, sort: [id], limit: 25}
    columns: [title, status, amount]
    bulk_edit: true
    bulk_delete: true
"""
_PRESSED = """\
title: Pressed
path: /pressed
content:
  - kind: table
    id: customers
    rows: {table: erp.customers}
    on_row_click: [{do: notify, text: "Pressed {{ row_key }}"}]
"""
_TICKET = """\
title: "Ticket {{ params.id }}"
path: /tickets/{id}
parent: queue
content:
  - kind: record
    table: erp.tickets
    row_id: "{{ params.id }}"
    content:
      - {kind: heading, text: "{{ row.title }}"}
      - {kind: text, text: "Customer: {{ row.customer.name }}"}
      - kind: repeater
        id: comments
        rows: {table: erp.comments, filter: "ticket_id == record.id"}
        content: [{kind: text, text: "{{ row.body }}"}]
"""
_EDIT = """\
title: Edit
path: /tickets/{id}/edit
content:
  - kind: form
    id: edit
    table: erp.tickets
    row_id: "{{ params.id }}"
    fields: [title, amount, urgent, notes]
    on_submit:
      - {do: save_row, table: erp.tickets, row_id: "{{ params.id }}"}
      - {do: notify, text: Saved}
      - {do: navigate, to: "/tickets/{{ params.id }}"}
"""
_BESIDE = """\
title: Beside
path: /beside
content:
  - kind: table
    id: list
    rows: {table: erp.tickets, sort: [id], limit: 10}
    columns: [title]
    on_row_click: [{do: navigate, to: "/beside?ticket={{ row_key }}"}]
  - {kind: form, id: beside, table: erp.tickets, row_id: "{{ query.ticket }}", fields: [title, notes]}
"""
_CREATE = """\
title: New ticket
path: /new
access: agent
content:
  - kind: form
    id: create
    table: erp.tickets
    fields: [title, status, amount, customer_id]
    on_submit:
      - {do: save_row, id: saved, table: erp.tickets}
      - {do: navigate, to: "/tickets/{{ steps.saved.id }}"}
"""
_COUNTER = """\
title: Counter
path: /counter
state: {count: 0}
content:
  - {kind: heading, id: shown, text: "Count {{ state.count }}"}
  - {kind: button, id: up, label: Up, on_click: [{do: set_state, name: count, value: "{{ state.count + 1 }}"}]}
  - kind: button
    id: panel_button
    label: Open panel
    on_click: [{do: open, target: panel, row: "7"}]
  - kind: modal
    id: panel
    title: Panel
    content: [{kind: text, text: "Row {{ panel.row }}"}]
  - {kind: text, id: broken, text: "{{ 1 / state.count }}"}
"""
_BOSSES = """\
title: Bosses
path: /bosses
access: admin
content: [{kind: text, text: Only for administrators}]
"""
_EXPLORE = """\
title: Explore
path: /explore
parent: queue
content:
  - {kind: breadcrumbs}
  - {kind: heading, text: Explore, level: 1}
  - kind: filter_bar
    target: found
    also: [figure, weeks]
    filters: [status, customer_id, amount, urgent, created_at, title, secret_note]
    search: true
  - {kind: stat, id: figure, label: How many, rows: {table: erp.tickets}, measure: count}
  - {kind: chart, id: weeks, title: By status, rows: {table: erp.tickets}, group: status}
  - {kind: pagination, target: found, sizes: [10, 25, 50]}
  - kind: repeater
    id: found
    pages: false
    rows: {table: erp.tickets, sort: [id], limit: 10}
    content: [{kind: text, text: "{{ row.title }}", plain: true}]
"""
_KIOSK = """\
title: Kiosk
position: none
access: public
navigation:
  - {label: Board, screen: board}
  - {label: Desk, to: /apps/support/desk/, access: agent}
"""
_BOARD = """\
title: Board
path: /
access: public
content:
  - {kind: user_menu}
  - {kind: heading, text: Board, level: 1}
  - {kind: navigation, id: places, search: always}
"""
_ROOM = """\
title: Room
path: /rooms/{id}
access: public
parent: board
content: [{kind: breadcrumbs}, {kind: user_menu, show_name: false}, {kind: heading, text: Room, level: 1}]
"""
