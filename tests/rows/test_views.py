"""Views: selections and summaries of built-in and of other tables are tables to everything else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from tests.rows import test_joined as shop_of
from tests.rows.internal import internal_rows
from toolwright.errors import Conflict, Denied, InvalidDefinition, InvalidInput, NotFound
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import AggregateRequest, GroupSpec, LoadRequest, MeasureSpec, Page, RowChange, RowQuery, Rows

VIEWS = {
    "tables/large_orders.yaml": """\
title: Large orders
sort: [-amount]
view:
  of: orders
  filter: "amount >= 4 and customer.name != 'Bob'"
  columns: [amount, customer_name, {name: city, value: customer.city, label: Town}, {name: twin, value: amount}]
""",
    "tables/per_customer.yaml": """\
title: Per customer
view:
  of: orders
  group: [{name: who, value: customer.name}, {name: month, value: created_at, bucket: month}]
  measures: [{name: orders}, {name: total, function: sum, value: amount}, {name: top, function: max, value: amount}]
""",
    "tables/middles.yaml": """\
title: Middles
view:
  of: orders
  group: [{name: who, value: customer.name}]
  measures: [{name: middle, function: median, value: amount}, {name: orders}]
""",
    "tables/busy.yaml": "title: Busy\nview: {of: per_customer, filter: orders > 1}\n",
    "roles/viewer.yaml": """\
title: Viewer
grants:
  - {table: large_orders, can: [read], mask: [twin]}
  - {table: busy, can: [read], rows: "total > 100"}
