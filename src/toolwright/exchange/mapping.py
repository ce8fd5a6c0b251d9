"""Mapping: which column of a table each header of a file means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import orjson

from toolwright.errors import FieldError, InvalidInput, did_you_mean, nearest, phrase
from toolwright.extend.design import ID, STAMPS
from toolwright.model.table import Column, Table

_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_TAKEN = frozenset({ID, *(stamp.value for stamp in STAMPS)})
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Matched:
    """What becomes of the headers: `columns` by header; `left_out` with the reason; `unknown` fit no column."""

    columns: Mapping[str, str]
    left_out: Mapping[str, str]
    unknown: Mapping[str, str | None]
    """With the column that comes nearest."""


def match(
    headers: Sequence[str],
    table: Table,
    writable: Set[str],
    key: Sequence[str],
    given: Mapping[str, str | None],
) -> Matched:
    """The column of each header: as `given` (None leaves it out), or the one that is called like it.

    Raises InvalidInput for what is given about headers or columns that do not exist.
    """
    _check(given, headers, table)
    names = _names(table)
    columns: dict[str, str] = {}
    left_out: dict[str, str] = {}
    unknown: dict[str, str | None] = {}
    for header in headers:
        found = given.get(header) if header in given else names.get(_folded(header))
        if header in given and found is None:
            left_out[header] = phrase("left out as asked")
        elif found is None:
            unknown[header] = nearest(_folded(header).replace(" ", "_"), table.by_name)
        elif found in columns.values():
            left_out[header] = phrase("{column} comes from another header already", column=found)
        elif found not in writable and found not in key and header not in given:
            left_out[header] = phrase("{column} is not written by imports", column=found)
        else:
            columns[header] = found
    return Matched(columns, left_out, unknown)


def column_pairs(texts: Iterable[str]) -> dict[str, str | None]:
    """Headers with their columns from `Header=column`. Raises InvalidInput."""
    found: dict[str, str | None] = {}
    for text in texts:
        header, mark, column = text.rpartition("=")
        if not mark:
            raise InvalidInput(phrase("'{text}' is not like Header=column.", text=text[:60]), code="import.bad_mapping")
        found[header.strip()] = column.strip() or None
    return found


def given_pairs(text: str) -> dict[str, str | None]:
    """What headers mean, from `Header=column` between commas or from a JSON object. Raises InvalidInput."""
    if not text.lstrip().startswith("{"):
        return column_pairs(text.split(","))
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise InvalidInput("The mapping is no JSON object.", code="import.bad_mapping") from fault
    if not all(value is None or isinstance(value, str) for value in found.values()):
        raise InvalidInput("Headers mean columns, or null.", code="import.bad_mapping")
    return {header: value or None for header, value in found.items()}


def refuse_unknown(matched: Matched, table: Table) -> None:
    """Raise InvalidInput when there are headers that fit no column."""
    if matched.unknown:
        errors = tuple(
            FieldError(header, "There is no such column.", "import.unknown_column", did_you_mean(header, table.by_name))
            for header in matched.unknown
        )
        names = ", ".join(f"'{header}'" for header in matched.unknown)
        raise InvalidInput(
            phrase("The table has no columns for {names}.", names=names),
            code="import.unknown_columns",
            hint="Say which columns they mean, or that they are left out.",
            errors=errors,
        )


def suggested_names(headers: Sequence[str]) -> Mapping[str, str]:
    """A permanent name for a new column for each header; not one of those that every table has by itself."""
    names: dict[str, str] = {}
    for header in headers:
        base = _NOT_WORD.sub("_", _plain(header)).strip("_")[:50] or "column"
        if not base[0].isalpha():
            base = f"column_{base}"
        if base in _TAKEN:
            base = f"given_{base}"
        name, number = base, 2
        while name in names.values():
            name, number = f"{base}_{number}", number + 1
        names[header] = name
    return names


def _plain(text: str) -> str:
    swapped = "".join(_LETTERS.get(letter, letter) for letter in text.lower())
    return unicodedata.normalize("NFKD", swapped).encode("ascii", "ignore").decode()


def _check(given: Mapping[str, str | None], headers: Sequence[str], table: Table) -> None:
    errors = []
    for header, column in given.items():
        if header not in headers:
            errors.append(FieldError(header, "The file has no such header.", "unknown", did_you_mean(header, headers)))
        elif column is not None and column not in table.by_name:
            hint = did_you_mean(column, table.by_name)
            errors.append(
                FieldError(header, phrase("There is no column '{column}'.", column=column), "unknown_column", hint)
            )
    if errors:
        raise InvalidInput("The mapping does not fit.", code="import.bad_mapping", errors=tuple(errors))


def _names(table: Table) -> Mapping[str, str]:
    """Columns by everything they are called; a name goes before a label."""
    found: dict[str, str] = {}
    for called in (_by_name, _by_native, _by_title):
        for column in table.columns:
            found.setdefault(_folded(called(column)), column.name)
    return found


def _by_name(column: Column) -> str:
    return column.name


def _by_native(column: Column) -> str:
    return column.source_name


def _by_title(column: Column) -> str:
    return column.title


def _folded(text: str) -> str:
    return _NOT_WORD.sub(" ", text.casefold()).strip()
