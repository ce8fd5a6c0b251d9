"""Exports hold what a single row shows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.support import desk_app
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.export_rows import export_rows
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowQuery


async def test_without_fields_a_file_has_the_long_texts_that_lists_leave_out(
    services: Services, tmp_path: Path
) -> None:
    desk_app.write_database(tmp_path / "erp.db", tickets=3)
    await create_workspace(services, OPERATOR, desk_app.WORKSPACE, files=desk_app.files(tmp_path / "erp.db"))
    workspace = await services.workspaces.get(desk_app.WORKSPACE)

    async def exported(query: RowQuery) -> list[dict[str, str]]:
        made = await export_rows(services, OPERATOR, workspace, "erp.tickets", "csv", query)
        return list(csv.DictReader(io.StringIO(b"".join([piece async for piece in made.pieces]).decode("utf-8-sig"))))

    rows = await exported(RowQuery(limit=2))
    assert len(rows) == 2
    assert "notes" in rows[0]
    assert "notes" not in services.rows.columns(OPERATOR, workspace, "erp.tickets", RowQuery())
    assert [list(row) for row in await exported(RowQuery(limit=1, fields=("id", "title")))] == [["id", "title"]]
