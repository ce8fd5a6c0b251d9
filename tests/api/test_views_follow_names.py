"""Saved views go on working when columns and tables are called otherwise, and say calmly what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import running_server, signed_in

CUSTOMERS = "title: Customers\ncolumns:\n  - {name: name, kind: text}\n  - {name: city, kind: text}\ndisplay: name\n"
TICKETS = """\
title: Tickets
columns:
  - {name: title, kind: text}
  - {name: status, kind: text}
  - {name: amount, kind: decimal}
  - {name: customer_id, kind: relation, settings: {to: customers}}
display: title
"""
CONTENT = {
    "filter": "status == 'open' and amount > 3 and customer.city == 'Rome'",
    "sort": "-amount,title",
    "order": ["amount", "title", "status"],
    "hidden": ["status"],
    "widths": {"amount": 200, "title": 90},
    "group": {"column": "status", "bucket": None},
    "marks": [{"name": "Much", "when": "amount > 100", "tone": "red", "column": "amount"}],
}
NUMBERS = count(1)


@pytest.fixture(scope="module", params=BOTH)
def people(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """An administrator, and somebody who may do what their roles say."""
    home: Path = tmp_path_factory.mktemp("names") / "home"
    with kept_in(request, "names"), running_server(home) as url:
        yield signed_in(url, home), signed_in(url, home, "vera@names.example.org", is_admin=False)


@pytest.fixture
def ada(people: tuple[httpx.Client, httpx.Client]) -> httpx.Client:
    """The administrator."""
    return people[0]


class Desk:
    """A workspace of tickets and customers with one view of the tickets that names columns wherever a view can."""

    def __init__(self, client: httpx.Client, content: Mapping[str, object] = CONTENT, **files: str) -> None:
        self.client = client
        name = f"desk{next(NUMBERS)}"
        self.here = f"/api/v1/workspaces/{name}"
        files = {
            "workspace.yaml": "title: Desk\n",
            "tables/customers.yaml": CUSTOMERS,
            "tables/tickets.yaml": TICKETS,
            **files,
        }
        made = client.post("/api/v1/workspaces", json={"name": name, "files": files})
        assert made.status_code == 201, made.text
        customers = [{"name": "Ann", "city": "Rome"}, {"name": "Ben", "city": "Oslo"}]
        self.add("customers", *customers)
        self.add(
            "tickets",
            *({"title": t, "status": "open", "amount": "4", "customer_id": n} for n, t in ((1, "a"), (2, "b"))),
        )
        self.keep(content)

    def add(self, table: str, *rows: Mapping[str, object]) -> None:
        for row in rows:
            made = self.client.post(f"{self.here}/tables/{table}/rows", json=row)
            assert made.status_code == 201, made.text

    def keep(self, content: Mapping[str, object], table: str = "tickets", env: str | None = None) -> str:
        query = {} if env is None else {"env": env}
        body = {"name": "The view", "content": content, "is_shared": True}
        made = self.client.post(f"{self.here}/tables/{table}/views", json=body, params=query)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    def rename(self, *names: str, **changed: str) -> None:
        """Push with renames; `changed` gives a table another text first, by its old name."""
        files = self.client.get(f"{self.here}/files").json()["files"]
        files |= {f"tables/{table}.yaml": text for table, text in changed.items()}
        for name in names:
            old, _, new = name.partition("=")
            table, _, column = old.partition(".")
            path = f"tables/{table}.yaml"
            if column:
                assert path in files
            else:
                files[f"tables/{new}.yaml"] = files.pop(path)
        body = {"files": files, "rename": list(names), "allow_loss": True}
        answer = self.client.put(f"{self.here}/files", json=body)
        assert answer.status_code == 200, answer.text

    def column(self, old: str, new: str, table: str = "tickets") -> None:
        """Rename one column, in the design of its table and wherever else it is named."""
        text = self.client.get(f"{self.here}/files").json()["files"][f"tables/{table}.yaml"]
        self.rename(f"{table}.{old}={new}", **{table: text.replace(f"name: {old},", f"name: {new},")})

    def publish(self) -> None:
        done = self.client.post(f"{self.here}/publish", json={"message": "Out"})
        assert done.status_code == 201, done.text

    def view(self, env: str = "production", table: str = "tickets") -> dict:
        found = self.client.get(f"{self.here}/tables/{table}/views", params={"env": env})
        assert found.status_code == 200, found.text
        (view,) = found.json()["items"]
        return view

    def content(self, env: str = "production", table: str = "tickets") -> dict:
        view = self.view(env, table)
        assert view["missing"] == []
        return view["content"]

    def rows(self, env: str = "production", table: str = "tickets") -> list[str]:
        """The titles of the rows that the view shows."""
        content = self.content(env, table)
        query = {"filter": content["filter"], "sort": content["sort"], "env": env}
        found = self.client.get(f"{self.here}/tables/{table}/rows", params=query)
        assert found.status_code == 200, found.text
        return [row["title"] for row in found.json()["items"]]


def test_a_column_is_called_otherwise_in_place(ada: httpx.Client) -> None:
    desk = Desk(ada)
    assert desk.rows() == ["a"]
    desk.column("amount", "total")
    desk.column("status", "state")
    content = desk.content()
    assert content["filter"] == "state == 'open' and total > 3 and customer.city == 'Rome'"
    assert content["sort"] == "-total,title"
    assert (content["order"], content["hidden"]) == (["total", "title", "state"], ["state"])
    assert content["widths"] == {"total": 200, "title": 90}
    assert content["group"] == {"column": "state", "bucket": None}
    assert content["marks"] == [{"name": "Much", "when": "total > 100", "tone": "red", "column": "total"}]
    assert desk.rows() == ["a"]


def test_so_is_one_that_a_view_reaches_over_a_relation_and_the_relation_itself(ada: httpx.Client) -> None:
    desk = Desk(ada)
    desk.column("city", "town", "customers")
    assert desk.content()["filter"].endswith("customer.town == 'Rome'")
    desk.column("customer_id", "buyer_id")
    content = desk.content()
    assert content["filter"].endswith("buyer.town == 'Rome'")
    assert content["sort"] == "-amount,title"
    assert desk.rows() == ["a"]


def test_two_columns_change_names(ada: httpx.Client) -> None:
    desk = Desk(ada, {**CONTENT, "filter": "title == 'a' and status == 'open'"})
    swapped = TICKETS.replace("name: title,", "name: x,").replace("name: status,", "name: title,")
    swapped = swapped.replace("name: x,", "name: status,").replace("display: title", "display: status")
    desk.rename("tickets.title=status", "tickets.status=title", tickets=swapped)
    content = desk.content()
    assert content["filter"] == "status == 'a' and title == 'open'"
    assert (content["sort"], content["group"]["column"]) == ("-amount,status", "title")
    assert (content["order"], content["hidden"]) == (["amount", "status", "title"], ["title"])
    assert desk.rows() == ["open"]


def test_the_draft_and_what_is_published_each_see_their_own_names(ada: httpx.Client) -> None:
    desk = Desk(ada)
    desk.publish()
    desk.column("amount", "total")
    desk.column("city", "town", "customers")
    desk.rename("tickets=cases")
    assert desk.content("development", "cases")["filter"] == (
        "status == 'open' and total > 3 and customer.town == 'Rome'"
    )
    assert desk.content() == {**desk.content(), **CONTENT}
    assert desk.rows() == desk.rows("development", "cases") == ["a"]
    desk.client.delete(f"{desk.here}/tables/tickets/views/{desk.view()['id']}", params={"env": "production"})
    desk.keep({**CONTENT, "filter": "amount == 4 and customer.city == 'Oslo'"}, env="production")
    assert desk.content("development", "cases")["filter"] == "total == 4 and customer.town == 'Oslo'"
    changed = desk.client.patch(
        f"{desk.here}/tables/tickets/views/{desk.view()['id']}", json={"name": "Other"}, params={"env": "production"}
    )
    assert changed.json()["content"]["sort"] == CONTENT["sort"]
    desk.publish()
    assert desk.content("production", "cases")["filter"] == "total == 4 and customer.town == 'Oslo'"
    back = desk.client.post(f"{desk.here}/rollback", json={"version": 1})
    assert back.status_code in (200, 201), back.text
    assert desk.content()["filter"] == "amount == 4 and customer.city == 'Oslo'"
    assert desk.rows() == ["b"]
    assert desk.content("development", "cases")["sort"] == "-total,title"


def test_a_draft_that_is_thrown_away_takes_its_names_along(ada: httpx.Client) -> None:
    desk = Desk(ada)
    desk.publish()
    desk.column("amount", "total")
    desk.column("city", "town", "customers")
    desk.rename("tickets=cases")
    assert ada.delete(f"{desk.here}/draft").status_code == 204
    assert desk.content() == {**desk.content(), **CONTENT}
    assert desk.rows() == ["a"]


def test_views_of_other_tables_follow_and_other_workspaces_stay(ada: httpx.Client) -> None:
    desk, other = Desk(ada), Desk(ada)
    desk.keep({"filter": "name == 'Ann'", "sort": "city"}, "customers")
    desk.column("name", "called", "customers")
    assert desk.content(table="customers")["filter"] == "called == 'Ann'"
    other.column("amount", "total")
    assert desk.content()["sort"] == CONTENT["sort"]


def test_a_column_that_is_gone_is_named_and_the_rest_goes_on(ada: httpx.Client) -> None:
    desk = Desk(ada)
    without = TICKETS.replace("  - {name: amount, kind: decimal}\n", "")
    desk.rename(tickets=without)
    view = desk.view()
    parts = ["filter", "sort", "marks", "columns"]
    assert view["missing"] == [{"column": "amount", "part": part} for part in parts]
    content = view["content"]
    assert (content["filter"], content["sort"]) == ("", "title")
    assert (content["order"], content["widths"], content["marks"]) == (["title", "status"], {"title": 90}, [])
    assert content["group"] == CONTENT["group"]
    desk.rename(tickets=TICKETS)  # what was kept is whole when the column is there again
    assert desk.content()["filter"] == CONTENT["filter"]


def test_a_condition_that_would_not_fit_stays_as_it_was_and_the_rename_is_made(ada: httpx.Client) -> None:
    long = " or ".join(f"amount == {n}" for n in range(200))
    desk = Desk(ada, {**CONTENT, "filter": long})
    desk.column("amount", "a_much_longer_name_of_the_amount")
    view = desk.view()
    assert view["missing"] == [{"column": "amount", "part": "filter"}]
    assert view["content"]["sort"] == "-a_much_longer_name_of_the_amount,title"
    desk.column("a_much_longer_name_of_the_amount", "amount")
    assert desk.content()["filter"] == long


def test_who_may_not_read_a_column_goes_on_without_it(people: tuple[httpx.Client, httpx.Client]) -> None:
    ada, vera = people
    role = "title: Reader\ngrants:\n  - {table: tickets, can: [read], columns: [title, status]}\n"
    desk = Desk(ada, **{"roles/reader.yaml": role})
    given = ada.put(f"{desk.here}/people/vera@names.example.org", json={"roles": ["reader"]})
    assert given.status_code == 200, given.text
    (view,) = vera.get(f"{desk.here}/tables/tickets/views").json()["items"]
    assert {"column": "customer", "part": "filter"} in view["missing"]
    assert (view["content"]["filter"], view["content"]["sort"]) == ("", "title")
    assert desk.content()["sort"] == CONTENT["sort"]
