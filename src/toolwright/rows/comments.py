"""Comments on rows of internal tables. Where somebody was mentioned in one: see `mentioned`.

Who may read a row may read what was said about it; who may say something is a grant of its own (`comment`), and a
comment is changed and taken back by who wrote it. Comments stay with their row: they are not there while it is deleted,
and there again when it is restored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from toolwright import clock
from toolwright.errors import Denied, FieldError, InvalidInput, NotFound, NotSignedIn, phrase
from toolwright.expressions import Filter, conjunction
from toolwright.extend.beside import COMMENTS, MENTIONS
from toolwright.extend.datasource import Change
from toolwright.extend.design import ID
from toolwright.ids import new_id
from toolwright.policy import Actor
from toolwright.rows.beside import Row, added, among, below, changed, equals, newest, removed, written
from toolwright.rows.contract import RowEvent
from toolwright.rows.mention import Told, marked_up, people_of, read_text, shown_text, who_sees
from toolwright.rows.people import account_names
from toolwright.rows.record import key_of, missing_row, read_row
from toolwright.rows.request import Request
from toolwright.rows.write import author_of

MAX_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a row. `body` is Markdown as it was typed; in `markup` mentions stand out."""

    number: int
    mark: str
    body: str
    markup: str
    author: str | None
    name: str
    at: datetime
    edited_at: datetime | None
    mentions: Mapping[str, str]
    is_own: bool
    may_remove: bool


# --- reading ----------------------------------------------------------------------------------------------------------


async def comments_of(request: Request, row_id: str, *, before: int | None = None, limit: int = 100) -> list[Comment]:
    """What was said about a row, the last first. Raises NotFound when the actor cannot see the row."""
    number = await _seen_row(request, row_id, request.sight.visible)
    conditions = [*_of_row(request, number), *([] if before is None else [below(COMMENTS, ID, before)])]
    found = await newest(request.link, COMMENTS, *conditions, limits=request.limits, limit=limit)
    return await shown_comments(request, found)


async def people_to_mention(request: Request, row_id: str, words: str, limit: int = 8) -> list[Actor]:
    """The people who can be mentioned in a comment on the row. Raises NotFound when the actor cannot see it."""
    await _seen_row(request, row_id, request.sight.visible)
    return await who_sees(request, row_id, words, limit)


async def shown_comments(request: Request, found: Iterable[Row]) -> list[Comment]:
    """Comments on rows of the table, as whoever asks is to see them."""
    rows = list(found)
    people = {str(row["author"]) for row in rows if row["author"] is not None}
    names = await account_names(request, people.union(*(people_of(str(row["body"])) for row in rows)))
    return [_comment(request, row, names) for row in rows]


def _comment(request: Request, row: Row, names: Mapping[str, str]) -> Comment:
    author = None if row["author"] is None else str(row["author"])
    stored, edited = str(row["body"]), row["edited_at"]
    is_own = author is not None and author == request.actor.user_id
    said_at = row["at"]
    assert isinstance(said_at, datetime)  # noqa: S101  # the column's type
    return Comment(
        number=int(str(row[ID])),
        mark=str(row["mark"]),
        body=shown_text(stored, names),
        markup=marked_up(stored, names),
        author=author,
        name=names[author] if author is not None else "",
        at=said_at,
        edited_at=edited if isinstance(edited, datetime) else None,
        mentions={one: names[one] for one in people_of(stored)},
        is_own=is_own,
        may_remove=is_own or _is_admin(request),
    )


def _is_admin(request: Request) -> bool:
    return "admin" in request.sight.policy.held(request.actor)


# --- writing ----------------------------------------------------------------------------------------------------------


async def add_comment(request: Request, row_id: str, text: str) -> Comment:
    """The comment as stored. Raises NotFound or Denied for a row that the grant to comment does not cover."""
    number = await _open_row(request, row_id)
    told = await read_text(request, row_id, _checked(text))
    values = {
        "mark": new_id(), "of_table": _table_name(request), "row_number": number, "body": told.stored,
        "author": request.actor.user_id, "at": clock.now(), "edited_at": None,
    }  # fmt: skip
    await _write(request, [added(COMMENTS, values), *_telling(request, str(values["mark"]), told.people)])
    _announce(request, number)
    return await _one(request, number, str(values["mark"]))


async def change_comment(request: Request, row_id: str, mark: str, text: str) -> Comment:
    """A comment of the actor's own with another text. Raises NotFound, Denied."""
    number = await _open_row(request, row_id)
    row = await _own(request, number, mark)
    if row["author"] is None or row["author"] != request.actor.user_id:
        raise _not_yours()
    before = people_of(str(row["body"]))
    told = await read_text(request, row_id, _checked(text), before)
    changes = [changed(COMMENTS, row, {"body": told.stored, "edited_at": clock.now()})]
    await _write(request, [*changes, *await _retelling(request, mark, before, told)])
    _announce(request, number)
    return await _one(request, number, mark)


