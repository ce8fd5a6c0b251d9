"""Columns of a table: which are shown, which part they play on a phone, and the menu that turns them on and off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolwright.extend.build import Build, Part, RowsHandle
from toolwright.extend.display import Entry, ShownField, shown_fields
from toolwright.extend.format import Format
from toolwright.extend.markup import join
from toolwright.extend.nodes import Allowed, Code, Nodes

Lead = Literal["1", "2", "3"]
"""On a phone: the first line of a card, the second, and the mark at its end."""


@dataclass(frozen=True, slots=True)
class TableField:
    """A column: its field, its part on a phone, and whether it can be turned off."""

    field: ShownField
    lead: Lead | None
    can_read: Allowed | None
    is_on: Code
    turn: Nodes
    """An address with the column turned the other way."""

    def when_shown(self, build: Build, body: Part) -> Nodes:
        """The body where the actor may read the column and it is turned on."""
        shown = build.when(self.is_on, body)
        return shown if self.can_read is None else build.when(self.can_read, shown)


def shown_columns(build: Build, rows: RowsHandle, entries: Sequence[Entry]) -> list[TableField]:
    """The columns of a table in order."""
    fields = shown_fields(build, rows.table, entries, in_list=True)
    leads = _leads(fields, rows.table.display)
    return [_column(build, rows, field, leads.get(field.key)) for field in fields]


def _column(build: Build, rows: RowsHandle, field: ShownField, lead: Lead | None) -> TableField:
    policy = field.policy_column
    state = build.url_state(f"column_{field.key}")
    away = "on" if field.settings.hidden else "off"
    test = f"({state.value.source}) == 'on'" if field.settings.hidden else f"({state.value.source}) != 'off'"
    is_on = Code(test)
    turn = build.when(is_on, state.link(None if away == "on" else "off"), state.link("on" if away == "on" else None))
    return TableField(field, lead, None if policy is None else rows.can_read(policy), is_on, turn)


def _leads(fields: Sequence[ShownField], display: str | None) -> dict[str, Lead]:
    shown = [field for field in fields if not field.settings.hidden]
    leads: dict[str, Lead] = {}
    first = next(
        (field for field in shown if field.column and field.column.name == display and not field.relation), None
    )
    first = first or next((field for field in shown if field.format is Format.TEXT and not field.relation), None)
    first = first or (shown[0] if shown else None)
    if first is not None:
        leads[first.key] = "1"
    mark = next((field for field in shown if field.format is Format.BADGE and field.key not in leads), None)
    if mark is not None:
        leads[mark.key] = "3"
    left = [field for field in shown if field.key not in leads]
    second = sorted(left, key=_telling)[:1]
    leads.update({field.key: "2" for field in second})
    return leads


def _telling(field: ShownField) -> int:
    """How little a column says about a row, for the second line on a phone."""
    if field.relation is not None:
        return 0
    order = (Format.PERSON, Format.EMAIL, Format.DATETIME, Format.DATE, Format.CURRENCY, Format.TEXT, Format.NUMBER)
    return order.index(field.format) + 1 if field.format in order else len(order) + 1


def chooser(build: Build, rows: RowsHandle, columns: Sequence[TableField]) -> Nodes:
    """The menu of columns; every entry is a link, so the choice can be shared."""
    items: Nodes = ()
    for column in columns:
        state = build.when(column.is_on, "true", "false")
        item = build.view("chooser_item.html", label=column.field.label, to=column.turn, checked=state)
        items = join(items, item if column.can_read is None else build.when(column.can_read, item))
    return build.view("chooser.html", id=build.ref("columns"), items=items)
