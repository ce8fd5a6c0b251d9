"""Writes: create, update, delete, one or many in one transaction, with row rules before and after.

A row is changed only if the actor's rules hold for it before, and stored only if they hold after. What the source
cannot evaluate of them is judged here on the row as it was read, and the write then insists on that very row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from toolwright import clock
from toolwright.errors import Conflict, Denied, FieldError, InvalidInput, NotFound, ToolwrightError, phrase
from toolwright.expressions import Filter
from toolwright.extend.datasource import Author, Change, Changed, PairEdit, RelatedTable, row_version
from toolwright.ids import new_id
from toolwright.rows.attaching import Present, with_files
from toolwright.rows.contract import RowChange, RowEvent, StoredRow
from toolwright.rows.designed import derivation, designs_of, insistence, stamped, with_defaults
from toolwright.rows.history import former_files
from toolwright.rows.judging import judged_columns
from toolwright.rows.links import linked_after, linking, pair_edits, without_links
from toolwright.rows.record import holds, key_of, missing_row, opened_version, read_row, shown_row, version_of
from toolwright.rows.request import Request
from toolwright.rows.restriction import Bound, Restriction, restrict
from toolwright.rows.row_id import row_id_of
from toolwright.rows.sight import EVERY_ROW
from toolwright.rows.values import accept

Values = Mapping[str, object]
Verb = Literal["create", "update", "delete"]
MAX_CHANGES = 1000
KEPT = 300
_LINK_VERBS: Mapping[str, Literal["insert", "update", "delete"]] = {
    "create": "insert", "update": "update", "delete": "delete",
}  # fmt: skip
_EVENT_VERBS: Mapping[str, Literal["created", "updated", "deleted"]] = {
    "create": "created", "update": "updated", "delete": "deleted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change ready for the source, and what it was asked as."""

    request: Request
    asked: RowChange
    change: Change


async def write_rows(
    requests: Mapping[str, Request], changes: Sequence[RowChange], via: str = "api", change: str | None = None
) -> list[StoredRow | None]:
    """Make all changes in one transaction, or none; answers each stored row, None for a deleted one.

    `requests` holds the actor's request for each verb among the changes; `via` is noted in the history of internal
    tables, and there they are called `change` when that is given. An error names the change it is about.
    """
    if len(changes) > MAX_CHANGES:
        raise InvalidInput(
            phrase("At most {max_changes} changes are made at once.", max_changes=MAX_CHANGES),
            code="rows.too_many_changes",
        )
    if not changes:
        return []
    prepared = [await _located(index, len(changes), requests, asked) for index, asked in enumerate(changes)]
    first = prepared[0].request
    author = author_of(first, via, change)
    change = None if author is None else author.change
    try:
        with first.desk.events.announcing(first.workspace.name, first.sight.ref, change):
            async with first.link as link:
                done = await link.write([one.change for one in prepared], first.limits, author)
    except ToolwrightError as fault:
        raise await _explained(fault, prepared) from fault
    _announce(prepared, done)
    return [await _stored(one, changed) for one, changed in zip(prepared, done, strict=True)]


def author_of(request: Request, via: str, change: str | None = None) -> Author | None:
    """Who changes rows of an internal table, under a name for what is changed together, by default a new one."""
    if not request.sight.table.is_internal:
        return None
    return Author(request.actor.user_id, via, change or new_id(), clock.now())


def check_writable(request: Request) -> None:
    """Raise InvalidInput with the reason when rows of the table cannot be changed by anybody."""
    sight = request.sight
    source = request.workspace.sources.get(sight.source or "")
    reason = sight.table.read_only_reason
    if source is not None and source.read_only:
        reason = phrase("The data source '{source}' is set to read-only.", source=sight.source)
    if reason is not None:
        raise InvalidInput(reason, code="table.read_only")


async def _located(index: int, total: int, requests: Mapping[str, Request], asked: RowChange) -> Prepared:
    try:
        return await _prepared(requests[asked.verb], asked)
    except ToolwrightError as fault:
        raise at_change(fault, index, total) from fault