async def remove_comment(request: Request, row_id: str, mark: str) -> None:
    """Take back a comment of the actor's own, or as an administrator of the workspace any. Raises NotFound, Denied."""
    number = await _open_row(request, row_id)
    row = await _own(request, number, mark)
    if row["author"] != request.actor.user_id and not _is_admin(request):
        raise _not_yours()
    told = await newest(request.link, MENTIONS, equals(MENTIONS, "comment", mark), limits=request.limits)
    await _write(request, [removed(COMMENTS, row), *(removed(MENTIONS, one) for one in told)])
    _announce(request, number)


def _telling(request: Request, mark: str, people: Iterable[str]) -> list[Change]:
    others = [one for one in people if one != request.actor.user_id]
    return [added(MENTIONS, {"comment": mark, "person": one, "seen_at": None}) for one in others]


async def _retelling(request: Request, mark: str, before: Sequence[str], told: Told) -> list[Change]:
    """Who is mentioned now is told; who is not any more is not."""
    gone = [one for one in before if one not in told.people]
    conditions = (equals(MENTIONS, "comment", mark), among(MENTIONS, "person", gone))
    dropped = await newest(request.link, MENTIONS, *conditions, limits=request.limits) if gone else []
    fresh = [one for one in told.people if one not in before]
    return [*(removed(MENTIONS, one) for one in dropped), *_telling(request, mark, fresh)]


async def _write(request: Request, changes: Sequence[Change]) -> None:
    author = author_of(request, "comment")
    change = None if author is None else author.change
    with request.desk.events.announcing(request.workspace.name, request.sight.ref, change):
        await written(request.link, changes, request.limits, author)


def _announce(request: Request, number: int) -> None:
    who = request.actor.user_id
    request.desk.events.publish(
        RowEvent(request.workspace.name, request.sight.ref, "commented", str(number), None, None, who)
    )


def _checked(text: str) -> str:
    plain = text.strip()
    if not plain or len(plain) > MAX_LENGTH or "\0" in plain:
        message = phrase("Write something, {max_length} characters at most.", max_length=f"{MAX_LENGTH:,}")
        raise InvalidInput(message, code="comment.text", errors=(FieldError("body", message, "text"),))
    return plain


# --- which row, which comment -----------------------------------------------------------------------------------------


async def _open_row(request: Request, row_id: str) -> int:
    """The number of a row that the actor may comment on."""
    if request.actor.user_id is None:
        raise NotSignedIn("Sign in to comment.", code="auth.not_signed_in")
    number = await _seen_row(request, row_id, request.sight.visible)
    allowed = conjunction(request.sight.visible, request.sight.allowed("comment"))
    if await read_row(request, key_of(request, row_id), allowed) is None:
        raise Denied(
            phrase(
                "Your roles let you comment on only some rows of {ref}, and this is not one of them.",
                ref=request.sight.ref,
            ),
            code="row.denied",
            hint="Ask an administrator which rows your role covers.",
        )
    return number


async def _seen_row(request: Request, row_id: str, condition: Filter) -> int:
    key = key_of(request, row_id)
    number = next(iter(key.values()))
    if not request.sight.table.is_internal or not isinstance(number, int):
        raise InvalidInput(
            phrase("Rows of {ref} have no comments.", ref=request.sight.ref),
            code="comments.none",
            hint="Only built-in tables have them.",
        )
    if "read" not in request.sight.access.verbs or await read_row(request, key, condition) is None:
        raise missing_row(request.sight, row_id)
    return number


def _table_name(request: Request) -> str:
    native = request.sight.table.native
    assert native is not None  # noqa: S101  # working a design out sets it
    return native.table


def _of_row(request: Request, number: int) -> list[Filter]:
    return [equals(COMMENTS, "of_table", _table_name(request)), equals(COMMENTS, "row_number", number)]


async def _own(request: Request, number: int, mark: str) -> Row:
    conditions = (*_of_row(request, number), equals(COMMENTS, "mark", mark))
    found = await newest(request.link, COMMENTS, *conditions, limits=request.limits, limit=1)
    if not found:
        raise NotFound("There is no such comment.", code="comment.not_found")
    return found[0]


async def _one(request: Request, number: int, mark: str) -> Comment:
    return (await shown_comments(request, [await _own(request, number, mark)]))[0]


def _not_yours() -> Denied:
    return Denied("Somebody else wrote this comment.", code="comment.not_yours", hint="Answer it instead.")
