"""Filters over rows by column type: what they are, their fields, what is chosen, and the way to clear it.

Everything chosen stands in the address. A component decides where the fields stand: a table puts them into one menu,
a filter bar gives each a button of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from toolwright.errors import did_you_mean, phrase
from toolwright.extend.build import Build, Steering, UrlState
from toolwright.extend.choices import Choices, choices_of
from toolwright.extend.markup import join
from toolwright.extend.nodes import Address, Carry, Code, Nodes
from toolwright.extend.tone import option_label
from toolwright.model.table import Column, DataType, Table

Sort = Literal["options", "relation", "boolean", "text", "date", "number", "files"]
_BY_TYPE: dict[DataType, Sort] = {
    DataType.BOOLEAN: "boolean",
    DataType.DATE: "date",
    DataType.DATETIME: "date",
    DataType.INTEGER: "number",
    DataType.DECIMAL: "number",
    DataType.FLOAT: "number",
    DataType.TEXT: "text",
}
MOST = 8
"""Filters offered when the builder chose none: the first of them, options and dates before text."""
_ORDER: tuple[Sort, ...] = ("options", "relation", "boolean", "date", "number", "text", "files")


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """A column to filter by, and how."""

    column: Column
    sort: Sort
    choices: Choices | None = None


def chosen_filters(build: Build, table: Table, names: Sequence[str]) -> list[ColumnFilter]:
    """The filters a builder named in `filters`; one for a relation asks for the rows to choose from."""
    found: list[ColumnFilter] = []
    for place, name in enumerate(names):
        column = table.by_name.get(name)
        if column is None:
            build.fail(
                ("filters", place),
                phrase("The table has no column '{name}'.", name=name),
                did_you_mean(name, table.by_name),
            )
        relation = next((item for item in table.relations if item.columns == (name,)), None)
        if relation is not None:
            found.append(ColumnFilter(column, "relation", choices_of(build, relation)))
        elif (item := _filter_of(column)) is not None:
            found.append(item)
    return found


def fitting_filters(table: Table, columns: Sequence[Column | None]) -> list[ColumnFilter]:
    """Filters over the columns shown; keys and relations are found by search instead."""
    keys = {*table.primary_key, *(name for relation in table.relations for name in relation.columns)}
    shown = [column for column in columns if column is not None and column.name not in keys]
    found = [item for column in shown if (item := _filter_of(column)) is not None]
    ranked = sorted(found, key=lambda item: _ORDER.index(item.sort))[:MOST]
    return [item for item in found if item in ranked]


def _filter_of(column: Column) -> ColumnFilter | None:
    if column.whom == "account":
        return None  # nobody types permanent ids
    if column.files is not None:
        return ColumnFilter(column, "files")
    sort: Sort | None = "options" if column.options else _BY_TYPE.get(column.type)
    return None if sort is None or column.long else ColumnFilter(column, sort)


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters in one place: `build` is that of the place, `rows` what they steer."""

    build: Build
    rows: Steering
    items: Sequence[ColumnFilter]

    def readable(self, item: ColumnFilter, nodes: Nodes) -> Nodes:
        """The nodes for who may read the column."""
        return self.build.when(self.rows.can_read(item.column.name), nodes)

    def carry(self, *items: ColumnFilter) -> Nodes:
        """Hidden inputs that keep everything but these filters in a GET form."""
        names = [state.name for item in items for state in self._states(item)]
        return (Carry((*names, *self.rows.cursors)),)

    def is_used(self, *items: ColumnFilter) -> Code:
        """Whether one of these filters is set."""
        return Code(" or ".join(f"({state.value.source})" for item in items for state in self._states(item)))

    def cleared(self, item: ColumnFilter) -> Nodes:
        """An address without the filter."""
        names = [*(state.name for state in self._states(item)), *self.rows.cursors]
        return (Address(tuple((name, None) for name in names)),)

    def said(self, item: ColumnFilter) -> Nodes:
        """What is chosen, in words."""
        build, say = self.build, self.build.say
        first, *others = self._states(item)
        if item.sort == "options":
            labels = {option.value: option_label(option) for option in item.column.options}
            return build.text(Code(f"join([choose(v, {labels!r}, v) for v in {_values(first)}], ', ')"))
        if item.choices is not None:
            return item.choices.name_of(first.value)
        if item.sort == "boolean":
            return build.text(Code(f"{say('Yes')!r} if ({first.value.source}) == 'true' else {say('No')!r}"))
        if item.sort == "files":
            return build.text(Code(f"{say('Without')!r} if ({first.value.source}) == 'none' else {say('With')!r}"))
        if item.sort == "text":
            return join(say.html("contains"), " ", build.text(first.value))
        form = "date" if item.sort == "date" else "number"
        since = build.when(first.value, join(say.html("from"), " ", build.text(first.value, form), " "))
        return join(since, build.when(others[0].value, join(say.html("to"), " ", build.text(others[0].value, form))))

    def field(self, item: ColumnFilter, *, label: str | None = None) -> Nodes:
        """The field that sets it, for a GET form."""
        build, say, states = self.build, self.build.say, self._states(item)
        label = item.column.title if label is None else label
        if item.sort == "options":
            options = [(option.value, option_label(option)) for option in item.column.options]
            boxes = join(*(self._box(states[0], value, text) for value, text in options))
            return build.view("shared/filter_options.html", label=label, boxes=boxes)
        if item.sort in ("boolean", "files"):
            own = (
                (("true", say("Yes")), ("false", say("No")))
                if item.sort == "boolean"
                else (("any", say("With")), ("none", say("Without")))
            )
            choices = (("", say("Any")), *own)
            boxes = join(*(self._radio(states[0], value, text) for value, text in choices))
            return build.view("shared/filter_options.html", label=label, boxes=boxes)
        if item.choices is not None:
            return item.choices.select(build, label, states[0])
        value = build.text(states[0].value)
        if item.sort == "text":
            return build.view("shared/filter_text.html", label=label, name=states[0].name, value=value)
        return build.view(
            "shared/filter_range.html", label=label, kind="date" if item.sort == "date" else "number",
            low=states[0].name, low_value=value, high=states[1].name, high_value=build.text(states[1].value),
        )  # fmt: skip

    def _states(self, item: ColumnFilter) -> list[UrlState]:
        column = item.column.name
        if item.sort in ("options", "boolean", "relation", "files"):
            return [self.rows.filter(column)]
        if item.sort == "text":
            return [self.rows.filter(column, "contains")]
        return [self.rows.filter(column, "from"), self.rows.filter(column, "to")]

    def _box(self, state: UrlState, value: str, label: str) -> Nodes:
        return self._choice("checkbox", state, value, label, Code(f"{value!r} in {_values(state)}"))

    def _radio(self, state: UrlState, value: str, label: str) -> Nodes:
        return self._choice("radio", state, value, label, Code(f"(({state.value.source}) or '') == {value!r}"))

    def _choice(self, kind: str, state: UrlState, value: str, label: str, is_chosen: Code) -> Nodes:
        return join(
            f'<label class="tw-choice"><input type="{kind}" name="{escape(state.name)}" value="{escape(value)}"',
            self.build.when(is_chosen, " checked"), f">{escape(label)}</label>",
        )  # fmt: skip


def _values(state: UrlState) -> str:
    """All values of a parameter that may be repeated."""
    return f"(query_all[{state.name!r}] or [])"
