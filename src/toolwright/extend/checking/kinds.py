"""The registered kinds that definitions may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from toolwright.extend.action import Action
from toolwright.extend.component import Component
from toolwright.extend.datasource import DataSource
from toolwright.model.base import Model

KindT_co = TypeVar("KindT_co", covariant=True)


class KindSet(Protocol[KindT_co]):
    """What checking needs of a registry: which kinds there are, and each of them."""

    def __iter__(self) -> Iterator[str]: ...
    def __contains__(self, kind: object) -> bool: ...
    def get(self, kind: str) -> KindT_co:
        """The kind, ready to use. Raises PluginFault when what it needs is not installed."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Every kind a workspace may use."""

    datasources: KindSet[DataSource[Model]]
    components: KindSet[Component[Model]]
    actions: KindSet[Action[Model]]
