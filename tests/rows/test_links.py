"""Links: any number of rows of another table, edited by what was said, shown as far as a person may read them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.rows.internal import internal_rows
from toolwright.errors import (
    Conflict,
    Denied,
    InvalidDefinition,
    InvalidExpression,
    InvalidInput,
    NotFound,
    ToolwrightError,
)
from toolwright.extend.checking import load_workspace
from toolwright.extend.datasource import Cells, Loaded
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import AggregateRequest, LoadRequest, RowChange, RowQuery, Rows
from toolwright.rows.contract import MeasureSpec

FILES = {
    "workspace.yaml": "title: Desk\n",
    "tables/labels.yaml": """\
title: Labels
columns:
  - {name: name, kind: text, required: true}
  - {name: secret, kind: boolean, default: false}
  - {name: weight, kind: integer}
""",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: labels, kind: links, settings: {to: labels}}
  - {name: related, kind: links, settings: {to: tickets, on_delete: restrict}}
""",
    "tables/parts.yaml": """\
title: Parts
columns:
  - {name: name, kind: text, required: true}
  - {name: labels, kind: links, required: true, settings: {to: labels}}
""",
    "tables/notes.yaml": """\
title: Notes
columns:
  - {name: ticket_id, kind: relation, settings: {to: tickets}}
""",
    "roles/clerk.yaml": """\
title: Clerk
grants:
  - {table: tickets, can: [read, create, update]}
  - {table: notes, can: [read]}
  - {table: parts, can: [read, create, update]}
  - {table: labels, can: [read], rows: "secret == false"}
""",
    "roles/alone.yaml": "title: Alone\ngrants:\n  - {table: tickets, can: [read, update]}\n",
}
ANNA = Actor("user", "u1", "anna@example.org", "Anna", is_admin=True)
CLERK, ALONE = (Actor("user", role, "x@example.org", "X", roles={"desk": (role,)}) for role in ("clerk", "alone"))


@pytest.fixture
def desk() -> Workspace:
    return load_workspace("desk", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, desk: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, desk) as made:
        yield await filled(made, desk)


async def filled(rows: Rows, desk: Workspace) -> Rows:
    """Labels 1 to 4, of which 4 is secret; tickets 1 [1, 2, 4], 2 [2], 3 none, 4 only the secret one."""
    names = (("red", False), ("green", False), ("blue", False), ("hidden", True))
    made = [RowChange("create", values={"name": name, "secret": secret}) for name, secret in names]
    await rows.bulk(ANNA, desk, "labels", made)
    links = ([1, 2, 4], [2], None, [4])
    tickets = [RowChange("create", values={"title": f"t{n}", "labels": keys}) for n, keys in enumerate(links, 1)]
    await rows.bulk(ANNA, desk, "tickets", tickets)
    return rows


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


TEAMS = {
    "workspace.yaml": "title: Desk\n",
    "tables/people.yaml": "title: People\ncolumns: [{name: email, kind: text}, {name: pay, kind: integer}]\n",
    "tables/teams.yaml": """\
title: Teams
columns:
  - {name: name, kind: text}
  - {name: members, kind: links, settings: {to: people}}
""",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text}
  - {name: team_id, kind: relation, settings: {to: teams}}
  - {name: watchers, kind: links, settings: {to: people}}
""",
    "roles/member.yaml": """\
title: Member
grants:
  - table: tickets
    can: [read, create, update]
    rows: "user.email in team.members.email or user.email in watchers.email"
  - {table: teams, can: [read], rows: "user.email in members.email"}
""",
    "roles/odd.yaml": """\
title: Odd
grants:
  - {table: tickets, can: [read, create, update], rows: "reverse(title) == 'x' and 1 + 1 == 2"}
  - {table: people, can: [read], rows: "len(split(email, '@')[0]) == 1", hide: [pay]}
