"""Wording functions: counts, masks and loose comparison of text."""

from __future__ import annotations

from toolwright.expressions.budget import Budget
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, to_text

GROUP = Group("wording")
add = GROUP.add


@add(
    "plural(count: number, one: text, many: text = None) -> text",
    "The count with its word: `one` for 1, else `many` (by default `one` with an s).",
    ("plural(1, 'ticket')", "'1 ticket'"),
    ("plural(3, 'entry', 'entries')", "'3 entries'"),
)
def plural(_budget: Budget, count: Data, one: str, many: str | None) -> str:
    return f"{to_text(count)} {one if count == 1 else one + 's' if many is None else many}"


@add(
    "ordinal(number: integer) -> text", "1st, 2nd, 3rd and so on.", ("ordinal(22)", "'22nd'"), ("ordinal(11)", "'11th'")
)
def ordinal(_budget: Budget, number: int) -> str:
    teen = abs(number) % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(abs(number) % 10, 'th')}"


@add(
    "mask(text: text, shown: integer = 4, sign: text = '•') -> text",
    "The text with all but its last letters hidden.",
    ("mask('DE89370400440532', 4, '*')", "'************0532'"),
)
def mask(_budget: Budget, text: str, shown: int, sign: str) -> str:
    tail = text[-shown:] if shown > 0 else ""
    return sign[:1] * (len(text) - len(tail)) + tail


@add("is_blank(value: any) -> boolean", "Whether text is None, empty or only blanks.", ("is_blank('  ')", "True"))
def is_blank(_budget: Budget, value: Data) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


@add(
    "same_text(one: any, other: any) -> boolean",
    "Whether two texts are equal, capitals and outer blanks aside.",
    ("same_text(' Ann', 'ann')", "True"),
)
def same_text(_budget: Budget, one: Data, other: Data) -> bool:
    if one is None or other is None:
        return one is other
    return to_text(one).strip().casefold() == to_text(other).strip().casefold()