""",
    "roles/sweeping.yaml": 'title: Sweeping\ngrants:\n  - {table: "*", can: [read], mask: [amount]}\n',
}
FILES = {**shop_of.FILES, **VIEWS}
ANNA = shop_of.ANNA


@pytest.fixture
def shop() -> Workspace:
    return load_workspace("shop", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, shop: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, shop) as made:
        await shop_of.fill(made, shop)
        yield made


def table(page: Page, *names: str) -> Sequence[tuple[object, ...]]:
    places = [page.columns.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in page.rows]


async def test_a_selection_shows_its_rows_and_columns_in_its_order(rows: Rows, shop: Workspace) -> None:
    page = await rows.list(ANNA, shop, "large_orders", RowQuery(count="exact"))
    assert page.columns == ("id", "amount", "customer_name", "city", "twin")
    assert table(page, "id", "amount", "customer_name", "twin") == [(2, 9, "Ada", 9), (1, 4, "Ada", 4)]
    assert page.count == 2
    assert shop.tables["large_orders"].by_name["city"].title == "Town"


async def test_a_selection_is_asked_like_a_table(rows: Rows, shop: Workspace) -> None:
    asked = RowQuery(filter="twin > 4 or city == 'Rome'", search="ada", sort=("-twin",), limit=1, count="exact")
    page = await rows.list(ANNA, shop, "large_orders", asked)
    assert table(page, "id") == [(2,)]
    assert (await rows.get(ANNA, shop, "large_orders", "1")).values["customer_name"] == "Ada"
    with pytest.raises(NotFound):
        await rows.get(ANNA, shop, "large_orders", "3")
    figures = AggregateRequest((MeasureSpec("n", "sum", "amount"),), (GroupSpec("c", "customer_name"),))
    assert (await rows.aggregate(ANNA, shop, "large_orders", figures)).rows == [("Ada", 13)]


async def test_a_summary_groups_and_a_view_of_it_narrows(rows: Rows, shop: Workspace) -> None:
    page = await rows.list(ANNA, shop, "per_customer", RowQuery(sort=("who",)))
    assert table(page, "who", "orders", "total", "top") == [("Ada", 2, 13, 9), ("Bob", 1, 7, 7), (None, 1, 1, 1)]
    middles = await rows.list(ANNA, shop, "middles", RowQuery(filter="orders > 1 or middle == 7", sort=("-middle",)))
    assert table(middles, "who", "middle") == [("Bob", 7), ("Ada", 6.5)]
    busy = await rows.list(ANNA, shop, "busy", RowQuery())
    assert table(busy, "who", "orders") == [("Ada", 2)]


async def test_views_follow_their_own_grants(rows: Rows, shop: Workspace) -> None:
    viewer, sweeping = shop_of.holder("viewer"), shop_of.holder("sweeping")
    page = await rows.list(viewer, shop, "large_orders", RowQuery())
    assert page.masked == {"twin"}
    assert not (await rows.list(viewer, shop, "busy", RowQuery())).rows
    with pytest.raises(NotFound):
        await rows.list(viewer, shop, "orders", RowQuery())
    # `twin` shows what the sweeping grant masks, so that grant must not open the view.
    with pytest.raises(NotFound):
        await rows.list(sweeping, shop, "large_orders", RowQuery())


async def test_figures_and_views_of_views_are_not_changed(rows: Rows, shop: Workspace) -> None:
    for view, words in (("per_customer", "figures"), ("busy", "view of the view")):
        with pytest.raises(InvalidInput, match=words):
            await rows.create(ANNA, shop, view, {"who": "x"})
    with pytest.raises(InvalidInput, match="Rows are imported into the table"):
        rows.loadable(ANNA, shop, "large_orders", LoadRequest(("amount",)))


@pytest.mark.parametrize(
    ("view", "code", "line"),
    [
        ("{of: order}", "reference.table", 2),
        ("{of: orders, filter: amonut > 1}", "expression.unknown_name", 2),
        ('{of: orders, filter: "note == user.email"}', "expression.unknown_name", 2),
        ("{of: orders, columns: [amount, nte]}", "reference.column", 2),
        ("{of: orders, columns: [{name: x, value: custmer.name}]}", "reference.relation", 2),
        ("{of: orders, columns: [amount, amount]}", "table.duplicate_column", 2),
        ("{of: orders, group: [{name: note, bucket: month}]}", "aggregate.unsupported", 2),
        ("{of: orders, measures: [{name: s, function: sum, value: note}]}", "rollup.no_number", 2),
        ("{of: wrong}", "view.circle", 2),
    ],
)
def test_a_wrong_view_is_refused_with_its_place(view: str, code: str, line: int) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        load_workspace("shop", {**FILES, "tables/wrong.yaml": f"title: Wrong\nview: {view}\n"}, installed_kinds())
    error = refused.value.errors[0]
    assert (error.code, error.where and error.where.file, error.where and error.where.line) == (
        code, "tables/wrong.yaml", line,
    )  # fmt: skip


def test_a_view_is_written_back_as_it_was() -> None:
    from toolwright.model.files import dump_workspace

    loaded = load_workspace("shop", FILES, installed_kinds(), revision=1)
    again = load_workspace("shop", dump_workspace(loaded), installed_kinds(), revision=1)
    assert again.tables == loaded.tables
    assert dump_workspace(loaded, FILES)["tables/busy.yaml"].count("\n") < 6


DESK = {
    "workspace.yaml": "title: Desk\n",
    "tables/teams.yaml": "title: Teams\ncolumns: [{name: name, kind: text}, {name: lead, kind: text}]\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true, settings: {max_length: 20}}
  - {name: status, kind: select, required: true, settings: {options: [open, closed]}}
  - {name: team_id, kind: relation, settings: {to: teams}}
  - {name: level, kind: integer}
  - {name: shout, kind: formula, settings: {value: upper(title)}}
  - {name: secret, kind: text}
unique: [[title]]
checks:
  - {rule: level < 10, message: At most nine., field: level}
""",
    "tables/open_tickets.yaml": """\
title: Open tickets
view:
  of: tickets
  filter: "status == 'open' and level > 0"
  columns:
    - {name: subject, value: title}
    - team_id
    - {name: team_name, value: team.name}
    - {name: weight, value: level}
    - {name: state, value: status, read_only: true}
    - shout
""",
    "tables/bare.yaml": "title: Bare\nview: {of: tickets, columns: [level]}\n",
    "tables/all_tickets.yaml": "title: All\nview: {of: tickets}\n",
    "roles/clerk.yaml": """\
title: Clerk
grants:
  - {table: open_tickets, can: [read, create, update, delete], read_only: [team_id]}
""",
    "roles/lead.yaml": """\
title: Lead
grants:
  - {table: open_tickets, can: [read, update], rows: "team.lead == user.name or team_name == user.email"}
  - {table: open_tickets, can: [create], rows: "weight < 5"}
""",
    "roles/odd.yaml": """\
title: Odd
grants: [{table: open_tickets, can: [read, update], rows: "reverse(subject) == 'x'"}]
""",
}
CLERK, LEAD, ODD = (Actor("user", role, role, "Red", roles={"desk": (role,)}) for role in ("clerk", "lead", "odd"))


@pytest.fixture
async def world(internal: DataSource) -> AsyncIterator[tuple[Rows, Workspace]]:
    """Team 1 is led by lead, team 2 is called Red; tickets 1 of team 1, 2 of team 2, 3 of none, 4 closed."""
    desk = load_workspace("desk", DESK, installed_kinds(), revision=1)
    async with internal_rows(internal, desk) as rows:
        for values in ({"name": "Blue", "lead": "lead"}, {"name": "Red"}):
            await rows.create(ANNA, desk, "teams", values)
        for number, (status, team) in enumerate((("open", 1), ("open", 2), ("open", None), ("closed", 1)), 1):
            values = {"title": f"t{number}", "status": status, "team_id": team, "level": number, "secret": "s"}
            await rows.create(ANNA, desk, "tickets", values)
        yield rows, desk


