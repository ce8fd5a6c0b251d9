"""Spoken: the language in which kinds tell people what they are, and answers hold messages that people read."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Final, TypeVar

from fastapi import Query
from pydantic import BeforeValidator, Field

from toolwright.api.wire import Answer
from toolwright.commands.notes import spoken_note
from toolwright.extend.translation import language_of, languages, say_everything, texts_of, translated

AnswerT = TypeVar("AnswerT", bound=Answer)

ENGLISH: Final = "en"
Language = Annotated[
    str,
    Query(
        pattern="^[a-z]{2}$",
        description="Of titles and descriptions: `en` or `de`; what has no other text stays English.",
    ),
]

WordedIn = Annotated[
    str, Field(max_length=20, description="The language of titles, labels and messages that are made: `en` or `de`.")
]
"""The language of what is made, checked by the command that makes it."""

reader: ContextVar[str] = ContextVar("reader", default=ENGLISH)
"""The locale of whoever asks, set at the door."""


def speak(text: object) -> object:
    """A message in the language of whoever asks; what is none, or has no other text, stays as it is."""
    return say_everything(language_of(reader.get())).of(text) if isinstance(text, str) else text


def speak_note(text: str) -> str:
    """A note of the history in the language of whoever asks, unless a person wrote it."""
    note = spoken_note(text)
    return text if note is None else str(speak(note))


Said = Annotated[str, BeforeValidator(speak)]
"""A message in an answer."""


def spoken(language: str) -> str:
    """The language that is spoken here when that one is asked for."""
    return language if language in languages() else ENGLISH


def in_language(answer: AnswerT, folder: Path, language: str) -> AnswerT:
    """What the kind in a folder says of itself, in that language as far as it speaks it."""
    if language == ENGLISH:
        return answer
    return type(answer).model_validate(translated(answer.model_dump(), texts_of(folder, language)))
