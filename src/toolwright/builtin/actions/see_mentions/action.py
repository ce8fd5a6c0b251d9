"""Mark mentions as seen."""

from __future__ import annotations

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Model


class SeeMentionsInputs(Model):
    """Nothing: it is about whoever caused the event."""


class SeeMentions(Action[SeeMentionsInputs]):
    """See the module."""

    kind, title, group, icon = "see_mentions", "See mentions", "rows", "eye-check"
    effect = Effect.WRITE
    Inputs = SeeMentionsInputs

    async def run(self, inputs: SeeMentionsInputs, step: StepContext) -> Values:
        """All mentions until now are known."""
        await step.rows.mark_mentions_seen()
        return {}
