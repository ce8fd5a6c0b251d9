"""Renames: which table or column is meant to be the same under another name. Everything else is new, or gone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from toolwright.errors import FieldError, InvalidInput, phrase

_VARIABLE = re.compile(r"env:([a-z][a-z0-9_]*)=([a-z][a-z0-9_]*)")
_TEXT = re.compile(r"(?P<table>[a-z][a-z0-9_]*)(\.(?P<column>[a-z][a-z0-9_]*))?\s*=\s*(?P<new>[a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Renames:
    """New names of tables by old name, of columns by old table and old column, and of variables by old name."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, texts: Iterable[str]) -> Renames:
        """From `tickets=cases` and `tickets.summary=title` (the old name of the table). Raises InvalidInput."""
        tables: dict[str, str] = {}
        columns: dict[tuple[str, str], str] = {}
        for text in texts:
            found = _TEXT.fullmatch(text.strip())
            if found is None:
                message = phrase("'{text}' is no rename.", text=text)
                hint = "Write table=new_name or table.column=new_name."
                raise InvalidInput(
                    message, code="schema.bad_rename", hint=hint, errors=(FieldError("rename", message, hint=hint),)
                )
            if found["column"] is None:
                tables[found["table"]] = found["new"]
            else:
                columns[found["table"], found["column"]] = found["new"]
        return cls(tables, columns)

    @classmethod
    def stored(cls, texts: Iterable[str]) -> Renames:
        """From what `texts` gives, of variables too, which nobody but a rename of theirs may say."""
        every = tuple(texts)
        found = {match[1]: match[2] for text in every if (match := _VARIABLE.fullmatch(text))}
        return replace(cls.read(text for text in every if not text.startswith("env:")), variables=found)

    def texts(self) -> tuple[str, ...]:
        """As `stored` takes them."""
        columns = (f"{table}.{old}={new}" for (table, old), new in self.columns.items())
        variables = (f"env:{old}={new}" for old, new in self.variables.items())
        return (*(f"{old}={new}" for old, new in self.tables.items()), *columns, *variables)

    def then(self, later: Renames) -> Renames:
        """These, and then those of a later change, as one."""
        came_from = {new: old for old, new in self.tables.items()}
        tables = {old: later.table(new) for old, new in self.tables.items()}
        tables |= {came_from.get(old, old): new for old, new in later.tables.items()}
        columns = {(table, old): later.column(self.table(table), new) for (table, old), new in self.columns.items()}
        was = {(self.table(table), new): old for (table, old), new in self.columns.items()}
        for (table, old), new in later.columns.items():
            columns[came_from.get(table, table), was.get((table, old), old)] = new
        return Renames(
            {old: new for old, new in tables.items() if old != new},
            {(table, old): new for (table, old), new in columns.items() if old != new},
            _joined(self.variables, later.variables),
        )

    def inverse(self) -> Renames:
        """What takes them back."""
        columns = {(self.table(table), new): old for (table, old), new in self.columns.items()}
        variables = {new: old for old, new in self.variables.items()}
        return Renames({new: old for old, new in self.tables.items()}, columns, variables)

    def among(self, before: Mapping[str, Collection[str]], after: Mapping[str, Collection[str]]) -> Renames:
        """Those whose old name is a table or column of `before`, and whose new one is of `after`."""
        tables = {old: new for old, new in self.tables.items() if old in before and new in after}
        columns = {
            (table, old): new
            for (table, old), new in self.columns.items()
            if old in before.get(table, ()) and new in after.get(tables.get(table, table), ())
        }
        return replace(self, tables=tables, columns=columns)

    def table(self, old: str) -> str:
        """What a table is called now."""
        return self.tables.get(old, old)

    def column(self, table: str, old: str) -> str:
        """What a column is called now; `table` is the table's old name."""
        return self.columns.get((table, old), old)


def _joined(first: Mapping[str, str], later: Mapping[str, str]) -> dict[str, str]:
    came_from = {new: old for old, new in first.items()}
    found = {old: later.get(new, new) for old, new in first.items()}
    found |= {came_from.get(old, old): new for old, new in later.items()}
    return {old: new for old, new in found.items() if old != new}


NO_RENAMES = Renames()
