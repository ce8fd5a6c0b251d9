"""Remember values on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from toolwright.extend.action import Action, Effect, StepContext, Values
from toolwright.model.base import Expr, Model, StateName


class SetStateInputs(Model):
    """What to remember."""

    name: StateName | None = Field(None, description="One of the names under `state` of the screen.")
    value: Any = Field(None, description="Its new value.", json_schema_extra={"x-expression": True})  # Any: JSON
    values: Expr[dict[StateName, Any]] | None = Field(None, description="Several values by name.")  # Any: JSON


class SetState(Action[SetStateInputs]):
    """See the module."""

    kind, title, group, icon = "set_state", "Set state", "screen", "variable"
    effect = Effect.SCREEN
    Inputs = SetStateInputs

    async def run(self, inputs: SetStateInputs, step: StepContext) -> Values:
        """Later steps and the screen see the new values."""
        if step.screen is None:
            return {}
        if inputs.name is not None:
            step.screen.set_state(inputs.name, inputs.value)
        for name, value in inputs.values.items() if isinstance(inputs.values, Mapping) else ():
            step.screen.set_state(name, value)
        return {}
