"""What validation says is wrong: the sentences of pydantic, and of checks written here, as phrases.

Pydantic keeps the form of each of its sentences apart from the values in it, so they can be said in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails, PydanticKnownError

from toolwright.errors import Phrase, phrase

WANTED = "Input should be "
_PLURAL = "{expected_plural}"
_CHECKED = "Value error, {error}"


def told(error: ErrorDetails) -> Phrase:
    """The message of pydantic, as it stands there."""
    message, context = error["msg"], error.get("ctx") or {}
    form = _form(error["type"], context)
    if form == _CHECKED:
        return phrase(_CHECKED, error=_own_words(context))
    values = {name: _value(name, value) for name, value in context.items()}
    for plural in ("s", ""):
        said = _said(form.replace(_PLURAL, plural), values)
        if said == message:
            return said
    return phrase(message)


def own(said: Phrase) -> Phrase:
    """What a check written here says, without the words that pydantic puts before it."""
    inside = said.values.get("error") if said.form == _CHECKED else said
    return inside if isinstance(inside, Phrase) else said


def sentence(said: Phrase) -> Phrase:
    """The same as a sentence of its own, with a capital and a full stop."""
    return _begun(said, str.upper, "" if said.form.endswith(".") else ".")


def lowered(said: Phrase) -> Phrase:
    """The same as it goes on after a colon."""
    return _begun(said, str.lower, "")


def _form(kind: str, context: Mapping[str, Any]) -> str:  # Any: what pydantic tells of a mistake
    try:
        return PydanticKnownError(kind, dict(context) or None).message_template  # type: ignore[arg-type]  # any kind
    except (KeyError, TypeError, ValueError):
        return ""  # a kind of our own, or one that pydantic does not know by this name


def _own_words(context: Mapping[str, Any]) -> Phrase:  # Any: as above
    fault = context.get("error")
    given = fault.args[0] if isinstance(fault, Exception) and fault.args else fault
    return phrase(given if isinstance(given, str) else str(given))


def _said(form: str, values: Mapping[str, object]) -> Phrase:
    if not form.startswith(WANTED):
        return phrase(form, **values)
    rest = form.removeprefix(WANTED)
    alone = values.get(rest.strip("{}"))
    return phrase(WANTED + "{wanted}", wanted=alone if isinstance(alone, Phrase) else phrase(rest, **values))


def _value(name: str, value: object) -> object:
    if name == "expected" and isinstance(value, str):
        some, _, last = value.rpartition(" or ")
        return phrase("{some} or {last}", some=some, last=last) if some else phrase(last)
    return phrase(value) if name in ("field_type", "error") and isinstance(value, str) else value


def _begun(said: Phrase, begin: Callable[[str], str], end: str) -> Phrase:
    form, values = said.form, dict(said.values)
    name = form[1:].partition("}")[0]
    first = values.get(name) if form.startswith("{") else None
    if isinstance(first, Phrase):
        return phrase(form + end, **{**values, name: _begun(first, begin, "")})
    return phrase(begin(form[:1]) + form[1:] + end, **values)
