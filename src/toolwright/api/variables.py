"""Variables over HTTP: what there are, and what each is in an environment. Secret values come in and never out."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.definitions import ExpectRevision, RenameBody
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands import variables
from toolwright.commands.rename_variable import rename_variable
from toolwright.model.base import NAME_PATTERN, SecretText
from toolwright.model.variable import MAX_VALUE

router = api_router("/workspaces/{workspace}/variables", "variables")

Named = Annotated[str, Path(pattern=NAME_PATTERN, description="The name of the variable.")]
Kind = Literal["text", "whole", "number", "boolean", "secret"]


class VariableAnswer(Answer):
    """A variable in one environment. `value` is null for a secret, which is set or not, and for what has none.

    `is_here` is false for a variable of the draft that comes into production with the next version.
    """

    name: str
    title: str | None
    description: str | None
    type: Kind
    default: str | None
    is_set: bool
    value: str | None
    is_here: bool
    revision: int


class VariableBody(Body):
    """What a variable is; values are given apart, for each environment."""

    title: Annotated[str, Field(max_length=200)] | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None
    type: Kind = "text"
    default: Annotated[str, Field(max_length=MAX_VALUE)] | None = None


class ValueBody(Body):
    """What a variable is in this environment, as text."""

    value: Annotated[SecretText, Field(max_length=MAX_VALUE)]


@router.get("")
@needs("design", "workspace")
async def list_all(workspace: str, services: Using, actor: Me) -> Items[VariableAnswer]:
    """Every variable, as it is in the environment that is meant."""
    found = await variables.list_variables(services, actor, workspace)
    return Items(items=[VariableAnswer.model_validate(one) for one in found])


@router.get("/{variable}")
@needs("design", "workspace")
async def read(workspace: str, variable: Named, services: Using, actor: Me) -> VariableAnswer:
    """One variable."""
    return VariableAnswer.model_validate(await variables.read_variable(services, actor, workspace, variable))


@router.put("/{variable}")
@needs("design", "workspace")
async def put(
    workspace: str,
    variable: Named,
    body: VariableBody,
    services: Using,
    actor: Me,
    expect_revision: ExpectRevision = None,
) -> VariableAnswer:
    """Say that there is a variable, or otherwise what it is. A secret that becomes plain loses its value."""
    definition = body.model_dump(exclude_defaults=True)
    found = await variables.put_variable(
        services, actor, workspace, variable, definition, expect_revision=expect_revision
    )
    return VariableAnswer.model_validate(found)


@router.post("/{variable}/rename")
@needs("design", "workspace")
async def post_rename(workspace: str, variable: Named, body: RenameBody, services: Using, actor: Me) -> VariableAnswer:
    """Call a variable otherwise, and with it whatever reads it. Its values stay its own, in each environment."""
    found = await rename_variable(services, actor, workspace, variable, body.name)
    return VariableAnswer.model_validate(found)


@router.delete("/{variable}", status_code=204)
@needs("design", "workspace")
async def delete(workspace: str, variable: Named, services: Using, actor: Me) -> None:
    """Remove a variable; refused while something reads it."""
    await variables.delete_variable(services, actor, workspace, variable)


@router.put("/{variable}/value")
@needs("design", "workspace")
async def put_value(workspace: str, variable: Named, body: ValueBody, services: Using, actor: Me) -> VariableAnswer:
    """Give a variable its value in the environment that is meant."""
    found = await variables.set_variable(services, actor, workspace, variable, str(body.value))
    return VariableAnswer.model_validate(found)


@router.delete("/{variable}/value")
@needs("design", "workspace")
async def delete_value(workspace: str, variable: Named, services: Using, actor: Me) -> VariableAnswer:
    """Take the value away in the environment that is meant; the default holds again."""
    return VariableAnswer.model_validate(await variables.clear_variable(services, actor, workspace, variable))
