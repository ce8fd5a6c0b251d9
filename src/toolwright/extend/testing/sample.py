"""The sample the data-source suite works on: its columns, hostile values, and strategies for filters over them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from hypothesis import strategies as st

from toolwright.expressions import (
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Filter,
    In,
    IsNull,
    Not,
    Operand,
    Or,
    TextMatch,
    Type,
    Value,
)

ANY = Type("anything")
OWNERS = "suite_owners"
ITEMS = "suite_items"
TEXTS = (
    None, "", "a", "A", "a ", " a", "b", "B", "ab", "aB", "ä", "Ä", "z", "Z", "é", "e\u0301", "ß", "ss", "😀", "日本",
    "%", "_", "\\", "\\%", "a%b", "a_b", "axb", "'", '"', "`", "''", "; --", "{{ a }}", "$1", "?", ":x", "%s",
    "%(v0)s", "10", "9", "1", "null", "NULL", "None", "true", "0", "-", "\t", "a\nb", "ЖЁ", "жё", "x" * 300,
)  # fmt: skip
INTEGERS = (None, 0, 1, -1, 2, 7, 255, 1 << 31, -(1 << 31), (1 << 53) + 1, (1 << 63) - 1, -(1 << 63))
SMALL = (None, 0, 1, -1, 2, -7, 40, 99)
DECIMALS = (None, *map(Decimal, ("0", "1", "1.5", "-2.25", "0.1", "0.001", "99999.999", "-0.5", "40")))
FLOATS = (None, 0.0, 0.1, -1.5, 1.0, 2.5, 1e100, -1e-9, 40.0)
DATES = (None, date(1970, 1, 1), date(1999, 12, 31), date(2024, 2, 29), date(2024, 3, 1), date(9999, 12, 31))
MOMENTS = (
    None,
    datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
    datetime(2024, 2, 29, tzinfo=UTC),
    datetime(2024, 2, 29, 12, 30, tzinfo=UTC),
    datetime(2024, 3, 1, 23, 59, 59, tzinfo=UTC),
    datetime(2037, 12, 31, 23, 59, 59, tzinfo=UTC),
)
VALUES: dict[str, tuple[object, ...]] = {
    "title": TEXTS,
    "note": TEXTS[:24],
    "amount": INTEGERS,
    "small": SMALL,
    "price": DECIMALS,
    "ratio": FLOATS,
    "is_open": (None, True, False),
    "due": DATES,
    "at": MOMENTS,
}
REGIONS = ("eu", None, "us", "EU", "")


def owners() -> list[dict[str, object]]:
    """The rows of the table the items refer to."""
    return [{"id": place + 1, "name": f"owner {place}", "region": region} for place, region in enumerate(REGIONS)]


def items() -> list[dict[str, object]]:
    """The rows of the sample: every value of every column occurs, in shifted combinations."""
    rows = list(enumerate(VALUES.items()))
    return [
        {
            "id": place + 1,
            "owner_id": None if place % 4 == 0 else place % len(REGIONS) + 1,
            **{name: values[(place + place // len(values) * step) % len(values)] for step, (name, values) in rows},
            "title": TEXTS[place],
        }
        for place in range(len(TEXTS))
    ]


def own(*path: str) -> Column:
    """A column in a filter."""
    return Column(path, ANY)


def _values(name: str) -> st.SearchStrategy[Value]:
    return st.sampled_from(VALUES[name]).map(Value)


_numbers = st.sampled_from([0, 1, -1, 2, 40, 1.5, 0.1, Decimal("1.5"), Decimal("-2.25"), (1 << 63) - 1, 1e100]).map(
    Value
)
_ORDERED = ("lt", "le", "gt", "ge")


def _operand(name: str) -> st.SearchStrategy[Operand]:
    if name in ("small", "price"):
        sums = st.builds(
            Arithmetic,
            st.sampled_from(["add", "sub", "mul"]),
            st.just(own(name)),
            st.sampled_from([0, 1, 3, -2]).map(Value),
        )
        return st.one_of(st.just(own(name)), sums, st.just(Call("abs", (own(name),))))
    if name in ("title", "note"):
        calls = st.sampled_from(["lower", "upper", "trim"]).map(lambda function: Call(function, (own(name),)))
        filled = st.sampled_from(["coalesce", "default"]).map(lambda f: Call(f, (own(name), Value("none"))))
        return st.one_of(st.just(own(name)), st.just(own(name)), calls, filled)
    return st.just(own(name))


@st.composite
def _comparison(draw: st.DrawFn) -> Filter:
    name = draw(st.sampled_from(sorted(VALUES)))
    operand = draw(_operand(name))
    is_number = name in ("amount", "small", "price", "ratio")
    value = draw(st.one_of(_values(name), _numbers) if is_number else _values(name))
    ordered = [] if name == "is_open" else _ORDERED
    if name == "ratio" and isinstance(value.value, Decimal):
        ordered = []
    return Compare(draw(st.sampled_from(["eq", "ne", *ordered])), operand, value)


@st.composite
def _membership(draw: st.DrawFn) -> Filter:
    name = draw(st.sampled_from(sorted(VALUES)))
    return In(own(name), tuple(draw(st.lists(_values(name), max_size=5))))


@st.composite
def _match(draw: st.DrawFn) -> Filter:
    needle = draw(st.sampled_from([text for text in TEXTS if text is not None]))
    kind: Literal["contains", "starts", "ends"] = draw(st.sampled_from(["contains", "starts", "ends"]))
    column = draw(st.sampled_from([own("title"), own("note"), own("owner", "name")]))
    return TextMatch(kind, column, Value(needle), draw(st.booleans()))


@st.composite
def _related(draw: st.DrawFn) -> Filter:
    column = own("owner", draw(st.sampled_from(["name", "region"])))
    values = st.sampled_from(["owner 1", "owner 2", "eu", "EU", None, ""]).map(Value)
    form = draw(st.sampled_from(["compare", "in", "null", "filled", "own"]))
    if form == "in":
        return In(column, tuple(draw(st.lists(values, max_size=3))))
    if form == "null":
        return IsNull(column)
    if form == "own":
        return Compare(draw(st.sampled_from(["eq", "ne"])), column, own("note"))
    left: Operand = Call("coalesce", (column, Value("eu"))) if form == "filled" else column
    return Compare(draw(st.sampled_from(["eq", "ne", *_ORDERED])), left, draw(values))


_columns_compared = st.sampled_from(
    [
        Compare("eq", own("title"), own("note")),
        Compare("ne", own("title"), own("note")),
        Compare("lt", own("title"), own("note")),
        Compare("le", own("small"), own("price")),
        Compare("gt", own("due"), own("at")),
        Compare("eq", own("due"), own("at")),
        Compare("ne", own("small"), own("amount")),
        IsNull(own("amount")),
        IsNull(own("at")),
    ]
)


def filters() -> st.SearchStrategy[Filter]:
    """Any filter over the sample, nested a few levels."""
    atoms = st.one_of(_comparison(), _comparison(), _membership(), _match(), _related(), _columns_compared)
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda some: And(tuple(some))),
            st.lists(inner, min_size=2, max_size=3).map(lambda some: Or(tuple(some))),
        ),
        max_leaves=5,
    )
