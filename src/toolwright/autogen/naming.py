"""Permanent names from whatever a database calls things: `CustomerID`, `Straße`, `class`, `2fa`, `🍕`."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

MAX_NAME = 63

# Words with a meaning of their own in expressions, and names that screens and filters give to other things.
_SCREEN_NAMES = ("row", "record", "form", "params", "query", "steps")
RESERVED = frozenset([*(word.lower() for word in keyword.kwlist), *_SCREEN_NAMES])

_SPECIAL = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "€": "eur",
        "%": " percent ",
    }
    | {
        "Æ": "Ae",
        "Œ": "Oe",
        "Ø": "O",
        "Đ": "D",
        "Ł": "L",
        "Þ": "Th",
        "#": " number ",
        "$": " usd ",
        "&": " and ",
        "@": " at ",
    }
)


def slug(native: str, fallback: str) -> str:
    """A permanent name for `native`: lower-case letters, digits and underscores, never a reserved word.

    `CustomerID` → `customer_id`, `Größe` → `grosse`… Names in other scripts give `fallback`; their label keeps them.
    """
    text = unicodedata.normalize("NFKD", native.translate(_SPECIAL)).encode("ascii", "ignore").decode()
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", text)
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    text = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if not text:
        return fallback
    if text[0].isdigit():
        text = f"{fallback}_{text}"
    text = text[:MAX_NAME].rstrip("_")
    return f"{text}_" if text in RESERVED else text


def unique_names(natives: Iterable[str], fallback: str, taken: Iterable[str] = ()) -> dict[str, str]:
    """A name for each native name, all different; names that need no change keep theirs, whatever the order."""
    names = list(dict.fromkeys(natives))
    used = set(taken)
    found: dict[str, str] = {}
    for native in sorted(names, key=lambda item: (slug(item, fallback) != item, names.index(item))):
        found[native] = unused(slug(native, fallback), used)
        used.add(found[native])
    return {native: found[native] for native in names}


def unused(name: str, used: Iterable[str]) -> str:
    """The name, or the name with the first free number behind it."""
    taken = set(used)
    if name not in taken:
        return name
    number = 2
    while True:
        candidate = f"{name[: MAX_NAME - len(str(number)) - 1].rstrip('_')}_{number}"
        if candidate not in taken:
            return candidate
        number += 1


def is_plain(native: str) -> bool:
    """Whether a native name reads well once it is split into words: ASCII letters, digits and separators."""
    return re.fullmatch(r"[A-Za-z0-9_\- .]+", native) is not None


def words_of(name: str) -> list[str]:
    """The words of a permanent name."""
    return [word for word in name.split("_") if word]
