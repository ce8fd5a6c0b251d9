"""Kept rows: values that look different are never under one key, and only what a row alone decides is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from toolwright.extend import nodes as ir
from toolwright.extend.nodes import Code
from toolwright.render import kept
from toolwright.render.kept import KeptRows, footing_of

PLUS_TWO = timezone(timedelta(hours=2))
MOMENT = datetime(2026, 11, 26, 12, tzinfo=UTC)


def keys(*values: object) -> object:
    return kept._keys([{"@key": "1", "value": value} for value in values])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (1, Decimal(1)),
        (0.0, -0.0),
        (Decimal("1.5"), Decimal("1.50")),
        ("1", 1),
        (None, ""),
        (MOMENT, MOMENT.astimezone(PLUS_TWO)),
        (MOMENT.replace(tzinfo=None), MOMENT.replace(tzinfo=None, fold=1)),
        (date(2026, 11, 26), datetime(2026, 11, 26)),  # noqa: DTZ001
        ([1], [True]),
        ({"a": 1}, {"a": 1.0}),
    ],
)
def test_equal_values_that_look_different_have_different_keys(one: object, other: object) -> None:
    assert keys(one) == keys(one)
    assert keys(one) != keys(other)
    together = keys(one, other)
    assert together is None or len(set(together[1])) == 2  # type: ignore[index]


@pytest.mark.parametrize("value", [object(), memoryview(b"x"), [object()], {"of": object()}])
def test_what_shows_only_where_it_lies_has_no_key(value: object) -> None:
    assert keys(value) is None


def test_rows_of_different_shapes_have_no_keys() -> None:
    assert kept._keys([{"@key": 1, "a": 1}, {"@key": 1, "a": 1, "b": 2}]) is None
    assert kept._keys([]) == ((), [])


def loop(*body: ir.Node) -> ir.For:
    return ir.For("row", Code("rows"), body, need="tickets")


def slot(source: str, form: str = "text") -> ir.Slot:
    return ir.Slot(Code(source), form)


@pytest.mark.parametrize(
    "node",
    [
        slot("row.title"),
        slot("upper(row.title)"),
        slot("row.opened", "relative"),
        ir.If(Code("can('desk.tickets', 'update')"), (slot("row.title"),)),
        ir.If(Code("user.is_admin"), (slot("row.title"),)),
        ir.Let((("twice", Code("row.size * 2")),), (slot("twice"),)),
        ir.Region((slot("row.title"),), "text_1"),
        ir.Event("button.click"),
        slot("query.tab"),
    ],
)
def test_rows_are_kept_where_they_alone_decide(node: ir.Node) -> None:
    assert footing_of(loop(node)) is not None


@pytest.mark.parametrize(
    "node",
    [
        slot("user.name"),
        slot("state.chosen"),
        slot("now()"),
        slot("uuid()"),
        slot("index"),
        slot("can_open(row.title)"),
        slot("upper(row.opened)", "relative"),
        slot("other.opened", "relative"),
        ir.If(Code("row.title == state.chosen"), ()),
        ir.Let((("who", Code("user.name")),), ()),
        ir.For("item", Code("row.items"), (slot("item"),)),
        ir.Loaded("more", ()),
        ir.Form("form", ()),
        ir.Posting(),
    ],
)
def test_rows_are_written_anew_where_something_else_decides(node: ir.Node) -> None:
    assert footing_of(loop(ir.Region((slot("row.title"), node)))) is None


def test_the_address_counts_where_it_is_read() -> None:
    assert footing_of(loop(slot("row.title"))) == kept.Footing(is_asking=False, moving=())
    for node in (slot("query.tab"), ir.Address((("open", Code("row.id")),))):
        footing = footing_of(loop(node))
        assert footing is not None
        assert footing.is_asking


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 10_000)
    monkeypatch.setattr(kept, "_spent", [0])
    first, second, shelf = KeptRows(is_asking=False), KeptRows(is_asking=False), {}
    first._shelves["look"] = shelf

    class Faultless:
        has_faults = False

    for number in range(8):
        second.keep(shelf, number, ["x" * 1000], 0, Faultless())  # type: ignore[arg-type]
        assert kept._spent[0] <= 10_000
    assert first._shelves == {}
