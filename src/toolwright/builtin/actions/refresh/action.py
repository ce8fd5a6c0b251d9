"""Ask again for the rows on the screen."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Model, TableRef


class RefreshInputs(Model):
    """What to ask for again."""

    tables: tuple[TableRef, ...] = Field((), description="Rows of these tables; of all on the screen when empty.")


class Refresh(Action[RefreshInputs]):
    """See the module."""

    kind, title, group, icon = "refresh", "Refresh", "screen", "refresh"
    effect = Effect.SCREEN
    Inputs = RefreshInputs

    async def run(self, inputs: RefreshInputs, step: StepContext) -> Values:
        """Have the parts that show these tables drawn again."""
        if step.screen is not None:
            step.screen.refresh(inputs.tables)
        return {}
