"""Rows of another table to filter by: a list of names, and the name of the one chosen."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.extend.build import Build, RowsHandle, UrlState
from toolwright.extend.markup import lookup
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.screen import RowsBinding
from toolwright.model.table import Relation

SHOWN = 200
"""Rows offered; the search finds the others."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The rows of the other table, with the columns that are stored and shown."""

    rows: RowsHandle
    key: str
    display: str

    def select(self, build: Build, label: str, state: UrlState) -> Nodes:
        """A field that lists the names."""
        row, own = self.rows.per_row, lookup("row", self.key).source
        option = row.view(
            "shared/filter_choice.html",
            value=row.text(Code(own), "input"),
            label=row.text(lookup("row", self.display)),
            selected=row.when(Code(f"text({own}) == ({state.value.source})"), " selected"),
        )
        field = self.rows.loaded.view(
            "shared/filter_relation.html", label=label, name=state.name, options=self.rows.each(option)
        )
        return self.rows.show(field)

    def name_of(self, value: Code) -> Nodes:
        """The name of the row that is chosen."""
        own, shown = lookup("item", self.key).source, lookup("item", self.display).source
        named = Code(f"first([{shown} for item in rows if text({own}) == ({value.source})]) or ({value.source})")
        return self.rows.show(self.rows.loaded.text(named))


def choices_of(build: Build, relation: Relation) -> Choices:
    """The rows that a relation can lead to."""
    target = build.table(relation.target)
    key = relation.target_columns[0]
    display = target.display or key
    binding = RowsBinding(table=relation.target, filter=None, search=None, sort=(display,), limit=SHOWN, expand=())
    return Choices(build.rows(binding, columns=(key, display)), key, display)
