"""Mentions: `@Anna Example` or `@anna@example.org` in a text, kept as the person, whatever their name becomes.

Only people who can see the row are mentioned; to everybody else it is text. In stored texts a person stands between
two characters that nobody types and that are taken out of what comes in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from toolwright.policy import Actor
from toolwright.rows.people import FORMER
from toolwright.rows.record import key_of, read_row
from toolwright.rows.request import Request
from toolwright.rows.sight import sight_of

MOST = 30
"""The most signs in one text that are looked at; what comes after is text."""
_FOUND = 50
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_PERSON = re.compile(f"{_OPEN}([0-9A-Za-z_-]{{1,64}}){_CLOSE}")
_AT = re.compile(r"(?<![\w@.+-])@(?=\w)")
_WORD = re.compile(r"[\w.+-]+(?:@[\w.-]+\w)?")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+.!|~-])")


@dataclass(frozen=True, slots=True)
class Told:
    """A text with the people in it: as it is stored, and their ids in the order they come."""

    stored: str
    people: tuple[str, ...]


def mention_of(person: str) -> str:
    """What stands in a stored text for the person of that id."""
    return f"{_OPEN}{person}{_CLOSE}"


async def read_text(request: Request, row_id: str, text: str, known: Collection[str] = ()) -> Told:
    """The text with every mention of somebody who can see the row; those `known` come first where names are shared."""
    plain = _MARKS.sub("", text)
    seen: dict[str, bool] = {}
    parts, at = [], 0
    for place in [found.start() for found in islice(_AT.finditer(plain), MOST)]:
        if place < at:
            continue
        named = await _named(request, row_id, plain[place + 1 : place + 201], known, seen)
        if named is not None:
            who, length = named
            parts += [plain[at:place], mention_of(who.user_id or "")]
            at = place + 1 + length
    stored = "".join([*parts, plain[at:]])
    return Told(stored, people_of(stored))


async def _named(
    request: Request, row_id: str, text: str, known: Collection[str], seen: dict[str, bool]
) -> tuple[Actor, int] | None:
    """Who is named at the start of the text, by the longest name that fits, and how long that is."""
    word = _WORD.match(text)
    people = request.desk.people
    if word is None or people is None:
        return None
    found = await people.find(request.workspace.base, word[0].rstrip("."), _FOUND)
    fitting = [(who, max(_fit(text, who.name), _fit(text, who.email))) for who in found]
    for who, length in sorted(fitting, key=lambda one: (-one[1], one[0].user_id not in known)):
        if length and await _sees(request, row_id, who, seen):
            return who, length
    return None


def _fit(text: str, name: str) -> int:
    """How much of the start of the text is this name."""
    begins = bool(name) and text[: len(name)].casefold() == name.casefold()
    return len(name) if begins and not re.match(r"\w", text[len(name) : len(name) + 1]) else 0


async def who_sees(request: Request, row_id: str, words: str, limit: int) -> list[Actor]:
    """The people of the workspace with these words in their name or address who can see the row."""
    people, seen = request.desk.people, dict[str, bool]()
    found = [] if people is None else await people.find(request.workspace.base, words, _FOUND)
    shown: list[Actor] = []
    for who in found:
        if len(shown) < limit and await _sees(request, row_id, who, seen):
            shown.append(who)
    return shown


async def _sees(request: Request, row_id: str, who: Actor, seen: dict[str, bool]) -> bool:
    identity = who.user_id or ""
    if identity not in seen:
        sight = sight_of(request.sight.policy, who, request.sight.ref)
        is_reader = sight is not None and "read" in sight.access.verbs
        theirs = replace(request, actor=who, sight=sight) if sight is not None else request
        key = key_of(request, row_id)
        seen[identity] = is_reader and await read_row(theirs, key, theirs.sight.visible) is not None
    return seen[identity]


def people_of(stored: str) -> tuple[str, ...]:
    """The ids of those whom a stored text mentions."""
    return tuple(dict.fromkeys(_PERSON.findall(stored)))


def shown_text(stored: str, names: Mapping[str, str]) -> str:
    """The text with names in it, as a person would type it."""
    return _PERSON.sub(lambda found: f"@{names.get(found[1], FORMER)}", stored)


def marked_up(stored: str, names: Mapping[str, str]) -> str:
    """The text as Markdown in which mentions stand out."""
    return _PERSON.sub(lambda found: "**@" + _MARKUP.sub(r"\\\1", names.get(found[1], FORMER)) + "**", stored)
