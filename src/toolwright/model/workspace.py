"""A workspace: everything that belongs together, held as a tree of definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pydantic import Field

from toolwright.model.app import App
from toolwright.model.base import Model
from toolwright.model.environment import base_of
from toolwright.model.module import Module
from toolwright.model.query import Query
from toolwright.model.role import Role
from toolwright.model.screen import Screen
from toolwright.model.source import DataSource
from toolwright.model.table import Table
from toolwright.model.variable import Variable


class WorkspaceDefinition(Model):
    """`workspace.yaml`: the workspace itself."""

    title: str
    description: str | None = None
    format: int = Field(1, description="Version of the definition format; older ones are upgraded on load.")


@dataclass(frozen=True, slots=True)
class AppTree:
    """An app with its screens by name."""

    app: App
    screens: Mapping[str, Screen] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Workspace:
    """All definitions of a workspace, loaded and checked; immutable, so it can be shared between requests.

    `tables` is keyed by reference: `tickets` or `erp.tickets`. Internal tables are worked out there; `designs` holds
    them as they were written. The result of each query is a table there too: `queries.open_by_team`. `revision` grows
    by one with every change. `name` tells the draft from what is published: see `model.environment`. `env` holds what
    plain variables are in this environment, by name; secret ones are never here.
    """

    name: str
    definition: WorkspaceDefinition
    revision: int = 0
    sources: Mapping[str, DataSource] = field(default_factory=lambda: MappingProxyType({}))
    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    apps: Mapping[str, AppTree] = field(default_factory=lambda: MappingProxyType({}))
    designs: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    queries: Mapping[str, Query] = field(default_factory=lambda: MappingProxyType({}))
    modules: Mapping[str, Module] = field(default_factory=lambda: MappingProxyType({}))
    variables: Mapping[str, Variable] = field(default_factory=lambda: MappingProxyType({}))
    env: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @property
    def base(self) -> str:
        """The name without the environment: what roles are assigned in."""
        return base_of(self.name)
