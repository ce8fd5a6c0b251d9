"""Files are loaded and checked once for everybody who means the same ones."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from toolwright.errors import InvalidDefinition
from toolwright.extend.kinds import installed_kinds
from toolwright.model.workspace import Workspace
from toolwright.store import Database
from toolwright.store.checked import CheckedFiles
from toolwright.store.workspaces import WorkspaceRepository

FILES = {"workspace.yaml": "title: Shop\n", "tables/items.yaml": "columns: [{name: label, kind: text}]\n"}
OTHER = FILES | {"workspace.yaml": "title: Store\n"}
WRONG = FILES | {"workspace.yaml": "titel: Shop\n"}


@pytest.fixture
def checked() -> CheckedFiles:
    return CheckedFiles(installed_kinds())


@pytest_asyncio.fixture
async def workspaces(store: Database) -> AsyncIterator[WorkspaceRepository]:
    yield WorkspaceRepository(store, installed_kinds())


def is_one_load(one: Workspace, other: Workspace) -> bool:
    """Whether both came of loading once: what they hold is one and the same object."""
    return one.tables is other.tables


def test_the_same_files_are_loaded_once(checked: CheckedFiles) -> None:
    first = checked.load("shop", FILES, 3)
    assert checked.load("shop", dict(FILES), 3) is first
    later = checked.load("shop", FILES, 4)
    assert is_one_load(later, first)
    assert (first.revision, later.revision) == (3, 4)


def test_other_files_and_names_are_loaded_by_themselves(checked: CheckedFiles) -> None:
    first = checked.load("shop", FILES)
    assert checked.load("store", FILES).name == "store"
    assert checked.load("shop", OTHER).definition.title == "Store"
    again = checked.load("shop", FILES)
    assert again.definition.title == "Shop"
    assert not is_one_load(again, first)


def test_files_given_are_not_those_remembered(checked: CheckedFiles) -> None:
    files = dict(FILES)
    checked.load("shop", files)
    files |= OTHER
    assert checked.load("shop", files).definition.title == "Store"


def test_mistakes_are_told_each_time_and_drive_nothing_out(checked: CheckedFiles) -> None:
    first = checked.load("shop", FILES)
    for _ in range(2):
        with pytest.raises(InvalidDefinition):
            checked.load("shop", WRONG)
    assert checked.load("shop", FILES) is first


def test_few_are_remembered(checked: CheckedFiles) -> None:
    first = checked.load("shop", FILES)
    for number in range(20):
        checked.load(f"shop{number}", FILES)
    assert not is_one_load(checked.load("shop", FILES), first)


async def test_a_change_is_loaded_once(workspaces: WorkspaceRepository) -> None:
    """By the command that checks it, by the repository that stores it, and by whoever reads it next."""
    before = await workspaces.check("shop", FILES, 1)
    made = await workspaces.create("shop", FILES, author=None, message="Made")
    assert is_one_load(made, before)
    after = await workspaces.check("shop", OTHER)
    stored = await workspaces.replace("shop", OTHER, author=None, message="Renamed")
    assert is_one_load(stored, after)
    assert (stored.revision, stored.definition.title) == (2, "Store")
    assert await workspaces.get("shop") is stored
