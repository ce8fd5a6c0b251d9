"""Modules: groups of components used as one, as definitions and as they are being written."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.definitions import DefinitionAnswer, DefinitionBody, ExpectRevision, RenameBody
from toolwright.api.previews import DrawnScreenAnswer, ExpressionBody, ExpressionHelpAnswer, PreviewBody
from toolwright.api.screen_texts import ReadScreenAnswer, ScreenToWriteBody, YamlAnswer, YamlBody
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.change_definition import (
    StoredDefinition,
    delete_definition,
    put_definition,
    read_definition,
)
from toolwright.commands.detach_module import detach_module
from toolwright.commands.help_expression import help_expression
from toolwright.commands.list_modules import list_modules
from toolwright.commands.preview_screen import preview_screen
from toolwright.commands.rename_module import rename_module
from toolwright.commands.rename_module_setting import rename_module_setting
from toolwright.commands.save_as_module import plan_module
from toolwright.commands.screen_text import read_screen_text, write_screen_text
from toolwright.errors import InvalidInput, phrase
from toolwright.extend.icon import icon_paths
from toolwright.model.files import MODULE, SCREEN, Place, place_of

router = api_router("/workspaces/{workspace}/modules", "definitions")

ICON = "components"
"""Of a module that says none."""


class ModuleInfoAnswer(Answer):
    """A module in a list, with what each use of it can say. `used_in` are the files of screens and modules that use it.

    `icon_paths` is SVG path data (24 by 24).
    """

    name: str
    title: str
    description: str | None
    icon: str | None
    icon_paths: list[str]
    settings: list[dict[str, object]]
    used_in: list[str]


@router.get("")
@needs("design", "workspace")
async def get_modules(workspace: str, services: Using, actor: Me) -> Items[ModuleInfoAnswer]:
    """Every module."""
    found = await list_modules(services, actor, workspace)
    return Items(
        items=[
            ModuleInfoAnswer(
                name=one.name,
                title=one.module.title,
                description=one.module.description,
                icon=one.module.icon,
                icon_paths=list(icon_paths(one.module.icon or ICON)),
                settings=[setting.model_dump(mode="json") for setting in one.module.settings],
                used_in=list(one.used_in),
            )
            for one in found
        ]
    )


class GroupBody(Body):
    """A screen or module as it is being written (`of`: its file), and the places of components beside each other."""

    of: Annotated[str, Field(max_length=300)]
    definition: dict[str, object]
    group: Annotated[list[list[str | int]], Field(min_length=1, max_length=100)]
    title: Annotated[str, Field(min_length=1, max_length=200)]


class PlannedModuleAnswer(Answer):
    """What a module made of components would be: its name, its definition, and the component to put in their place.

    `reads` says for each of its settings what expression of the screen it stands for.
    """

    name: str
    definition: dict[str, object]
    use: dict[str, object]
    reads: dict[str, str]


class DetachBody(Body):
    """A module, and what it is told where it stands."""

    module: Annotated[str, Field(max_length=63)]
    values: dict[str, object] = Field(default_factory=dict)


class DetachedAnswer(Answer):
    """The components that stand for the module."""

    components: list[dict[str, object]]


@router.post("/plan")
@needs("design", "workspace")
async def post_plan(workspace: str, body: GroupBody, services: Using, actor: Me) -> PlannedModuleAnswer:
    """What components of a screen would be as a module: what they read of it becomes settings. Nothing is stored."""
    place = place_of(body.of)
    if place is None or place.kind not in (SCREEN, MODULE):
        raise InvalidInput(phrase("'{path}' is no screen and no module.", path=body.of), code="module.no_screen")
    group = [tuple(path) for path in body.group]
    made = await plan_module(services, actor, workspace, place, body.definition, group, body.title)
    return PlannedModuleAnswer.model_validate(made)


@router.post("/detach")
@needs("design", "workspace")
async def post_detach(workspace: str, body: DetachBody, services: Using, actor: Me) -> DetachedAnswer:
    """The components of a module with what it is told written into them. Nothing is stored."""
    found = await detach_module(services, actor, workspace, body.module, body.values)
    return DetachedAnswer.model_validate({"components": found})


@router.get("/{module}")
@needs("design", "workspace")
async def get_module(workspace: str, module: str, services: Using, actor: Me) -> DefinitionAnswer:
    """One module."""
    return _answer(await read_definition(services, actor, workspace, MODULE, module))


@router.put("/{module}")
@needs("design", "workspace")
async def put_module(
    workspace: str,
    module: str,
    body: DefinitionBody,
    services: Using,
    actor: Me,
    expect_revision: ExpectRevision = None,
) -> DefinitionAnswer:
    """Store a module; refused where a screen that uses it would no longer fit."""
    found = await put_definition(
        services, actor, workspace, MODULE, (module,), body.root, expect_revision=expect_revision
    )
    return _answer(found)


@router.post("/{module}/rename")
@needs("design", "workspace")
async def post_rename_module(
    workspace: str, module: str, body: RenameBody, services: Using, actor: Me
) -> DefinitionAnswer:
    """Call a module otherwise, and with it every screen and module that uses it."""
    return _answer(await rename_module(services, actor, workspace, module, body.name))


@router.post("/{module}/settings/{setting}/rename")
@needs("design", "workspace")
async def post_rename_setting(
    workspace: str, module: str, setting: str, body: RenameBody, services: Using, actor: Me
) -> DefinitionAnswer:
    """Call a setting of a module otherwise: where the module reads it, and in the values of whatever uses it."""
    return _answer(await rename_module_setting(services, actor, workspace, module, setting, body.name))


@router.delete("/{module}", status_code=204)
@needs("design", "workspace")
async def delete_module(workspace: str, module: str, services: Using, actor: Me) -> None:
    """Remove a module; refused while a screen or another module uses it."""
    await delete_definition(services, actor, workspace, MODULE, module)


# --- while it is written ----------------------------------------------------------------------------------------------


@router.post("/{module}/preview")
@needs("design", "workspace")
async def post_preview(workspace: str, module: str, body: PreviewBody, services: Using, actor: Me) -> DrawnScreenAnswer:
    """Draw a module by itself, with the rights of the caller or as somebody sees it of whom they may see as much.

    `params` are values of its settings; what they do not say is its default, or something of its type.
    """
    found = await preview_screen(services, actor, workspace, _place(module), body.definition, body.params, body.look)
    return DrawnScreenAnswer.model_validate(found)


@router.post("/{module}/expression")
@needs("design", "workspace")
async def post_expression(
    workspace: str, module: str, body: ExpressionBody, services: Using, actor: Me
) -> ExpressionHelpAnswer:
    """Help with an expression of a module that is not stored."""
    found = await help_expression(services, actor, workspace, _place(module), body.ask)
    return ExpressionHelpAnswer.model_validate(found)


@router.post("/{module}/yaml")
@needs("design", "workspace")
async def post_yaml(workspace: str, module: str, body: ScreenToWriteBody, services: Using, actor: Me) -> YamlAnswer:
    """The YAML text that storing a module would write, comments of the stored file included."""
    return YamlAnswer(text=await write_screen_text(services, actor, workspace, _place(module), body.definition))


@router.post("/{module}/yaml/read")
@needs("design", "workspace")
async def post_yaml_read(workspace: str, module: str, body: YamlBody, services: Using, actor: Me) -> ReadScreenAnswer:
    """Check a module as YAML text and answer it as JSON. Everything that is wrong is answered with its line."""
    found = await read_screen_text(services, actor, workspace, _place(module), body.text)
    return ReadScreenAnswer.model_validate(found)


def _place(module: str) -> Place:
    return Place(MODULE, (module,))


def _answer(found: StoredDefinition) -> DefinitionAnswer:
    return DefinitionAnswer(name=found.names[-1], definition=dict(found.data), text=found.text, revision=found.revision)
