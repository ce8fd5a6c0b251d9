"""Publishing: the draft of a workspace as a new version that people use, and going back to one.

A version never changes; which one is served is noted in the transaction that stores its files, so people always have
the one or the other. Settings of data sources belong to the environment: a version brings those of new sources along
and leaves the others as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolwright.commands.check_screens import check_screens
from toolwright.commands.definitions import (
    Migration,
    Secrets,
    kept_secrets,
    open_workspace,
    plan_tables,
    store,
)
from toolwright.commands.draft_renames import chain, renames_to_draft
from toolwright.commands.drafts import secrets_of, start_draft
from toolwright.commands.rename_variable import renamed_values, with_variables_renamed
from toolwright.commands.services import Services
from toolwright.commands.variables import gone_with, without_value
from toolwright.errors import Conflict, NotFound, phrase
from toolwright.model.changes import Change, changes_between
from toolwright.model.environment import base_of, draft_of
from toolwright.model.files import SOURCE, place_of
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import dump_data, load_yaml
from toolwright.policy.actor import Actor
from toolwright.policy.growth import check_growth
from toolwright.store.pending import PendingChange, refuse_pending
from toolwright.store.planned import drop_planned
from toolwright.store.versions import Version, add_version, hash_of, note_version
from toolwright.store.workspaces import WorkspaceInfo
from toolwright.tables import Renames, SchemaPlan


@dataclass(frozen=True, slots=True)
class Release:
    """What serving another version means: how definitions differ, and what happens to internal tables.

    `missing` names variables that have no value where people use it.
    """

    changes: tuple[Change, ...]
    schema: SchemaPlan | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """Everything about moving what is served to other files, checked and not done yet."""

    known: Workspace
    checked: Workspace
    info: WorkspaceInfo
    before: Mapping[str, str]
    files: Mapping[str, str]
    renames: Renames


async def plan_publishing(services: Services, actor: Actor, name: str) -> Release:
    """What publishing the draft now would do. Nothing is changed. Raises NotFound, Denied, InvalidDefinition."""
    base = base_of(name)
    await open_workspace(services, actor, base)
    info, files = await services.workspaces.read(base)
    if info.version is None:
        known = await services.workspaces.get(base)
        return Release(changes_between({}, files), None, await without_value(services, known))
    draft, drafted = await _draft(services, base)
    renames = await renames_to_draft(services, await services.versions.list(base), info.version, draft)
    return await _release(services, actor, await _step(services, info, files, drafted, renames))


async def plan_roll_back(services: Services, actor: Actor, name: str, number: int) -> Release:
    """What serving an earlier or later version instead would do. Nothing is changed."""
    base = base_of(name)
    await open_workspace(services, actor, base)
    return await _release(services, actor, await _step_to(services, base, number))


async def publish(
    services: Services,
    actor: Actor,
    name: str,
    *,
    message: str,
    expect_revision: int | None = None,
    allow_loss: bool = False,
    copy_rows: bool = True,
    expect_hash: str | None = None,
) -> Version:
    """The draft as the next version, which is served from now on.

    The first time, what is there becomes version 1, and the draft begins as a copy of it, with its rows if `copy_rows`.
    `expect_revision` is that of the draft, the first time of the workspace; `expect_hash` is of the draft's files.
    Raises Conflict: `version.nothing_new`, `workspace.stale`, `schema.loses_data`, `schema.impossible`.
    """
    base = base_of(name)
    await open_workspace(services, actor, base)
    info, files = await services.workspaces.read(base)
    if info.version is None:
        await _first(services, actor, info, files, message, expect_revision)
        await start_draft(services, actor, base, copy_rows=copy_rows)
        return await _version(services, base, 1)
    ready = await _ready(services, actor, info, files, expect_revision, allow_loss=allow_loss)
    draft, step, now = ready.draft, ready.step, ready.hash
    if expect_hash is not None and expect_hash != now:
        raise Conflict("The draft has changed.", code="workspace.stale", hint="Look at the differences again.")
    latest = (await services.versions.list(base))[0]
    number = latest.number
    if latest.hash != now:
        number = await _add(services, actor, base, draft, ready.files, message)
    known = {name: source.kind for name, source in step.known.sources.items()}
    fresh = [name for name, source in step.checked.sources.items() if known.get(name) != source.kind]
    secrets = await secrets_of(services, draft.name, fresh)
    await _serve(services, actor, step, number, "publish", message, secrets, allow_loss)
    async with services.db.begin() as connection:
        await drop_planned(connection, base, now)
    return await _version(services, base, number)


async def check_publishing(
    services: Services, actor: Actor, name: str, *, allow_loss: bool = False, expect_revision: int | None = None
) -> str:
    """The hash of the draft, when it could be published now. Raises what publishing would; changes nothing."""
    base = base_of(name)
    await open_workspace(services, actor, base)
    info, files = await services.workspaces.read(base)
    if info.version is None:
        raise Conflict(
            phrase("Nothing of '{base}' was published yet.", base=base),
            code="version.not_found",
            hint="Publish it first.",
        )
    ready = await _ready(services, actor, info, files, expect_revision, allow_loss=allow_loss)
    check_growth(actor, ready.step.known, ready.step.checked)
    return ready.hash


async def roll_back(
    services: Services, actor: Actor, name: str, number: int, *, message: str | None = None, allow_loss: bool = False
) -> Version:
    """Have an earlier version (or a later one again) be served. The draft stays as it is."""
    base = base_of(name)
    await open_workspace(services, actor, base)
    step = await _step_to(services, base, number)
    if step.info.version == number:
        raise Conflict(phrase("Version {number} is served already.", number=number), code="version.nothing_new")
    said = message or f"Back to version {number}"
    await _serve(services, actor, step, number, "roll_back", said, {}, allow_loss)
    return await _version(services, base, number)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A draft that can be published."""

    draft: WorkspaceInfo
    files: Mapping[str, str]
    step: _Step
    hash: str


