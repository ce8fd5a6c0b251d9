"""Row queries on the wire: the query string of a list, and what its parameters mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl

import orjson

from toolwright.errors import FieldError, InvalidInput, did_you_mean, phrase
from toolwright.rows import RowQuery

DEFAULT_LIMIT = 50
MAX_TEXT = 8000
_MAX_NUMBER = 1 << 40
_COUNTS = ("none", "capped", "exact")
_WORDS = {"true": True, "1": True, "false": False, "0": False}

ENVIRONMENT = (
    "Which environment. Without it, rows are those of production, and definitions of the draft if there is one."
)
LIST_PARAMETERS: Mapping[str, tuple[str, str]] = {
    "filter": ("string", "An expression over the columns: `status == 'open' and customer.name == 'Acme'`."),
    "search": ("string", "Words that must all occur in a row."),
    "sort": ("string", "Columns, separated by commas; a leading minus is descending: `-created_at,id`."),
    "limit": ("integer", "Rows of a page, 50 when not given."),
    "cursor": ("string", "`cursor` or `previous` of another page of the same list."),
    "offset": ("integer", "Rows to skip, instead of a cursor."),
    "fields": ("string", "Columns to answer, separated by commas."),
    "expand": ("string", "Relations whose row comes along, separated by commas."),
    "count": ("string", "`none`, `capped` (stops at 10,000) or `exact`."),
    "ids": ("boolean", "Whether to answer the identifier of each row, as used in addresses."),
    "marks": (
        "string",
        "Conditions that leave no row out, as a JSON list; `marks` of the answer says which each row meets.",
    ),
    "parameters": ("string", 'Values for the parameters of a query, as a JSON object: `{"team": "north"}`.'),
    "env": ("string", ENVIRONMENT),
}
EXPORT_PARAMETERS: Mapping[str, tuple[str, str]] = {
    "format": ("string", "`csv`, `json`, `ndjson`, `xlsx`, `parquet`, or `zip` with the files of the rows."),
    **{name: LIST_PARAMETERS[name] for name in ("filter", "search", "sort", "fields", "parameters", "env")},
    "limit": ("integer", "At most this many rows; every row when not given."),
}
ROW_PARAMETERS: Mapping[str, tuple[str, str]] = {name: LIST_PARAMETERS[name] for name in ("fields", "expand", "env")}


@lru_cache(maxsize=2000)
def list_query(query_string: bytes) -> RowQuery:
    """The query of a list. Equal query strings give the same object, so that its plan is found at once."""
    given = parameters(query_string, LIST_PARAMETERS)
    return _row_query(given, DEFAULT_LIMIT)


def export_query(query_string: bytes) -> tuple[str, RowQuery]:
    """The format and the query of an export."""
    given = parameters(query_string, EXPORT_PARAMETERS)
    return given.pop("format", "csv"), _row_query(given, 0)


def row_query(query_string: bytes) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """The fields and relations asked for with one row."""
    given = parameters(query_string, ROW_PARAMETERS)
    return _names(given, "fields"), _names(given, "expand") or ()


def parameters(query_string: bytes, known: Mapping[str, object]) -> dict[str, str]:
    """The parameters of a query string by name. Raises InvalidInput for unknown, repeated or unreadable ones."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise InvalidInput("The query string cannot be read.", code="request.bad_query") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            raise _wrong(name, "There is no such parameter.", did_you_mean(name, known))
        if name in found:
            raise _wrong(name, "Given more than once.")
        if len(value) > MAX_TEXT or "\x00" in value:
            raise _wrong(name, "Too long, or not text.")
        found[name] = value
    found.pop("env", None)  # the door has seen to it
    return found


def _row_query(given: Mapping[str, str], limit: int) -> RowQuery:
    count = given.get("count", "none")
    if count not in _COUNTS:
        raise _wrong("count", "Must be none, capped or exact.")
    return RowQuery(
        filter=given.get("filter") or None,
        search=given.get("search") or None,
        sort=_names(given, "sort") or (),
        fields=_names(given, "fields"),
        expand=_names(given, "expand") or (),
        limit=_number(given, "limit", limit),
        cursor=given.get("cursor") or None,
        offset=_number(given, "offset", 0) if "offset" in given else None,
        count=count,  # type: ignore[arg-type]  # one of _COUNTS
        ids=_flag(given, "ids"),
        marks=_texts(given, "marks"),
        parameters=_object(given, "parameters"),
    )


def _object(given: Mapping[str, str], name: str) -> Mapping[str, object]:
    if name not in given:
        return {}
    try:
        found = orjson.loads(given[name])
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise _wrong(name, "Must be a JSON object.")
    return found


def _texts(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    if name not in given:
        return ()
    try:
        found = orjson.loads(given[name])
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _wrong(name, "Must be a JSON list of texts.")
    return tuple(found)


def _names(given: Mapping[str, str], name: str) -> tuple[str, ...] | None:
    if name not in given:
        return None
    return tuple(part for item in given[name].split(",") if (part := item.strip()))


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    if name not in given:
        return default
    text = given[name]
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or int(text) > _MAX_NUMBER:
        raise _wrong(name, "Must be a whole number from 0.")
    return int(text)


def _flag(given: Mapping[str, str], name: str) -> bool:
    if given.get(name, "false") not in _WORDS:
        raise _wrong(name, "Must be true or false.")
    return _WORDS[given.get(name, "false")]


def _wrong(name: str, message: str, hint: str | None = None) -> InvalidInput:
    error = FieldError(name, message, hint=hint)
    return InvalidInput(
        phrase("The parameter '{name}' is not valid: {message}", name=name, message=message),
        "request.bad_query",
        hint,
        errors=(error,),
    )
