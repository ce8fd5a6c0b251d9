"""Where somebody was mentioned: comments with their name in them, on rows that they can see.

Rows are asked for together, one request for each table, because a page shows how many mentions are new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolwright import clock
from toolwright.errors import NotSignedIn, ToolwrightError
from toolwright.extend.beside import COMMENTS, MENTIONS
from toolwright.extend.design import ID
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows.beside import Row, among, below, changed, equals, is_empty, newest, written
from toolwright.rows.comments import Comment, shown_comments
from toolwright.rows.contract import RowEvent
from toolwright.rows.event_bus import NEW_MENTIONS
from toolwright.rows.naming import titles_of
from toolwright.rows.request import Desk, Request

MOST_NEW = 99
"""More new mentions than this are not counted."""
_SEEN_AT_ONCE = 1000
_Known = Mapping[str, tuple[Request, Mapping[int, str]]]
"""By table: the request, and what the rows that the person can see are called."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody mentioned the reader in a comment on a row that the reader can see, and which is called `title`."""

    number: int
    table: str
    row_id: str
    title: str
    comment: Comment
    is_new: bool


@dataclass(frozen=True, slots=True)
class Mentions:
    """Some of them, the last first; `older` is the number behind which older ones begin, if there may be any."""

    items: Sequence[Mention]
    older: int | None


async def mentions_of(
    desk: Desk, actor: Actor, workspace: Workspace, *, only_new: bool = False, before: int | None = None, limit: int
) -> Mentions:
    """Where the actor was mentioned, of rows they can see. Raises NotSignedIn."""
    told = await _told(desk, actor, workspace, only_new=only_new, before=before, limit=limit)
    said = await _said(desk, workspace, told)
    known = await _readable(desk, actor, workspace, said.values())
    comments: dict[str, Comment] = {}
    for ref, (request, rows) in known.items():
        about = [row for row in said.values() if _ref(workspace, row) == ref and _number(row) in rows]
        comments |= {one.mark: one for one in await shown_comments(request, about)}
    found = []
    for line in told:
        comment = comments.get(str(line["comment"]))
        if comment is not None:
            row = said[comment.mark]
            request, rows = known[_ref(workspace, row)]
            number = _number(row)
            row_id = request.id_of({ID: number})
            place = int(str(line[ID]))
            found.append(
                Mention(place, request.sight.ref, row_id, rows[number], comment, is_new=line["seen_at"] is None)
            )
    return Mentions(found, int(str(told[-1][ID])) if len(told) == limit else None)


async def count_new(desk: Desk, actor: Actor, workspace: Workspace) -> int:
    """How many mentions the actor has not seen yet, `MOST_NEW` at most."""
    if actor.user_id is None:
        return 0
    told = await _told(desk, actor, workspace, only_new=True, before=None, limit=MOST_NEW)
    if not told:
        return 0
    said = await _said(desk, workspace, told)
    known = await _readable(desk, actor, workspace, said.values())
    return sum(_number(row) in known.get(_ref(workspace, row), (None, {}))[1] for row in said.values())


async def mark_seen(desk: Desk, actor: Actor, workspace: Workspace) -> int:
    """The actor knows of all mentions until now, and their windows hear of it; answers how many were new."""
    rows = await _told(desk, actor, workspace, only_new=True, before=None, limit=_SEEN_AT_ONCE)
    changes = [changed(MENTIONS, row, {"seen_at": clock.now()}) for row in rows]
    if changes:
        await written(desk.links.use(workspace, None), changes, desk.limits, None)
        person = actor.user_id or ""
        desk.events.publish(RowEvent(workspace.name, NEW_MENTIONS, "updated", person, None, None, person))
    return len(changes)


async def _told(
    desk: Desk, actor: Actor, workspace: Workspace, *, only_new: bool, before: int | None, limit: int
) -> list[Row]:
    """The notes of mentions, whatever became of the comments."""
    if actor.user_id is None:
        raise NotSignedIn("Sign in to see who mentioned you.", code="auth.not_signed_in")
    if not any(table.is_internal for table in workspace.tables.values()):
        return []
    conditions = [equals(MENTIONS, "person", actor.user_id)]
    conditions += [is_empty(MENTIONS, "seen_at")] if only_new else []
    conditions += [] if before is None else [below(MENTIONS, ID, before)]
    return await newest(desk.links.use(workspace, None), MENTIONS, *conditions, limits=desk.limits, limit=limit)


async def _said(desk: Desk, workspace: Workspace, told: Sequence[Row]) -> dict[str, Row]:
    """The comments they are in, by mark; those that were taken back are gone."""
    if not told:
        return {}
    marks = [str(row["comment"]) for row in told]
    slot = desk.links.use(workspace, None)
    return {
        str(row["mark"]): row
        for row in await newest(slot, COMMENTS, among(COMMENTS, "mark", marks), limits=desk.limits)
    }


async def _readable(desk: Desk, actor: Actor, workspace: Workspace, said: Iterable[Row]) -> _Known:
    """Which of the rows they are about the actor can see, and what these are called as far as the actor may know."""
    wanted: dict[str, set[int]] = {}
    for row in said:
        wanted.setdefault(_ref(workspace, row), set()).add(_number(row))
    found = {}
    for ref, numbers in wanted.items():
        try:
            request = desk.open(actor, workspace, ref, "read")
        except ToolwrightError:
            continue  # the table is gone, or not for this person any more
        found[ref] = (request, await titles_of(request, sorted(numbers)))
    return found


def _ref(workspace: Workspace, said: Row) -> str:
    """The table whose row a comment is about, empty when there is none any more."""
    named = str(said["of_table"])
    tables = workspace.tables.items()
    return next(
        (ref for ref, table in tables if table.is_internal and table.native and table.native.table == named), ""
    )


def _number(said: Row) -> int:
    return int(str(said["row_number"]))
