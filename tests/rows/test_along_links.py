"""Along links: row rules, conditions, lookups and rollups that look at the rows links lead to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.rows.internal import internal_rows
from tests.rows.link_desk import ANNA, CLERK, FILES, filled
from toolwright.errors import (
    Denied,
    InvalidDefinition,
    InvalidInput,
    NotFound,
    ToolwrightError,
)
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import AggregateRequest, RowChange, RowQuery, Rows
from toolwright.rows.contract import MeasureSpec

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
