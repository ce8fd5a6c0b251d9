"""Close a dialog or side panel."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.action import Action, Effect, LinkBuild, PlainLink, StepContext, Values
from toolwright.model.base import ComponentId, Model


class CloseInputs(Model):
    """What to close."""

    target: ComponentId | None = Field(
        None, description="The id of the dialog or panel; everything that is open when empty."
    )


class Close(Action[CloseInputs]):
    """See the module."""

    kind, title, group, icon = "close", "Close", "screen", "x"
    effect = Effect.SCREEN
    Inputs = CloseInputs

    def link(self, inputs: CloseInputs, build: LinkBuild) -> PlainLink | None:
        """A plain link when it is known what closes."""
        if inputs.target is None:
            return None
        return PlainLink(query=((f"{inputs.target}.open", None), (f"{inputs.target}.row", None)))

    async def run(self, inputs: CloseInputs, step: StepContext) -> Values:
        """Close it after the other steps."""
        if step.screen is not None:
            step.screen.close(inputs.target)
        return {}
