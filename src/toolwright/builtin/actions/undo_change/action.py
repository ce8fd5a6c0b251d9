"""Take back one's own last change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Model, TableRef


class UndoChangeInputs(Model):
    """Of which table."""

    table: TableRef = Field(description="The built-in table whose last change by the person is taken back.")


class UndoChange(Action[UndoChangeInputs]):
    """See the module."""

    kind, title, group, icon = "undo_change", "Undo change", "rows", "arrow-back-up"
    effect = Effect.WRITE
    Inputs = UndoChangeInputs
    outputs: ClassVar[Mapping[str, str]] = {"count": "How many rows were changed back."}

    async def run(self, inputs: UndoChangeInputs, step: StepContext) -> Values:
        """Take it back, unless somebody has built on it since."""
        return {"count": await step.rows.undo(inputs.table)}
