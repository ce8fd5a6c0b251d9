"""Being at places of the studio: others who are there see it, for as long as one's stream lasts."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

from toolwright.commands.open_places import OpenPlaces
from toolwright.commands.services import Services
from toolwright.errors import NotFound, ToolwrightError
from toolwright.ids import new_id
from toolwright.policy.actor import Actor
from toolwright.store.presence import Present

Others = Mapping[str, list[Present]]


class BeingHere:
    """One stream at its places, from when this is entered: it is seen there, and sees who else is.

    Where neither can be noted (a full disk, say) nobody is seen, and all else goes on.
    """

    def __init__(self, services: Services, places: OpenPlaces) -> None:
        self._presence = services.presence
        self._places = places
        self._told: dict[str, list[Present]] = {}
        self._version = -1
        self.stream = new_id()

    async def __aenter__(self) -> BeingHere:
        """Come."""
        user_id = self._places.actor.user_id
        if user_id is not None:
            try:
                await self._presence.enter(self.stream, self._places.workspace.name, user_id, self._places.tables)
            except ToolwrightError:
                self._version = -1
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Go."""
        self._presence.leave(self.stream)

    async def others(self, *, anyway: bool = False) -> Others:
        """Places at which others came or went since this was last asked, with who is there now; `anyway` looks even if
        nobody said so, for those who went without a word."""
        version = self._presence.version()
        if version == self._version and not anyway:
            return {}
        try:
            found = await self._presence.at(self._places.workspace.name, list(self._places.tables))
        except ToolwrightError:
            return {}
        self._version = version
        me = self._places.actor.user_id
        now = {place: [one for one in people if one.id != me] for place, people in found.items()}
        news = {place: people for place, people in now.items() if self._told.get(place) != people}
        self._told = now
        return news


async def stay_here(services: Services, actor: Actor, stream: str) -> None:
    """The browser behind a stream is still there. Raises NotFound when the stream is not theirs or over."""
    if actor.user_id is None or not await services.presence.stay(stream, actor.user_id):
        raise NotFound("That stream has ended.", code="live.ended", hint="Open it again.")
