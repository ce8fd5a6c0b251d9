"""Modules: a group of components with a name and settings of its own, put onto screens as one component."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from toolwright.model.base import Model, Name
from toolwright.model.screen import Node
from toolwright.model.tab import in_tab

SETTINGS = "settings"
"""Under this name the expressions of a module read its settings: `{{ settings.title }}`."""
MODULE_KIND = "module"
"""The kind of the component that puts a module onto a screen."""
MAX_SETTINGS = 60


class ModuleSetting(Model):
    """What each use of a module says for itself."""

    name: Name
    label: str | None = Field(None, description="What the inspector calls it; made from the name when empty.")
    help: str | None = None
    type: Literal["text", "whole", "number", "boolean", "date", "datetime", "choice", "any"] = Field(
        "text", description="What it takes, or what an expression in its place must give; `any` takes everything."
    )
    options: tuple[str, ...] = Field((), max_length=100, description="What a `choice` chooses from.")
    required: bool = Field(False, description="Each use must say it.")
    default: Any = Field(
        None,
        description="What it is where a use does not say it: a value, or `{{ … }}`.",
        json_schema_extra={"x-expression": True},
    )  # Any: JSON

    @model_validator(mode="after")
    def _fits(self) -> ModuleSetting:
        if self.required and self.default is not None:
            raise ValueError("a required setting has no default")
        if (self.type == "choice") != bool(self.options):
            raise ValueError("a choice has options, and nothing else has")
        return self


class Module(Model):
    """A group of components that screens use as one. Its expressions read `settings`, not the screen around it."""

    title: str
    description: str | None = None
    icon: str | None = Field(None, description="Name of a Tabler icon.")
    settings: tuple[ModuleSetting, ...] = Field((), max_length=MAX_SETTINGS, json_schema_extra=in_tab("data"))
    content: tuple[Node, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Module:
        if len({setting.name for setting in self.settings}) < len(self.settings):
            raise ValueError("two settings have the same name")
        return self
