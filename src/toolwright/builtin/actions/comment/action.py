"""Say something about a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model, TableRef


class CommentInputs(Model):
    """What to say, and about what."""

    table: TableRef = Field(description="The built-in table the row belongs to.")
    row_id: Expr[str | int] = Field(description="Which row, as in addresses.")
    body: Expr[str] = Field(description="Markdown; `@name` tells people who can see the row.")
    comment: Expr[str] | None = Field(None, description="Which comment to change; a new one when empty.")
    form: str | None = Field(None, description="The form that is emptied afterwards.")


class Comment(Action[CommentInputs]):
    """See the module."""

    kind, title, group, icon = "comment", "Comment", "rows", "message"
    effect = Effect.WRITE
    Inputs = CommentInputs
    outputs: ClassVar[Mapping[str, str]] = {"id": "What the comment goes by."}

    async def run(self, inputs: CommentInputs, step: StepContext) -> Values:
        """Say it as the person who caused the event."""
        which = str(inputs.comment) if inputs.comment else None
        said = await step.rows.comment(inputs.table, str(inputs.row_id), str(inputs.body), comment=which)
        if inputs.form is not None and step.screen is not None:
            step.screen.reset_form(inputs.form)
        return {"id": said}
