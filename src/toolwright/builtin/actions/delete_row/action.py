"""Delete one row or several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model, TableRef


class DeleteRowInputs(Model):
    """What to delete."""

    table: TableRef = Field(description="The table the rows belong to.")
    row_id: Expr[str | int] | None = Field(None, description="Which row, as in addresses: `{{ row_key }}`.")
    ids: Expr[list[str]] | None = Field(None, description="Several rows: `{{ selection }}`.")


class DeleteRow(Action[DeleteRowInputs]):
    """See the module."""

    kind, title, group, icon = "delete_row", "Delete row", "rows", "trash"
    effect = Effect.WRITE
    Inputs = DeleteRowInputs
    outputs: ClassVar[Mapping[str, str]] = {"count": "How many rows were deleted."}

    async def run(self, inputs: DeleteRowInputs, step: StepContext) -> Values:
        """Delete them as the person who caused the event: all of them, or none when one may not be deleted."""
        several = list(inputs.ids) if isinstance(inputs.ids, list) else []
        keys = [*([str(inputs.row_id)] if inputs.row_id not in (None, "") else []), *several]
        return {"count": await step.rows.delete_all(inputs.table, keys)}
