"""Moving an installation: metadata and internal tables from files into PostgreSQL or back, every row compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import Conflict, InvalidInput, phrase
from toolwright.rows import Links
from toolwright.store import Database
from toolwright.store.moving import copy_metadata, installation_of, mark_moved, metadata_digests
from toolwright.tables.moving import move_tables
from toolwright.tables.places import FilePlaces, SchemaPlaces

FILES = "files"
"""Stands for the files of the home as the place to move to."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved. `metadata` and `tables` count rows; entries of the journal are rows here too."""

    place: str
    workspaces: int
    metadata: int
    tables: int


async def move_installation(services: Services, to: str, note: Callable[[str], None] = lambda _: None) -> Moved:
    """Everything into the database at `to` (`postgresql://…`, or `files`); each row is compared when it has arrived.

    Nothing is removed, but what was moved is not served from the old place any more. An interrupted move is begun
    anew: the old place is served until the last step. Raises Conflict (`store.not_empty`, `move.changed`).
    """
    home = services.settings.home.absolute()
    if to == FILES and services.settings.database_url is None:
        raise InvalidInput("The installation is in the files of its home already.", code="move.already_there")
    installation = await installation_of(services.db)
    url = _sqlite(home) if to == FILES else to
    target = Database(url, home=home, moving_in=installation)
    await target.open()
    try:
        place = _named(home, to)
        await _expect_empty(target)
        await services.audit.record(OPERATOR, "move", f"installation/{installation}", {"to": place})
        tables = await _move_tables(services, target, home, to, note)
        note("metadata")
        copied = await copy_metadata(services.db, target)
        if copied != await metadata_digests(target) or copied != await metadata_digests(services.db):
            raise Conflict(
                "Not all metadata arrived as it is now.",
                code="move.changed",
                hint="Stop every server of this installation. Then empty the new place, and move again.",
            )
        await mark_moved(services.db, place)
    finally:
        await target.close()
    workspaces = len(await services.workspaces.list())
    return Moved(place, workspaces, sum(count for count, _ in copied.values()), tables)


async def _expect_empty(target: Database) -> None:
    filled = [name for name, (count, _) in (await metadata_digests(target)).items() if count and name != "installation"]
    if filled:
        raise Conflict(
            phrase("The database to move to is in use: there are rows in {filled}.", filled=", ".join(sorted(filled))),
            code="store.not_empty",
            hint="Choose an empty one.",
        )


async def _move_tables(services: Services, target: Database, home: Path, to: str, note: Callable[[str], None]) -> int:
    places = FilePlaces(home) if to == FILES else SchemaPlaces(target, services.kinds, to)
    links = Links(services.kinds.datasources, services.vault, internal=places)
    total = 0
    try:
        for name in await services.workspaces.names():
            note(name)
            await places.set_aside(name)  # what an interrupted move has left, or an earlier installation
            moved = await move_tables(name, services.links, links)
            total += sum(count for count, _ in moved.values())
    finally:
        await links.close()
    return total


def _sqlite(home: Path) -> str:
    return f"sqlite:///{home / 'toolwright.db'}"


def _named(home: Path, to: str) -> str:
    """The new place without its password."""
    return f"the files of {home}" if to == FILES else f"postgresql://{to.rpartition('@')[2].partition('?')[0]}"