async def _prepared(request: Request, asked: RowChange) -> Prepared:
    check_writable(request)
    if asked.verb == "create":
        return await _create(request, asked)
    if asked.id is None:
        raise InvalidInput("Which row is meant?", code="row.no_id", hint="Give its `id`.")
    key = key_of(request, asked.id)
    expect = None if asked.if_match is None else opened_version(request, key, asked.if_match)
    asked, said = _split(request, asked)
    values: dict[str, object] = {}
    if asked.verb == "update":
        present = partial(read_row, request, key, request.sight.visible)
        values = await _values(request, "update", asked, present, {})
    rule, restriction = allowed(request, asked.verb, {**values, **said})
    pairs: tuple[PairEdit, ...] = ()
    if said:
        pairs = await pair_edits(request, said, await read_row(request, key, request.sight.visible))
    if asked.verb == "update":
        values = stamped(request, "update", values, is_touched=bool(pairs))
    if restriction.is_judged:
        expect = await _judged_before(request, asked, key, rule, values, expect, pairs)
        restriction = restrict(request.sight, EVERY_ROW)
    bound = restriction.bind_for(request.user, request.given, request.limits)
    check = None if asked.verb == "delete" else bound.condition
    return Prepared(
        request, asked, replace(_change(request, asked.verb, bound, check, key, values, expect), pairs=pairs)
    )


def _split(request: Request, asked: RowChange) -> tuple[RowChange, Values]:
    """The change without what it says of links, and that."""
    if asked.verb == "delete" or not linking(request.sight, asked.values):
        return asked, {}
    values, said = without_links(request, asked)
    return replace(asked, values=values), said


async def _create(request: Request, asked: RowChange) -> Prepared:
    asked, said = _split(request, asked)
    values = await _values(request, "create", asked, _no_row, said)
    rule, restriction = allowed(request, "create", {**values, **said})
    pairs = await pair_edits(request, said, None) if said else ()
    if asked.restores and asked.id is not None:
        values = stamped(request, "create", {**values, **key_of(request, asked.id)})
    else:
        values = stamped(request, "create", with_defaults(request, values))
    if restriction.is_judged:
        await judge_after(request, rule, {**values, **linked_after(request.sight, {}, pairs)}, complete=False)
        restriction = restrict(request.sight, EVERY_ROW)
    bound = restriction.bind_for(request.user, request.given, request.limits)
    if bound.is_empty:
        raise refused_row(request, "create")
    change = _change(request, "create", bound, bound.condition, {}, values, None)
    return Prepared(request, asked, replace(change, pairs=pairs))


def allowed(request: Request, verb: Verb, values: Values) -> tuple[Filter, Restriction]:
    """What a row must satisfy for the verb to touch it and write these columns, worked out once for each set."""
    sight = request.sight
    key = ("write", verb, frozenset(values))
    found = sight.memo.get(key)
    if found is None:
        rule = sight.allowed(verb, values)
        found = sight.memo[key] = (rule, restrict(sight, rule))
        if len(sight.memo) > KEPT:
            sight.memo.clear()
    return found  # type: ignore[return-value]  # the memo holds such pairs under this key


async def _values(
    request: Request, verb: Literal["create", "update"], asked: RowChange, present: Present, said: Values
) -> dict[str, object]:
    access, table = request.sight.access, request.sight.table
    designs = designs_of(request) if table.is_internal else {}
    linked = {name for name, value in said.items() if value and value != {"add": []}}
    values = accept(
        table, verb, asked.values, access.writable_by(verb), access.readable, request.manner, designs, linked
    )
    if request.sight.has_files:
        former = _nothing if verb == "create" or asked.id is None else partial(former_files, request, asked.id)
        values = await with_files(request, values, asked.values if asked.is_vouched else {}, present, former)
    return values


async def _no_row() -> None:
    return None


async def _nothing() -> tuple[()]:
    return ()


def _change(
    request: Request,
    verb: Verb,
    bound: Bound,
    check: Filter | None,
    key: Values,
    values: Values,
    expect: str | None,
) -> Change:
    related: Mapping[str, RelatedTable] = bound.related
    return Change(
        verb=_LINK_VERBS[verb],
        table=request.sight.table,
        columns=request.sight.stored_columns,
        key=key,
        values=values,
        guard=None if verb == "create" else bound.condition,
        check=check,
        expect=expect,
        related=related,
        derive=None if verb == "delete" else derivation(request),
        insist=None if verb == "delete" else insistence(request, verb, values),
    )


# --- rules the source cannot evaluate ---------------------------------------------------------------------------------


async def _judged_before(
    request: Request,
    asked: RowChange,
    key: Values,
    rule: Filter,
    values: Values,
    expect: str | None,
    pairs: Sequence[PairEdit],
) -> str:
    """The version the write must insist on, once the row as read was found to satisfy the rule before and after."""
    row = await read_row(request, key, rule)
    if row is None:
        raise await _absent(request, asked.id or "", asked.verb)
    version = row_version({name: row[name] for name in request.sight.version_columns})
    if expect is not None and expect != version:
        raise stale_row()
    if asked.verb == "update":
        after = {**row, **values, **linked_after(request.sight, row, pairs)}
        await judge_after(request, rule, after, complete=True)
    return version


