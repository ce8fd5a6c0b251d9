"""Attachments: what a row says of the files it holds.

A file of a row is an object with `id`, `name`, `type`, `size` (bytes) and `sha256`, the name of its content in the file
storage. Whoever writes a row gives ids alone; the data plane completes them from the row as it was, or from an upload
of the same person, so nothing that a client says of a file is believed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import orjson
from pydantic import Field, field_validator

from toolwright.errors import phrase, phrase_of
from toolwright.extend.column import ColumnFacts, Refused
from toolwright.model.base import Model
from toolwright.model.table import Column, DataType, Files

PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
"""The types of pictures that are shown; everything else is only downloaded."""
MEGABYTE = 1_000_000
_ID = re.compile(r"[0-9a-z]{26}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LISTED = re.compile(r"\(([0-9a-z]{26})\)")
NAMES_CONTENT = "sha256"
"""Stands in the stored form of every value that names content."""
LOST = "is_lost"
"""Stands beside the rest of a file in history whose content is lost; never in a row."""
_NAMED = re.compile(r"sha256\W{1,9}([0-9a-f]{64})")
_TYPE = re.compile(r"[a-z]+/([a-z0-9.+-]+|\*)")


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file as a row knows it."""

    id: str
    name: str
    type: str
    size: int
    sha256: str
    is_lost: bool = False
    """Of a file in history: whether its content is nowhere any more."""

    def to_wire(self) -> dict[str, object]:
        """The form it is stored and answered in."""
        return {"id": self.id, "name": self.name, "type": self.type, "size": self.size, "sha256": self.sha256}


class FileSettings(Model):
    """What files a column takes."""

    types: tuple[str, ...] = Field(
        (), max_length=50, description="Types of content, such as `application/pdf` or `image/*`; any when empty."
    )
    max_mb: float | None = Field(
        None, gt=0, le=100_000, description="The largest file in megabytes; what the installation allows when empty."
    )

    @field_validator("types")
    @classmethod
    def _are_types(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for one in given:
            if not _TYPE.fullmatch(one):
                raise ValueError(
                    phrase("'{one}' is not a type of content such as `application/pdf` or `image/*`", one=one)
                )
        return given

    @property
    def max_bytes(self) -> int | None:
        """The largest file."""
        return None if self.max_mb is None else round(self.max_mb * MEGABYTE)


def file_facts(column: Column, files: Files) -> ColumnFacts:
    """The facts of a column of files. Raises ValueError for a default, which would be one file in every row."""
    if column.default is not None:
        raise ValueError("A column of files has no default.")
    return ColumnFacts(type=DataType.JSON, files=files)


# --- values -----------------------------------------------------------------------------------------------------------


def files_in(value: object) -> list[FileReference]:
    """The files that a stored value names; what is none (dots of a mask, nothing) names none."""
    items = value if isinstance(value, list) else [value]
    return [found for item in items if (found := _whole(item)) is not None]


def ids_in(value: object) -> list[str]:
    """The ids that an accepted value names, in order."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    return [str(item["id"]) for item in items if isinstance(item, Mapping)]


def accept_one(value: object) -> object:
    """One file, given by its id or by an object that has it, perhaps in a list. Raises Refused."""
    if value in ("", [], {}):
        return None
    if isinstance(value, list):
        if len(value) > 1:
            raise Refused("Must be one file.", "too_many")
        value = value[0]
    return _accepted(value)


def accept_many(value: object, at_most: int) -> object:
    """Files, each once; none at all is no value. Raises Refused."""
    if value == "":
        return None
    if not isinstance(value, list):
        value = [value]
    found = {str(item["id"]): item for item in map(_accepted, value)}
    if len(found) > at_most:
        one, many = "Must be one file.", "Must be at most {at_most} files."
        raise Refused(phrase_of(at_most, one, many, at_most=f"{at_most:,}"), "too_many")
    return list(found.values()) or None


def unfit(files: Files, found: FileReference) -> Refused | None:
    """Why a column does not take a file; None when it does."""
    if files.max_bytes is not None and found.size > files.max_bytes:
        return Refused(
            phrase(
                "'{name}' is larger than {max_bytes} MB.", name=found.name, max_bytes=f"{files.max_bytes / MEGABYTE:,g}"
            ),
            "too_large",
        )
    if files.types and not is_one_of(found.type, files.types):
        return Refused(
            phrase(
                "'{name}' is {type}; wanted: {types}.", name=found.name, type=found.type, types=", ".join(files.types)
            ),
            "wrong_type",
        )
    return None


def is_one_of(media_type: str, types: Iterable[str]) -> bool:
    """Whether a type is among these, which may end in `/*`."""
    return any(one == media_type or (one.endswith("/*") and media_type.startswith(one[:-1])) for one in types)


# --- text -------------------------------------------------------------------------------------------------------------


def files_text(value: object) -> str:
    """`plan.pdf (01j…); photo.png (01k…)`: names for people, ids for `files_of_text`."""
    items = value if isinstance(value, list) else [value]
    known = [item for item in items if isinstance(item, Mapping) and "id" in item]
    return "; ".join(f"{str(item.get('name') or 'file').replace(';', ',')} ({item['id']})" for item in known)


def files_of_text(text: str) -> list[object]:
    """The files that such a text names. Raises Refused when it names none."""
    found = _LISTED.findall(text) or [part for part in re.split(r"[;,\s]+", text.strip()) if _ID.fullmatch(part)]
    if not found and text.strip():
        raise Refused("Must name files by their ids: `plan.pdf (id)`.")
    return list(found)


# --- forms ------------------------------------------------------------------------------------------------------------


def _accepted(item: object) -> dict[str, object]:
    whole = _whole(item)
    if whole is not None:
        return whole.to_wire()
    given = item.get("id") if isinstance(item, Mapping) else item
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise Refused("Must be the id of an uploaded file.")
    return {"id": given}


def _whole(item: object) -> FileReference | None:
    if not isinstance(item, Mapping):
        return None
    texts = [item.get(name) for name in ("id", "name", "type", "sha256")]
    size = item.get("size")
    if not all(isinstance(text, str) for text in texts) or not isinstance(size, int) or isinstance(size, bool):
        return None
    id_, name, media_type, sha256 = map(str, texts)
    if size < 0 or not _ID.fullmatch(id_) or not _SHA256.fullmatch(sha256):
        return None
    return FileReference(id_, name, media_type, size, sha256, item.get(LOST) is True)


def contents_named(noted: object) -> set[str]:
    """The content that a row, or what history noted of one, names anywhere, whatever its columns are called now."""
    text = orjson.dumps(noted, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    return set(_NAMED.findall(text)) if NAMES_CONTENT in text else set()


def without_lost(value: object) -> object:
    """A value as history shows it, without the files whose content is lost."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if not (isinstance(item, Mapping) and item.get(LOST))]


def with_lost(value: object, lost: Collection[str]) -> object:
    """A value as history shows it: files whose content is among the `lost` say so."""
    if isinstance(value, list):
        return [with_lost(item, lost) for item in value]
    found = _whole(value)
    return value if found is None or found.sha256 not in lost else {**found.to_wire(), LOST: True}
