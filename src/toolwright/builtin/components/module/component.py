"""A module: a group of components of your own, used as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Model, ModuleName, Name


class ModuleProps(Model):
    """Which one, and what it is told."""

    module: ModuleName = Field(description="The module that stands here.")
    values: Mapping[Name, Any] = Field(
        default_factory=dict,
        description="Its settings: values, or `{{ … }}`.",
        json_schema_extra={"x-values-of": "module"},
    )  # Any: JSON


class ModuleComponent(Component[ModuleProps]):
    """See the module."""

    kind, title, group, icon = "module", "Module", "advanced", "components"
    Props = ModuleProps
    start: ClassVar[Mapping[str, object]] = {"module": "$module"}

    def compile(self, props: ModuleProps, build: Build) -> Nodes:
        """Its components, in a block of their own."""
        return build.view(content=build.module(props.module, props.values))
