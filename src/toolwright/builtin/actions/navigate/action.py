"""Go to another screen, or to another address."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.action import Action, Effect, LinkBuild, PlainLink, StepContext, Values
from toolwright.model.base import Expr, Model


class NavigateInputs(Model):
    """Where to go."""

    to: Expr[str] = Field(description="A path of this app (`/tickets/{{ row.id }}`) or an address.")
    new_tab: bool = Field(False, description="Open it in a new tab and stay here.")


class Navigate(Action[NavigateInputs]):
    """See the module."""

    kind, title, group, icon = "navigate", "Go to", "screen", "arrow-right"
    effect = Effect.SCREEN
    Inputs = NavigateInputs

    def link(self, inputs: NavigateInputs, build: LinkBuild) -> PlainLink | None:
        """Always a plain link."""
        return PlainLink(to=build.value(inputs.to), new_tab=inputs.new_tab)

    async def run(self, inputs: NavigateInputs, step: StepContext) -> Values:
        """Go there after the other steps."""
        if step.screen is not None:
            step.screen.navigate(str(inputs.to), new_tab=inputs.new_tab)
        return {}
