"""Posted: an event as it arrives, and its form read into typed values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from toolwright.extend.coerce import Manner, coerce
from toolwright.extend.column import Refused
from toolwright.extend.translation import word
from toolwright.model.table import Column, DataType
from toolwright.render.plan import FieldPlan, FormPlan
from toolwright.rows.row_id import parse_key

_TYPES: Mapping[str, DataType] = {
    "text": DataType.TEXT,
    "integer": DataType.INTEGER,
    "decimal": DataType.DECIMAL,
    "float": DataType.FLOAT,
    "boolean": DataType.BOOLEAN,
    "date": DataType.DATE,
    "time": DataType.TIME,
    "datetime": DataType.DATETIME,
    "json": DataType.JSON,
    "list": DataType.LIST,
    "file": DataType.TEXT,
}
MAX_SELECTED = 1_000
PAYLOAD_PREFIX = "event."


@dataclass(frozen=True, slots=True)
class Posted:
    """An event: its token, and every field that came with it."""

    token: str
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key: str = ""
    is_confirmed: bool = True
    refused: Mapping[str, str] = field(default_factory=dict)
    """Why a field's file was not taken, by field."""

    @property
    def event(self) -> str:
        """The id of the event."""
        return self.token.partition(":")[0]

    @property
    def loop_keys(self) -> list[str]:
        """The keys of the rows around the element."""
        _event, colon, keys = self.token.partition(":")
        return keys.split("/") if colon else []

    @property
    def selection(self) -> list[str]:
        """The keys of ticked rows."""
        return [value for value in self.fields.get("selected", ()) if value][:MAX_SELECTED]

    def last(self, name: str) -> str:
        """The last value of a field, or empty."""
        values = self.fields.get(name, ())
        return values[-1] if values else ""

    def payload(self, names: Sequence[str]) -> dict[str, object]:
        """The declared values of the event; others are ignored."""
        found: dict[str, object] = {}
        for name in names:
            values = self.fields.get(f"{PAYLOAD_PREFIX}{name}", ())
            found[name] = list(values) if len(values) > 1 else values[0] if values else None
        return found


@dataclass(frozen=True, slots=True)
class FormValues:
    """A form, read: typed values by field, what was typed, and messages by field."""

    values: dict[str, object]
    typed: dict[str, object]
    errors: dict[str, object]


def read_form(plan: FormPlan, posted: Posted, zone: ZoneInfo) -> FormValues:
    """The fields of a form that were posted; those that were not on the page are left out."""
    read = FormValues({}, {}, {})
    manner = Manner(zone=zone, is_form=True)
    for item in plan.fields.values():
        texts = posted.fields.get(item.name)
        if texts is None:
            continue
        if item.columns:
            continue  # after the fields of single columns, which it must agree with
        _read_field(item, texts, posted.refused.get(item.name), manner, read)
    for item in plan.fields.values():
        if item.columns and item.name in posted.fields:
            _read_key(item, posted.last(item.name), read)
    version = posted.last("_version")
    if version:
        read.values["@version"] = version
    return read


def _read_field(item: FieldPlan, texts: Sequence[str], refused: str | None, manner: Manner, read: FormValues) -> None:
    """One field that holds one value; `refused` is why its file was not taken."""
    read.typed[item.name] = list(texts) if item.multiple else texts[-1]
    if item.column is not None and item.column.has_default and not item.column.nullable and not texts[-1]:
        return  # the database fills in what must not be empty
    try:
        value = _value(item, texts, manner)
    except Refused as refusal:
        read.errors[item.name] = refusal.message
        return
    if item.column is not None and item.column.files is not None:
        read.typed[item.name] = value
    if refused is not None:
        read.errors[item.name] = refused
    elif item.required and value in (None, "", []):
        read.errors[item.name] = word("This is needed.")
    else:
        read.values[item.name] = value


def _read_key(item: FieldPlan, text: str, read: FormValues) -> None:
    """A key of several columns. What a field of its own says about one of them must not be something else."""
    if not text:
        if item.required:
            read.errors[item.name] = word("This is needed.")
        for column in item.columns:
            read.values.setdefault(column.name, None)
            read.typed.setdefault(column.name, None)
        return
    key = parse_key(item.columns, text)
    if key is None:
        read.errors[item.name] = word("This is not the key of a row.")
        return
    for name, value in key.items():
        read.typed.setdefault(name, value)
    for name, value in key.items():
        said = read.values.get(name)
        if said is not None and said != value:
            read.errors[item.name] = word("This does not go together with what is chosen above.")
            return
    read.values.update(key)
    for name in key:
        read.errors.pop(name, None)


def _value(item: FieldPlan, texts: Sequence[str], manner: Manner) -> object:
    column = item.column or _plain_column(item.name, item.type)
    if column.files is not None:
        found = [coerce(column, text, manner) for text in texts if text]
        return (found if column.files.many else found[-1:]) or None
    if item.multiple and column.type is DataType.LIST:
        return coerce(column, [text for text in texts if text], manner) or None
    if item.multiple:
        return [coerce(column, text, manner) for text in texts if text]
    return coerce(column, texts[-1], manner)


@lru_cache(maxsize=1024)
def _plain_column(name: str, kind: str) -> Column:
    # A field need not be named like a column; only the type counts here.
    return Column.model_construct(name=name, type=_TYPES[kind], nullable=True, options=(), read_only=False, files=None)


def every_field(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Posted pairs by name, in order."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
