"""Helping with a condition on rows while it is written: what is wrong with it, and what could come next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import InvalidDefinition, phrase
from toolwright.expressions import FUNCTIONS, Record, Scope, parse, to_filter
from toolwright.extend.row_types import USER, columns_of, record_of, refuse_whole_links
from toolwright.model.table import Table
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor

SuggestionKind = Literal["column", "relation", "user", "function", "word", "value", "name"]
MAX_SUGGESTIONS = 12
BEING_WRITTEN = re.compile(r"((?:[A-Za-z_]\w*\.)*)([A-Za-z_]\w*)?$")
_COMPARED = re.compile(r"([A-Za-z_]\w*)\s*(?:==|!=)\s*(['\"]?)(\w*)$")
WORDS: Mapping[str, str] = {
    "and": "both hold",
    "or": "one of them holds",
    "not": "the opposite holds",
    "in": "is one of a list",
    "none": "no value",
    "true": "yes",
    "false": "no",
}


@dataclass(frozen=True, slots=True)
class RuleFault:
    """What is wrong with a condition, from `start` to `end` in characters."""

    message: str
    hint: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that could stand at the cursor."""

    insert: str
    kind: SuggestionKind
    detail: str


@dataclass(frozen=True, slots=True)
class RuleHelp:
    """The fault (None when the condition is right), and what may replace the text from `start` to the cursor."""

    fault: RuleFault | None
    start: int
    suggestions: tuple[Suggestion, ...]


async def suggest_rule(
    services: Services, actor: Actor, workspace: str, table: str, expression: str, cursor: int | None = None
) -> RuleHelp:
    """Help with a row rule of `table`; for patterns such as `erp.*` only names that every rule may use are known."""
    found = await open_workspace(services, actor, workspace)
    about = found.tables.get(table)
    start, suggestions = _suggest(found, about, expression[: len(expression) if cursor is None else cursor])
    return RuleHelp(_fault(found, about, expression), start, tuple(suggestions[:MAX_SUGGESTIONS]))


def _fault(workspace: Workspace, table: Table | None, expression: str) -> RuleFault | None:
    try:
        if table is None:
            parse(expression, extra_functions=None)
        else:
            columns = columns_of(table, workspace.tables, links=True)
            made = to_filter(parse(expression), columns.columns, columns.relations, Scope({"user": USER}))
            refuse_whole_links(made, columns)
    except InvalidDefinition as fault:
        span = fault.extra.get("span")
        start, end = span if isinstance(span, tuple) else (0, len(expression))
        return RuleFault(fault.detail, fault.hint, start, end)
    return None


def _suggest(workspace: Workspace, table: Table | None, text: str) -> tuple[int, list[Suggestion]]:
    compared = _COMPARED.search(text)
    if compared is not None and table is not None:
        column = table.by_name.get(compared[1])
        if column is not None and column.options:
            values = [Suggestion(repr(one.value), "value", _as_written(one.label or "")) for one in column.options]
            return compared.start(2), fitting(values, compared[3])
    if is_in_text(text):
        return len(text), []
    written = BEING_WRITTEN.search(text)
    path, name = (written[1], written[2] or "") if written else ("", "")
    known = list(_fields(workspace, table, path.split(".")[:-1]) if path else _names(workspace, table))
    return len(text) - len(name), fitting(known, name)


def is_in_text(text: str) -> bool:
    """Whether the end of `text` stands inside quotes."""
    quote = ""
    for sign in re.sub(r"\\.", "", text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
    return bool(quote)


def _names(workspace: Workspace, table: Table | None) -> Iterator[Suggestion]:
    if table is not None:
        yield from _columns(table)
        yield from _relations(workspace, table)
    yield Suggestion("user", "user", "who is signed in")
    for word, meaning in WORDS.items():
        yield Suggestion(word, "word", meaning)
    for function in FUNCTIONS.values():
        yield Suggestion(f"{function.name}(", "function", function.summary)


def _columns(table: Table) -> Iterator[Suggestion]:
    for column in table.columns:
        yield Suggestion(
            column.name, "column", phrase("{title} · {type}", title=column.title, type=phrase(column.type.value))
        )


def _relations(workspace: Workspace, table: Table) -> Iterator[Suggestion]:
    for relation in table.relations:
        target = workspace.tables.get(relation.target)
        if target is not None and relation.name not in table.by_name:
            yield Suggestion(f"{relation.name}.", "relation", _as_written(target.title or relation.target))


def _as_written(text: str) -> str:
    """What a builder wrote, which is said in no other language."""
    return phrase("{title}", title=text)


def _fields(workspace: Workspace, table: Table | None, path: list[str]) -> Iterator[Suggestion]:
    """The fields of what a path leads to: `user`, `row`, or relations from the table on."""
    if path == ["user"]:
        for name, kind in USER.fields.items():
            yield Suggestion(name, "user", kind.said)
        return
    if table is None:
        return
    record: object = record_of(table, workspace.tables)
    for step in path[1:] if path[0] == "row" else path:
        record = record.fields.get(step) if isinstance(record, Record) else None
    if isinstance(record, Record):
        for name, kind in record.fields.items():
            yield Suggestion(name, "relation" if isinstance(kind, Record) else "column", kind.said)


def fitting(known: list[Suggestion], name: str) -> list[Suggestion]:
    """Those that begin with what is written, then those that contain it; without anything written, no functions."""
    low = name.lower()
    if not low:
        return [item for item in known if item.kind != "function"]
    begin = [item for item in known if item.insert.strip("'\"").lower().startswith(low)]
    inside = [item for item in known if item not in begin and low in item.insert.lower() and item.kind != "word"]
    return [item for item in (*begin, *inside) if item.insert != name]
