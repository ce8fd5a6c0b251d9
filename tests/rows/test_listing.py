"""Lists: what shows, in which order, page by page."""

from __future__ import annotations

import base64
from decimal import Decimal

import pytest

from tests.rows.desk import ADMIN, user, workspace
from toolwright.errors import Denied, InvalidExpression, InvalidInput, NotFound, NotSignedIn
from toolwright.model.workspace import Workspace
from toolwright.rows import MASK, RowQuery, Rows

T = "erp.tickets"


async def every(rows: Rows, ws: Workspace, actor: object, query: RowQuery, table: str = T) -> list[dict[str, object]]:
    """All rows by paging forward."""
    found: list[dict[str, object]] = []
    while True:
        page = await rows.list(actor, ws, table, query)  # type: ignore[arg-type]
        found += page.dicts()
        if page.next_cursor is None:
            return found
        query = RowQuery(**{**{f: getattr(query, f) for f in query.__slots__}, "cursor": page.next_cursor})


async def test_a_page_has_typed_values_and_leaves_binary_out(rows: Rows, ws: Workspace) -> None:
    page = await rows.list(ADMIN, ws, T, RowQuery(limit=2))
    assert page.columns == (
        "id", "title", "status", "priority", "owner", "secret", "cost", "customer_id", "created_at",
    )  # fmt: skip
    assert page.dicts()[0]["cost"] == Decimal("1.50")
    assert len(page.rows) == 2
    assert page.next_cursor
    assert page.previous_cursor is None


async def test_row_rules_decide_what_is_listed(rows: Rows, ws: Workspace) -> None:
    agent = await every(rows, ws, user("agent"), RowQuery())
    assert {row["status"] for row in agent} == {"open"}
    assert all("secret" not in row for row in agent)
    owner = await every(rows, ws, user("owner"), RowQuery())
    assert {row["owner"] for row in owner} == {"ann@example.org"}
    both = await every(rows, ws, user("agent", "owner"), RowQuery())
    assert {row["id"] for row in both} == {row["id"] for row in agent} | {row["id"] for row in owner}


async def test_a_rule_along_a_relation_the_actor_cannot_read(rows: Rows, ws: Workspace) -> None:
    found = await every(rows, ws, user("north"), RowQuery())
    assert {row["customer_id"] for row in found} == {1}


async def test_a_rule_no_database_can_evaluate_is_judged_here(rows: Rows, ws: Workspace) -> None:
    found = await every(rows, ws, user("odd"), RowQuery(limit=3))
    expected = [n for n in range(1, 61) if n % 5 and n % 3 in (0, 2)]
    assert [row["id"] for row in found] == [n for n in range(1, 61) if n % 5 and n % 3 != 1]
    assert expected  # statuses: 0 open, 1 closed, 2 waiting


async def test_masked_values_are_dots(rows: Rows, ws: Workspace) -> None:
    page = await rows.list(user("viewer"), ws, T, RowQuery(limit=5))
    assert {row["secret"] for row in page.dicts()} == {MASK}
    assert page.masked == {"secret"}


async def test_a_column_shows_on_the_rows_whose_grant_shows_it(rows: Rows, ws: Workspace) -> None:
    found = await every(rows, ws, user("mixed"), RowQuery())
    assert len(found) == 60
    for row in found:
        assert (row["secret"] != MASK) == (row["owner"] == "ann@example.org")


async def test_the_standing_filter_of_a_table(rows: Rows, ws: Workspace) -> None:
    found = await every(rows, ws, ADMIN, RowQuery(), "erp.active")
    assert {row["status"] for row in found} == {"open", "waiting"}


@pytest.mark.parametrize(
    "sort", [(), ("-created_at",), ("priority",), ("-priority", "status"), ("owner", "-id"), ("cost",)]
)
@pytest.mark.parametrize("limit", [7, 60])
async def test_pages_there_and_back(rows: Rows, ws: Workspace, sort: tuple[str, ...], limit: int) -> None:
    whole = [row["id"] for row in (await rows.list(ADMIN, ws, T, RowQuery(sort=sort, limit=100))).dicts()]
    assert len(set(whole)) == 60
    query, pages = RowQuery(sort=sort, limit=limit), []
    page = await rows.list(ADMIN, ws, T, query)
    pages.append([row[0] for row in page.rows])
    while page.next_cursor:
        page = await rows.list(ADMIN, ws, T, RowQuery(sort=sort, limit=limit, cursor=page.next_cursor))
        pages.append([row[0] for row in page.rows])
    assert [row for one in pages for row in one] == whole
    back = [pages[-1]]
    while page.previous_cursor:
        page = await rows.list(ADMIN, ws, T, RowQuery(sort=sort, limit=limit, cursor=page.previous_cursor))
        back.append([row[0] for row in page.rows])
    assert [row for one in back[::-1] for row in one] == whole


