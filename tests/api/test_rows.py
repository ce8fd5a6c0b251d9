"""Rows over HTTP: shapes, strictness, versions, many at once and exports, on a real server."""

from __future__ import annotations

import csv
import io
import json

import httpx
import pytest

from tests.rows.served import Served, rows_path

T, LINES = "erp.tickets", "erp.lines"


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    """The problem document of a refusal."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, object] = answer.json()
    assert found["code"] == code
    assert found["status"] == status
    return found


class TestList:
    def test_the_shape_of_a_page(self, desk: Served) -> None:
        answer = desk.as_("root").get(
            rows_path(),
            params={"filter": "status == 'open'", "sort": "-cost", "limit": 2, "fields": "id,cost", "count": "exact"},
        )
        assert answer.headers["cache-control"] == "no-store"
        page = answer.json()
        cursor = page.pop("cursor")
        assert page == {
            "items": [{"id": 60, "cost": "60.5"}, {"id": 57, "cost": "57.5"}],
            "previous": None,
            "count": 20,
            "count_is_capped": False,
            "limited_by": None,
            "masked": [],
            "completed": [],
        }
        onward = desk.as_("root").get(
            rows_path(),
            params={"filter": "status == 'open'", "sort": "-cost", "limit": 2, "fields": "id", "cursor": cursor},
        )
        assert onward.json()["items"] == [{"id": 54}, {"id": 51}]
        assert onward.json()["previous"]

    def test_expand_ids_and_masks(self, desk: Served) -> None:
        page = desk.as_("root").get(rows_path(), params={"limit": 1, "expand": "customer", "ids": "true"}).json()
        assert page["items"][0]["customer"]["name"] == "Acme"
        assert page["ids"] == ["1"]
        none = desk.as_("root").get(rows_path(), params={"limit": 1, "ids": "true", "filter": "id < 0"}).json()
        assert none["ids"] == []
        masked = desk.as_("viewer").get(rows_path(), params={"limit": 1}).json()
        assert masked["masked"] == ["secret"]
        assert masked["items"][0]["secret"] == "•••"

    @pytest.mark.parametrize(
        "query",
        [
            "limt=5", "limit=5&limit=6", "limit=-1", "limit=1e3", "limit=9999999999999", "limit=", "offset=x", "count=yes",
            "ids=maybe", "env=staging", "filter=%ff", "filter=a%00b", "sort=-", "fields=", "&".join(["limit=1"] * 60),
            "cursor=x", "cursor=" + "A" * 5000, "filter=" + "a" * 8001,
        ],
    )  # fmt: skip
    def test_what_is_not_meant_is_refused(self, desk: Served, query: str) -> None:
        answer = desk.as_("root").get(f"{rows_path()}?{query}")
        assert answer.status_code == 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"

    def test_a_wrong_filter_points_at_its_place(self, desk: Served) -> None:
        found = problem(
            desk.as_("root").get(rows_path(), params={"filter": "statos == 'open'"}), 422, "expression.unknown_name"
        )
        assert "status" in str(found["hint"])

    def test_refusals(self, desk: Served) -> None:
        assert desk.nobody.get(rows_path()).status_code == 401
        assert desk.as_("basic").get(rows_path()).status_code == 404
        assert desk.as_("shop").get(rows_path()).status_code == 404


class TestOne:
    def test_create_read_change_delete(self, desk: Served) -> None:
        client = desk.as_("agent")
        made = client.post(
            rows_path(), json={"title": "Two words", "cost": "10.25", "created_at": "2026-05-01T10:00:00"}
        )
        assert made.status_code == 201
        row = made.json()
        assert row["values"]["cost"] == "10.25"
        assert made.headers["etag"] == f'"{row["version"]}"'
        place = made.headers["location"]
        assert place == rows_path(rest=f"/rows/{row['id']}")
        got = client.get(place)
        assert got.json() == row
        assert client.get(place, headers={"if-none-match": got.headers["etag"]}).status_code == 304
        changed = client.patch(place, json={"priority": 3}, headers={"if-match": got.headers["etag"]})
        assert changed.json()["values"]["priority"] == 3
        problem(client.patch(place, json={"priority": 4}, headers={"if-match": got.headers["etag"]}), 409, "row.stale")
        problem(client.delete(place, headers={"if-match": got.headers["etag"]}), 409, "row.stale")
        assert client.delete(place, headers={"if-match": changed.headers["etag"]}).status_code == 204
        problem(client.get(place), 404, "row.not_found")

    def test_composite_keys(self, desk: Served) -> None:
        client = desk.as_("shop")
        made = client.post(rows_path(table=LINES), json={"order_no": "x/y,~z", "line": 3, "amount": 1})
        assert made.json()["id"] == "x~sy~c~~z,3"
        assert client.get(made.headers["location"]).json()["values"]["order_no"] == "x/y,~z"
        assert client.delete(made.headers["location"]).status_code == 204

    def test_binary_is_read_by_name_and_written_as_base64(self, desk: Served) -> None:
        client = desk.as_("root")
        assert "photo" not in client.get(rows_path(rest="/rows/4")).json()["values"]
        assert client.get(rows_path(rest="/rows/4"), params={"fields": "photo"}).json()["values"] == {"photo": "BAQE"}
        client.patch(rows_path(rest="/rows/4"), json={"photo": "AAEC"})
        assert client.get(rows_path(rest="/rows/4"), params={"fields": "photo"}).json()["values"] == {"photo": "AAEC"}

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b"", "request.bad_json"), (b"{", "request.bad_json"), (b"[]", "request.bad_json"), (b'"x"', "request.bad_json"),
            (b'{"title": 5}', "row.invalid"), (b'{"title": ""}', "row.invalid"), (b'{"title": null}', "row.invalid"),
            (b'{"title": "x", "priority": true}', "row.invalid"), (b'{"title": "x", "priority": 1e99}', "row.invalid"),
            (b'{"title": "x", "priority": 9223372036854775808}', "row.invalid"), (b'{"title": "x\\u0000"}', "row.invalid"),
            (b'{"title": "x", "cost": "NaN"}', "row.invalid"), (b'{"title": "x", "cost": "1e9999"}', "row.invalid"),
            (b'{"title": "x", "created_at": "2026-13-01T00:00"}', "row.invalid"), (b'{"title": "x", "photo": "??"}', "row.invalid"),
            (b'{"title": "x", "status": "lost"}', "row.invalid"), (b'{"title": "x", "is_admin": true}', "row.invalid"),
            (b'{"title": "x", "__proto__": {}}', "row.invalid"), (b'{"title": ["x"]}', "row.invalid"),
        ],
    )  # fmt: skip
    def test_wrong_bodies(self, desk: Served, body: bytes, code: str) -> None:
        answer = desk.as_("root").post(rows_path(), content=body, headers={"content-type": "application/json"})
        found = problem(answer, 400, code)
        if code == "row.invalid":
            assert found["errors"]

    def test_odd_if_match(self, desk: Served) -> None:
        for text in ("abc", '"a", "b"', 'W/"a"'):
            answer = desk.as_("root").patch(rows_path(rest="/rows/4"), json={"priority": 1}, headers={"if-match": text})
            problem(answer, 400, "request.bad_if_match")

    def test_references(self, desk: Served) -> None:
        client = desk.as_("root")
        problem(client.delete(rows_path(table="erp.customers", rest="/rows/1")), 409, "row.referenced")
        assert client.post(rows_path(), json={"title": "x", "customer_id": 999}).status_code == 400
        assert client.post(rows_path(), json={"title": "x", "id": 4}).status_code == 409

    def test_each_verb_is_refused_without_its_right(self, desk: Served) -> None:
        for person, status in (("viewer", 403), ("basic", 404)):
            client = desk.as_(person)
            assert client.post(rows_path(), json={"title": "x"}).status_code == status
            assert client.patch(rows_path(rest="/rows/3"), json={"title": "x"}).status_code == status
            assert client.delete(rows_path(rest="/rows/3")).status_code == status
        assert desk.nobody.post(rows_path(), json={"title": "x"}).status_code == 401
        assert desk.nobody.delete(rows_path(rest="/rows/3")).status_code == 401


class TestMany:
    def test_all_or_nothing(self, desk: Served) -> None:
        client = desk.as_("agent")
        changes = [
            {"verb": "create", "values": {"title": "Bulk one"}},
            {"verb": "update", "id": "3", "values": {"title": "Bulk two"}},
            {"verb": "update", "id": "1", "values": {"title": "not mine"}},
        ]
        found = problem(client.post(rows_path(rest="/rows/bulk"), json={"changes": changes}), 404, "row.not_found")
        assert found["errors"][0]["field"] == "changes.2"  # type: ignore[index]
        done = client.post(rows_path(rest="/rows/bulk"), json={"changes": changes[:2]}).json()["items"]
        assert [row["values"]["title"] for row in done] == ["Bulk one", "Bulk two"]
        removed = client.post(rows_path(rest="/rows/bulk"), json={"changes": [{"verb": "delete", "id": done[0]["id"]}]})
        assert removed.json()["items"] == [None]

    @pytest.mark.parametrize(
        "body", [{}, {"changes": [{"verb": "drop"}]}, {"changes": [{"verb": "delete", "admin": 1}]}, {"changes": "x"}]
    )
    def test_strict_bodies(self, desk: Served, body: dict[str, object]) -> None:
        problem(desk.as_("agent").post(rows_path(rest="/rows/bulk"), json=body), 400, "request.invalid")

    def test_figures(self, desk: Served) -> None:
        body = {
            "measures": [{"name": "n"}],
            "groups": [{"name": "priority", "column": "priority"}],
            "filter": "id <= 60",
            "sort": ["-n", "priority"],
            "limit": 2,
        }
        page = desk.as_("root").post(rows_path("veiled", rest="/rows/aggregate"), json=body).json()
        assert len(page["items"]) == 2
        assert page["limited_by"] == "rows"
        problem(desk.as_("root").post(rows_path(rest="/rows/aggregate"), json={"measures": []}), 400, "request.invalid")


class TestExport:
    def test_formats_agree(self, desk: Served) -> None:
        client, path = desk.as_("agent"), rows_path("veiled", rest="/export")
        query = {"filter": "id <= 60", "sort": "-id", "fields": "id,title,cost"}
        as_json = client.get(path, params={**query, "format": "json"})
        lines = client.get(path, params={**query, "format": "ndjson"})
        table = client.get(path, params=query)
        assert as_json.json() == [json.loads(line) for line in lines.text.splitlines()]
        rows = list(csv.DictReader(io.StringIO(table.text)))
        assert [(row["id"], row["title"], row["cost"]) for row in rows] == [
            (str(r["id"]), r["title"], r["cost"]) for r in as_json.json()
        ]
        assert table.headers["content-disposition"] == 'attachment; filename="erp.tickets.csv"'
        assert client.get(path, params={"filter": "id < 0", "format": "json"}).json() == []

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
    def test_formulas_are_defused(self, desk: Served, text: str) -> None:
        client = desk.as_("shop")
        client.post(rows_path(table=LINES), json={"order_no": "evil", "line": 1, "item": text, "amount": -5})
        try:
            found = client.get(rows_path(table=LINES, rest="/export"), params={"filter": "order_no == 'evil'"}).text
            (row,) = csv.DictReader(io.StringIO(found, newline=""))
            assert (row["item"], row["amount"]) == ("'" + text, "-5")
        finally:
            client.delete(rows_path(table=LINES, rest="/rows/evil,1"))

    def test_refusals_come_before_the_file(self, desk: Served) -> None:
        client, path = desk.as_("agent"), rows_path(rest="/export")
        problem(client.get(path, params={"format": "xml"}), 400, "export.unknown_format")
        problem(client.get(path, params={"sort": "secret"}), 400, "rows.unknown_column")
        assert desk.as_("basic").get(path).status_code == 404


class TestWhy:
    def test_the_rule_that_decided(self, desk: Served) -> None:
        root, path = desk.as_("root"), "/api/v1/workspaces/desk/why"
        asked = {"verb": "read", "kind": "table", "name": T}
        found = root.get(path, params={**asked, "user": "agent@example.org"}).json()
        assert found == {"allowed": True, "because": "role agent grants read on erp.tickets where status == 'open'"}
        refused = root.get(path, params={**asked, "verb": "delete", "user": "viewer@example.org"}).json()
        assert refused["because"] == "no role of Viewer grants delete on erp.tickets"

    def test_others_learn_about_themselves_only(self, desk: Served) -> None:
        path, asked = "/api/v1/workspaces/desk/why", {"verb": "read", "kind": "table", "name": T}
        assert desk.as_("agent").get(path, params=asked).json() == {
            "allowed": True,
            "because": "one of your roles allows it for some rows",
        }
        assert desk.as_("agent").get(path, params={**asked, "user": "root@example.org"}).status_code == 403
        hidden, absent = (
            desk.as_("agent").get(path, params={**asked, "name": name}).json() for name in ("erp.people", "erp.x")
        )
        assert hidden == absent
        assert desk.as_("stranger").get(path, params=asked).status_code == 404
        assert desk.nobody.get(path, params=asked).status_code == 401

    def test_the_matrix(self, desk: Served) -> None:
        found = desk.as_("root").get("/api/v1/workspaces/desk/access-matrix").json()
        some = dict.fromkeys(("read", "create", "update", "delete"), "some rows")
        none = dict.fromkeys(("create", "update", "delete"), False)
        assert found["cells"]["agent"][T] == some, "rows of other databases are not commented on"
        assert found["cells"]["viewer"][T] == {"read": True, **none}
        assert found["cells"]["admin"][T]["delete"] is True
        assert desk.as_("agent").get("/api/v1/workspaces/desk/access-matrix").status_code == 403
