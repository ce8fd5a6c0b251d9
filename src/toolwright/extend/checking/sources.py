"""Data sources: the kind exists and takes these settings."""

from __future__ import annotations

from toolwright.errors import PluginFault
from toolwright.extend.checking.subject import Subject
from toolwright.extend.source_settings import is_marker, secret_fields
from toolwright.model.files import SOURCE
from toolwright.model.query import QUERIES
from toolwright.model.reading import read_model
from toolwright.model.source import DataSource


def check_sources(subject: Subject) -> None:
    """Every data source of the workspace."""
    for name, source in subject.workspace.sources.items():
        file = SOURCE.path_for(name)
        if name == QUERIES:
            message = f"A data source cannot be called '{QUERIES}', which stands for the queries of the workspace."
            subject.report.add(file, (), message, "source.reserved_name", "Give it another name.")
        if not subject.report.expects(
            file, ("kind",), "kind of data source", source.kind, set(subject.kinds.datasources)
        ):
            continue
        _check_settings(subject, file, source)


def _check_settings(subject: Subject, file: str, source: DataSource) -> None:
    try:
        model = subject.kinds.datasources.get(source.kind).Settings
    except PluginFault:
        return  # a missing driver is said when the source is used; the definition may well be right
    secret = secret_fields(model)
    values = {name: "set" if name in secret and is_marker(value) else value for name, value in source.settings.items()}
    loaded = subject.report.loaded(file)
    if loaded is not None:
        found = read_model(model, values, loaded, ("settings",))
        if isinstance(found, list):
            subject.report.errors.extend(found)
