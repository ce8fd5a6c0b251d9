"""Every kind that is installed, in one place to hand around."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from toolwright.extend.action import Action
from toolwright.extend.column import ColumnKind
from toolwright.extend.component import Component
from toolwright.extend.datasource import DataSource
from toolwright.extend.file_storage import FileStorage
from toolwright.extend.registry import Registry


@dataclass(frozen=True, slots=True)
class Kinds:
    """The registries of kinds that definitions may name."""

    datasources: Registry[DataSource[Any]]  # Any: each kind has settings of its own
    components: Registry[Component[Any]]  # Any: as above
    actions: Registry[Action[Any]]  # Any: as above
    columns: Registry[ColumnKind[Any]]  # Any: as above
    storages: Registry[FileStorage]


@cache
def installed_kinds() -> Kinds:
    """The kinds of every installed package, first-party and third-party alike."""
    # The abstract contract is what each class is held against; the registry never makes one of it.
    return Kinds(
        Registry("toolwright.datasources", DataSource, "data source"),  # type: ignore[type-abstract]
        Registry("toolwright.components", Component, "component"),  # type: ignore[type-abstract]
        Registry("toolwright.actions", Action, "action"),  # type: ignore[type-abstract]
        Registry("toolwright.columns", ColumnKind, "column"),
        Registry("toolwright.storages", FileStorage, "storage"),  # type: ignore[type-abstract]
    )
