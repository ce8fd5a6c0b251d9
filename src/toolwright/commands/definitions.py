"""What commands that change definitions share: who may, sealing secrets, saving with an audit line."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolwright.commands.check_screens import check_screens
from toolwright.commands.operator import sealed_for_files
from toolwright.commands.services import Services
from toolwright.errors import Conflict, FieldError, InvalidInput, NotFound, NotSignedIn, ToolwrightError, phrase
from toolwright.extend.source_settings import ALLOWED, is_marker, moved_secrets, split_secrets
from toolwright.model.base import Model
from toolwright.model.environment import is_draft
from toolwright.model.files import SOURCE, place_of
from toolwright.model.variable import sealed_as
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import dump_data, dump_yaml, load_yaml
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource, Verb
from toolwright.policy.engine import Policy, require
from toolwright.policy.growth import check_growth
from toolwright.rows.person import user_of
from toolwright.store import origin
from toolwright.store.connection import Connection
from toolwright.store.pending import PendingChange, being_changed
from toolwright.store.secrets import keep_secrets, put_secret
from toolwright.store.versions import note_version
from toolwright.tables import NO_RENAMES, Renames, SchemaPlan
from toolwright.tables.keeper import Fill
from toolwright.tables.plan import words_of

Secrets = Mapping[str, str]
"""Secret settings in plain text, by their name in the vault (`sources/erp/password`)."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What is said about internal tables along with new definitions: what is only renamed, and that data may go."""

    renames: Renames = NO_RENAMES
    allow_loss: bool = False


NO_WORD = Migration()


@dataclass(frozen=True, slots=True)
class Sealed:
    """Files fit to be stored, and the secrets that were in them."""

    files: Mapping[str, str]
    secrets: Secrets


async def open_workspace(services: Services, actor: Actor, name: str, verb: Verb = "design") -> Workspace:
    """The workspace, when the actor may `verb` it. A hidden one is answered like an absent one."""
    try:
        workspace = await services.workspaces.get(name)
    except NotFound:
        if actor.kind == "anonymous":
            raise NotSignedIn("Sign in to do this.", code="auth.not_signed_in") from None
        raise
    require(actor, verb, Resource("workspace", name, name), workspace)
    return workspace


def seal_files(services: Services, files: Mapping[str, str]) -> Sealed:
    """The files with `{secret: true}` in place of every secret that stands in them in plain text.

    A file that cannot be read is left as it is: checking will say why, and nothing is stored then.
    """
    kept: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for path, text in files.items():
        kept[path], found = _seal_file(services, path, text)
        secrets |= found
    return Sealed(kept, secrets)


def _seal_file(services: Services, path: str, text: str) -> tuple[str, dict[str, str]]:
    place = place_of(path)
    if place is None or place.kind is not SOURCE:
        return text, {}
    try:
        data = load_yaml(text, path).data
        kind, settings = data.get("kind"), data.get("settings")
        if not isinstance(kind, str) or not isinstance(settings, dict) or kind not in services.kinds.datasources:
            return text, {}
        public, secrets = split_secrets(services.kinds.datasources.get(kind).Settings, settings)
    except ToolwrightError:
        return text, {}
    if not secrets:
        return text, {}
    named = {f"sources/{place.names[0]}/{field}": value for field, value in secrets.items()}
    return dump_data({**data, "settings": public}, text), named


async def save(
    services: Services,
    actor: Actor,
    name: str,
    files: Mapping[str, str],
    *,
    verb: str,
    message: str,
    expect_revision: int | None = None,
    secrets: Secrets | None = None,
    detail: Mapping[str, object] | None = None,
    migration: Migration = NO_WORD,
) -> Workspace:
    """Store exactly these files, with the audit line and the secrets in the same transaction.

    Where they design internal tables otherwise than before, these are changed too, and all of it happens or nothing.
    Raises Conflict (`schema.loses_data`, `schema.impossible`) with the plan when their rows do not allow it.
    """
    known, checked, note, given = await prepared(
        services,
        actor,
        PendingChange(
            workspace=name,
            change="",
            sort="replace",
            files=files,
            base_revision=expect_revision,
            verb=verb,
            message=message,
            detail={"message": message, **(detail or {})},
            renames=migration.renames.texts(),
        ),
        secrets,
    )
    return await store(services, actor, known, checked, note, given, migration)


