"""What a template's tables hold from the beginning: not rows, but everything that happened to them, in order of time.

Rows, their history, the bin, comments and mentions all follow from it (`sowing`), so they can never contradict each
other. Samples are made for a moment and are the same whenever they are made for the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody who gets an account, with a role; `signs_in` are those who get a link to see what it may do."""

    email: str
    name: str
    role: str
    signs_in: bool = False


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file, as a value of a column of files (alone or in a list)."""

    name: str
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SampleChange:
    """Somebody, by e-mail address, gave a row these values; without values it was deleted.

    The first change of a row makes it, and says all its values that are no defaults. Links
    are lists of ids.
    """

    at: datetime
    who: str
    table: str
    row: int
    values: Values | None


@dataclass(frozen=True, slots=True)
class SampleComment:
    """Somebody said something about a row. `@anna@example.com` mentions a person; who `seen_by` names knows of it."""

    at: datetime
    who: str
    table: str
    row: int
    text: str
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that happened, whatever the order."""

    changes: Sequence[SampleChange]
    comments: Sequence[SampleComment] = ()

    def files(self) -> list[SampleFile]:
        """Every file that a value names, once."""
        found = [one for change in self.changes for value in (change.values or {}).values() for one in files_of(value)]
        return list({one.content: one for one in found}.values())


def files_of(value: object) -> list[SampleFile]:
    """The files in a value."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, SampleFile)]
