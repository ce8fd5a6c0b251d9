"""Making a workspace from a template, with what its tables hold and the people who show its roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolwright import clock
from toolwright.auth.users import User, add_user, get_user, set_roles
from toolwright.commands.create_workspace import check_name, create_with_tables
from toolwright.commands.languages import check_language
from toolwright.commands.services import Services
from toolwright.errors import Conflict, NotFound, phrase
from toolwright.extend.schema_change import MovedTable
from toolwright.extend.translation import ENGLISH, say_everything
from toolwright.gallery.sample import SamplePerson
from toolwright.gallery.sowing import sown
from toolwright.gallery.template import TEMPLATES, Template, get_template
from toolwright.model.files import WORKSPACE
from toolwright.model.workspace import WorkspaceDefinition
from toolwright.model.yaml_form import dump_yaml, load_yaml
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require
from toolwright.store.connection import Connection
from toolwright.tables.stored import Designs


@dataclass(frozen=True, slots=True)
class InstalledTemplate:
    """What was made: the workspace, its app's address, and who was added to show its roles."""

    workspace: str
    address: str
    people: tuple[User, ...]


def list_templates(actor: Actor) -> list[Template]:
    """The templates there are, for who may make workspaces."""
    require(actor, "manage", Resource("installation"))
    return list(TEMPLATES.values())


async def install_template(
    services: Services,
    actor: Actor,
    name: str,
    *,
    workspace: str | None = None,
    title: str | None = None,
    language: str = ENGLISH,
    with_people: bool = False,
    with_rows: bool = True,
) -> InstalledTemplate:
    """A new workspace of the template. Raises Denied, NotFound, InvalidInput for a language that is not
    spoken here, and Conflict when the workspace exists already.

    What people read in it (titles, labels, messages, sample rows) is in `language`; names and ids are the same in all.
    Its tables hold the template's sample rows unless those are left out. With `with_people` the template's
    sample people get accounts without a password; one-time links sign them in.
    Definitions and rows are there together or not at all; whatever was made before an interruption is used again.
    """
    require(actor, "manage", Resource("installation"))
    check_language(language)
    template = get_template(name)
    target = workspace or template.name
    check_name(target)
    if target in {info.name for info in await services.workspaces.list()}:
        raise Conflict(
            phrase("There is a workspace '{target}' already.", target=target),
            code="workspace.exists",
            hint="Choose another name.",
        )
    accounts = await _add_people(services, actor, template.people(), target) if with_people else {}
    definitions = template.definitions(language)
    if title:
        told = WorkspaceDefinition.model_validate(
            {**load_yaml(definitions[WORKSPACE.path], WORKSPACE.path).data, "title": title}
        )
        definitions[WORKSPACE.path] = dump_yaml(told)
    known = {email: user.id for email, user in accounts.items()}
    await _make(services, actor, (template, definitions, language), target, known if with_rows else None)
    shown = tuple(accounts[one.email] for one in template.people() if one.signs_in and one.email in accounts)
    return InstalledTemplate(target, f"/apps/{target}/{template.app}/", shown)


async def _make(
    services: Services,
    actor: Actor,
    made_of: tuple[Template, Mapping[str, str], str],
    workspace: str,
    accounts: Mapping[str, str] | None,
) -> None:
    """The workspace, with the sample rows as these accounts made them; without rows for None."""
    template, definitions, language = made_of
    message = say_everything(language)("Made from the template {title}", title=say_everything(language)(template.title))
    if accounts is None:
        await create_with_tables(services, actor, workspace, definitions, message, "install_template", {})
        return
    sample = template.sample(clock.now(), language)
    await services.files.keep(workspace, [one.content for one in sample.files()])

    def fill(designs: Designs) -> Sequence[MovedTable]:
        return sown(sample, designs, accounts)

    await create_with_tables(services, actor, workspace, definitions, message, "install_template", {}, fill=fill)


async def _add_people(
    services: Services, actor: Actor, people: Sequence[SamplePerson], workspace: str
) -> dict[str, User]:
    """Everybody, by address, with their role in the workspace that is about to be made."""
    async with services.db.begin() as connection:
        for person in people:
            user = await _account(services, connection, actor, person)
            await set_roles(connection, user.id, workspace, [person.role])
            detail = {"workspace": workspace, "from": (), "to": [person.role]}
            await services.audit.append(connection, actor, "assign_roles", f"user/{user.id}", detail)
        return {person.email: await get_user(connection, person.email) for person in people}


async def _account(services: Services, connection: Connection, actor: Actor, person: SamplePerson) -> User:
    try:
        return await get_user(connection, person.email)
    except NotFound:
        user = await add_user(connection, email=person.email, name=person.name)
        detail = {"email": user.email, "is_admin": False}
        await services.audit.append(connection, actor, "create_user", f"user/{user.id}", detail)
        return user
