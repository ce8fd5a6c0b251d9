"""Give several rows the same values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from toolwright.errors import InvalidInput
from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model, Name, TableRef


class UpdateRowsInputs(Model):
    """Which rows, and what they get."""

    table: TableRef = Field(description="The table the rows belong to.")
    ids: Expr[list[str]] = Field(description="Keys of the rows, as in addresses: `{{ selection }}`.")
    values: Expr[dict[Name, Any]] | None = Field(  # Any: values of columns
        None, description="Values by column; the fields of the submitted form when empty."
    )


class UpdateRows(Action[UpdateRowsInputs]):
    """See the module."""

    kind, title, group, icon = "update_rows", "Change rows", "rows", "edit"
    effect = Effect.WRITE
    Inputs = UpdateRowsInputs
    outputs: ClassVar[Mapping[str, str]] = {"count": "How many rows were changed."}

    async def run(self, inputs: UpdateRowsInputs, step: StepContext) -> Values:
        """Change them as the person who caused the event: all of them, or none."""
        keys = [str(key) for key in inputs.ids] if isinstance(inputs.ids, list) else []
        if not keys:
            raise InvalidInput("No rows are selected.", code="rows.none_selected", hint="Tick the rows to change.")
        given = step.form if inputs.values is None else inputs.values
        values = (
            {name: value for name, value in given.items() if not name.startswith("@")}
            if isinstance(given, Mapping)
            else {}
        )
        if not values:
            raise InvalidInput("Nothing is to be changed.", code="rows.nothing_given", hint="Switch a field on first.")
        return {"count": await step.rows.update_all(inputs.table, keys, values)}
