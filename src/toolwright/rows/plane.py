"""Rows: the one interface to rows, whoever asks and whatever the source. Policy is joined in before anything is sent.

Every method raises NotFound, NotSignedIn or Denied when the actor may not do it at all, and InvalidInput or
InvalidExpression, with the nearest valid names, when the request does not fit the table.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal

from toolwright.extend.attachment import FileReference
from toolwright.extend.datasource import Cells, Limits, Loaded
from toolwright.extend.design import ColumnKinds
from toolwright.extend.schema_change import AccessPath
from toolwright.model.table import Files
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows.answering import Answers
from toolwright.rows.attaching import check_holds_files, file_column, file_of
from toolwright.rows.comments import (
    Comment,
    add_comment,
    change_comment,
    comments_of,
    people_to_mention,
    remove_comment,
)
from toolwright.rows.contract import AggregateRequest, Page, RowChange, RowQuery, StoredRow
from toolwright.rows.event_bus import EventBus
from toolwright.rows.figure import figures
from toolwright.rows.going_back import Return, returns_of
from toolwright.rows.history import (
    RowHistory,
    as_of,
    changed_by,
    deleted_rows,
    file_then,
    restored,
    row_history,
    undone,
)
from toolwright.rows.link_pool import Links
from toolwright.rows.listing import count_rows, explain_list, list_rows, plan_of, stream_rows
from toolwright.rows.loading import Loadable, LoadRequest, Refuse, check_columns, load_rows, loadable
from toolwright.rows.mentioned import Mentions, count_new, mark_seen, mentions_of
from toolwright.rows.naming import called
from toolwright.rows.record import get_row
from toolwright.rows.request import Desk, People, Request, Uploads, Witness
from toolwright.rows.seal import Seal
from toolwright.rows.standing import StandingLists
from toolwright.rows.through import write_through
from toolwright.rows.write import write_rows


class Rows:
    """Rows of every table of every source, as an actor may see and change them."""

    def __init__(
        self,
        links: Links,
        events: EventBus,
        *,
        limits: Limits,
        seal: Seal,
        witness: Witness | None = None,
        columns: ColumnKinds | None = None,
        uploads: Uploads | None = None,
        people: People | None = None,
    ) -> None:
        self.desk = Desk(links, events, limits, seal, Answers(links, events), witness, columns, uploads, people)
        self._standing = StandingLists(self.desk)

    async def list(self, actor: Actor | None, workspace: Workspace, table: str, query: RowQuery) -> Page:
        """A page of the rows the actor may read."""
        return await list_rows(self.desk.reading(actor, workspace, table, query), query)

    async def list_json(self, actor: Actor | None, workspace: Workspace, table: str, query: RowQuery) -> bytes:
        """As `list`, as the answer of the API in JSON. Give the same query object for the same request."""
        return await self._standing.answer(actor, workspace, table, query)

    def columns(self, actor: Actor | None, workspace: Workspace, table: str, query: RowQuery) -> tuple[str, ...]:
        """The columns that the rows of this query have for this actor."""
        return plan_of(self.desk.reading(actor, workspace, table, query), query).columns

    def every_column(self, actor: Actor | None, workspace: Workspace, table: str) -> tuple[str, ...]:
        """The columns that a single row has for this actor: long texts too, which lists leave out."""
        return self.desk.open(actor, workspace, table, "read").sight.full_columns

    async def count(self, actor: Actor | None, workspace: Workspace, table: str, query: RowQuery) -> tuple[int, bool]:
        """How many rows satisfy the query, and whether there are more: only `count: exact` goes beyond 10,000."""
        return await count_rows(self.desk.reading(actor, workspace, table, query), query)

    def stream(self, actor: Actor | None, workspace: Workspace, table: str, query: RowQuery) -> AsyncIterator[Page]:
        """Every row in batches; `limit` 0 is no limit. Refusals are raised at once, before the first batch."""
        return stream_rows(self.desk.reading(actor, workspace, table, query), query)

    async def aggregate(self, actor: Actor | None, workspace: Workspace, table: str, request: AggregateRequest) -> Page:
        """Figures over the rows the actor may read: columns are the groups, then the measures."""
        return await figures(self.desk.reading(actor, workspace, table, request), request)

    async def explain(self, actor: Actor | None, workspace: Workspace, table: str, query: RowQuery) -> AccessPath:
        """How the rows of a list of an internal table would be found for this actor."""
        return await explain_list(self.desk.reading(actor, workspace, table, query), query)

    async def get(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        row_id: str,
        *,
        fields: Sequence[str] | None = None,
        expand: Sequence[str] = (),
    ) -> StoredRow:
        """One row. Columns of binary data are answered only when `fields` names them."""
        return await get_row(self.desk.open(actor, workspace, table, "read"), row_id, fields, expand)

    # --- writing ------------------------------------------------------------------------------------------------------

    async def create(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        values: Mapping[str, object],
        *,
        via: str = "api",
        change: str | None = None,
    ) -> StoredRow:
        """The row as stored, cut to what the actor may read of it."""
        wanted = [RowChange("create", values=values)]
        return _only(await self.bulk(actor, workspace, table, wanted, via=via, change=change))

    async def update(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        row_id: str,
        values: Mapping[str, object],
        *,
        if_match: str | None = None,
        via: str = "api",
        change: str | None = None,
    ) -> StoredRow:
        """The row as stored. Raises Conflict `row.stale` when its version is not `if_match` any more."""
        wanted = [RowChange("update", row_id, values, if_match)]
        return _only(await self.bulk(actor, workspace, table, wanted, via=via, change=change))

    async def delete(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        row_id: str,
        *,
        if_match: str | None = None,
        via: str = "api",
        change: str | None = None,
    ) -> None:
        """The row is gone. Raises Conflict `row.stale` when its version is not `if_match` any more."""
        wanted = [RowChange("delete", row_id, if_match=if_match)]
        await self.bulk(actor, workspace, table, wanted, via=via, change=change)

    async def bulk(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        changes: Sequence[RowChange],
        *,
        via: str = "api",
        change: str | None = None,
    ) -> Sequence[StoredRow | None]:
        """All changes in one transaction, or none; the stored row of each, None for a deleted one.

        `via` says in the history of internal tables through what they were made, `change` what they are called there.
        """
        verbs = dict.fromkeys(one.verb for one in changes)
        requests: dict[str, Request] = {verb: self.desk.open(actor, workspace, table, verb) for verb in verbs}
        is_view = any(request.sight.table.view is not None for request in requests.values())
        return await (write_through if is_view else write_rows)(requests, changes, via, change)

    async def changed_by(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        verb: Literal["create", "update", "delete"],
        change: str,
    ) -> tuple[str, ...]:
        """The rows of an internal table that a change of that name touched; nothing when it was not carried out."""
        return await changed_by(self.desk.open(actor, workspace, table, verb), change)

    def file_column(self, actor: Actor | None, workspace: Workspace, table: str, column: str) -> Files:
        """What files the column takes from this actor. Raises InvalidInput when they may give it none."""
        return file_column(self.desk, actor, workspace, table, column)

    async def file(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        row_id: str,
        column: str,
        file: str,
        *,
        change: int | None = None,
    ) -> FileReference:
        """A file of a row that the actor may read, or one that its history names at that change. Raises NotFound."""
        request = self.desk.open(actor, workspace, table, "read")
        check_holds_files(request, column)
        if change is not None:
            return await file_then(request, row_id, change, column, file)
        return file_of(await self.get(actor, workspace, table, row_id, fields=[column]), column, file)

    # --- what was, and back to it -------------------------------------------------------------------------------------

    async def history(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        row_id: str,
        *,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[RowHistory]:
        """The changes of one row of an internal table, newest first, as far as the actor may see them."""
        return await row_history(self.desk.open(actor, workspace, table, "read"), row_id, before=before, limit=limit)

    async def deleted(
        self, actor: Actor | None, workspace: Workspace, table: str, *, before: int | None = None, limit: int = 100
    ) -> Sequence[RowHistory]:
        """The deleted rows of an internal table that can be restored, last deleted first."""
        return await deleted_rows(self.desk.open(actor, workspace, table, "read"), before=before, limit=limit)

    async def called(
        self, actor: Actor | None, workspace: Workspace, table: str, values: Mapping[str, Collection[object]]
    ) -> Mapping[str, Mapping[object, str]]:
        """What values of columns that refer to people or rows are called, as far as the actor may know."""
        return await called(self.desk.open(actor, workspace, table, "read"), values)

    async def restore(
        self, actor: Actor | None, workspace: Workspace, table: str, row_id: str, number: int
    ) -> StoredRow:
        """The row as it was after that change of its history; one that was deleted is there again."""
        wanted = await restored(self.desk.open(actor, workspace, table, "read"), row_id, number)
        return _only(await self.bulk(actor, workspace, table, [wanted], via="restore"))

    async def restore_table(
        self, actor: Actor | None, workspace: Workspace, table: str, moment: datetime
    ) -> Sequence[StoredRow | None]:
        """Have the rows of an internal table be as they were at a moment; the stored rows, None for those that went."""
        wanted = await as_of(self.desk.open(actor, workspace, table, "read"), moment)
        return await self.bulk(actor, workspace, table, wanted, via="time")

    async def preview_restore(
        self, actor: Actor | None, workspace: Workspace, table: str, moment: datetime
    ) -> Sequence[Return]:
        """What `restore_table` would do to each row. Raises Denied when the actor may not do all of it."""
        request = self.desk.open(actor, workspace, table, "read")
        wanted = await as_of(request, moment)
        for verb in {one.verb for one in wanted}:
            self.desk.open(actor, workspace, table, verb)
        return await returns_of(request, wanted)

    async def undo(
        self, actor: Actor | None, workspace: Workspace, table: str, change: str | None = None
    ) -> Sequence[StoredRow | None]:
        """Take back the actor's own last change of the table, or the one named, unless somebody built on it."""
        wanted = await undone(self.desk.open(actor, workspace, table, "read"), change)
        return await self.bulk(actor, workspace, table, wanted, via="undo")

    # --- what is said about rows --------------------------------------------------------------------------------------

    async def comments(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        row_id: str,
        *,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[Comment]:
        """What was said about a row of an internal table, the last first."""
        return await comments_of(self.desk.open(actor, workspace, table, "read"), row_id, before=before, limit=limit)

    async def comment(self, actor: Actor | None, workspace: Workspace, table: str, row_id: str, text: str) -> Comment:
        """Say something about a row; people mentioned by `@name` who can see it are told."""
        return await add_comment(self.desk.open(actor, workspace, table, "comment"), row_id, text)

    async def change_comment(
        self, actor: Actor | None, workspace: Workspace, table: str, row_id: str, mark: str, text: str
    ) -> Comment:
        """Say it in other words; only who said it can."""
        return await change_comment(self.desk.open(actor, workspace, table, "comment"), row_id, mark, text)

    async def remove_comment(
        self, actor: Actor | None, workspace: Workspace, table: str, row_id: str, mark: str
    ) -> None:
        """Take back a comment of the actor's own, or as an administrator of the workspace anybody's."""
        await remove_comment(self.desk.open(actor, workspace, table, "comment"), row_id, mark)

    async def people_to_mention(
        self, actor: Actor | None, workspace: Workspace, table: str, row_id: str, words: str
    ) -> Sequence[Actor]:
        """People who can be mentioned in a comment on the row: those who can see it."""
        return await people_to_mention(self.desk.open(actor, workspace, table, "comment"), row_id, words)

    async def mentions(
        self,
        actor: Actor,
        workspace: Workspace,
        *,
        only_new: bool = False,
        before: int | None = None,
        limit: int = 50,
    ) -> Mentions:
        """Where the actor was mentioned, the last first."""
        return await mentions_of(self.desk, actor, workspace, only_new=only_new, before=before, limit=limit)

    async def new_mentions(self, actor: Actor, workspace: Workspace) -> int:
        """How many mentions the actor has not seen yet, 99 at most; none for who is not signed in."""
        return await count_new(self.desk, actor, workspace)

    async def mark_mentions_seen(self, actor: Actor, workspace: Workspace) -> int:
        """The actor knows of every mention until now; answers how many were new."""
        return await mark_seen(self.desk, actor, workspace)

    async def load(
        self,
        actor: Actor | None,
        workspace: Workspace,
        table: str,
        asked: LoadRequest,
        batches: AsyncIterator[Cells],
        refuse: Refuse,
    ) -> Loaded:
        """Rows in bulk in one transaction; `refuse` is told of each that is left out, and may end it by raising."""
        return await load_rows(self._loading(actor, workspace, table, asked), asked, batches, refuse)

    def loadable(self, actor: Actor | None, workspace: Workspace, table: str, asked: LoadRequest) -> Loadable:
        """What the actor can give a load of this mode; its columns are not looked at."""
        return loadable(self._loading(actor, workspace, table, asked), has_files=asked.has_files)

    def check_load(self, actor: Actor | None, workspace: Workspace, table: str, asked: LoadRequest) -> None:
        """Raise what `load` would raise before it asks for the first row."""
        check_columns(self._loading(actor, workspace, table, asked), asked)

    def _loading(self, actor: Actor | None, workspace: Workspace, table: str, asked: LoadRequest) -> dict[str, Request]:
        return {verb: self.desk.open(actor, workspace, table, verb) for verb in asked.verbs}


def _only(rows: Sequence[StoredRow | None]) -> StoredRow:
    row = rows[0]
    assert row is not None  # noqa: S101  # creating and updating answer a row
    return row
