"""Helping with an expression while it is written: what is wrong, what comes next, what it gives now."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from toolwright.commands.looking_as import OWN, Look, looking_as
from toolwright.commands.preview_screen import compiled_draft, sample_visit, workspace_of
from toolwright.commands.put_at import put_at
from toolwright.commands.services import Services
from toolwright.commands.suggest_rule import BEING_WRITTEN, MAX_SUGGESTIONS, WORDS, Suggestion, fitting, is_in_text
from toolwright.errors import InvalidDefinition, ToolwrightError, phrase
from toolwright.expressions import FUNCTIONS, ListOf, Record, Scope, Type, check_template, compile_template, to_text
from toolwright.expressions import types as t
from toolwright.expressions.check import PARTS
from toolwright.extend.checking.drafts import with_drafted
from toolwright.model.files import Place, definitions_of
from toolwright.model.table import Table
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.render import code as codes
from toolwright.render.compile import names_read_at
from toolwright.render.plan import ScreenPlan
from toolwright.render.visit import Visit
from toolwright.rows.contract import RowQuery

Path = tuple[str | int, ...]

_PROBE = "{{ none if 7305 == 5037 else none }}"
"""Stands for the expression while the names around it are looked for: it fits everywhere and is found again."""
_SHOWN = 200
_EVERYWHERE = ("state", "params", "user", "query", "query_all", "settings", "app", "screen", "workspace", "env")
"""Names of every screen, offered after those of the place."""
_ROW_NAMES = ("row", "record")


@dataclass(frozen=True, slots=True)
class ExpressionAsk:
    """What is being written: `text` at `path` of a screen or module, the cursor in it, values for its path or settings.

    `look` is how the screen is looked at.
    """

    definition: Mapping[str, object]
    path: Path
    text: str
    cursor: int
    params: Mapping[str, str]
    look: Look = OWN


@dataclass(frozen=True, slots=True)
class ExpressionHelp:
    """`fault` and `hint` say what is wrong; `type` is what the text gives, `value` that for the caller, now.

    `value` is None where it shows only once the screen runs. `of_row` says that it is that of the first row.
    """

    fault: str | None
    hint: str | None
    type: str | None
    value: str | None
    of_row: bool
    start: int
    suggestions: tuple[Suggestion, ...]


async def help_expression(
    services: Services, actor: Actor, workspace: str, place: Place, ask: ExpressionAsk
) -> ExpressionHelp:
    """Help with one expression, nothing stored. Rows are read with the rights of the caller, or as somebody else does.

    Raises Denied where that is more than the caller may see.
    """
    stored = await workspace_of(services, actor, workspace, place)
    actor = await looking_as(services, actor, stored, ask.look)
    names = await asyncio.to_thread(_names, services, stored, place, ask)
    start, suggestions = _suggest(names, ask.text, ask.cursor)
    found = ExpressionHelp(None, None, None, None, False, start, tuple(suggestions[:MAX_SUGGESTIONS]))
    if "{{" not in ask.text:
        return found
    try:
        kind = check_template(codes.template(ask.text), Scope(names, dict.fromkeys(codes.EXTRA_FUNCTIONS, t.BOOLEAN)))
        drafted, plan = await asyncio.to_thread(
            compiled_draft, services, stored, place, put_at(ask.definition, ask.path, ask.text)
        )
    except InvalidDefinition as fault:
        return _faulty(found, fault, ask.path)
    shown = await _value(services, actor, drafted, place, plan, names, ask)
    return replace(found, type=str(kind), value=shown, of_row=bool(_rows_read(ask.text)))


def _faulty(found: ExpressionHelp, fault: InvalidDefinition, path: Path) -> ExpressionHelp:
    """The mistake, where it is one of this expression and not of something else on the screen."""
    if fault.where is None or not fault.where.path:
        return replace(found, fault=fault.detail, hint=fault.hint)  # of the text alone, which has no place
    if fault.where.path == path:
        return replace(found, fault=fault.detail, hint=fault.hint)
    mine = next((error for error in fault.errors if error.where is not None and error.where.path == path), None)
    return found if mine is None else replace(found, fault=mine.message, hint=mine.hint)


def _names(services: Services, stored: Workspace, place: Place, ask: ExpressionAsk) -> Mapping[str, Type]:
    """What may be read there; of a screen that is wrong elsewhere, what is known as it is stored."""
    try:
        probed = put_at(ask.definition, ask.path, _PROBE)
        drafted = with_drafted(stored, place, probed, services.kinds)
    except InvalidDefinition:
        drafted = stored
    if place.path not in definitions_of(drafted):
        return {}
    return names_read_at(drafted, place, services.kinds, ask.path)


# --- what it gives ----------------------------------------------------------------------------------------------------
async def _value(
    services: Services,
    actor: Actor,
    drafted: Workspace,
    place: Place,
    plan: ScreenPlan,
    names: Mapping[str, Type],
    ask: ExpressionAsk,
) -> str | None:
    program = compile_template(codes.template(ask.text))
    visit = await sample_visit(services, actor, drafted, place, plan, ask.params)
    known = visit.names()
    try:
        for name in _rows_read(ask.text):
            row = await _first_row(services, visit, names.get(name), program.paths, name)
            if row is None:
                return None
            known |= {name: row, "row_key": row.get("@key")}
        if not program.names <= known.keys() | codes.EXTRA_FUNCTIONS.keys() | FUNCTIONS.keys():
            return None
        return _shown(program.evaluate(known))
    except ToolwrightError:
        return None  # a value that cannot be had now is no mistake of the expression


def _rows_read(text: str) -> list[str]:
    """The rows that an expression reads one of."""
    return [name for name in _ROW_NAMES if name in compile_template(codes.template(text)).names]


async def _first_row(
    services: Services, visit: Visit, kind: Type | None, paths: frozenset[tuple[str, ...]], name: str
) -> Mapping[str, object] | None:
    """The first row the caller may read of the table that a name is a row of."""
    table = kind.origin if isinstance(kind, Record) else None
    ref = next((ref for ref, one in visit.workspace.tables.items() if one is table), None)
    if ref is None or not isinstance(table, Table):
        return None
    read = {path[1] for path in paths if len(path) > 1 and path[0] == name}
    allowed = visit.policy.table_access
    expand = tuple(
        relation.name
        for relation in table.relations
        if relation.name in read and "read" in allowed(visit.actor, relation.target).verbs
    )
    query = RowQuery(limit=1, expand=expand, ids=bool(table.primary_key))
    page = await services.rows.list(visit.actor, visit.workspace, ref, query)
    row = next(iter(page.dicts()), None)
    return None if row is None else {**row, "@key": page.ids[0] if page.ids else None}


def _shown(value: object) -> str:
    if isinstance(value, list | dict):
        text = json.dumps(value, ensure_ascii=False, default=to_text)
    else:
        text = "none" if value is None else to_text(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


# --- what could come next ---------------------------------------------------------------------------------------------
def _suggest(names: Mapping[str, Type], text: str, cursor: int) -> tuple[int, list[Suggestion]]:
    """What may replace the text from a place to the cursor; nothing outside of braces and inside quotes."""
    before = text[:cursor]
    inside = re.search(r"\{\{((?:(?!\}\}).)*)$", before, re.DOTALL)
    if inside is None or is_in_text(inside[1]):
        return cursor, []
    written = BEING_WRITTEN.search(inside[1])
    path, name = (written[1], written[2] or "") if written else ("", "")
    known = list(_fields(names, path.split(".")[:-1]) if path else _every(names))
    return len(before) - len(name), fitting(known, name)


def _every(names: Mapping[str, Type]) -> Iterator[Suggestion]:
    near = [name for name in names if name not in _EVERYWHERE]
    for name in (*near, *(name for name in _EVERYWHERE if name in names)):
        yield Suggestion(name, "name", _about(names[name]))
    for word, meaning in WORDS.items():
        yield Suggestion(word, "word", meaning)
    for function in FUNCTIONS.values():
        yield Suggestion(f"{function.name}(", "function", function.signature)
    for name, answer in codes.EXTRA_FUNCTIONS.items():
        yield Suggestion(f"{name}(", "function", f"{name}(…) -> {answer}")


def _fields(names: Mapping[str, Type], path: list[str]) -> Iterator[Suggestion]:
    kind: Type | None = names.get(path[0])
    for step in path[1:]:
        kind = _inside(kind).get(step)
    for name, field in _inside(kind).items():
        yield Suggestion(name, "relation" if isinstance(field, Record) else "column", _about(field))


def _inside(kind: Type | None) -> Mapping[str, Type]:
    if isinstance(kind, Record | ListOf):
        return kind.fields
    return {} if kind is None else PARTS.get(kind, {})


def _about(kind: Type) -> str:
    table = kind.origin if isinstance(kind, Record) else None
    if not isinstance(table, Table):
        return kind.said
    return phrase("{title}", title=table.title) if table.title else "row"
