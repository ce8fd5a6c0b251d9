"""Have a row be as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model, TableRef


class RestoreRowInputs(Model):
    """Which row, and as it was when."""

    table: TableRef = Field(description="The built-in table the row belongs to.")
    row_id: Expr[str | int] = Field(description="Which row, as in addresses.")
    change: Expr[int] = Field(description="The number of a change in its history; of a deletion, what was before it.")


class RestoreRow(Action[RestoreRowInputs]):
    """See the module."""

    kind, title, group, icon = "restore_row", "Restore row", "rows", "history"
    effect = Effect.WRITE
    Inputs = RestoreRowInputs
    outputs: ClassVar[Mapping[str, str]] = {"id": "Identifier of the row."}

    async def run(self, inputs: RestoreRowInputs, step: StepContext) -> Values:
        """Restore it as the person who caused the event."""
        row = await step.rows.restore(inputs.table, str(inputs.row_id), int(inputs.change))
        return {"id": row.id}
