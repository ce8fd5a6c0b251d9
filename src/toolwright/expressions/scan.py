"""Scan: the cheap first look at source text, before Python's parser sees it.

It bounds length, nesting and operator runs (Python's parser recurses in C), finds where strings and braces end, and
refuses what would only surprise: comments, look-alike letters, unknown escapes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from toolwright.errors import InvalidExpression, Where, phrase
from toolwright.expressions.fault import invalid

MAX_SOURCE = 4_000
MAX_BRACKETS = 30
MAX_TOKENS = 1_200
MAX_RUN = 10  # prefix operators in a row, and powers in one expression

_TOKEN = re.compile(
    r"""(?P<string>(?:[fF][rR]?|[rR][fF]?|[uU])?(?:'''|\"\"\"|'|\"))
    |(?P<number>[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?)
    |(?P<name>[^\W0-9]\w*)
    |(?P<space>\s+)
    |(?P<power>\*\*)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = frozenset("\\'\"abfnrtvxuU0")
_F_RUN = re.compile(rf"(?:[-+~]\s*){{{MAX_RUN}}}|(?:not\s+){{{MAX_RUN}}}")


@dataclass(frozen=True, slots=True)
class Source:
    """Source text with its place: `offset` is its start inside a template."""

    text: str
    offset: int = 0
    where: Where | None = None

    def fault(
        self, start: int, end: int, detail: str, code: str = "syntax", hint: str | None = None
    ) -> InvalidExpression:
        """The error for the characters from `start` to `end` of this text."""
        span = (self.offset + start, self.offset + max(end, start))
        return invalid(detail, code, span, hint=hint, where=self.where)


class Scanner:
    """One pass over `text` from `start`: to the end, or to the `}}` that closes a template expression."""

    def __init__(
        self, text: str, start: int = 0, *, in_braces: bool = False, where: Where | None = None, offset: int = 0
    ) -> None:
        self.source = Source(text, offset, where)
        self.text = text
        self.start = self.at = start
        self.in_braces = in_braces
        self.depth = self.tokens = self.run = self.powers = 0
        self.flat: list[str] = []

    def scan(self) -> tuple[str, int]:
        """The text with every blank outside strings made a space, and the position after it (before any `}}`)."""
        while self.at < len(self.text):
            if self.in_braces and self.depth == 0 and self.text.startswith("}}", self.at):
                return "".join(self.flat), self.at
            match = _TOKEN.match(self.text, self.at)
            if match is None:  # cannot be: "other" matches any character
                break
            self._take(match)
            if self.at - self.start > MAX_SOURCE:
                raise self._limit(
                    "The expression is too long.",
                    phrase("Keep it under {max_source} characters.", max_source=f"{MAX_SOURCE:,}"),
                )
        if self.in_braces:
            raise self.source.fault(
                self.start - 2, self.start, "This {{ has no matching }}.", hint="Close it with }}, or write {{ '{{' }}."
            )
        return "".join(self.flat), self.at

    def _take(self, match: re.Match[str]) -> None:
        before, kind = self.at, str(match.lastgroup)
        self.at = match.end()
        getattr(self, "_" + kind)(match.group())
        if kind != "space":
            self.flat.append(self.text[before : self.at])
            self._count(match.group())

    def _limit(self, detail: str, hint: str) -> InvalidExpression:
        return self.source.fault(self.start, self.at, detail, "too_large", hint)

    def _count(self, token: str) -> None:
        self.tokens += 1
        self.run = self.run + 1 if token in ("-", "+", "~", "not", "await", "lambda") else 0
        if self.tokens > MAX_TOKENS or self.run > MAX_RUN or self.powers > MAX_RUN:
            raise self._limit("The expression is too large.", "Split it, or let a query or view do part of it.")

    def _string(self, token: str) -> None:
        quote = token.lstrip("fFrRuU")
        prefix = token[: len(token) - len(quote)].lower()
        opened = self.at
        stops = re.compile(rf"\\|\n|\r|{quote}")
        while (match := stops.search(self.text, self.at)) is not None:
            self.at = match.end()
            if match.group() == quote:
                if "f" in prefix:
                    self._formatted(opened, match.start())
                return
            if match.group() != "\\":
                break
            following = self.text[self.at : self.at + 1]
            if "r" not in prefix and following not in _ESCAPES:
                raise self.source.fault(
                    self.at - 1,
                    self.at + 1,
                    phrase("Unknown escape \\{following}.", following=following),
                    hint="Write \\\\ for a backslash.",
                )
            self.at += 1
        raise self.source.fault(
            opened - len(token), opened, "This text is never closed.", hint=phrase("Add {quote}.", quote=quote)
        )

    def _formatted(self, start: int, end: int) -> None:
        inside = self.text[start:end]
        if _F_RUN.search(inside) or inside.count("**") > MAX_RUN or sum(map(inside.count, "([{")) > 2 * MAX_BRACKETS:
            raise self._limit("The expression is too large.", "Split the f-string.")
        if any(unicodedata.normalize("NFKC", name) != name for name in re.findall(r"[^\W0-9]\w*", inside)):
            self._plain_braces(inside, start)

    def _plain_braces(self, inside: str, start: int) -> None:
        for field in re.finditer(r"\{([^{}]*)\}", inside):
            if unicodedata.normalize("NFKC", field.group(1)) != field.group(1):
                raise self.source.fault(start + field.start(), start + field.end(), *_LOOKALIKE)

    def _number(self, token: str) -> None:
        following = self.text[self.at : self.at + 1]
        if following.isalnum() or following == "_":
            raise self.source.fault(
                self.at - len(token), self.at + 1, "A number is followed by a letter.", hint="Leave a space."
            )

    def _name(self, token: str) -> None:
        if unicodedata.normalize("NFKC", token) != token:
            raise self.source.fault(self.at - len(token), self.at, *_LOOKALIKE)

    def _space(self, token: str) -> None:
        self.flat.append(" " * len(token))

    def _power(self, _token: str) -> None:
        self.powers += 1

    def _other(self, sign: str) -> None:
        if sign in "([{":
            self.depth += 1
            if self.depth > MAX_BRACKETS:
                raise self._limit(
                    "Brackets are nested too deeply.",
                    phrase("Keep to {max_brackets} levels.", max_brackets=MAX_BRACKETS),
                )
        elif sign in ")]}":
            self.depth -= 1
            if self.depth < 0:
                raise self.source.fault(self.at - 1, self.at, phrase("Nothing is open for this {sign}.", sign=sign))
        elif sign == "#":
            raise self.source.fault(self.at - 1, self.at, "Comments are not part of expressions.", "not_allowed")


_LOOKALIKE = (
    "This name uses look-alike letters.",
    "not_allowed",
    "Type it with ordinary letters, or write row['…'] for a key that needs them.",
)
