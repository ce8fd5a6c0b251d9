"""How a file is read, as the query string of a request says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from toolwright.errors import FieldError, InvalidInput, phrase
from toolwright.exchange.contract import DateOrder, ReadOptions
from toolwright.exchange.local import Decimals
from toolwright.exchange.opening import MEDIA_TYPES

_Literal = Any  # one of the literals allowed
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
FILE_PARAMETERS: Mapping[str, tuple[str, str]] = {
    "format": ("string", "`csv`, `tsv`, `json`, `ndjson`, `xlsx`, `ods`, `sqlite` or `zip`; found out when not given."),
    "encoding": ("string", "Of text files, such as `utf-8` or `cp1252`."),
    "delimiter": ("string", "Of CSV: one character."),
    "header": ("boolean", "Whether the first row names the columns."),
    "decimal": ("string", "`.` or `,`: what parts the decimals of numbers."),
    "dates": ("string", "`dmy`, `mdy` or `ymd`: the order of dates in figures."),
}
"""How the file is read, where that is not found out: name, type and description."""


def read_options(given: Mapping[str, str], content_type: str) -> ReadOptions:
    """What is said about a file. Raises InvalidInput."""
    media_type = content_type.partition(";")[0].strip().lower()
    charset = content_type.partition("charset=")[2].strip('" ;') or None
    delimiter = given.get("delimiter")
    if delimiter is not None and len(delimiter) != 1:
        raise wrong_parameter("delimiter", "Must be one character.")
    return ReadOptions(
        format=given.get("format") or MEDIA_TYPES.get(media_type),
        encoding=given.get("encoding") or charset,
        delimiter=delimiter,
        header=flag(given, "header"),
        sheet=given.get("sheet"),
        decimal=one_of(given, "decimal", get_args(Decimals)),
        dates=one_of(given, "dates", get_args(DateOrder)),
    )


def flag(given: Mapping[str, str], name: str) -> bool | None:
    if name not in given:
        return None
    if given[name] not in _FLAGS:
        raise wrong_parameter(name, "Must be true or false.")
    return _FLAGS[given[name]]


def one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> _Literal:
    if name in given and given[name] not in allowed:
        raise wrong_parameter(name, phrase("Must be one of: {allowed}.", allowed=", ".join(allowed)))
    return given.get(name)


def wrong_parameter(name: str, message: str) -> InvalidInput:
    error = FieldError(name, message)
    return InvalidInput(
        phrase("The parameter '{name}' is not valid: {message}", name=name, message=message),
        "request.bad_query",
        errors=(error,),
    )
