"""Checks across columns are the database's own too, where they mean the same there."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.tables.shop import SHOP, add, change, make_shop, shown
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import Conflict, InvalidInput
from toolwright.extend.check import checks_of
from toolwright.rows import RowChange

JOBS = """\
title: Jobs
columns:
  - {name: starts_on, kind: date}
  - {name: ends_on, kind: date}
  - {name: status, kind: select, settings: {options: [open, closed]}}
  - {name: reason, kind: text}
  - {name: small, kind: integer}
  - {name: large, kind: integer}
  - {name: is_paid, kind: boolean}
  - {name: double, kind: formula, settings: {value: "small * 2", result: integer}}
"""
CHECKS = """\
checks:
  - {rule: ends_on >= starts_on, message: Ends before it starts., field: ends_on}
  - {rule: "status != 'closed' or reason is not none", message: Say why., field: reason}
  - {rule: "not (is_paid and small < large)", message: Paid too little., field: small}
  - {rule: "reason in ['a', 'b'] or reason is none or large > 3", message: No such reason., field: reason}
  - {rule: double < 100, message: Twice too much., field: small}
  - {rule: small + large < 50, message: Too much together., field: large}
"""
ENFORCED = 4
ROWS = [
    {
        "starts_on": starts,
        "ends_on": ends,
        "status": status,
        "reason": reason,
        "small": small,
        "large": large,
        "is_paid": paid,
    }
    for starts, ends in ((None, "2026-01-01"), ("2026-01-02", "2026-01-01"), ("2026-01-02", "2026-01-02"))
    for status in (None, "open", "closed")
    for reason in (None, "a", "z")
    for small, large in ((None, 3), (3, None), (3, 3), (2, 5))
    for paid in (None, True)
]


def taken_by(home: Path, rows: Sequence[Mapping[str, object]]) -> list[bool]:
    """Which rows the database itself takes."""
    connection = sqlite3.connect(next(home.rglob("_production.db")), isolation_level=None)
    ((sql,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'jobs'").fetchall()
    assert sql.count("_tw_check_") == ENFORCED
    found = []
    connection.execute("BEGIN")
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        try:
            connection.execute(f"INSERT INTO jobs ({names}) VALUES ({marks})", list(row.values()))
        except sqlite3.IntegrityError:
            found.append(False)
        else:
            found.append(True)
    connection.execute("ROLLBACK")
    connection.close()
    return found


async def test_the_database_refuses_what_we_refuse_and_nothing_else(services: Services, tmp_path: Path) -> None:
    """Every row is judged twice: by our own rules alone, and by the database alone."""
    shop = await make_shop(services, {"workspace.yaml": "title: Shop\n", "tables/jobs.yaml": JOBS + CHECKS})
    checks = checks_of(shop.tables["jobs"])
    assert checks is not None
    typed = [{**row, "double": None} for row in ROWS]
    ours = [all(rule.holds(row) for rule in checks.rules) for row in typed]
    assert await asyncio.to_thread(taken_by, tmp_path, ROWS) == ours
    assert {True, False} == set(ours)


async def test_all_that_is_wrong_is_said_at_its_field(services: Services) -> None:
    shop = await make_shop(services, {"workspace.yaml": "title: Shop\n", "tables/jobs.yaml": JOBS + CHECKS})
    wrong = {"starts_on": "2026-01-02", "ends_on": "2026-01-01", "status": "closed", "small": 60}
    said = {"ends_on": "Ends before it starts.", "reason": "Say why.", "small": "Twice too much."}
    await add(services, "jobs", {"starts_on": "2026-01-02"})
    for asked in (RowChange("create", values=wrong), RowChange("update", "1", wrong)):
        with pytest.raises(InvalidInput) as refused:
            await services.rows.bulk(OPERATOR, shop, "jobs", [asked])
        assert {error.field: error.message for error in refused.value.errors} == said
    assert await shown(services, "jobs", "id") == [(1,)]


async def test_a_new_check_names_the_rows_that_break_it(services: Services) -> None:
    await make_shop(services, {"workspace.yaml": "title: Shop\n", "tables/jobs.yaml": JOBS})
    await add(services, "jobs", {"status": "closed"}, {"status": "closed", "reason": "a"}, {"small": 7})
    with pytest.raises(Conflict) as refused:
        await change(services, {"tables/jobs.yaml": JOBS + CHECKS})
    assert refused.value.code == "schema.impossible"
    assert [error.message for error in refused.value.errors] == [
        "Every row of 'jobs' satisfies `status != 'closed' or reason is not none` from now on; "
        "1 row of those there are does not.",
        "Row 1: Say why.",
    ]
    shop = await services.workspaces.get(SHOP)
    await services.rows.update(OPERATOR, shop, "jobs", "1", {"reason": "b"})
    await change(services, {"tables/jobs.yaml": JOBS + CHECKS})
    renamed = (JOBS + CHECKS).replace("reason", "cause")
    await change(services, {"tables/jobs.yaml": renamed}, "jobs.reason=cause")
    with pytest.raises(InvalidInput, match="Say why"):
        await add(services, "jobs", {"status": "closed"})
    await change(services, {"tables/jobs.yaml": renamed.replace(CHECKS.replace("reason", "cause"), "")})
    await add(services, "jobs", {"status": "closed"})
