"""Large files into built-in tables: history and words are those of rows stored one by one, and triggers are back after."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rows.internal import internal_rows
from tests.rows.link_desk import ANNA
from toolwright.errors import ToolwrightError
from toolwright.extend.checking import load_workspace
from toolwright.extend.datasource import Cells, Loaded
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.rows import LoadRequest, RowQuery, Rows

FILES = {
    "workspace.yaml": "title: Desk\n",
    "tables/calls.yaml": """\
title: Calls
columns:
  - {name: at, kind: text, required: true}
  - {name: via, kind: text}
  - {name: cost, kind: number}
search: [at, via]
unique: [[at]]
""",
}


@pytest.fixture
def desk() -> Workspace:
    return load_workspace("desk", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, desk: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, desk) as made:
        yield made


def triggers(internal: DataSource) -> list[tuple[object, ...]]:
    """The triggers of the file; none of a server."""
    path = internal.settings.get("path")
    if path is None:
        return []
    with sqlite3.connect(Path(str(path))) as connection:
        return sorted(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall())


async def loaded(
    rows: Rows, desk: Workspace, given: list[tuple[object, ...]], *, keep: bool = True, fails: bool = False
) -> tuple[Loaded, list[int]]:
    """What a load did, and which rows it refused."""
    refused: list[int] = []

    async def batches() -> AsyncIterator[Cells]:
        for start in range(0, len(given), 100):
            yield list(zip(*given[start : start + 100], strict=True))
        if fails:
            raise RuntimeError("the file ends too soon")

    def refuse(number: int, _fault: ToolwrightError) -> None:
        refused.append(number)

    asked = LoadRequest(("at", "via", "cost"), keep=keep)
    return await rows.load(ANNA, desk, "calls", asked, batches(), refuse), refused


async def found(rows: Rows, desk: Workspace, words: str) -> list[object]:
    """The ids of the rows that a search finds."""
    page = await rows.list(ANNA, desk, "calls", RowQuery(search=words, fields=("id",), sort=("id",), limit=1000))
    return [row[0] for row in page.rows]


async def test_history_and_words_are_those_of_single_rows(rows: Rows, desk: Workspace, internal: DataSource) -> None:
    before = triggers(internal)
    assert not before or {"_tw_created_calls", "_tw_words_calls_insert"} <= {name for name, _ in before}
    single = await rows.create(ANNA, desk, "calls", {"at": "noon", "via": "post", "cost": "1.5"})
    given: list[tuple[object, ...]] = [(f"call{n}", ("phone", "mail")[n % 2], f"{n}.25") for n in range(350)]
    given[120] = ("noon", "twice", "1")
    done, refused = await loaded(rows, desk, given)
    assert (done, refused) == (Loaded(349, 0), [120])
    assert triggers(internal) == before
    page = await rows.list(ANNA, desk, "calls", RowQuery(fields=("id", "at"), sort=("id",), limit=1000))
    ids = {row[1]: row[0] for row in page.rows}
    assert (await found(rows, desk, "call7"))[0] == ids["call7"]
    assert len(await found(rows, desk, "phone")) == 174
    assert await found(rows, desk, "twice") == []
    for name, via, cost in (("call3", "mail", "3.25"), ("call349", "mail", "349.25"), ("noon", "post", "1.5")):
        entries = await rows.history(ANNA, desk, "calls", str(ids[name]))
        noted = {field.column: str(field.after) for field in entries[0].fields}
        assert (len(entries), entries[0].verb, noted) == (1, "created", {"at": name, "via": via, "cost": cost})
        assert entries[0].via == ("import" if name != "noon" else (await _via(rows, desk, single.values["id"])))
    await rows.update(ANNA, desk, "calls", str(ids["call300"]), {"via": "pigeon"})
    assert await found(rows, desk, "pigeon") == [ids["call300"]]
    await rows.delete(ANNA, desk, "calls", str(ids["call300"]))
    assert await found(rows, desk, "pigeon") == []


async def _via(rows: Rows, desk: Workspace, key: object) -> str:
    return (await rows.history(ANNA, desk, "calls", str(key)))[0].via


async def test_what_is_undone_leaves_all_as_it_was(rows: Rows, desk: Workspace, internal: DataSource) -> None:
    before = triggers(internal)
    given: list[tuple[object, ...]] = [(f"call{n}", "phone", "1") for n in range(250)]
    assert (await loaded(rows, desk, given, keep=False))[0] == Loaded(250, 0)
    with pytest.raises(RuntimeError, match="too soon"):
        await loaded(rows, desk, given, fails=True)
    assert triggers(internal) == before
    assert await found(rows, desk, "phone") == []
    made = await rows.create(ANNA, desk, "calls", {"at": "later", "via": "phone"})
    assert await found(rows, desk, "phone") == [made.values["id"]]
    assert len(await rows.history(ANNA, desk, "calls", str(made.values["id"]))) == 1
