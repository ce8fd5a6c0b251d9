"""The actor of commands typed on the server itself: whoever can write the data directory owns the installation."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from pydantic import ValidationError

from toolwright.commands.services import Services
from toolwright.egress import Reach, Recorder
from toolwright.errors import ToolwrightError
from toolwright.extend.source_settings import ALLOWED
from toolwright.model.source import DataSource
from toolwright.policy.actor import Actor

OPERATOR = Actor(kind="user", name="command line", is_admin=True)


def reach_for(services: Services, actor: Actor) -> Reach:
    """What a source that this actor makes may open. The operator names a host or a file by typing it."""
    known = services.reach
    return Recorder(known.policy, known.resolver, known.files) if actor is OPERATOR else known


def sealed_beside(source: str, secrets: Mapping[str, str], reach: Reach) -> dict[str, str]:
    """What is sealed with a new source, by its name in the vault: its secrets, and what the operator let it open.

    Sealed, so that nobody can allow anything by writing into the database, and gone with the source.
    """
    sealed = {f"sources/{source}/{name}": value for name, value in secrets.items()}
    if isinstance(reach, Recorder) and reach.noted:
        sealed[f"sources/{source}/{ALLOWED}"] = ",".join(sorted(reach.noted))
    return sealed


def sealed_for_files(
    services: Services, actor: Actor, before: Mapping[str, DataSource], after: Mapping[str, DataSource]
) -> dict[str, str]:
    """What lets sources open the files that the operator named by writing them into definitions."""
    sealed: dict[str, str] = {}
    for name, source in after.items() if actor is OPERATOR else ():
        if before.get(name) != source and source.kind in services.kinds.datasources:
            sealed |= sealed_beside(name, {}, _noted_files(services, source))
    return sealed


def _noted_files(services: Services, source: DataSource) -> Reach:
    reach = reach_for(services, OPERATOR)
    connector = services.kinds.datasources.get(source.kind)
    with contextlib.suppress(ValidationError, ToolwrightError):  # said when it is opened
        for path in connector.files(connector.Settings.model_validate(dict(source.settings))):
            reach.file(path)
    return reach
