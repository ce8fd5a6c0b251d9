"""Through: rows of a table changed by way of a view of it, under the view's own grants.

A view that shows rows lets them be changed in its own columns. The change happens in the table, with everything that
belongs to it there: kinds, checks, history, events. What the view selects holds for the row before and after, and so do
the rules of the roles that open the view; roles need not open the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolwright.errors import Denied, FieldError, InvalidInput, NotFound, ToolwrightError, did_you_mean, phrase
from toolwright.expressions import Column as Path
from toolwright.expressions import Filter, conjunction
from toolwright.extend.viewing import fixed_values
from toolwright.model.view import View
from toolwright.policy import TableAccess
from toolwright.policy.access import Right
from toolwright.rows.condition import MARK, is_opaque, with_columns
from toolwright.rows.contract import RowChange, StoredRow
from toolwright.rows.record import holds, key_of, missing_row, opened_version, read_row, shown_row, version_of
from toolwright.rows.request import Request
from toolwright.rows.sight import EVERY_ROW, Sight
from toolwright.rows.values import refusal
from toolwright.rows.write import at_change, check_writable, stale_row, write_rows

_WRITING = ("create", "update", "delete")


async def write_through(
    requests: Mapping[str, Request], changes: Sequence[RowChange], via: str, change: str | None
) -> list[StoredRow | None]:
    """As `write_rows`, for requests about a view."""
    behind = {verb: _behind(request) for verb, request in requests.items()}
    total = len(changes)
    wanted = [
        await _placed(index, total, requests[one.verb], behind[one.verb], one) for index, one in enumerate(changes)
    ]
    try:
        done = await write_rows(behind, wanted, via, change)
    except ToolwrightError as fault:
        place = fault.extra.get("index", 0)
        index = place if isinstance(place, int) and place < total else 0
        raise await _said(fault, requests[changes[index].verb], changes[index], index, total) from fault
    return [
        None if row is None else await _shown(requests[one.verb], behind[one.verb], row)
        for one, row in zip(changes, done, strict=True)
    ]


@dataclass(frozen=True, eq=False, kw_only=True)
class Behind(Sight):
    """The table behind a view, as far as the view lets it be changed."""

    view: Sight

    @cached_property
    def own(self) -> Mapping[str, str]:
        """The columns of the view that stand for one of the table, and which."""
        named = {one.name: one.value or one.name for one in _view(self.view).columns}
        shown = {column.name: named.get(column.name, column.name) for column in self.view.table.columns}
        return {name: value for name, value in shown.items() if "." not in value}

    def called(self, name: str, open_ones: Collection[str]) -> str | None:
        """What the view calls a column of the table, if it shows it: one that is open, if there is one."""
        found = [shown for shown, value in self.own.items() if value == name]
        return next((shown for shown in found if shown in open_ones), found[0] if found else None)

    @cached_property
    def fixed(self) -> Mapping[str, object]:
        """What new rows get because the view selects it."""
        near = {ref: table for ref, table in self.workspace.tables.items() if table.source == self.source}
        return fixed_values(self.table, _view(self.view), near)

    @cached_property
    def selected(self) -> Filter:
        """What the view selects."""
        text = _view(self.view).filter
        return EVERY_ROW if text is None else self.rule(text)

    @cached_property
    def visible(self) -> Filter:
        """The rows that the view shows to the actor."""
        return conjunction(self.standing, self.selected, self._here(self.view.visible))

    def allowed(self, verb: str, columns: Iterable[str] = ()) -> Filter:
        """What a row must satisfy for `verb` to touch it by way of the view and write `columns`."""
        open_ones = self.view.access.writable_by(verb)
        shown = [found for name in columns if (found := self.called(name, open_ones)) in open_ones and found]
        return conjunction(self.standing, self.selected, self._here(self.view.allowed(verb, shown)))

    def _here(self, condition: Filter) -> Filter:
        """A condition on rows of the view as one on rows of the table."""
        if is_opaque(condition):
            raise InvalidInput(
                "Your roles' rules for this view can only be judged when it is read, so it changes no rows.",
                code="view.rule_not_checkable",
                hint="Change the rows in the table, or have the rule written as a plain comparison.",
            )
        values = {one.name: one.value or one.name for one in _view(self.view).columns}

        def change(column: Path) -> Path:
            first, *rest = column.path
            if rest:
                return column  # a relation, which is called as in the table
            *steps, last = values.get(first, first).split(".")
            return replace(column, path=(*(step + MARK for step in steps), last))

        return with_columns(condition, change)


def _view(sight: Sight) -> View:
    assert sight.table.view is not None  # noqa: S101  # asked for views only
    return sight.table.view


def _behind(request: Request) -> Request:
    """The same person's request about the table behind the view."""
    check_writable(request)
    view = request.sight
    found = view.memo.get("behind")
    if not isinstance(found, Behind):
        ref = _view(view).of
        table = view.workspace.tables[ref]
        bare = Behind(view.workspace, ref, table, TableAccess(ref, ()), view.policy, view._targets, view=view)
        found = view.memo["behind"] = replace(bare, access=TableAccess(ref, tuple(_rights(bare))), memo={})
    return Request(request.desk, request.actor, request.workspace, found, request.given)


