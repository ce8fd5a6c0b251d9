"""Builds the object graph; the only place that knows everybody."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from toolwright.auth import Identity
from toolwright.auth.people import People
from toolwright.commands.services import Services
from toolwright.egress import AddressPolicy, FilePolicy, Reach
from toolwright.extend.datasource import Limits
from toolwright.extend.kinds import Kinds, installed_kinds
from toolwright.extend.variables import plain_values
from toolwright.files import FileLibrary, FileLimits, Ground, Pictures, Staging, Sweeper, file_store
from toolwright.ids import new_secret
from toolwright.render.event_runs import EventRuns
from toolwright.render.screen_cache import ScreenCache
from toolwright.render.state import StateSigner
from toolwright.rows import EventBus, Links, NoticeBoard, Outbox, Rows, Seal
from toolwright.settings import Settings
from toolwright.store import AuditLog, Claims, Database, Presence, SecretRepository
from toolwright.store.saved_views import SavedViewRepository
from toolwright.store.uploads import UploadRepository
from toolwright.store.versions import VersionRepository
from toolwright.store.workspaces import WorkspaceRepository
from toolwright.tables import InternalTables
from toolwright.tables.places import FilePlaces, SchemaPlaces
from toolwright.tables.retention import Retention
from toolwright.tables.view_names import rewriting
from toolwright.tables.warming import Warming
from toolwright.vault import Vault

CLOSE_S = 20.0
"""What each part may take to close; links to a server that does not answer take up to ten seconds."""


async def build(settings: Settings) -> Services:
    """A ready object graph over the home directory. Raises StartRefused when starting could lose data."""
    home = settings.home.absolute()
    url = settings.database_url
    place = f"sqlite:///{home / 'toolwright.db'}" if url is None else url.get_secret_value()
    db = Database(place, home=home, expect_existing=settings.expect_existing)
    await db.open()
    try:
        vault = Vault(SecretRepository(db), home / "secret.key")
        await vault.unlock()
        return await _connect(settings, db, vault)
    except BaseException:
        await db.close()
        raise


async def _connect(settings: Settings, db: Database, vault: Vault) -> Services:
    kinds = installed_kinds()
    home = settings.home.absolute()
    events = EventBus()
    reach = _reach(settings, home)
    url = settings.database_url
    places = FilePlaces(home) if url is None else SchemaPlaces(db, kinds, url.get_secret_value())
    links = Links(
        kinds.datasources,
        vault,
        reach=reach,
        internal=places,
        pool_size=settings.source_pool_size,
        timeout_s=settings.request_timeout_s,
    )
    limits = Limits(settings.request_timeout_s, settings.request_max_rows, settings.request_max_bytes)
    notices = NoticeBoard(db, events, links)
    await notices.start()
    audit = AuditLog(db, (await vault.seal_first("", "audit/key", new_secret())).encode())
    workspaces = WorkspaceRepository(db, kinds)
    tables = InternalTables(db, workspaces, audit, links, kinds, places)
    workspaces.settle = tables.settle
    workspaces.plain_values = partial(plain_values, vault)
    workspaces.rewrite_views = rewriting
    await tables.settle_all()
    store = file_store(settings.files_url, home, kinds.storages)
    staging, uploads = Staging(home / "files" / "_incoming"), UploadRepository(db)
    pictures = Pictures(store, home / "files" / "_pictures")
    file_limits = FileLimits(settings.file_max_bytes, settings.files_waiting_bytes)
    files = FileLibrary(store, uploads, staging, file_limits)
    ground = Ground(store, pictures, staging, uploads, workspaces, links, places, Claims(db))
    sweeper = Sweeper(ground, timedelta(hours=settings.files_grace_hours))
    rows = await _rows(vault, links, events, limits, audit, kinds, files, People(db))
    return Services(
        settings=settings,
        db=db,
        vault=vault,
        identity=Identity(db, settings),
        audit=audit,
        workspaces=workspaces,
        saved_views=SavedViewRepository(db),
        versions=VersionRepository(db),
        kinds=kinds,
        reach=reach,
        links=links,
        events=events,
        notices=notices,
        presence=Presence(db),
        outbox=Outbox(events, links, workspaces.get).start(),
        tables=tables,
        files=files,
        pictures=pictures,
        sweeper=sweeper,
        retention=Retention(workspaces, links, Claims(db)),
        warming=Warming(rows, workspaces, events),
        rows=rows,
        screens=ScreenCache(kinds),
        event_runs=EventRuns(),
        signer=StateSigner(await vault.seal_first("", "screens/state", new_secret())),
    )


def _reach(settings: Settings, home: Path) -> Reach:
    policy = AddressPolicy.allowing(settings.allow_private_hosts, settings.database_networks)
    return Reach(policy, files=FilePolicy.of(home, settings.sqlite_folders))


async def _rows(
    vault: Vault,
    links: Links,
    events: EventBus,
    limits: Limits,
    audit: AuditLog,
    kinds: Kinds,
    files: FileLibrary,
    people: People,
) -> Rows:
    seal = Seal(await vault.seal_first("", "rows/key", new_secret()))
    return Rows(
        links, events, limits=limits, seal=seal, witness=audit, columns=kinds.columns, uploads=files, people=people
    )


class _Part(Protocol):
    async def close(self) -> None: ...


async def close(services: Services) -> None:
    """Everything given back, last first. A part that fails or takes longer than `CLOSE_S` does not keep the others.

    Raises what the part failed with, TimeoutError for one that took too long.
    """
    async with AsyncExitStack() as stack:
        parts: tuple[_Part, ...] = (
            services.db, services.identity, services.files, services.links, services.notices, services.tables,
            services.sweeper, services.outbox, services.retention, services.warming, services.presence,
        )  # fmt: skip
        for part in parts:
            stack.push_async_callback(_close, part)


async def _close(part: _Part) -> None:
    try:
        async with asyncio.timeout(CLOSE_S):
            await part.close()
    except TimeoutError:
        raise TimeoutError(f"{type(part).__name__} took longer than {CLOSE_S:g} s to close") from None
