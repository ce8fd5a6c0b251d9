"""Spoken: the language in which kinds tell people what they are and what can be set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, TypeVar

from fastapi import Query

from toolwright.api.wire import Answer
from toolwright.extend.translation import languages, texts_of, translated

AnswerT = TypeVar("AnswerT", bound=Answer)

ENGLISH: Final = "en"
Language = Annotated[
    str,
    Query(
        pattern="^[a-z]{2}$",
        description="Of titles and descriptions: `en` or `de`; what has no other text stays English.",
    ),
]


def spoken(language: str) -> str:
    """The language that is spoken here when that one is asked for."""
    return language if language in languages() else ENGLISH


def in_language(answer: AnswerT, folder: Path, language: str) -> AnswerT:
    """What the kind in a folder says of itself, in that language as far as it speaks it."""
    if language == ENGLISH:
        return answer
    return type(answer).model_validate(translated(answer.model_dump(), texts_of(folder, language)))
