"""Who does what people do in person, when a command works on the installation itself."""

from __future__ import annotations

from typing import Annotated

import typer

from toolwright.commands.list_users import read_user
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput
from toolwright.policy.actor import Actor

As = Annotated[
    str | None, typer.Option("--as", help="Without --url: the address of the person who does it, with their rights.")
]


async def person(services: Services, address: str | None) -> Actor:
    """The person of that address as they act. Raises InvalidInput for none, and for an account that is closed."""
    if address is None:
        raise InvalidInput(
            "Only a person does this.",
            code="cli.no_person",
            hint="Give --as with the address of theirs, or --url and --token of a server.",
        )
    found = await read_user(services, OPERATOR, address)
    if not found.is_active:
        raise InvalidInput(f"The account of {found.name} is closed.", code="cli.no_person", hint="Open it first.")
    return Actor("user", found.id, found.name, found.email, is_admin=found.is_admin, roles=found.roles)
