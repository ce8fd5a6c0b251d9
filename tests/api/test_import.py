"""Imports and exports over HTTP and on the command line: policy, previews, rejects, cancelling, and being killed."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from tests.rows import desk
from tests.rows.served import Served, served
from tests.support.server import in_home, started_server, token_client
from toolwright.cli import app as cli_app
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.exchange.opening import MEDIA_TYPES
from toolwright.model.files import dump_workspace

TICKETS = "/api/v1/workspaces/desk/tables/erp.tickets"
CSV = {"content-type": "text/csv"}
XLSX = {"content-type": next(kind for kind, name in MEDIA_TYPES.items() if name == "xlsx")}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk these tests may change."""
    with served(tmp_path_factory.mktemp("import")) as made:
        yield made


@pytest.fixture(scope="module")
def root(own: Served) -> httpx.Client:
    return own.as_("root")


def count(client: httpx.Client, condition: str) -> int:
    answer = client.get(f"{TICKETS}/rows", params={"filter": condition, "count": "exact", "limit": 1})
    return int(answer.json()["count"])


def test_a_file_is_looked_at_first(root: httpx.Client) -> None:
    text = "Title;Cost;Created at;Colour\nOne;1.234,50;25.12.2026 14:30;red\nTwo;many;26.12.2026 09:00;blue\n"
    answer = root.post(f"{TICKETS}/import", params={"dry_run": "true"}, content=text, headers=CSV)
    found = answer.json()
    assert answer.status_code == 200, found
    assert found["columns"] == {"Title": "title", "Cost": "cost", "Created at": "created_at"}
    assert found["unknown"] == {"Colour": None}
    assert (found["read"], found["inserted"], found["rejected"], found["is_stored"]) == (2, 1, 1, False)
    assert found["problems"][0]["line"] == 3
    assert found["problems"][0]["column"] == "cost"
    preview = found["preview"]
    assert preview["types"]["Created at"]["kind"] == "datetime"
    assert (preview["facts"]["format"], preview["facts"]["delimiter"]) == ("csv", ";")
    assert preview["rows"][0]["Cost"] == "1.234,50"
    assert count(root, "title == 'One'") == 0


def test_a_new_table_is_tried_before_it_is_made(root: httpx.Client) -> None:
    text = "Device, model;Bought on;Price\nA;2026-01-02;5\nB;2026-01-03;many\n"
    devices = "/api/v1/workspaces/desk/tables/devices"
    asked = {"create": "true", "title": "All devices", "columns": '{"Bought on": null, "Device, model": "model"}'}
    tried = root.post(
        f"{devices}/import",
        params={**asked, "kinds": '{"Price": "integer"}', "dry_run": "true"},
        content=text,
        headers=CSV,
    )
    found = tried.json()
    assert tried.status_code == 200, found
    assert found["columns"] == {"Device, model": "model", "Price": "price"}
    assert (found["read"], found["inserted"], found["rejected"], found["is_stored"]) == (2, 1, 1, False)
    assert found["problems"] == [
        {"line": 3, "column": "price", "message": "Must be a whole number.", "code": "invalid"}
    ]
    assert root.get(devices).status_code == 404
    wrong = root.post(f"{devices}/import", params={**asked, "kinds": '{"Price": "prise"}'}, content=text, headers=CSV)
    assert (wrong.status_code, wrong.json()["code"]) == (404, "column.unknown_kind")

    made = root.post(
        f"{devices}/import",
        params={**asked, "kinds": '{"Price": "integer"}', "skip_wrong": "true"},
        content=text,
        headers=CSV,
    )
    assert (made.json()["inserted"], made.json()["rejected"]) == (1, 1), made.text
    assert "many" in made.json()["rejects"]
    assert root.get(devices).json()["title"] == "All devices"
    assert root.get(f"{devices}/rows", params={"fields": "model,price"}).json()["items"] == [{"model": "A", "price": 5}]


