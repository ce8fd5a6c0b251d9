"""Show a short message."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model


class NotifyInputs(Model):
    """What to say."""

    text: Expr[str] = Field(description="A short sentence: `Ticket {{ row.number }} is closed`.")
    tone: Literal["neutral", "success", "warning", "danger"] = Field("success", description="What sort of news it is.")


class Notify(Action[NotifyInputs]):
    """See the module."""

    kind, title, group, icon = "notify", "Say", "screen", "message"
    effect = Effect.SCREEN
    Inputs = NotifyInputs

    async def run(self, inputs: NotifyInputs, step: StepContext) -> Values:
        """Say it after the other steps, also on the screen they lead to."""
        if step.screen is not None:
            step.screen.notify(str(inputs.text), tone=inputs.tone)
        return {}
