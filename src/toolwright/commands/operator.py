"""The actor of commands typed on the server itself: whoever can write the data directory owns the installation."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.commands.services import Services
from toolwright.egress import Reach, Recorder
from toolwright.extend.source_settings import ALLOWED
from toolwright.policy.actor import Actor

OPERATOR = Actor(kind="user", name="command line", is_admin=True)


def reach_for(services: Services, actor: Actor) -> Reach:
    """What a source that this actor makes may connect to. The operator names a host by typing it."""
    return Recorder(services.reach.policy, services.reach.resolver) if actor is OPERATOR else services.reach


def sealed_beside(source: str, secrets: Mapping[str, str], reach: Reach) -> dict[str, str]:
    """What is sealed with a new source, by its name in the vault: its secrets, and the hosts the operator allowed it.

    Sealed, so that nobody can allow a host by writing into the database, and gone with the source.
    """
    sealed = {f"sources/{source}/{name}": value for name, value in secrets.items()}
    if isinstance(reach, Recorder) and reach.noted:
        sealed[f"sources/{source}/{ALLOWED}"] = ",".join(sorted(reach.noted))
    return sealed