async def _ready(
    services: Services,
    actor: Actor,
    info: WorkspaceInfo,
    files: Mapping[str, str],
    expect_revision: int | None,
    *,
    allow_loss: bool,
) -> _Ready:
    draft, drafted = await _draft(services, info.name)
    _expect(draft, expect_revision)
    versions, now = await services.versions.list(info.name), hash_of(drafted)
    assert info.version is not None  # noqa: S101  # a draft is of what was published
    if any(one.hash == now for one in versions if one.number == info.version):
        raise Conflict("Nothing has changed since the last version.", code="version.nothing_new")
    renames = await renames_to_draft(services, versions, info.version, draft)
    step = await _step(services, info, files, drafted, renames)
    (await _schema_of(services, actor, step)).refuse_loss(allow_loss)
    return _Ready(draft, drafted, step, now)


# --- the steps --------------------------------------------------------------------------------------------------------


async def _draft(services: Services, base: str) -> tuple[WorkspaceInfo, dict[str, str]]:
    try:
        return await services.workspaces.read(draft_of(base))
    except NotFound:
        raise Conflict(
            phrase("'{base}' has no draft.", base=base), code="draft.missing", hint="Start one from what is published."
        ) from None


async def _first(
    services: Services,
    actor: Actor,
    info: WorkspaceInfo,
    files: Mapping[str, str],
    message: str,
    expect_revision: int | None,
) -> None:
    """What people use already becomes version 1; nothing of it changes."""
    _expect(info, expect_revision)
    await services.tables.settle(info.name)
    async with services.db.begin() as connection:
        await refuse_pending(connection, info.name)
        await note_version(connection, info.name, 1, expect_revision=info.revision)
        await add_version(connection, info.name, files, author=_author(actor), message=message)
        detail = {"version": 1, "message": message}
        await services.audit.append(connection, actor, "publish", f"workspace/{info.name}", detail)


