"""Variables in settings of data sources: they are there, and secret ones stand where secrets do."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.errors import InvalidDefinition, phrase
from toolwright.expressions import Scope, check_template, parse_template
from toolwright.extend.checking.subject import Subject
from toolwright.extend.source_settings import address_fields, is_marker, only_variable, secret_fields
from toolwright.extend.variables import texts_in, variables_type
from toolwright.model.base import Model
from toolwright.model.source import DataSource
from toolwright.model.variable import VARIABLES

STAND_IN = "set"
"""What a secret is while settings are checked."""


def checked_settings(subject: Subject, file: str, source: DataSource, model: type[Model]) -> frozenset[str]:
    """The settings of a source that depend on variables; what is wrong with these is in the report then."""
    secret = secret_fields(model)
    found = {name for name, value in source.settings.items() if any(True for _ in texts_in(value))}
    for name in sorted(found):
        if name in secret:
            _check_secret(subject, file, name, source.settings[name])
        else:
            _check_texts(subject, file, name, source.settings[name])
    marked = [name for name in secret if is_marker(source.settings.get(name))]
    moving = sorted(found.intersection(address_fields(model)))
    if marked and moving:
        message = phrase(
            "Where '{moving}' is a variable, '{marked}' has to be one, too.", moving=moving[0], marked=marked[0]
        )
        hint = "A saved secret is only sent to the address it was given for. Make a secret variable of it."
        subject.report.add(file, ("settings", marked[0]), message, "source.variable_address", hint)
    return frozenset(found)


def _check_secret(subject: Subject, file: str, field: str, value: object) -> None:
    path, report = ("settings", field), subject.report
    name = only_variable(value)
    if name is None:
        message = "A secret is sealed, or it is one variable and nothing else."
        report.add(
            file,
            path,
            message,
            "source.secret_text",
            phrase("Write {{{{ {variables}.name }}}}, or give the secret.", variables=VARIABLES),
        )
    elif report.expects(file, path, "variable", name, subject.named["variable"]):
        variable = subject.workspace.variables.get(name)
        if variable is not None and not variable.is_secret:
            message = phrase("'{name}' is no secret variable.", name=name)
            report.add(file, path, message, "variable.not_secret", "Make a secret variable for it.")


def _check_texts(subject: Subject, file: str, field: str, value: object) -> None:
    for text in texts_in(value):
        try:
            template = parse_template(text)
            for path in sorted(template.paths):
                _refuse_secret(subject, path)
            check_template(template, Scope({VARIABLES: variables_type(subject.workspace.variables)}))
        except InvalidDefinition as fault:
            subject.report.add(file, ("settings", field), fault.detail, fault.code, fault.hint)


def _refuse_secret(subject: Subject, path: tuple[str, ...]) -> None:
    variable = subject.workspace.variables.get(path[1]) if path[0] == VARIABLES and len(path) > 1 else None
    if variable is not None and variable.is_secret:
        raise InvalidDefinition(
            phrase("'{path}' is a secret: it is only for settings that are secret.", path=path[1]),
            code="variable.secret",
            hint="Use it for a password or a token, alone.",
        )


def settings_to_check(source: DataSource, model: type[Model], depending: frozenset[str]) -> Mapping[str, object]:
    """Settings as far as they are known before variables have values."""
    secret = secret_fields(model)
    return {
        name: STAND_IN if name in secret and (is_marker(value) or name in depending) else value
        for name, value in source.settings.items()
        if name in secret or name not in depending
    }
