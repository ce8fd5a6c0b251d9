"""Making a working app from a database: the source, its tables, two roles, and the screens."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.definitions import save_changes
from toolwright.commands.list_workspaces import address_of
from toolwright.commands.plan_generation import GenerationPlan, GenerationRequest, plan_generation
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput
from toolwright.extend.translation import say_everything
from toolwright.model.base import Model
from toolwright.model.files import APP, ROLE, SCREEN, SOURCE, TABLE, WORKSPACE
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.model.yaml_form import dump_yaml
from toolwright.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Generated:
    """What was made, and where it is."""

    workspace: Workspace
    plan: GenerationPlan
    address: str


async def generate_app(services: Services, actor: Actor, request: GenerationRequest) -> Generated:
    """Generate an app into a new workspace, or add it to one that exists. Nothing is stored when anything fails."""
    plan = await plan_generation(services, actor, request)
    if not plan.tables:
        raise InvalidInput(
            "There is nothing to generate from.",
            code="generate.no_tables",
            hint=plan.warnings[0] if plan.warnings else "Choose at least one table.",
        )
    files = definitions_of(plan)
    source = plan.source_definition
    say = say_everything(request.language)
    message = say("Generated from {source}", source=say("built-in tables") if source is None else source.title)
    if plan.is_new_workspace:
        texts = {path: dump_yaml(model) for path, model in files.items()}
        workspace = await create_workspace(
            services, actor, plan.workspace, files=texts, secrets=plan.secrets, message=message
        )
    else:
        workspace = await save_changes(
            services,
            actor,
            plan.workspace,
            files,
            verb="generate_app",
            message=message,
            secrets=plan.secrets,
            detail={"source": plan.source, "app": plan.app, "tables": len(plan.tables)},
        )
    return Generated(workspace, plan, address_of(plan.workspace, plan.app))


def definitions_of(plan: GenerationPlan) -> dict[str, Model]:
    """Everything a plan makes, by path."""
    files: dict[str, Model] = {}
    if plan.is_new_workspace:
        files[WORKSPACE.path] = WorkspaceDefinition(title=plan.title)
    if plan.source_definition is not None:
        files[SOURCE.path_for(plan.source)] = plan.source_definition
        files |= {TABLE.path_for(ref): table for ref, table in plan.tables.items()}
    files |= {ROLE.path_for(name): role for name, role in plan.made.roles.items()}
    files[APP.path_for(plan.app)] = plan.made.app
    files |= {SCREEN.path_for(plan.app, name): screen for name, screen in plan.made.screens.items()}
    return files