def test_a_trial_says_what_does_not_fit_and_still_shows_the_file(root: httpx.Client) -> None:
    def tried(address: str, text: str, **asked: str) -> dict[str, Any]:
        answer = root.post(f"{address}/import", params={"dry_run": "true", **asked}, content=text, headers=CSV)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    none = tried(TICKETS, "Farbe,Form\nred,round\n")
    assert (none["read"], none["columns"], none["preview"]["headers"]) == (0, {}, ["Farbe", "Form"])
    assert [one["code"] for one in none["unfit"]] == ["import.no_columns"]
    unkeyed = tried(TICKETS, "Title,Cost\nOne,5\n", mode="update")
    assert [(one["column"], one["code"]) for one in unkeyed["unfit"]] == [("id", "import.no_key")]
    assert unkeyed["preview"]["rows"] == [{"Title": "One", "Cost": "5"}]
    stored = root.post(f"{TICKETS}/import", params={"mode": "update"}, content="Title,Cost\nOne,5\n", headers=CSV)
    assert (stored.status_code, stored.json()["errors"][0]["code"]) == (400, "import.no_key")

    drawn = "/api/v1/workspaces/desk/tables/drawn"
    named = tried(drawn, "A,B\n1,2\n", create="true", columns='{"A": "Not a name"}')
    assert [one["column"] for one in named["unfit"]] == ["columns.0.name"]
    assert "lower-case letters" in named["unfit"][0]["message"]
    twice = tried(drawn, "A,B\n1,2\n", create="true", columns='{"A": "same", "B": "same"}')
    assert [(one["column"], one["code"]) for one in twice["unfit"]] == [("same", "import.twice")]
    nothing = tried(drawn, "A\n1\n", create="true", columns='{"A": null}')
    assert [one["code"] for one in nothing["unfit"]] == ["import.no_columns"]


def test_a_workspace_begins_with_a_file(own: Served) -> None:
    admin = token_client(own.url, own.home, "boss@example.org", is_admin=True)
    book = Workbook()
    book.active.title = "Servers"
    for row in (["Name", "Owner", "Cores"], ["a", "x@example.org", 4], ["b", "y@example.org", "many"]):
        book.active.append(row)
    for title, rows in (("Sheet2", [["A"], [1]]), ("Empty", [])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)

    def sent(client: httpx.Client, **asked: str) -> httpx.Response:
        return client.post("/api/v1/generate/import", params=asked, content=file.getvalue(), headers=XLSX)

    tried = sent(admin, title="Our servers", dry_run="true").json()
    assert (tried["workspace"], tried["address"], tried["is_stored"]) == ("our_servers", None, False)
    assert [(one["sheet"], one["name"], one["report"]["read"]) for one in tried["tables"]] == [
        ("Servers", "servers", 2),
        ("Sheet2", "our_servers", 1),  # what says nothing is called after the whole
    ]
    assert tried["left_out"] == {"Empty": "The sheet 'Empty' is empty."}
    assert tried["tables"][0]["report"]["preview"]["types"]["Owner"]["kind"] == "email"

    tables = json.dumps(
        [{"sheet": "Servers", "kinds": {"Cores": "integer"}}, {"sheet": "Sheet2", "name": "pairs", "title": "Pairs"}]
    )
    refused = sent(admin, title="Our servers", tables=tables)
    assert (refused.status_code, refused.json()["code"]) == (400, "import.refused")
    assert admin.get("/api/v1/workspaces/our_servers").status_code == 404, "all or nothing"

    wrong = sent(admin, title="Unsere Server", language="fr")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "language.unknown")
    german = sent(admin, title="Unsere Server", language="de").json()
    listed = admin.get(german["address"] + "servers", headers={"accept-language": "de"}).text
    assert "Papierkorb" in listed
    assert "Angelegt am" in listed
    assert "Created at" not in listed

    made = sent(admin, title="Our servers", tables=tables, skip_wrong="true")
    assert made.status_code == 200, made.text
    first, second = made.json()["tables"]
    assert (first["report"]["inserted"], second["report"]["inserted"], second["report"]["rejects"]) == (1, 1, None)
    assert "many" in first["report"]["rejects"]
    rows = admin.get("/api/v1/workspaces/our_servers/tables/servers/rows", params={"fields": "name,cores"})
    assert rows.json()["items"] == [{"name": "a", "cores": 4}]
    apps = admin.get("/api/v1/workspaces/our_servers/apps").json()["items"]
    assert [one["address"] for one in apps] == [made.json()["address"]]

    again = sent(admin, title="Our servers", workspace="our_servers")
    assert (again.status_code, again.json()["code"]) == (409, "workspace.exists")
    assert sent(admin, title="Ours", tables='[{"sheets": 1}]').status_code == 400
    assert sent(admin, title=" ").status_code == 400
    assert sent(own.as_("root"), title="Ours").status_code in (403, 404)


