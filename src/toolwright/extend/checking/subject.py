"""What one check looks at: the workspace as far as it could be read, its files, the kinds, and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from toolwright.extend.checking.report import Report
from toolwright.extend.kinds import Kinds
from toolwright.model import files as layout
from toolwright.model.query import query_ref
from toolwright.model.role import BUILT_IN_ROLES
from toolwright.model.workspace import Workspace


@dataclass(frozen=True)
class Subject:
    """`named` holds what has a file, even one that cannot be read: a reference to it is not a second mistake."""

    workspace: Workspace
    files: Mapping[str, str]
    kinds: Kinds
    report: Report

    @cached_property
    def named(self) -> Mapping[str, frozenset[str]]:
        """Names by kind of file; screens as `app/screen`."""
        found: dict[str, set[str]] = {kind.name: set() for kind in layout.FILE_KINDS}
        for path in self.files:
            place = layout.place_of(path)
            if place is not None:
                found[place.kind.name].add("/".join(place.names))
        return {kind: frozenset(names) for kind, names in found.items()}

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every role that may be named."""
        return self.named["role"] | frozenset(BUILT_IN_ROLES)

    @property
    def tables(self) -> frozenset[str]:
        """Every table that may be named by another."""
        return self.named["table"]

    @cached_property
    def rows(self) -> frozenset[str]:
        """Whatever has rows: tables, and the results of queries, written as tables are."""
        writing = {query_ref(name) for name, query in self.workspace.queries.items() if query.writes}
        return self.tables | (self.queries - writing)

    @cached_property
    def queries(self) -> frozenset[str]:
        """The queries, written as tables are."""
        return frozenset(query_ref(name) for name in self.named["query"])

    def screens_of(self, app: str) -> frozenset[str]:
        """The names of an app's screens."""
        return frozenset(name.partition("/")[2] for name in self.named["screen"] if name.startswith(f"{app}/"))
