"""Generated apps: complete, consistent, and without what nobody should see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.autogen.shapes import column, table, view
from tests.autogen.test_tables import HELPDESK
from toolwright.autogen import GeneratedApp, generate_app, suggested_tables, tables_from
from toolwright.extend.checking import load_workspace, parse_file
from toolwright.extend.datasource import ForeignKeyShape, TableShape
from toolwright.extend.kinds import installed_kinds
from toolwright.model.files import APP, ROLE, SCREEN, TABLE
from toolwright.model.role import TableGrant
from toolwright.model.table import Table
from toolwright.model.yaml_form import dump_yaml, load_yaml

MESSY = [
    table("Order Details", "OrderID:int!", "ProductID:int!", "Unit Price:decimal", "Quantity:int", key=("OrderID", "ProductID"), refs={}, foreign=(ForeignKeyShape(("OrderID",), None, "Orders", ("OrderID",)), ForeignKeyShape(("ProductID",), None, "Products", ("ProductID",)))),
    table("Orders", "OrderID:int!", "CustomerID:text(5)", "OrderDate:datetime", "class:text", key=("OrderID",), foreign=(ForeignKeyShape(("CustomerID",), None, "Customers", ("CustomerID",)),)),
    table("Products", "ProductID:int!", "ProductName:text(40)!", "Discontinued:bool!", "🍕:text", key=("ProductID",)),
    table("Customers", "CustomerID:text(5)!", "CompanyName:text(40)!", "Phone:text(24)", key=("CustomerID",)),
    table("Employees", "EmployeeID:int!", "LastName:text(20)!", "Photo:blob", "Notes:text", "ReportsTo:int", key=("EmployeeID",), foreign=(ForeignKeyShape(("ReportsTo",), None, "Employees", ("EmployeeID",)),)),
    table("audit", "at:datetime", "what:text", key=()),
    table("list", "id:int!", "none:text", "row:text", "user:text"),
    view("Current Product List", "ProductID:int", "ProductName:text"),
    table("nothing", "data:json", key=()),
]  # fmt: skip


def many(count: int) -> list[TableShape]:
    """A big schema whose every table refers to one of users."""
    tables = [table("user", "id:int!", "name:text(50)!")]
    groups = ("catalogue", "shipping", "payment", "offer")
    for number in range(count):
        name = f"{groups[number % 4]}_thing{number}"
        tables.append(table(name, "id:int!", "title:text(80)", "owner_id:int", "created_by_id:int", refs={"owner_id": "user", "created_by_id": "user"}))  # fmt: skip
    return tables


def generate(shapes: list[TableShape]) -> tuple[dict[str, Table], GeneratedApp]:
    tables = tables_from(shapes, "s")
    return tables, generate_app("app", "An app", "s", tables, suggested_tables(tables, "s"))


def values(value: object) -> Iterator[tuple[str, object]]:
    """Every key with its value, however deep."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from values(item)
    elif isinstance(value, list):
        for item in value:
            yield from values(item)


@pytest.mark.parametrize("shapes", [HELPDESK, MESSY, many(40), []], ids=["helpdesk", "messy", "many", "empty"])
def test_files_are_read_back_as_they_were_made(shapes: list[TableShape]) -> None:
    tables, made = generate(shapes)
    models = {TABLE.path_for(ref): item for ref, item in tables.items()}
    models |= {SCREEN.path_for("app", name): screen for name, screen in made.screens.items()}
    models |= {APP.path_for("app"): made.app} | {ROLE.path_for(name): role for name, role in made.roles.items()}
    for path, model in models.items():
        text = dump_yaml(model)
        found = parse_file(path, text)
        assert not isinstance(found, tuple), found
        assert dump_yaml(found) == text


@pytest.mark.parametrize("shapes", [HELPDESK, MESSY, many(40)], ids=["helpdesk", "messy", "many"])
def test_everything_named_exists(shapes: list[TableShape]) -> None:
    tables, made = generate(shapes)
    addresses = [screen.path for screen in made.screens.values()]
    assert len(set(addresses)) == len(addresses)
    for screen in made.screens.values():
        assert screen.parent is None or screen.parent in made.screens
        data = load_yaml(dump_yaml(screen), "f").data
        found = list(values(data))
        for key, value in found:
            if key == "table":
                assert value in tables
            if key == "to" and isinstance(value, str) and value.startswith("/"):
                base = value.partition("?")[0]
                assert any(matches(base, address) for address in addresses), value
            if key == "columns" and isinstance(value, list) and value and isinstance(value[0], str | dict):
                assert len(value) >= 1
    for item in made.app.navigation:
        for leaf in item.items or (item,):
            assert leaf.screen in made.screens


def matches(address: str, path: str) -> bool:
    given, known = address.split("/"), path.split("/")
    return len(given) == len(known) and all("{" in one or one == other for other, one in zip(given, known, strict=True))


def test_credentials_are_shown_nowhere() -> None:
    _, made = generate(HELPDESK)
    for name, screen in made.screens.items():
        assert "password_hash" not in dump_yaml(screen), name
    for role in made.roles.values():
        assert "hide: [password_hash]" in dump_yaml(role)


def test_a_credential_that_must_be_given_is_asked_for_when_a_row_is_made_only() -> None:
    _, made = generate([table("accounts", "id:int!", "login:text(30)!", "password:text(90)!")])
    assert "password" in dump_yaml(made.screens["accounts_new"])
    assert "password" not in dump_yaml(made.screens["accounts_edit"])