def test_who_may_import_is_said_with_the_tables(own: Served) -> None:
    listed = {one["ref"]: one["can"] for one in own.as_("root").get("/api/v1/workspaces/desk/tables").json()["items"]}
    assert {"create", "update"} <= set(listed["erp.tickets"])
    seen = {one["ref"]: one["can"] for one in own.as_("viewer").get("/api/v1/workspaces/desk/tables").json()["items"]}
    assert seen["erp.tickets"] == ["read"]


def test_all_or_nothing_and_with_rejects(root: httpx.Client) -> None:
    text = "id,title,cost,owner\n701,Seven,1.5,'=x\n702,,2,me\n703,Nine,x,me\n1,Taken,1,me\n"
    refused = root.post(f"{TICKETS}/import", content=text, headers=CSV)
    assert refused.status_code == 400
    problem = refused.json()
    assert problem["code"] == "import.refused"
    assert [error["field"] for error in problem["errors"]] == ["line 3, title", "line 4, cost", "line 5, id"]
    assert count(root, "id == 701") == 0
    done = root.post(f"{TICKETS}/import", params={"skip_wrong": "true"}, content=text, headers=CSV).json()
    assert (done["inserted"], done["rejected"], done["is_stored"]) == (1, 3, True)
    lines = done["rejects"].splitlines()
    assert lines[0] == "id,title,cost,owner,line,problem"
    assert lines[1] == "702,,2,me,3,title: A value is needed."
    row = root.get(f"{TICKETS}/rows/701").json()["values"]
    assert (row["owner"], row["cost"]) == ("=x", "1.5")
    again = root.post(f"{TICKETS}/import", content=done["rejects"].replace(",,2", ",Mended,2"), headers=CSV)
    assert again.json()["code"] == "import.unknown_columns"


def test_upsert_from_a_form_with_a_spreadsheet(root: httpx.Client) -> None:
    book = Workbook()
    book.active.append(["ID", "Subject", "Priority"])
    book.active.append([710, "New", 1])
    book.active.append([1, "Changed", 2.0])
    data = io.BytesIO()
    book.save(data)
    params = {"mode": "upsert", "key": "id", "columns": "Subject=title"}
    answer = root.post(f"{TICKETS}/import", params=params, files={"file": ("rows.xlsx", data.getvalue())})
    assert (answer.json()["inserted"], answer.json()["updated"]) == (1, 1), answer.text
    assert root.get(f"{TICKETS}/rows/1").json()["values"]["title"] == "Changed"


