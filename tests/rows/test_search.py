"""Searching a built-in table by its index of words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rows.internal import internal_rows
from toolwright.errors import NotFound
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.sql import link, spelling
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import AggregateRequest, MeasureSpec, RowChange, RowQuery, Rows

FILES = {
    "workspace.yaml": "title: Desk\n",
    "roles/agent.yaml": """\
title: Agent
grants:
  - {table: tickets, can: [read], hide: [note], rows: "rank != 9"}
""",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text}
  - {name: note, kind: long_text}
  - {name: rank, kind: integer}
  - {name: number, kind: auto_number, settings: {pattern: "TCK-{n:05}"}}
  - {name: tags, kind: multi_select, settings: {options: [printing, mail]}}
search: [title, note, rank, number, tags]
""",
}
ANNA = Actor("user", "u1", "anna@example.org", "Anna", is_admin=True)
AGENT = Actor("user", "u2", "bo@example.org", "Bo", roles={"desk": frozenset({"agent"})})
TICKETS: Sequence[tuple[str, str | None, int]] = (
    ("Karl Müller cannot print", "the printer on floor 3 is cold", 1),
    ("Mail is slow", "says Karla, and so does everybody who prints mail about mail", 2),
    ("Straße gesperrt", "naïve café", 3),
    ("Print print print", None, 4),
    ("Nothing else", "secret merger with ACME", 5),
    ("Out of bounds", "print", 9),
    ("日本語の題名", "漢字", 7),
)


@pytest.fixture(scope="module")
def desk() -> Workspace:
    return load_workspace("desk", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, desk: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, desk) as made:
        values = [{"title": title, "note": note, "rank": rank} for title, note, rank in TICKETS]
        await made.bulk(ANNA, desk, "tickets", [RowChange("create", values=value) for value in values])
        yield made


async def found(rows: Rows, desk: Workspace, text: str, actor: Actor = ANNA, **more: object) -> list[int]:
    """The numbers of the tickets found, in order."""
    page = await rows.list(actor, desk, "tickets", RowQuery(search=text, fields=("rank",), **more))  # type: ignore[arg-type]
    assert page.columns == ("rank",)
    return [row[0] for row in page.rows]


async def test_what_is_found(rows: Rows, desk: Workspace) -> None:
    for text, wanted in WANTED:
        assert set(await found(rows, desk, text)) == wanted, text


WANTED: Sequence[tuple[str, set[int]]] = (
    ("müller", {1}), ("MULLER", {1}), ("mul", {1}), ("print mul", {1}), ("kar", {1, 2}), ("kar mail", {2}),
    ("strasse", set()), ("straße", {3}), ("strase", set()), ("naive CAFE", {3}), ('"cannot print"', {1}),
    ('"print cannot"', set()), ('"cannot pri"', set()), ('"cannot pri', {1}), ("TCK-00004", {4}), ("00004", {4}),
    ("inting", set()), ("-", {1, 2, 3, 4, 5, 7, 9}), ("- print", {1, 2, 4, 9}), ("題名", {7}), ("漢字 日本", {7}),
)  # fmt: skip


async def test_the_best_first_and_any_other_order_when_asked(rows: Rows, desk: Workspace) -> None:
    assert await found(rows, desk, "print") == [4, 1, 9, 2]
    assert await found(rows, desk, "print", sort=("rank",)) == [1, 2, 4, 9]
    assert await found(rows, desk, "print", filter="rank > 1") == [4, 9, 2]
    figures = AggregateRequest((MeasureSpec("count"),), search="print")
    assert (await rows.aggregate(ANNA, desk, "tickets", figures)).rows == [(4,)]


HOSTILE = (
    '"', '""', '"a', 'a"b', "*", "a*", "^a", "NEAR(a b)", "a AND", "OR", "NOT a", "a NOT b", "(", ")", "{c0}: a",
    "c0:a", "title:print", "-c0:a", "+", "a\0b", '"a\0', "\0", "'; DROP TABLE tickets; --", "\ud800", "a" * 600, "☃",
    "🍕", "\u0301", "%", "_", "\\", "a:b:c", '"print" OR "merger"', "rank MATCH 1",
)  # fmt: skip


async def test_no_text_is_an_order(rows: Rows, desk: Workspace) -> None:
    for text in HOSTILE:
        agents = await found(rows, desk, text, AGENT)
        assert 5 not in agents or set(agents) == {1, 2, 3, 4, 5, 7}, f"{text!r} found a row by a hidden column"
        assert 9 not in agents
        assert (
            len(await found(rows, desk, text))
            == (await rows.count(ANNA, desk, "tickets", RowQuery(search=text, count="exact")))[0]
        )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("ab \"*^():{}-+\\'\0:é"), max_size=12))
async def test_no_mixture_of_marks_is_an_error(rows: Rows, desk: Workspace, text: str) -> None:
    if len(text.split()) <= 10:
        await found(rows, desk, text)


