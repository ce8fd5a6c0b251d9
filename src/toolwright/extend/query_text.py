"""Query text: the text of a query taken apart into what is sent as it is, values, and clauses that may be left out.

A slot, `{{ … }}`, is always a value that is bound. `[[ … ]]` is left out when a parameter named inside has no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolwright.errors import InvalidDefinition, phrase
from toolwright.expressions import Expression, Program, compile_expression, parse
from toolwright.expressions.scan import Scanner
from toolwright.extend.query_language import QueryLanguage, Token, wrong

MAX_SLOTS = 200
PERSON = "user"


@dataclass(frozen=True, slots=True)
class ValueSlot:
    """The place of a value, or of a list of them."""

    expression: Expression
    program: Program
    start: int


@dataclass(frozen=True, slots=True)
class Optional:
    """A clause that is left out when one of `names` has no value."""

    parts: tuple[str | ValueSlot, ...]
    names: frozenset[str]


Part = str | ValueSlot | Optional


@dataclass(frozen=True, slots=True)
class QueryText:
    """A text whose every slot stands where a value can. `first` is the word it begins with."""

    parts: tuple[Part, ...]
    first: str

    @property
    def slots(self) -> tuple[ValueSlot, ...]:
        """Every slot in order."""
        return tuple(_slots(self.parts))

    @property
    def names(self) -> frozenset[str]:
        """The parameters it reads, and `user`."""
        return frozenset().union(*(slot.expression.names for slot in self.slots))


def _slots(parts: tuple[Part, ...]) -> Iterator[ValueSlot]:
    for part in parts:
        if isinstance(part, ValueSlot):
            yield part
        elif isinstance(part, Optional):
            yield from _slots(part.parts)


@lru_cache(maxsize=1000)
def read_query(text: str, language: QueryLanguage, *, writes: bool = False) -> QueryText:
    """The text taken apart. Raises InvalidDefinition that says in which line what is wrong."""
    return _Reader(text, language, writes=writes).read()


class _Reader:
    """One pass over a text."""

    def __init__(self, text: str, language: QueryLanguage, *, writes: bool) -> None:
        self.text = text
        self.language = language
        self.writes = writes
        self.found: list[Part] = []
        self.clause: list[str | ValueSlot] | None = None
        self.opened = self.at = self.count = 0
        self.words: list[str] = []
        self.ended: int | None = None
        self.slots: dict[int, tuple[str, int]] = {}

    def read(self) -> QueryText:
        """Take the text apart."""
        for token in self.language.tokens(self.text, _Closes(self)):
            self._take(token)
        if self.clause is not None:
            raise wrong(self.text, self.opened, "This [[ is never closed.", "query.unclosed", "Close it with ]].")
        self._flush(len(self.text) if self.ended is None else self.ended)
        if not self.words:
            raise wrong(self.text, 0, "There is nothing to ask.", "query.empty")
        self._check_first()
        return QueryText(tuple(self.found), self.words[0])

    def close_of(self, start: int) -> int:
        """Where the slot that begins at `start` ends."""
        try:
            _, closed = Scanner(self.text, start + 2, in_braces=True).scan()
        except InvalidDefinition as fault:
            raise wrong(self.text, start, fault.detail, fault.code, fault.hint) from fault
        self.slots[start] = (self.text[start + 2 : closed], closed + 2)
        return closed + 2

    def _take(self, token: Token) -> None:
        if token.kind in ("comment", "string", "name"):
            self._check_quiet(token)
        if token.kind in ("blank", "comment"):
            return
        if self.ended is not None:
            raise wrong(
                self.text, token.start, "A query is one statement.", "query.second_statement", "Make another query."
            )
        match token.kind:
            case "end":
                self._check_outside(token)
                self.ended = token.start
            case "slot":
                self._slot(token)
            case "open":
                self._open(token)
            case "close":
                self._close(token)
            case _:
                self._word(token)

    def _check_quiet(self, token: Token) -> None:
        """Refuse values and clauses where they would be read as text, or not at all."""
        inside = self.text[token.start : token.end]
        if "{{" not in inside:
            return
        place = {"comment": "a comment", "string": "a quoted text or name", "name": "a quoted name"}[token.kind]
        raise wrong(
            self.text,
            token.start + inside.index("{{"),
            phrase("A value cannot stand inside {place}.", place=phrase(place)),
            "query.quoted_slot",
            "Write {{ name }} without quotes; join texts in it: {{ '%' + name + '%' }}.",
        )

    def _word(self, token: Token) -> None:
        text = self.text[token.start : token.end].lower()
        if token.kind == "word" or text == "(":
            if text != "(" or self.words:
                self._check_refused(token, text)
            if text != "(":
                self.words.append(text)

    def _check_refused(self, token: Token, text: str) -> None:
        previous = f"{self.words[-1]} {text}" if self.words else text
        for said in (text, previous):
            if said in self.language.refused:
                what = self.language.refused[said]
                raise wrong(
                    self.text,
                    token.start,
                    phrase("`{said}` {what}.", said=said.upper(), what=phrase(what)),
                    "query.not_allowed",
                )

    def _slot(self, token: Token) -> None:
        self.count += 1
        if self.count > MAX_SLOTS:
            raise wrong(
                self.text,
                token.start,
                phrase("A query has at most {max_slots} values.", max_slots=MAX_SLOTS),
                "query.too_large",
            )
        source, _ = self.slots[token.start]
        try:
            expression = parse(source.strip())
            program = compile_expression(expression)
        except InvalidDefinition as fault:
            raise wrong(self.text, token.start, fault.detail, fault.code, fault.hint) from fault
        self._flush(token.start)
        self._add(ValueSlot(expression, program, token.start))
        self.at = token.end

    def _open(self, token: Token) -> None:
        if self.clause is not None:
            raise wrong(self.text, token.start, "An optional clause holds no other.", "query.nested_clause")
        self._flush(token.start)
        self.clause, self.opened, self.at = [], token.start, token.end

    def _close(self, token: Token) -> None:
        if self.clause is None:
            hint = "Brackets of arrays need a blank between them: ] ]."
            raise wrong(self.text, token.start, "No [[ is open here.", "query.unclosed", hint)
        self._flush(token.start)
        parts, self.clause = tuple(self.clause), None
        names = frozenset().union(*(part.expression.names for part in parts if isinstance(part, ValueSlot)))
        if not names - {PERSON}:
            hint = "Name a parameter in it, or take the brackets away; those of arrays need a blank: [ [."
            raise wrong(self.text, self.opened, "Nothing says when this clause is left out.", "query.idle_clause", hint)
        self.found.append(Optional(parts, names - {PERSON}))
        self.at = token.end

    def _check_outside(self, token: Token) -> None:
        if self.clause is not None:
            raise wrong(self.text, token.start, "A statement does not end inside a clause.", "query.second_statement")

    def _flush(self, until: int) -> None:
        if until > self.at:
            self._add(self.text[self.at : until])
        self.at = until

    def _add(self, part: str | ValueSlot) -> None:
        if self.clause is None:
            self.found.append(part)
        else:
            self.clause.append(part)

    def _check_first(self) -> None:
        first = self.words[0]
        known = self.language.reads | (self.language.writes if self.writes else frozenset())
        if first in known:
            return
        hint: str = phrase("It begins with one of: {known}.", known=", ".join(sorted(known)).upper())
        if first in self.language.writes:
            hint = "Say `writes: true` if it is to change rows."
        raise wrong(
            self.text,
            0,
            phrase("A query does not begin with `{first}`.", first=first.upper()),
            "query.not_allowed",
            hint,
        )


class _Closes(Mapping[int, int]):
    """Where slots end, found when asked for."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader

    def __getitem__(self, start: int) -> int:
        return self._reader.close_of(start)

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0