async def judge_after(request: Request, rule: Filter, row: Values, *, complete: bool) -> None:
    """Refuse a row that would not satisfy a rule which only this process can evaluate."""
    needed = set(judged_columns(request.sight, EVERY_ROW, rule))
    if not complete and not needed <= set(row):
        writable = request.sight.access.writable_by("create")
        raise InvalidInput(
            "Your roles' rules for this table cannot be checked before the row is stored.",
            code="rows.rule_not_checkable",
            hint=phrase("Give a value for: {join}.", join=", ".join(sorted(needed - set(row) & writable))),
        )
    whole = {name: row.get(name) for name in request.sight.stored_columns}
    if not await holds(request, rule, whole):
        raise refused_row(request, "update" if complete else "create")


# --- what comes back --------------------------------------------------------------------------------------------------


async def _stored(one: Prepared, changed: Changed) -> StoredRow | None:
    """The stored row cut to what the actor may read; without the right to read it, its identifier alone."""
    request, after = one.request, changed.after
    if after is None:
        return None
    sight = request.sight
    if "read" in sight.access.verbs and await holds(request, sight.visible, after):
        return await shown_row(request, after, sight.full_columns)
    return StoredRow(request.id_of(after), version_of(request, after), {})


def _announce(prepared: Iterable[Prepared], done: Iterable[Changed]) -> None:
    for one, changed in zip(prepared, done, strict=True):
        row = changed.after or changed.before or one.change.key
        request = one.request
        request.desk.events.publish(
            RowEvent(
                request.workspace.name,
                request.sight.ref,
                "restored" if one.asked.restores else _EVENT_VERBS[one.asked.verb],
                row_id_of(request.sight.table, row),
                changed.before,
                changed.after,
                request.actor.user_id,
            )
        )


# --- what went wrong --------------------------------------------------------------------------------------------------


async def _explained(fault: ToolwrightError, prepared: Sequence[Prepared]) -> ToolwrightError:
    """The source's refusal in words this actor may read, naming the change it is about."""
    index = fault.extra.get("index")
    place = index if isinstance(index, int) and 0 <= index < len(prepared) else 0
    one = prepared[place]
    found = fault
    if isinstance(fault, NotFound):
        found = await _absent(one.request, one.asked.id or "", one.asked.verb)
    elif isinstance(fault, Denied) and fault.code == "row.check":
        found = refused_row(one.request, one.asked.verb)
    elif isinstance(fault, Conflict) and fault.code == "row.stale":
        found = stale_row()
    else:
        found = without_hidden_columns(fault, one.request)
    return at_change(found, place, len(prepared))


async def _absent(request: Request, row_id: str, verb: Verb) -> ToolwrightError:
    """Not there for anybody, or there but not for this verb: the second only if the actor may read the row."""
    if "read" in request.sight.access.verbs:
        row = await read_row(request, key_of(request, row_id), request.sight.visible)
        if row is not None:
            return refused_row(request, verb)
    return missing_row(request.sight, row_id)


def refused_row(request: Request, verb: Verb) -> Denied:
    """The error when a role allows a verb on some rows and this row is not one of them."""
    return Denied(
        phrase(
            "Your roles let you {verb} only some rows of {ref}, and this would not be one of them.",
            verb=phrase(verb),
            ref=request.sight.ref,
        ),
        code="row.denied",
        hint="Ask an administrator which rows your role covers.",
    )


def stale_row() -> Conflict:
    """The error when somebody else changed the row first."""
    return Conflict(
        "Somebody else changed this row in the meantime.", code="row.stale", hint="Reload it and make the change again."
    )


def without_hidden_columns(fault: ToolwrightError, request: Request) -> ToolwrightError:
    """The fault, unless its text speaks of a column the actor does not know: then the same without details."""
    access = request.sight.access
    named = fault.extra.get("columns")
    known = access.readable | access.writable
    if not isinstance(named, Iterable) or known.issuperset(named):
        return fault
    if isinstance(fault, Conflict):
        return Conflict("The data source refused the change because of another row.", code=fault.code)
    return InvalidInput("The data source refused a value.", code=fault.code)


def at_change(fault: ToolwrightError, index: int, total: int) -> ToolwrightError:
    """The fault, its fields placed inside change number `index` when there are several."""
    fault.extra = {name: value for name, value in fault.extra.items() if name not in ("index", "columns")}
    if total == 1:
        return fault
    prefix = f"changes.{index}"
    inner = fault.errors or (FieldError("", fault.detail, fault.code, fault.hint),)
    fault.errors = tuple(
        FieldError(f"{prefix}.{error.field}".rstrip("."), error.message, error.code, error.hint) for error in inner
    )
    fault.extra = {**fault.extra, "index": index}
    return fault
