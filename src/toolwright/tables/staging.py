"""Staging: new tables that hold their rows before the definitions that design them are stored.

The record of the database names the stage meanwhile. Whoever finds that nobody is at it takes these tables away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.errors import Conflict
from toolwright.extend.schema_change import CreateTable, DropTable, SchemaRecord, SchemaStep
from toolwright.ids import new_id
from toolwright.store.pending import PendingChange
from toolwright.tables.plan import SchemaPlan
from toolwright.tables.stored import from_record, to_record


def begun(
    plan: SchemaPlan, pending: PendingChange, record: SchemaRecord | None
) -> tuple[Sequence[SchemaStep], SchemaRecord]:
    """The steps that make the new tables of a plan, and the record with them. What else is planned waits for the end.

    Raises Conflict (`schema.moved`) unless the new tables are all of a new workspace, or those that the note names.
    """
    known: Mapping[str, object] = record.tables if record is not None else {}
    made = {ref: design for ref, design in plan.designs.items() if ref not in known}
    if pending.sort == "create":
        expect_new(plan)
    elif made.keys() != set(pending.staged):
        raise _taken()
    steps = tuple(step for step in plan.steps if isinstance(step, CreateTable))
    return steps, SchemaRecord(pending.stage or "", {**known, **to_record(made)})


def given_up(pending: PendingChange, record: SchemaRecord | None) -> tuple[Sequence[SchemaStep], SchemaRecord]:
    """How the record moves on, so that whoever may still be at it finds that it is too late; without staged tables."""
    tables = record.tables if record is not None else {}
    gone = [ref for ref in pending.staged if ref in tables and record is not None and is_staged(pending, record)]
    steps = tuple(DropTable(design) for design in from_record({ref: tables[ref] for ref in gone}).values())
    kept = {ref: table for ref, table in tables.items() if ref not in gone}
    return steps, SchemaRecord(f"{pending.stage or ''}{new_id()}", kept)


def is_staged(pending: PendingChange, record: SchemaRecord) -> bool:
    """Whether the last change of the tables was the beginning of this one."""
    return pending.stage is not None and record.change.startswith(pending.stage)


def expect_new(plan: SchemaPlan) -> None:
    """Raise Conflict (`schema.moved`) unless every table is new."""
    if not all(isinstance(step, CreateTable) for step in plan.steps):
        raise _taken()


def _taken() -> Conflict:
    return Conflict("There are tables in the place of these already.", code="schema.moved")
