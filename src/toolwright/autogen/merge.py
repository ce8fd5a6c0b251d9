"""Describing a source again: what the database says is taken over, what people refined is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from toolwright.errors import phrase, phrase_of
from toolwright.model.table import Column, Option, Relation, Table


@dataclass(frozen=True, slots=True)
class TableChange:
    """How a table of the source differs from its definition, in words."""

    ref: str
    title: str
    kind: Literal["added", "removed", "changed"]
    changes: tuple[str, ...] = ()


def merge_tables(
    known: Mapping[str, Table], described: Mapping[str, Table]
) -> tuple[dict[str, Table], tuple[TableChange, ...]]:
    """The tables as they should be now, and what is new, gone or different. Tables that are gone are left out."""
    merged: dict[str, Table] = {}
    changes: list[TableChange] = []
    for ref, fresh in described.items():
        before = known.get(ref)
        if before is None:
            merged[ref] = fresh
            changes.append(TableChange(ref, fresh.title or ref, "added"))
            continue
        merged[ref] = _merge(before, fresh)
        words = tuple(_differences(before, merged[ref]))
        if words:
            changes.append(TableChange(ref, merged[ref].title or ref, "changed", words))
    for ref, table in known.items():
        if ref not in described:
            changes.append(TableChange(ref, table.title or ref, "removed"))
    return merged, tuple(changes)


def _merge(before: Table, fresh: Table) -> Table:
    """Facts from the database; titles, labels, display, icon, hidden and the like from the definition."""
    columns = _merge_columns(before, fresh)
    names = {column.name for column in columns}
    key = before.primary_key if not fresh.primary_key and set(before.primary_key) <= names else fresh.primary_key
    return fresh.model_copy(
        update={
            "title": before.title,
            "singular": before.singular,
            "description": before.description if before.description is not None else fresh.description,
            "columns": columns,
            "primary_key": key,
            "unique": tuple(dict.fromkeys((*fresh.unique, *_within(before.unique, names)))),
            "relations": _merge_relations(before, fresh, names),
            "display": before.display if before.display in names else fresh.display,
            "icon": before.icon,
            "hidden": before.hidden,
            "filter": before.filter,
        }
    )


def _within(keys: Sequence[tuple[str, ...]], names: set[str]) -> list[tuple[str, ...]]:
    return [key for key in keys if set(key) <= names]


def _merge_columns(before: Table, fresh: Table) -> tuple[Column, ...]:
    """In the order of the definition, new ones at the end."""
    kept = [
        _merge_column(column, fresh.by_name[column.name]) for column in before.columns if column.name in fresh.by_name
    ]
    added = [column for column in fresh.columns if column.name not in before.by_name]
    return (*kept, *added)


def _merge_column(before: Column, fresh: Column) -> Column:
    return fresh.model_copy(
        update={
            "label": before.label,
            "help": before.help if before.help is not None else fresh.help,
            "sensitive": before.sensitive,
            "long": before.long,
            "options": _merge_options(before.options, fresh.options),
        }
    )


def _merge_options(before: Sequence[Option], fresh: Sequence[Option]) -> tuple[Option, ...]:
    """Allowed values are the database's where it has any; their labels and tones are the definition's."""
    if not fresh:
        return tuple(before)
    refined = {option.value: option for option in before}
    return tuple(refined.get(option.value, option) for option in fresh)


def _merge_relations(before: Table, fresh: Table, names: set[str]) -> tuple[Relation, ...]:
    refined: dict[tuple[tuple[str, ...], str], list[Relation]] = {}
    for relation in before.relations:
        refined.setdefault((relation.columns, relation.target), []).append(relation)
    relations = []
    for relation in fresh.relations:
        alike = refined.get((relation.columns, relation.target))
        old = alike.pop(0) if alike else None
        kept = {"name": old.name, "label": old.label, "inverse_label": old.inverse_label} if old else {}
        relations.append(relation.model_copy(update=kept))
    native_keys = {relation.columns for relation in fresh.relations}
    by_hand = [
        relation
        for alike in refined.values()
        for relation in alike
        if set(relation.columns) <= names and relation.columns not in native_keys
    ]
    return (*relations, *by_hand)


def _differences(before: Table, after: Table) -> list[str]:
    words: list[str] = [
        phrase("column {name} is new", name=name) for name in after.by_name if name not in before.by_name
    ]
    words += [phrase("column {name} is gone", name=name) for name in before.by_name if name not in after.by_name]
    for name, column in after.by_name.items():
        if name in before.by_name:
            words += _column_differences(before.by_name[name], column)
    if before.primary_key != after.primary_key:
        words.append(phrase("primary key is now {key}", key=", ".join(after.primary_key) or phrase("missing")))
    old, new = _references(before), _references(after)
    words += [phrase("reference {reference} is new", reference=reference) for reference in new if reference not in old]
    words += [phrase("reference {reference} is gone", reference=reference) for reference in old if reference not in new]
    if before.kind is not after.kind:
        words.append(phrase("it is a {kind} now", kind=phrase(after.kind.value)))
    return words


def _references(table: Table) -> list[str]:
    return [f"{', '.join(relation.columns)} → {relation.target}" for relation in table.relations]


def _column_differences(before: Column, after: Column) -> list[str]:
    words: list[str] = []
    if (before.type, before.native_type) != (after.type, after.native_type):
        now, then = (column.native_type or column.type.value for column in (after, before))
        words.append(phrase("column {name} is {now}, was {then}", name=after.name, now=now, then=then))
    if before.nullable is not after.nullable:
        form = "column {name} may be empty" if after.nullable else "column {name} may no longer be empty"
        words.append(phrase(form, name=after.name))
    if before.max_length != after.max_length and before.native_type == after.native_type:
        words.append(
            phrase_of(
                after.max_length or 0,
                "column {name} holds one character",
                "column {name} holds up to {most} characters",
                name=after.name,
                most=after.max_length or phrase("any number of"),
            )
        )
    if [option.value for option in before.options] != [option.value for option in after.options]:
        words.append(phrase("column {name} has other allowed values", name=after.name))
    return words
