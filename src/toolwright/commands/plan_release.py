"""Publishing at a time: what is in the draft now, by its hash, when nobody need be there.

What comes due is published as whoever planned it, with the rights they have then. Publishing the same files twice makes
nothing new, so it does not matter which process does it, or whether one was killed in between.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from toolwright import clock
from toolwright.auth.users import get_user
from toolwright.commands.definitions import open_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.publish import check_publishing, publish
from toolwright.commands.services import Services
from toolwright.errors import (
    Conflict,
    Denied,
    FieldError,
    InvalidDefinition,
    InvalidInput,
    NotFound,
    NotSignedIn,
    ToolwrightError,
    phrase,
)
from toolwright.model.environment import base_of, draft_of
from toolwright.policy.actor import Actor
from toolwright.recurring import Recurring
from toolwright.store.planned import (
    PlannedRelease,
    drop_planned,
    due_releases,
    put_planned,
    read_planned,
    refuse_planned,
)
from toolwright.store.versions import hash_of

PAUSE_S = 2.0
LONGEST = timedelta(days=366)
_UNDER_WAY = frozenset({"workspace.changing", "workspace.stale", "workspace.settled"})
"""Somebody else is at it, perhaps with this very release: the next look tells."""

logger = logging.getLogger(__name__)


async def plan_release(
    services: Services,
    actor: Actor,
    name: str,
    *,
    at: datetime,
    message: str,
    allow_loss: bool = False,
    expect_revision: int | None = None,
) -> PlannedRelease:
    """Have what is in the draft now be published at a moment, in place of what was planned before.

    Raises what publishing it now would raise, and InvalidInput for a moment that is over or too far away.
    """
    base, now = base_of(name), clock.now()
    await open_workspace(services, actor, base)
    if not now < at <= now + LONGEST:
        message_ = "Choose a time to come, within a year."
        raise InvalidInput(message_, code="release.bad_time", errors=(FieldError("at", message_),))
    fingerprint = await check_publishing(services, actor, base, allow_loss=allow_loss, expect_revision=expect_revision)
    planned = PlannedRelease(
        workspace=base,
        due_at=at,
        hash=fingerprint,
        message=message,
        allow_loss=allow_loss,
        author_id=actor.user_id,
        author=actor.name or actor.email or actor.kind,
        created_at=now,
    )
    async with services.db.begin() as connection:
        await put_planned(connection, planned)
        detail = {"message": message, "at": at.isoformat(), "hash": fingerprint}
        await services.audit.append(connection, actor, "plan_release", f"workspace/{base}", detail)
    return planned


async def read_plan(services: Services, actor: Actor, name: str) -> tuple[PlannedRelease | None, bool]:
    """What is planned of a workspace, and whether the draft is still what it was then."""
    base = base_of(name)
    await open_workspace(services, actor, base)
    async with services.db.read() as connection:
        planned = await read_planned(connection, base)
    if planned is None:
        return None, False
    return planned, await _fingerprint(services, base) == planned.hash


async def cancel_release(services: Services, actor: Actor, name: str) -> None:
    """Have nothing planned. Raises NotFound when nothing was."""
    base = base_of(name)
    await open_workspace(services, actor, base)
    async with services.db.begin() as connection:
        if not await drop_planned(connection, base):
            raise NotFound(phrase("Nothing of '{base}' is planned.", base=base), code="release.not_planned")
        await services.audit.append(connection, actor, "cancel_release", f"workspace/{base}", {})


class ReleaseClock:
    """Looks now and then for what has come due; started in every process that serves."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._looking = Recurring(self.look, PAUSE_S)

    def start(self) -> None:
        """Look from now on."""
        self._looking.start()

    async def close(self) -> None:
        """Stop."""
        await self._looking.close()

    async def look(self) -> None:
        """Carry out what is due. What fails for now is tried again at the next look."""
        try:
            for planned in await due_releases(self._services.db, clock.now()):
                await self._carry_out(planned)
        except ToolwrightError as fault:
            logger.warning("planned releases wait: %s", fault)
        except Exception:  # whatever it was, it must not end the clock
            logger.exception("planned releases wait")

    async def _carry_out(self, planned: PlannedRelease) -> None:
        try:
            await self._publish(planned)
        except (Conflict, Denied, InvalidDefinition, InvalidInput, NotFound, NotSignedIn) as fault:
            if fault.code not in _UNDER_WAY:
                await self._refuse(planned, fault)

    async def _publish(self, planned: PlannedRelease) -> None:
        services, base = self._services, planned.workspace
        actor = await _author(services, planned)
        info = await services.workspaces.info(base)
        served = next((one for one in await services.versions.list(base) if one.number == info.version), None)
        if served is None or served.hash != planned.hash:
            if await _fingerprint(services, base) != planned.hash:
                raise Conflict(
                    "The draft has changed since this was planned.",
                    code="release.draft_changed",
                    hint="Look at the changes, and plan it again.",
                )
            revision = (await services.workspaces.info(draft_of(base))).revision
            await publish(
                services,
                actor,
                base,
                message=planned.message,
                allow_loss=planned.allow_loss,
                expect_revision=revision,
                expect_hash=planned.hash,
            )
        async with services.db.begin() as connection:
            await drop_planned(connection, base, planned.hash)

    async def _refuse(self, planned: PlannedRelease, fault: ToolwrightError) -> None:
        why = {"code": fault.code, "detail": fault.detail, "hint": fault.hint or ""}
        services = self._services
        async with services.db.begin() as connection:
            if await refuse_planned(connection, planned, why):
                actor = Actor("user", planned.author_id, planned.author or "")
                detail = {"code": fault.code, "hash": planned.hash}
                place = f"workspace/{planned.workspace}"
                await services.audit.append(connection, actor, "refuse_release", place, detail)


async def _fingerprint(services: Services, base: str) -> str | None:
    """The hash of what is in the draft; None without one."""
    try:
        return hash_of(await services.workspaces.files(draft_of(base)))
    except NotFound:
        return None


async def _author(services: Services, planned: PlannedRelease) -> Actor:
    """Who planned it, with the rights they have now. Raises Denied when they may not act any more."""
    if planned.author_id is None:
        return OPERATOR
    gone = Denied(
        phrase("{value} may not do this any more.", value=planned.author or phrase("Who planned it")),
        code="release.author_gone",
    )
    try:
        async with services.db.read() as connection:
            user = await get_user(connection, planned.author_id)
    except NotFound:
        raise gone from None
    if not user.is_active:
        raise gone
    return Actor("user", user.id, user.name, user.email, is_admin=user.is_admin, roles=user.roles)
