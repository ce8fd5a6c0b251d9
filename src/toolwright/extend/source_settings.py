"""Settings of data sources with their secrets apart.

A definition shows `{secret: true}` where a secret is set. The secret itself is sealed elsewhere and joined to the
settings only to open a connection. Which settings are secret is a fact of the connector's schema, never a naming habit.
A secret may also be a variable: then `{{ env.name }}` stands in the definition, and nothing is sealed for the source.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Protocol

from toolwright.egress import Reach
from toolwright.errors import NotFound
from toolwright.model.base import Model, SecretText
from toolwright.model.variable import VARIABLES

SECRET_MARKER: Mapping[str, bool] = {"secret": True}
"""What stands in a definition in place of a secret that is set."""

ALLOWED = "@allowed"
"""Where, beside the secrets of a source, what the operator allowed this source to open is sealed: hosts and files."""


_ALONE = re.compile(r"\{\{\s*" + VARIABLES + r"\.([a-z][a-z0-9_]{0,62})\s*\}\}")


class Sealed(Protocol):
    """Where the secret settings of sources are opened."""

    async def open(self, workspace: str, name: str) -> SecretText:
        """The plain text. Raises NotFound when nothing is stored under that name."""


async def reach_of(sealed: Sealed, workspace: str, source: str, reach: Reach) -> Reach:
    """What a saved source may open: `reach`, what is its workspace's, and what the operator allowed this source."""
    reach = reach.of_workspace(workspace)
    with contextlib.suppress(NotFound):
        allowed = await sealed.open(workspace, f"sources/{source}/{ALLOWED}")
        return reach.allowing(*allowed.split(","))
    return reach


@cache
def secret_fields(settings: type[Model]) -> tuple[str, ...]:
    """The names of the secret settings of a connector."""
    properties = settings.model_json_schema().get("properties", {})
    return tuple(name for name, schema in properties.items() if _is_secret(schema))


def _is_secret(schema: Mapping[str, object]) -> bool:
    arms = schema.get("anyOf")
    inner = [arm for arm in arms if isinstance(arm, Mapping)] if isinstance(arms, list) else []
    return bool(schema.get("x-secret")) or any(_is_secret(arm) for arm in inner)


@cache
def address_fields(settings: type[Model]) -> tuple[str, ...]:
    """The settings that say where secrets are sent, marked `x-address` in the schema.

    A connector that marks none is taken at its most careful: every setting that is no secret counts.
    """
    properties = settings.model_json_schema().get("properties", {})
    marked = tuple(name for name, schema in properties.items() if schema.get("x-address"))
    return marked or tuple(name for name in properties if name not in secret_fields(settings))


def moved_secrets(
    settings: type[Model], before: Mapping[str, object], after: Mapping[str, object], given: Iterable[str] = ()
) -> tuple[str, ...]:
    """Stored secrets that settings would send to another address than they were given for.

    They have to be given again (`given` were): otherwise whoever may change an address could have a secret they may not
    read sent to a server of their own.
    """
    defaults = {name: field.get_default(call_default_factory=True) for name, field in settings.model_fields.items()}
    moved = any(
        before.get(name, defaults.get(name)) != after.get(name, defaults.get(name)) for name in address_fields(settings)
    )
    if not moved:
        return ()
    return tuple(name for name in secret_fields(settings) if is_marker(after.get(name)) and name not in set(given))


def only_variable(value: object) -> str | None:
    """The variable that a setting stands for, when it is nothing but `{{ env.name }}`."""
    match = _ALONE.fullmatch(value.strip()) if isinstance(value, str) else None
    return None if match is None else match[1]


def is_marker(value: object) -> bool:
    """Whether a setting says only that a secret is set."""
    return isinstance(value, Mapping) and dict(value) == dict(SECRET_MARKER)


def split_secrets(settings: type[Model], values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """The settings fit for a definition (markers in place of secrets), and the secrets given in plain text."""
    secrets = {
        name: str(values[name])
        for name in secret_fields(settings)
        if values.get(name) not in (None, "") and not is_marker(values[name]) and only_variable(values[name]) is None
    }
    public = {
        name: dict(SECRET_MARKER) if name in secrets else value
        for name, value in values.items()
        if not (name in secret_fields(settings) and value in (None, ""))
    }
    return public, secrets


def with_secrets(settings: type[Model], values: Mapping[str, object], secrets: Mapping[str, str]) -> dict[str, object]:
    """The settings with the given secrets in the place of what stands for them; markers without one are left out."""
    return {
        name: secrets[name] if name in secrets and (is_marker(value) or only_variable(value)) else value
        for name, value in values.items()
        if not is_marker(value) or name in secrets or name not in secret_fields(settings)
    }
