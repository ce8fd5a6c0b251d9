"""Places of the studio that somebody has open: a table, a screen or a definition, by what happens there.

A place is written `kind:name`: `table:tickets` (its rows), `screen:desk/queue`, `definition:roles/agent` (what is
designed there). Rows are followed by those who may read them, definitions by those who may design.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput, NotFound, phrase
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import Policy

KINDS = ("table", "screen", "definition")


@dataclass(frozen=True, slots=True)
class OpenPlaces:
    """Places that somebody may follow, each with the tables whose rows are seen there."""

    workspace: Workspace
    actor: Actor
    tables: Mapping[str, tuple[str, ...]]

    def by_table(self) -> dict[str, set[str]]:
        """For each table whose rows are seen: where."""
        found: dict[str, set[str]] = {}
        for place, tables in self.tables.items():
            for table in tables:
                found.setdefault(table, set()).add(place)
        return found


async def open_places(services: Services, actor: Actor, name: str, places: Iterable[str]) -> OpenPlaces:
    """Those of the places that the actor may follow. Raises NotFound when there is none, InvalidInput for what is no
    place."""
    workspace = await open_workspace(services, actor, name, "read")
    policy = Policy.of(workspace)
    asked = [_parts(place) for place in dict.fromkeys(places)]
    found = {
        f"{kind}:{of}": _seen_at(workspace, kind, of)
        for kind, of in asked
        if _is_open(policy, workspace, actor, kind, of)
    }
    if not found:
        raise NotFound("There is no such place.", code="place.not_found", hint="Or you may not see it.")
    return OpenPlaces(workspace, actor, found)


def _parts(place: str) -> tuple[str, str]:
    kind, _, of = place.partition(":")
    if kind not in KINDS or not of:
        message = phrase("'{place}' is no place.", place=place)
        hint = "Write table:NAME, screen:APP/NAME or definition:KIND/NAME."
        raise InvalidInput(message, code="place.unknown", hint=hint, errors=(FieldError("place", message, hint=hint),))
    return kind, of


def _is_open(policy: Policy, workspace: Workspace, actor: Actor, kind: str, of: str) -> bool:
    if kind == "table":
        return of in workspace.tables and policy.decide(actor, "read", Resource("table", workspace.name, of)).allowed
    return policy.decide(actor, "design", Resource("workspace", workspace.name, workspace.name)).allowed


def _seen_at(workspace: Workspace, kind: str, of: str) -> tuple[str, ...]:
    return (of, *workspace.tables[of].joined) if kind == "table" else ()