async def test_rows_are_made_and_changed_by_way_of_a_view(world: tuple[Rows, Workspace]) -> None:
    rows, desk = world
    made = await rows.create(CLERK, desk, "open_tickets", {"subject": "new", "weight": 3})
    assert made.values | {"id": 0} == {
        "id": 0, "subject": "new", "team_id": None, "team_name": None, "weight": 3, "state": "open", "shout": "NEW",
    }  # fmt: skip
    whole = await rows.get(ANNA, desk, "tickets", made.id)
    assert (whole.values["status"], whole.values["secret"], whole.values["created_by"]) == ("open", None, "clerk")
    with pytest.raises(Conflict):
        await rows.update(CLERK, desk, "open_tickets", made.id, {"weight": 5}, if_match="other")
    changed = await rows.update(CLERK, desk, "open_tickets", made.id, {"weight": 5}, if_match=made.version)
    assert (changed.values["weight"], changed.version != made.version) == (5, True)
    with pytest.raises(Conflict):
        await rows.update(CLERK, desk, "open_tickets", made.id, {"weight": 6}, if_match=made.version)
    await rows.delete(CLERK, desk, "open_tickets", made.id, if_match=changed.version)
    with pytest.raises(NotFound):
        await rows.get(ANNA, desk, "tickets", made.id)
    assert [one.verb for one in await rows.history(ANNA, desk, "tickets", "1")] == ["created"]
    with pytest.raises(NotFound):
        await rows.create(CLERK, desk, "tickets", {"title": "x"})  # the view is all they have


async def test_what_a_view_does_not_select_is_refused(world: tuple[Rows, Workspace]) -> None:
    rows, desk = world
    for change in (
        RowChange("update", "1", {"weight": 0}),
        RowChange("update", "1", {"weight": None}),
        RowChange("create", values={"subject": "x", "weight": -1}),
        RowChange("create", values={"subject": "x"}),
    ):
        with pytest.raises(InvalidInput, match="would not be in the view") as refused:
            await rows.bulk(CLERK, desk, "open_tickets", [change])
        assert refused.value.code == "view.outside"
    for change in (RowChange("update", "4", {"weight": 2}), RowChange("delete", "4"), RowChange("delete", "99")):
        with pytest.raises(NotFound, match="in open_tickets"):
            await rows.bulk(CLERK, desk, "open_tickets", [change])
    both = [RowChange("update", "1", {"weight": 2}), RowChange("update", "2", {"weight": 0})]
    with pytest.raises(InvalidInput) as refused:
        await rows.bulk(CLERK, desk, "open_tickets", both)
    assert [error.field for error in refused.value.errors] == ["changes.1"]
    assert (await rows.get(ANNA, desk, "tickets", "1")).values["level"] == 1


async def test_columns_of_a_view_are_changed_by_its_own_names(world: tuple[Rows, Workspace]) -> None:
    rows, desk = world
    refusals: list[tuple[dict[str, object], list[tuple[str, str]]]] = [
        ({"team_name": "x", "state": "closed", "shout": "x", "id": 7},
         [(name, "This column cannot be changed in this view.") for name in ("team_name", "state", "shout", "id")]),
        ({"team_id": 2}, [("team_id", "You may not change this column.")]),
        ({"title": "x", "secret": "y"}, [("title", "There is no column 'title'."), ("secret", "There is no column 'secret'.")]),
        ({"subject": "x" * 30, "weight": "many"},
         [("subject", "Must have at most 20 characters, not 30."), ("weight", "Must be a whole number.")]),
        ({"subject": ""}, [("subject", "A value is needed.")]),
        ({"weight": 12}, [("weight", "At most nine.")]),
    ]  # fmt: skip
    for values, told in refusals:
        with pytest.raises(InvalidInput) as refused:
            await rows.update(CLERK, desk, "open_tickets", "1", values)
        assert [(error.field, error.message) for error in refused.value.errors] == told
    with pytest.raises(Conflict) as taken:
        await rows.update(CLERK, desk, "open_tickets", "1", {"subject": "t2"})
    assert [error.field for error in taken.value.errors] == ["subject"]
    with pytest.raises(InvalidInput, match="does not show") as refused:
        await rows.create(ANNA, desk, "bare", {"level": 1})
    assert refused.value.code == "view.needs_more"
    assert (await rows.update(ANNA, desk, "bare", "4", {"level": 8})).values == {"id": 4, "level": 8}
    whole = {"title": "all", "status": "closed", "secret": "s"}
    assert whole.items() <= dict((await rows.create(ANNA, desk, "all_tickets", whole)).values).items()


async def test_row_rules_of_a_view_hold_in_its_table(world: tuple[Rows, Workspace]) -> None:
    rows, desk = world
    assert (await rows.update(LEAD, desk, "open_tickets", "1", {"weight": 7})).values["weight"] == 7
    assert (await rows.update(LEAD, desk, "open_tickets", "2", {"weight": 7})).values["team_name"] == "Red"
    for row_id, values in (("1", {"team_id": None}), ("3", {"weight": 5}), ("4", {"weight": 5})):
        with pytest.raises((Denied, NotFound)):
            await rows.update(LEAD, desk, "open_tickets", row_id, values)
    assert (await rows.create(LEAD, desk, "open_tickets", {"subject": "low", "weight": 4})).values == {}
    with pytest.raises(Denied, match="only some rows of open_tickets"):
        await rows.create(LEAD, desk, "open_tickets", {"subject": "high", "weight": 5})
    with pytest.raises(Denied):
        await rows.delete(LEAD, desk, "open_tickets", "1")
    with pytest.raises(InvalidInput, match="only be judged"):
        await rows.update(ODD, desk, "open_tickets", "1", {"weight": 5})
