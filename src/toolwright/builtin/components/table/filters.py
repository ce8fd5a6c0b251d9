"""Filters of a table by column type: the menu that sets them and the chips that show and clear them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from toolwright.builtin.components.table.choices import Choices, choices_of
from toolwright.errors import did_you_mean
from toolwright.extend.build import Build, RowsHandle, UrlState
from toolwright.extend.display import ShownField
from toolwright.extend.markup import join
from toolwright.extend.nodes import Address, Carry, Code, Nodes
from toolwright.extend.tone import option_label
from toolwright.model.table import Column, DataType

Sort = Literal["options", "relation", "boolean", "text", "date", "datetime", "number"]
_BY_TYPE: dict[DataType, Sort] = {
    DataType.BOOLEAN: "boolean",
    DataType.DATE: "date",
    DataType.DATETIME: "date",
    DataType.INTEGER: "number",
    DataType.DECIMAL: "number",
    DataType.FLOAT: "number",
    DataType.TEXT: "text",
}
MENU_LENGTH = 8
"""Filters offered when the builder chose none: the first of them, options and dates before text."""
_ORDER: tuple[Sort, ...] = ("options", "relation", "boolean", "date", "datetime", "number", "text")


@dataclass(frozen=True, slots=True)
class _Filter:
    column: Column
    sort: Sort
    choices: Choices | None = None


class Filters:
    """The filters of one table."""

    def __init__(
        self, build: Build, rows: RowsHandle, chosen: tuple[str, ...] | None, fields: Sequence[ShownField]
    ) -> None:
        self._rows = rows
        self._filters = _chosen(build, rows, chosen) if chosen is not None else _fitting(rows, fields)

    def menu(self, build: Build) -> Nodes:
        """The button and the form it opens; nothing when there is nothing to filter by."""
        if not self._filters:
            return ()
        loaded = self._rows.loaded
        names = tuple(state.name for item in self._filters for state in self._states(item))
        fields = join(*(self._readable(item, self._field(build, item)) for item in self._filters))
        used = " or ".join(self._is_used(item).source for item in self._filters)
        count = loaded.when(Code(used), loaded.view("filter_on.html"))
        return loaded.view(
            "filter_menu.html", id=build.ref("filters"), carry=(Carry((*names, self._cursor)),), fields=fields,
            mark=count, clear=self._rows.clear_link,
        )  # fmt: skip

    def chips(self) -> Nodes:
        """One chip per filter in use, each a link that clears it."""
        loaded = self._rows.loaded
        return join(
            *(
                self._readable(
                    item,
                    loaded.when(
                        self._is_used(item),
                        loaded.view(
                            "chip.html", label=item.column.title, value=self._said(item), clear=self._cleared(item)
                        ),
                    ),
                )
                for item in self._filters
            )
        )

    def _readable(self, item: _Filter, nodes: Nodes) -> Nodes:
        return self._rows.loaded.when(self._rows.can_read(item.column.name), nodes)

    def _states(self, item: _Filter) -> list[UrlState]:
        column = item.column.name
        if item.sort in ("options", "boolean", "relation"):
            return [self._rows.filter(column)]
        if item.sort == "text":
            return [self._rows.filter(column, "contains")]
        return [self._rows.filter(column, "from"), self._rows.filter(column, "to")]

    def _is_used(self, item: _Filter) -> Code:
        if item.sort == "options":
            return Code(f"len({_values(item.column)}) > 0")
        return Code(" or ".join(f"({state.value.source})" for state in self._states(item)))

    def _cleared(self, item: _Filter) -> Nodes:
        names = [*(state.name for state in self._states(item)), self._cursor]
        return (Address(tuple((name, None) for name in names)),)

    @property
    def _cursor(self) -> str:
        """The parameter that says where the page begins: another choice of rows begins at the first page again."""
        return self._rows.search.name.removesuffix("search") + "after"

    def _said(self, item: _Filter) -> Nodes:
        loaded = self._rows.loaded
        if item.sort == "options":
            labels = {option.value: option_label(option) for option in item.column.options}
            return loaded.text(Code(f"join([choose(v, {labels!r}, v) for v in {_values(item.column)}], ', ')"))
        first, *others = self._states(item)
        if item.choices is not None:
            return item.choices.name_of(first.value)
        if item.sort == "boolean":
            return loaded.text(Code(f"'Yes' if ({first.value.source}) == 'true' else 'No'"))
        if item.sort == "text":
            return join("contains ", loaded.text(first.value))
        form = "date" if item.sort == "date" else "number"
        since = loaded.when(first.value, join("from ", loaded.text(first.value, form), " "))
        return join(since, loaded.when(others[0].value, join("to ", loaded.text(others[0].value, form))))

    def _field(self, build: Build, item: _Filter) -> Nodes:
        loaded, states = self._rows.loaded, self._states(item)
        label = item.column.title
        if item.sort == "options":
            boxes = join(
                *(
                    self._box(states[0], item.column, option.value, option_label(option))
                    for option in item.column.options
                )
            )
            return loaded.view("filter_options.html", label=label, boxes=boxes)
        if item.sort == "boolean":
            boxes = join(
                *(
                    self._radio(states[0], value, text)
                    for value, text in (("", "Any"), ("true", "Yes"), ("false", "No"))
                )
            )
            return loaded.view("filter_options.html", label=label, boxes=boxes)
        if item.choices is not None:
            return item.choices.select(loaded, label, states[0])
        value = loaded.text(states[0].value)
        if item.sort == "text":
            return loaded.view("filter_text.html", label=label, name=states[0].name, value=value)
        kind = "date" if item.sort == "date" else "number"
        return loaded.view(
            "filter_range.html", label=label, kind=kind, low=states[0].name, low_value=value,
            high=states[1].name, high_value=loaded.text(states[1].value),
        )  # fmt: skip

    def _box(self, state: UrlState, column: Column, value: str, label: str) -> Nodes:
        checked = self._rows.loaded.when(Code(f"{value!r} in {_values(column)}"), " checked")
        return join(
            f'<label class="tw-choice"><input type="checkbox" name="{escape(state.name)}" value="{escape(value)}"',
            checked, f">{escape(label)}</label>",
        )  # fmt: skip

    def _radio(self, state: UrlState, value: str, label: str) -> Nodes:
        checked = self._rows.loaded.when(Code(f"(({state.value.source}) or '') == {value!r}"), " checked")
        return join(
            f'<label class="tw-choice"><input type="radio" name="{escape(state.name)}" value="{value}"',
            checked, f">{escape(label)}</label>",
        )  # fmt: skip


def _values(column: Column) -> str:
    return f"(filters['{column.name}'] or [])"


def _chosen(build: Build, rows: RowsHandle, names: tuple[str, ...]) -> list[_Filter]:
    """The filters a builder named; one for a relation asks for the rows to choose from."""
    found: list[_Filter] = []
    for place, name in enumerate(names):
        column = rows.table.by_name.get(name)
        if column is None:
            build.fail(("filters", place), f"The table has no column '{name}'.", did_you_mean(name, rows.table.by_name))
        relation = next((item for item in rows.table.relations if item.columns == (name,)), None)
        if relation is not None:
            found.append(_Filter(column, "relation", choices_of(build, relation)))
        elif (item := _filter_of(column)) is not None:
            found.append(item)
    return found


def _fitting(rows: RowsHandle, fields: Sequence[ShownField]) -> list[_Filter]:
    """Filters over the columns shown; keys and relations are found by search instead."""
    keys = {*rows.table.primary_key, *(name for relation in rows.table.relations for name in relation.columns)}
    columns = [field.column for field in fields if field.column is not None and field.column.name not in keys]
    found = [item for column in columns if (item := _filter_of(column)) is not None]
    ranked = sorted(found, key=lambda item: _ORDER.index(item.sort))[:MENU_LENGTH]
    return [item for item in found if item in ranked]


def _filter_of(column: Column | None) -> _Filter | None:
    if column is None:
        return None
    sort: Sort | None = "options" if column.options else _BY_TYPE.get(column.type)
    return None if sort is None or column.long else _Filter(column, sort)
