"""Columns of lists: what the address filters and what their cells show."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from toolwright.expressions import evaluate_filter
from toolwright.model.table import Table
from toolwright.render.filters import address_filter
from toolwright.render.form import Viewer, write_badge, write_bar, write_color, write_input, write_rating, write_rich

TABLE = Table.model_validate({"columns": [{"name": "tags", "type": "list", "options": [{"value": "vip"}]}]})


@pytest.mark.parametrize(
    ("asked", "tags", "passes"),
    [
        (("vip",), ["vip", "red"], True),
        (("vip",), ["red"], False),
        (("vip",), None, False),
        (("vip", "~"), None, True),
        (("vip", "red"), ["red"], True),
        (("it's",), ["it's"], True),
    ],
)
def test_an_address_asks_for_rows_whose_list_holds_any(
    asked: tuple[str, ...], tags: list[str] | None, passes: bool
) -> None:
    found = address_filter(TABLE, "t", {"t.f.tags": asked}, frozenset({"tags"}), ZoneInfo("UTC"))
    assert found is not None
    assert evaluate_filter(found, {"tags": tags}) is passes


def test_cells_write_safe_elements() -> None:
    viewer, evil = Viewer(), '"><script>alert(1)</script>'
    assert write_badge(["vip", evil], viewer, {}).count('class="tw-badge"') == 2
    for write in (write_badge, write_bar, write_color, write_rating, write_rich):
        assert "<script" not in write(evil, viewer, {})
    assert write_rich('<b onclick="x()">bold</b><img src="javascript:x()">', viewer, {}).startswith("<b>bold</b>")
    assert write_color("#0f766e", viewer, {}).count("#0f766e") == 2
    assert write_rating(7, viewer, {"stars": 5}).count("data-lit") == 5
    assert 'width="35"' in write_bar("35", viewer, {"of": 100})


def test_inputs_show_what_they_read() -> None:
    viewer = Viewer()
    assert write_input(["a", "b"], viewer, {"lines": True}) == "a\nb"
    assert write_input(["a\nb"], viewer, {"lines": True}).startswith("[")
