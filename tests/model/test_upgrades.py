"""Old formats are brought up to date step by step; formats of the future are refused."""

from __future__ import annotations

import pytest

from toolwright.errors import InvalidDefinition
from toolwright.model.upgrades import Documents, upgrade


def rename_title(documents: Documents) -> Documents:
    return {
        path: {("title" if key == "name" else key): value for key, value in data.items()}
        for path, data in documents.items()
    }


def add_access(documents: Documents) -> Documents:
    return {path: {**data, "access": "basic"} if path.startswith("apps/") else data for path, data in documents.items()}


def test_steps_run_from_the_written_format_on() -> None:
    old: Documents = {"workspace.yaml": {"name": "Desk"}, "apps/a/app.yaml": {"name": "A"}}
    done = upgrade(old, [rename_title, add_access])
    assert done == {
        "workspace.yaml": {"title": "Desk", "format": 3},
        "apps/a/app.yaml": {"title": "A", "access": "basic"},
    }
    half: Documents = {"workspace.yaml": {"title": "Desk", "format": 2}, "apps/a/app.yaml": {"title": "A"}}
    assert upgrade(half, [rename_title, add_access]) == done
    assert upgrade(done, [rename_title, add_access]) == done


@pytest.mark.parametrize("written", [4, 0, "1", None])
def test_unknown_formats_are_refused(written: object) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        upgrade({"workspace.yaml": {"format": written}}, [rename_title, add_access])
    assert caught.value.code == "workspace.newer_format"