async def test_pages_backwards_through_judged_rows(rows: Rows, ws: Workspace) -> None:
    actor, query = user("odd"), RowQuery(limit=4)
    pages = [page := await rows.list(actor, ws, T, query)]
    while page.next_cursor:
        page = await rows.list(actor, ws, T, RowQuery(limit=4, cursor=page.next_cursor))
        pages.append(page)
    back = [pages[-1]]
    while page.previous_cursor:
        page = await rows.list(actor, ws, T, RowQuery(limit=4, cursor=page.previous_cursor))
        back.append(page)
    assert [r for p in pages for r in p.rows] == [r for p in back[::-1] for r in p.rows]


async def test_tables_without_a_key_page_by_offset(rows: Rows, ws: Workspace) -> None:
    for table, size in (("erp.log", 3), ("erp.open_tickets", 20)):
        found = await every(rows, ws, ADMIN, RowQuery(limit=2), table)
        assert len({tuple(row.values()) for row in found}) == size == len(found)
        page = await rows.list(
            ADMIN, ws, table, RowQuery(limit=2, filter="len(split(text, 'w')) == 2" if table == "erp.log" else None)
        )
        assert page.rows


async def test_a_cursor_fits_its_own_list_only(rows: Rows, ws: Workspace) -> None:
    page = await rows.list(ADMIN, ws, T, RowQuery(limit=5, sort=("-cost",)))
    for wrong in (
        RowQuery(limit=5, cursor=page.next_cursor),
        RowQuery(limit=5, sort=("-cost",), filter="id > 3", cursor=page.next_cursor),
        RowQuery(limit=5, sort=("-cost",), cursor="x" + (page.next_cursor or "")),
        RowQuery(limit=5, sort=("-cost",), cursor="ä"),
        RowQuery(limit=5, sort=("-cost",), cursor=page.next_cursor, offset=3),
    ):
        with pytest.raises(InvalidInput) as caught:
            await rows.list(ADMIN, ws, T, wrong)
        assert caught.value.code in ("rows.wrong_cursor", "rows.cursor_and_offset")
    raw = base64.urlsafe_b64decode((page.next_cursor or "") + "==")
    forged = base64.urlsafe_b64encode(raw.replace(b'"56.5"', b'"16.5"')).decode().rstrip("=")
    assert forged != page.next_cursor
    with pytest.raises(InvalidInput):
        await rows.list(ADMIN, ws, T, RowQuery(limit=5, sort=("-cost",), cursor=forged))
    other = await rows.list(user("viewer"), ws, T, RowQuery(limit=5, sort=("-cost",), cursor=page.next_cursor))
    assert len(other.rows) == 5, "a cursor belongs to the list, not to the person"


async def test_offset(rows: Rows, ws: Workspace) -> None:
    page = await rows.list(ADMIN, ws, T, RowQuery(limit=5, offset=10))
    assert [row[0] for row in page.rows] == [11, 12, 13, 14, 15]
    assert page.previous_cursor
    assert page.next_cursor


class TestCount:
    async def test_modes(self, rows: Rows, ws: Workspace) -> None:
        for mode in ("exact", "capped"):
            page = await rows.list(user("agent"), ws, T, RowQuery(limit=3, count=mode))  # type: ignore[arg-type]
            assert (page.count, page.count_is_capped) == (20, False)
        assert (await rows.list(user("agent"), ws, T, RowQuery(limit=3))).count is None
        assert await rows.count(user("odd"), ws, T, RowQuery(count="exact")) == (32, False)


class TestLimits:
    async def test_a_limit_that_bites_is_reported(self, ws: Workspace) -> None:
        from tests.rows.desk import plane
        from toolwright.extend.datasource import Limits

        async with plane(Limits(max_rows=10)) as few:
            page = await few.list(ADMIN, ws, T, RowQuery(limit=50))
            assert (len(page.rows), page.limited_by) == (10, "rows")
            assert page.next_cursor
            page = await few.list(ADMIN, ws, T, RowQuery(limit=10))
            assert (len(page.rows), page.limited_by) == (10, None)
            page = await few.list(user("odd"), ws, T, RowQuery(limit=50))
            assert page.limited_by == "rows"
            assert len(await every(few, ws, user("odd"), RowQuery(limit=50))) == 32

    async def test_a_byte_limit_is_reported(self, ws: Workspace) -> None:
        from tests.rows.desk import plane
        from toolwright.extend.datasource import Limits

        async with plane(Limits(max_bytes=1500)) as few:
            page = await few.list(ADMIN, ws, T, RowQuery(limit=50))
            assert page.limited_by == "bytes"
            assert 0 < len(page.rows) < 50
            assert len(await every(few, ws, ADMIN, RowQuery(limit=50))) == 60