def test_without_a_key_there_is_a_list_and_nothing_more() -> None:
    _, made = generate(MESSY)
    assert [name for name in made.screens if name.startswith("audit")] == ["audit_list"]
    assert [name for name in made.screens if name.startswith("current_product_list")] == ["current_product_list_list"]
    assert "on_row_click" not in dump_yaml(made.screens["audit_list"])


def test_composite_keys_have_pages_and_links() -> None:
    tables = tables_from(
        [
            table("account", "org:int!", "nr:int!", "name:text", key=("org", "nr")),
            table("booking", "id:int!", "org:int", "nr:int", "amount:decimal", foreign=(ForeignKeyShape(("org", "nr"), None, "account", ("org", "nr")),)),
        ],
        "s",
    )  # fmt: skip
    made = generate_app("app", "A", "s", tables, list(tables))
    assert 'to: "/account/{{ row.org }},{{ row.nr }}"' in dump_yaml(made.screens["booking_list"])
    detail = dump_yaml(made.screens["account_detail"])
    assert "filter: org == record.org and nr == record.nr" in detail
    assert 'to: "/booking/new?org={{ record.org }}&nr={{ record.nr }}"' in detail


def test_lists_are_short_and_ordered() -> None:
    wide = table(
        "incident", "id:int!", "description:text", "closed_at:datetime", "amount:decimal", "note:text", "flag:bool", "updated_at:datetime", "opened_by_id:int", "uuid:uuid",
        column("state:text", options=("a", "b")), "title:text(80)", "number:text(12)", "payload:json", "extra1:text(9)", "extra2:text(9)",
        refs={"opened_by_id": "user"},
    )  # fmt: skip
    _, made = generate([wide, table("user", "id:int!", "name:text")])
    data = load_yaml(dump_yaml(made.screens["incident_list"]), "f").data
    columns = next(value for key, value in values(data) if key == "columns")
    assert isinstance(columns, list)
    shown = [
        entry if isinstance(entry, str) else entry["column"]
        for entry in columns
        if isinstance(entry, str) or not entry.get("hidden")
    ]
    hidden = [entry["column"] for entry in columns if isinstance(entry, dict) and entry.get("hidden")]
    assert shown == ["number", "title", "state", "opened_by", "amount", "closed_at", "updated_at"]
    assert "description" not in hidden
    assert {"flag", "uuid", "id", "extra1"} <= set(hidden)


def test_people_referred_to_from_everywhere_have_a_bounded_page() -> None:
    _, made = generate(many(40))
    data = load_yaml(dump_yaml(made.screens["user_detail"]), "f").data
    tabs = [value for key, value in values(data) if key == "kind" and value == "tab"]
    assert len(tabs) == 10


def test_many_tables_are_grouped_in_the_navigation() -> None:
    _, made = generate(many(40))
    labels = [item.label for item in made.app.navigation]
    assert labels[:2] == ["Home", "Users"]
    assert {"Catalogue", "Shipping", "Payment", "Offer"} <= set(labels)
    assert len(made.app.navigation) <= 12


def test_the_home_counts_shows_how_things_stand_and_what_changed() -> None:
    _, made = generate(HELPDESK)
    home = dump_yaml(made.screens["home"])
    assert "kind: stat" in home
    assert "title: Tickets by status" in home
    assert "title: Latest tickets" in home


def test_a_second_app_adds_to_the_roles_that_are_there() -> None:
    tables = tables_from(HELPDESK, "s")
    first = generate_app("one", "One", "s", tables, list(tables))
    second = generate_app("two", "Two", "s", tables, list(tables), first.roles)
    screens = [grant for grant in second.roles["viewer"].grants if hasattr(grant, "screen")]
    assert [grant.screen for grant in screens] == ["one", "two"]
    assert len(second.roles["viewer"].grants) == len(first.roles["viewer"].grants) + 1


def test_a_view_has_forms_for_what_it_lets_be_changed() -> None:
    files = {
        "workspace.yaml": "title: Desk\n",
        "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: status, kind: select, required: true, settings: {options: [open, closed]}}
  - {name: level, kind: integer}
""",
        "tables/open_tickets.yaml": "view: {of: tickets, filter: status == 'open', columns: [title, {name: seen, value: level, read_only: true}]}\n",
        "tables/levels.yaml": "view: {of: tickets, columns: [level]}\n",
        "tables/figures.yaml": "view: {of: tickets, group: [status]}\n",
    }  # fmt: skip
    tables = dict(load_workspace("desk", files, installed_kinds()).tables)
    made = generate_app("app", "An app", None, tables, tuple(tables))
    names = set(made.screens)
    assert {"open_tickets_new", "open_tickets_edit", "levels_edit"} <= names
    assert not {"levels_new", "figures_new", "figures_edit"} & names
    form = str(made.screens["open_tickets_new"].model_dump())
    assert ["'title'" in form, "'seen'" in form, "'status'" in form] == [True, False, False]
    editor = {grant.table: set(grant.can) for grant in made.roles["editor"].grants if isinstance(grant, TableGrant)}
    assert ["create" in editor[name] for name in ("open_tickets", "levels", "figures")] == [True, False, False]
    assert ["update" in editor[name] for name in ("open_tickets", "levels", "figures")] == [True, True, False]
