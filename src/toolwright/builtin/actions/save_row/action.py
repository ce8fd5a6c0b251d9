"""Create a row, or change one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model, Name, TableRef


class SaveRowInputs(Model):
    """What to save, and where."""

    table: TableRef = Field(description="The table the row belongs to.")
    row_id: Expr[str | int] | None = Field(
        None, description="Which row to change, as in addresses: `{{ params.id }}`. Empty creates one."
    )
    values: Expr[dict[Name, Any]] | None = Field(  # Any: values of columns
        None, description="Values by column; the fields of the submitted form when empty."
    )
    if_match: Expr[str] | None = Field(
        None, description="Version the row must still have; a form knows the one it was opened with."
    )


class SaveRow(Action[SaveRowInputs]):
    """See the module."""

    kind, title, group, icon = "save_row", "Save row", "rows", "device-floppy"
    effect = Effect.WRITE
    Inputs = SaveRowInputs
    outputs: ClassVar[Mapping[str, str]] = {"id": "Identifier of the saved row.", "row": "The row as stored."}

    async def run(self, inputs: SaveRowInputs, step: StepContext) -> Values:
        """Save it as the person who caused the event."""
        is_form = inputs.values is None
        given = step.form if is_form else inputs.values
        values = (
            {key: value for key, value in given.items() if not key.startswith("@")}
            if isinstance(given, Mapping)
            else {}
        )
        key = "" if inputs.row_id is None else str(inputs.row_id)
        if not key:
            saved = await step.rows.create(inputs.table, values)
        else:
            version = inputs.if_match or (step.form.get("@version") if is_form else None)
            saved = await step.rows.update(inputs.table, key, values, if_match=str(version) if version else None)
        return {"id": saved.id, "row": dict(saved.values)}
