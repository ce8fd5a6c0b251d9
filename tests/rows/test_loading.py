"""Loading rows in bulk: the same rules as one row at a time, all or nothing, on external and internal tables."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.rows import desk
from tests.rows.desk import ADMIN, user
from tests.rows.internal import in_file, internal_rows
from toolwright.errors import Denied, InvalidInput, NotFound, ToolwrightError
from toolwright.extend.checking import load_workspace
from toolwright.extend.datasource import Cells, Loaded
from toolwright.extend.kinds import installed_kinds
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import LoadRequest, RowQuery, Rows

Refused = dict[int, tuple[tuple[str, str], ...]]


async def batches(rows: Sequence[tuple[object, ...]], size: int = 3) -> AsyncIterator[Cells]:
    for start in range(0, len(rows), size):
        yield list(zip(*rows[start : start + size], strict=True))


async def load(
    rows: Rows, actor: Actor, ws: Workspace, table: str, asked: LoadRequest, given: Sequence[tuple[object, ...]]
) -> tuple[Loaded, Refused]:
    refused: Refused = {}

    def refuse(number: int, fault: ToolwrightError) -> None:
        refused[number] = tuple((e.field, e.code) for e in fault.errors) or (("", fault.code),)

    return await rows.load(actor, ws, table, asked, batches(given), refuse), refused


async def one(rows: Rows, ws: Workspace, table: str, row_id: str) -> dict[str, Any]:
    return dict((await rows.get(ADMIN if ws.name == "desk" else BOSS, ws, table, row_id)).values)


async def test_texts_become_values_and_wrong_ones_are_told(rows: Rows, ws: Workspace) -> None:
    asked = LoadRequest(("id", "title", "priority", "cost", "created_at"))
    given = [
        ("901", "One", "3", "12.50", "2026-03-01T10:00:00"),
        ("902", "Two", "many", "1.234", "yesterday"),
        ("903", "x" * 61, "", "", ""),
        ("904", "", "1", "2", ""),
        ("905", "Five", "", "", ""),
    ]
    done, refused = await load(rows, ADMIN, ws, "erp.tickets", asked, given)
    assert done == Loaded(2, 0), refused
    assert refused == {
        1: (("priority", "invalid"), ("cost", "too_precise"), ("created_at", "invalid")),
        2: (("title", "too_long"),),
        3: (("title", "required"),),
    }
    row = await one(rows, ws, "erp.tickets", "901")
    assert (row["priority"], str(row["cost"]), row["created_at"].hour, row["status"]) == (3, "12.5", 10, "open")
    assert (await one(rows, ws, "erp.tickets", "905"))["priority"] is None


async def test_a_key_left_empty_is_made_by_the_database(rows: Rows, ws: Workspace) -> None:
    asked = LoadRequest(("id", "title"), "upsert", ("id",))
    done, refused = await load(rows, ADMIN, ws, "erp.tickets", asked, [("1", "Changed"), ("", "New"), ("", "Newer")])
    assert (done, refused) == (Loaded(2, 1), {})
    assert (await one(rows, ws, "erp.tickets", "1"))["title"] == "Changed"


async def test_update_refuses_what_is_not_there(rows: Rows, ws: Workspace) -> None:
    asked = LoadRequest(("order_no", "line", "amount"), "update", ("order_no", "line"))
    given = [("A/1", "1", "30"), ("A/1", "9", "1"), ("B,2", "1", "x")]
    done, refused = await load(rows, ADMIN, ws, "erp.lines", asked, given)
    assert done == Loaded(0, 1)
    assert refused == {1: (("order_no", "row.missing"), ("line", "row.missing")), 2: (("amount", "invalid"),)}
    assert (await one(rows, ws, "erp.lines", "A~s1,1"))["amount"] == 30


@pytest.mark.parametrize(
    ("actor", "asked", "fields"),
    [
        (ADMIN, LoadRequest(("id", "id", "title")), ["id"]),
        (ADMIN, LoadRequest(("titel",)), ["titel", "title"]),
        (ADMIN, LoadRequest(("priority",)), ["title"]),
        (ADMIN, LoadRequest(("title",), "update"), ["key"]),
        (ADMIN, LoadRequest(("title",), "update", ("id",)), ["id"]),
        (user("agent"), LoadRequest(("title", "secret")), ["secret"]),
        (user("closer"), LoadRequest(("id", "title"), "update", ("id",)), ["id", "title"]),
    ],
)
async def test_columns_are_checked_first(
    rows: Rows, ws: Workspace, actor: Actor, asked: LoadRequest, fields: list[str]
) -> None:
    with pytest.raises(InvalidInput) as wrong:
        rows.check_load(actor, ws, "erp.tickets", asked)
    assert [error.field for error in wrong.value.errors] == fields


async def test_verbs_are_asked_for(rows: Rows, ws: Workspace) -> None:
    for actor, table, code in ((user("viewer"), "erp.tickets", "denied"), (user("agent"), "erp.people", "hidden")):
        with pytest.raises((Denied, NotFound)):
            rows.check_load(actor, ws, table, LoadRequest(("title",)))
        assert code
    with pytest.raises(InvalidInput) as nobody:
        rows.check_load(ADMIN, ws, "erp.log", LoadRequest(("text",)))
    assert nobody.value.code == "table.read_only"


async def test_row_rules_hold_before_and_after(rows: Rows, ws: Workspace) -> None:
    agent = user("agent")  # open tickets only
    asked = LoadRequest(("id", "title", "status"), "upsert", ("id",))
    given = [
        ("3", "mine", "open"),  # ticket 3 is open
        ("6", "closing", "closed"),  # so is 6, but it would not be any more
        ("1", "hidden", "open"),  # ticket 1 is closed: not there for this actor, and its key is taken
        ("950", "new", "open"),
        ("951", "new", "waiting"),
    ]
    done, refused = await load(rows, agent, ws, "erp.tickets", asked, given)
    assert done == Loaded(1, 1)
    assert refused == {
        1: (("", "row.denied"),), 2: (("id", "row.duplicate"),), 4: (("", "row.denied"),),
    }  # fmt: skip
    assert (await one(rows, ws, "erp.tickets", "1"))["title"] == "Ticket 1"


async def test_rules_no_source_evaluates_hold_for_new_rows(rows: Rows, ws: Workspace) -> None:
    odd = user("odd")  # titles of two words, open or waiting
    asked = LoadRequest(("id", "title", "status"))
    done, refused = await load(
        rows, odd, ws, "erp.tickets", asked, [("960", "two words", "open"), ("961", "one", "open")]
    )
    assert (done, refused) == (Loaded(1, 0), {1: (("", "row.denied"),)})
    with pytest.raises(InvalidInput) as wrong:
        await load(rows, odd, ws, "erp.tickets", LoadRequest(("id", "title"), "update", ("id",)), [("3", "two words")])
    assert wrong.value.code == "import.rule_not_checkable"


async def test_a_load_that_is_only_tried_stores_nothing(rows: Rows, ws: Workspace) -> None:
    asked = LoadRequest(("id", "title"), keep=False)
    done, refused = await load(rows, ADMIN, ws, "erp.tickets", asked, [("970", "tried"), ("1", "taken")])
    assert (done, refused) == (Loaded(1, 0), {1: (("id", "row.duplicate"),)})
    with pytest.raises(NotFound):
        await one(rows, ws, "erp.tickets", "970")


async def test_listeners_hear_once(rows: Rows, ws: Workspace) -> None:
    heard: list[tuple[str, str]] = []
    rows.desk.events.observe(lambda event: heard.append((event.table, event.row_id)))
    await load(rows, ADMIN, ws, "erp.tickets", LoadRequest(("id", "title")), [(str(n), "x") for n in range(980, 990)])
    assert heard == [("erp.tickets", "")]


# --- internal tables --------------------------------------------------------------------------------------------------

BOSS = Actor("user", "u1", "anna@example.org", "Anna", is_admin=True)
FILES = {
    "workspace.yaml": "title: Shop\n",
    "tables/customers.yaml": "title: Customers\ncolumns:\n  - {name: name, kind: text, required: true}\n",
    "tables/orders.yaml": """\
