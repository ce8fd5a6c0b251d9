"""Wording: what the steps of a plan say to people."""

from __future__ import annotations

from collections.abc import Iterator

from toolwright.extend.schema_change import TableDesign
from toolwright.model.table import Check, Column, Table
from toolwright.tables.convert import text_of
from toolwright.tables.difference import ColumnPair, Keys, TablePair
from toolwright.tables.plan import Planned
from toolwright.tables.reading import Found


def made(table: Table) -> Planned:
    """A new table."""
    ref = table.native.table if table.native else ""
    count = sum(column.kind is not None for column in table.columns)
    return Planned(what="create_table", table=ref, text=f"A new table '{ref}' with {_count(count, 'column')}.")


def gone(table: Table, rows: int) -> Planned:
    """A table that goes."""
    ref = table.native.table if table.native else ""
    text = f"The table '{ref}' is removed" + (f" with its {_count(rows, 'row')}." if rows else "; it has no rows.")
    loses = f"{_count(rows, 'row')} of '{ref}'" if rows else None
    return Planned(what="drop_table", table=ref, text=text, rows=rows, can_be_undone=not rows, loses=loses)


def renamed_table(pair: TablePair, rows: int) -> Planned:
    """A table under another name."""
    text = f"The table '{pair.old_ref}' is called '{pair.ref}' from now on; its {_count(rows, 'row')} stay."
    return Planned(what="rename_table", table=pair.ref, text=text)


def renamed_column(pair: TablePair, kept: ColumnPair, rows: int) -> Planned:
    """A column under another name."""
    text = f"The column '{kept.before.name}' of '{pair.ref}' is called '{kept.after.name}' from now on; values stay."
    return Planned(what="rename_column", table=pair.ref, column=kept.after.name, text=text)


def added(pair: TablePair, column: Column, rows: int, filling: object, is_possible: bool) -> Planned:
    """A new column."""
    text = f"A new column '{column.name}' in '{pair.ref}'"
    if not rows:
        text += "."
    elif not is_possible:
        text += f" needs a value, and {_count(rows, 'row')} would have none. Give it a default, or leave it optional."
    elif filling is not None:
        text += f"; the {_count(rows, 'row')} there are get {text_of(filling)!r}."
    elif column.formula is not None:
        text += f", computed for the {_count(rows, 'row')} there are."
    else:
        text += f", empty in the {_count(rows, 'row')} there are."
    touched = rows if filling is not None else 0
    return Planned(
        what="add_column",
        table=pair.ref,
        column=column.name,
        text=text,
        rows=touched,
        is_impossible=not is_possible,
    )


def dropped(pair: TablePair, column: Column, filled: int) -> Planned:
    """A column that goes."""
    is_lost = filled > 0 and column.formula is None
    what = f"the values of {_count(filled, 'row')} in '{column.name}' of '{pair.ref}'"
    text = f"The column '{column.name}' of '{pair.ref}' is removed" + (f", with {what}." if is_lost else ".")
    return Planned(
        what="drop_column",
        table=pair.ref,
        column=column.name,
        text=text,
        rows=filled,
        can_be_undone=not is_lost,
        loses=what if is_lost else None,
    )


def changed(pair: TablePair, kept: ColumnPair, rows: int, found: Found, *, is_impossible: bool) -> Planned:
    """A column whose values are stored differently or held to other rules."""
    name = f"'{kept.after.name}' of '{pair.ref}'"
    before, after = kept.before, kept.after
    said = f"{before.kind} becomes {after.kind}" if before.kind != after.kind else f"new rules for {after.kind}"
    text = f"The column {name}: {said}"
    if found.count:
        text += f"; {_count(found.count, 'value')} of {_count(rows, 'row')} do not fit."
    elif (before.type, before.zoned) != (after.type, after.zoned):
        text += f"; all values of {_count(rows, 'row')} convert."
    else:
        text += "; all values fit."
    return Planned(
        what="change_column",
        table=pair.ref,
        column=after.name,
        text=text,
        rows=rows,
        can_be_undone=not found.count,
        loses=f"{_count(found.count, 'value')} of {name} that do not fit" if found.count else None,
        problems=tuple(found.problems),
        problem_count=found.count,
        is_impossible=is_impossible,
    )


def required(pair: TablePair, kept: ColumnPair, empty: Found, filling: object) -> Planned:
    """A column that needs a value from now on, and rows that have none."""
    rows = _count(empty.count, "row")
    text = f"The column '{kept.after.name}' of '{pair.ref}' needs a value from now on; "
    text += f"{rows} without one get {text_of(filling)!r}." if filling is not None else f"{rows} have none."
    return Planned(
        what="change_column",
        table=pair.ref,
        column=kept.after.name,
        text=text,
        rows=empty.count,
        can_be_undone=False,
        problems=() if filling is not None else tuple(empty.problems),
        problem_count=0 if filling is not None else empty.count,
        is_impossible=filling is None,
    )


