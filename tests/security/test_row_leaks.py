"""Nothing an actor may not see shows anywhere: not in values, order, counts, errors, cursors or exports.

The worlds of `tests/rows/served.py` look alike to the people here. Each request is sent to both; every byte of the
answers must be equal, but for the request id, the name of the workspace, and row versions, which are sealed.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_plus, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rows.served import Served, rows_path

CANARIES = re.compile(r"CANARY|OTHER-|CREDIT|111-22|333-44|Hidden Corp|Vanished|9111")
_NOISE = (
    (re.compile(r'"request_id":"[^"]*"'), ""),
    (re.compile(r"\b(desk|twin|veiled)\b"), "world"),
    (re.compile(r'"version":"~![^"]*"'), ""),
    (re.compile(r"~![A-Za-z0-9_-]+"), "sealed"),
)
_HEADERS = ("content-type", "content-disposition", "link", "retry-after", "location")
T, C, P = "erp.tickets", "erp.customers", "erp.people"


def seen(answer: httpx.Response, person: str = "agent") -> tuple[int, str, list[str | None]]:
    """What a client can tell of an answer."""
    text = answer.text
    for pattern, instead in _NOISE:  # random letters would be any canary now and then
        text = pattern.sub(instead, text)
    asked = unquote_plus(str(answer.request.url)) + answer.request.content.decode()  # may be told back
    shown = [canary for canary in CANARIES.findall(text) if canary not in asked]
    assert not shown or person == "bob", f"{answer.request.url} shows {shown[:3]}"
    return (
        answer.status_code,
        text,
        [answer.headers.get(name, "").replace("twin", "desk").replace("veiled", "desk") for name in _HEADERS],
    )


def same(served: Served, person: str, table: str, query: str = "", rest: str = "/rows") -> httpx.Response:
    """Ask in both worlds, hold the answers against each other, and give back one of them."""
    client = served.as_(person)
    one, other = (client.get(rows_path(world, table, rest) + query) for world in both(person))
    assert seen(one, person) == seen(other, person)
    return one


def both(person: str) -> tuple[str, str]:
    """The two worlds that look alike to a person."""
    return ("desk", "veiled") if person in ("viewer", "bob") else ("desk", "twin")


DOORS = [
    # plain ways
    {"fields": "secret"}, {"fields": "id,secret"}, {"filter": "secret == 'CANARY-919'"}, {"sort": "secret"},
    {"sort": "-secret,id"}, {"search": "CANARY-919"}, {"search": "CANARY"}, {"search": "Hidden"}, {"count": "exact"},
    {"count": "capped", "limit": "0"}, {"limit": "1000"}, {"offset": "19"}, {"offset": "20"},
    # filters of every shape
    {"filter": "secret is not none"}, {"filter": "starts_with(secret, 'C')"}, {"filter": "'A' in secret"},
    {"filter": "len(secret) > 3"}, {"filter": "row.secret == 'x'"}, {"filter": "row['secret'] == 'x'"},
    {"filter": "contains(to_json(row), 'CANARY')"}, {"filter": "contains(text(row), 'CANARY')"},
    {"filter": "len(row) > 3"}, {"filter": "'secret' in row"}, {"filter": "[secret for x in [1]] == ['x']"},
    {"filter": "any([value == 'CANARY-919' for value in row])"}, {"filter": "(secret if id > 3 else 'x') == 'x'"},
    {"filter": "1 / (0 if secret == 'CANARY-919' else 1) == 1"}, {"filter": "number(secret) == 1"},
    {"filter": "status == 'closed'"}, {"filter": "not (status == 'open')"}, {"filter": "status in ['closed', 'waiting']"},
    {"filter": "true or status == 'closed'", "count": "exact"}, {"filter": "id == 1"}, {"filter": "id == 1001"},
    {"filter": "cost == 7777 or id > 0", "count": "exact"},
    # along relations
    {"expand": "customer"}, {"expand": "customer", "fields": "id"}, {"filter": "customer.name == 'Hidden Corp'"},
    {"filter": "customer.name != 'Hidden Corp'", "count": "exact"}, {"filter": "customer.name is none", "count": "exact"},
    {"filter": "customer.credit_note == 'CREDIT-A'"}, {"filter": "customer.region == 'secret'"},
    {"filter": "customer is none"}, {"filter": "to_json(customer) != ''"}, {"sort": "customer.name"},
    {"search": "Acme"}, {"filter": "customer.blocked"}, {"filter": "not customer.blocked", "count": "exact"},
    # names close to hidden ones, to see what hints tell
    {"fields": "secre"}, {"sort": "secrets"}, {"filter": "secre == 1"}, {"filter": "seecret == secret"}, {"expand": "custom"},
    {"filter": "customer.credit_notes == 1"}, {"fields": "customer.credit_note"},
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS, ids=str)
@pytest.mark.parametrize("person", ["agent", "viewer", "bob"])
def test_lists(worlds: Served, person: str, door: dict[str, str]) -> None:
    answer = same(worlds, person, T, "?" + urlencode(door))
    exported = {name: text for name, text in door.items() if name in ("filter", "search", "sort", "fields")}
    for format_ in ("csv", "json"):
        same(worlds, person, T, "?" + urlencode({**exported, "format": format_}), "/export")
    if person == "agent" and answer.status_code == 200:
        assert "secret" not in str([*answer.json()["items"]])


@pytest.mark.parametrize("person", ["viewer", "bob"])
def test_masked_columns_take_no_part_in_anything(worlds: Served, person: str) -> None:
    base = rows_path("desk", T)
    for query in ("filter=secret == 'CANARY-919'", "sort=secret", "filter=secret is none", "filter=len(secret) > 1"):
        assert worlds.as_(person).get(f"{base}?{query}").status_code in (400, 422)
    found = worlds.as_(person).get(base, params={"search": "CANARY", "count": "exact"}).json()
    assert (found["count"], found["items"]) == (0, [])


FIGURES = [
    {"measures": [{"name": "n"}]},
    {"measures": [{"name": "n", "function": "count_distinct", "column": "owner"}]},
    {
        "measures": [
            {"name": "n", "function": "max", "column": "cost"},
            {"name": "s", "function": "sum", "column": "cost"},
        ]
    },
    {"measures": [{"name": "n", "function": "min", "column": "secret"}]},
    {"measures": [{"name": "n", "function": "count", "column": "secret"}]},
    {"measures": [{"name": "n"}], "groups": [{"name": "g", "column": "secret"}]},
    {"measures": [{"name": "n"}], "groups": [{"name": "g", "column": "status"}]},
    {"measures": [{"name": "n"}], "groups": [{"name": "g", "column": "customer_id"}], "sort": ["-n", "g"]},
    {"measures": [{"name": "n"}], "sort": ["secret"]},
    {"measures": [{"name": "n"}], "search": "CANARY"},
    {"measures": [{"name": "n"}], "filter": "secret != ''"},
    {"measures": [{"name": "n"}], "filter": "customer.name == 'Hidden Corp'"},
    {
        "measures": [{"name": "n"}],
        "filter": "len(split(title, ' ')) > 1",
        "groups": [{"name": "g", "column": "priority"}],
    },
]


@pytest.mark.parametrize("body", FIGURES, ids=str)
@pytest.mark.parametrize("person", ["agent", "viewer", "bob"])
def test_figures(worlds: Served, person: str, body: dict[str, object]) -> None:
    client = worlds.as_(person)
    one, other = (client.post(rows_path(world, T, "/rows/aggregate"), json=body) for world in both(person))
    assert seen(one) == seen(other)
    if "secret" in str(body):
        assert one.status_code in (400, 422)


@pytest.mark.parametrize("row_id", ["3", "1", "2", "1001", "999", "x", "", "~!abc", "3,4", "%2e%2e", "3 or 1=1"])
@pytest.mark.parametrize("query", ["", "?fields=secret", "?fields=photo", "?expand=customer"])
def test_single_rows(worlds: Served, row_id: str, query: str) -> None:
    same(worlds, "agent", T, query, f"/rows/{quote(row_id, safe='%')}")


def test_hidden_and_absent_rows_answer_alike(worlds: Served) -> None:
    client = worlds.as_("agent")
    for call in (
        lambda path: client.get(path),
        lambda path: client.patch(path, json={"title": "x"}),
        lambda path: client.patch(path, json={"title": "x"}, headers={"if-match": '"abc"'}),
        lambda path: client.delete(path),
        lambda path: client.patch(path, json={"secret": "x"}),
    ):
        hidden, absent = (call(rows_path("desk", T, f"/rows/{row}")) for row in ("1", "999"))
        assert hidden.status_code == absent.status_code
        assert seen(hidden)[1].replace("'1'", "?") == seen(absent)[1].replace("'999'", "?")


def test_hidden_columns_cannot_be_told_from_absent_ones_when_writing(worlds: Served) -> None:
    client = worlds.as_("agent")
    answers = [client.patch(rows_path("desk", T, "/rows/3"), json={name: "x"}) for name in ("secret", "tesrec")]
    assert {answer.status_code for answer in answers} == {400}
    assert seen(answers[0])[1].replace("secret", "?") == seen(answers[1])[1].replace("tesrec", "?")


def test_cursors_hold_nothing_hidden_and_open_nothing(worlds: Served) -> None:
    client = worlds.as_("clerk")
    first = same(worlds, "clerk", P, "?limit=1&ids=true").json()
    assert CANARIES.search(first["cursor"]) is None
    again = client.get(rows_path("desk", P), params={"limit": 1, "cursor": first["cursor"]}).json()
    assert again["items"][0]["name"] == "Bob"
    root = worlds.as_("root").get(rows_path("desk", T), params={"limit": 1, "sort": "secret"}).json()
    refused = worlds.as_("agent").get(
        rows_path("desk", T), params={"limit": 1, "sort": "secret", "cursor": root["cursor"]}
    )
    assert refused.status_code == 400
    moved = worlds.as_("agent").get(
        rows_path("desk", T),
        params={
            "limit": 50,
            "cursor": worlds.as_("root").get(rows_path("desk", T), params={"limit": 1}).json()["cursor"],
        },
    )
    assert {item["status"] for item in moved.json()["items"]} == {"open"}


def test_sealed_identifiers_belong_to_their_table_and_workspace(worlds: Served) -> None:
    client = worlds.as_("clerk")
    page = client.get(rows_path("desk", P), params={"ids": "true"}).json()
    for sealed in page["ids"]:
        assert client.get(rows_path("desk", P, f"/rows/{sealed}")).status_code == 200
        assert client.get(rows_path("twin", P, f"/rows/{sealed}")).status_code == 404
    for guess in ("111-22", "333-44", "000-00"):
        assert client.get(rows_path("desk", P, f"/rows/{guess}")).status_code == 404


columns = st.sampled_from(
    ["id", "title", "status", "owner", "secret", "cost", "customer.name", "customer.credit_note", "row", "priority"]
)
values = st.sampled_from(["'open'", "'closed'", "none", "3", "'CANARY-919'", "'Acme'", "'Hidden Corp'", "user.email"])
conditions = st.one_of(
    st.builds("{} {} {}".format, columns, st.sampled_from(["==", "!=", "<", ">=", "in"]), values),
    st.builds("{}({}, {})".format, st.sampled_from(["contains", "starts_with"]), columns, values),
    st.builds("len(text({})) > {}".format, columns, st.integers(0, 12)),
)
filters = st.recursive(
    conditions,
    lambda inner: (
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or"]), inner)
        | st.builds("not ({})".format, inner)
    ),
    max_leaves=4,
)
queries = st.fixed_dictionaries(
    {},
    optional={
        "filter": filters,
        "search": st.sampled_from(["a", "ticket 3", "CANARY", "extra", "north"]),
        "sort": st.lists(columns.map(lambda name: "-" + name), min_size=1, max_size=2).map(",".join) | columns,
        "fields": st.lists(columns, min_size=1, max_size=3).map(",".join),
        "limit": st.integers(0, 30).map(str),
        "offset": st.integers(0, 30).map(str),
        "count": st.sampled_from(["exact", "capped"]),
        "expand": st.sampled_from(["customer", "secret"]),
    },
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries, table=st.sampled_from([T, T, T, C]), person=st.sampled_from(["agent", "agent", "viewer", "bob"]))
def test_any_list_is_the_same_in_both_worlds(worlds: Served, query: dict[str, str], table: str, person: str) -> None:
    same(worlds, person, table, "?" + urlencode(query))


class TestIsolation:
    """Nobody reaches into a workspace where they hold nothing, by whatever identifier."""

    @pytest.mark.parametrize("rest", ["/rows", "/rows/3", "/export", "/rows?cursor=abc"])
    @pytest.mark.parametrize("person", ["stranger", "single"])
    def test_reading(self, worlds: Served, person: str, rest: str) -> None:
        client = worlds.as_(person)
        for table in (T, C, "erp.nothing"):
            hidden = client.get(rows_path("desk", table, rest))
            absent = client.get(rows_path("nowhere", table, rest))
            assert hidden.status_code == absent.status_code == 404
            assert seen(hidden)[1] == seen(absent)[1]
        assert worlds.nobody.get(rows_path("desk", T, rest)).status_code == 401
        assert worlds.nobody.get(rows_path("nowhere", T, rest)).status_code == 401

    def test_writing(self, worlds: Served) -> None:
        client, root = worlds.as_("single"), worlds.as_("root")
        before = root.get(rows_path("desk", T, "/rows/3")).json()
        calls = [
            client.post(rows_path("desk", T), json={"title": "x"}),
            client.patch(rows_path("desk", T, "/rows/3"), json={"title": "x"}),
            client.delete(rows_path("desk", T, "/rows/3")),
            client.post(rows_path("desk", T, "/rows/bulk"), json={"changes": [{"verb": "delete", "id": "3"}]}),
            client.post(rows_path("desk", T, "/rows/aggregate"), json={"measures": [{"name": "n"}]}),
        ]
        assert {answer.status_code for answer in calls} == {404}
        assert root.get(rows_path("desk", T, "/rows/3")).json() == before
        assert client.get(rows_path("twin", T, "/rows/3")).status_code == 200

    def test_a_cursor_of_one_workspace_opens_nothing_in_another(self, worlds: Served) -> None:
        cursor = worlds.as_("root").get(rows_path("desk", T), params={"limit": 3}).json()["cursor"]
        assert (
            worlds.as_("stranger").get(rows_path("desk", T), params={"limit": 3, "cursor": cursor}).status_code == 404
        )
        page = worlds.as_("single").get(rows_path("twin", T), params={"limit": 3, "cursor": cursor}).json()
        assert all("CANARY" not in str(item) for item in page["items"])

    @pytest.mark.parametrize("workspace", ["..", "desk%2f..%2ftwin", "desk/../twin", "DESK", "desk'", "desk\x00"])
    def test_odd_names(self, worlds: Served, workspace: str) -> None:
        answer = worlds.as_("single").get(f"/api/v1/workspaces/{quote(workspace, safe='%')}/tables/{T}/rows")
        assert answer.status_code == 404
