"""Every installed component: its settings make a form, its examples compile safely, and its folder is complete."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from toolwright.extend.icon import has_icon
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.testing.samples import sample_workspace
from toolwright.render.compile import compile_screen

KINDS = installed_kinds()
COMPONENTS = KINDS.components.all()
GROUPS = {"layout", "text", "data", "form", "actions", "charts", "media", "advanced"}


def examples() -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for kind in COMPONENTS:
        text = (KINDS.components.folder(kind) / "examples.yaml").read_text(encoding="utf-8")
        found += [(kind, example["title"], example["node"]) for example in yaml.safe_load(text)]
    return found


EXAMPLES = examples()


@pytest.mark.parametrize("kind", COMPONENTS)
def test_facts_are_said(kind: str) -> None:
    component = COMPONENTS[kind]
    assert component.kind == kind
    assert component.title
    assert component.group in GROUPS
    assert has_icon(component.icon)
    manifest = KINDS.components.manifest(kind)
    assert (manifest.title, manifest.group, manifest.icon) == (component.title, component.group, component.icon)


@pytest.mark.parametrize("kind", COMPONENTS)
def test_settings_draw_an_inspector(kind: str) -> None:
    props = COMPONENTS[kind].Props
    schema = props.model_json_schema()
    assert schema["additionalProperties"] is False
    for name, field in props.model_fields.items():
        assert field.description, f"{kind}.{name} says nothing about itself"


@pytest.mark.parametrize(("kind", "title", "node"), EXAMPLES, ids=[f"{kind}: {title}" for kind, title, _ in EXAMPLES])
def test_examples_compile(kind: str, title: str, node: dict[str, Any]) -> None:
    plan = compile_screen(sample_workspace([node]), "desk", "sample", KINDS)
    assert plan.regions
    assert kind in str(node), f"the example '{title}' does not use {kind}"


@pytest.mark.parametrize("kind", COMPONENTS)
def test_styles_use_tokens_and_logical_sides(kind: str) -> None:
    path = KINDS.components.folder(kind) / "style.css"
    css = path.read_text(encoding="utf-8") if path.is_file() else ""
    for word in ("#", "rgb(", "margin-left", "margin-right", "padding-left", "padding-right", "left:", "right:"):
        assert word not in css.replace("#{", ""), f"{kind}/style.css holds {word!r}"
    assert css.count("{") == css.count("}")
