"""Links: any number of rows of another table, edited by what was said, shown as far as a person may read them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.rows.internal import internal_rows
from tests.rows.link_desk import ALONE, ANNA, CLERK, FILES, filled
from toolwright.errors import (
    Conflict,
    InvalidExpression,
    InvalidInput,
    ToolwrightError,
)
from toolwright.extend.checking import load_workspace
from toolwright.extend.datasource import Cells, Loaded
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import LoadRequest, RowChange, RowQuery, Rows


@pytest.fixture
def desk() -> Workspace:
    return load_workspace("desk", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, desk: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, desk) as made:
        yield await filled(made, desk)


async def labels(rows: Rows, desk: Workspace, actor: Actor = ANNA, **asked: object) -> dict[object, object]:
    """The labels of the tickets asked for, by ticket."""
    query = RowQuery(fields=("id", "labels"), sort=("id",), **asked)  # type: ignore[arg-type]  # fields of it
    return {row[0]: row[1] for row in (await rows.list(actor, desk, "tickets", query)).rows}


async def test_what_was_said_is_added_and_removed(rows: Rows, desk: Workspace) -> None:
    assert await labels(rows, desk) == {1: [1, 2, 4], 2: [2], 3: None, 4: [4]}
    stored = await rows.update(ANNA, desk, "tickets", "1", {"labels": {"add": [3, 2], "remove": [1]}})
    assert stored.values["labels"] == [2, 3, 4]
    assert (await rows.update(ANNA, desk, "tickets", "1", {"labels": [3, "1"], "title": "x"})).values["labels"] == [
        1,
        3,
    ]
    assert (await rows.update(ANNA, desk, "tickets", "1", {"labels": None})).values["labels"] is None
    edits = ({"add": [number]} for number in (1, 2, 3, 4))
    await asyncio.gather(*(rows.update(ANNA, desk, "tickets", "3", {"labels": edit}) for edit in edits))
    assert (await labels(rows, desk))[3] == [1, 2, 3, 4]
    for wrong in ([99], 7, ["x"], {"add": [1], "remove": [1]}, {"drop": [1]}, {}):
        with pytest.raises(InvalidInput) as refused:
            await rows.update(ANNA, desk, "tickets", "1", {"labels": wrong})
        assert refused.value.errors[0].field == "labels"


async def test_rows_of_the_same_table_and_deleting_them(rows: Rows, desk: Workspace) -> None:
    await rows.update(ANNA, desk, "tickets", "1", {"related": [2, 1]})
    assert (await rows.get(ANNA, desk, "tickets", "1")).values["related"] == [1, 2]
    with pytest.raises(Conflict):
        await rows.delete(ANNA, desk, "tickets", "2")
    await rows.update(ANNA, desk, "tickets", "1", {"related": {"remove": [2]}})
    await rows.delete(ANNA, desk, "tickets", "2")
    await rows.delete(ANNA, desk, "labels", "2")
    assert await labels(rows, desk) == {1: [1, 4], 3: None, 4: [4]}


async def test_a_row_that_needs_a_link_keeps_one(rows: Rows, desk: Workspace) -> None:
    made = [RowChange("create", values={"name": f"p{n}", "labels": keys}) for n, keys in enumerate(([1, 2], [2], [3]))]
    await rows.bulk(ANNA, desk, "parts", made)
    for values in ({"labels": None}, {"labels": []}, {"labels": {"remove": [1]}}, {}):
        with pytest.raises(InvalidInput) as refused:
            await rows.create(ANNA, desk, "parts", values)
        told = [(error.field, error.code) for error in refused.value.errors]
        assert told in ([("name", "required"), ("labels", "required")], [("name", "required")])
        with pytest.raises(InvalidInput) as refused:
            await rows.create(ANNA, desk, "parts", {"name": "x", **values})
        assert [(error.field, error.code) for error in refused.value.errors] == [("labels", "required")]
    assert (await rows.update(ANNA, desk, "parts", "2", {"labels": [4]})).values["labels"] == [4]
    for edit in ([], None, {"remove": [4]}):
        changes = [RowChange("update", "1", {"name": "y"}), RowChange("update", "2", {"labels": edit})]
        with pytest.raises(InvalidInput) as refused:
            await rows.bulk(ANNA, desk, "parts", changes)
        assert [error.field for error in refused.value.errors] == ["changes.1.labels"]
    with pytest.raises(Conflict, match="last one") as last:
        await rows.delete(ANNA, desk, "labels", "4")
    assert last.value.code == "row.referenced"
    gone = await asyncio.gather(*(rows.delete(ANNA, desk, "labels", key) for key in "12"), return_exceptions=True)
    assert sum(isinstance(one, Conflict) for one in gone) == 1
    await rows.delete(ANNA, desk, "parts", "2")
    await rows.delete(ANNA, desk, "labels", "4")
    page = await rows.list(ANNA, desk, "parts", RowQuery(fields=("id", "name", "labels"), sort=("id",)))
    assert [(row[0], row[1], len(row[2])) for row in page.rows] == [(1, "p0", 1), (3, "p2", 1)]  # type: ignore[arg-type]  # a list


async def loaded(
    rows: Rows, desk: Workspace, actor: Actor, asked: LoadRequest, *given: tuple[object, ...], table: str = "tickets"
) -> tuple[Loaded, dict[int, list[tuple[str, str]]]]:
    """What a load did, and what was refused of it."""
    refused: dict[int, list[tuple[str, str]]] = {}

    async def batches() -> AsyncIterator[Cells]:
        for start in range(0, len(given), 3):
            yield list(zip(*given[start : start + 3], strict=True))

    def refuse(number: int, fault: ToolwrightError) -> None:
        refused[number] = [(error.field, error.message) for error in fault.errors]

    return await rows.load(actor, desk, table, asked, batches(), refuse), refused


async def test_cells_of_files_name_rows_by_id_or_name(rows: Rows, desk: Workspace) -> None:
    await rows.create(ANNA, desk, "labels", {"name": "red"})
    given = (
        ("a", "1, 3"), ("b", "green;blue\n1"), ("c", ""), ("d", "['nobody']"), ("e", "99"), ("f", '["blue", 2]'),
        ("g", "red"), ("h", [3, 2, 3]), ("i", 4.0), ("j", "4.5, x"),
    )  # fmt: skip
    done, refused = await loaded(rows, desk, ANNA, LoadRequest(("title", "labels")), *given)
    assert done == Loaded(6, 0)
    assert {number: message for number, ((_, message),) in refused.items()} == {
        3: "Must be a list.",
        4: "There is no row 99 to refer to.",
        6: "Several rows are called 'red'; name the id of one.",
        9: "There is no row '4.5' to refer to.",
    }
    made = {key: value for key, value in (await labels(rows, desk)).items() if int(str(key)) > 4}
    assert list(made.values()) == [[1, 3], [1, 2, 3], None, [2, 3], [2, 3], [4]]
    history = await rows.history(ANNA, desk, "tickets", str(next(iter(made))))
    assert (history[0].via, {field.column for field in history[0].fields}) == ("import", {"title", "labels"})


async def test_an_update_from_a_file_has_exactly_the_links_said_among_those_one_may_read(
    rows: Rows, desk: Workspace
) -> None:
    asked = LoadRequest(("id", "labels"), "upsert", ("id",))
    done, refused = await loaded(rows, desk, CLERK, asked, (1, "3, 2"), (2, ""), (3, "hidden"), (4, "4"), (9, "1"))
    assert (done, {number: errors[0] for number, errors in refused.items()}) == (
        Loaded(0, 2),
        {
            2: ("labels", "There is no row 'hidden' to refer to."),
            3: ("labels", "There is no row 4 to refer to."),
            4: ("id", "No row has this value."),
        },
    )
    assert await labels(rows, desk) == {1: [2, 3, 4], 2: None, 3: None, 4: [4]}
    with pytest.raises(InvalidInput, match="not valid"):
        await loaded(rows, desk, ALONE, LoadRequest(("id", "labels"), "update", ("id",)), (1, "3"))
    with pytest.raises(InvalidInput):
        await loaded(rows, desk, ANNA, LoadRequest(("title", "labels"), "update", ("labels",)), ("x", "3"))


async def test_a_file_gives_each_row_the_links_it_needs(rows: Rows, desk: Workspace) -> None:
    with pytest.raises(InvalidInput) as refused:
        await loaded(rows, desk, ANNA, LoadRequest(("name",)), ("x",), table="parts")
    assert [error.field for error in refused.value.errors] == ["labels"]
    asked = LoadRequest(("name", "labels"))
    done, wrong = await loaded(rows, desk, ANNA, asked, ("a", "1"), ("b", ""), table="parts")
    assert (done.inserted, wrong) == (1, {1: [("labels", "A value is needed.")]})
    asked = LoadRequest(("name", "labels"), "upsert", ("name",))
    done, wrong = await loaded(rows, desk, CLERK, asked, ("a", "2"), ("b", "3"), ("a", None), table="parts")
    assert (done, wrong) == (Loaded(1, 1), {2: [("labels", "A value is needed.")]})


async def test_hidden_links_are_enough(rows: Rows, desk: Workspace) -> None:
    await rows.create(ANNA, desk, "parts", {"name": "x", "labels": [1, 4]})
    stored = await rows.update(CLERK, desk, "parts", "1", {"labels": []})
    assert stored.values["labels"] is None
    with pytest.raises(InvalidInput) as refused:
        await rows.create(CLERK, desk, "parts", {"name": "y", "labels": [4]})
    assert refused.value.errors[0].code == "missing_target"


async def test_links_to_rows_one_may_not_read_do_not_exist_and_stay(rows: Rows, desk: Workspace) -> None:
    assert await labels(rows, desk, CLERK) == {1: [1, 2], 2: [2], 3: None, 4: None}
    assert set((await labels(rows, desk, ALONE)).values()) == {None}
    query = RowQuery(fields=("id", "labels"))
    assert b"4]" not in await rows.list_json(CLERK, desk, "tickets", query)
    assert await labels(rows, desk, CLERK, filter="4 in labels") == {}
    assert set(await labels(rows, desk, CLERK, filter="labels is none")) == {3, 4}
    assert (await rows.update(CLERK, desk, "tickets", "1", {"labels": [3]})).values["labels"] == [3]
    await rows.update(CLERK, desk, "tickets", "4", {"labels": {"remove": [4]}})
    assert await labels(rows, desk) == {1: [3, 4], 2: [2], 3: None, 4: [4]}
    for actor in (CLERK, ALONE):
        with pytest.raises(InvalidInput, match="not valid") as refused:
            await rows.update(actor, desk, "tickets", "2", {"labels": {"add": [4]}})
        assert refused.value.errors[0].code == "missing_target"
    with pytest.raises(InvalidExpression):
        await labels(rows, desk, ALONE, filter="2 in labels")


async def test_no_way_round_shows_hidden_links(rows: Rows, desk: Workspace) -> None:
    await rows.create(ANNA, desk, "notes", {"ticket_id": 1})
    await rows.update(ANNA, desk, "tickets", "3", {"related": [1]})
    page = await rows.list(CLERK, desk, "notes", RowQuery(expand=("ticket",)))
    assert "labels" not in page.dicts()[0]["ticket"]  # type: ignore[operator]  # a row
    page = await rows.list(CLERK, desk, "tickets", RowQuery(expand=("related",), filter="id == 3"))
    assert "labels" not in page.dicts()[0]["related"][0]  # type: ignore[index]  # rows
    found = {"4 in ticket.labels": 0, "2 in ticket.labels": 1, "ticket.labels is none": 0}
    for text, count in found.items():
        assert await rows.count(CLERK, desk, "notes", RowQuery(filter=text)) == (count, False), text
    for text in ("len(ticket.labels) > 2", "4 in ticket.labels or len(text(id)) > reverse(text(id))"):
        with pytest.raises((InvalidExpression, InvalidInput)):
            await rows.list(CLERK, desk, "notes", RowQuery(filter=text))


async def test_conditions_ask_for_any_all_or_none(rows: Rows, desk: Workspace) -> None:
    asked = {
        "2 in labels": {1, 2}, "1 in labels and 2 in labels": {1}, "1 in labels or 4 in labels": {1, 4},
        "2 not in labels": {3, 4}, "labels is none": {3}, "labels": {1, 2, 4}, "not labels": {3},
        "labels != none and not (2 in labels)": {4}, "none in labels": set(), "99 in labels": set(),
    }  # fmt: skip
    for text, found in asked.items():
        assert set(await labels(rows, desk, filter=text)) == found, text
        count = await rows.count(ANNA, desk, "tickets", RowQuery(filter=text, count="exact"))
        assert count == (len(found), False)
    for text in (
        "len(labels) > 1",
        "labels == 2",
        "'x' in labels",
        "2 in labels or len(title) > 9 and reverse(title) == 'x'",
    ):
        with pytest.raises((InvalidExpression, InvalidInput)):
            await labels(rows, desk, filter=text)


async def test_the_rows_themselves_come_along(rows: Rows, desk: Workspace) -> None:
    page = await rows.list(CLERK, desk, "tickets", RowQuery(fields=("labels",), expand=("labels",), sort=("id",)))
    names = [[label["name"] for label in one["labels"]] for one in page.dicts()]  # type: ignore[attr-defined]  # rows
    assert names == [["red", "green"], ["green"], [], []]
    one = await rows.get(CLERK, desk, "tickets", "1", expand=("labels",))
    assert [label["name"] for label in one.expanded["labels"] or ()] == ["red", "green"]  # type: ignore[index]  # rows


async def test_history_tells_of_links_and_goes_back(rows: Rows, desk: Workspace) -> None:
    await rows.update(ANNA, desk, "tickets", "1", {"labels": {"add": [3], "remove": [4]}, "title": "new"})
    await rows.delete(ANNA, desk, "labels", "1")
    told = await rows.history(ANNA, desk, "tickets", "1")
    assert [{f.column: (f.before, f.after) for f in one.fields} for one in told] == [
        {"labels": ([1, 2, 3], [2, 3])},
        {"title": ("t1", "new"), "labels": ([1, 2, 4], [1, 2, 3])},
        {"title": (None, "t1"), "labels": (None, [1, 2, 4])},
    ]
    seen = await rows.history(CLERK, desk, "tickets", "1")
    assert [f.after for f in seen[-1].fields if f.column == "labels"] == [[2]]
    with pytest.raises(ToolwrightError):
        await rows.restore(ANNA, desk, "tickets", "1", told[-1].number)  # label 1 is gone
    await rows.update(ANNA, desk, "tickets", "2", {"labels": [3, 4]})
    await rows.undo(ANNA, desk, "tickets")
    assert (await labels(rows, desk))[2] == [2]
    await rows.delete(ANNA, desk, "tickets", "4")
    (gone, *_) = await rows.deleted(ANNA, desk, "tickets")
    await rows.restore(ANNA, desk, "tickets", "4", gone.number)
    assert (await labels(rows, desk))[4] == [4]


async def test_conditions_look_at_rows_linked_to(rows: Rows, desk: Workspace) -> None:
    asked = {
        "'red' in labels.name": ({1}, {1}), "'hidden' in labels.name": ({1, 4}, set()),
        "'red' in labels.name or 'green' in labels.name": ({1, 2}, {1, 2}),
        "'red' in labels.name and 'green' in labels.name": ({1}, {1}), "'red' not in labels.name": ({2, 3, 4}, {2, 3, 4}),
        "labels.name is none": ({3}, {3, 4}), "true in labels.secret": ({1, 4}, set()), "user.name in labels.name": (set(), set()),
    }  # fmt: skip
    for text, found in asked.items():
        for actor, expected in zip((ANNA, CLERK), found, strict=True):
            assert set(await labels(rows, desk, actor, filter=text)) == expected, text
    for text in ("len(labels.name) > 1", "labels.nme is none", "7 in labels.name", "[x for x in labels.name] == []"):
        with pytest.raises((InvalidExpression, InvalidInput)):
            await labels(rows, desk, filter=text)
    with pytest.raises(InvalidExpression):
        await labels(rows, desk, ALONE, filter="'red' in labels.name")