""",
}
A, B, C = (
    Actor("user", name, name, f"{name}@x.org", roles={"desk": roles})
    for name, roles in (("a", ("member",)), ("b", ("member",)), ("c", ("member", "odd")))
)


@pytest.fixture
async def teams(internal: DataSource) -> AsyncIterator[tuple[Rows, Workspace]]:
    """People a, b, c and dd; teams 1 [a], 2 [b, dd]; tickets 1 of team 1, 2 of team 2, 3 watched by a and dd, 4."""
    desk = load_workspace("desk", TEAMS, installed_kinds(), revision=1)
    async with internal_rows(internal, desk) as rows:
        for table, made in {
            "people": [{"email": f"{name}@x.org"} for name in ("a", "b", "c", "dd")],
            "teams": [{"name": "one", "members": [1]}, {"name": "two", "members": [2, 4]}],
            "tickets": [
                {"title": "t1", "team_id": 1},
                {"title": "t2", "team_id": 2},
                {"title": "t3", "watchers": [1, 4]},
                {"title": "x"},
            ],
        }.items():
            await rows.bulk(ANNA, desk, table, [RowChange("create", values=values) for values in made])
        yield rows, desk


async def ids(rows: Rows, desk: Workspace, actor: Actor, table: str = "tickets", **asked: object) -> list[object]:
    """The keys of the rows that somebody sees."""
    query = RowQuery(fields=("id",), sort=("id",), count="exact", **asked)  # type: ignore[arg-type]  # fields of it
    page = await rows.list(actor, desk, table, query)
    assert page.count == len(page.rows)
    return [row[0] for row in page.rows]


async def test_rules_ask_who_is_linked(teams: tuple[Rows, Workspace]) -> None:
    rows, desk = teams
    assert [await ids(rows, desk, actor) for actor in (A, B, C)] == [[1, 3], [2], [4]]
    assert [await ids(rows, desk, actor, "teams") for actor in (A, B, C)] == [[1], [2], []]
    assert (await rows.get(A, desk, "tickets", "3")).values["title"] == "t3"  # they may not read people at all
    with pytest.raises(NotFound):
        await rows.get(B, desk, "tickets", "3")
    assert (await rows.update(A, desk, "tickets", "1", {"title": "new"})).values["title"] == "new"
    for values in ({"team_id": 2}, {"team_id": None}):
        with pytest.raises((Denied, InvalidInput)):
            await rows.update(A, desk, "tickets", "1", values)
    assert (await rows.create(B, desk, "tickets", {"title": "own", "team_id": 2})).values["title"] == "own"
    with pytest.raises(Denied):
        await rows.create(A, desk, "tickets", {"title": "nobody's"})
    figures = AggregateRequest((MeasureSpec("n", "count"),))
    assert list((await rows.aggregate(B, desk, "tickets", figures)).rows) == [(2,)]
    await rows.update(ANNA, desk, "tickets", "3", {"watchers": {"add": [2], "remove": [1]}})
    assert [await ids(rows, desk, actor) for actor in (A, B)] == [[1], [2, 3, 5]]
    assert [one.fields for one in await rows.history(B, desk, "tickets", "3")] == [()]  # whose it was is not known


async def test_rules_judged_here_look_along_links_too(teams: tuple[Rows, Workspace]) -> None:
    rows, desk = teams
    stored = await rows.create(C, desk, "tickets", {"title": "mine", "team_id": None, "watchers": [3]})
    assert (stored.values["title"], stored.values["watchers"]) == ("mine", [3])
    with pytest.raises(Denied):
        await rows.create(C, desk, "tickets", {"title": "theirs", "team_id": 1, "watchers": [1]})
    assert (await rows.update(C, desk, "tickets", stored.id, {"watchers": {"add": [1]}})).values["watchers"] == [1, 3]
    with pytest.raises(Denied):
        await rows.update(C, desk, "tickets", stored.id, {"watchers": {"remove": [3]}})
    assert await ids(rows, desk, C) == [4, int(stored.id)]
    await rows.update(ANNA, desk, "tickets", stored.id, {"watchers": [3, 4]})
    for text, count in {
        "'c@x.org' in watchers.email": 1, "'dd@x.org' in watchers.email": 0, "4 in watchers": 0, "3 in watchers": 1,
        "watchers.email is none": 1,
    }.items():  # fmt: skip
        assert len(await ids(rows, desk, C, filter=text)) == count, text
    assert len(await ids(rows, desk, ANNA, filter="'dd@x.org' in watchers.email")) == 2


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


@pytest.mark.parametrize(
    "rule", ["len(labels) > 1", "reverse(title) == 'x' or len(labels.name) > 1", "'x' in labels.nam"]
)
def test_rules_ask_links_for_single_ones(rule: str) -> None:
    for path, text in (
        ("roles/bad.yaml", f'title: Bad\ngrants:\n  - {{table: tickets, can: [read], rows: "{rule}"}}\n'),
        ("tables/view.yaml", f'title: View\nview: {{of: tickets, filter: "{rule}"}}\n'),
    ):
        with pytest.raises(InvalidDefinition):
            load_workspace("desk", {**FILES, path: text}, installed_kinds())


FIGURES = {
    **FILES,
    "tables/tickets.yaml": FILES["tables/tickets.yaml"]
    + """\
  - {name: names, kind: lookup, settings: {through: labels, column: name}}
  - {name: weights, kind: lookup, settings: {through: labels, column: weight}}
  - {name: label_count, kind: rollup, settings: {through: labels}}
  - {name: weight, kind: rollup, settings: {through: labels, function: sum, column: weight}}
  - {name: light, kind: rollup, settings: {through: labels, filter: "weight < 3"}}
  - {name: blockers, kind: rollup, settings: {of: tickets, through: related}}
