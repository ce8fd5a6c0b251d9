"""Renaming a table or a column rewrites every definition that names it; what is called alike elsewhere stays."""

from __future__ import annotations

import pytest

from tests.tables.shop import SHOP, add, change, make_shop, shown
from toolwright.commands.definitions import Migration
from toolwright.commands.design_tables import design_tables
from toolwright.commands.generate_app import generate_app
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_generation import GenerationRequest
from toolwright.commands.plan_tables import plan_changes
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput
from toolwright.tables import Renames

FILES = {
    "workspace.yaml": "title: Shop\n",
    "tables/customers.yaml": """\
title: Customers
display: name  # how they are known
unique: [[name]]
columns:
  - {name: name, kind: text, required: true}
  - {name: city, kind: text}
  - {name: shout, kind: formula, settings: {value: "upper(name) + '!'"}}
  - {name: bought, kind: rollup, settings: {of: orders, through: customer, function: count, filter: "code != 'x'"}}
""",
    "tables/orders.yaml": """\
title: Orders
filter: "code != 'gone'"
columns:
  - {name: customer_id, kind: relation, settings: {to: customers, on_delete: cascade}}
  - {name: code, kind: text, required: true}
  - {name: name, kind: text}
  - {name: customer_name, kind: lookup, settings: {through: customer, column: name}}
checks:
  - {rule: "name != 'customers'", message: No., field: name}
""",
    "tables/cities.yaml": """\
title: Cities
view: {of: customers, filter: "name != ''", columns: [name, city]}
""",
    "tables/mirror.yaml": """\
title: Mirror
view: {of: customers}
""",
    "roles/clerk.yaml": """\
title: Clerk
inherits: [basic]
grants:
  - {table: customers, can: [read, update], rows: "name != 'Secret' and city != user.name", hide: [city]}
  - {table: orders, can: [read], rows: "customer.name != 'Secret'", mask: [name]}
  - {table: notes, can: [read], rows: "'x' in marks.word or 7 in row.marks"}
""",
    "tables/labels.yaml": """\
title: Labels
columns:
  - {name: word, kind: text, required: true}
  - {name: used, kind: rollup, settings: {of: notes, through: marks}}
""",
    "tables/notes.yaml": """\
title: Notes
columns:
  - {name: marks, kind: links, settings: {to: labels}}
  - {name: words, kind: lookup, settings: {through: marks, column: word}}
  - {name: counted, kind: rollup, settings: {through: marks, function: max, column: word, filter: "word != 'x'"}}
""",
    "modules/crowd.yaml": """\
title: Crowd
settings:
  - {name: name, default: nobody}
content:
  - kind: table
    id: crowd
    rows: {table: customers, filter: "name != settings.name", sort: [name]}
    columns: [name, {label: Of, value: "{{ row.name + settings.name }}"}]
  - {kind: search_bar, target: crowd}
""",
    "apps/desk/app.yaml": "title: Desk\nhome: queue\n",
    "apps/desk/screens/queue.yaml": """\
title: Queue
path: /
content:
  - kind: table
    id: name
    rows: {table: orders, filter: "customer.name != '' and name != 'z'", sort: [-name], expand: [customer]}
    columns: [code, name, {column: customer, label: Who}, {label: Call, value: "{{ row.customer.name + row.name }}"}]
    row_actions:
      - kind: button
        label: "Call {{ row.customer.name }}"
        show_if: "{{ can('customers', 'update') }}"
        on_click:
          - {do: save_row, id: saved, table: customers, row_id: "{{ row.customer_id }}", values: {name: "{{ row.name }}"}}
          - {do: notify, text: "{{ steps.saved.row.name }}"}
  - kind: record
    table: customers
    row_id: "1"
    content:
      - {kind: heading, text: "{{ row.name }}"}
      - {kind: module, module: crowd, values: {name: "{{ row.name or 'none' }}"}}
      - kind: tabs
        content:
          - kind: tab
            label: Orders
            count_rows: {table: orders, filter: "code != record.name and name != 'counted'"}
            content: []
      - kind: repeater
        id: list
        rows: {table: orders, filter: "customer_id == record.id and code != record.name"}
        content: [{kind: text, text: "{{ row.name }} of {{ record.name }}"}]
  - kind: form
    id: edit
    table: customers
    row_id: "1"
    fields: [name, city]
    on_submit: [{do: save_row, table: customers, row_id: "1"}, {do: notify, text: "Saved {{ form.name }}"}]
  - kind: form
    id: ask
    content:
      - {kind: text_field, name: city, table: customers, label: City}
      - {kind: text_field, name: note, label: Own}
    on_submit: [{do: notify, text: "{{ form.city }} {{ form.note }}"}]
  - kind: record
    table: orders
    row_id: "1"
    content:
      - kind: table
        id: people
        title: "About {{ row.name }}"
        rows: {table: customers, filter: "city != record.code", sort: [name, -city]}
        columns: [name, {column: city, label: Where}]
        on_row_click: [{do: notify, text: "{{ row.name }} in {{ row.city }}"}]
      - {kind: filter_bar, target: people, filters: [city]}
      - {kind: stat, label: Bonn, rows: {table: mirror, filter: "name != 'x'"}, to: "/?people.f.city=Bonn"}
      - {kind: chart, rows: {table: customers}, group: city}
      - {kind: text, text: "{{ sort([c for c in [row] if c.name], 'code')[0].name }} {{ query['people.f.name'] }}"}
""",
}