def _rights(behind: Behind) -> Iterable[Right]:
    """What the grants of the view come to in the table; nothing is read there."""
    access, given = behind.view.access, frozenset(behind.fixed)
    for verb in _WRITING:
        if verb in access.verbs:
            open_ones = access.writable_by(verb)
            own = frozenset(name for shown, name in behind.own.items() if shown in open_ones)
            writable = own | given if verb == "create" else own
            yield Right("", "", frozenset({verb}), None, frozenset(), frozenset(), writable)


# --- what is asked ----------------------------------------------------------------------------------------------------


async def _placed(index: int, total: int, request: Request, behind: Request, asked: RowChange) -> RowChange:
    try:
        return await _translated(request, behind, asked)
    except ToolwrightError as fault:
        raise at_change(fault, index, total) from fault


async def _translated(request: Request, behind: Request, asked: RowChange) -> RowChange:
    """The change as one of the table."""
    sight = behind.sight
    assert isinstance(sight, Behind)  # noqa: S101  # made above
    values = _renamed(request, sight, asked)
    if asked.verb == "create":
        values = {**sight.fixed, **values}
        writable = sight.access.writable_by("create")
        if any(column.required and column.name not in writable for column in sight.table.columns):
            raise InvalidInput(
                "New rows need values that this view does not show.",
                code="view.needs_more",
                hint="Make them in the table, or have the view show what rows need.",
            )
        return replace(asked, id=None, values=values)
    if asked.id is None:
        raise InvalidInput("Which row is meant?", code="row.no_id", hint="Give its `id`.")
    key = key_of(request, asked.id)
    expect = None if asked.if_match is None else await _pinned(request, behind, key, asked.if_match)
    return replace(asked, id=behind.id_of(key), values=values, if_match=expect)


async def _pinned(request: Request, behind: Request, key: Mapping[str, object], if_match: str) -> str:
    """The version of the row in the table, while the view shows it in the version that is expected."""
    there = await read_row(behind, key, EVERY_ROW)
    shown = await read_row(request, key, EVERY_ROW)
    if there is None or shown is None:
        raise missing_row(request.sight, request.id_of(key))
    if opened_version(request, key, if_match) != opened_version(request, key, version_of(request, shown)):
        raise stale_row()
    return version_of(behind, there)


def _renamed(request: Request, behind: Behind, asked: RowChange) -> dict[str, object]:
    """The values by the table's own names. Raises InvalidInput, field by field, for what cannot be changed here."""
    view, verb = request.sight, asked.verb
    if verb == "delete":
        return {}
    writable, known = view.access.writable_by(verb), view.access.readable | view.access.writable
    errors, values = [], dict[str, object]()
    for name, value in asked.values.items():
        column = view.table.by_name.get(name) if name in known else None
        if column is None:
            hint = did_you_mean(name, sorted(writable))
            errors.append(FieldError(name, phrase("There is no column '{name}'.", name=name), "unknown_column", hint))
        elif name in writable and name in behind.own:
            values[behind.own[name]] = value
        else:
            is_fixed = column.read_only
            words = "This column cannot be changed in this view." if is_fixed else "You may not change this column."
            errors.append(FieldError(name, words, "denied"))
    if errors:
        raise refusal(errors)
    return values


# --- what is answered -------------------------------------------------------------------------------------------------


async def _shown(request: Request, behind: Request, row: StoredRow) -> StoredRow:
    """The row as the view shows it to the actor; without the right to read it, its identifier alone."""
    key = key_of(behind, row.id)
    found = await read_row(request, key, EVERY_ROW)
    if found is None:  # changed again meanwhile
        return StoredRow(request.id_of(key), "", {})
    sight = request.sight
    if "read" in sight.access.verbs and await holds(request, sight.visible, found):
        return await shown_row(request, found, sight.full_columns)
    return StoredRow(request.id_of(key), version_of(request, found), {})


async def _said(fault: ToolwrightError, request: Request, asked: RowChange, index: int, total: int) -> ToolwrightError:
    """A refusal of the table in the view's words."""
    behind = _behind(request).sight
    assert isinstance(behind, Behind)  # noqa: S101  # made by it
    found: ToolwrightError
    if isinstance(fault, NotFound):
        found = await _absent(request, asked)
    elif isinstance(fault, Denied) and fault.code == "row.denied":
        found = _outside(request, asked.verb)
    else:
        fault.errors = tuple(replace(error, field=_field(behind, error.field)) for error in fault.errors)
        return fault
    return at_change(found, index, total)


def _field(behind: Behind, field: str) -> str:
    *place, name = field.split(".")
    return ".".join((*place, behind.called(name, behind.view.access.writable) or name))


async def _absent(request: Request, asked: RowChange) -> ToolwrightError:
    """Not there for anybody, or shown by the view but not open to this verb."""
    sight, row_id = request.sight, asked.id or ""
    if "read" in sight.access.verbs and await read_row(request, key_of(request, row_id), sight.visible) is not None:
        return _outside(request, asked.verb)
    return missing_row(sight, row_id)


def _outside(request: Request, verb: str) -> ToolwrightError:
    """The error when the row is, or would be, none of those that the view lets the actor change."""
    ref = request.sight.ref
    if request.sight.access.row_rules[verb] is None:
        return InvalidInput(
            phrase("The row would not be in the view {ref}.", ref=ref),
            code="view.outside",
            hint="Give it values that the view selects, or change it in the table.",
        )
    return Denied(
        phrase(
            "Your roles let you {verb} only some rows of {ref}, and this would not be one of them.",
            verb=phrase(verb),
            ref=ref,
        ),
        code="row.denied",
        hint="Ask an administrator which rows your role covers.",
    )
