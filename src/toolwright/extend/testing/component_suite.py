"""What every component promises, as tests a plugin author runs too.

    from toolwright.extend.testing.component_suite import ComponentSuite
    from toolwright.render.example import example_html

    class TestGauge(ComponentSuite):
        kind = "gauge"
        html_of = staticmethod(example_html)

The suite finds the component through its entry point, so the plugin has to be installed.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest
import yaml

from toolwright.errors import ToolwrightError
from toolwright.extend.component import Component, events, slots
from toolwright.extend.icon import has_icon
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.sizing import faults_of_sizes
from toolwright.extend.starting import COLUMN, COMPONENT, MODULE, TABLE, start_of_component
from toolwright.extend.tabbing import faults_of_tabs, tabbed_schema
from toolwright.model.tab import TAB

HOSTILE = "\"'><script>alert(1)</script>"
_GROUPS = frozenset({"layout", "text", "data", "form", "actions", "charts", "media", "advanced"})
_UNSAFE_VIEW = re.compile(r"\|\s*(safe|tojson)\b|<script|\son\w+\s*=|\sstyle\s*=", re.IGNORECASE)


def _with_names(value: object) -> object:
    """The settings with real names in the place of those that only a screen knows."""
    names: Mapping[object, str] = {TABLE: "desk.tickets", COLUMN: "subject", COMPONENT: "list", MODULE: "contact"}
    if isinstance(value, Mapping):
        return {key: _with_names(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_names(item) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


class ComponentSuite(ABC):
    """Subclass it with the kind and how a node is drawn."""

    kind: ClassVar[str]

    @staticmethod
    @abstractmethod
    def html_of(node: Mapping[str, object]) -> str:
        """The HTML of a node on a screen over the sample tables, drawn without data; raises what compiling raises."""

    @pytest.fixture
    def component(self) -> Component[Any]:  # Any: whatever properties the kind has
        """The component, loaded as the product loads it."""
        return installed_kinds().components.get(self.kind)

    @pytest.fixture
    def examples(self) -> list[dict[str, Any]]:  # Any: YAML
        """The examples beside the component."""
        text = (installed_kinds().components.folder(self.kind) / "examples.yaml").read_text(encoding="utf-8")
        found: list[dict[str, Any]] = yaml.safe_load(text)
        return found

    def test_facts_agree_with_the_manifest(self, component: Component[Any]) -> None:
        """Kind, title, group and icon are said twice and alike."""
        manifest = installed_kinds().components.manifest(self.kind)
        assert component.kind == self.kind
        assert (manifest.title, manifest.group, manifest.icon) == (component.title, component.group, component.icon)
        assert component.group in _GROUPS
        assert has_icon(component.icon)

    def test_properties_draw_an_inspector(self, component: Component[Any]) -> None:
        """Every property says what it is, and unknown ones are refused."""
        assert component.Props.model_json_schema()["additionalProperties"] is False
        for name, field in component.Props.model_fields.items():
            assert field.description, f"{self.kind}.{name} says nothing about itself"
        assert set(component.events) <= set(events(component.Props))
        assert all(name.startswith("on_") for name in events(component.Props))
        assert not set(slots(component.Props)) & set(events(component.Props))

    def test_sizes_can_be_dragged(self, component: Component[Any]) -> None:
        """What a setting says about being a size agrees with the values it takes."""
        assert faults_of_sizes(component.Props.model_json_schema()) == []

    def test_settings_stand_under_tabs(self, component: Component[Any]) -> None:
        """Every setting has a tab of the inspector; those that hold components are not there."""
        schema = tabbed_schema(component.Props)
        assert faults_of_tabs(schema) == []
        without = {name for name, setting in schema.get("properties", {}).items() if TAB not in setting}
        assert without == set(slots(component.Props))

    def test_examples_compile(self, examples: list[dict[str, Any]]) -> None:
        """There are examples, each uses the kind, and each compiles to safe HTML."""
        assert examples
        for example in examples:
            assert example["title"]
            assert self.kind in str(example["node"])
            self.html_of(example["node"])

    def test_a_new_one_has_what_is_required(self, component: Component[Any]) -> None:
        """What the designer puts onto a screen are settings of the kind, whatever stands for tables and columns."""
        settings = start_of_component(component)
        assert settings.pop("kind") == self.kind
        component.Props.model_validate(_with_names(settings))

    def test_hostile_text_is_text(self, component: Component[Any], examples: list[dict[str, Any]]) -> None:
        """No text property can break out of the HTML; refusing it is fine."""
        for example in examples:
            for name, value in example["node"].items():
                if name in ("kind", "id") or not isinstance(value, str) or name not in component.Props.model_fields:
                    continue
                try:
                    html = self.html_of({**example["node"], name: HOSTILE})
                except ToolwrightError:
                    continue
                assert "<script>alert" not in html, f"{self.kind}.{name}"

    def test_views_are_plain(self) -> None:
        """Views hold no scripts, handlers, inline styles or unescaped values."""
        for view in installed_kinds().components.folder(self.kind).glob("*.html"):
            found = _UNSAFE_VIEW.search(view.read_text(encoding="utf-8"))
            assert found is None, f"{view.name}: {found and found.group()}"

    def test_folder_is_documented(self) -> None:
        """A README says what it is for."""
        readme = installed_kinds().components.folder(self.kind) / "README.md"
        assert len(readme.read_text(encoding="utf-8").split()) >= 25
