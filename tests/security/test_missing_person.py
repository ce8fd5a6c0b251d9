"""Whoever has no e-mail address does not own the rows without an owner: row rules with values of `user` that are missing.

The rules are pushed down to the database, or judged by the server where they have no translation; both agree with the
evaluation in memory.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rows import desk
from tests.rows.desk import ALL, plane, role, user, workspace
from toolwright.errors import Denied, NotFound
from toolwright.expressions import Scope, evaluate_filter, parse, to_filter
from toolwright.extend.row_types import USER, columns_of
from toolwright.policy import ANONYMOUS, Actor
from toolwright.rows import RowQuery

T = "erp.tickets"
OWNERLESS = {n for n in range(1, 61) if n % 3 == 2}
NOBODY = [
    "owner == user.email", "user.email == owner", "owner == user.id", "owner == lower(user.email)",
    "owner in [user.email]", "owner in [user.email, user.id]", "user.email in [owner, secret]", "not (owner != user.email)",
    "owner != user.email", "not (owner == user.email)", "owner not in [user.email]", "not (owner in [user.email, 'x'])",
    "not (not (owner == user.email))", "not (owner != user.email or status == 'closed')", "owner < user.email",
    "not (owner < user.email)", "contains(title, user.email)", "not contains(title, user.email)", "user.email not in title",
    "title + user.email == title", "owner + user.email == none", "lower(owner) == lower(user.email)",
    "[1 for x in [owner] if x == user.email] == [1]", "len(split(title, ' ')) == 2 and owner == user.email",
    "any([owner == user.email])", "not any([owner == user.email])", "f'{owner}' == f'{user.email}' and owner == user.email",
    "(owner if true else title) == user.email", "user.email != 'bob@example.org'", "not (user.email == 'bob@example.org')",
    "user.email not in ['bob@example.org']", "not starts_with(user.email, 'bob')", "'bob' not in user.email",
    "customer.name == user.email", "customer.region != user.email",
]  # fmt: skip
SOME = {
    "status == 'open' or owner == user.email": {n for n in range(1, 61) if n % 3 == 0},
    "status == 'open' or owner != user.email": {n for n in range(1, 61) if n % 3 == 0},
    "user.email is none and owner is none": OWNERLESS,
    "user.email == none and owner is none": OWNERLESS,
    "not user.email and owner is none": OWNERLESS,
    "owner == coalesce(user.email, 'bob@example.org')": {n for n in range(1, 61) if n % 3 == 1},
    "'public' in user.roles and owner is none": OWNERLESS,
    "owner in [user.email, 'bob@example.org']": {n for n in range(1, 61) if n % 3 == 1},
    "owner == none": OWNERLESS,
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("missing") / "desk.db"
    desk.fill(path)
    return path


async def seen(base: Path, actor: Actor, rule: str, **query: object) -> set[int]:
    """The ids of the rows that an actor sees under a rule; count and stream must agree."""
    ws = workspace(
        base,
        roles={
            "public": role(
                {
                    "table": T,
                    "can": ["read"],
                    "rows": rule,
                    "columns": ["id", "title", "owner", "status", "customer_id"],
                }
            )
        },
    )
    async with plane() as rows:
        page = await rows.list(actor, ws, T, RowQuery(limit=100, **query))  # type: ignore[arg-type]
        found = {row["id"] for row in page.dicts()}
        assert (await rows.count(actor, ws, T, RowQuery(count="exact", **query)))[0] == len(found)  # type: ignore[arg-type]
        return found  # type: ignore[return-value]


@pytest.mark.parametrize("rule", NOBODY)
async def test_rules_that_nobody_satisfies(base: Path, rule: str) -> None:
    assert await seen(base, ANONYMOUS, rule) == set()


@pytest.mark.parametrize(("rule", "expected"), SOME.items())
async def test_rules_that_ask_for_something_else(base: Path, rule: str, expected: set[int]) -> None:
    assert await seen(base, ANONYMOUS, rule) == expected


@pytest.mark.parametrize("text", ["owner == user.email", "owner != user.email", "not (owner == user.email)"])
async def test_filters_of_people_and_screens(base: Path, text: str) -> None:
    assert await seen(base, ANONYMOUS, "id > 0", filter=text) == set()
    assert len(await seen(base, user("public"), "id > 0", filter=text)) in (20, 40)


async def test_people_with_an_address_are_not_concerned(base: Path) -> None:
    assert await seen(base, user("public"), "owner == user.email") == {n for n in range(1, 61) if n % 3 == 0}
    assert await seen(base, user("public"), "owner != user.email") == {n for n in range(1, 61) if n % 3}


async def test_writing(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    desk.fill(path)
    ws = workspace(path, roles={"public": role({"table": T, "can": ALL, "rows": "owner == user.email"})})
    async with plane() as rows:
        for row_id in ("2", "3"):
            with pytest.raises(NotFound):
                await rows.get(ANONYMOUS, ws, T, row_id)
            with pytest.raises(NotFound):
                await rows.update(ANONYMOUS, ws, T, row_id, {"title": "mine"})
            with pytest.raises(NotFound):
                await rows.delete(ANONYMOUS, ws, T, row_id)
        with pytest.raises(Denied):
            await rows.create(ANONYMOUS, ws, T, {"title": "mine"})


LEAVES = st.sampled_from(
    [
        "owner == user.email", "owner != user.email", "owner in [user.email, 'bob@example.org']", "owner is none", "title == user.id",
        "status == 'open'", "contains(owner, user.email)", "owner < user.email", "any([owner == user.email])", "user.email is none",
        "customer.name == user.email", "owner == coalesce(user.email, owner)", "'x' == user.email",
    ]
)  # fmt: skip
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map(lambda parts: f"({''.join(parts)})"),
        inner.map(lambda part: f"not ({part})"),
    ),
    max_leaves=5,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rule=RULES, signed_in=st.booleans())
def test_the_database_and_the_server_agree(base: Path, rule: str, signed_in: bool) -> None:
    actor = user("public") if signed_in else ANONYMOUS
    table = desk.tables()[T]
    columns = columns_of(table, desk.tables())
    condition = to_filter(parse(rule), columns.columns, columns.relations, Scope({"user": USER}))
    person = {"id": actor.user_id, "email": actor.email or None}

    async def check() -> None:
        ws = workspace(base)
        async with plane() as rows:
            page = await rows.list(desk.ADMIN, ws, T, RowQuery(limit=100, expand=("customer",)))
            expected = {row["id"] for row in page.dicts() if evaluate_filter(condition, row, {"user": person})}
        assert await seen(base, actor, rule) == expected

    asyncio.run(check())