@pytest.mark.parametrize(
    ("params", "content", "headers", "code"),
    [
        ({"mode": "replace"}, "title\nx\n", CSV, "request.bad_query"),
        ({"columns": "title"}, "title\nx\n", CSV, "import.bad_mapping"),
        ({"columns": "Titel=title"}, "title\nx\n", CSV, "import.bad_mapping"),
        ({"format": "doc"}, "title\nx\n", CSV, "import.unknown_format"),
        ({}, "colour\nred\n", CSV, "import.unknown_columns"),
        ({"ignore_unknown": "true"}, "colour\nred\n", CSV, "import.no_columns"),
        ({}, "", CSV, "import.malformed"),
        ({}, 'title\n"x\n', CSV, "import.malformed"),
        ({}, "not a zip", XLSX, "import.malformed"),
        ({"mode": "update"}, "title\nx\n", CSV, "row.invalid"),
    ],
)
def test_wrong_requests_say_what(
    root: httpx.Client, params: dict[str, str], content: str, headers: dict[str, str], code: str
) -> None:
    answer = root.post(f"{TICKETS}/import", params=params, content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text


def test_rights_are_those_of_the_caller(own: Served) -> None:
    text = "id,title,status\n720,Mine,open\n721,Closed,closed\n"
    agent = own.as_("agent").post(f"{TICKETS}/import", params={"skip_wrong": "true"}, content=text, headers=CSV)
    assert (agent.json()["inserted"], agent.json()["rejected"]) == (1, 1)
    hidden = own.as_("agent").post(f"{TICKETS}/import", content="title,secret\nx,y\n", headers=CSV)
    assert hidden.json()["code"] == "import.unknown_columns"
    viewer = own.as_("viewer").post(f"{TICKETS}/import", content=text, headers=CSV)
    assert viewer.status_code == 403
    nobody = httpx.post(own.url + f"{TICKETS}/import", content=text, headers=CSV)
    assert nobody.status_code == 401


def test_progress_and_the_outcome_come_as_lines(root: httpx.Client) -> None:
    text = "id,title\n" + "".join(f"{n},Many\n" for n in range(100_000, 130_000))
    headers = {**CSV, "accept": "application/x-ndjson"}
    lines = [
        json.loads(line) for line in root.post(f"{TICKETS}/import", content=text, headers=headers).text.splitlines()
    ]
    assert lines[-1]["report"]["inserted"] == 30_000
    assert all("progress" in line for line in lines[:-1])
    wrong = root.post(f"{TICKETS}/import", content="id,title\nx,y\n", headers=headers).text.splitlines()
    assert json.loads(wrong[-1])["problem"]["code"] == "import.refused"


def test_a_client_that_leaves_cancels(own: Served, root: httpx.Client) -> None:
    text = "id,title\n" + "".join(f"{n},Left\n" for n in range(200_000, 900_000))
    headers = {**CSV, "accept": "application/x-ndjson"}
    with root.stream("POST", f"{TICKETS}/import", content=text, headers=headers) as answer:
        next(answer.iter_lines())
    deadline = time.monotonic() + 60
    probe = {"content": "id,title\n199999,Probe\n", "headers": CSV}
    while (done := root.post(f"{TICKETS}/import", **probe)).status_code != 200:  # type: ignore[arg-type]  # keywords
        assert time.monotonic() < deadline, done.text
        time.sleep(0.2)
    assert count(root, "title == 'Left'") == 0


# --- exports ----------------------------------------------------------------------------------------------------------


def test_exports_follow_filter_columns_order_and_rights(own: Served, root: httpx.Client) -> None:
    params = {"format": "xlsx", "filter": "id < 10 and status == 'open'", "fields": "id,title", "sort": "-id"}
    sheet = load_workbook(io.BytesIO(root.get(f"{TICKETS}/export", params=params).content)).active
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows()] == [
        ("id", "title"), (9, "Ticket 9"), (6, "Ticket 6"), (3, "Ticket 3"),
    ]  # fmt: skip
    viewer = own.as_("viewer")
    for format_ in ("csv", "json", "ndjson", "xlsx", "parquet"):
        answer = viewer.get(f"{TICKETS}/export", params={"format": format_})
        assert answer.status_code == 200
        assert desk.SECRET.encode() not in answer.content
    refused = viewer.get(f"{TICKETS}/export", params={"format": "xlsx", "filter": "secret == 'x'"})
    assert refused.status_code in (400, 422)
    assert viewer.get(f"{TICKETS}/export", params={"format": "doc"}).json()["code"] == "export.unknown_format"


# --- the command line -------------------------------------------------------------------------------------------------


def toolwright(*words: str) -> tuple[int, str, bytes]:
    found = CliRunner().invoke(cli_app, list(words))
    return found.exit_code, found.output, found.stdout_bytes


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A home without a server, holding the desk."""
    desk.fill(tmp_path / "desk.db")
    home = tmp_path / "home"
    files = dump_workspace(desk.workspace(tmp_path / "desk.db"))
    in_home(home, lambda services: create_workspace(services, OPERATOR, "desk", files=files))
    return home


LABELLED = {
    "workspace.yaml": "title: Labelled\n",
    "tables/labels.yaml": "title: Labels\ncolumns:\n  - {name: name, kind: text, required: true}\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: labels, kind: links, settings: {to: labels}}
""",
}


