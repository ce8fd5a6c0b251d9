"""The design of one internal table, as it was written: what an editor of tables works on."""

from __future__ import annotations

from dataclasses import replace

from toolwright.commands.change_definition import StoredDefinition, read_definition
from toolwright.commands.services import Services
from toolwright.errors import NotFound, phrase
from toolwright.model.files import TABLE
from toolwright.model.table import Table
from toolwright.model.yaml_form import load_yaml
from toolwright.policy.actor import Actor


async def read_design(services: Services, actor: Actor, workspace: str, ref: str) -> StoredDefinition:
    """The definition without defaults. Raises NotFound for tables that are not designed here: of sources, and views."""
    found = await read_definition(services, actor, workspace, TABLE, ref)
    data = load_yaml(found.text, TABLE.path_for(ref)).data
    if not Table.model_validate(found.data).is_internal:
        raise NotFound(phrase("'{ref}' is no table of the built-in database.", ref=ref), code="table.not_designed")
    return replace(found, data=data)
