"""Texts of a certain form: what the kinds of columns for text share."""

from __future__ import annotations

from pydantic import Field

from toolwright.errors import phrase, phrase_of
from toolwright.extend.column import Refused, ValueLimits
from toolwright.extend.pattern import fits_pattern, pattern_problem
from toolwright.model.base import Model


class TextForm(Model):
    """How long a text is and what it looks like."""

    min_length: int = Field(0, ge=0, description="The fewest characters it may have, when it has any.")
    max_length: int = Field(500, ge=1, le=100_000, description="The most characters it may have.")
    pattern: str | None = Field(
        None, max_length=1000, description="What the whole text must look like, as an RE2 pattern: `[A-Z]{3}-[0-9]+`."
    )
    pattern_message: str | None = Field(None, description="What a person is told whose text does not look like that.")


def check_form(form: TextForm) -> None:
    """Raise ValueError, with a sentence, for settings that contradict each other or a pattern that is none."""
    if form.min_length > form.max_length:
        raise ValueError("The fewest characters are more than the most.")
    problem = None if form.pattern is None else pattern_problem(form.pattern)
    if problem is not None:
        raise ValueError(problem)


def form_limits(form: TextForm) -> ValueLimits | None:
    """What the database can insist on: the fewest characters."""
    return ValueLimits(min_length=form.min_length) if form.min_length else None


def in_form(text: str, form: TextForm) -> str:
    """The text, when it has the form. Raises Refused."""
    if len(text) < form.min_length:
        one, many = "Must have at least one character.", "Must have at least {min_length} characters."
        raise Refused(phrase_of(form.min_length, one, many, min_length=f"{form.min_length:,}"), "too_short")
    if form.pattern is not None and not fits_pattern(form.pattern, text):
        raise Refused(form.pattern_message or phrase("Must look like this: {pattern}", pattern=form.pattern), "pattern")
    return text
