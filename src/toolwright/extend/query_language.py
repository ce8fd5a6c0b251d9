"""Query languages: what the text of a query is made of, so that values are found where they may stand.

This is no guard: what a statement may do is up to the database, which runs it read-only. It finds the places of values,
says early what would not work, and keeps out the few statements that no read-only transaction stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from toolwright.errors import InvalidDefinition, phrase

TokenKind = Literal["word", "string", "name", "comment", "blank", "slot", "open", "close", "end", "other"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: from `start` to `end`."""

    kind: TokenKind
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class QueryLanguage:
    """The rules of one SQL dialect. `reads` and `writes` are the words that a statement may begin with.

    `refused` are words that only ever do what no query does, each with what it does; several words follow each other.
    """

    name: str
    reads: frozenset[str] = frozenset({"select", "with", "values", "explain"})
    writes: frozenset[str] = frozenset({"insert", "update", "delete", "with", "select"})
    refused: Mapping[str, str] = field(default_factory=dict)
    backslash: Literal["never", "prefixed", "always"] = "never"
    dollar_quotes: bool = False
    backticks: bool = False
    brackets: bool = False
    hash_comments: bool = False
    nested_comments: bool = False
    dashes_need_blank: bool = False
    marks: str = ""
    """A pattern of what stands for values in this language, which is not used: `{{ }}` is."""

    @cached_property
    def _token(self) -> re.Pattern[str]:
        rules = [
            r"(?P<blank>\s+)",
            r"(?P<comment>--(?=[\s\x00-\x1f]|$)[^\n]*)" if self.dashes_need_blank else r"(?P<comment>--[^\n]*)",
            r"(?P<hash>\#[^\n]*)" if self.hash_comments else None,
            r"(?P<block>/\*)",
            r"(?P<slot>\{\{)",
            r"(?P<open>\[\[)",
            r"(?P<close>\]\])",
            r"(?P<dollar>\$(?:[^\W\d]\w*)?\$)" if self.dollar_quotes else None,
            r"(?P<prefixed>\b[eE]')" if self.backslash == "prefixed" else None,
            r"(?P<quote>['\"`])" if self.backticks else r"(?P<quote>['\"])",
            r"(?P<bracket>\[)" if self.brackets else None,
            rf"(?P<mark>{self.marks})" if self.marks else None,
            r"(?P<word>[^\W\d]\w*)",
            r"(?P<number>\d[\w.]*)",
            r"(?P<end>;)",
            r"(?P<other>.)",
        ]
        return re.compile("|".join(rule for rule in rules if rule), re.DOTALL)

    def tokens(self, text: str, closes: Mapping[int, int]) -> Iterator[Token]:
        """The tokens of a text. `closes` says where each slot ends, by where it begins."""
        at = 0
        while at < len(text):
            found = self._token.match(text, at)
            assert found is not None  # noqa: S101  # the last rule takes any character
            sort, start = str(found.lastgroup), at
            at = self._after(text, sort, found, closes)
            yield Token(_KINDS.get(sort, "other"), start, at)

    def _after(self, text: str, sort: str, found: re.Match[str], closes: Mapping[int, int]) -> int:
        start, end = found.start(), found.end()
        match sort:
            case "slot":
                return closes.get(start, end)
            case "block":
                return self._block(text, start)
            case "dollar":
                return _until(text, found.group(), end, start)
            case "quote" | "prefixed":
                return self._quoted(text, start, end, sort)
            case "bracket":
                return _until(text, "]", end, start)
            case "mark":
                hint = "Write {{ name }} for a value."
                raise wrong(
                    text,
                    start,
                    phrase("`{group}` stands for no value here.", group=found.group()),
                    "query.placeholder",
                    hint,
                )
        return end

    def _quoted(self, text: str, start: int, at: int, sort: str) -> int:
        mark = text[at - 1]
        escapes = sort == "prefixed" or (self.backslash == "always" and mark != "`")
        while at < len(text):
            if (escapes and text[at] == "\\") or text.startswith(mark * 2, at):
                at += 2
            elif text[at] == mark:
                return at + 1
            else:
                at += 1
        raise wrong(text, start, phrase("This {mark} is never closed.", mark=mark), "query.unclosed")

    def _block(self, text: str, start: int) -> int:
        if self.hash_comments and re.match(r"/\*M?!", text[start:]):
            raise wrong(
                text, start, "Comments that the server carries out are not part of queries.", "query.not_allowed"
            )
        depth, at = 1, start + 2
        while depth:
            closed, opened = text.find("*/", at), text.find("/*", at)
            if closed < 0:
                raise wrong(text, start, "This comment is never closed.", "query.unclosed", "Close it with */.")
            nests = self.nested_comments and 0 <= opened < closed
            depth += 1 if nests else -1
            at = (opened if nests else closed) + 2
        return at


_KINDS: Mapping[str, TokenKind] = {
    "blank": "blank", "comment": "comment", "hash": "comment", "block": "comment", "slot": "slot", "open": "open",
    "close": "close", "dollar": "string", "prefixed": "string", "quote": "string", "bracket": "name", "word": "word",
    "end": "end",
}  # fmt: skip


def _until(text: str, mark: str, at: int, start: int) -> int:
    found = text.find(mark, at)
    if found < 0:
        raise wrong(
            text, start, phrase("This {text} is never closed.", text=text[start : start + len(mark)]), "query.unclosed"
        )
    return found + len(mark)


def wrong(text: str, at: int, detail: str, code: str, hint: str | None = None) -> InvalidDefinition:
    """The error for what stands at a place of a query's text."""
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    place = {"line": line, "column": column}
    return InvalidDefinition(
        phrase("Line {line}, column {column}: {detail}", line=line, column=column, detail=phrase(detail)),
        code,
        hint,
        extra=place,
    )
