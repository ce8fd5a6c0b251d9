"""Pages of components over a small real database, for the tests of this folder."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from tests.rows.internal import in_file, internal_rows
from toolwright.errors import NotFound
from toolwright.extend.datasource import Limits
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.testing.samples import TABLES, sample_workspace
from toolwright.model.base import SecretText
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.render.address import Query
from toolwright.render.compile import compile_screen
from toolwright.render.screens import Page, render_page
from toolwright.render.visit import Visit
from toolwright.rows import EventBus, Links, Rows, Seal

KINDS = installed_kinds()
ADMIN = Actor(kind="user", user_id="u1", name="Ada Admin", email="ada@example.com", is_admin=True)
GUEST = Actor(kind="user", user_id="u2", name="Gus Guest")
BUILT_IN: dict[str, Path] = {}
"""Where the built-in database of each sample is."""
SQL_TYPES = {"integer": "INTEGER", "decimal": "NUMERIC", "boolean": "BOOLEAN", "date": "DATE", "datetime": "DATETIME"}


def examples() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for kind in KINDS.components.all():
        text = (KINDS.components.folder(kind) / "examples.yaml").read_text(encoding="utf-8")
        found += [(f"{kind}: {example['title']}", example["node"]) for example in yaml.safe_load(text)]
    return found


EXAMPLES = examples()


class NoSecrets:
    """The sources of these tests keep no secrets."""

    async def open(self, workspace: str, name: str) -> SecretText:
        raise NotFound("none", code="vault.no_secret")


def database(path: Path, *, is_filled: bool) -> Path:
    connection = sqlite3.connect(path)
    for ref, table in TABLES.items():
        if table.is_internal:
            continue
        columns = ", ".join(
            f'"{column.name}" {SQL_TYPES.get(column.type.value, "TEXT")}'
            + (" PRIMARY KEY" if column.name in table.primary_key else "")
            for column in table.columns
        )
        connection.execute(f'CREATE TABLE "{ref.removeprefix("desk.")}" ({columns})')
    if is_filled:
        connection.executescript(
            """
            INSERT INTO customers VALUES (1, 'Contoso <b>GmbH</b>', 'info@contoso.example', 'https://contoso.example', 'gold', 1),
                                         (2, 'Nordwind', NULL, 'javascript:alert(1)', 'bronze', 0);
            INSERT INTO people VALUES (1, 'Ann Lee', 'ann@example.com'), (2, 'Bo Ek', NULL);
            INSERT INTO tickets VALUES
              (1, 'VPN drops & "never" returns', 'open', 'urgent', 1, 1, 1.5, 1, '2026-11-30', '09:30', '2026-11-01 08:00:00', 'One' || char(10) || 'two', '{"a": 1}'),
              (2, 'Zugriffsrechte für das Laufwerk der Buchhaltung beantragen', 'waiting', 'low', 2, NULL, NULL, 0, NULL, NULL, '2026-11-09 08:00:00', NULL, NULL),
              (3, '', 'unheard_of', NULL, NULL, NULL, 12, NULL, '2026-12-24', NULL, '2026-11-09 12:00:00', NULL, NULL);
            INSERT INTO comments VALUES (1, 1, 1, 'Looking into it <script>alert(1)</script>', '2026-11-01 09:00:00');
            INSERT INTO log VALUES ('2026-11-01 09:00:00', 'started');
            """
        )
    connection.commit()
    connection.close()
    notes = BUILT_IN[_name(path)] = path.with_name(f"{path.stem}_notes.db")
    with ThreadPoolExecutor(1) as elsewhere:  # tests may have a loop running
        elsewhere.submit(asyncio.run, _fill_notes(notes, is_filled=is_filled)).result()
    return path


async def _fill_notes(path: Path, *, is_filled: bool) -> None:
    """The built-in database of the samples: a note that was changed and talked about, and one that was deleted."""
    workspace = sample_workspace([])
    async with internal_rows(in_file(path), workspace) as rows:
        if not is_filled:
            return
        note, gone = [
            await rows.create(ADMIN, workspace, "notes", {"text": text}) for text in ("Contoso called", "Contoso <b>")
        ]
        await rows.update(ADMIN, workspace, "notes", note.id, {"is_done": True, "text": "Contoso & co called"})
        await rows.comment(ADMIN, workspace, "notes", note.id, "Contoso *again* <script>alert(1)</script>")
        await rows.delete(ADMIN, workspace, "notes", gone.id)


def _built_in(workspace: str) -> DataSource:
    return in_file(BUILT_IN[workspace])


def new_rows() -> tuple[Rows, Links]:
    """The data plane over the sample database; close the links afterwards."""
    links = Links(KINDS.datasources, NoSecrets(), internal=_built_in)
    return Rows(links, EventBus(), limits=Limits(), seal=Seal("of-tests")), links


async def page(rows: Rows, node: dict[str, Any], path: Path, actor: Actor = ADMIN, query: Query | None = None) -> Page:
    return await render_page(rows, visit([node], path, actor, query))


def visit(nodes: list[dict[str, Any]], path: Path, actor: Actor = ADMIN, query: Query | None = None) -> Visit:
    workspace = _at(sample_workspace(nodes), path)
    plan = compile_screen(workspace, "desk", "sample", KINDS)
    return Visit(workspace, plan, actor, {"id": "1"}, query or {})


def _name(path: Path) -> str:
    return f"sample_{path.stem.lower()}"


def _at(workspace: Workspace, path: Path) -> Workspace:
    source = DataSource.model_validate({"title": "Desk", "kind": "sqlite", "settings": {"path": str(path)}})
    return replace(workspace, name=_name(path), sources={"desk": source})