@pytest.mark.parametrize("format_", ["csv", "json", "ndjson", "xlsx"])
def test_links_come_back_from_an_export(own: Served, format_: str) -> None:
    root = token_client(own.url, own.home, "boss@example.org", is_admin=True)
    workspace = f"/api/v1/workspaces/labelled_{format_}"
    made = root.post("/api/v1/workspaces", json={"name": f"labelled_{format_}", "files": LABELLED})
    assert made.status_code == 201, made.text
    tickets = f"{workspace}/tables/tickets"
    labels = [{"verb": "create", "values": {"name": name}} for name in ("red", "green", "7, or so")]
    assert root.post(f"{workspace}/tables/labels/rows/bulk", json={"changes": labels}).is_success
    links = ([1, 3], None, [2], [1, 2, 3])
    rows = [{"verb": "create", "values": {"title": f"t{n}", "labels": keys}} for n, keys in enumerate(links)]
    assert root.post(f"{tickets}/rows/bulk", json={"changes": rows}).is_success
    exported = root.get(f"{tickets}/export", params={"format": format_, "fields": "id,title,labels"})
    others = [{"verb": "update", "id": str(n), "values": {"labels": [2, 1]}} for n in range(1, 5)]
    assert root.post(f"{tickets}/rows/bulk", json={"changes": others}).is_success
    kind = {"content-type": exported.headers["content-type"]}
    asked = {"mode": "upsert", "key": "id"}
    done = root.post(f"{tickets}/import", params=asked, content=exported.content, headers=kind).json()
    assert (done.get("updated"), done.get("rejected")) == (4, 0), done
    found = root.get(f"{tickets}/rows", params={"sort": "id"}).json()["items"]
    assert tuple(row["labels"] for row in found) == links
    more = 'title,labels\nx,green; red\ny,"[""7, or so""]"\nz,nobody\n'
    done = root.post(f"{tickets}/import", params={"skip_wrong": "true"}, content=more, headers=CSV).json()
    assert (done["inserted"], done["problems"][0]["column"]) == (2, "labels"), done
    found = root.get(f"{tickets}/rows", params={"sort": "id", "filter": "title in ['x', 'y']"}).json()["items"]
    assert [row["labels"] for row in found] == [[1, 2], [3]]


@pytest.mark.parametrize("where", ["stopped", "beside", "remote"])
def test_the_command_line_imports_and_exports(stopped: Path, tmp_path: Path, where: str) -> None:
    with contextlib.ExitStack() as stack:
        place = ["--home", str(stopped)]
        if where != "stopped":
            server = stack.enter_context(started_server(stopped))
            if where == "remote":
                token = token_client(server.url, stopped).headers["authorization"].removeprefix("Bearer ")
                place = ["--url", server.url, "--token", token]
        common = ["--workspace", "desk", "--table", "erp.tickets", *place]
        out = tmp_path / "out.csv"
        code, said, _ = toolwright(
            "export", *common, "-o", str(out), "--filter", "id <= 5", "--fields", "id,title,cost"
        )
        assert (code, len(out.read_text().splitlines())) == (0, 6), said
        out.write_text(out.read_text().replace("Ticket 1", "Ticket one").replace("5,Long story number 5,5.5", "5,,5"))
        wrong = toolwright("import", str(out), *common, "--mode", "upsert")
        assert wrong[0] == 1
        assert "line 6, title: A value is needed." in wrong[1]
        rejects = tmp_path / "rejects.csv"
        code, said, _ = toolwright("import", str(out), *common, "--mode", "upsert", "--rejects", str(rejects), "--json")
        found = json.loads(said)
        assert (code, found["updated"], found["rejected"]) == (0, 4, 1)
        assert rejects.read_text().splitlines()[1] == "5,,5,6,title: A value is needed."
        code, said, data = toolwright(
            "export", *common, "--format", "ndjson", "--filter", "id == 1", "--fields", "title"
        )
        assert (code, json.loads(data)) == (0, {"title": "Ticket one"})
        assert toolwright("import", str(out), *[w.replace("tickets", "nothing") for w in common])[0] == 3
        assert toolwright("import", str(tmp_path / "none.csv"), *common)[0] == 1


