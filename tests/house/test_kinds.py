"""Every kind is one complete folder, and the installed entry points are exactly those folders."""

from __future__ import annotations

import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILTIN = ROOT / "src" / "toolwright" / "builtin"
GROUPS = ("datasources", "components", "actions", "columns", "storages")
FOLDERS = [
    (group, folder)
    for group in GROUPS
    for folder in sorted((BUILTIN / group).iterdir() if (BUILTIN / group).is_dir() else [])
    if folder.is_dir() and not folder.name.startswith("__")
]


@pytest.mark.parametrize("group", GROUPS)
def test_installed_entry_points_are_the_folders(group: str) -> None:
    installed = {
        entry.name
        for entry in entry_points(group=f"toolwright.{group}")
        if entry.module.startswith("toolwright.builtin.")
    }
    folders = {folder.name for owner, folder in FOLDERS if owner == group}
    assert folders, f"no kinds in {group}"
    assert installed == folders, "run `uv sync` after adding an entry point to pyproject.toml"


@pytest.mark.parametrize(("group", "folder"), FOLDERS, ids=lambda value: getattr(value, "name", value))
def test_folder_is_complete(group: str, folder: Path) -> None:
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    assert manifest["kind"] == folder.name
    assert manifest["contract"] == 1
    assert manifest["title"]
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# ")
    assert len(readme.split()) >= 25, "the README says what it is for, its settings and its limits"
    if group == "components":
        assert (folder / "examples.yaml").read_text(encoding="utf-8").strip()


def test_pyproject_registers_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for group in GROUPS:
        for name, target in project["entry-points"][f"toolwright.{group}"].items():
            assert target.startswith(f"toolwright.builtin.{group}.{name}."), f"{name} must live in its own folder"
