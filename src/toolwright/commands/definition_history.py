"""The history of one definition: when it changed, how, and having it again as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from toolwright.commands.definitions import Migration, open_workspace, save, seal_files
from toolwright.commands.services import Services
from toolwright.errors import InvalidDefinition, InvalidInput, NotFound, phrase
from toolwright.model.changes import Change, What, change_of
from toolwright.model.environment import base_of, is_draft
from toolwright.model.files import Place, place_of, wrong_path
from toolwright.policy.actor import Actor
from toolwright.store.definition_history import MOST, DefinitionHistory, State


@dataclass(frozen=True, slots=True)
class Moment:
    """When: after a revision of the workspace as it is being changed, or in a version. One of both is given."""

    revision: int | None = None
    version: int | None = None

    def __str__(self) -> str:
        return f"version {self.version}" if self.version is not None else f"revision {self.revision}"


@dataclass(frozen=True, slots=True)
class Happening:
    """A change of a definition that was saved, or a version that has it otherwise than the version before."""

    moment: Moment
    what: What
    author: str | None
    message: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """What became of a definition, the newest first, and the revision that this is of. `more` happened before."""

    path: str
    place: Place
    title: str
    is_there: bool
    revision: int
    happenings: tuple[Happening, ...]
    more: bool


async def read_history(services: Services, actor: Actor, workspace: str, path: str) -> History:
    """When the definition at `path` changed. Raises NotFound for one that there never was."""
    place = _place(path)
    known = await _states(services, actor, workspace, path)
    found = [*_happenings(known.changes, skip_first=is_draft(known.working)), *_happenings(known.versions, is_of=True)]
    if not found:
        raise NotFound(phrase("There is no definition '{path}'.", path=path), code="definition.not_found")
    found.sort(key=lambda one: (one.created_at, one.moment.version is not None), reverse=True)
    texts = (known.now, *(state.text for state in (*known.changes, *known.versions)))
    title = change_of(path, None, next((text for text in texts if text is not None), "")).title
    more = max(len(known.changes), len(known.versions)) > MOST
    return History(path, place, title, known.now is not None, known.revision, tuple(found), more)


async def compare_history(
    services: Services, actor: Actor, workspace: str, path: str, moment: Moment, *, with_now: bool = False
) -> Change:
    """How the definition changed at a moment, or how it was then and is now."""
    _place(path)
    known = await _states(services, actor, workspace, path)
    then = known.at(moment)
    return change_of(path, then, known.now) if with_now else change_of(path, known.before(moment), then)


async def restore_definition(
    services: Services,
    actor: Actor,
    workspace: str,
    path: str,
    moment: Moment,
    *,
    expect_revision: int | None = None,
    migration: Migration | None = None,
) -> int:
    """Have one definition again as it was (or have it no more, when there was none); answers the revision.

    A change like any other. Raises InvalidDefinition (`history.no_longer_fits`) when the rest has moved on from it.
    """
    place = _place(path)
    known = await _states(services, actor, workspace, path)
    then = known.at(moment)
    info, files = await services.workspaces.read(known.working)
    kept = {other: text for other, text in files.items() if other != path}
    sealed = seal_files(services, kept if then is None else {**kept, path: then})
    word = f"{place.kind.name} {'/'.join(place.names)}".strip()
    try:
        saved = await save(
            services,
            actor,
            known.working,
            sealed.files,
            verb="restore_definition",
            message=f"Restored {word} as of {moment}",
            expect_revision=info.revision if expect_revision is None else expect_revision,
            secrets=sealed.secrets,
            detail={"path": path, "as_of": str(moment)},
            migration=migration or Migration(),
        )
    except InvalidDefinition as fault:
        raise InvalidDefinition(
            phrase("{path} as of {moment} does not fit what there is now.", path=path, moment=moment),
            code="history.no_longer_fits",
            hint="Bring back what it names first, or change it by hand.",
            where=fault.where,
            errors=fault.errors,
        ) from fault
    return saved.revision


@dataclass(frozen=True, slots=True)
class _Known:
    """The states of a definition, the newest first, and what it is now."""

    working: str
    revision: int
    now: str | None
    changes: Sequence[State]
    versions: Sequence[State]

    def at(self, moment: Moment) -> str | None:
        """What it was at a moment. Raises NotFound for one that is not known."""
        return self._text(moment, 0)

    def before(self, moment: Moment) -> str | None:
        """What it was before it changed at a moment."""
        return self._text(moment, 1)

    def _text(self, moment: Moment, back: int) -> str | None:
        if moment.version is not None:
            found = next((i for i, one in enumerate(self.versions) if one.number == moment.version), None)
            if found is None:
                raise NotFound(
                    phrase("There is no version {version} to look at.", version=moment.version),
                    code="version.not_found",
                )
            states = self.versions[found:]
        else:
            wanted = moment.revision or 0
            if not 0 < wanted <= self.revision:
                raise NotFound(phrase("There is no revision {wanted}.", wanted=wanted), code="history.no_revision")
            states = [one for one in self.changes if one.number <= wanted]
        return states[back].text if len(states) > back else None


async def _states(services: Services, actor: Actor, workspace: str, path: str) -> _Known:
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    working = await services.workspaces.working(base)
    info, files = await services.workspaces.read(working)
    history = DefinitionHistory(services.db)
    changes, versions = await history.changes(working, path), await history.versions(base, path)
    return _Known(working, info.revision, files.get(path), changes, versions)


def _place(path: str) -> Place:
    place = place_of(path)
    if place is None:
        error = wrong_path(path)
        raise InvalidInput(error.message, code=error.code, hint=error.hint, errors=(error,))
    return place


def _happenings(states: Sequence[State], *, is_of: bool = False, skip_first: bool = False) -> Iterator[Happening]:
    """Where the text differs from the one before. A draft begins as something that was there already."""
    last = State(0, None, "", datetime.min, None)  # noqa: DTZ901  # never shown
    for after, before in list(pairwise((*states, last)))[:MOST]:
        if after.text == before.text or (skip_first and after.number == 1):
            continue
        what: What = "added" if before.text is None else "removed" if after.text is None else "changed"
        moment = Moment(version=after.number) if is_of else Moment(revision=after.number)
        yield Happening(moment, what, after.author, after.message, after.created_at)
