"""Kept rows: values that look different are never under one key, and only what a row alone decides is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from math import inf

import pytest

from toolwright.extend import nodes as ir
from toolwright.extend.nodes import Code
from toolwright.render import kept
from toolwright.render.footing import Footing, RegionFooting, footing_of, footing_of_region
from toolwright.render.form import Viewer
from toolwright.render.frame import Condition, Data, Frame
from toolwright.render.kept import KeptRows

PLUS_TWO = timezone(timedelta(hours=2))
MOMENT = datetime(2026, 11, 26, 12, tzinfo=UTC)


def keys(*values: object) -> object:
    likeness = kept.likeness_of([{"@key": "1", "value": value} for value in values])
    return None if likeness is None else (likeness.types, likeness.keys())


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
    assert kept.likeness_of([{"@key": 1, "a": 1}, {"@key": 1, "a": 1, "b": 2}]) is None
    assert kept.likeness_of([]) == kept.Likeness((), (), ())


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
        slot("upper(row.opened)", "relative"),
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
    assert footing_of(loop(slot("row.title"))) == Footing(is_asking=False)
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
        viewer = Viewer()

    for number in range(8):
        second.keep(shelf, (number,), ["x" * 1000], 0, Faultless(), inf)  # type: ignore[arg-type]
        assert kept._spent[0] <= 10_000
    assert first._shelves == {}


# --- regions ----------------------------------------------------------------------------------------------------------


def region(*body: ir.Node, frames: tuple[Frame, ...] = ()) -> RegionFooting | None:
    """What a region with a list in it depends on."""
    listed = ir.Loaded("tickets", (loop(slot("row.title")), *body))
    return footing_of_region((listed,), frames, {"tickets": "rows", "person": "record"}, lambda _region: True)


PLAIN = RegionFooting(("tickets",), (), is_asking=False, reads_state=False, reads_user=False, asks_rights=False)
MAY = ir.Allowed("update", "desk.tickets")


@pytest.mark.parametrize(
    ("footing", "expected"),
    [
        (region(), PLAIN),
        (region(slot("count"), slot("row.opened", "relative")), None),  # no row here
        (region(loop(slot("row.opened", "relative"), slot("index"))), PLAIN),
        (region(ir.If(MAY, (slot("count"),))), replace(PLAIN, tests=(MAY,))),
        (region(ir.If(Code("can('desk.tickets', 'update')"), ())), replace(PLAIN, asks_rights=True)),
        (region(loop(slot("can_open(row.screen)"))), replace(PLAIN, asks_rights=True)),
        (region(slot("user.name")), replace(PLAIN, reads_user=True)),
        (region(slot("state.chosen")), replace(PLAIN, reads_state=True)),
        (region(slot("query.tab")), replace(PLAIN, is_asking=True)),
        (region(slot("params.id")), replace(PLAIN, is_asking=True)),
        (region(ir.Carry(())), replace(PLAIN, is_asking=True)),
        (region(ir.Address((("open", None),))), replace(PLAIN, is_asking=True)),
        (region(ir.Region((ir.Posting(),), "form_1")), PLAIN),  # written by itself
        (region(ir.Let((("many", Code("count > 9")),), (slot("many"),))), PLAIN),
        (region(frames=(Data("person", "record"),)), replace(PLAIN, needs=("person", "tickets"))),
        (region(frames=(Condition(Code("state.open"), positive=True),)), replace(PLAIN, reads_state=True)),
        (region(frames=(Condition(MAY, positive=False),)), replace(PLAIN, tests=(MAY,))),
        (region(ir.Posting()), None),
        (region(ir.Form("form", ())), None),
        (region(frames=(ir.Form("form", ()),)), None),
        (region(slot("now()")), None),
        (region(slot("uuid()")), None),
        (region(slot("form.title")), None),
        (region(loop(ir.Region((ir.Posting(),), "form_1"))), None),
        (footing_of_region((slot("count"),), (Data("tickets", "rows"),), {"tickets": "rows"}, lambda _: True), None),
    ],
)
def test_a_region_is_kept_under_all_it_reads(footing: RegionFooting | None, expected: RegionFooting | None) -> None:
    assert footing == expected


def test_kept_regions_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    kept.forget_regions()
    monkeypatch.setattr(kept, "MOST_BYTES", 10_000)
    for number in range(20):
        kept.Place((number,), ()).keep(("x" * 1000,), inf)
        assert kept._spent_on_regions[0] <= 10_000
    assert kept.Place((0,), ()).found(Viewer()) is None
    assert kept.Place((19,), ()).found(Viewer()) == ("x" * 1000,)
    kept.Place((20,), ()).keep(("x" * (kept.MOST_REGION_BYTES + 1),), inf)
    assert kept.Place((20,), ()).found(Viewer()) is None
    kept.forget_regions()


def test_a_region_is_right_for_the_same_data_until_its_time() -> None:
    kept.forget_regions()
    viewer = Viewer()
    now = viewer.now.timestamp()
    one, other = kept.likeness_of([{"a": 1, "b": "x"}]), kept.likeness_of([{"a": 1, "b": "y"}])
    assert one is not None
    assert other is not None
    kept.Place(("look",), ((one, ""),)).keep(("html",), now + 60)
    assert kept.Place(("look",), ((one, ""),)).found(viewer) == ("html",)
    assert viewer.lasting.until == now + 60
    assert kept.Place(("look",), ((other, ""),)).found(viewer) is None
    assert kept.Place(("look",), ((one, "more"),)).found(viewer) is None
    assert kept.Place(("look",), ((one, ""),)).found(replace(viewer, now=viewer.now + timedelta(seconds=61))) is None
    kept.forget_regions()


@pytest.mark.parametrize("sign", [1, -1])
def test_how_long_ago_stays_right_for_as_long_as_is_said(sign: int) -> None:
    words = Viewer().words
    for exponent in range(90):
        seconds = sign * 1.3**exponent * 0.01
        said, left = words.ago_for(seconds)
        assert left >= 0
        assert words.ago(seconds + left * 0.999) == said
        assert words.ago(seconds) == said
