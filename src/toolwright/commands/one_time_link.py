"""Links that sign a person in once: first start of the demo, invitations, lost passwords."""

from __future__ import annotations

from toolwright.auth.codes import new_code
from toolwright.auth.users import get_user
from toolwright.commands.services import Services
from toolwright.errors import Conflict, phrase
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


async def make_one_time_link(services: Services, actor: Actor, user_id: str) -> str:
    """The path of a link that signs the person in once within 24 hours; earlier links of theirs end."""
    require(actor, "manage", Resource("installation"))
    async with services.db.begin() as connection:
        user = await get_user(connection, user_id)
        if not user.is_active:
            raise Conflict(
                phrase("The account of {name} is closed.", name=user.name), code="user.inactive", hint="Open it first."
            )
        code = await new_code(connection, "sign_in", user.id)
        await services.audit.append(connection, actor, "make_one_time_link", f"user/{user.id}")
    return f"/sign-in/once/{code}"
