"""Trying a role before it is stored: what is wrong with it, and what it would allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolwright.commands.change_definition import definition_text
from toolwright.commands.definitions import open_workspace
from toolwright.commands.explain_access import Cell, Use, role_cells, role_uses
from toolwright.commands.services import Services
from toolwright.errors import Denied, FieldError, InvalidDefinition, phrase
from toolwright.model.files import ROLE
from toolwright.policy import Actor, check_growth


@dataclass(frozen=True, slots=True)
class RoleTrial:
    """What is wrong with a role (nothing when it may be stored) and what holding it comes to, inherited rights too:
    per table and verb, and per app, screen and component."""

    errors: tuple[FieldError, ...] = ()
    tables: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    screens: Mapping[str, Use] = field(default_factory=dict)


async def try_role(
    services: Services, actor: Actor, workspace: str, role: str, definition: Mapping[str, object]
) -> RoleTrial:
    """The outcome of a role as it is being written. Stores nothing."""
    before = await open_workspace(services, actor, workspace)
    _, files = await services.workspaces.read(workspace)
    path = ROLE.path_for(role)
    try:
        drafted = {**files, path: definition_text(ROLE, definition, None)}
        after = await services.workspaces.check(workspace, drafted)
        check_growth(actor, before, after)
    except (InvalidDefinition, Denied) as fault:
        return RoleTrial(errors=_of_role(fault, path))
    return RoleTrial((), role_cells(after, role), role_uses(after, role))


def _of_role(fault: InvalidDefinition | Denied, path: str) -> tuple[FieldError, ...]:
    """The errors, those in other files with their name in front of them: they are consequences of this role."""
    return tuple(
        error
        if error.where is None or error.where.file in (None, path)
        else FieldError(
            "",
            phrase("{field}: {message}", field=error.where.file, message=phrase(error.message)),
            error.code,
            error.hint,
        )
        for error in fault.errors
    ) or (FieldError("", fault.detail, fault.code, fault.hint),)
