"""Tickets with labels, for the tests about columns of links: who may see what, and rows to begin with."""

from __future__ import annotations

from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import RowChange, Rows

FILES = {
    "workspace.yaml": "title: Desk\n",
    "tables/labels.yaml": """\
title: Labels
columns:
  - {name: name, kind: text, required: true}
  - {name: secret, kind: boolean, default: false}
  - {name: weight, kind: integer}
""",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: labels, kind: links, settings: {to: labels}}
  - {name: related, kind: links, settings: {to: tickets, on_delete: restrict}}
""",
    "tables/parts.yaml": """\
title: Parts
columns:
  - {name: name, kind: text, required: true}
  - {name: labels, kind: links, required: true, settings: {to: labels}}
""",
    "tables/assets.yaml": """\
title: Assets
columns:
  - {name: code, kind: text}
  - {name: labels, kind: links, settings: {to: labels}}
  - {name: tickets, kind: links, settings: {to: tickets}}
unique: [[code]]
""",
    "tables/notes.yaml": """\
title: Notes
columns:
  - {name: ticket_id, kind: relation, settings: {to: tickets}}
""",
    "roles/clerk.yaml": """\
title: Clerk
grants:
  - {table: tickets, can: [read, create, update]}
  - {table: notes, can: [read]}
  - {table: parts, can: [read, create, update]}
  - {table: labels, can: [read], rows: "secret == false"}
""",
    "roles/alone.yaml": "title: Alone\ngrants:\n  - {table: tickets, can: [read, update]}\n",
}
ANNA = Actor("user", "u1", "anna@example.org", "Anna", is_admin=True)
CLERK, ALONE = (Actor("user", role, "x@example.org", "X", roles={"desk": (role,)}) for role in ("clerk", "alone"))


async def filled(rows: Rows, desk: Workspace) -> Rows:
    """Labels 1 to 4, of which 4 is secret; tickets 1 [1, 2, 4], 2 [2], 3 none, 4 only the secret one."""
    names = (("red", False), ("green", False), ("blue", False), ("hidden", True))
    made = [RowChange("create", values={"name": name, "secret": secret}) for name, secret in names]
    await rows.bulk(ANNA, desk, "labels", made)
    links = ([1, 2, 4], [2], None, [4])
    tickets = [RowChange("create", values={"title": f"t{n}", "labels": keys}) for n, keys in enumerate(links, 1)]
    await rows.bulk(ANNA, desk, "tickets", tickets)
    return rows
