"""Fault: how this package says that an expression is wrong, at parse, check and run time."""

from __future__ import annotations

from toolwright.errors import InvalidExpression, Phrase, ToolwrightError, Where, phrase

Span = tuple[int, int]


def invalid(
    detail: str, code: str, span: Span, *, hint: str | None = None, where: Where | None = None
) -> InvalidExpression:
    """An `InvalidExpression` with code `expression.<code>` and its span in characters of the source."""
    return InvalidExpression(detail, code=f"expression.{code}", hint=hint, where=where, extra={"span": span})


def refuse(detail: str, hint: str | None = None) -> InvalidExpression:
    """A run-time `InvalidExpression`; the program that runs adds the place."""
    return InvalidExpression(detail, code="expression.runtime", hint=hint)


def begun(words: Phrase) -> Phrase:
    """These words as a sentence begins with them."""
    inside = {name: phrase(str(value).lower()) for name, value in words.values.items()}
    return phrase(words.form[:1].upper() + words.form[1:].lower(), **inside)


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (ZeroDivisionError, "Division by zero."),
    (OverflowError, "The result is too large."),
    (RecursionError, "The value is nested too deeply."),
    (ArithmeticError, "The calculation has no result."),
    (MemoryError, "The result is too large."),
    (TypeError, "A value has a type that does not fit here."),
    (ValueError, "A value does not fit here."),
)


def as_fault(error: Exception, source: str, where: Where | None = None) -> ToolwrightError:
    """The error of this product for whatever evaluating `source` raised; code that embeds emitted text uses it.

    Errors of this product keep class and code and gain span and place; anything else becomes an `InvalidExpression`
    with code `expression.runtime`. No Python message is passed on: it may hold values the reader must not see.
    """
    if not isinstance(error, ToolwrightError):
        detail = next((text for kind, text in _WORDS if isinstance(error, kind)), "The expression failed.")
        error = refuse(detail)
    if isinstance(error, InvalidExpression) and "span" not in error.extra:
        error.extra = {**error.extra, "span": (0, len(source))}
    if error.where is None:
        error.where = where
    return error
