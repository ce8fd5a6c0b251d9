"""Reading, storing and removing one definition of a workspace: a table, role, app or screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from toolwright.commands.definitions import NO_WORD, Migration, open_workspace, save, seal_files
from toolwright.commands.services import Services
from toolwright.errors import Conflict, InvalidInput, NotFound, phrase
from toolwright.extend.checking import parse_file
from toolwright.model.base import Model
from toolwright.model.files import FileKind, place_of
from toolwright.model.yaml_form import dump_data, dump_yaml, load_yaml
from toolwright.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class StoredDefinition:
    """A definition with every default filled in, its text, and the revision of the workspace it was read from."""

    names: tuple[str, ...]
    data: Mapping[str, object]
    text: str
    revision: int


async def list_definitions(
    services: Services, actor: Actor, workspace: str, kind: FileKind, within: str | None = None
) -> list[StoredDefinition]:
    """Every definition of a kind (screens: of one app), by name."""
    return (await list_at_revision(services, actor, workspace, kind, within))[1]


async def list_at_revision(
    services: Services, actor: Actor, workspace: str, kind: FileKind, within: str | None = None
) -> tuple[int, list[StoredDefinition]]:
    """The revision of the workspace, and every definition of a kind in it."""
    await open_workspace(services, actor, workspace)
    info, files = await services.workspaces.read(workspace)
    found = []
    for path, text in sorted(files.items()):
        place = place_of(path)
        if place is not None and place.kind is kind and within in (None, place.names[0]):
            found.append(_stored(place.names, kind, text, info.revision))
    return info.revision, found


async def read_definition(
    services: Services, actor: Actor, workspace: str, kind: FileKind, *names: str
) -> StoredDefinition:
    """One definition. Raises NotFound."""
    await open_workspace(services, actor, workspace)
    info, files = await services.workspaces.read(workspace)
    text = files.get(kind.path_for(*names))
    if text is None:
        raise NotFound(
            phrase("There is no {kind} '{names}'.", kind=phrase(kind.name), names="/".join(names)),
            code=f"{kind.name}.not_found",
        )
    return _stored(names, kind, text, info.revision)


async def put_definition(
    services: Services,
    actor: Actor,
    workspace: str,
    kind: FileKind,
    names: tuple[str, ...],
    definition: Mapping[str, object],
    *,
    expect_revision: int | None = None,
    migration: Migration = NO_WORD,
) -> StoredDefinition:
    """Store one definition, new or changed; comments in its file are kept. Refused when anything no longer fits."""
    await open_workspace(services, actor, workspace)
    info, files = await services.workspaces.read(workspace)
    path = kind.path_for(*names)
    changed = {**files, path: definition_text(kind, definition, files.get(path))}
    sealed = seal_files(services, changed)
    word = "Changed" if path in files else "Added"
    await save(
        services,
        actor,
        workspace,
        sealed.files,
        verb=f"change_{kind.name}",
        message=f"{word} {kind.name} {'/'.join(names)}",
        expect_revision=info.revision if expect_revision is None else expect_revision,
        secrets=sealed.secrets,
        detail={kind.name: "/".join(names)},
        migration=migration,
    )
    return await read_definition(services, actor, workspace, kind, *names)


async def delete_definition(
    services: Services, actor: Actor, workspace: str, kind: FileKind, *names: str, migration: Migration = NO_WORD
) -> None:
    """Remove one definition; an app goes with its screens. Refused while something refers to it."""
    await read_definition(services, actor, workspace, kind, *names)
    info, files = await services.workspaces.read(workspace)
    path = kind.path_for(*names)
    folder = path.rpartition("/")[0] + "/" if kind.name == "app" else None
    kept = {other: text for other, text in files.items() if other != path and not (folder and other.startswith(folder))}
    if kept == files:
        raise Conflict("Somebody else removed it first.", code="workspace.stale")
    await save(
        services,
        actor,
        workspace,
        kept,
        verb=f"delete_{kind.name}",
        message=f"Removed {kind.name} {'/'.join(names)}",
        expect_revision=info.revision,
        detail={kind.name: "/".join(names)},
        migration=migration,
    )


def definition_text(kind: FileKind, definition: Mapping[str, object], previous: str | None) -> str:
    """The canonical text; of what is not valid, the text as it is, so that checking can point into it."""
    try:
        return dump_yaml(kind.model.model_validate(definition), previous)
    except ValidationError:
        pass
    try:
        return dump_data(definition, previous)
    except ValueError as fault:
        raise InvalidInput(
            phrase("This cannot be stored: {fault}.", fault=phrase(*fault.args)), code="definition.unstorable"
        ) from fault


def _stored(names: tuple[str, ...], kind: FileKind, text: str, revision: int) -> StoredDefinition:
    path = kind.path_for(*names)
    parsed = parse_file(path, text)
    data = parsed.model_dump(mode="json", by_alias=True) if isinstance(parsed, Model) else load_yaml(text, path).data
    return StoredDefinition(names, data, text, revision)
