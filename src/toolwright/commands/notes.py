"""Notes that saving leaves in the history: kept in English, as they were written, and said in the reader's language."""

from __future__ import annotations

import re

from toolwright.errors import Phrase, phrase
from toolwright.model.files import FILE_KINDS

FORMS = (
    "Changed the workspace",
    "Created",
    "Pushed",
    "Changed tables",
    "Made from a file",
    "Made {name} from a file",
    "Generated from built-in tables",
    "Generated from {source}",
    "Made from the template {title}",
    "Install template {title}",
    "Connected {title}",
    "Described {title} again",
    "Changed data source {name}",
    "Removed data source {name}",
    "Added {kind} {name}",
    "Changed {kind} {name}",
    "Removed {kind} {name}",
    "Renamed {kind} {name} to {new}",
    "Restored {kind} {name} as of version {number}",
    "Restored {kind} {name} as of revision {number}",
    "Draft of version {number}",
    "Back to version {number}",
)
"""What commands write, also in earlier releases; the first that fits is meant."""
_KINDS = "|".join(kind.name for kind in FILE_KINDS)
_PLACES = {"kind": f"(?P<kind>{_KINDS})", "number": r"(?P<number>\d+)"}
_LONGEST = 500


def _pattern(form: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", form)
    return re.compile(
        "".join(
            re.escape(piece) if place % 2 == 0 else _PLACES.get(piece, f"(?P<{piece}>.+?)")
            for place, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )


_READ = tuple((form, _pattern(form)) for form in FORMS)


def spoken_note(text: str) -> Phrase | None:
    """A note as a phrase, which can be said in other languages; None for what a person wrote."""
    for form, pattern in _READ if len(text) <= _LONGEST else ():
        found = pattern.fullmatch(text)
        if found is not None:
            values = found.groupdict()
            return phrase(form, **{key: phrase(value) if key == "kind" else value for key, value in values.items()})
    return None