def test_a_file_becomes_a_table(stopped: Path, tmp_path: Path) -> None:
    file = tmp_path / "devices.csv"
    file.write_text(
        "ID;Host name;Address;Bought on;Price;State\n"
        + "".join(
            f"{n};web-{n};10.0.0.{n};{n:02}.03.2026;1.{n:03},50;{'ok' if n % 2 else 'broken'}\n" for n in range(1, 29)
        )
    )
    common = ["--workspace", "desk", "--table", "devices", "--home", str(stopped)]
    code, said, _ = toolwright("import", str(file), *common, "--create", "--json")
    assert (code, json.loads(said)["inserted"]) == (0, 28), said

    async def kinds(services: Services) -> dict[str, str | None]:
        found = await services.workspaces.get("desk")
        return {column.name: column.kind for column in found.tables["devices"].columns}

    made = in_home(stopped, kinds)
    assert {name: made[name] for name in ("given_id", "host_name", "address", "bought_on", "price", "state")} == {
        "given_id": "integer", "host_name": "text", "address": "ip", "bought_on": "date", "price": "decimal", "state": "select",
    }  # fmt: skip
    _, _, data = toolwright("export", *common, "--format", "json", "--filter", "given_id == 7")
    (row,) = json.loads(data)
    assert (row["price"], row["bought_on"], row["state"]) == ("1007.5", "2026-03-07", "ok")
    assert toolwright("import", str(file), *common, "--create")[0] == 5
    file.write_text("a,b\n1,2\n3,4,5\n")
    assert toolwright("import", str(file), *[word.replace("devices", "broken") for word in common], "--create")[0] == 1

    async def names(services: Services) -> set[str]:
        return set((await services.workspaces.get("desk")).tables)

    assert "broken" not in in_home(stopped, names)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_killed_import_leaves_all_or_nothing(stopped: Path, tmp_path: Path) -> None:
    """Killed at twenty points between the first page it writes and the commit."""
    file, rows = tmp_path / "many.csv", 15_000
    file.write_text("id,title,owner\n" + "".join(f"{n},Many,{'x' * 90}\n" for n in range(10_000, 10_000 + rows)))
    command = [sys.executable, "-c", "from toolwright.cli import main; main()", "import", str(file)]
    place = ["--workspace", "desk", "--table", "erp.tickets", "--home", str(stopped)]
    with contextlib.closing(sqlite3.connect(tmp_path / "desk.db", isolation_level=None)) as watcher:
        written = _Written(watcher, tmp_path / "desk.db-wal")
        subprocess.run([*command, *place], check=True, capture_output=True)
        whole_bytes = written.bytes()
        outcomes = []
        for attempt in range(20):
            assert written.many() in (0, rows)
            written.clear()
            process = subprocess.Popen([*command, *place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while process.poll() is None and written.bytes() <= whole_bytes * attempt / 20:
                time.sleep(0.001)
            process.kill()
            process.wait()
            outcomes.append(written.many())
        assert set(outcomes) <= {0, rows}
        assert outcomes.count(0) >= 5, "hardly any attempt was early enough to be undone"
        assert toolwright("import", str(file), *place, "--mode", "upsert")[0] == 0
        assert written.many() == rows


class _Written:
    """What an import has written so far: rows that are there for good, bytes that may not be yet."""

    def __init__(self, connection: sqlite3.Connection, log: Path) -> None:
        self._connection = connection
        self._log = log
        self.clear()

    def clear(self) -> None:
        self._connection.execute("DELETE FROM tickets WHERE title = 'Many'")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def many(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM tickets WHERE title = 'Many'").fetchone()[0])

    def bytes(self) -> int:
        return self._log.stat().st_size if self._log.exists() else 0


def test_what_is_wrong_with_a_file_is_said_and_what_it_holds_stays(root: httpx.Client) -> None:
    devices = "/api/v1/workspaces/desk/tables/gadgets"
    asked = {"create": "true", "columns": '{"message": "text"}', "kinds": '{"Preis": "integer"}', "dry_run": "true"}
    text = "message;Preis\ntext;5\ncolumn;viel\n"
    found = root.post(f"{devices}/import", params=asked, content=text, headers={**CSV, "accept-language": "de"}).json()
    assert found["columns"]["message"] == "text", "names are nobody's words"
    assert found["preview"]["rows"][0] == {"message": "text", "Preis": "5"}
    assert found["problems"][0]["message"] == "Muss eine ganze Zahl sein."
    assert found["preview"]["types"]["message"]["evidence"] == "Texte aller Art."
    bad = root.post(f"{TICKETS}/import", content="A;B\n1;2\n", headers={**CSV, "accept-language": "de"})
    assert bad.json()["errors"][0]["message"] == "Diese Spalte gibt es nicht."