class TestAsked:
    async def test_filters(self, rows: Rows, ws: Workspace) -> None:
        async def ids(text: str, actor: object = ADMIN, **context: object) -> list[object]:
            return [row["id"] for row in await every(rows, ws, actor, RowQuery(filter=text, context=context))]

        assert await ids("status == 'open' and priority == none") == [21, 42]
        assert await ids("customer.name == 'Acme' and id < 10") == [1, 5, 9]
        assert await ids("customer.name == 'Hidden Corp' and id < 10") == [3, 7]
        assert await ids("customer.name == 'Hidden Corp'", user("agent")) == []
        assert await ids("id in wanted", wanted=[5, 6]) == [5, 6]
        assert await ids("owner == user.email and id < 6", user("viewer")) == [3]
        assert await ids("len(split(title, ' ')) == 4 and id < 11") == [5, 10]

    async def test_what_was_completed_here_is_said(self, rows: Rows, ws: Workspace) -> None:
        page = await rows.list(ADMIN, ws, T, RowQuery(filter="len(split(title, ' ')) == 4"))
        assert page.completed
        assert (await rows.list(user("odd"), ws, T, RowQuery())).completed == (), "a rule's text is not told"

    async def test_nobody_can_pass_for_user(self, rows: Rows, ws: Workspace) -> None:
        forged = RowQuery(context={"user": {"email": "bob@example.org"}}, limit=100)
        page = await rows.list(user("owner"), ws, T, forged)
        assert {row["owner"] for row in page.dicts()} == {"ann@example.org"}

    async def test_search(self, rows: Rows, ws: Workspace) -> None:
        page = await rows.list(ADMIN, ws, T, RowQuery(search="STORY 25"))
        assert [row[0] for row in page.rows] == [25]
        with pytest.raises(InvalidInput):
            await rows.list(ADMIN, ws, T, RowQuery(search=" ".join("abcdefghijkl")))

    async def test_fields(self, rows: Rows, ws: Workspace) -> None:
        page = await rows.list(ADMIN, ws, T, RowQuery(fields=("title", "cost"), sort=("-priority",), limit=2))
        assert page.columns == ("title", "cost")
        assert all(len(row) == 2 for row in page.rows)

    async def test_ids(self, rows: Rows, ws: Workspace) -> None:
        page = await rows.list(user("shop"), ws, "erp.lines", RowQuery(fields=("item",), ids=True))
        assert list(page.ids) == ["~e,7", "A~s1,1", "A~s1,2", "B~c2,1"]

    @pytest.mark.parametrize(
        ("query", "kind"),
        [
            (RowQuery(sort=("colour",)), InvalidInput),
            (RowQuery(sort=("photo",)), InvalidInput),
            (RowQuery(sort=("customer.name",)), InvalidInput),
            (RowQuery(fields=("colour",)), InvalidInput),
            (RowQuery(fields=("photo",)), InvalidInput),
            (RowQuery(fields=()), InvalidInput),
            (RowQuery(expand=("colour",)), InvalidInput),
            (RowQuery(filter="colour == 1"), InvalidExpression),
            (RowQuery(filter="id =="), InvalidExpression),
            (RowQuery(filter="photo == none"), InvalidExpression),
            (RowQuery(limit=-1), InvalidInput),
            (RowQuery(offset=-1), InvalidInput),
            (RowQuery(sort=("id",) * 9), InvalidInput),
        ],
    )
    async def test_what_does_not_fit_is_refused(self, rows: Rows, ws: Workspace, query: RowQuery, kind: type) -> None:
        with pytest.raises(kind):
            await rows.list(ADMIN, ws, T, query)