async def _add(
    services: Services, actor: Actor, base: str, draft: WorkspaceInfo, files: Mapping[str, str], message: str
) -> int:
    """Keep the draft as a version. Its renames are since the one before: versions are a chain."""
    versions = await services.versions.list(base)
    renames = (await renames_to_draft(services, versions, versions[0].number, draft)).texts()
    async with services.db.begin() as connection:
        number = await add_version(connection, base, files, author=_author(actor), message=message, renames=renames)
        await note_version(connection, draft.name, number, expect_revision=draft.revision)
    return number


async def _serve(
    services: Services,
    actor: Actor,
    step: _Step,
    number: int,
    verb: str,
    message: str,
    secrets: Secrets,
    allow_loss: bool,
) -> None:
    check_growth(actor, step.known, step.checked)
    secrets = {**secrets, **await renamed_values(services, step.checked, step.renames.variables)}
    gone = await gone_with(services, step.checked, of_all=verb == "publish")
    note = PendingChange(
        workspace=step.info.name,
        change="",
        sort="replace",
        files=step.files,
        base_revision=step.info.revision,
        verb=verb,
        message=message,
        detail={"message": message, "version": number, "from": step.info.version},
        kept_secrets=kept_secrets(step.known, step.checked, secrets),
        gone_secrets=gone,
        renames=step.renames.texts(),
        version=number,
    )
    migration = Migration(step.renames, allow_loss)
    await store(services, actor, step.known, step.checked, note, secrets, migration)


async def _step_to(services: Services, base: str, number: int) -> _Step:
    info, files = await services.workspaces.read(base)
    if info.version is None:
        raise NotFound(phrase("Nothing of '{base}' was published yet.", base=base), code="version.not_found")
    wanted = await services.versions.files(base, number)
    renames = chain(await services.versions.list(base), info.version, number)
    return await _step(services, info, files, wanted, renames)


async def _step(
    services: Services,
    info: WorkspaceInfo,
    before: Mapping[str, str],
    wanted: Mapping[str, str],
    renames: Renames,
) -> _Step:
    known = await services.workspaces.get(info.name)
    files = with_own_settings(wanted, with_variables_renamed(before, renames.variables))
    checked = await services.workspaces.check(info.name, files)
    await check_screens(services, checked, files, before)
    return _Step(known, checked, info, before, files, renames.among(_names(known), _names(checked)))


async def _schema_of(services: Services, actor: Actor, step: _Step) -> SchemaPlan:
    await services.tables.settle(step.info.name)
    return await plan_tables(services, actor, step.checked, Migration(step.renames))


async def _release(services: Services, actor: Actor, step: _Step) -> Release:
    coming = await renamed_values(services, step.checked, step.renames.variables)
    missing = await without_value(services, step.checked, coming)
    return Release(changes_between(step.before, step.files), await _schema_of(services, actor, step), missing)


def _names(workspace: Workspace) -> dict[str, set[str]]:
    return {ref: {column.name for column in table.columns} for ref, table in workspace.designs.items()}


# --- shared -----------------------------------------------------------------------------------------------------------


def with_own_settings(files: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Files of a version for an environment: data sources that it knows keep the settings they have there."""
    found = dict(files)
    for path, text in files.items():
        place = place_of(path)
        if place is None or place.kind is not SOURCE or path not in own:
            continue
        data, here = load_yaml(text, path).data, load_yaml(own[path], path).data
        if data.get("kind") == here.get("kind") and data.get("settings") != here.get("settings"):
            found[path] = dump_data({**data, "settings": here.get("settings")}, text)
    return found


def _expect(info: WorkspaceInfo, expect_revision: int | None) -> None:
    if expect_revision is not None and info.revision != expect_revision:
        raise Conflict(
            phrase(
                "There is revision {revision} now; you looked at {expect_revision}.",
                revision=info.revision,
                expect_revision=expect_revision,
            ),
            code="workspace.stale",
            hint="Look at the differences again.",
            extra={"revision": info.revision},
        )


async def _version(services: Services, base: str, number: int) -> Version:
    return next(one for one in await services.versions.list(base) if one.number == number)


def _author(actor: Actor) -> str:
    return actor.name or actor.email or actor.kind
