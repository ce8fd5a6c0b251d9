"""Wording: what the steps of a plan say to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from toolwright.errors import Phrase, phrase
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
    text = phrase("A new table '{ref}' with {count}.", ref=ref, count=_count(count, "column"))
    return Planned(what="create_table", table=ref, text=text)


def gone(table: Table, rows: int) -> Planned:
    """A table that goes."""
    ref = table.native.table if table.native else ""
    count = _count(rows, "row")
    text = phrase("The table '{ref}' is removed with its {count}.", ref=ref, count=count)
    text = text if rows else phrase("The table '{ref}' is removed; it has no rows.", ref=ref)
    loses = phrase("{count} of '{ref}'", count=count, ref=ref) if rows else None
    return Planned(what="drop_table", table=ref, text=text, rows=rows, can_be_undone=not rows, loses=loses)


def renamed_table(pair: TablePair, rows: int) -> Planned:
    """A table under another name."""
    form = "The table '{old}' is called '{ref}' from now on; its {count} stay."
    text = phrase(form, old=pair.old_ref, ref=pair.ref, count=_count(rows, "row"))
    return Planned(what="rename_table", table=pair.ref, text=text)


def renamed_column(pair: TablePair, kept: ColumnPair, rows: int) -> Planned:
    """A column under another name."""
    form = "The column '{old}' of '{ref}' is called '{name}' from now on; values stay."
    text = phrase(form, old=kept.before.name, ref=pair.ref, name=kept.after.name)
    return Planned(what="rename_column", table=pair.ref, column=kept.after.name, text=text)


def added(pair: TablePair, column: Column, rows: int, filling: object, is_possible: bool) -> Planned:
    """A new column."""
    if not rows:
        form = "A new column '{name}' in '{ref}'."
    elif not is_possible:
        form = (
            "A new column '{name}' in '{ref}' needs a value, and {count} would have none. "
            "Give it a default, or leave it optional."
        )
    elif filling is not None:
        form = "A new column '{name}' in '{ref}'; the {count} there are get {value}."
    elif column.formula is not None:
        form = "A new column '{name}' in '{ref}', computed for the {count} there are."
    else:
        form = "A new column '{name}' in '{ref}', empty in the {count} there are."
    value = repr(text_of(filling)) if filling is not None else ""
    text = phrase(form, name=column.name, ref=pair.ref, count=_count(rows, "row"), value=value)
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
    count = _count(filled, "row")
    what = phrase("the values of {count} in '{name}' of '{ref}'", count=count, name=column.name, ref=pair.ref)
    text = phrase("The column '{name}' of '{ref}' is removed.", name=column.name, ref=pair.ref)
    if is_lost:
        form = "The column '{name}' of '{ref}' is removed, with {what}."
        text = phrase(form, name=column.name, ref=pair.ref, what=what)
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
    before, after = kept.before, kept.after
    said = phrase("{old} becomes {new}", old=before.kind, new=after.kind)
    said = said if before.kind != after.kind else phrase("new rules for {new}", new=after.kind)
    misfits = _count(found.count, "value")
    if found.count:
        form = "The column '{name}' of '{ref}': {said}; {misfits} of {count} do not fit."
    elif (before.type, before.zoned) != (after.type, after.zoned):
        form = "The column '{name}' of '{ref}': {said}; all values of {count} convert."
    else:
        form = "The column '{name}' of '{ref}': {said}; all values fit."
    values = {"name": after.name, "ref": pair.ref, "misfits": misfits}
    text = phrase(form, **values, said=said, count=_count(rows, "row"))
    loses = phrase("{misfits} of '{name}' of '{ref}' that do not fit", **values)
    return Planned(
        what="change_column",
        table=pair.ref,
        column=after.name,
        text=text,
        rows=rows,
        can_be_undone=not found.count,
        loses=loses if found.count else None,
        problems=tuple(found.problems),
        problem_count=found.count,
        is_impossible=is_impossible,
    )


def required(pair: TablePair, kept: ColumnPair, empty: Found, filling: object) -> Planned:
    """A column that needs a value from now on, and rows that have none."""
    form = "The column '{name}' of '{ref}' needs a value from now on; {count} without one get {value}."
    if filling is None:
        form = "The column '{name}' of '{ref}' needs a value from now on; {count} have none."
    value = repr(text_of(filling)) if filling is not None else ""
    text = phrase(form, name=kept.after.name, ref=pair.ref, count=_count(empty.count, "row"), value=value)
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
    form = "Every row of '{table}' needs a link in '{name}' from now on."
    if empty.count == 1:
        form = "Every row of '{table}' needs a link in '{name}' from now on; {count} has none."
    elif empty.count:
        form = "Every row of '{table}' needs a link in '{name}' from now on; {count} have none."
    text = phrase(form, table=table, name=column.name, count=_count(empty.count, "row"))
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
    text = phrase("Rows of '{table}' need no link in '{name}' any more.", table=table, name=column.name)
    return Planned(what="change_column", table=table, column=column.name, text=text)


def unique(pair: TablePair, key: tuple[str, ...], found: Found) -> Planned:
    """A new unique key."""
    names = ", ".join(f"'{name}'" for name in key)
    form = "No two rows of '{ref}' may have the same {names} from now on."
    if found.count:
        form = "No two rows of '{ref}' may have the same {names} from now on; {count} occur more than once."
    text = phrase(form, ref=pair.ref, names=names, count=_count(found.count, "value"))
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
    text = phrase("Rows of '{ref}' may have the same {names}.", ref=pair.ref, names=names)
    return Planned(what="change_keys", table=pair.ref, column=key[0], text=text)


def checked(pair: TablePair, check: Check, found: Found) -> Planned:
    """A condition that the database holds all rows to from now on, and rows that break it."""
    form = "Every row of '{ref}' satisfies `{rule}` from now on."
    if found.count == 1:
        form = "Every row of '{ref}' satisfies `{rule}` from now on; {count} of those there are does not."
    elif found.count:
        form = "Every row of '{ref}' satisfies `{rule}` from now on; {count} of those there are do not."
    text = phrase(form, ref=pair.ref, rule=check.rule, count=_count(found.count, "row"))
    return Planned(
        what="change_checks",
        table=pair.ref,
        column=check.field,
        text=text,
        problems=tuple(found.problems),
        problem_count=found.count,
        is_impossible=found.count > 0,
    )


def searched(pair: TablePair, rows: int) -> Planned:
    """Other columns that a search looks into."""
    names = ", ".join(f"'{name}'" for name in pair.after.table.search)
    form = "A search of '{ref}' looks through all texts from now on, row by row."
    if names and rows:
        form = "A search of '{ref}' looks up words in {names}; their words are indexed for the {count} there are."
    elif names:
        form = "A search of '{ref}' looks up words in {names}."
    text = phrase(form, ref=pair.ref, names=names, count=_count(rows, "row"))
    return Planned(what="change_search", table=pair.ref, text=text, rows=rows if names else 0)


def chosen(design: TableDesign) -> Iterator[Planned]:
    """The indexes chosen for a new table."""
    ref = design.table.native.table if design.table.native else ""
    for index in design.chosen:
        form = "An index over {names} of '{ref}' is made for {because}."
        text = phrase(form, names=named_index(index.columns), ref=ref, because=joined(index.because))
        yield Planned(what="add_index", table=ref, column=_first(index.columns), text=text)


def indexes(pair: TablePair, now: Keys, rows: int) -> Iterator[Planned]:
    """Indexes that come and go; those of relations belong to these."""
    ref, before = pair.ref, pair.keys_before.plain
    relations = {relation.columns for relation in pair.after.table.relations}
    because = {index.columns: joined(index.because) for index in pair.after.chosen}
    for key in sorted(now.plain - before - relations):
        over = phrase("{names} of '{ref}', {count},", names=named_index(key), ref=ref, count=_count(rows, "row"))
        over = over if rows else phrase("{names} of '{ref}'", names=named_index(key), ref=ref)
        text = phrase("An index over {over} is made: the design names it.", over=over)
        if key in because:
            text = phrase("An index over {over} is made for {because}.", over=over, because=because[key])
        yield Planned(what="add_index", table=ref, column=_first(key), text=text)
    for key in sorted(before - now.plain - relations - set(pair.after.table.unique)):
        form = "The index over {names} of '{ref}' goes: nothing asks for it any more."
        text = phrase(form, names=named_index(key), ref=ref)
        yield Planned(what="drop_index", table=ref, column=_first(key), text=text)


def named_index(key: tuple[str, ...]) -> str:
    """The columns of an index, those that descend said so."""
    return ", ".join(f"'{item.removeprefix('-')}'" + (" (largest first)" * item.startswith("-")) for item in key)


def _first(key: tuple[str, ...]) -> str:
    return key[0].removeprefix("-")


def recomputed(pair: TablePair, rows: int) -> Planned:
    """Formulas computed for all rows."""
    text = phrase("The formulas of '{ref}' are computed again for {count}.", ref=pair.ref, count=_count(rows, "row"))
    return Planned(what="recompute", table=pair.ref, text=text, rows=rows)


_COUNTED = {
    "row": ("{count} row", "{count} rows"),
    "value": ("{count} value", "{count} values"),
    "column": ("{count} column", "{count} columns"),
}


def _count(number: int, noun: str) -> Phrase:
    return phrase(_COUNTED[noun][number != 1], count=f"{number:,}")


def joined(reasons: Sequence[str]) -> str:
    """What an index is for, in words."""
    return reduce(lambda one, other: phrase("{one} and {other}", one=one, other=other), reasons) if reasons else ""