class TestExpand:
    async def test_the_row_behind_a_relation_comes_along(self, rows: Rows, ws: Workspace) -> None:
        page = await rows.list(ADMIN, ws, T, RowQuery(limit=4, expand=("customer",)))
        assert [row["customer"] and row["customer"]["name"] for row in page.dicts()] == [
            "Acme",
            "Bolt",
            "Hidden Corp",
            None,
        ]  # type: ignore[index]

    async def test_it_goes_through_the_policy_of_the_target(self, rows: Rows, ws: Workspace) -> None:
        page = await rows.list(user("agent"), ws, T, RowQuery(limit=50, expand=("customer",)))
        names = {row["customer"]["name"] for row in page.dicts() if row["customer"]}  # type: ignore[index]
        assert names == {"Acme", "Bolt"}
        assert all("credit_note" not in row["customer"] for row in page.dicts() if row["customer"])  # type: ignore[operator]

    async def test_a_target_without_rights_is_unknown(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(InvalidInput, match="no relation 'customer'"):
            await rows.list(user("owner"), ws, T, RowQuery(expand=("customer",)))


class TestAllowed:
    async def test_refusals(self, rows: Rows, ws: Workspace) -> None:
        with pytest.raises(NotSignedIn):
            await rows.list(None, ws, T, RowQuery())
        with pytest.raises(NotFound):
            await rows.list(user("shop"), ws, T, RowQuery())
        with pytest.raises(NotFound):
            await rows.list(ADMIN, ws, "erp.nothing", RowQuery())
        with pytest.raises(Denied):
            await rows.list(user("closer"), ws, T, RowQuery())


async def test_streaming_gives_every_row(rows: Rows, ws: Workspace) -> None:
    for actor, size in ((ADMIN, 60), (user("agent"), 20), (user("odd"), 32)):
        found = [row async for page in rows.stream(actor, ws, T, RowQuery(limit=0)) for row in page.rows]
        assert len(found) == size
    one = workspace(ws.sources["erp"].settings["path"], max_connections=1)
    for actor, size in ((user("odd"), 32), (user("mixed"), 60)):
        found = [row async for page in rows.stream(actor, one, T, RowQuery(limit=0)) for row in page.rows]
        assert len(found) == size, "no wait for the connection it holds itself"
    pages = rows.stream(ADMIN, one, T, RowQuery(limit=0, expand=("customer",)))
    assert [row["customer"] and row["customer"]["name"] async for page in pages for row in page.dicts()][:3] == [  # type: ignore[index]
        "Acme",
        "Bolt",
        "Hidden Corp",
    ]
    first = [row async for page in rows.stream(ADMIN, ws, T, RowQuery(limit=5)) for row in page.rows]
    assert len(first) == 5
    with pytest.raises(InvalidInput):
        rows.stream(ADMIN, ws, T, RowQuery(sort=("colour",)))


class TestJudgedAlongRelations:
    """Conditions no database can evaluate may follow relations too, as rules and as questions, each with its own view."""

    async def test_as_a_rule(self, ws: Workspace) -> None:
        from tests.rows.desk import plane, role, workspace

        rule = "len(customer.region or '') == 5 and lower(customer.region) in ['north', 'south']"
        settings = ws.sources["erp"].settings
        judged = workspace(settings["path"], roles={"r": role({"table": T, "can": ["read", "update"], "rows": rule})})
        async with plane() as rows:
            found = await every(rows, judged, user("r"), RowQuery(limit=6))
            assert {row["customer_id"] for row in found} == {1, 2}
            assert len(found) == 30
            assert (await rows.count(user("r"), judged, T, RowQuery(count="exact")))[0] == 30
            assert await rows.update(user("r"), judged, T, "1", {"title": "x"})
            with pytest.raises(NotFound):
                await rows.update(user("r"), judged, T, "3", {"title": "x"})
            with pytest.raises(Denied):
                await rows.update(user("r"), judged, T, "1", {"customer_id": 3})

    async def test_as_a_question_with_the_view_of_the_asker(self, rows: Rows, ws: Workspace) -> None:
        async def ids(actor: object, text: str) -> set[object]:
            return {row["customer_id"] for row in await every(rows, ws, actor, RowQuery(filter=text))}

        asked = "len(split(customer.name, ' ')) == 2"
        assert await ids(ADMIN, asked) == {3}
        assert await ids(user("agent"), asked) == set(), "a hidden customer is not there"
        assert await ids(user("agent"), "customer is none") == {3, None}
        assert await ids(ADMIN, "customer is none") == {None}
        assert await ids(user("agent"), "contains(to_json(customer), 'CREDIT')") == set()
        assert await ids(ADMIN, "contains(to_json(customer), 'CREDIT')") == {1, 2, 3}

    async def test_through_a_rule_of_the_target_that_is_judged(self, ws: Workspace) -> None:
        from tests.rows.desk import plane, role, workspace

        grants = ({"table": T}, {"table": "erp.customers", "rows": "len(split(name, ' ')) == 1"})
        judged = workspace(ws.sources["erp"].settings["path"], roles={"r": role(*grants)})
        async with plane() as rows:
            for text in ("customer.region == 'secret'", "customer.region != 'north'"):
                found = await every(rows, judged, user("r"), RowQuery(filter=text))
                assert {row["customer_id"] for row in found} == (set() if "secret" in text else {2, 3, None})
            page = await rows.list(user("r"), judged, T, RowQuery(expand=("customer",), limit=4))
            assert [row["customer"] and row["customer"]["name"] for row in page.dicts()] == ["Acme", "Bolt", None, None]  # type: ignore[index]