async def test_hidden_columns_and_rows_are_not_found(rows: Rows, desk: Workspace) -> None:
    assert await found(rows, desk, "merger") == [5]
    assert await found(rows, desk, "merger", AGENT) == []
    assert await found(rows, desk, "print", AGENT) == [4, 1], "newest first: scores would tell how long notes are"
    assert await found(rows, desk, '"cold"', AGENT) == []
    assert await rows.count(AGENT, desk, "tickets", RowQuery(search="print", count="exact")) == (2, False)


@pytest.mark.parametrize(("few", "walked"), [(0, 1000), (2, 60), (2, 1000), (2000, 1000)])
async def test_pages_lose_and_repeat_nothing(
    rows: Rows, desk: Workspace, monkeypatch: pytest.MonkeyPatch, few: int, walked: int
) -> None:
    """Whether the rows of a page are ranked, met in its order, or gathered as they are too far apart to be met."""
    monkeypatch.setattr(link, "FEW", few)
    monkeypatch.setattr(spelling, "WALKED", walked)
    words = ("needle", "Needles", "needlework")
    made = [
        {"title": f"{words[number % 3]} {number % 7} " + "hay " * (number % 5), "rank": 100 + number}
        for number in range(40)
    ]
    made.extend({"title": "chaff", "rank": 1} for _ in range(60 if walked < 100 else 0))
    await rows.bulk(ANNA, desk, "tickets", [RowChange("create", values=value) for value in made])
    for sort in ((), ("rank",), ("-rank",), ("title", "-rank"), ("-id",)):
        whole = await found(rows, desk, "needle", sort=sort, limit=1000)
        assert sorted(whole) == list(range(100, 140))
        assert await paged(rows, desk, sort) == whole
        json_whole = await rows.list_json(ANNA, desk, "tickets", RowQuery(search="needle", sort=sort, limit=1000))
        assert [item["rank"] for item in json.loads(json_whole)["items"]] == whole
    assert await found(rows, desk, "needle", filter="rank > 120", sort=("-rank",), limit=5) == [139, 138, 137, 136, 135]
    assert await found(rows, desk, "needle hay", AGENT, sort=("rank",), limit=3) == [101, 102, 103]
    assert await found(rows, desk, '"needle" hay', sort=("rank",), limit=3) == [103, 106, 109]
    made_now = await rows.create(ANNA, desk, "tickets", {"title": "needlepoint", "rank": 5})
    assert (await found(rows, desk, "needle", sort=("rank",), limit=2))[0] == 5, "a word that was not there before"
    await rows.delete(ANNA, desk, "tickets", made_now.id)
    if few < 40:
        assert await found(rows, desk, "needle", limit=3) == [139, 138, 137]
    streamed = [
        row
        async for page in rows.stream(ANNA, desk, "tickets", RowQuery(search="needle", limit=0))
        for row in page.rows
    ]
    assert len(streamed) == 40


async def paged(rows: Rows, desk: Workspace, sort: tuple[str, ...]) -> list[int]:
    """All pages forward, each looked at again from the one behind it, while other rows come and go."""
    gathered: list[int] = []
    cursor = None
    while True:
        query = RowQuery(search="needle", sort=sort, fields=("rank",), limit=11, cursor=cursor)
        page = await rows.list(ANNA, desk, "tickets", query)
        gathered += [row[0] for row in page.rows]
        if page.next_cursor is None:
            return gathered
        cursor = page.next_cursor
        following = await rows.list(
            ANNA, desk, "tickets", RowQuery(search="needle", sort=sort, fields=("rank",), limit=11, cursor=cursor)
        )
        back = RowQuery(search="needle", sort=sort, fields=("rank",), limit=11, cursor=following.previous_cursor)
        assert (await rows.list(ANNA, desk, "tickets", back)).rows == page.rows
        other = await rows.create(ANNA, desk, "tickets", {"title": ("other words " * len(gathered))[:200]})
        await rows.delete(ANNA, desk, "tickets", other.id)
        await rows.create(ANNA, desk, "tickets", {"title": "longer and longer " * 3})


async def test_the_index_follows_every_change(tmp_path: Path, rows: Rows, desk: Workspace) -> None:
    await rows.update(ANNA, desk, "tickets", "1", {"title": "Something else"})
    assert await found(rows, desk, "müller") == []
    assert await found(rows, desk, "some") == [1]
    await rows.delete(ANNA, desk, "tickets", "1")
    assert await found(rows, desk, "some") == []
    changes = [RowChange("create", values={"title": "half done"}), RowChange("update", "99", {"rank": 1})]
    with pytest.raises(NotFound):
        await rows.bulk(ANNA, desk, "tickets", changes)
    assert await found(rows, desk, "half") == []
    if (file := tmp_path / "_production.db").exists():
        connection = sqlite3.connect(file)
        connection.execute("INSERT INTO _tw_words_tickets(_tw_words_tickets, rank) VALUES ('integrity-check', 1)")
        connection.close()