async def prepared(
    services: Services, actor: Actor, note: PendingChange, secrets: Secrets | None = None
) -> tuple[Workspace, Workspace, PendingChange, Secrets]:
    """The workspace as it is and as the files of `note` define it, the note complete, and secrets to be stored with it.

    Raises what stands in the way of storing these files.
    """
    name, files = note.workspace, note.files
    checked = await services.workspaces.check(name, files)
    known = await services.workspaces.get(name)
    await refuse_published(services, name, files)
    given = {**sealed_for_files(services, actor, known.sources, checked.sources), **(secrets or {})}
    check_growth(actor, known, checked)
    refuse_moved_secrets(services, known, checked, given)
    kept = kept_secrets(known, checked, given)
    _, before = await services.workspaces.read(name)
    await check_screens(services, checked, files, before)
    whole = replace(
        note,
        base_revision=known.revision if note.base_revision is None else note.base_revision,
        kept_secrets=kept,
        gone_secrets=gone_values(known, checked),
    )
    return known, checked, whole, given


async def store(
    services: Services,
    actor: Actor,
    known: Workspace,
    checked: Workspace,
    note: PendingChange,
    secrets: Secrets,
    migration: Migration,
) -> Workspace:
    """Store files that were checked, as `note` says, and change the internal tables where they are designed anew."""
    saved = await change_tables(services, actor, checked, note, secrets, migration)
    if saved is None:
        saved = await _replace(services, actor, note, secrets)
    for source in known.sources.keys() - checked.sources.keys():
        await services.links.forget(note.workspace, source)
    return saved


async def refuse_published(services: Services, name: str, files: Mapping[str, str]) -> None:
    """Raise Conflict when these files would change what was published in anything but the settings of sources."""
    info, before = await services.workspaces.read(name)
    if info.version is None or is_draft(name) or not differ_beyond_settings(before, files):
        return
    draft = await services.workspaces.working(name)
    raise Conflict(
        phrase("'{name}' is published, so it is changed in its draft.", name=name),
        code="workspace.published",
        hint="Begin a draft first." if draft == name else phrase("Change '{draft}', and publish it.", draft=draft),
    )


