"""Refusals: what components ask for and cannot have, in words."""

from __future__ import annotations

from toolwright.errors import Phrase, phrase


def address(value: str) -> Phrase:
    """An address of a sort that pages do not lead to."""
    return phrase("The address {value} is not allowed.", value=repr(value))


def shows_other(name: str, other: str, ref: str) -> Phrase:
    """Filters that another component is to follow, which shows another table."""
    form = "'{name}' shows '{other}', not '{ref}', so it cannot follow the same filters."
    return phrase(form, name=name, other=other, ref=ref)


def no_relation(table: str, name: str) -> Phrase:
    """A relation that a table has not."""
    return phrase("'{table}' has no relation '{name}'.", table=table, name=name)


def looped(name: str) -> Phrase:
    """Data inside a list that would be asked for once for each of its rows."""
    form = "Data inside a list cannot depend on the list's '{name}': it would be asked for once per row."
    return phrase(form, name=name)


def no_key(table: str | None) -> Phrase:
    """One row of a table whose rows cannot be told apart."""
    return phrase("'{table}' has no primary key, so one of its rows cannot be addressed.", table=table)


def no_form(kind: str) -> Phrase:
    """A field without a form around it."""
    return phrase("'{kind}' stands only inside a form.", kind=kind)


def field_twice(name: str) -> Phrase:
    """Two fields of one form with one name."""
    return phrase("The form has a field '{name}' already.", name=name)


def not_built_in(table: str | None) -> Phrase:
    """What only built-in tables have."""
    return phrase("'{table}' is not a built-in table, so nothing is kept beside its rows.", table=table)
