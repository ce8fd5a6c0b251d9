"""Publishing at a time: what was in the draft when it was planned, as who planned it, once, or not at all and why."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from tests.commands.test_publish import BUILDER, DRAFT, MEMBER, draft_change, published_shop
from tests.tables.shop import SHOP, make_shop
from toolwright import clock
from toolwright.auth.users import add_user, change_user, set_roles
from toolwright.commands.drafts import discard_draft, list_versions
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_release import ReleaseClock, cancel_release, plan_release, read_plan
from toolwright.commands.publish import publish
from toolwright.commands.read_audit import AuditQuery, read_audit
from toolwright.commands.services import Services
from toolwright.errors import Conflict, Denied, InvalidInput, NotFound
from toolwright.policy import Actor

SOON = timedelta(hours=1)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """How far the clock is ahead, as its only item."""
    ahead, present = [timedelta()], clock.now
    monkeypatch.setattr(clock, "now", lambda: present() + ahead[0])
    return ahead


async def plan(services: Services, actor: Actor = OPERATOR, **more: object) -> None:
    options = {"at": clock.now() + SOON, "message": "In the night", **more}
    await plan_release(services, actor, SHOP, **options)  # type: ignore[arg-type]


async def served(services: Services) -> int | None:
    return (await list_versions(services, OPERATOR, SHOP))[0]


async def refusal(services: Services) -> str | None:
    planned, _ = await read_plan(services, OPERATOR, SHOP)
    assert planned is not None
    return None if planned.refused is None else planned.refused["code"]


async def test_it_is_published_when_it_is_due_and_not_before(services: Services, later: list[timedelta]) -> None:
    await published_shop(services)
    await draft_change(services, {"workspace.yaml": "title: Planned\n"})
    await plan(services)
    releases = ReleaseClock(services)
    await releases.look()
    assert await served(services) == 1
    planned, is_current = await read_plan(services, OPERATOR, DRAFT)
    assert planned is not None
    assert (planned.message, planned.author, is_current) == ("In the night", "command line", True)
    later[0] = SOON * 2
    await releases.look()
    number, versions = await list_versions(services, OPERATOR, SHOP)
    assert (number, versions[0].message) == (2, "In the night")
    assert (await services.workspaces.get(SHOP)).definition.title == "Planned"
    assert await read_plan(services, OPERATOR, SHOP) == (None, False)
    await releases.look()
    assert await served(services) == 2
    said = [one.verb for one in await read_audit(services, OPERATOR, AuditQuery())]
    assert said.count("plan_release") == 1


async def test_a_draft_that_has_changed_is_refused_and_stays_so(services: Services, later: list[timedelta]) -> None:
    await published_shop(services)
    await draft_change(services, {"workspace.yaml": "title: Planned\n"})
    await plan(services)
    await draft_change(services, {"workspace.yaml": "title: Otherwise\n"})
    assert (await read_plan(services, OPERATOR, SHOP))[1] is False
    later[0] = SOON * 2
    releases = ReleaseClock(services)
    await releases.look()
    assert await refusal(services) == "release.draft_changed"
    assert await served(services) == 1
    await draft_change(services, {"workspace.yaml": "title: Planned\n"})
    await releases.look()
    assert await served(services) == 1, "people look at it before it is tried again"
    await plan(services)
    assert await refusal(services) is None
    later[0] = SOON * 4
    await releases.look()
    assert await served(services) == 2


async def test_what_loses_data_needs_a_word_when_it_is_planned(services: Services, later: list[timedelta]) -> None:
    await published_shop(services)
    shorter = "title: Customers\ncolumns:\n  - {name: name, kind: text, required: true}\n"
    await draft_change(services, {"tables/customers.yaml": shorter}, allow_loss=True)
    with pytest.raises(Conflict) as loses:
        await plan(services)
    assert loses.value.code == "schema.loses_data"
    await plan(services, allow_loss=True)
    later[0] = SOON * 2
    await ReleaseClock(services).look()
    assert await served(services) == 2


async def test_rows_that_came_meanwhile_are_not_lost(services: Services, later: list[timedelta]) -> None:
    await published_shop(services)
    again = "title: Customers\ncolumns:\n  - {name: name, kind: text, required: true}\n  - {name: city, kind: text}\n"
    strict = again.replace("city, kind: text", "city, kind: text, required: true")
    await services.rows.update(BUILDER, await services.workspaces.get(SHOP), "customers", "2", {"city": "Kiel"})
    draft = await services.workspaces.get(DRAFT)
    await services.rows.update(BUILDER, draft, "customers", "2", {"city": "Kiel"})
    await draft_change(services, {"tables/customers.yaml": strict})
    await plan(services)
    await services.rows.create(BUILDER, await services.workspaces.get(SHOP), "customers", {"name": "Without"})
    later[0] = SOON * 2
    await ReleaseClock(services).look()
    assert await refusal(services) == "schema.impossible"
    assert await served(services) == 1


async def test_it_acts_as_who_planned_it_with_the_rights_they_have_then(
    services: Services, later: list[timedelta]
) -> None:
    await published_shop(services)
    async with services.db.begin() as connection:
        person = await add_user(connection, email="b@example.org", name="Bea", password_hash=None, is_admin=False)
        await set_roles(connection, person.id, SHOP, ["admin"])
    bea = Actor("user", person.id, "Bea", roles={SHOP: ("admin",)})
    await draft_change(services, {"workspace.yaml": "title: Planned\n"})
    await plan(services, bea)
    async with services.db.begin() as connection:
        await set_roles(connection, person.id, SHOP, ["basic"])
    later[0] = SOON * 2
    await ReleaseClock(services).look()
    assert await refusal(services) == "policy.denied"
    async with services.db.begin() as connection:
        await set_roles(connection, person.id, SHOP, ["admin"])
    await plan(services, bea)
    async with services.db.begin() as connection:
        await change_user(connection, person.id, {"is_active": False})
    later[0] = SOON * 4
    await ReleaseClock(services).look()
    assert await refusal(services) == "release.author_gone"
    async with services.db.begin() as connection:
        await change_user(connection, person.id, {"is_active": True})
    await plan(services, bea)
    later[0] = SOON * 6
    await ReleaseClock(services).look()
    _, versions = await list_versions(services, OPERATOR, SHOP)
    assert versions[0].author == "Bea"


async def test_it_can_be_taken_back_and_is_over_when_somebody_publishes_it(services: Services) -> None:
    await published_shop(services)
    with pytest.raises(NotFound):
        await cancel_release(services, OPERATOR, SHOP)
    await draft_change(services, {"workspace.yaml": "title: Planned\n"})
    await plan(services)
    await cancel_release(services, BUILDER, SHOP)
    assert await read_plan(services, OPERATOR, SHOP) == (None, False)
    await plan(services)
    await publish(services, OPERATOR, SHOP, message="By hand")
    assert await read_plan(services, OPERATOR, SHOP) == (None, False)


async def test_what_cannot_be_planned(services: Services, later: list[timedelta]) -> None:
    await make_shop(services)
    with pytest.raises(Conflict) as first:
        await plan(services)
    assert first.value.code == "version.not_found"
    await publish(services, OPERATOR, SHOP, message="First")
    with pytest.raises(Conflict) as nothing:
        await plan(services)
    assert nothing.value.code == "version.nothing_new"
    await draft_change(services, {"workspace.yaml": "title: Planned\n"})
    moments: list[datetime] = [clock.now() - SOON, clock.now() + timedelta(days=400)]
    for at in moments:
        with pytest.raises(InvalidInput):
            await plan(services, at=at)
    with pytest.raises(Denied):
        await plan(services, MEMBER)
    with pytest.raises(Conflict):
        await plan(services, expect_revision=0)
    await plan(services)
    await discard_draft(services, OPERATOR, SHOP)
    later[0] = SOON * 2
    await ReleaseClock(services).look()
    assert await refusal(services) == "release.draft_changed"


async def test_two_processes_publish_it_once(services: Services, later: list[timedelta]) -> None:
    await published_shop(services)
    await draft_change(services, {"workspace.yaml": "title: Planned\n"})
    await plan(services)
    later[0] = SOON * 2
    one, other = ReleaseClock(services), ReleaseClock(services)
    await asyncio.gather(one.look(), other.look())
    await one.look()
    number, versions = await list_versions(services, OPERATOR, SHOP)
    assert (number, len(versions)) == (2, 2)
    assert await read_plan(services, OPERATOR, SHOP) == (None, False)
