"""Going back: what having a table be as it was at a moment would do to each of its rows, told before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolwright.expressions import to_text
from toolwright.rows.contract import RowChange
from toolwright.rows.naming import titles_of
from toolwright.rows.record import key_of
from toolwright.rows.request import Request


@dataclass(frozen=True, slots=True)
class Return:
    """What happens to a row: `create` brings it back, `update` has `columns` as they were, `delete` takes it away."""

    row_id: str
    verb: Literal["create", "update", "delete"]
    title: str
    columns: tuple[str, ...] = ()


async def returns_of(request: Request, wanted: Sequence[RowChange]) -> list[Return]:
    """The writes of `as_of` for people, by what the rows are called now, or were when they went."""
    display = request.sight.table.display
    numbers = {one.id: _number(request, one.id) for one in wanted if one.id is not None and one.verb != "create"}
    titles = await titles_of(request, sorted(numbers.values()))
    found = []
    for one in wanted:
        row_id = one.id or ""
        title = titles.get(numbers[row_id], "") if row_id in numbers else to_text(one.values.get(display or ""))
        columns = tuple(one.values) if one.verb == "update" else ()
        found.append(Return(row_id, one.verb, title, columns))
    return found


def _number(request: Request, row_id: str) -> int:
    (number,) = key_of(request, row_id).values()
    return int(str(number))
