"""Every column kind through the data plane, on tables that the built-in database made itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
import pytest

from tests.rows.internal import internal_rows
from toolwright.errors import Conflict, InvalidInput
from toolwright.extend.checking import load_workspace
from toolwright.extend.coerce import Manner, coerce
from toolwright.extend.design import designed_column
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import RowChange, RowQuery, Rows

KINDS = installed_kinds()
ELSEWHERE = ("relation", "links", "attachment", "attachments", "image", "signature")
"""Those that need a second table or uploads: `test_designed.py`, `test_links.py` and `test_attaching.py` have them."""
WRITTEN = [kind for kind, found in KINDS.columns.all().items() if found.samples and kind not in ELSEWHERE]
BOOKINGS = """\
title: Bookings
columns:
  - {name: number, kind: auto_number, settings: {pattern: "B{n:04}"}}
  - {name: room, kind: text, required: true}
  - {name: starts_on, kind: date, required: true, default: "{{ today() }}"}
  - {name: ends_on, kind: date}
  - {name: status, kind: select, default: open, settings: {options: [open, closed]}}
  - {name: resolution, kind: text}
  - {name: booked_by, kind: user, default: "{{ user.email }}"}
  - {name: tags, kind: multi_select, settings: {options: [vip, projector], at_most: 1}}
  - {name: departs_at, kind: datetime, settings: {zone: ignore}}
  - {name: token, kind: uuid}
  - {name: seats, kind: integer, settings: {one_of: [2, 4]}}
unique: [[room, starts_on], [resolution]]
checks:
  - {rule: ends_on >= starts_on, message: Must not end before it starts., field: ends_on}
  - {rule: "status != 'closed' or resolution is not none", message: Say how it ended., field: resolution}
