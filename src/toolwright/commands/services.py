"""What commands work with: the object graph of a running process, built by `wiring`."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.auth import Identity
from toolwright.egress import Reach
from toolwright.extend.kinds import Kinds
from toolwright.files import FileLibrary, Pictures, Sweeper
from toolwright.render.event_runs import EventRuns
from toolwright.render.screen_cache import ScreenCache
from toolwright.render.state import StateSigner
from toolwright.rows import EventBus, Links, NoticeBoard, Outbox, Rows
from toolwright.settings import Settings
from toolwright.store import AuditLog, Database, Presence
from toolwright.store.saved_views import SavedViewRepository
from toolwright.store.versions import VersionRepository
from toolwright.store.workspaces import WorkspaceRepository
from toolwright.tables import InternalTables
from toolwright.tables.retention import Retention
from toolwright.tables.warming import Warming
from toolwright.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a command may need. One per process; safe for concurrent use from one event loop."""

    settings: Settings
    db: Database
    vault: Vault
    identity: Identity
    audit: AuditLog
    workspaces: WorkspaceRepository
    saved_views: SavedViewRepository
    versions: VersionRepository
    kinds: Kinds
    reach: Reach
    links: Links
    events: EventBus
    notices: NoticeBoard
    presence: Presence
    outbox: Outbox
    rows: Rows
    tables: InternalTables
    files: FileLibrary
    pictures: Pictures
    sweeper: Sweeper
    retention: Retention
    warming: Warming
    screens: ScreenCache
    event_runs: EventRuns
    signer: StateSigner
