"""What JSON and forms may say for each type of column, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolwright.extend.coerce import Manner, Refused, coerce
from toolwright.model.table import Column, DataType, Option, Table
from toolwright.rows.row_id import parse_row_id, row_id

BERLIN = Manner(ZoneInfo("Europe/Berlin"))
FORM = Manner(is_form=True)
ID = "123e4567-e89b-12d3-a456-426614174000"


at = datetime.fromisoformat


def column(kind: DataType, **more: object) -> Column:
    return Column.model_validate({"name": "c", "type": kind, **more})


GOOD = [
    (DataType.TEXT, "x", "x"), (DataType.TEXT, "", None), (DataType.TEXT, None, None),
    (DataType.INTEGER, 5, 5), (DataType.INTEGER, "9223372036854775807", 2**63 - 1), (DataType.INTEGER, 5.0, 5), (DataType.INTEGER, "", None),
    (DataType.DECIMAL, "12.50", Decimal("12.50")), (DataType.DECIMAL, 12.5, Decimal("12.5")), (DataType.DECIMAL, 1, Decimal(1)), (DataType.DECIMAL, ".5", Decimal("0.5")),
    (DataType.FLOAT, "1.5", 1.5), (DataType.FLOAT, 2, 2.0),
    (DataType.BOOLEAN, True, True), (DataType.BOOLEAN, "on", True), (DataType.BOOLEAN, "false", False), (DataType.BOOLEAN, 0, False),
    (DataType.DATE, "2026-02-28", date(2026, 2, 28)), (DataType.TIME, "14:30", time(14, 30)),
    (DataType.DATETIME, "2026-01-01T10:00", at("2026-01-01T10:00")), (DataType.DATETIME, "2026-01-01T10:00:00+02:00", at("2026-01-01T08:00")),
    (DataType.DURATION, "1:30", timedelta(hours=1, minutes=30)), (DataType.DURATION, "PT1H30M", timedelta(hours=1, minutes=30)),
    (DataType.DURATION, "-P2DT3S", -timedelta(days=2, seconds=3)), (DataType.DURATION, 90, timedelta(seconds=90)),
    (DataType.UUID, ID, UUID(ID)), (DataType.JSON, {"a": [1]}, {"a": [1]}), (DataType.JSON, "text", "text"),
    (DataType.LIST, [1, "x"], [1, "x"]), (DataType.BINARY, "AAEC", b"\x00\x01\x02"),
]  # fmt: skip
BAD = [
    (DataType.TEXT, 5), (DataType.TEXT, "a\x00"), (DataType.TEXT, "\ud800"), (DataType.TEXT, ["x"]),
    (DataType.INTEGER, 2**63), (DataType.INTEGER, 1.5), (DataType.INTEGER, "1.0"), (DataType.INTEGER, True), (DataType.INTEGER, "١٢"), (DataType.INTEGER, "1" * 50),
    (DataType.DECIMAL, "NaN"), (DataType.DECIMAL, "1e9999"), (DataType.DECIMAL, "9" * 2000), (DataType.DECIMAL, True), (DataType.DECIMAL, float("inf")), (DataType.DECIMAL, "1,5"),
    (DataType.FLOAT, "inf"), (DataType.FLOAT, "1e999"), (DataType.FLOAT, float("nan")), (DataType.FLOAT, 10**400),
    (DataType.BOOLEAN, "maybe"), (DataType.BOOLEAN, 2), (DataType.BOOLEAN, []),
    (DataType.DATE, "2026-02-30"), (DataType.DATE, 20260101), (DataType.TIME, "25:00"),
    (DataType.DATETIME, "yesterday"), (DataType.DATETIME, 1700000000), (DataType.DATETIME, "0001-01-01T00:00:00+14:00"),
    (DataType.DURATION, "P"), (DataType.DURATION, "PT"), (DataType.DURATION, 1e300), (DataType.DURATION, "99999999999999:00"), (DataType.DURATION, "soon"),
    (DataType.UUID, "x" * 36), (DataType.UUID, 5), (DataType.LIST, "x"), (DataType.BINARY, "###"), (DataType.OTHER, "x"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given_", "expected"), GOOD)
def test_what_is_meant(kind: DataType, given_: object, expected: object) -> None:
    found = coerce(column(kind), given_)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(("kind", "given_"), BAD)
def test_what_is_refused(kind: DataType, given_: object) -> None:
    with pytest.raises(Refused) as caught:
        coerce(column(kind), given_)
    assert caught.value.message.endswith(".")


def test_limits_of_a_column() -> None:
    with pytest.raises(Refused, match="at most 3 characters, not 4"):
        coerce(column(DataType.TEXT, max_length=3), "abcd")
    price = column(DataType.DECIMAL, precision=5, scale=2)
    assert coerce(price, "999.99") == Decimal("999.99")
    assert coerce(price, "1.500") == Decimal("1.500")
    for wrong in ("1000", "1.234", "1e5"):
        with pytest.raises(Refused):
            coerce(price, wrong)
    status = column(DataType.TEXT, options=(Option(value="open"), Option(value="closed")))
    assert coerce(status, "open") == "open"
    with pytest.raises(Refused, match=r"Must be one of: open, closed\."):
        coerce(status, "lost")


def test_zones() -> None:
    zoned = column(DataType.DATETIME, zoned=True)
    assert coerce(zoned, "2026-07-01T10:00", BERLIN) == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert coerce(zoned, "2026-07-01T10:00-05:00", BERLIN) == datetime(
        2026, 7, 1, 10, tzinfo=timezone(timedelta(hours=-5))
    )
    assert coerce(column(DataType.DATETIME), "2026-07-01T10:00", BERLIN) == at("2026-07-01T10:00")


def test_forms() -> None:
    assert coerce(column(DataType.TEXT), "a\r\nb", FORM) == "a\nb"
    assert coerce(column(DataType.JSON), '{"a": 1}', FORM) == {"a": 1}
    assert coerce(column(DataType.LIST), "a\nb", FORM) == ["a", "b"]
    with pytest.raises(Refused):
        coerce(column(DataType.JSON), "{", FORM)


def test_empty_text() -> None:
    assert coerce(column(DataType.TEXT, nullable=False, has_default=True), "") == ""
    assert coerce(column(DataType.TEXT, nullable=False, required=True), "") is None


KEYS = {
    DataType.TEXT: st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",))),
    DataType.INTEGER: st.integers(-(2**63), 2**63 - 1),
    DataType.UUID: st.uuids(),
    DataType.DATE: st.dates(),
    DataType.DATETIME: st.datetimes(),
    DataType.DECIMAL: st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    DataType.BINARY: st.binary(min_size=1),
    DataType.TIME: st.times(),
    DataType.BOOLEAN: st.booleans(),
}


@given(st.data(), st.lists(st.sampled_from(list(KEYS)), min_size=1, max_size=3))
def test_any_key_survives_an_address(data: st.DataObject, kinds: list[DataType]) -> None:
    names = [f"k{place}" for place in range(len(kinds))]
    columns = tuple(Column(name=name, type=kind, nullable=False) for name, kind in zip(names, kinds, strict=True))
    table = Table(columns=columns, primary_key=tuple(names))
    values = [data.draw(KEYS[kind]) for kind in kinds]
    text = row_id(values)
    assert "/" not in text
    assert "\\" not in text
    assert text not in (".", "..", "")
    assert parse_row_id(table, text) == dict(zip(names, values, strict=True))


@given(st.text(max_size=40))
def test_no_address_breaks_the_parser(text: str) -> None:
    table = Table(
        columns=(Column(name="a", type=DataType.TEXT), Column(name="b", type=DataType.INTEGER)), primary_key=("a", "b")
    )
    found = parse_row_id(table, text)
    assert found is None or set(found) == {"a", "b"}