"""
ANNA = Actor("user", "u1", "Anna", "Anna@Example.org", is_admin=True, time_zone="Europe/Berlin")

BEN = Actor("user", "u2", "Ben", "ben@example.org", is_admin=True, time_zone="Asia/Tokyo")


def _everything() -> str:
    columns = [
        {"name": f"a_{kind}", "kind": kind, "settings": dict(KINDS.columns.get(kind).example)} for kind in WRITTEN
    ]
    return orjson.dumps({"title": "Everything", "columns": columns}).decode()


FILES = {"workspace.yaml": "title: Shop\n", "tables/bookings.yaml": BOOKINGS, "tables/everything.yaml": _everything()}


@pytest.fixture(scope="module")
def shop() -> Workspace:
    return load_workspace("shop", FILES, KINDS, revision=1)


@pytest.fixture
async def rows(internal: DataSource, shop: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, shop) as made:
        yield made


@pytest.mark.parametrize("kind", WRITTEN)
async def test_what_a_kind_accepts_is_stored_and_found(rows: Rows, shop: Workspace, kind: str) -> None:
    name = f"a_{kind}"
    column = shop.tables["everything"].by_name[name]
    design = designed_column(column, KINDS.columns)
    assert design is not None
    samples = design.kind.samples
    made = await rows.bulk(ANNA, shop, "everything", [RowChange("create", values={name: one}) for one in samples])
    for sample, row in zip(samples, made, strict=True):
        assert row is not None
        wanted = design.accept(coerce(column, sample, Manner(ZoneInfo("Europe/Berlin"))))
        assert row.values[name] == wanted, sample
        assert (await rows.get(ANNA, shop, "everything", row.id)).values[name] == wanted
    nothing = await rows.create(ANNA, shop, "everything", {name: None})
    assert nothing.values[name] is None
    page = await rows.list(ANNA, shop, "everything", RowQuery(filter=f"{name} is not none", limit=100))
    assert len(page.rows) == len(samples)


@pytest.mark.parametrize("kind", WRITTEN)
async def test_what_a_kind_refuses_is_refused_at_its_field(rows: Rows, shop: Workspace, kind: str) -> None:
    for wrong in KINDS.columns.get(kind).refused:
        with pytest.raises(InvalidInput) as refused:
            await rows.create(ANNA, shop, "everything", {f"a_{kind}": wrong})
        assert [error.field for error in refused.value.errors] == [f"a_{kind}"]
    page = await rows.list(ANNA, shop, "everything", RowQuery(limit=10))
    assert page.rows == []


async def test_all_wrong_fields_are_said_at_once(rows: Rows, shop: Workspace) -> None:
    values = {"a_email": "nobody", "a_ip": "10.0.0", "a_color": "teal", "a_integer": "many", "nothing": 1}
    with pytest.raises(InvalidInput) as refused:
        await rows.create(ANNA, shop, "everything", values)
    assert sorted(error.field for error in refused.value.errors) == sorted(values)


async def test_defaults_are_worked_out_and_fitted(rows: Rows, shop: Workspace) -> None:
    one = await rows.create(ANNA, shop, "bookings", {"room": "A"})
    two = await rows.create(ANNA, shop, "bookings", {"room": "B", "token": None})
    assert one.values["number"] == "B0001"
    assert one.values["booked_by"] == "anna@example.org"
    assert one.values["starts_on"] == datetime.now(UTC).date()
    assert isinstance(one.values["token"], UUID)
    assert two.values["token"] is None
    found = await rows.list(ANNA, shop, "bookings", RowQuery(search="B0002", limit=5))
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "ends_on"),
        ({"status": "closed"}, "resolution"),
        ({"tags": ["vip", "projector"]}, "tags"),
        ({"seats": 3}, "seats"),
        ({"starts_on": None}, "starts_on"),
    ],
)
async def test_a_row_that_breaks_a_rule_is_refused_at_its_field(
    rows: Rows, shop: Workspace, values: Mapping[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await rows.create(ANNA, shop, "bookings", {"room": "A", **values})
    assert [error.field for error in refused.value.errors] == [field]
    assert (await rows.list(ANNA, shop, "bookings", RowQuery(limit=5))).rows == []


async def test_checks_judge_the_row_as_it_would_be(rows: Rows, shop: Workspace) -> None:
    made = await rows.create(ANNA, shop, "bookings", {"room": "A", "starts_on": "2026-05-02", "resolution": "done"})
    await rows.update(ANNA, shop, "bookings", made.id, {"ends_on": "2026-05-02", "status": "closed"})
    for change in ({"ends_on": "2026-05-01"}, {"starts_on": "2026-05-03"}, {"resolution": None}):
        with pytest.raises(InvalidInput) as refused:
            await rows.update(ANNA, shop, "bookings", made.id, change)
        assert refused.value.code == "row.check_failed"
    stored = await rows.get(ANNA, shop, "bookings", made.id)
    assert str(stored.values["ends_on"]) == "2026-05-02"
    assert stored.values["resolution"] == "done"


async def test_checks_undo_a_whole_bulk_and_name_the_change(rows: Rows, shop: Workspace) -> None:
    changes = [
        RowChange("create", values={"room": "A"}),
        RowChange("create", values={"room": "B", "status": "closed"}),
    ]
    with pytest.raises(InvalidInput) as refused:
        await rows.bulk(ANNA, shop, "bookings", changes)
    assert [error.field for error in refused.value.errors] == ["changes.1.resolution"]
    assert (await rows.list(ANNA, shop, "bookings", RowQuery(limit=5))).rows == []


async def test_a_taken_value_is_said_once_at_its_field(rows: Rows, shop: Workspace) -> None:
    day = {"starts_on": "2026-05-02"}
    await rows.create(ANNA, shop, "bookings", {"room": "A", "resolution": "x", **day})
    for values, field, said in (
        ({"room": "A", **day}, "room", "Another row already has this value together with that of 'Starts on'."),
        ({"room": "B", "resolution": "x"}, "resolution", "Another row already has this value."),
    ):
        with pytest.raises(Conflict) as refused:
            await rows.create(ANNA, shop, "bookings", values)
        assert [(error.field, error.message) for error in refused.value.errors] == [(field, said)]


async def test_a_clock_on_the_wall_is_nobodys_zone(rows: Rows, shop: Workspace) -> None:
    given = ("2026-07-01T14:30", "2026-07-01T14:30:00Z", "2026-07-01T14:30:00-07:00")
    for room, text in enumerate(given):
        row = await rows.create(ANNA, shop, "bookings", {"room": str(room), "departs_at": text})
        assert row.values["departs_at"] == datetime(2026, 7, 1, 14, 30)  # noqa: DTZ001  # a clock on the wall
    # 12:30 UTC is 14:30 on the reader's clock in Berlin.
    for text, count in (
        ("departs_at == datetime('2026-07-01T12:30:00Z')", 3),
        ("departs_at < datetime('2026-07-01T12:30:00Z')", 0),
        ("departs_at in [datetime('2026-07-01T12:30:00Z')]", 3),
        ("not (departs_at > datetime('2026-07-01T12:29:59Z'))", 0),
    ):
        page = await rows.list(ANNA, shop, "bookings", RowQuery(filter=text, limit=9))
        assert len(page.rows) == count, text
    same = RowQuery(filter="departs_at == datetime('2026-07-01T05:30:00Z')", limit=9)
    assert len((await rows.list(BEN, shop, "bookings", same)).rows) == 3  # 05:30 UTC is 14:30 in Tokyo
    assert len((await rows.list(ANNA, shop, "bookings", same)).rows) == 0
