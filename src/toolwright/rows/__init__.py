"""The data plane: every reader and writer of rows goes through here.

Owns joining policy to queries, paging, expands, versions, limits and row events. Refuses to build SQL (connectors do)
and to decide access (policy does). Read `contract.py` first, then `plane.py`.
"""

from toolwright.rows.comments import Comment
from toolwright.rows.contract import (
    MASK,
    AggregateRequest,
    Expanded,
    GroupSpec,
    MeasureSpec,
    Page,
    RowChange,
    RowEvent,
    RowQuery,
    StoredRow,
)
from toolwright.rows.event_bus import EventBus
from toolwright.rows.history import FieldChange, RowHistory
from toolwright.rows.link_pool import Links
from toolwright.rows.loading import LoadRequest
from toolwright.rows.mentioned import Mention, Mentions
from toolwright.rows.notice_board import NoticeBoard
from toolwright.rows.outbox import Outbox
from toolwright.rows.plane import Rows
from toolwright.rows.seal import Seal

__all__ = [
    "MASK",
    "AggregateRequest",
    "Comment",
    "EventBus",
    "Expanded",
    "FieldChange",
    "GroupSpec",
    "Links",
    "LoadRequest",
    "MeasureSpec",
    "Mention",
    "Mentions",
    "NoticeBoard",
    "Outbox",
    "Page",
    "RowChange",
    "RowEvent",
    "RowHistory",
    "RowQuery",
    "Rows",
    "Seal",
    "StoredRow",
]
