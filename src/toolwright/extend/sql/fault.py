"""What SQL sources say when something fails: one wording and one code for each cause, on every database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from toolwright.errors import (
    Conflict,
    Denied,
    FieldError,
    InvalidInput,
    LimitReached,
    ToolwrightError,
    UpstreamFault,
    phrase,
)
from toolwright.extend.sql.check import constraint_name
from toolwright.extend.translation import word
from toolwright.model.table import Column, Table

WriteFaultKind = Literal[
    "duplicate",
    "foreign_key",
    "missing_target",
    "referenced",
    "not_null",
    "too_long",
    "out_of_range",
    "invalid",
    "check",
    "read_only",
]


LAST_LINK = "_tw_last:"
"""Begins what a database calls the condition that a row keeps a link; the table of the pairs follows."""


class WriteFault(Exception):
    """A write the database refused: `columns` in the database's names, as far as it said which."""

    def __init__(self, kind: WriteFaultKind, columns: Sequence[str] = (), constraint: str | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.columns = tuple(columns)
        self.constraint = constraint


def unreachable(detail: str = "The data source cannot be reached.", hint: str | None = None) -> UpstreamFault:
    """The connection could not be made, or was lost."""
    hint = hint or "Try again in a moment; if it stays like this, test the connection of the data source."
    return UpstreamFault(detail, code="source.unreachable", hint=hint, extra={"transient": True})


def lost_before_storing() -> UpstreamFault:
    """The connection was lost in a transaction, before its commit was sent."""
    return unreachable("The connection to the data source was lost; nothing was stored.", "Try again in a moment.")


def not_kept() -> UpstreamFault:
    """A disk did not take for good what it was given."""
    return UpstreamFault(
        "The disk under the data source did not keep the change, so it was not stored.",
        code="source.disk",
        hint="Check the disk, and look whether the change is there before you make it again.",
    )


def no_room() -> UpstreamFault:
    """A disk of the source is full, or a limit on its size is reached."""
    return UpstreamFault(
        "There is no room left in the data source; nothing was stored.",
        code="source.full",
        hint="Free space on its disk. Reading goes on meanwhile.",
        extra={"transient": True},
    )


def timed_out(seconds: float) -> UpstreamFault:
    """The source did not answer in time."""
    return UpstreamFault(
        phrase("The data source did not answer within {seconds} s.", seconds=f"{seconds:g}"),
        code="source.timeout",
        hint="Narrow the request, add an index for its filter and order, or allow more time.",
        extra={"transient": True, "timed_out": True},
    )


def sign_in_refused(hint: str | None = None) -> UpstreamFault:
    """User or password are wrong."""
    return UpstreamFault(
        "The data source refused the user name or password.",
        code="source.sign_in",
        hint=hint,
        extra={"transient": False},
    )


def no_rights(hint: str | None = None) -> UpstreamFault:
    """The database user may not do this."""
    return UpstreamFault(
        "The database user may not do this.",
        code="source.no_rights",
        hint=hint or "Grant the right in the database, or connect as a user who has it.",
        extra={"transient": False},
    )


def schema_changed() -> UpstreamFault:
    """A table or column is not there (any more)."""
    return UpstreamFault(
        "The table or a column of it is not in the data source any more.",
        code="source.schema_changed",
        hint="Describe the data source again.",
        extra={"transient": False},
    )


def refused(transient: bool = False) -> UpstreamFault:
    """Any other refusal of a statement."""
    return UpstreamFault(
        "The data source refused the request.",
        code="source.refused",
        hint="The server's log has the cause under the same request id.",
        extra={"transient": transient},
    )


def interfered() -> Conflict:
    """A deadlock or a serialisation failure: somebody else was changing the same rows."""
    return Conflict(
        "Somebody else was changing the same rows; nothing was stored.",
        code="row.contended",
        hint="Try again.",
        extra={"transient": True},
    )


def outcome_unknown() -> UpstreamFault:
    """The connection was lost while a commit was in flight."""
    return UpstreamFault(
        "The connection was lost while the change was being stored; it may or may not be there.",
        code="source.outcome_unknown",
        hint="Reload and look before trying again.",
        extra={"transient": False},
    )


def too_large(max_bytes: int) -> LimitReached:
    """Not even one row fits the byte limit."""
    return LimitReached(
        phrase("One row is larger than {max_bytes} bytes.", max_bytes=f"{max_bytes:,}"),
        code="rows.too_large",
        hint="Leave out the large column, or allow more bytes.",
    )


def refused_write(fault: WriteFault, table: Table, index: int) -> ToolwrightError:
    """The error of a write the database refused, with the permanent names of the columns."""
    broken = next((check for check in table.checks if constraint_name(check.rule) == fault.constraint), None)
    if broken is not None:
        error = FieldError(broken.field or "", broken.message, "row.check")
        return InvalidInput(broken.message, code="row.check_failed", errors=(error,), extra={"index": index})
    if (fault.constraint or "").startswith(LAST_LINK):
        return _last_link(fault, table, index)
    columns = _columns(fault, table)
    names = ", ".join(f"'{column.title}'" for column in columns)
    extra = {"index": index, "columns": [column.name for column in columns]}
    if fault.kind == "duplicate":
        detail = word("Another row already has these values.")
        if names:
            detail = phrase("Another row already has this value in {names}.", names=names)
        return Conflict(detail, code="row.duplicate", errors=_taken(columns), extra=extra)
    if fault.kind == "referenced":
        return Conflict(
            "Other rows still refer to this row.",
            code="row.referenced",
            hint="Delete or change the rows that refer to it first.",
            extra=extra,
        )
    if fault.kind == "read_only":
        return Denied("This data source only allows reading.", code="source.read_only", extra=extra)
    code, message = _MESSAGES[fault.kind]
    errors = tuple(FieldError(column.name, message, code) for column in columns)
    told = phrase(message)
    refused = phrase("The data source refused a value: {message}", message=told)
    detail = phrase("{names}: {message}", names=names, message=told) if names else refused
    return InvalidInput(detail, code=code, errors=errors, extra=extra)


def needs_links(columns: Sequence[Column], extra: Mapping[str, object] | None = None) -> InvalidInput:
    """The error of a row without a link where it needs one."""
    errors = tuple(FieldError(column.name, "A value is needed.", "required") for column in columns)
    one = len(errors) == 1
    what = word("A field is not valid.") if one else phrase("{count} fields are not valid.", count=len(errors))
    told = {**(extra or {}), "columns": [column.name for column in columns]}
    return InvalidInput(what, code="row.invalid", errors=errors, extra=told)


def _last_link(fault: WriteFault, table: Table, index: int) -> ToolwrightError:
    """The last link of a row was to go: by a change of the row itself, or with the row it leads to."""
    pairs = (fault.constraint or "").removeprefix(LAST_LINK)
    own = [column for column in table.columns if column.links is not None and column.links.pairs == pairs]
    if own:
        return needs_links(own, {"index": index})
    return Conflict(
        "This row is the last one that other rows refer to, and they need one.",
        code="row.referenced",
        hint="Have these rows refer to another one first.",
        extra={"index": index, "columns": []},
    )


def refused_change(fault: WriteFault, table: Table | None) -> ToolwrightError:
    """The error of a change of a table that its rows do not allow."""
    columns = _columns(fault, table) if table is not None else ()
    names = ", ".join(f"'{column.title}'" for column in columns)
    called = "" if table is None else table.title or (table.native.table if table.native else "")
    place = phrase(" of '{table}'", table=called) if table is not None else ""
    extra = {"columns": [column.name for column in columns]}
    if fault.kind == "duplicate":
        unique = names or phrase("columns that must be unique")
        detail = phrase("Rows{place} have the same value in {unique}.", place=place, unique=unique)
        return Conflict(detail, code="schema.duplicate", hint="Make the values differ first.", extra=extra)
    if fault.kind in ("foreign_key", "missing_target", "referenced"):
        return Conflict(
            phrase("Rows{place} refer to rows that do not exist.", place=place),
            code="schema.dangling",
            hint="Empty these references, or add the rows, first.",
            extra=extra,
        )
    if fault.kind == "not_null":
        needy = names or phrase("a column that needs one")
        return InvalidInput(
            phrase("Rows{place} have no value in {value}.", place=place, value=needy),
            code="schema.missing_value",
            hint="Give the column a default, or fill in the values first.",
            extra=extra,
        )
    return InvalidInput(
        phrase("Values{place} do not fit {value}.", place=place, value=names or phrase("their columns")),
        code="schema.not_convertible",
        hint="Correct these values first.",
        extra=extra,
    )


def _taken(columns: Sequence[Column]) -> tuple[FieldError, ...]:
    """One message, at the column; of several that are unique together at the first, naming the others."""
    if not columns:
        return ()
    first, *others = columns
    beside = " and ".join(f"'{column.title}'" for column in others)
    message = word("Another row already has this value.")
    if others:
        message = phrase("Another row already has this value together with that of {columns}.", columns=beside)
    return (FieldError(first.name, message, "row.duplicate"),)


_MESSAGES: dict[str, tuple[str, str]] = {
    "missing_target": ("row.missing_target", word("There is no such row to refer to.")),
    "not_null": ("value.required", word("A value is required.")),
    "too_long": ("value.too_long", word("Too long.")),
    "out_of_range": ("value.out_of_range", word("Out of range.")),
    "invalid": ("value.invalid", word("Not a valid value for this column.")),
    "check": ("value.refused", word("A rule of the database refuses this value.")),
}


def _columns(fault: WriteFault, table: Table) -> tuple[Column, ...]:
    by_native = {column.source_name: column for column in table.columns}
    found = tuple(by_native[name] for name in fault.columns if name in by_native)
    if found or fault.kind != "missing_target":
        return found
    return (
        tuple(table.by_name[name] for relation in table.relations for name in relation.columns)[:1]
        if len(table.relations) == 1
        else ()
    )
