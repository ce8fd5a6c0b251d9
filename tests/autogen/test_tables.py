"""Tables from whatever a database calls things."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.autogen.shapes import column, table, view
from toolwright.autogen import generate_app, merge_tables, suggested_tables, tables_from
from toolwright.autogen.naming import RESERVED, slug, unique_names
from toolwright.autogen.words import plural, singular
from toolwright.extend.datasource import ForeignKeyShape
from toolwright.model.base import NAME_PATTERN
from toolwright.model.table import Table

HELPDESK = [
    table("customers", "id:int!", "name:text(80)!", "email:text(120)", "notes:text"),
    table(
        "tickets",
        "id:int!",
        "number:text(20)!",
        "subject:text(200)!",
        column("status:text(20)!", options=("open", "closed")),
        "body:text",
        "customer_id:int!",
        "assigned_to:int",
        "parent_id:int",
        "is_urgent:bool",
        "created_at:datetime=",
        refs={"customer_id": "customers", "assigned_to": "users", "parent_id": "tickets"},
    ),
    table(
        "users", "id:int!", "email:text(120)!", "password_hash:text(200)", "first_name:text(50)", "last_name:text(50)"
    ),
    table("tags", "id:int!", "tag:text(30)!"),
    table(
        "ticket_tags",
        "ticket_id:int!",
        "tag_id:int!",
        key=("ticket_id", "tag_id"),
        refs={"ticket_id": "tickets", "tag_id": "tags"},
    ),
    table("alembic_version", "version_num:text(32)!", key=("version_num",)),
    view("open_tickets", "id:int", "subject:text"),
]


def tables() -> dict[str, Table]:
    return tables_from(HELPDESK, "desk")


def test_references_titles_and_icons() -> None:
    found = tables()
    assert list(found)[-1] == "desk.open_tickets"
    tickets = found["desk.tickets"]
    assert (tickets.title, tickets.singular, tickets.icon) == ("Tickets", "ticket", "ticket")
    assert tickets.native is not None
    assert tickets.native.table == "tickets"
    assert tickets.source == "desk"


def test_relations_are_named_for_what_they_lead_to() -> None:
    relations = {relation.name: relation.target for relation in tables()["desk.tickets"].relations}
    assert relations == {"customer": "desk.customers", "assigned_to_row": "desk.users", "parent": "desk.tickets"}


@pytest.mark.parametrize(
    ("ref", "display"),
    [
        ("desk.customers", "name"),
        ("desk.tickets", "subject"),
        ("desk.users", "email"),
        ("desk.tags", "tag"),
        ("desk.ticket_tags", None),
    ],
)
def test_the_column_that_names_a_row(ref: str, display: str | None) -> None:
    assert tables()[ref].display == display


def test_traits_of_columns() -> None:
    tickets, users = tables()["desk.tickets"], tables()["desk.users"]
    assert tickets.by_name["body"].long
    assert not tickets.by_name["subject"].long
    assert tickets.by_name["is_urgent"].title == "Urgent"
    assert tickets.by_name["customer_id"].title == "Customer"
    assert [option.value for option in tickets.by_name["status"].options] == ["open", "closed"]
    assert tickets.by_name["subject"].required
    assert not tickets.by_name["created_at"].required
    assert users.by_name["password_hash"].sensitive
    assert not users.by_name["email"].sensitive


def test_join_tables_and_book_keeping_are_hidden_but_listed() -> None:
    found = tables()
    assert {ref for ref, item in found.items() if item.hidden} == {"desk.ticket_tags", "desk.alembic_version"}


def test_views_are_read_only_and_say_why() -> None:
    shown = tables()["desk.open_tickets"]
    assert shown.read_only_reason is not None
    assert "view" in shown.read_only_reason


def test_names_from_other_schemas_carry_them() -> None:
    found = tables_from(
        [
            table("orders", "id:int!", schema="public"),
            table(
                "orders",
                "id:int!",
                "order_id:int",
                schema="archive",
                foreign=(ForeignKeyShape(("order_id",), "public", "orders", ("id",)),),
            ),
        ],
        "erp",
    )
    assert set(found) == {"erp.orders", "erp.archive_orders"}
    assert found["erp.archive_orders"].relations[0].target == "erp.orders"


@pytest.mark.parametrize(
    ("native", "name"),
    [
        ("CustomerID", "customer_id"),
        ("HTTPServer", "http_server"),
        ("Größe", "grosse"),
        ("order details", "order_details"),
        ("class", "class_"),
        ("None", "none_"),
        ("row", "row_"),
        ("2fa", "column_2fa"),
        ("🍕", "column"),
        ("Имя", "column"),
        ("% done", "percent_done"),
        ("_id", "id"),
        ("x" * 100, "x" * 63),
    ],
)
def test_slugs(native: str, name: str) -> None:
    assert slug(native, "column") == name


def test_strange_columns_keep_their_native_name_and_a_readable_label() -> None:
    found = tables_from(
        [table("Заказы", "id:int!", "Имя:text!", "🍕:text", "class:text", "Class:text", "qty:int")], "s"
    )
    item = found["s.table"]
    shown = {c.name: (c.native, c.title) for c in item.columns}
    assert shown == {
        "id": (None, "ID"),
        "column": ("Имя", "Имя"),
        "column_2": ("🍕", "🍕"),
        "class_": ("class", "Class"),
        "class_2": ("Class", "Class"),
        "qty": (None, "Quantity"),
    }


@given(st.lists(st.text(min_size=1, max_size=80), unique=True, max_size=30))
def test_names_are_always_valid_different_and_never_reserved(natives: list[str]) -> None:
    found = unique_names(natives, "column")
    assert list(found) == natives
    assert len(set(found.values())) == len(natives)
    assert all(re.match(NAME_PATTERN, name) and name not in RESERVED for name in found.values())


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("ticket", "tickets"),
        ("category", "categories"),
        ("address", "addresses"),
        ("box", "boxes"),
        ("status", "statuses"),
        ("person", "people"),
        ("house", "houses"),
        ("case", "cases"),
        ("size", "sizes"),
        ("news", "news"),
        ("day", "days"),
        ("match", "matches"),
        ("response", "responses"),
    ],
)
def test_words(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many) == one
    assert plural(many) == many
    assert singular(one) == one


def test_groups_of_tables_lose_their_prefix_only_where_it_says_nothing() -> None:
    names = [
        "order_order",
        "order_line",
        "catalogue_product",
        "catalogue_category",
        "catalogue_option",
        "ticket",
        "ticket_comment",
        "ticket_link",
    ]
    found = tables_from([table(name, "id:int!") for name in names], "s")
    titles = {ref.partition(".")[2]: item.title for ref, item in found.items()}
    assert titles["catalogue_product"] == "Products"
    assert titles["ticket_comment"] == "Ticket comments"
    assert titles["order_line"] == "Order lines"


def test_relations_to_tables_that_cannot_be_read_are_left_out() -> None:
    found = tables_from([table("a", "id:int!", "b_id:int", refs={"b_id": "b"})], "s")
    assert found["s.a"].relations == ()


def test_composite_keys_make_one_relation() -> None:
    key = ForeignKeyShape(("org", "nr"), None, "accounts", ("org", "nr"))
    found = tables_from(
        [
            table("accounts", "org:int!", "nr:int!", key=("org", "nr")),
            table("bookings", "id:int!", "org:int", "nr:int", foreign=(key,)),
        ],
        "s",
    )
    relation = found["s.bookings"].relations[0]
    assert (relation.name, relation.columns, relation.target_columns) == ("accounts", ("org", "nr"), ("org", "nr"))


# --- describing again ---------------------------------------------------------------------------------------------------


def test_describing_again_keeps_what_people_refined() -> None:
    before = tables()
    tickets = before["desk.tickets"]
    refined = tickets.model_copy(
        update={
            "title": "Cases",
            "hidden": True,
            "display": "number",
            "columns": tuple(
                item.model_copy(update={"label": "Kunde", "help": "Who asked"}) if item.name == "customer_id" else item
                for item in tickets.columns
            ),
        }
    )
    known = {**before, "desk.tickets": refined}
    again = [
        table(
            *("tickets",),
            "id:int!",
            "Number:text(40)!",
            "number:text(20)!",
            "subject:text(300)!",
            "customer_id:int",
            "sla:date",
            refs={"customer_id": "customers"},
        )
        if shape.name == "tickets"
        else shape
        for shape in HELPDESK
        if shape.name != "tags" and shape.name != "ticket_tags"
    ] + [table("sla", "id:int!", "name:text")]
    merged, changes = merge_tables(known, tables_from(again, "desk", known))
    after = merged["desk.tickets"]
    assert (after.title, after.hidden, after.display) == ("Cases", True, "number")
    assert after.by_name["customer_id"].label == "Kunde"
    assert after.by_name["customer_id"].help == "Who asked"
    assert after.by_name["number"].native is None
    assert after.by_name["number_2"].native == "Number"
    found = {(change.ref, change.kind) for change in changes}
    assert found == {
        ("desk.sla", "added"),
        ("desk.tags", "removed"),
        ("desk.ticket_tags", "removed"),
        ("desk.tickets", "changed"),
    }
    words = next(change.changes for change in changes if change.kind == "changed")
    assert "column sla is new" in words
    assert "column status is gone" in words
    assert "column subject is text(300), was text(200)" in words
    assert "column customer_id may be empty" in words
    assert "reference parent_id → desk.tickets is gone" in words


def test_describing_the_same_again_changes_nothing() -> None:
    known = tables()
    merged, changes = merge_tables(known, tables_from(HELPDESK, "desk", known))
    assert changes == ()
    assert merged == known


def test_words_that_frameworks_run_together_are_found_again() -> None:
    tables = tables_from(
        [
            table("catalogue_productclass", "id:int!", "name:text(80)!"),
            table("catalogue_product", "id:int!", "upc:text(20)", "productclass_id:int", "num_views:int!"),
            table("catalogue_productattributevalue", "id:int!", "username:text(80)!"),
            table("order_order", "id:int!", "number:text(80)!"),
            table("order_orderstatuschange", "id:int!", "name:text(1500)!", "homepage:text(1500)"),
            table("order_line", "id:int!", "title:text(80)!"),
        ],
        "shop",
    )
    assert {table.title for table in tables.values()} == {
        "Product classes", "Products", "Product attribute values", "Orders", "Order status changes", "Order lines",
    }  # fmt: skip
    product = tables["shop.catalogue_product"].by_name
    assert [product[name].title for name in product] == ["ID", "UPC", "Product class", "Number of views"]
    assert tables["shop.catalogue_productattributevalue"].by_name["username"].title == "Username"
    assert not tables["shop.order_orderstatuschange"].by_name["name"].long
    assert tables["shop.order_orderstatuschange"].by_name["homepage"].long


def test_book_keeping_is_left_out_unless_others_refer_to_it() -> None:
    content_type = table("django_content_type", "id:int!", "model:text(80)!")
    session = table("django_session", "id:int!", "session_key:text(80)!")
    page = table("page", "id:int!", "title:text(80)!", "type_id:int!", refs={"type_id": "django_content_type"})
    tables = tables_from([content_type, session, page], "cms")
    assert suggested_tables(tables, "cms") == ["cms.django_content_type", "cms.page"]
    made = generate_app("app", "An app", "cms", tables, suggested_tables(tables, "cms"))
    assert set(made.screens) == {"home", "page_list", "page_detail", "page_new", "page_edit"}