async def renamed(services: Services, *renames: str) -> dict[str, str]:
    """The files after renaming; stored, so everything in them holds."""
    await design_tables(services, OPERATOR, SHOP, {}, migration=Migration(Renames.read(renames)))
    return await services.workspaces.files(SHOP)


async def test_a_column_is_renamed_everywhere(services: Services) -> None:
    await make_shop(services, FILES)
    await add(services, "customers", {"name": "Acme", "city": "Bonn"})
    await add(services, "orders", {"customer_id": 1, "code": "A", "name": "own"})
    files = await renamed(services, "customers.name=firm")
    assert await shown(services, "customers", "firm", "shout") == [("Acme", "ACME!")]
    assert await shown(services, "orders", "name", "customer_name") == [("own", "Acme")]
    assert await shown(services, "cities", "name", "city") == [("Acme", "Bonn")]
    customers, queue, clerk = (
        files[path] for path in ("tables/customers.yaml", "apps/desk/screens/queue.yaml", "roles/clerk.yaml")
    )
    assert "display: firm  # how they are known" in customers
    assert "upper(firm)" in customers
    assert "firm != 'Secret' and city != user.name" in clerk
    assert "customer.firm != 'Secret'" in clerk
    assert "mask: [name]" in clerk
    for part in (
        "id: name\n", "customer.firm != '' and name != 'z'", "sort: [-name]", "row.customer.firm + row.name",
        "Call {{ row.customer.firm }}", "firm: \"{{ row.name }}\"", "steps.saved.row.firm", "text: \"{{ row.firm }}\"",
        "code != record.firm", "{{ row.name }} of {{ record.firm }}", "fields: [firm, city]", "form.firm",
        "values: {name: \"{{ row.firm or 'none' }}\"}", "code != record.firm and name != 'counted'",
    ):  # fmt: skip
        assert part in queue, (part, queue)
    module = files["modules/crowd.yaml"]
    for part in ("{name: name, default: nobody}", "firm != settings.name", "sort: [firm]", "row.firm + settings.name"):
        assert part in module, (part, module)


async def test_a_column_that_refers_takes_its_relation_along(services: Services) -> None:
    await make_shop(services, FILES)
    await add(services, "customers", {"name": "Acme"})
    await add(services, "orders", {"customer_id": 1, "code": "A"})
    files = await renamed(services, "orders.customer_id=client_id")
    assert await shown(services, "orders", "client_id", "customer_name") == [(1, "Acme")]
    assert await shown(services, "customers", "bought") == [(1,)]
    queue = files["apps/desk/screens/queue.yaml"]
    for part in (
        "client.name != ''",
        "expand: [client]",
        "column: client,",
        "row.client.name + row.name",
        "row.client_id",
    ):
        assert part in queue, (part, queue)
    assert "through: client" in files["tables/customers.yaml"]
    assert "client.name != 'Secret'" in files["roles/clerk.yaml"]


async def test_a_table_is_renamed_everywhere(services: Services) -> None:
    await make_shop(services, FILES)
    await add(services, "customers", {"name": "Acme"})
    await add(services, "orders", {"customer_id": 1, "code": "A"})
    files = await renamed(services, "customers=firms", "orders=deals", "customers.city=town")
    assert await shown(services, "firms", "name", "town", "bought") == [("Acme", None, 1)]
    assert await shown(services, "deals", "customer_name") == [("Acme",)]
    assert {path for path in files if path.startswith("tables/")} == {
        "tables/firms.yaml", "tables/deals.yaml", "tables/cities.yaml", "tables/mirror.yaml",
        "tables/labels.yaml", "tables/notes.yaml",
    }  # fmt: skip
    everything = "\n".join(files.values())
    assert "customers" not in everything.replace("name != 'customers'", "")
    assert "orders" not in everything
    assert "can('firms', 'update')" in everything


async def test_what_is_called_alike_elsewhere_stays(services: Services) -> None:
    await make_shop(services, FILES)
    files = await renamed(services, "customers.name=firm", "customers.city=name")
    queue = files["apps/desk/screens/queue.yaml"]
    for part in (
        'title: "About {{ row.name }}"', "name != record.code", "sort: [firm, -name]",
        "columns: [firm, {column: name, label: Where}]", '"{{ row.firm }} in {{ row.name }}"', "filters: [name]",
        "firm != 'x'", "/?people.f.name=Bonn", "group: name", "query['people.f.firm']", "[c for c in [row] if c.name]",
        "name: name\n        table: customers", '"{{ form.name }} {{ form.note }}"', "name: note\n        label: Own",
    ):  # fmt: skip
        assert part in queue, (part, queue)
    assert "rule: name != 'customers'" in files["tables/orders.yaml"]


