"""Options to choose from: what the kinds of columns with a fixed set share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson
from pydantic import field_validator

from toolwright.errors import phrase
from toolwright.extend.column import Refused
from toolwright.extend.tone import option_label
from toolwright.model.base import Model
from toolwright.model.table import TONES, Option


class OptionSettings(Model):
    """Settings with `options`, each of which may be written as its value alone."""

    @field_validator("options", mode="before", check_fields=False)
    @classmethod
    def _whole(cls, given: object) -> object:
        if not isinstance(given, list | tuple):
            return given
        return [{"value": item} if isinstance(item, str) else item for item in given]


def check_options(options: Sequence[Option]) -> None:
    """Raise ValueError, with a sentence, for an option without value, said twice, or with a tone there is none of."""
    seen: set[str] = set()
    for option in options:
        if not option.value.strip():
            raise ValueError("An option needs a value.")
        if option.value in seen:
            raise ValueError(phrase("The option '{value}' is there twice.", value=option.value))
        if option.tone is not None and option.tone not in TONES:
            raise ValueError(
                phrase("There is no tone '{tone}'; choose one of: {tones}.", tone=option.tone, tones=", ".join(TONES))
            )
        seen.add(option.value)


def option_of(text: str, options: Sequence[Option]) -> str:
    """The value of the option that is meant by its value or label; the text itself when there is none."""
    wanted = text.strip()
    if any(option.value == wanted for option in options):
        return wanted
    meant: Mapping[str, str] = {
        said.casefold(): option.value for option in options for said in (option_label(option), option.value)
    }
    return meant.get(wanted.casefold(), wanted)


def options_in(text: str) -> list[str]:
    """The parts of a text between commas, semicolons or lines, or the items of a JSON list. Raises Refused."""
    stripped = text.strip()
    if stripped.startswith("["):
        try:
            found = orjson.loads(stripped)
        except orjson.JSONDecodeError:
            raise Refused("Must be a list.") from None
        return [item if isinstance(item, str) else str(item) for item in found]
    parts = stripped.replace(";", ",").replace("\n", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


def text_of_all(value: object) -> str:
    """The texts of several, between commas; as a JSON list when one of them could be taken for several."""
    items = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
    if any(set(",;\n") & set(item) or item.startswith("[") or item != item.strip() for item in items):
        return orjson.dumps(items).decode()
    return ", ".join(items)