title: Orders
columns:
  - {name: customer_id, kind: relation, settings: {to: customers}}
  - {name: number, kind: text, required: true, default: "{{ upper('new') }}"}
  - {name: mail, kind: email}
  - {name: amount, kind: integer, settings: {minimum: 0, maximum: 99}}
  - {name: price, kind: integer, default: 3}
  - {name: total, kind: formula, settings: {value: "amount * price", result: integer}}
checks:
  - {rule: "amount < price * 20", message: "Too many for that price.", field: amount}
""",
}


@pytest.fixture
def shop() -> Workspace:
    return load_workspace("shop", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def shop_rows(tmp_path: Path, shop: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(in_file(tmp_path / "_production.db"), shop) as made:
        yield made


async def test_internal_rows_get_all_that_single_ones_get(shop_rows: Rows, shop: Workspace) -> None:
    asked = LoadRequest(("number", "mail", "amount", "customer_id"))
    given = [
        ("A-1", "a@example.org", "4", ""),
        ("", "", "5", ""),
        ("A-3", "nobody", "6", ""),
        ("A-4", "", "100", ""),
        ("A-5", "", "70", ""),
        ("A-6", "", "1", "77"),
    ]
    done, refused = await load(shop_rows, BOSS, shop, "orders", asked, given)
    assert done == Loaded(2, 0), refused
    assert {number: [field for field, _ in errors] for number, errors in refused.items()} == {
        2: ["mail"], 3: ["amount"], 4: ["amount"], 5: ["customer_id"],
    }  # fmt: skip
    page = await shop_rows.list(BOSS, shop, "orders", RowQuery(sort=("id",)))
    first, second = page.dicts()
    assert (first["number"], first["price"], first["total"], first["created_by"]) == ("A-1", 3, 12, "u1")
    assert (second["number"], second["total"], second["mail"]) == ("NEW", 15, None)


async def test_history_tells_of_an_import(shop_rows: Rows, shop: Workspace) -> None:
    await load(shop_rows, BOSS, shop, "customers", LoadRequest(("name",)), [("Ada",), ("Bob",)])
    asked = LoadRequest(("id", "name"), "upsert", ("id",))
    done, refused = await load(shop_rows, BOSS, shop, "customers", asked, [("1", "Ada L."), ("", "Cid"), ("9", "No")])
    assert (done, refused) == (Loaded(1, 1), {2: (("id", "row.missing"),)})
    entries = await shop_rows.history(BOSS, shop, "customers", "1")
    assert [(entry.verb, entry.via) for entry in entries] == [("updated", "import"), ("created", "import")]


def test_the_desk_is_what_these_tests_think(tmp_path: Path) -> None:
    desk.fill(tmp_path / "desk.db")
    with sqlite3.connect(tmp_path / "desk.db") as db:
        found = dict(db.execute("SELECT id, status FROM tickets WHERE id IN (1, 3, 6)").fetchall())
    db.close()
    assert found == {1: "closed", 3: "open", 6: "open"}