""",
    "tables/labels.yaml": FILES["tables/labels.yaml"]
    + "  - {name: used, kind: rollup, settings: {of: tickets, through: labels, filter: \"title != 't2'\"}}\n",
    "tables/heavy.yaml": """\
title: Heavy
view: {of: tickets, filter: "weight > 2", columns: [title, label_count, {name: called, value: names}]}
""",
    "tables/red.yaml": """\
title: Red
view: {of: tickets, filter: "'red' in labels.name or 4 in related", columns: [title]}
""",
    "tables/red_notes.yaml": """\
title: Notes on red tickets
view: {of: notes, filter: "'red' in ticket.labels.name", columns: [{name: about, value: ticket.title}]}
""",
    "roles/reader.yaml": """\
title: Reader
grants:
  - {table: tickets, can: [read]}
  - {table: heavy, can: [read]}
  - {table: red, can: [read]}
  - {table: red_notes, can: [read]}
  - {table: labels, can: [read]}
""",
}
READER = Actor("user", "reader", "r@example.org", "R", roles={"desk": ("reader",)})


async def test_lookups_and_rollups_along_links(internal: DataSource) -> None:
    desk = load_workspace("desk", FIGURES, installed_kinds(), revision=1)
    async with internal_rows(internal, desk) as rows:
        await filled(rows, desk)
        weights = [RowChange("update", str(n), {"weight": weight}) for n, weight in enumerate((1, 2, 4, 8), 1)]
        await rows.bulk(ANNA, desk, "labels", weights)
        await rows.update(ANNA, desk, "tickets", "2", {"related": [1, 3]})
        fields = ("id", "names", "weights", "label_count", "weight", "light", "blockers")
        page = await rows.list(READER, desk, "tickets", RowQuery(fields=fields, sort=("-weight", "id")))
        assert list(page.rows) == [
            (1, ["green", "hidden", "red"], [1, 2, 8], 3, 11, 2, 1),
            (4, ["hidden"], [8], 1, 8, 0, 0),
            (2, ["green"], [2], 1, 2, 1, 0),
            (3, None, None, 0, 0, 0, 1),
        ]
        used = await rows.list(ANNA, desk, "labels", RowQuery(fields=("id", "used"), filter="used > 0", sort=("id",)))
        assert list(used.rows) == [(1, 1), (2, 1), (4, 2)]
        for text, count in {"label_count > 1": 1, "'hidden' in names": 2, "names is none": 1, "weight == 0": 1}.items():
            assert await rows.count(READER, desk, "tickets", RowQuery(filter=text)) == (count, False), text
        heavy = await rows.list(READER, desk, "heavy", RowQuery(fields=("id", "title", "called"), sort=("id",)))
        assert list(heavy.rows) == [(1, "t1", ["green", "hidden", "red"]), (4, "t4", ["hidden"])]
        await rows.update(ANNA, desk, "tickets", "3", {"related": [4]})
        await rows.bulk(ANNA, desk, "notes", [RowChange("create", values={"ticket_id": n}) for n in (1, 2)])
        red = await rows.list(READER, desk, "red", RowQuery(fields=("id", "title"), sort=("id",)))
        assert list(red.rows) == [(1, "t1"), (3, "t3")]
        notes = await rows.list(READER, desk, "red_notes", RowQuery(fields=("id", "about")))
        assert list(notes.rows) == [(1, "t1")]
        figures = AggregateRequest((MeasureSpec("all", "sum", "label_count"),))
        assert list((await rows.aggregate(READER, desk, "tickets", figures)).rows) == [(5,)]
        # Whoever may not see every label is told nothing that is worked out of them.
        hidden = set(fields) - {"id", "blockers"}
        assert not hidden & set((await rows.get(CLERK, desk, "tickets", "1")).values)
        assert b"hidden" not in await rows.list_json(CLERK, desk, "tickets", RowQuery())
        for query in (RowQuery(filter="label_count > 1"), RowQuery(sort=("weight",)), RowQuery(fields=("names",))):
            with pytest.raises(ToolwrightError):
                await rows.list(CLERK, desk, "tickets", query)


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("tickets", "{name: x, kind: rollup, settings: {through: label}}", "no column of references 'label'"),
        ("tickets", "{name: x, kind: lookup, settings: {through: labels, column: secret}}", "Only texts and whole"),
        ("tickets", "{name: x, kind: rollup, settings: {of: labels, through: labels}}", "No reference 'labels'"),
        ("labels", "{name: x, kind: rollup, settings: {of: tickets, through: related}}", "No reference 'related'"),
    ],
)
def test_figures_along_links_are_checked(table: str, line: str, words: str) -> None:
    path = f"tables/{table}.yaml"
    with pytest.raises(InvalidDefinition) as refused:
        load_workspace("desk", {**FILES, path: f"{FILES[path]}  - {line}\n"}, installed_kinds())
    assert any(words in error.message for error in refused.value.errors)
