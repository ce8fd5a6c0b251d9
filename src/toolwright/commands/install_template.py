"""Making a workspace from a template, with its sample database and the people who show its roles."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from toolwright import clock
from toolwright.auth.users import User, get_user
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_user import create_user
from toolwright.commands.create_workspace import create_with_tables
from toolwright.commands.services import Services
from toolwright.errors import Conflict, InvalidInput, NotFound
from toolwright.gallery.template import Template, get_template
from toolwright.model.files import SOURCE
from toolwright.model.source import DataSource
from toolwright.model.yaml_form import dump_yaml
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


@dataclass(frozen=True, slots=True)
class InstalledTemplate:
    """What was made: the workspace, its app's address, and who was added to show its roles."""

    workspace: str
    address: str
    people: tuple[User, ...]


async def install_template(
    services: Services, actor: Actor, name: str, *, workspace: str | None = None, with_people: bool = False
) -> InstalledTemplate:
    """A new workspace of the template. Raises Denied, NotFound, and Conflict when the workspace exists already.

    With `with_people` the template's sample people get accounts without a password; one-time links sign them in.
    """
    require(actor, "manage", Resource("installation"))
    template = get_template(name)
    target = workspace or template.name
    if target in {info.name for info in await services.workspaces.list()}:
        raise Conflict(
            f"There is a workspace '{target}' already.", code="workspace.exists", hint="Choose another name."
        )
    database = services.settings.home.absolute() / "databases" / target / f"{template.source}.db"
    await asyncio.to_thread(_build, template, database)
    files = _pointed_at(template, database)
    message = f"Install template {template.title}"
    made = await create_with_tables(services, actor, target, files, message, "install_template", {})
    if made is None:
        await services.workspaces.create(target, files, author=actor.user_id, message=message)
        await services.audit.record(actor, "install_template", f"workspace/{target}", {"template": template.name})
    people = await _add_people(services, actor, template, target) if with_people else ()
    return InstalledTemplate(target, f"/apps/{target}/{template.app}/", people)


def _build(template: Template, database: Path) -> None:
    """The sample database, made anew unless an earlier try got this far: nothing else refers to it yet."""
    database.parent.mkdir(parents=True, exist_ok=True)
    if not database.exists():
        template.build(database, clock.now().date())


def _pointed_at(template: Template, database: Path) -> dict[str, str]:
    files = template.definitions()
    path = SOURCE.path_for(template.source)
    if path not in files:
        raise InvalidInput(f"The template has no source '{template.source}'.", code="template.broken")
    source = DataSource(title=f"{template.title} database", kind="sqlite", settings={"path": str(database)})
    files[path] = dump_yaml(source, files[path])
    return files


async def _add_people(services: Services, actor: Actor, template: Template, workspace: str) -> tuple[User, ...]:
    people = []
    for person in template.people:
        try:
            async with services.db.read() as connection:
                user = await get_user(connection, person.email)
        except NotFound:
            user = await create_user(services, actor, email=person.email, name=person.name)
        people.append(await assign_roles(services, actor, user.id, workspace=workspace, roles=[person.role]))
    return tuple(people)
