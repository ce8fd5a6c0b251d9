"""Times of day in answers: ISO 8601 with six digits of a second or none, whichever way they leave."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, time
from pathlib import Path

import orjson
import pytest

from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.rows import RowQuery
from toolwright.rows.row_json import page_json, to_json
from toolwright.settings import Settings

TIMES = ["00:00:00.010000", "00:00:00.000001", "23:59:59.099999", "07:30:00", "12:00:00.100000"]
TABLE = """source: erp
native: {table: shifts}
columns:
- {name: id, type: integer, nullable: false}
- {name: at, type: time}
- {name: day, type: date}
- {name: made, type: datetime}
primary_key: [id]
"""


def test_every_form_of_value() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 10000, UTC)
    values = {"t": [time.fromisoformat(text) for text in TIMES], "d": date(2026, 1, 2), "m": moment}
    answer = orjson.loads(to_json(values))
    assert answer == {"t": TIMES, "d": "2026-01-02", "m": "2026-01-02T03:04:05.010000+00:00"}
    assert orjson.loads(to_json({**values, "big": 2**60}))["t"] == TIMES
    assert to_json(moment) == to_json(moment, has_times=False)


@pytest.mark.parametrize("count", ["none", "exact"])
async def test_lists_and_rows(tmp_path: Path, count: str) -> None:
    path = tmp_path / "erp.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE shifts (id INTEGER PRIMARY KEY, at TIME, day DATE, made DATETIME)")
        rows = [(n, text, "2026-01-02", "2026-01-02T03:04:05.010000") for n, text in enumerate(TIMES)]
        database.executemany("INSERT INTO shifts VALUES (?, ?, ?, ?)", rows)
    database.close()
    (tmp_path / "home").mkdir()
    services = await wiring.build(Settings(home=tmp_path / "home"))
    try:
        source = f"title: ERP\nkind: sqlite\nsettings: {{path: {path}}}\n"
        files = {"workspace.yaml": "title: W\n", "sources/erp.yaml": source, "tables/erp.shifts.yaml": TABLE}
        workspace = await create_workspace(services, OPERATOR, "w", files=files)
        query = RowQuery(sort=("id",), count=count)  # type: ignore[arg-type]  # one of the modes
        told = orjson.loads(await services.rows.list_json(OPERATOR, workspace, "erp.shifts", query))
        assert [row["at"] for row in told["items"]] == TIMES
        page = await services.rows.list(OPERATOR, workspace, "erp.shifts", query)
        assert [row["at"] for row in orjson.loads(page_json(page))["items"]] == TIMES
        cursor = None
        for text in TIMES[1:2] + TIMES[:1]:  # the order of times, over pages of one row
            page = await services.rows.list(
                OPERATOR, workspace, "erp.shifts", RowQuery(sort=("at",), limit=1, cursor=cursor)
            )
            assert page.dicts()[0]["at"] == time.fromisoformat(text)
            cursor = page.next_cursor
    finally:
        await wiring.close(services)
