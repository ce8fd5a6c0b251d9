"""Queries: their source takes queries, and every value in their text is one of their parameters."""

from __future__ import annotations

from toolwright.errors import InvalidDefinition, PluginFault, did_you_mean, phrase
from toolwright.expressions import Scope, check, check_template, parse_template
from toolwright.expressions import types as t
from toolwright.extend.checking.subject import Subject
from toolwright.extend.query_columns import check_computed
from toolwright.extend.query_language import QueryLanguage
from toolwright.extend.query_text import PERSON, QueryText, read_query
from toolwright.extend.row_types import USER, type_of
from toolwright.extend.variables import variables_type
from toolwright.model.files import QUERY
from toolwright.model.query import Parameter, Query
from toolwright.model.table import Column
from toolwright.model.variable import VARIABLES


def check_queries(subject: Subject) -> None:
    """Every query of the workspace."""
    for name, query in subject.workspace.queries.items():
        _check_query(subject, QUERY.path_for(name), query)


def _check_query(subject: Subject, file: str, query: Query) -> None:
    for index, parameter in enumerate(query.parameters):
        _check_default(subject, file, index, parameter)
    report = subject.report
    names = {one.name for one in query.parameters}
    for index, sample in enumerate(query.samples):
        for name in sample.values:
            report.expects(file, ("samples", index, "values", name), "parameter", name, names)
    for index, column in enumerate(query.columns):
        if column.value is None:
            continue
        try:
            check_computed(query.columns, column)
        except InvalidDefinition as fault:
            report.add(
                file,
                ("columns", index, "value"),
                phrase("{field}: {message}", field=column.name, message=phrase(fault.detail)),
                fault.code,
                fault.hint,
            )
    if not report.expects(file, ("source",), "data source", query.source, subject.named["source"]):
        return
    language = language_of(subject, query)
    if language is None:
        return
    try:
        text = read_query(query.sql, language, writes=query.writes)
        _check_names(text, query, subject)
    except InvalidDefinition as fault:
        report.add(file, ("sql",), fault.detail, fault.code, fault.hint)


def language_of(subject: Subject, query: Query) -> QueryLanguage | None:
    """The language of a query's source; None, and said, when it takes none."""
    if query.source is None:
        return None  # where the built-in database is kept is known when it is asked
    source = subject.workspace.sources.get(query.source)
    if source is None or source.kind not in subject.kinds.datasources:
        return None
    try:
        connector = subject.kinds.datasources.get(source.kind)
    except PluginFault:
        return None  # said when it is used
    if connector.language is None:
        file = next(QUERY.path_for(name) for name, one in subject.workspace.queries.items() if one is query)
        message = phrase("Data sources of kind '{kind}' take no queries.", kind=source.kind)
        subject.report.add(file, ("source",), message, "query.not_supported", "Show their tables instead.")
    return connector.language


def _check_names(text: QueryText, query: Query, subject: Subject) -> None:
    """Raise InvalidDefinition unless every name in the text is a parameter, used as its type allows."""
    env = variables_type(subject.workspace.variables)
    scope = Scope({PERSON: USER, VARIABLES: env, **{one.name: _type_of(one) for one in query.parameters}})
    for slot in text.slots:
        line = query.sql.count("\n", 0, slot.start) + 1
        for name in sorted(slot.expression.names - scope.names.keys()):
            hint = did_you_mean(name, scope.names) if query.parameters else "Add it to `parameters`."
            raise InvalidDefinition(
                phrase("Line {line}: there is no parameter '{name}'.", line=line, name=name),
                "query.unknown_parameter",
                hint,
            )
        try:
            check(slot.expression, scope)
        except InvalidDefinition as fault:
            raise InvalidDefinition(
                phrase("Line {line}: {detail}", line=line, detail=phrase(fault.detail)), fault.code, fault.hint
            ) from fault


def _type_of(parameter: Parameter) -> t.Type:
    kind = type_of(Column(name=parameter.name, type=parameter.data_type))
    return t.ListOf(kind) if parameter.many else kind


def _check_default(subject: Subject, file: str, index: int, parameter: Parameter) -> None:
    if parameter.default is None:
        return
    try:
        env = variables_type(subject.workspace.variables)
        check_template(parse_template(parameter.default), Scope({PERSON: USER, VARIABLES: env}))
    except InvalidDefinition as fault:
        subject.report.add(file, ("parameters", index, "default"), fault.detail, fault.code, fault.hint)
