"""The tab of the inspector that each setting stands under."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from toolwright.extend.component import slots
from toolwright.extend.icon import IconName
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.sizing import sized
from toolwright.extend.tabbing import TABS, faults_of_tabs, tabbed_schema
from toolwright.model.base import ColumnName, ComponentId, Expr, Model, TableRef
from toolwright.model.module import Module
from toolwright.model.screen import Node, RowsBinding, Screen, Step
from toolwright.model.tab import TAB, in_tab

Loud = Annotated[Literal["soft", "loud"], Field(json_schema_extra=in_tab("style"))]


class Part(Model):
    """One of several, which names a column."""

    label: str
    column: ColumnName | None = None


class Link(Model):
    label: Expr[str]


class Untold(Model):
    """What a plugin may have that has never heard of tabs."""

    label: Expr[str]
    strong: bool = False
    hidden: Expr[bool] = False
    choice: Literal["one", "other"] = "one"
    links: tuple[Link, ...] = ()
    value: Expr[float] = 0
    keys: Expr[list[str]] | None = None
    table: TableRef | None = None
    columns: tuple[ColumnName | Part, ...] = ()
    rows: RowsBinding | None = None
    other: ComponentId | None = None
    pages: dict[TableRef, str] = Field(default_factory=dict)
    wide: Literal["half", "all"] = Field("half", json_schema_extra=sized("width", pixels={"half": 300, "all": None}))
    icon: IconName | None = None
    voice: Loud = "soft"
    content: tuple[Node, ...] = ()
    on_click: tuple[Step, ...] = ()


class Told(Model):
    label: Expr[str] = Field("", json_schema_extra=in_tab("style"))
    rows: RowsBinding | None = Field(None, json_schema_extra=in_tab("layout"))
    icon: IconName = Field("x", json_schema_extra=in_tab("general"))


class Wrong(Model):
    label: str = Field("", json_schema_extra={"x-tab": "colours"})
    other: str = ""


def tabs(settings: type[Model]) -> dict[str, Any]:  # Any: JSON
    """What each setting that says a tab says."""
    return {name: one[TAB] for name, one in tabbed_schema(settings)["properties"].items() if TAB in one}


def test_what_is_said_nowhere_is_told_from_what_a_setting_takes() -> None:
    assert tabs(Untold) == {
        **dict.fromkeys(("label", "strong", "hidden", "choice", "links"), "general"),
        **dict.fromkeys(("value", "keys", "table", "columns", "rows", "other", "pages"), "data"),
        "wide": "layout",
        **dict.fromkeys(("icon", "voice"), "style"),
        "on_click": "events",
    }


def test_what_a_setting_says_comes_before_what_its_type_says() -> None:
    assert tabs(Told) == {"label": "style", "rows": "layout", "icon": "general"}
    assert faults_of_tabs(tabbed_schema(Told)) == []


def test_a_tab_that_does_not_exist_is_named() -> None:
    assert faults_of_tabs(tabbed_schema(Wrong)) == [f"label: there is no tab 'colours', but {', '.join(TABS)}"]


@pytest.mark.parametrize("kind", sorted(installed_kinds().components.all()))
def test_every_setting_of_every_kind_has_a_tab(kind: str) -> None:
    props = installed_kinds().components.get(kind).Props
    schema = tabbed_schema(props)
    assert faults_of_tabs(schema) == []
    assert set(tabs(props)) == set(props.model_fields) - set(slots(props))
    assert set(tabs(props).values()) <= set(TABS)


@pytest.mark.parametrize("sort", [Screen, Module, Node])
def test_what_screens_and_components_themselves_say_is_a_tab_that_exists(sort: type[Model]) -> None:
    assert faults_of_tabs(sort.model_json_schema()) == []


def test_when_something_is_shown_and_to_whom_are_apart() -> None:
    said = {name: one.get(TAB) for name, one in Node.model_json_schema()["properties"].items()}
    assert said == {"kind": None, "id": None, "show_if": "visibility", "access": "access", "only_on": "visibility"}
