"""Logs: what is kept beside a row or a table, made ready for the page: its history, the bin, comments, mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.errors import NotFound
from toolwright.expressions import Program, to_text
from toolwright.extend.attachment import FileReference, files_in
from toolwright.extend.tone import option_label
from toolwright.extend.translation import Say, word
from toolwright.model.table import Column, DataType
from toolwright.render.form import moment_of, plain
from toolwright.render.plan import LogAsk, NeedPlan
from toolwright.render.rendering import Result
from toolwright.render.visit import Visit
from toolwright.rows.comments import Comment
from toolwright.rows.history import FieldChange, RowHistory
from toolwright.rows.mentioned import Mention
from toolwright.rows.plane import Rows

PAGE = 50
_LONGEST = 240
Entry = dict[str, object]
Called = Mapping[str, Mapping[object, str]]


async def read_log(rows: Rows, visit: Visit, plan: NeedPlan, ask: LogAsk, names: Mapping[str, object]) -> Result:
    """The entries asked for, and the number that the page with older ones begins before."""
    found, older = await _Reading(rows, visit, plan).entries(ask, names)
    return Result((found, older), found)


class _Reading:
    def __init__(self, rows: Rows, visit: Visit, plan: NeedPlan) -> None:
        self.rows = rows
        self.visit = visit
        self.plan = plan
        self.actor, self.workspace, self.table = visit.actor, visit.workspace, plan.table_ref

    async def entries(self, ask: LogAsk, names: Mapping[str, object]) -> tuple[list[Entry], int | None]:
        """The entries, and where older ones begin."""
        before = _number(self.visit.query.get(f"{ask.prefix}.before", ("",))[-1])
        if ask.of in ("mentions", "new_mentions"):
            return await self._mentions(before, only_new=ask.of == "new_mentions")
        if ask.of == "returns":
            return await self._returns(_row_id(ask, names))
        if ask.of == "deleted":
            gone = await self.rows.deleted(self.actor, self.workspace, self.table, before=before, limit=PAGE)
            return await self._changes(gone), gone[-1].number if len(gone) == PAGE else None
        row_id = _row_id(ask, names)
        if ask.of == "comments":
            said = await self.rows.comments(self.actor, self.workspace, self.table, row_id, before=before, limit=PAGE)
            shown = [self._comment(one, row_id) for one in reversed(said)]
            return shown, said[-1].number if len(said) == PAGE else None
        past = await self.rows.history(self.actor, self.workspace, self.table, row_id, before=before, limit=PAGE)
        return await self._changes(past, is_newest=before is None), past[-1].number if len(past) == PAGE else None

    async def _returns(self, text: str) -> tuple[list[Entry], int]:
        """What going back to a moment would do: the first of it, and how much it is."""
        moment = moment_of(text, self.visit.viewer)
        found = await self.rows.preview_restore(self.actor, self.workspace, self.table, moment)
        by_name = self.plan.table.by_name
        entries: list[Entry] = [
            {
                "@key": one.row_id,
                "row_id": one.row_id,
                "title": one.title or one.row_id,
                "verb": one.verb,
                "what": ", ".join(by_name[name].title for name in one.columns if name in by_name),
            }
            for one in found[:PAGE]
        ]
        return entries, len(found)

    # --- changes ------------------------------------------------------------------------------------------------------

    async def _changes(self, found: Sequence[RowHistory], *, is_newest: bool = False) -> list[Entry]:
        called = await self._called(found)
        entries = [self._change(one, called) for one in found]
        if entries and is_newest and found[0].verb != "deleted":
            entries[0]["can_restore"] = False  # the row is as it was then
        return entries

    async def _called(self, found: Sequence[RowHistory]) -> Called:
        values: dict[str, dict[object, None]] = {}
        for change in (field for one in found for field in one.fields):
            for side in (change.before, change.after):
                many = side if isinstance(side, list) else [side]
                values.setdefault(change.column, {}).update({one: None for one in many if _is_key(one)})
        return await self.rows.called(self.actor, self.workspace, self.table, values)

    def _change(self, one: RowHistory, called: Called) -> Entry:
        fields = [self._field(change, called) for change in one.fields]
        display = next((f for f in one.fields if f.column == self.plan.table.display), None)
        title = "" if display is None else self._text(display.column, display.before, called)
        return {
            "@key": str(one.number),
            "number": one.number,
            "row_id": one.row_id,
            "title": title or one.row_id,
            "who": one.name or "",
            "what": _what(one, [str(field["label"]) for field in fields], self.visit.say),
            "via": self.visit.say(_VIA.get(one.via, "")),
            "at": one.at,
            "verb": one.verb,
            "fields": fields if one.verb == "updated" else [],
            "can_restore": one.is_open,
        }

    def _field(self, change: FieldChange, called: Called) -> Entry:
        column = self.plan.table.by_name.get(change.column)
        field: Entry = {
            "column": change.column,
            "label": column.title if column is not None else change.column,
            "before": self._text(change.column, change.before, called),
            "after": self._text(change.column, change.after, called),
            "taken": [],
            "given": [],
        }
        if column is None or column.files is None:
            return field
        before, after = files_in(change.before), files_in(change.after)
        field["taken"] = [_file(one) for one in before if one not in after]
        field["given"] = [_file(one) for one in after if one not in before]
        return field

    def _text(self, name: str, value: object, called: Called) -> str:
        column, known = self.plan.table.by_name.get(name), called.get(name, {})
        if isinstance(value, list):
            return ", ".join(self._text(name, one, called) for one in value)
        if files_in(value):
            named = files_in(value)[0].name
            return (
                named
                if column is not None and column.files is not None
                else self.visit.say("{file} (no longer kept)", file=named)
            )
        if _is_key(value) and value in known:
            return known[value]
        text = _written(column, value, self.visit)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"

    # --- comments -----------------------------------------------------------------------------------------------------

    def _comment(self, one: Comment, row_id: str) -> Entry:
        return {
            "@key": one.mark,
            "number": one.number,
            "row_id": row_id,
            "who": one.name,
            "body": one.body,
            "markup": one.markup,
            "at": one.at,
            "edited_at": one.edited_at,
            "is_own": one.is_own,
            "may_remove": one.may_remove,
        }

    async def _mentions(self, before: int | None, *, only_new: bool) -> tuple[list[Entry], int | None]:
        if self.actor.user_id is None:
            return [], None
        found = await self.rows.mentions(self.actor, self.workspace, only_new=only_new, before=before, limit=PAGE)
        return [self._mention(one) for one in found.items], found.older

    def _mention(self, one: Mention) -> Entry:
        table = self.workspace.tables[one.table]
        return {
            **self._comment(one.comment, one.row_id),
            "@key": str(one.number),
            "table": one.table,
            "table_title": _begun(table.singular or table.title or one.table),
            "title": one.title or f"{table.singular or table.title or one.table} {one.row_id}",
            "is_new": one.is_new,
        }


_VIA = {
    "import": word("by import"), "api": word("over the API"), "undo": word("as undo"),
    "schema": word("by a change of the table"), "database": word("in the database"),
    "time": word("by going back in time"),
}  # fmt: skip


def _what(one: RowHistory, labels: Sequence[str], say: Say) -> str:
    if one.verb == "created":
        return say("restored it") if one.via == "restore" else say("created it")
    if one.verb == "deleted":
        return say("deleted it")
    restored = one.via == "restore"
    if len(labels) > 3:
        many = len(labels)
        return say("restored {count} fields", count=many) if restored else say("changed {count} fields", count=many)
    first, last = ", ".join(labels[:-1]), "".join(labels[-1:])
    named = say("{names} and {last}", names=first, last=last) if first else last
    return say("restored {names}", names=named) if restored else say("changed {names}", names=named)


def _written(column: Column | None, value: object, visit: Visit) -> str:
    if value is None or column is None:
        return "" if value is None else to_text(value)
    if column.type is DataType.BOOLEAN:
        return visit.say("Yes") if value else visit.say("No")
    option = next((one for one in column.options if one.value == value), None)
    if option is not None:
        return option_label(option)
    if column.type in (DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT):
        return to_text(value)
    return plain(value, visit.viewer)


def _file(one: FileReference) -> Entry:
    return {"@key": one.id, "id": one.id, "name": one.name, "size": one.size, "is_lost": one.is_lost}


def _is_key(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _row_id(ask: LogAsk, names: Mapping[str, object]) -> str:
    value = ask.id.evaluate(names) if isinstance(ask.id, Program) else ask.id
    key = to_text(value)
    if not key:
        raise NotFound("No row was chosen.", code="row.missing")
    return key


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _begun(name: str) -> str:
    """A name as a sentence begins with it; nouns inside it keep the size they have."""
    return name[:1].upper() + name[1:]
