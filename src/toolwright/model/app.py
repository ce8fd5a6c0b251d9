"""Apps: screens under one address with one navigation and one theme."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from toolwright.model.base import Model, Name


class NavigationPosition(StrEnum):
    """Where the navigation stands."""

    LEFT = "left"
    TOP = "top"
    NONE = "none"
    """Nowhere: the screens bring their own, with the components `navigation` and `user_menu`."""


class NavigationItem(Model):
    """A link or a group of links."""

    label: str
    icon: str | None = None
    screen: Name | None = None
    to: str | None = Field(None, description="An address, when it is not a screen of this app.")
    access: Name | None = None
    items: tuple[NavigationItem, ...] = ()


class Theme(Model):
    """What a builder may change about the look: tokens only, so text stays readable."""

    accent: str | None = Field(None, pattern=r"^#[0-9a-fA-F]{6}$")
    radius: int | None = Field(None, ge=0, le=16, description="Corner radius of controls in pixels.")
    density: str = Field("normal", pattern="^(compact|normal|comfortable)$")
    font: str | None = Field(None, pattern="^(inter|system|mono)$")
    logo: str | None = None
    mode: str = Field("system", pattern="^(light|dark|system)$")


class App(Model):
    """A set of screens with its own address, navigation and theme."""

    title: str
    description: str | None = None
    icon: str | None = None
    access: Name = Field("basic", description="Role needed to open the app at all.")
    home: Name | None = Field(None, description="The first screen; the one with path `/` when empty.")
    mentions: Name | None = Field(
        None, description="The screen that lists where people were mentioned; the user menu leads there."
    )
    position: NavigationPosition = NavigationPosition.LEFT
    navigation: tuple[NavigationItem, ...] = ()
    theme: Theme = Theme()
