"""Every column kind through the data plane, on tables that the built-in database made itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
import pytest

from tests.rows.internal import internal_rows
from toolwright.errors import Conflict, InvalidInput
from toolwright.expressions import INTEGER, And, Compare, Filter, In, IsNull, Not, TextMatch, Value, evaluate_filter
from toolwright.expressions import Column as Path
from toolwright.expressions.filter import CompareOp
from toolwright.extend.checking import load_workspace
from toolwright.extend.coerce import Manner, coerce
from toolwright.extend.column import DesignedColumn, Refused
from toolwright.extend.design import designed_column
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.row_types import type_of
from toolwright.model.source import DataSource
from toolwright.model.table import Column, DataType
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


# --- operators --------------------------------------------------------------------------------------------------------

EXTREMES: Mapping[DataType, tuple[object, ...]] = {
    DataType.TEXT: ("", "a", "A", "ä", "Ä", "e\u0301", "日本", "😀", "%", "_", "\\", "'", "a%b", " a", "10", "9", "x" * 300),
    DataType.INTEGER: (0, 1, -1, (1 << 53) + 1, (1 << 63) - 1, -(1 << 63)),
    DataType.DECIMAL: tuple(map(Decimal, ("0", "0.1", "-0.5", "1.5", "9999999999999.99", "-9999999999999.99"))),
    DataType.FLOAT: (0.0, 0.1, -1.5, 1e100, -1e-9, 5e-324, 1.7976931348623157e308),
    DataType.BOOLEAN: (True, False),
    DataType.DATE: (date(1, 1, 1), date(1970, 1, 1), date(2024, 2, 29), date(9999, 12, 31)),
    DataType.TIME: (time(0), time(12, 30, 1, 1), time(23, 59, 59, 999_999)),
    DataType.DATETIME: (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), datetime(9999, 12, 31, 12, tzinfo=UTC)),
    DataType.DURATION: (timedelta(0), timedelta(microseconds=1), timedelta(days=36_500), timedelta(seconds=-1)),
    DataType.UUID: (UUID(int=0), UUID(int=(1 << 128) - 1)),
    DataType.JSON: ({}, [], {"ä": [1, None, "😀"]}, "text", 0, False),
}  # fmt: skip
_EQUALS: tuple[CompareOp, ...] = ("eq", "ne")
_ORDERS: tuple[CompareOp, ...] = ("lt", "le", "gt", "ge")


def _conditions(column: Column, values: Sequence[object]) -> Iterator[Filter]:
    """Every operator on a column, with every value."""
    own = Path((column.name,), type_of(column))
    yield from (IsNull(own), Not(IsNull(own)), In(own, ()))
    if column.type in (DataType.JSON, DataType.LIST):
        return  # what is in them is asked for in this process: `test_what_is_in_lists_and_objects`
    yield In(own, tuple(map(Value, values[::2])))
    yield from (In(own, (Value(None), *map(Value, values[1::3]))), Not(In(own, (Value(None),))))
    operators = _EQUALS if column.type is DataType.BOOLEAN else (*_EQUALS, *_ORDERS)
    yield from (Compare(op, own, Value(value)) for op in operators for value in values)
    yield from (Not(Compare(op, own, Value(values[0]))) for op in operators)
    yield from (Compare(op, own, Value(None)) for op in _EQUALS)
    if column.type is DataType.TEXT:
        ways: tuple[Literal["contains", "starts", "ends"], ...] = ("contains", "starts", "ends")
        for needle, way in product(("a", "Ä", "%", "_", "\\", "'", "😀", ""), ways):
            yield from (TextMatch(way, own, Value(needle)), TextMatch(way, own, Value(needle), ignore_case=True))


async def test_every_kind_under_every_operator(rows: Rows, shop: Workspace) -> None:
    """Nothing, what is usual, letters from everywhere and both ends: the database finds what evaluation finds."""
    found = 0
    for kind in WRITTEN:
        name = f"a_{kind}"
        column = shop.tables["everything"].by_name[name]
        design = designed_column(column, KINDS.columns)
        assert design is not None
        given = [*design.kind.samples, *EXTREMES.get(column.type, ())]
        accepted = [values for value in given if (values := _accepted(column, design, value)) is not None]
        changes = [RowChange("create", values={name: value}) for value in (None, *accepted)]
        made = await rows.bulk(ANNA, shop, "everything", changes)
        stored = {int(row.id): row.values[name] for row in made if row is not None}
        values = list({repr(value): value for value in stored.values() if value is not None}.values())
        first = min(stored)
        for condition in _conditions(column, values):
            asked = And((condition, Compare("ge", Path(("id",), INTEGER), Value(first))))
            page = await rows.list(ANNA, shop, "everything", RowQuery(where=asked, fields=("id",), limit=100))
            expected = [id_ for id_, value in stored.items() if evaluate_filter(condition, {name: value})]
            assert sorted(row[0] for row in page.rows) == sorted(expected), (kind, condition, stored)
            found += len(expected)
    assert found > 3000


def _accepted(column: Column, design: DesignedColumn, value: object) -> object:
    try:
        return design.accept(coerce(column, value, Manner(ZoneInfo("Europe/Berlin"))))
    except Refused:
        return None


async def test_what_is_in_lists_and_objects(rows: Rows, shop: Workspace) -> None:
    options = [option.value for option in shop.tables["everything"].by_name["a_multi_select"].options]
    chosen = [None, options[:1], options[:2]]
    objects: list[object] = [{"k": "ä😀"}, {"k": None}, {}, ["k"], 1, None]
    rows_ = [{"a_multi_select": one} for one in chosen] + [{"a_json": one} for one in objects]
    made = await rows.bulk(ANNA, shop, "everything", [RowChange("create", values=one) for one in rows_])
    ids = [int(row.id) for row in made if row is not None]
    for text, expected in (
        (f"'{options[0]}' in (a_multi_select or [])", ids[1:3]),
        (f"'{options[1]}' in (a_multi_select or [])", ids[2:3]),
        ("len(a_multi_select or []) == 2", ids[2:3]),
        (f"a_multi_select == ['{options[0]}']", ids[1:2]),
        ("is_object(a_json) and a_json.k == 'ä😀'", ids[3:4]),
        ("a_json == 1 or a_json == ['k']", ids[6:8]),
    ):
        page = await rows.list(ANNA, shop, "everything", RowQuery(filter=text, fields=("id",), limit=100))
        assert [row[0] for row in page.rows] == expected, text


async def test_every_digit_of_a_decimal_is_kept_or_refused(internal: DataSource) -> None:
    """A file keeps 15 digits of a number with decimals exactly: more of them are refused, never rounded."""
    design = "columns: [{name: amount, kind: decimal, settings: {digits: 38, decimals: 4}}]"
    ws = load_workspace("shop", {"workspace.yaml": "title: S\n", "tables/sums.yaml": design}, KINDS, revision=1)
    exact = ("123456789012.3456", "-0.0001", "99999999999.9999", "123456789012345678", "-9007199254740993")
    long = ("123456789012345.6789", "-9999999999999999.9999", "123456789012345678901234567890.1234")
    async with internal_rows(internal, ws) as rows:
        for text in exact:
            made = await rows.create(ANNA, ws, "sums", {"amount": text})
            assert (await rows.get(ANNA, ws, "sums", made.id)).values["amount"] == Decimal(text)
        for text in long:
            if internal.kind == "postgres":
                stored = await rows.create(ANNA, ws, "sums", {"amount": text})
                assert stored.values["amount"] == Decimal(text)
                continue
            with pytest.raises(InvalidInput) as refused:
                await rows.create(ANNA, ws, "sums", {"amount": text})
            assert (refused.value.errors[0].field, refused.value.errors[0].code) == ("amount", "value.too_precise")
            assert "keeps 15 exactly" in refused.value.errors[0].message
