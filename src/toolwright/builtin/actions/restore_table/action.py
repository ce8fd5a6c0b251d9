"""Have all rows of a table be as they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model, TableRef


class RestoreTableInputs(Model):
    """Which table, and as it was when."""

    table: TableRef = Field(description="The built-in table.")
    at: Expr[str] = Field(description="The moment: `2026-11-26T14:05`, on the clock of whoever does it.")


class RestoreTable(Action[RestoreTableInputs]):
    """See the module."""

    kind, title, group, icon = "restore_table", "Restore table", "rows", "history"
    effect = Effect.WRITE
    Inputs = RestoreTableInputs
    outputs: ClassVar[Mapping[str, str]] = {"count": "How many rows were changed."}

    async def run(self, inputs: RestoreTableInputs, step: StepContext) -> Values:
        """Go back as the person who caused the event."""
        return {"count": await step.rows.restore_table(inputs.table, str(inputs.at))}
