"""Whether a definition may have a permanent name that it is to get."""

from __future__ import annotations

import re
from collections.abc import Collection

from toolwright.errors import Conflict, FieldError, InvalidInput, phrase
from toolwright.model.base import NAME_PATTERN


def check_new_name(word: str, name: str, taken: Collection[str]) -> None:
    """Raise InvalidInput for what is no name, and Conflict for one that is taken."""
    if not re.fullmatch(NAME_PATTERN, name):
        hint = "Names are lower-case letters, digits and underscores, beginning with a letter."
        message = phrase("A {word} cannot be called '{name}'.", word=phrase(word), name=name)
        errors = (FieldError("name", message, hint=hint),)
        raise InvalidInput(message, code="definition.bad_name", hint=hint, errors=errors)
    if name in taken:
        message = phrase("There is a {word} '{name}' already.", word=phrase(word), name=name)
        raise Conflict(
            message, code="definition.taken", hint="Choose another name.", errors=(FieldError("name", message),)
        )
