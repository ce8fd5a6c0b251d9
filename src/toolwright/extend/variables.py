"""Variables of a workspace, as settings of data sources and expressions read them.

Plain ones are read as `env.region` in expressions, and settings may hold such expressions. A secret one is no name in
any expression: it stands alone, as `{{ env.token }}`, where a setting is a secret, and is opened when the source is.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping

from toolwright.errors import InvalidDefinition, NotFound, phrase
from toolwright.expressions import Budget, Record, compile_template, has_expression, parse_template
from toolwright.expressions import types as t
from toolwright.extend.source_settings import Sealed, is_marker, only_variable, secret_fields, with_secrets
from toolwright.model.base import Model
from toolwright.model.environment import environment_of
from toolwright.model.variable import VARIABLES, Variable, sealed_as
from toolwright.model.workspace import Workspace

_TYPES = {"text": t.TEXT, "whole": t.INTEGER, "number": t.FLOAT, "boolean": t.BOOLEAN}


def variables_type(variables: Mapping[str, Variable]) -> Record:
    """The type of `env` in expressions: plain variables by name, secret ones not at all."""
    return Record({name: _TYPES[one.type] for name, one in variables.items() if not one.is_secret})


async def plain_values(sealed: Sealed, workspace: Workspace) -> dict[str, object]:
    """What `env` is in an environment: the value of each plain variable, or its default, or None."""
    found: dict[str, object] = {}
    for name, variable in workspace.variables.items():
        if not variable.is_secret:
            text = variable.default
            with contextlib.suppress(NotFound):
                text = str(await sealed.open(workspace.name, sealed_as(name, variable)))
            found[name] = _value(variable, text)
    return found


def _value(variable: Variable, text: str | None) -> object:
    """The value as its type; None for what was given when the variable was of another."""
    if text is None:
        return None
    try:
        value = variable.read(text)
    except ValueError:
        return None
    return None if isinstance(value, float) and not math.isfinite(value) else value


def texts_in(value: object) -> Iterator[str]:
    """Every text with an expression in a setting, which may hold lists and objects."""
    if isinstance(value, str):
        if has_expression(value):
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def has_variables(settings: Mapping[str, object]) -> bool:
    """Whether any setting depends on variables."""
    return any(True for _ in texts_in(settings))


def variables_in(settings: Mapping[str, object]) -> frozenset[str]:
    """The names of the variables that settings read. What is no expression reads none."""
    found: set[str] = set()
    for text in texts_in(settings):
        with contextlib.suppress(InvalidDefinition):
            found |= {path[1] for path in parse_template(text).paths if path[0] == VARIABLES and len(path) > 1}
    return frozenset(found)


def as_written(settings: Mapping[str, object], public: Mapping[str, object]) -> dict[str, object]:
    """Settings that a connector accepted, with what was written where they depend on variables."""
    return {**public, **{name: value for name, value in settings.items() if any(True for _ in texts_in(value))}}


async def opened_settings(
    sealed: Sealed,
    workspace: str,
    source: str,
    settings: Mapping[str, object],
    model: type[Model],
    env: Mapping[str, object],
) -> dict[str, object]:
    """The settings of a saved source as its connector takes them: secrets opened, variables in their places.

    Raises InvalidDefinition (`variable.no_value`) naming the variable that has none in this environment.
    """
    environment, secrets = environment_of(workspace), dict[str, str]()
    fields = secret_fields(model)
    for field in fields:
        variable = only_variable(settings.get(field))
        try:
            if variable is not None:
                secrets[field] = await sealed.open(workspace, sealed_as(variable, Variable(type="secret")))
            elif is_marker(settings.get(field)):
                secrets[field] = await sealed.open(workspace, f"sources/{source}/{field}")
        except NotFound:
            if variable is not None:
                raise no_value(variable, environment) from None
    plain = {name: value if name in fields else _filled(value, env, environment) for name, value in settings.items()}
    return with_secrets(model, plain, secrets)


def _filled(value: object, env: Mapping[str, object], environment: str) -> object:
    if isinstance(value, str) and has_expression(value):
        template = parse_template(value)
        for name in sorted(path[1] for path in template.paths if path[0] == VARIABLES and len(path) > 1):
            if env.get(name) is None:
                raise no_value(name, environment)
        return compile_template(template).evaluate({VARIABLES: env}, Budget())
    if isinstance(value, Mapping):
        return {key: _filled(item, env, environment) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(item, env, environment) for item in value]
    return value


def no_value(name: str, environment: str) -> InvalidDefinition:
    """The error for a variable that is needed and not there."""
    return InvalidDefinition(
        phrase("The variable '{name}' has no value in {environment}.", name=name, environment=phrase(environment)),
        code="variable.no_value",
        hint="Give it one under Variables.",
    )
