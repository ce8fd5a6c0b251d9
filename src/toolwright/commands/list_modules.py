"""The modules of a workspace, and where each is used."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.extend.checking.modules import modules_in
from toolwright.model.files import MODULE, SCREEN
from toolwright.model.module import Module
from toolwright.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class ListedModule:
    """A module, and the files of the screens and modules that use it."""

    name: str
    module: Module
    used_in: tuple[str, ...]


async def list_modules(services: Services, actor: Actor, workspace: str) -> list[ListedModule]:
    """Every module by name."""
    found = await open_workspace(services, actor, workspace)
    if not found.modules:
        return []
    contents = {
        SCREEN.path_for(app, name): screen.content
        for app, tree in found.apps.items()
        for name, screen in tree.screens.items()
    }
    contents |= {MODULE.path_for(name): module.content for name, module in found.modules.items()}
    uses = {path: set(modules_in(content)) for path, content in contents.items()}
    return [
        ListedModule(name, module, tuple(sorted(path for path, names in uses.items() if name in names)))
        for name, module in sorted(found.modules.items())
    ]
