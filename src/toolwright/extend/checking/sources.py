"""Data sources: the kind exists and takes these settings."""

from __future__ import annotations

from toolwright.errors import PluginFault, phrase
from toolwright.extend.checking.subject import Subject
from toolwright.extend.checking.variables import checked_settings, settings_to_check
from toolwright.model.files import SOURCE
from toolwright.model.query import QUERIES
from toolwright.model.reading import read_model
from toolwright.model.source import DataSource


def check_sources(subject: Subject) -> None:
    """Every data source of the workspace."""
    for name, source in subject.workspace.sources.items():
        file = SOURCE.path_for(name)
        if name == QUERIES:
            message = phrase(
                "A data source cannot be called '{queries}', which stands for the queries of the workspace.",
                queries=QUERIES,
            )
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
    depending = checked_settings(subject, file, source, model)
    values = settings_to_check(source, model, depending)
    loaded = subject.report.loaded(file)
    if loaded is not None:
        found = read_model(model, values, loaded, ("settings",))
        if isinstance(found, list):
            missing = {f"settings.{name}" for name in depending}  # known once there are values
            subject.report.errors.extend(error for error in found if error.field not in missing)
