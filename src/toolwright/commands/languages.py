"""The languages that what is made here can be worded in."""

from __future__ import annotations

from toolwright.errors import FieldError, InvalidInput, did_you_mean, phrase
from toolwright.extend.translation import ENGLISH, languages


def worded_in() -> list[str]:
    """The languages there are, as two letters, English first."""
    return [ENGLISH, *sorted(languages())]


def check_language(name: str) -> None:
    """Raise InvalidInput (`language.unknown`) for a language that nothing here is worded in."""
    if name in worded_in():
        return
    said = phrase("'{name}' is no language that is spoken here.", name=name)
    hint = did_you_mean(name, worded_in()) or phrase("There are {names}.", names=", ".join(worded_in()))
    fault = FieldError("language", said, "language.unknown", hint)
    raise InvalidInput(said, code="language.unknown", hint=hint, errors=(fault,))
