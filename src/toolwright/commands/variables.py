"""Variables of a workspace, and what each is in an environment. Secret values are never read back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from toolwright.commands.change_definition import delete_definition, put_definition
from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput, NotFound, did_you_mean, phrase
from toolwright.model.environment import is_draft
from toolwright.model.files import VARIABLE
from toolwright.model.variable import MAX_VALUE, Variable, sealed_as
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.store.connection import Connection
from toolwright.store.secrets import drop_secret, put_secret


@dataclass(frozen=True, slots=True)
class VariableView:
    """A variable in one environment. `value` is what it was given there; of a secret, only `is_set` is known.

    `is_here` is false for one of the draft in production, where it comes with the next version.
    """

    name: str
    title: str | None
    description: str | None
    type: str
    default: str | None
    is_set: bool
    value: str | None
    is_here: bool
    revision: int


async def list_variables(services: Services, actor: Actor, workspace: str) -> list[VariableView]:
    """Every variable of a workspace, by name, as it is in this environment."""
    found = await open_workspace(services, actor, workspace)
    sealed = set(await services.vault.names(found.name))
    known = await _known(services, found)
    return [await _view(services, found, name, known[name], sealed) for name in sorted(known)]


async def read_variable(services: Services, actor: Actor, workspace: str, name: str) -> VariableView:
    """One variable. Raises NotFound."""
    found = await open_workspace(services, actor, workspace)
    variable = await _variable(services, found, name)
    return await _view(services, found, name, variable, set(await services.vault.names(found.name)))


async def put_variable(
    services: Services,
    actor: Actor,
    workspace: str,
    name: str,
    definition: Mapping[str, object],
    *,
    expect_revision: int | None = None,
) -> VariableView:
    """Say that there is a variable, or otherwise what it is. A secret that becomes plain loses its value."""
    await put_definition(services, actor, workspace, VARIABLE, (name,), definition, expect_revision=expect_revision)
    await services.links.forget(workspace)
    return await read_variable(services, actor, workspace, name)


async def delete_variable(services: Services, actor: Actor, workspace: str, name: str) -> None:
    """Remove a variable with its value here. Refused while something reads it."""
    await delete_definition(services, actor, workspace, VARIABLE, name)


async def set_variable(services: Services, actor: Actor, workspace: str, name: str, value: str) -> VariableView:
    """Give a variable its value in this environment. Raises InvalidInput for one of another type."""
    found = await open_workspace(services, actor, workspace)
    variable = await _variable(services, found, name)
    _check_value(variable, value)
    place = sealed_as(name, variable)
    ciphertext = services.vault.encrypt(found.name, place, value)

    async with services.db.begin() as connection:
        await put_secret(connection, found.name, place, ciphertext)
        await _note(services, connection, actor, "set_variable", found.name, name)
    await services.links.forget(found.name)
    return await read_variable(services, actor, workspace, name)


async def clear_variable(services: Services, actor: Actor, workspace: str, name: str) -> VariableView:
    """Take the value of a variable away in this environment; its default holds again, if it has one."""
    found = await open_workspace(services, actor, workspace)
    place = sealed_as(name, await _variable(services, found, name))
    async with services.db.begin() as connection:
        if await drop_secret(connection, found.name, place):
            await _note(services, connection, actor, "clear_variable", found.name, name)
    await services.links.forget(found.name)
    return await read_variable(services, actor, workspace, name)


async def without_value(services: Services, workspace: Workspace, coming: Collection[str] = ()) -> tuple[str, ...]:
    """The variables that have neither a value nor a default in an environment, by name; `coming` are sealed soon."""
    sealed = {*await services.vault.names(workspace.name), *coming}
    return tuple(
        name
        for name, variable in sorted(workspace.variables.items())
        if variable.default is None and sealed_as(name, variable) not in sealed
    )


async def gone_with(services: Services, after: Workspace, *, of_all: bool) -> tuple[str, ...]:
    """Where values lie that go when production becomes `after`: those sealed as what a variable is not any more.

    `of_all`: those of variables that are gone, too. What goes by going back to a version comes back with the next.
    """
    found = []
    for place in await services.vault.names(after.name):
        if place.startswith("variables/"):
            variable = after.variables.get(place.rpartition("/")[2])
            if of_all if variable is None else place != sealed_as(place.rpartition("/")[2], variable):
                found.append(place)
    return tuple(found)


def _check_value(variable: Variable, value: str) -> None:
    fault = "A value is needed. To have none, clear it." if value == "" and variable.type != "text" else None
    if len(value) > MAX_VALUE:
        fault = phrase("A value has at most {max_value} characters.", max_value=f"{MAX_VALUE:,}")
    if fault is None:
        try:
            variable.read(value)
        except ValueError as wrong:
            fault = str(wrong)
    if fault is not None:
        raise InvalidInput(fault, code="variable.bad_value", errors=(FieldError("value", fault),))


async def _note(services: Services, connection: Connection, actor: Actor, verb: str, workspace: str, name: str) -> None:
    await services.audit.append(connection, actor, verb, f"variable/{workspace}/{name}", {"variable": name})


async def _known(services: Services, workspace: Workspace) -> Mapping[str, Variable]:
    """The variables that have values in an environment: in production also those that come with the draft."""
    if is_draft(workspace.name):
        return workspace.variables
    draft = await services.workspaces.working(workspace.name)
    coming = {} if draft == workspace.name else (await services.workspaces.get(draft)).variables
    return {**coming, **workspace.variables}


async def _variable(services: Services, workspace: Workspace, name: str) -> Variable:
    known = await _known(services, workspace)
    if name not in known:
        raise NotFound(
            phrase("There is no variable '{name}'.", name=name),
            code="variable.not_found",
            hint=did_you_mean(name, known),
        )
    return known[name]


async def _view(
    services: Services, workspace: Workspace, name: str, variable: Variable, sealed: set[str]
) -> VariableView:
    place = sealed_as(name, variable)
    is_set = place in sealed
    value = str(await services.vault.open(workspace.name, place)) if is_set and not variable.is_secret else None
    return VariableView(
        name,
        variable.title,
        variable.description,
        variable.type,
        variable.default,
        is_set,
        value,
        name in workspace.variables,
        workspace.revision,
    )
