"""Take back a comment."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model, TableRef


class RemoveCommentInputs(Model):
    """Which comment."""

    table: TableRef = Field(description="The built-in table the row belongs to.")
    row_id: Expr[str | int] = Field(description="Which row, as in addresses.")
    comment: Expr[str] = Field(description="What the comment goes by.")


class RemoveComment(Action[RemoveCommentInputs]):
    """See the module."""

    kind, title, group, icon = "remove_comment", "Remove comment", "rows", "message-off"
    effect = Effect.WRITE
    Inputs = RemoveCommentInputs

    async def run(self, inputs: RemoveCommentInputs, step: StepContext) -> Values:
        """Take it back as the person who caused the event."""
        await step.rows.remove_comment(inputs.table, str(inputs.row_id), str(inputs.comment))
        return {}