async def test_a_plan_names_what_is_rewritten(services: Services) -> None:
    await make_shop(services, FILES)
    migration = Migration(Renames.read(["orders.code=number"]))
    plan = await plan_changes(services, OPERATOR, SHOP, {}, migration)
    *rewritten, unclear = [one.text for one in plan.planned if one.what == "rewrite_definition"]
    assert rewritten == [
        f"{path} is rewritten with the new names."
        for path in ("apps/desk/screens/queue.yaml", "tables/customers.yaml", "tables/orders.yaml")
    ]
    assert unclear.startswith("apps/desk/screens/queue.yaml: look at `{{ sort([c for c in [row] if c.name], 'code')")
    with pytest.raises(InvalidInput, match="no column 'cod'"):
        await plan_changes(services, OPERATOR, SHOP, {}, Migration(Renames.read(["orders.cod=number"])))
    assert await services.workspaces.files(SHOP) == FILES


async def test_a_pushed_folder_may_use_old_and_new_names(services: Services) -> None:
    await make_shop(services, FILES)
    await add(services, "customers", {"name": "Acme"})
    edited = FILES["tables/customers.yaml"].replace("name: name,", "name: firm,").replace("upper(name)", "upper(firm)")
    edited = edited.replace("display: name", "display: firm").replace("[[name]]", "[[firm]]")
    await change(services, {"tables/customers.yaml": edited}, "customers.name=firm")
    assert await shown(services, "customers", "firm") == [("Acme",)]
    files = await services.workspaces.files(SHOP)
    assert "row.customer.firm + row.name" in files["apps/desk/screens/queue.yaml"]
    await change(
        services,
        {"tables/customers.yaml": None, "tables/firms.yaml": files["tables/customers.yaml"]},
        "customers=firms",
    )
    assert await shown(services, "firms", "firm", "bought") == [("Acme", 0)]
    assert "customers" not in "".join((await services.workspaces.files(SHOP)).values()).replace(
        "name != 'customers'", ""
    )


async def test_generated_apps_survive_renaming_every_column(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme", "city": "Bonn"})
    await generate_app(services, OPERATOR, GenerationRequest(workspace=SHOP))
    columns = ("customers.name", "orders.customer_id", "orders.code", "orders.amount")
    await renamed(services, *(f"{one}=new{number}{'_id' * one.endswith('_id')}" for number, one in enumerate(columns)))
    await renamed(services, "customers=orders", "orders=customers")
    assert await shown(services, "orders", "new0", "city") == [("Acme", "Bonn")]


async def test_what_looks_along_links_follows_new_names(services: Services) -> None:
    await make_shop(services, FILES)
    await add(services, "labels", {"word": "red"}, {"word": "blue"})
    await add(services, "notes", {"marks": [1, 2]})
    files = await renamed(services, "labels.word=term", "notes.marks=tags", "labels=tags")
    assert "settings: {through: tags, column: term}" in files["tables/notes.yaml"]
    assert """{through: tags, function: max, column: term, filter: term != 'x'}""" in files["tables/notes.yaml"]
    assert "settings: {of: notes, through: tags}" in files["tables/tags.yaml"]
    assert "'x' in tags.term or 7 in row.tags" in files["roles/clerk.yaml"]
    assert await shown(services, "notes", "tags", "words", "counted") == [([1, 2], ["blue", "red"], "red")]
    assert await shown(services, "tags", "used") == [(1,), (1,)]


TOLD = {
    **FILES,
    "apps/desk/screens/told.yaml": """\
title: Told
path: /told
content:
  - kind: record
    table: orders
    row_id: "1"
    content:
      - {kind: text, text: "{{ pick(row, 'code', 'name').code }}"}
      - {kind: text, text: "{{ pick(row.customer, 'city', 'name') }}"}
      - {kind: text, text: "{{ join(pluck([one for one in [row]], 'name'), ', ') }}"}
""",
}


async def test_names_told_to_functions_follow_or_are_named(services: Services) -> None:
    await make_shop(services, TOLD)
    wanted = await plan_changes(
        services, OPERATOR, SHOP, {}, migration=Migration(Renames.read(["customers.name=firm"]))
    )
    said = [one.text for one in wanted.planned if "look at" in one.text]
    assert said == [
        "apps/desk/screens/told.yaml: look at `{{ join(pluck([one for one in [row]], 'name'), ', ') }}` yourself, "
        "which may mean an old name by a text."
    ]
    told = (await renamed(services, "customers.name=firm"))["apps/desk/screens/told.yaml"]
    assert "pick(row, 'code', 'name')" in told
    assert "pick(row.customer, 'city', 'firm')" in told
    told = (await renamed(services, "orders.code=number"))["apps/desk/screens/told.yaml"]
    assert "pick(row, 'number', 'name').number" in told
    assert "pick(row.customer, 'city', 'firm')" in told
