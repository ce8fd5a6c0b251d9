"""Columns of cells read at once mean what each cell means by itself, and are stored in the same form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolwright.builtin.datasources.sqlite.form import Form
from toolwright.extend.coerce import Manner, coerce
from toolwright.extend.column import Refused
from toolwright.extend.sql.fit import fit_column
from toolwright.model.table import Column, DataType
from toolwright.rows.columnwise import is_looked_at, typed

MANNER = Manner()
DIGITS = st.text("0123456789+-. e", max_size=12)
CELLS: dict[DataType, st.SearchStrategy[str]] = {
    DataType.TEXT: st.text(max_size=8),
    DataType.INTEGER: st.integers(-(10**20), 10**20).map(str) | DIGITS,
    DataType.DECIMAL: st.decimals(-(10**5), 10**5, places=3).map(str) | st.integers(-(10**5), 10**5).map(str) | DIGITS,
    DataType.DATETIME: st.datetimes().map(str) | st.just("2026-01-01T08:00:00"),
}


def column_of(type_: DataType) -> Column:
    lengths = {DataType.TEXT: {"max_length": 5}, DataType.DECIMAL: {"precision": 6, "scale": 2}}
    return Column(name="one", type=type_, **lengths.get(type_, {}))


def meaning(column: Column, cell: str) -> object:
    try:
        return coerce(column, cell, MANNER)
    except Refused as why:
        return why


class Everything:
    """A database that holds whatever it is given."""

    def integer_range(self, _column: Column) -> tuple[int, int]:
        return -(2**63), 2**63 - 1

    def holds(self, _number: Decimal) -> bool:
        return True


@pytest.mark.parametrize("type_", list(CELLS))
@given(data=st.data())
@settings(max_examples=60)
def test_a_column_is_read_as_its_cells_are(type_: DataType, data: st.DataObject) -> None:
    column = column_of(type_)
    cells = data.draw(st.lists(CELLS[type_] | st.just(""), max_size=6))
    found, wrong = typed(column, None, cells, MANNER, is_text=True)
    refused = dict(wrong)
    for place, cell in enumerate(cells):
        meant = meaning(column, cell)
        if isinstance(meant, Refused):
            assert refused[place].code == meant.code
        else:
            assert place not in refused
            assert (found[place], type(found[place])) == (meant, type(meant))


@pytest.mark.parametrize("type_", [DataType.TEXT, DataType.DECIMAL])
@given(data=st.data())
@settings(max_examples=60)
def test_what_was_looked_at_is_right(type_: DataType, data: st.DataObject) -> None:
    column = column_of(type_)
    assert is_looked_at(column, None)
    found, _ = typed(column, None, data.draw(st.lists(CELLS[type_], max_size=6)), MANNER, is_text=True)
    assert fit_column(column, found, Everything(), may_lack=False) == (found, [])
    assert fit_column(column, found, Everything(), may_lack=False, is_looked_at=True) == (found, [])


def test_defaults_are_looked_at_by_the_source() -> None:
    assert not is_looked_at(Column(name="one", type=DataType.TEXT, default="much too long", max_length=3), None)


FORMS = [Form(), Form(gap="T"), Form(digits=6), Form(digits=3, zone="Z"), Form(zone="+00:00"), Form("unix")]
ZONED = st.datetimes(
    min_value=datetime.fromisoformat("1900-01-01"), timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))])
)


@pytest.mark.parametrize("change", [lambda moment: moment, lambda moment: moment.replace(microsecond=0)])
@pytest.mark.parametrize("form", FORMS, ids=str)
@given(moments=st.lists(st.datetimes() | ZONED, min_size=1, max_size=5) | st.lists(ZONED, min_size=1, max_size=5))
@settings(max_examples=60)
def test_moments_are_stored_alike_one_by_one_and_at_once(
    form: Form, change: Callable[[datetime], datetime], moments: list[datetime]
) -> None:
    changed = [change(moment) for moment in moments]
    assert form.encoder().column(changed) == [form.encode(moment) for moment in changed]
