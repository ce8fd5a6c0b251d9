"""Writes: each verb allowed and refused, by table, row and column; versions; all or nothing; what is announced."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from tests.rows.desk import ADMIN, user, workspace
from toolwright.errors import Conflict, Denied, InvalidInput, NotFound, NotSignedIn, ToolwrightError
from toolwright.model.workspace import Workspace
from toolwright.rows import RowChange, RowEvent, RowQuery, Rows

T = "erp.tickets"


async def value(rows: Rows, ws: Workspace, row_id: str, name: str) -> object:
    return (await rows.get(ADMIN, ws, T, row_id)).values[name]


class TestCreate:
    async def test_answers_the_stored_row(self, rows: Rows, ws: Workspace) -> None:
        made = await rows.create(ADMIN, ws, T, {"title": "New", "cost": "12.30", "created_at": "2026-02-03T04:05"})
        assert made.id == "61"
        assert made.values["status"] == "open"
        assert made.values["cost"] == Decimal("12.30")
        assert made.version == (await rows.get(ADMIN, ws, T, "61")).version

    async def test_a_row_outside_the_rule_is_refused(self, rows: Rows, ws: Workspace) -> None:
        assert (await rows.create(user("agent"), ws, T, {"title": "Mine"})).values["title"] == "Mine"
        with pytest.raises(Denied):
            await rows.create(user("agent"), ws, T, {"title": "Closed", "status": "closed"})
        with pytest.raises(Denied):
            await rows.create(user("owner"), ws, T, {"title": "For Bob", "owner": "bob@example.org"})
        assert await rows.count(ADMIN, ws, T, RowQuery(count="exact")) == (61, False)

    async def test_a_rule_along_a_relation(self, rows: Rows, ws: Workspace) -> None:
        assert await rows.create(user("north"), ws, T, {"title": "North", "customer_id": 1})
        with pytest.raises(Denied):
            await rows.create(user("north"), ws, T, {"title": "South", "customer_id": 2})

    async def test_a_rule_judged_here(self, rows: Rows, ws: Workspace) -> None:
        assert (await rows.create(user("odd"), ws, T, {"title": "Two words", "status": "open"})).values
        with pytest.raises(Denied):
            await rows.create(user("odd"), ws, T, {"title": "Now three words", "status": "open"})
        with pytest.raises(InvalidInput) as caught:
            await rows.create(user("odd"), ws, T, {"title": "Two words"})
        assert caught.value.code == "rows.rule_not_checkable"

    async def test_columns_that_may_not_be_written(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(InvalidInput) as caught:
            await rows.create(user("agent"), ws, T, {"title": "x", "secret": "y", "colour": "z"})
        assert [(e.field, e.message.replace(e.field, "…"), e.code) for e in caught.value.errors] == [
            ("secret", "There is no column '…'.", "unknown_column"),
            ("colour", "There is no column '…'.", "unknown_column"),
        ]

    async def test_every_wrong_field_is_named(self, rows: Rows, ws: Workspace) -> None:
        wrong = {"title": "x" * 61, "status": "lost", "priority": "high", "cost": "1.234", "created_at": "soon"}
        with pytest.raises(InvalidInput) as caught:
            await rows.create(ADMIN, ws, T, wrong)
        assert {error.field for error in caught.value.errors} == set(wrong)
        with pytest.raises(InvalidInput) as caught:
            await rows.create(ADMIN, ws, T, {})
        assert [(error.field, error.code) for error in caught.value.errors] == [("title", "required")]

    async def test_refusals(self, rows: Rows, ws: Workspace) -> None:
        for actor, kind in ((None, NotSignedIn), (user("shop"), NotFound), (user("viewer"), Denied)):
            with pytest.raises(kind):
                await rows.create(actor, ws, T, {"title": "x"})

    async def test_what_cannot_be_written_says_why(self, rows: Rows, ws: Workspace) -> None:
        for table, reason in (("erp.log", "no primary key"), ("erp.open_tickets", "database view")):
            with pytest.raises(InvalidInput, match=reason):
                await rows.create(ADMIN, ws, table, {"text": "x"})
        settings = dict(ws.sources["erp"].settings)
        fixed = workspace(settings["path"], read_only=True)
        with pytest.raises(InvalidInput, match="set to read-only"):
            await rows.create(ADMIN, fixed, T, {"title": "x"})

    async def test_a_row_outside_the_standing_filter_cannot_be_made(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(Denied):
            await rows.create(ADMIN, ws, "erp.active", {"title": "x", "status": "closed"})


class TestUpdate:
    async def test_changes_and_answers_the_row(self, rows: Rows, ws: Workspace) -> None:
        done = await rows.update(ADMIN, ws, T, "3", {"title": "Changed", "priority": None})
        assert (done.values["title"], done.values["priority"]) == ("Changed", None)

    async def test_before_and_after_must_satisfy_the_rule(self, rows: Rows, ws: Workspace) -> None:
        agent = user("agent")  # open tickets are 3, 6, 9 …
        assert await rows.update(agent, ws, T, "3", {"title": "ok"})
        with pytest.raises(NotFound):
            await rows.update(agent, ws, T, "1", {"title": "hidden"})
        with pytest.raises(Denied):
            await rows.update(agent, ws, T, "3", {"status": "closed"})
        assert await value(rows, ws, "3", "status") == "open"
        assert await value(rows, ws, "1", "title") == "Ticket 1"

    async def test_readable_rows_that_may_not_be_changed_are_refused_not_hidden(
        self, rows: Rows, ws: Workspace
    ) -> None:
        with pytest.raises(Denied):
            await rows.update(user("viewer", "owner"), ws, T, "1", {"title": "x"})
        with pytest.raises(NotFound):
            await rows.update(user("viewer", "owner"), ws, T, "999", {"title": "x"})

    async def test_a_masked_column_is_not_written(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(InvalidInput) as caught:
            await rows.update(user("viewer", "owner"), ws, T, "3", {"secret": "•••", "colour": 1})
        assert [error.code for error in caught.value.errors] == ["unknown_column"]

    async def test_what_may_be_changed_need_not_be_seen(self, rows: Rows, ws: Workspace) -> None:
        done = await rows.update(user("closer"), ws, T, "3", {"status": "closed"})
        assert done.values == {}
        assert await value(rows, ws, "3", "status") == "closed"
        with pytest.raises(InvalidInput):
            await rows.update(user("closer"), ws, T, "3", {"title": "x"})

    async def test_a_rule_along_a_relation(self, rows: Rows, ws: Workspace) -> None:
        assert await rows.update(user("north"), ws, T, "1", {"title": "x"})
        with pytest.raises(NotFound):
            await rows.update(user("north"), ws, T, "2", {"title": "x"})
        with pytest.raises(Denied):
            await rows.update(user("north"), ws, T, "1", {"customer_id": 2})

    async def test_a_rule_judged_here(self, rows: Rows, ws: Workspace) -> None:
        assert await rows.update(user("odd"), ws, T, "3", {"title": "Other words"})
        with pytest.raises(Denied):
            await rows.update(user("odd"), ws, T, "3", {"title": "Now three words"})
        with pytest.raises(NotFound):
            await rows.update(user("odd"), ws, T, "5", {"title": "Two words"})

    async def test_versions(self, rows: Rows, ws: Workspace) -> None:
        first = await rows.get(ADMIN, ws, T, "3")
        done = await rows.update(ADMIN, ws, T, "3", {"title": "A"}, if_match=first.version)
        assert done.version != first.version
        with pytest.raises(Conflict) as caught:
            await rows.update(ADMIN, ws, T, "3", {"title": "B"}, if_match=first.version)
        assert caught.value.code == "row.stale"
        for actor, priority in ((user("agent"), 9), (user("odd"), 10)):
            seen = await rows.get(actor, ws, T, "6")
            done = await rows.update(actor, ws, T, "6", {"priority": priority}, if_match=seen.version)
            assert done.version == (await rows.get(actor, ws, T, "6")).version
            with pytest.raises(Conflict):
                await rows.update(actor, ws, T, "6", {"priority": 8}, if_match=seen.version)

    async def test_a_version_does_not_tell_a_hidden_column(self, rows: Rows, ws: Workspace) -> None:
        plain = (await rows.get(ADMIN, ws, T, "3")).version
        sealed = (await rows.get(user("agent"), ws, T, "3")).version
        assert sealed.startswith("~!")
        with pytest.raises(Conflict):  # a right guess of the plain version is no use to somebody who cannot see it all
            await rows.update(user("agent"), ws, T, "3", {"title": "x"}, if_match=plain)

    async def test_two_at_once_with_one_version(self, rows: Rows, ws: Workspace) -> None:
        version = (await rows.get(ADMIN, ws, T, "3")).version
        done = await asyncio.gather(
            *(rows.update(ADMIN, ws, T, "3", {"priority": n}, if_match=version) for n in range(10, 18)),
            return_exceptions=True,
        )
        assert sum(not isinstance(one, Exception) for one in done) == 1
        assert all(isinstance(one, Conflict) for one in done if isinstance(one, Exception))

    async def test_composite_keys(self, rows: Rows, ws: Workspace) -> None:
        done = await rows.update(user("shop"), ws, "erp.lines", "A~s1,2", {"amount": 50})
        assert (done.id, done.values["amount"]) == ("A~s1,2", 50)
        assert (await rows.get(user("shop"), ws, "erp.lines", "~e,7")).values["item"] == "empty"
        for wrong in ("A~s1", "A~s1,x", "A~s1,2,3", "~x,1", "A/1,2,", ""):
            with pytest.raises(NotFound):
                await rows.get(user("shop"), ws, "erp.lines", wrong)


class TestHiddenKeys:
    async def test_rows_are_addressed_by_sealed_identifiers(self, rows: Rows, ws: Workspace) -> None:
        page = await rows.list(user("clerk"), ws, "erp.people", RowQuery(ids=True, limit=2))
        assert page.columns == ("name", "note")
        assert all("111" not in one and one.startswith("~!") for one in page.ids)
        assert (await rows.get(user("clerk"), ws, "erp.people", page.ids[0])).values["name"] == "Ann"
        assert "111" not in str(page.next_cursor)
        onward = await rows.list(user("clerk"), ws, "erp.people", RowQuery(limit=2, cursor=page.next_cursor))
        assert [row[0] for row in onward.rows] == ["Cid"]
        with pytest.raises(NotFound):
            await rows.get(user("clerk"), ws, "erp.people", "111-22")
        await rows.update(user("clerk"), ws, "erp.people", page.ids[0], {"note": "z"})


class TestDelete:
    async def test_allowed_and_refused(self, rows: Rows, ws: Workspace) -> None:
        await rows.delete(user("agent"), ws, T, "3")
        with pytest.raises(NotFound):
            await rows.get(ADMIN, ws, T, "3")
        for actor, kind in ((user("agent"), NotFound), (user("viewer"), Denied), (None, NotSignedIn)):
            with pytest.raises(kind):
                await rows.delete(actor, ws, T, "1")
        with pytest.raises(Denied):
            await rows.delete(user("viewer", "owner"), ws, T, "1")

    async def test_a_row_that_others_refer_to(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(Conflict) as caught:
            await rows.delete(ADMIN, ws, "erp.customers", "1")
        assert caught.value.code == "row.referenced"

    async def test_versions(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(Conflict):
            await rows.delete(ADMIN, ws, T, "3", if_match="0" * 24)
        await rows.delete(ADMIN, ws, T, "3", if_match=(await rows.get(ADMIN, ws, T, "3")).version)


class TestBulk:
    async def test_all_or_nothing(self, rows: Rows, ws: Workspace) -> None:
        changes = [
            RowChange("create", values={"title": "One"}),
            RowChange("update", "3", {"title": "Two"}),
            RowChange("delete", "6"),
            RowChange("update", "1", {"title": "not mine"}),
        ]
        with pytest.raises(NotFound) as caught:
            await rows.bulk(user("agent"), ws, T, changes)
        assert caught.value.errors[0].field == "changes.3"
        assert await value(rows, ws, "3", "title") == "Ticket 3"
        done = await rows.bulk(user("agent"), ws, T, changes[:3])
        assert [row and row.values["title"] for row in done] == ["One", "Two", None]

    async def test_wrong_fields_are_placed(self, rows: Rows, ws: Workspace) -> None:
        changes = [RowChange("create", values={"title": "ok"}), RowChange("create", values={"titel": "x"})]
        with pytest.raises(InvalidInput) as caught:
            await rows.bulk(ADMIN, ws, T, changes)
        assert {error.field for error in caught.value.errors} == {"changes.1.titel", "changes.1.title"}

    async def test_each_verb_needs_its_right(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(Denied):
            await rows.bulk(
                user("closer"), ws, T, [RowChange("update", "3", {"status": "open"}), RowChange("delete", "3")]
            )

    async def test_too_many(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(InvalidInput):
            await rows.bulk(ADMIN, ws, T, [RowChange("delete", "1")] * 1001)
        assert await rows.bulk(ADMIN, ws, T, []) == []


class TestEvents:
    async def test_committed_writes_are_announced_and_refused_ones_are_not(self, rows: Rows, ws: Workspace) -> None:
        seen: list[RowEvent] = []
        rows.desk.events.observe(seen.append)
        await rows.create(user("agent"), ws, T, {"title": "New"})
        await rows.update(user("agent"), ws, T, "3", {"title": "Changed"})
        await rows.delete(user("agent"), ws, T, "3")
        for change in (RowChange("delete", "1"), RowChange("update", "6", {"status": "closed"})):
            with pytest.raises(ToolwrightError):
                await rows.bulk(user("agent"), ws, T, [RowChange("update", "9", {"title": "x"}), change])
        assert [(event.verb, event.row_id, event.actor_id) for event in seen] == [
            ("created", "61", "ann"),
            ("updated", "3", "ann"),
            ("deleted", "3", "ann"),
        ]
        assert seen[1].before is not None
        assert seen[1].after is not None
        assert seen[1].before["secret"] == seen[1].after["secret"], "events are whole, for the server only"

    async def test_a_slow_listener_hears_that_something_changed(self, rows: Rows, ws: Workspace) -> None:
        events = rows.desk.events.subscribe("desk", [T])
        first = asyncio.create_task(anext(events))
        await asyncio.sleep(0)
        for n in range(150):
            await rows.update(ADMIN, ws, T, "3", {"priority": n})
        assert (await first).row_id == "3"
        rest = [await anext(events) for _ in range(2)]
        assert rest[0].row_id == ""
        await events.aclose()  # type: ignore[attr-defined]

    async def test_listeners_hear_of_their_tables_and_workspace_only(self, rows: Rows, ws: Workspace) -> None:
        events = rows.desk.events.subscribe("other")
        first = asyncio.create_task(anext(events))
        await asyncio.sleep(0)
        await rows.update(ADMIN, ws, T, "3", {"priority": 1})
        await asyncio.sleep(0.01)
        assert not first.done()
        first.cancel()
