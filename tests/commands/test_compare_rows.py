"""Rows of two environments: how they differ by a key, and copying all of those chosen or none."""

from __future__ import annotations

import pytest

from tests.commands.test_publish import BUILDER, DRAFT, MEMBER
from tests.tables.shop import FILES, SHOP, add, make_shop
from toolwright.commands import compare_rows as comparing
from toolwright.commands.compare_rows import RowComparison, compare_rows, copy_rows
from toolwright.commands.operator import OPERATOR
from toolwright.commands.publish import publish
from toolwright.commands.read_audit import AuditQuery, read_audit
from toolwright.commands.services import Services
from toolwright.errors import Conflict, Denied, InvalidInput, NotFound, ToolwrightError
from toolwright.policy import Actor
from toolwright.rows import RowQuery

CODED = """\
title: Customers
unique: [[code]]
columns:
  - {name: name, kind: text, required: true}
  - {name: city, kind: text}
  - {name: code, kind: text}
  - {name: papers, kind: attachment}
  - {name: loud, kind: formula, settings: {value: "upper(name)"}}
"""


async def two_environments(services: Services) -> None:
    """Three customers in both, then: one changed and one more in the draft, one more in production."""
    await make_shop(services, {**FILES, "tables/customers.yaml": CODED})
    await add(services, "customers", {"name": "Acme", "code": "a"}, {"name": "Bolt", "code": "b"})
    await publish(services, BUILDER, SHOP, message="First")
    draft = await services.workspaces.get(DRAFT)
    await services.rows.update(BUILDER, draft, "customers", "2", {"city": "Kiel"})
    await services.rows.create(BUILDER, draft, "customers", {"name": "Drafted", "code": "d"})
    await add(services, "customers", {"name": "Live", "code": "l"})


async def compared(services: Services, **more: str) -> RowComparison:
    options = {"source": "development", "into": "production", "key": "code", **more}
    return await compare_rows(services, BUILDER, SHOP, "customers", **options)


async def names(services: Services, workspace: str = SHOP) -> list[tuple[object, ...]]:
    found = await services.workspaces.get(workspace)
    page = await services.rows.list(
        BUILDER, found, "customers", RowQuery(fields=("code", "name", "city"), sort=("code",))
    )
    return [tuple(row[:3]) for row in page.rows]


async def test_what_differs_by_a_key(services: Services) -> None:
    await two_environments(services)
    found = await compared(services)
    assert (found.rows_from, found.rows_into) == (3, 3)
    assert (found.same, found.added, found.changed, found.only_there) == (1, 1, 1, 1)
    assert [(one.key, one.what, one.columns) for one in found.items] == [
        ("b", "changed", ("city",)),
        ("d", "added", ()),
        ("l", "only_there", ()),
    ]
    changed = found.items[0]
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.before["city"], changed.after["city"]) == (None, "Kiel")
    assert set(found.left_out) == {
        "id",
        "papers",
        "loud",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
    } & set(found.left_out)
    assert {"papers", "loud"} <= set(found.left_out)
    by_id = await compared(services, key="id")
    assert (by_id.added, by_id.changed, by_id.only_there) == (0, 2, 0), "new rows got the same number"


async def test_all_that_differs_is_copied_and_the_rest_stays(services: Services) -> None:
    await two_environments(services)
    done = await copy_rows(services, BUILDER, SHOP, "customers", source="development", into="production", key="code")
    assert (done.inserted, done.updated) == (1, 1)
    assert await names(services) == [
        ("a", "Acme", None), ("b", "Bolt", "Kiel"), ("d", "Drafted", None), ("l", "Live", None),
    ]  # fmt: skip
    after = await compared(services)
    assert (after.added, after.changed, after.only_there) == (0, 0, 1)
    nothing = await copy_rows(services, BUILDER, SHOP, "customers", source="development", into="production", key="code")
    assert (nothing.inserted, nothing.updated) == (0, 0)
    (said,) = [one for one in await read_audit(services, OPERATOR, AuditQuery()) if one.verb == "copy_rows"]
    assert said.resource == f"workspace/{SHOP}"
    history = await services.rows.history(BUILDER, await services.workspaces.get(SHOP), "customers", "2")
    assert (history[0].actor, history[0].verb) == ("u2", "updated")


async def test_chosen_rows_alone(services: Services) -> None:
    await two_environments(services)
    done = await copy_rows(
        services, BUILDER, SHOP, "customers", source="production", into="development", key="code", keys={"l"}
    )
    assert (done.inserted, done.updated) == (1, 0)
    assert ("l", "Live", None) in await names(services, DRAFT)
    assert ("b", "Bolt", "Kiel") in await names(services, DRAFT)
    with pytest.raises(Conflict) as gone:
        await copy_rows(
            services, BUILDER, SHOP, "customers", source="production", into="development", key="code", keys={"l"}
        )
    assert gone.value.code == "rows.not_differing"


async def test_all_or_none_and_which_row_was_refused(services: Services) -> None:
    await two_environments(services)
    draft = await services.workspaces.get(DRAFT)
    order = {"customer_id": 3, "code": "fits"}
    await services.rows.create(BUILDER, draft, "orders", order)
    await services.rows.create(BUILDER, draft, "customers", {"name": "Fourth", "code": "f"})
    await services.rows.create(BUILDER, draft, "orders", {"customer_id": 4, "code": "nobody"})
    with pytest.raises(ToolwrightError) as refused:
        await copy_rows(services, BUILDER, SHOP, "orders", source="development", into="production")
    assert refused.value.extra["key"] == "2", (refused.value, refused.value.errors)
    page = await services.rows.list(BUILDER, await services.workspaces.get(SHOP), "orders", RowQuery())
    assert page.rows == [] or len(page.rows) == 0


async def test_pages_and_batches(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "PAGE", 3)
    monkeypatch.setattr(comparing, "MAX_SHOWN", 4)
    monkeypatch.setattr(comparing, "_CHUNK", 2)
    await two_environments(services)
    draft = await services.workspaces.get(DRAFT)
    for number in range(20):
        await services.rows.create(BUILDER, draft, "customers", {"name": f"N{number}", "code": f"n{number:02}"})
    found = await compared(services)
    assert (found.added, len(found.items)) == (21, 4)
    await copy_rows(services, BUILDER, SHOP, "customers", source="development", into="production", key="code")
    assert (await compared(services)).added == 0
    assert len(await names(services)) == 24
    monkeypatch.setattr(comparing, "MAX_ROWS", 10)
    with pytest.raises(ToolwrightError) as many:
        await compared(services)
    assert many.value.code == "rows.too_many"


async def test_what_cannot_be_compared(services: Services) -> None:
    await two_environments(services)
    with pytest.raises(InvalidInput) as key:
        await compared(services, key="name")
    assert key.value.code == "rows.bad_key"
    with pytest.raises(InvalidInput):
        await compared(services, source="production")
    with pytest.raises(InvalidInput):
        await compared(services, source="test")
    with pytest.raises(NotFound):
        await compare_rows(services, BUILDER, SHOP, "nothing", source="development", into="production")
    power = Actor("user", "u9", "Power", roles={SHOP: ("power",)})
    for who in (MEMBER, power):
        with pytest.raises((Denied, NotFound)):
            await compare_rows(services, who, SHOP, "customers", source="development", into="production")
        with pytest.raises((Denied, NotFound)):
            await copy_rows(services, who, SHOP, "customers", source="development", into="production")
