"""Expression and template: parsed source text with everything that can be known without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from toolwright.errors import Where, phrase
from toolwright.expressions.grammar import parse_tree
from toolwright.expressions.scan import Scanner
from toolwright.expressions.tree import Located

MAX_TEMPLATE = 200_000
MAX_EXPRESSIONS = 200


@dataclass(frozen=True, slots=True)
class Expression:
    """One parsed expression; two are equal when their source is.

    `names` are the free root names it reads, `paths` the longest data paths (`("row", "customer", "name")`), `calls`
    the functions it calls. `offset` is where its source begins inside a template.
    """

    source: str
    tree: ast.expr = field(repr=False, compare=False)
    names: frozenset[str] = field(compare=False)
    paths: frozenset[tuple[str, ...]] = field(compare=False)
    calls: frozenset[str] = field(compare=False)
    offset: int = field(default=0, compare=False)
    where: Where | None = field(default=None, compare=False)

    @property
    def located(self) -> Located:
        """The source as a thing that knows spans and makes errors."""
        return Located(self.source, self.offset, self.where)


@dataclass(frozen=True, slots=True)
class Template:
    """Text with `{{ … }}`; `parts` are literal texts and expressions in order, neighbouring texts joined."""

    text: str
    parts: tuple[str | Expression, ...] = field(compare=False)
    where: Where | None = field(default=None, compare=False)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The expressions in order."""
        return tuple(part for part in self.parts if isinstance(part, Expression))

    @property
    def is_single(self) -> bool:
        """Whether it is one expression and nothing else, and so keeps that expression's type."""
        return len(self.parts) == 1 and isinstance(self.parts[0], Expression)

    @property
    def is_static(self) -> bool:
        """Whether it is plain text."""
        return not any(isinstance(part, Expression) for part in self.parts)

    @property
    def names(self) -> frozenset[str]:
        """The free root names its expressions read."""
        return frozenset().union(*(part.names for part in self.expressions))

    @property
    def paths(self) -> frozenset[tuple[str, ...]]:
        """The longest data paths its expressions read."""
        return frozenset().union(*(part.paths for part in self.expressions))

    @property
    def calls(self) -> frozenset[str]:
        """The functions its expressions call."""
        return frozenset().union(*(part.calls for part in self.expressions))


def parse(
    source: str, *, where: Where | None = None, extra_functions: frozenset[str] | None = frozenset()
) -> Expression:
    """One expression without braces. `extra_functions` names callables the context brings; None accepts any name.

    Raises `InvalidExpression` with `extra["span"]` and one of the codes `expression.syntax`, `.not_allowed`,
    `.unknown_function`, `.arguments`, `.format`, `.too_large`.
    """
    return _parsed(Located(source, 0, where), extra_functions)


def _parsed(source: Located, extra: frozenset[str] | None) -> Expression:
    tree, reading = parse_tree(source, extra)
    return Expression(
        source.text,
        tree,
        frozenset(reading.names),
        frozenset(reading.paths),
        frozenset(reading.calls),
        source.offset,
        source.where,
    )


def parse_template(
    text: str, *, where: Where | None = None, extra_functions: frozenset[str] | None = frozenset()
) -> Template:
    """Text with `{{ … }}` in it; spans of errors count from the start of `text`. Raises like `parse`.

    Braces inside string literals do not end an expression; a literal `{{` is written `{{ "{{" }}`. Blanks around a
    lone expression are dropped, so it keeps its type.
    """
    located = Located(text, 0, where)
    if len(text) > MAX_TEMPLATE:
        raise located.fault(
            0,
            0,
            "The text is too long.",
            "too_large",
            phrase("Keep it under {max_template} characters.", max_template=f"{MAX_TEMPLATE:,}"),
        )
    parts: list[str | Expression] = []
    at = 0
    while (opened := text.find("{{", at)) >= 0:
        if opened > at:
            parts.append(text[at:opened])
        if len(parts) > 2 * MAX_EXPRESSIONS:
            raise located.fault(opened, opened + 2, "The text holds too many expressions.", "too_large", "Split it.")
        _flat, closed = Scanner(text, opened + 2, in_braces=True, where=where).scan()
        parts.append(_parsed(Located(text[opened + 2 : closed], opened + 2, where), extra_functions))
        at = closed + 2
    if at < len(text) or not parts:
        parts.append(text[at:])
    return Template(text, tuple(_unpadded(parts)), where)


def _unpadded(parts: list[str | Expression]) -> list[str | Expression]:
    only = [part for part in parts if isinstance(part, Expression) or part.strip()]
    return only if len(only) == 1 and isinstance(only[0], Expression) else parts


def has_expression(text: str) -> bool:
    """Whether `text` holds a `{{`, well-formed or not."""
    return "{{" in text
