"""Drafts: where a published workspace is changed, with rows, secrets and settings of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from toolwright.commands.change_workspace import remove_workspace
from toolwright.commands.create_workspace import create_with_tables
from toolwright.commands.definitions import Secrets, open_workspace
from toolwright.commands.draft_renames import drafted_renames
from toolwright.commands.services import Services
from toolwright.errors import Conflict, NotFound, phrase
from toolwright.extend.schema_change import MovedTable
from toolwright.model.changes import changes_between
from toolwright.model.environment import DEVELOPMENT, PRODUCTION, base_of, draft_of
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.store.connection import Connection
from toolwright.store.saved_views import rename_views
from toolwright.store.secrets import put_secret
from toolwright.store.versions import Version, note_version
from toolwright.tables.moved_names import MovedNames
from toolwright.tables.moving import copies
from toolwright.tables.stored import Designs
from toolwright.tables.view_names import ViewNames


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment of a workspace. `name` is what its workspace is addressed by; `changed` counts definitions."""

    environment: str
    name: str
    version: int | None
    revision: int
    changed: int


async def list_environments(services: Services, actor: Actor, workspace: str) -> list[Environment]:
    """What there is of a workspace: production, and the draft once something was published."""
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    info = await services.workspaces.info(base)
    found = [Environment(PRODUCTION, base, info.version, info.revision, 0)]
    try:
        draft, files = await services.workspaces.read(draft_of(base))
    except NotFound:
        return found
    assert draft.version is not None  # noqa: S101  # a draft begins at a version
    published = await services.versions.files(base, draft.version)
    changed = len(changes_between(published, files))
    return [Environment(DEVELOPMENT, draft.name, draft.version, draft.revision, changed), *found]


async def list_versions(services: Services, actor: Actor, workspace: str) -> tuple[int | None, tuple[Version, ...]]:
    """The version that is served, and every version, the last first."""
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    return (await services.workspaces.info(base)).version, await services.versions.list(base)


async def read_version(services: Services, actor: Actor, workspace: str, number: int) -> dict[str, str]:
    """The files of a version. Raises NotFound."""
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    return await services.versions.files(base, number)


async def start_draft(services: Services, actor: Actor, workspace: str, *, copy_rows: bool = True) -> Workspace:
    """A draft that begins as what is served, with its rows or without. Raises Conflict when there is one already."""
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    info, files = await services.workspaces.read(base)
    if info.version is None:
        raise Conflict(
            phrase("'{base}' is changed where it is: nothing of it was published yet.", base=base),
            code="version.not_found",
            hint="Publish it first.",
        )
    production = await services.workspaces.get(base)
    draft = draft_of(base)
    secrets = await secrets_of(services, base, production.sources.keys(), production.variables.keys())
    start = _Start(production, draft, files, info.version)
    return await _make(services, actor, start, secrets, copy_rows=copy_rows)


@dataclass(frozen=True, slots=True)
class _Start:
    """What a draft begins as."""

    production: Workspace
    draft: str
    files: Mapping[str, str]
    version: int


async def _make(services: Services, actor: Actor, start: _Start, secrets: Secrets, *, copy_rows: bool) -> Workspace:
    production, draft, files = start.production, start.draft, start.files
    message = f"Draft of version {start.version}"
    async with AsyncExitStack() as stack:
        tables: Sequence[MovedTable] = ()
        if copy_rows and production.designs:
            link = await stack.enter_async_context(services.links.use(production, None))
            tables = await copies(link)

        def fill(_designs: Designs) -> Sequence[MovedTable]:
            return tables

        made = await create_with_tables(
            services,
            actor,
            draft,
            files,
            message,
            "start_draft",
            secrets,
            fill=fill if tables else None,
            version=start.version,
        )
    if made is not None:
        return made

    async def within(connection: Connection) -> None:
        for secret, value in secrets.items():
            await put_secret(connection, draft, secret, services.vault.encrypt(draft, secret, value))
        await note_version(connection, draft, start.version)
        await services.audit.append(connection, actor, "start_draft", f"workspace/{draft}", {"message": message})

    author = actor.name or actor.email or actor.kind
    return await services.workspaces.create(draft, files, author=author, message=message, within=within)


async def discard_draft(services: Services, actor: Actor, workspace: str) -> None:
    """Remove the draft with its rows and what was changed in it; what is published stays. Raises NotFound."""
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    draft = draft_of(base)
    await services.workspaces.info(draft)
    back = (await drafted_renames(services, base)).inverse()
    rewrite = ViewNames(MovedNames.of(await services.workspaces.get(draft), back)).renamed

    async def within(connection: Connection) -> None:
        await rename_views(connection, base, back.tables, rewrite)

    await remove_workspace(services, actor, draft, "discard_draft", within)


async def secrets_of(
    services: Services, workspace: str, sources: Collection[str], variables: Collection[str] = ()
) -> dict[str, str]:
    """What is sealed for these data sources and variables, in plain text, to be sealed for another environment."""
    found: dict[str, str] = {}
    for name in await services.vault.names(workspace):
        parts = name.split("/")
        is_wanted = len(parts) == 3 and (
            (parts[0] == "sources" and parts[1] in sources) or (parts[0] == "variables" and parts[2] in variables)
        )
        if is_wanted:
            found[name] = await services.vault.open(workspace, name)
    return found
