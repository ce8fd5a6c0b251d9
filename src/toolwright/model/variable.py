"""Variables: a name that stands for another value in each environment. The values are sealed, and not here."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from toolwright.model.base import Model

VARIABLES = "env"
"""Under this name expressions read variables: `{{ env.region }}`."""

MAX_VALUE = 20_000
"""Characters of a value: room for a certificate with its key."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_BOOLEANS = {"true": True, "false": False}


class Variable(Model):
    """A named value that each environment has its own of. One of type `secret` is never shown to anybody again."""

    title: str | None = None
    description: str | None = None
    type: Literal["text", "whole", "number", "boolean", "secret"] = "text"
    default: str | None = Field(
        None, max_length=MAX_VALUE, description="What it is in environments that have no value of their own."
    )

    @property
    def is_secret(self) -> bool:
        """Whether its value is only ever used, and never shown."""
        return self.type == "secret"

    @property
    def sort(self) -> Literal["plain", "secret"]:
        """Under which name its value is sealed: what was given as a secret cannot be read as anything else."""
        return "secret" if self.is_secret else "plain"

    @model_validator(mode="after")
    def _default_fits(self) -> Variable:
        if self.default is not None:
            if self.is_secret:
                raise ValueError("a secret has no default: it would be read in the file")
            self.read(self.default)
        return self

    def read(self, text: str) -> object:
        """A value that was given as text, as what it is. Raises ValueError, in words, for what is none."""
        match self.type:
            case "whole":
                if _WHOLE.fullmatch(text.strip()) is None:
                    raise ValueError("This is no whole number.")
                return int(text)
            case "number":
                if _NUMBER.fullmatch(text.strip()) is None:
                    raise ValueError("This is no number.")
                return float(text)
            case "boolean":
                if text.strip().lower() not in _BOOLEANS:
                    raise ValueError("Say true or false.")
                return _BOOLEANS[text.strip().lower()]
            case _:
                return text


def sealed_as(name: str, variable: Variable) -> str:
    """Where the value of a variable lies in the vault."""
    return f"variables/{variable.sort}/{name}"
