"""Open a dialog or side panel."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.action import Action, Effect, LinkBuild, PlainLink, StepContext, Values
from toolwright.model.base import ComponentId, Expr, Model


class OpenInputs(Model):
    """What to open."""

    target: ComponentId = Field(description="The id of the dialog or panel.")
    row: Expr[str | int] | None = Field(None, description="The row it is about: `{{ row_key }}`; inside, `panel.row`.")


class Open(Action[OpenInputs]):
    """See the module."""

    kind, title, group, icon = "open", "Open", "screen", "layout-sidebar-right"
    effect = Effect.SCREEN
    Inputs = OpenInputs

    def link(self, inputs: OpenInputs, build: LinkBuild) -> PlainLink | None:
        """Always a plain link: what is open is part of the address."""
        row = build.value(inputs.row) if inputs.row is not None else None
        return PlainLink(query=((f"{inputs.target}.open", build.value("1")), (f"{inputs.target}.row", row)))

    async def run(self, inputs: OpenInputs, step: StepContext) -> Values:
        """Open it after the other steps."""
        if step.screen is not None:
            step.screen.open(inputs.target, row=str(inputs.row) if inputs.row is not None else None)
        return {}