def differ_beyond_settings(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether files differ in anything that does not belong to the environment they are in."""
    if before.keys() != after.keys():
        return True
    return any(_without_settings(path, text) != _without_settings(path, after[path]) for path, text in before.items())


def _without_settings(path: str, text: str) -> object:
    place = place_of(path)
    if place is None or place.kind is not SOURCE:
        return text
    return {**load_yaml(text, path).data, "settings": None}


async def _replace(services: Services, actor: Actor, note: PendingChange, secrets: Secrets) -> Workspace:
    """Store the files of a change that leaves the tables as they are."""
    name = note.workspace

    async def within(connection: Connection) -> None:
        await keep_secrets(connection, name, note.kept_secrets, note.gone_secrets)
        for secret, value in secrets.items():
            await put_secret(connection, name, secret, services.vault.encrypt(name, secret, value))
        if note.version is not None:
            await note_version(connection, name, note.version)
        await services.audit.append(connection, actor, note.verb, f"workspace/{name}", note.detail)

    return await services.workspaces.replace(
        name,
        note.files,
        author=actor.name or actor.email or actor.kind,
        message=note.message,
        expect_revision=note.base_revision,
        within=within,
        renames=note.renames,
    )


async def change_tables(
    services: Services,
    actor: Actor,
    checked: Workspace,
    note: PendingChange,
    secrets: Secrets,
    migration: Migration = NO_WORD,
    fill: Fill | None = None,
) -> Workspace | None:
    """Change internal tables as `checked` designs them, and store its files as `note` says; None when nothing is due.

    New tables hold what `fill` says from the beginning. Raises Conflict when data would be lost and nobody allowed it.
    """
    await settle(services, checked.name)
    plan = await plan_tables(services, actor, checked, migration)
    if plan.is_empty:
        return None
    plan.refuse_loss(migration.allow_loss)
    words = words_of(plan.planned)
    told = replace(note, detail={**note.detail, "tables": words}, plan=tuple(words))
    return await services.tables.carry_out(plan, as_pending(services, actor, told, secrets), fill)


async def settle(services: Services, name: str) -> None:
    """Have no change of the workspace pending. Raises Conflict (`workspace.changing`) while somebody is at one."""
    await services.tables.settle(name)
    if await services.workspaces.pending(name) is not None:
        raise being_changed()


def as_pending(services: Services, actor: Actor, note: PendingChange, secrets: Secrets) -> PendingChange:
    """The note with who changes the tables, and what is sealed along with it."""
    sealed = {
        secret: base64.b64encode(services.vault.encrypt(note.workspace, secret, value)).decode()
        for secret, value in secrets.items()
    }
    came_from = origin.get()
    return replace(
        note,
        author=actor.name or actor.email or actor.kind,
        actor_id=actor.user_id,
        secrets=sealed,
        request_id=came_from.request_id,
        ip=came_from.ip,
    )


async def plan_tables(services: Services, actor: Actor, checked: Workspace, migration: Migration) -> SchemaPlan:
    """What storing a checked workspace does to its internal tables."""
    user = user_of(actor, Policy.of(checked))
    return await services.tables.plan(checked, renames=migration.renames, allow_loss=migration.allow_loss, user=user)


def refuse_moved_secrets(services: Services, before: Workspace, after: Workspace, given: Secrets) -> None:
    """Raise InvalidInput when a stored secret would go to another address than it was given for."""
    for name, source in after.sources.items():
        was = before.sources.get(name)
        if was is None or was == source or source.kind not in services.kinds.datasources:
            continue
        fresh = [field for field in source.settings if f"sources/{name}/{field}" in given]
        if was.kind != source.kind:  # the same host, perhaps, but another port and another server
            marked = [field for field, value in source.settings.items() if is_marker(value) and field not in fresh]
            raise_if_moved(marked, source.title)
            continue
        model = services.kinds.datasources.get(source.kind).Settings
        raise_if_moved(moved_secrets(model, was.settings, source.settings, fresh), source.title)


def kept_secrets(before: Workspace, after: Workspace, given: Secrets) -> tuple[str, ...]:
    """The names of all secrets that stay: those a source has shown as set, and still does, and those given now.

    Whatever else lies in the vault goes, so that a source that is taken away and comes back, perhaps with another
    address, finds nothing there that was entered for the first one.
    """
    kept = set(given)
    for name, source in after.sources.items():
        was = before.sources.get(name)
        if was is not None and was.kind == source.kind:
            both = [field for field, value in source.settings.items() if is_marker(value)]
            kept |= {f"sources/{name}/{field}" for field in both if is_marker(was.settings.get(field))}
            kept.add(f"sources/{name}/{ALLOWED}")
    return tuple(sorted(kept))


def gone_values(before: Workspace, after: Workspace) -> tuple[str, ...]:
    """Where values lie that go: of variables that are taken away, and of secret ones that become plain, or back."""
    places = {sealed_as(name, variable) for name, variable in before.variables.items()}
    return tuple(sorted(places - {sealed_as(name, variable) for name, variable in after.variables.items()}))


def raise_if_moved(secrets: Sequence[str], title: str) -> None:
    """Raise InvalidInput, an error at each of these stored secrets, when there are any."""
    if not secrets:
        return
    raise InvalidInput(
        phrase("{title} has another address now, so give its {secrets} again.", title=title, secrets=secrets[0]),
        code="source.secret_moved",
        hint="A saved secret is only sent to the address it was given for.",
        errors=tuple(
            FieldError(f"settings.{name}", "Enter it again: the address has changed.", "source.secret_moved")
            for name in secrets
        ),
    )


async def save_changes(
    services: Services,
    actor: Actor,
    name: str,
    changes: Mapping[str, Model | None],
    *,
    verb: str,
    message: str,
    expect_revision: int | None = None,
    secrets: Secrets | None = None,
    detail: Mapping[str, object] | None = None,
    migration: Migration = NO_WORD,
) -> Workspace:
    """Change some definitions (None removes one) and leave the others as they are; comments are kept."""
    info, files = await services.workspaces.read(name)
    texts = dict(files)
    for path, model in changes.items():
        if model is None:
            texts.pop(path, None)
        else:
            texts[path] = dump_yaml(model, texts.get(path))
    return await save(
        services,
        actor,
        name,
        texts,
        verb=verb,
        message=message,
        expect_revision=info.revision if expect_revision is None else expect_revision,
        secrets=secrets,
        detail=detail,
        migration=migration,
    )
