"""Asking: a query and what it is asked with, as the one statement that is sent to its source.

Every `{{ … }}` becomes a bound value, a list as many of them; nothing given ever becomes text of the statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID

from toolwright.errors import FieldError, InvalidInput, did_you_mean, phrase
from toolwright.expressions import Budget, compile_template, parse_template
from toolwright.extend.coerce import Manner, coerce
from toolwright.extend.column import Refused
from toolwright.extend.datasource import Limits
from toolwright.extend.native import NativeStatement
from toolwright.extend.query_language import QueryLanguage
from toolwright.extend.query_text import Optional, QueryText, ValueSlot, read_query
from toolwright.model.query import Parameter, Query
from toolwright.model.table import Column
from toolwright.model.variable import VARIABLES
from toolwright.model.workspace import Workspace

MAX_ITEMS = 1000
"""Most values of one list: each of them is a value of the statement."""

_SCALARS = (bool, int, float, Decimal, str, date, time, timedelta, UUID)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks a query, and with what: `user` in expressions, how they write times, and the parameters they give."""

    user: Mapping[str, object]
    manner: Manner
    given: Mapping[str, object] = field(default_factory=dict)


def arguments(query: Query, asker: Asker, env: Mapping[str, object]) -> dict[str, object]:
    """A value for every parameter. Raises InvalidInput, field by field, for what does not fit."""
    errors = [
        FieldError(
            name,
            phrase("There is no parameter '{name}'.", name=name),
            "query.unknown_parameter",
            did_you_mean(name, _names(query)),
        )
        for name in asker.given.keys() - _names(query)
    ]
    values: dict[str, object] = {}
    for parameter in query.parameters:
        try:
            values[parameter.name] = _argument(parameter, asker, env)
        except Refused as refused:
            errors.append(FieldError(parameter.name, refused.message, "query.bad_parameter"))
    if errors:
        first = errors[0]
        raise InvalidInput(
            phrase("{field}: {message}", field=first.field, message=first.message),
            first.code,
            first.hint,
            errors=tuple(errors),
        )
    return values


def _names(query: Query) -> frozenset[str]:
    return frozenset(one.name for one in query.parameters)


def _argument(parameter: Parameter, asker: Asker, env: Mapping[str, object]) -> object:
    value = asker.given.get(parameter.name)
    if is_empty(value) and parameter.default is not None:
        template = compile_template(parse_template(parameter.default))
        value = template.evaluate({VARIABLES: env, "user": asker.user}, Budget())
    if is_empty(value):
        if parameter.required:
            raise Refused("A value is needed.")
        return [] if parameter.many else None
    column = Column(name=parameter.name, type=parameter.data_type)
    if not parameter.many:
        return coerce(column, value, asker.manner)
    items = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)):
        items = [items]
    if len(items) > MAX_ITEMS:
        raise Refused(
            phrase(
                "A list has at most {max_items} values; this has {items}.",
                max_items=f"{MAX_ITEMS:,}",
                items=f"{len(items):,}",
            )
        )
    return [coerce(column, item, asker.manner) for item in items]


def is_empty(value: object) -> bool:
    """Whether a parameter has no value."""
    return value is None or value == "" or value == [] or value == ()


def bound_statement(
    query: Query, text: QueryText, values: Mapping[str, object], known: Mapping[str, object]
) -> NativeStatement:
    """The statement with every value bound. Raises InvalidInput for a value of a sort that no statement takes.

    `known` are the names besides parameters: `user`, and the variables of the workspace.
    """
    names = {**known, **values}
    pieces, bound, budget = [""], list[object](), Budget()
    for part in _included(text, values):
        if isinstance(part, str):
            pieces[-1] += part
            continue
        found = part.program.evaluate(names, budget)
        items = list(found) if isinstance(found, (list, tuple)) else [found]
        _check_values(items)
        if not items:
            pieces[-1] += " NULL "  # `in (NULL)` holds for no row
        for place, item in enumerate(items):
            bound.append(item)
            pieces.append("" if place == len(items) - 1 else ", ")
    return NativeStatement(tuple(pieces), tuple(bound), query.writes)


def _included(text: QueryText, values: Mapping[str, object]) -> Iterable[str | ValueSlot]:
    for part in text.parts:
        if not isinstance(part, Optional):
            yield part
        elif not any(is_empty(values.get(name)) for name in part.names):
            yield from part.parts


def _check_values(items: list[object]) -> None:
    if len(items) > MAX_ITEMS:
        raise InvalidInput(
            phrase("A list has at most {max_items} values.", max_items=f"{MAX_ITEMS:,}"), code="query.bad_value"
        )
    for item in items:
        if item is not None and not isinstance(item, _SCALARS):
            raise InvalidInput(
                "A value of a query is one value or a list of them.",
                code="query.bad_value",
                hint="Take one field of it, or use to_json().",
            )
        if isinstance(item, str) and "\0" in item:
            raise InvalidInput("Text cannot hold the NUL character.", code="query.bad_value")


# --- where it is sent -------------------------------------------------------------------------------------------------


def statement_for(workspace: Workspace, query: Query, language: QueryLanguage | None, asker: Asker) -> NativeStatement:
    """What a run of the query comes to. Raises InvalidDefinition for a text that cannot be asked."""
    if language is None:
        raise InvalidInput("This kind of data source takes no queries.", code="query.not_supported")
    text = read_query(query.sql, language, writes=query.writes)
    values = arguments(query, asker, workspace.env)
    statement = bound_statement(query, text, values, {VARIABLES: workspace.env, "user": asker.user})
    return statement if query.source is not None else replace(statement, within=own_tables(workspace))


def own_tables(workspace: Workspace) -> frozenset[str]:
    """What the built-in database calls the tables of a workspace, which are all that its queries read."""
    found = (table for table in workspace.tables.values() if table.is_internal)
    return frozenset(table.native.table for table in found if table.native is not None)


def limits_for(workspace: Workspace, query: Query, limits: Limits) -> Limits:
    """What one run of a query may cost: its own limits within those of the installation."""
    source = workspace.sources.get(query.source or "")
    return replace(
        limits,
        timeout_s=query.timeout_s or (source and source.timeout_s) or limits.timeout_s,
        max_rows=min(query.max_rows or limits.max_rows, limits.max_rows),
    )
