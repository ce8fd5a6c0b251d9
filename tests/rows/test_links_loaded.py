"""Files whose rows link to others: written many at once, each wrong row by its number, all or nothing as asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from tests.rows.internal import internal_rows
from tests.rows.link_desk import ANNA, FILES, filled
from toolwright.errors import ToolwrightError
from toolwright.extend.checking import load_workspace
from toolwright.extend.datasource import Cells, Loaded
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.sql.write import Writer
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.rows import LoadRequest, RowQuery, Rows
from toolwright.rows.loading import Mode

NAMES = ("code", "labels", "tickets")


@pytest.fixture
def desk() -> Workspace:
    return load_workspace("desk", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, desk: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, desk) as made:
        yield await filled(made, desk)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rows that were written one by one, by what was done with them."""
    verbs: list[str] = []
    apply = Writer.apply

    async def noted(self: Writer, session, index, change, values):  # type: ignore[no-untyped-def]  # as it is there
        verbs.append(change.verb)
        return await apply(self, session, index, change, values)

    monkeypatch.setattr(Writer, "apply", noted)
    return verbs


async def loaded(
    rows: Rows, desk: Workspace, given: Sequence[Sequence[object]], mode: Mode = "insert", *, stops: bool = False
) -> tuple[Loaded, dict[int, list[str]]]:
    """What a load of assets did, and the columns refused of its rows. `stops`: nothing is stored when one is wrong."""
    refused: dict[int, list[str]] = {}

    async def batches() -> AsyncIterator[Cells]:
        for start in range(0, len(given), 50):
            yield list(zip(*given[start : start + 50], strict=True))
        if stops and refused:
            raise RuntimeError("refused")

    def refuse(number: int, fault: ToolwrightError) -> None:
        refused[number] = [error.field for error in fault.errors]

    asked = LoadRequest(NAMES, mode, () if mode == "insert" else ("code",))
    return await rows.load(ANNA, desk, "assets", asked, batches(), refuse), refused


async def stored(rows: Rows, desk: Workspace) -> list[tuple[object, ...]]:
    """Every asset: its code and its links."""
    found = await rows.list(ANNA, desk, "assets", RowQuery(fields=NAMES, sort=("id",), limit=1000))
    return [tuple(row[:3]) for row in found.rows]


async def test_rows_with_links_are_written_at_once(rows: Rows, desk: Workspace, alone: list[str]) -> None:
    await rows.create(ANNA, desk, "assets", {"code": "first", "labels": [1]})
    gone = await rows.create(ANNA, desk, "assets", {"code": "gone"})
    await rows.delete(ANNA, desk, "assets", str(gone.values["id"]))
    alone.clear()
    given = [(f"a{n}", ("1, 2", "", "3")[n % 3], ("", "2", "1;3")[n % 3]) for n in range(120)]
    assert await loaded(rows, desk, given) == (Loaded(120, 0), {})
    assert alone == []
    links = [([1, 2], None), (None, [2]), ([3], [1, 3])]
    assert await stored(rows, desk) == [("first", [1], None), *((f"a{n}", *links[n % 3]) for n in range(120))]
    made = await rows.list(ANNA, desk, "assets", RowQuery(fields=("id",), filter="code == 'a0'"))
    key = int(str(made.rows[0][0]))
    assert key > int(str(gone.values["id"]))  # ids of rows that are gone are not given again
    told = (await rows.history(ANNA, desk, "assets", str(key)))[0]
    assert (told.via, {field.column for field in told.fields}) == ("import", {"code", "labels"})
    later = await rows.create(ANNA, desk, "assets", {"code": "later"})
    assert int(str(later.values["id"])) == key + 120


async def test_wrong_rows_are_told_by_number_and_left_out(rows: Rows, desk: Workspace, alone: list[str]) -> None:
    given: list[tuple[object, ...]] = [(f"a{n}", "1", "2, 3") for n in range(60)]
    given[7] = ("a7", "77", "nobody")
    given[20] = ("a3", "1", "")
    given[55] = ("a54", "2", "")
    done, refused = await loaded(rows, desk, given)
    assert (done, refused) == (Loaded(57, 0), {7: ["labels", "tickets"], 20: ["code"], 55: ["code"]})
    assert alone == ["insert", "insert"]  # those the database refused, to say why
    assert [row for row in await stored(rows, desk) if row[1:] != ([1], [2, 3])] == []


async def test_nothing_is_stored_of_a_file_that_is_refused(rows: Rows, desk: Workspace) -> None:
    given = [(f"a{n}", "1", "2") for n in range(70)] + [("b", "99", "")]
    with pytest.raises(RuntimeError, match="refused"):
        await loaded(rows, desk, given, stops=True)
    assert await stored(rows, desk) == []


async def test_links_of_rows_that_are_there_are_changed_at_once(rows: Rows, desk: Workspace, alone: list[str]) -> None:
    await loaded(rows, desk, [(f"a{n}", "1, 2", "3") for n in range(60)])
    given = [(f"a{n}", ("2;3", "", "1, 2")[n % 3], "3, 1") for n in range(70)]
    assert await loaded(rows, desk, given, "upsert") == (Loaded(10, 60), {})
    assert alone == []
    links = ([2, 3], None, [1, 2])
    assert await stored(rows, desk) == [(f"a{n}", links[n % 3], [1, 3]) for n in range(70)]
    assert await loaded(rows, desk, [("a1", "4", "")], "update") == (Loaded(0, 1), {})
    assert (await stored(rows, desk))[1] == ("a1", [4], None)