def links_required(table: str, column: Column, empty: Found) -> Planned:
    """A column of links that needs one from now on, and rows that have none."""
    text = f"Every row of '{table}' needs a link in '{column.name}' from now on"
    text += f"; {_count(empty.count, 'row')} {'has' if empty.count == 1 else 'have'} none." if empty.count else "."
    return Planned(
        what="change_column",
        table=table,
        column=column.name,
        text=text,
        rows=empty.count,
        problems=tuple(empty.problems),
        problem_count=empty.count,
        is_impossible=empty.count > 0,
    )


def links_optional(table: str, column: Column) -> Planned:
    """A column of links that needs none any more."""
    text = f"Rows of '{table}' need no link in '{column.name}' any more."
    return Planned(what="change_column", table=table, column=column.name, text=text)


def unique(pair: TablePair, key: tuple[str, ...], found: Found) -> Planned:
    """A new unique key."""
    names = ", ".join(f"'{name}'" for name in key)
    text = f"No two rows of '{pair.ref}' may have the same {names} from now on"
    text += f"; {_count(found.count, 'value')} occur more than once." if found.count else "."
    return Planned(
        what="change_keys",
        table=pair.ref,
        column=key[0],
        text=text,
        problems=tuple(found.problems),
        problem_count=found.count,
        is_impossible=found.count > 0,
    )


def not_unique(pair: TablePair, key: tuple[str, ...]) -> Planned:
    """A unique key that goes."""
    names = ", ".join(f"'{name}'" for name in key)
    return Planned(
        what="change_keys", table=pair.ref, column=key[0], text=f"Rows of '{pair.ref}' may have the same {names}."
    )


def checked(pair: TablePair, check: Check, found: Found) -> Planned:
    """A condition that the database holds all rows to from now on, and rows that break it."""
    text = f"Every row of '{pair.ref}' satisfies `{check.rule}` from now on"
    text += f"; {_count(found.count, 'row')} of those there are {'does' if found.count == 1 else 'do'} not."
    return Planned(
        what="change_checks",
        table=pair.ref,
        column=check.field,
        text=text if found.count else text.partition(";")[0] + ".",
        problems=tuple(found.problems),
        problem_count=found.count,
        is_impossible=found.count > 0,
    )


def searched(pair: TablePair, rows: int) -> Planned:
    """Other columns that a search looks into."""
    names = ", ".join(f"'{name}'" for name in pair.after.table.search)
    if names:
        text = f"A search of '{pair.ref}' looks up words in {names}"
        text += f"; their words are indexed for the {_count(rows, 'row')} there are." if rows else "."
    else:
        text = f"A search of '{pair.ref}' looks through all texts from now on, row by row."
    return Planned(what="change_search", table=pair.ref, text=text, rows=rows if names else 0)


def chosen(design: TableDesign) -> Iterator[Planned]:
    """The indexes chosen for a new table."""
    ref = design.table.native.table if design.table.native else ""
    for index in design.chosen:
        text = f"An index over {named_index(index.columns)} of '{ref}' is made for {' and '.join(index.because)}."
        yield Planned(what="add_index", table=ref, column=_first(index.columns), text=text)


def indexes(pair: TablePair, now: Keys, rows: int) -> Iterator[Planned]:
    """Indexes that come and go; those of relations belong to these."""
    ref, before = pair.ref, pair.keys_before.plain
    relations = {relation.columns for relation in pair.after.table.relations}
    because = {index.columns: " and ".join(index.because) for index in pair.after.chosen}
    for key in sorted(now.plain - before - relations):
        over = f"over {named_index(key)} of '{ref}'" + (f", {_count(rows, 'row')}," if rows else "")
        text = f"An index {over} is made" + (f" for {because[key]}." if key in because else ": the design names it.")
        yield Planned(what="add_index", table=ref, column=_first(key), text=text)
    for key in sorted(before - now.plain - relations - set(pair.after.table.unique)):
        text = f"The index over {named_index(key)} of '{ref}' goes: nothing asks for it any more."
        yield Planned(what="drop_index", table=ref, column=_first(key), text=text)


def named_index(key: tuple[str, ...]) -> str:
    """The columns of an index, those that descend said so."""
    return ", ".join(f"'{item.removeprefix('-')}'" + (" (largest first)" * item.startswith("-")) for item in key)


def _first(key: tuple[str, ...]) -> str:
    return key[0].removeprefix("-")


def recomputed(pair: TablePair, rows: int) -> Planned:
    """Formulas computed for all rows."""
    text = f"The formulas of '{pair.ref}' are computed again for {_count(rows, 'row')}."
    return Planned(what="recompute", table=pair.ref, text=text, rows=rows)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
