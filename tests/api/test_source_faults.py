"""Bad input from data sources, on a running server: the message and its next step, and nobody else notices.

A second person works on a source of their own all the while; `Witness` fails the test when that ever takes long or fails.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.peers.fixture import Database
from tests.peers.proxy import FaultProxy
from tests.support.failing_disk import failing_disk
from tests.support.server import Server, signed_in, started_server, token_client
from tests.support.small_disk import fill_up, small_disk

API = "/api/v1/workspaces"
UNNOTICED_S = 8.0  # on a machine with many other things to do


class Witness:
    """Somebody else, who reads and changes rows of another source for as long as the block lasts."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self.done = 0
        self.slowest_s = 0.0
        self.trouble: list[str] = []

    def __enter__(self) -> Witness:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        while self.done < 2 and self._thread.is_alive():
            time.sleep(0.02)
        self._stop.set()
        self._thread.join()
        assert self.trouble == []
        assert self.done >= 2
        assert self.slowest_s < UNNOTICED_S

    def _work(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            for answer in (
                self._client.get(f"{API}/calm/tables/calm.thing/rows"),
                self._client.patch(f"{API}/calm/tables/calm.thing/rows/1", json={"name": f"n{self.done}"}),
                self._client.get("/apps/calm/calm/thing"),
            ):
                if answer.status_code != 200:
                    self.trouble.append(answer.text[:300])
            self.slowest_s = max(self.slowest_s, time.monotonic() - began)
            self.done += 1


class Site:
    """A running server with its administrator, and a calm source for the witness."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.admin = signed_in(server.url, server.home)
        database(
            folder / "calm.db",
            "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)",
            "INSERT INTO thing VALUES (1, 'x')",
        )
        self.generate(f"sqlite:///{folder / 'calm.db'}", "calm")

    def generate(self, url: str, name: str) -> dict[str, object]:
        made = self.admin.post(
            "/api/v1/generate", json={"url": url, "workspace": name, "source_name": name, "title": name}, timeout=120
        )
        assert made.status_code == 201, made.text
        return dict(made.json())

    def witness(self) -> Witness:
        return Witness(token_client(self.server.url, self.server.home))


def database(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def refusal(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    """The problem document, which says what happened and what to do next."""
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.text[:500]
    assert problem["detail"].endswith(".")
    assert problem["hint"]
    return dict(problem)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("faults")
    with started_server(folder / "home", {"TOOLWRIGHT_ALLOW_PRIVATE_HOSTS": "127.0.0.1"}) as server:
        yield Site(server, folder)
        assert "Traceback" not in "".join(line for line in server.log().splitlines() if "internal" in line)


def test_five_thousand_columns(site: Site) -> None:
    """SQLite ends at 2,000 columns a table (MariaDB at 4,096, PostgreSQL at 1,600), so three tables have 5,000."""
    path = site.folder / "wide.db"
    with (
        contextlib.closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.OperationalError, match="too many columns"),
    ):
        connection.execute(f"CREATE TABLE t ({', '.join(f'c{n} TEXT' for n in range(5000))})")
    tables = {"first": 1900, "second": 1900, "third": 1200}
    for name, count in tables.items():
        columns = ", ".join(f"c{n} TEXT" for n in range(1, count))
        database(
            path,
            f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, {columns})",
            f"INSERT INTO {name} (id, c1) VALUES (1, 'a')",
        )
    with site.witness():
        plan = site.admin.post("/api/v1/generate/plan", json={"url": f"sqlite:///{path}"}, timeout=120).json()
        assert any("1,900 columns; its screens hold 120" in warning for warning in plan["warnings"])
        site.generate(f"sqlite:///{path}", "wide")
        described = site.admin.get(f"{API}/wide/tables/wide.first").json()
        assert described["columns"] == 1900
        for screen in ("first", "first/1/edit"):
            page = site.admin.get(f"/apps/wide/wide/{screen}", timeout=60)
            assert page.status_code == 200
            assert 'data-tone="danger"' not in page.text
            assert len(page.content) < 1_000_000
        assert "120 of 1,899 columns" in site.admin.get("/apps/wide/wide/first/1/edit").text
        changed = site.admin.patch(f"{API}/wide/tables/wide.first/rows/1", json={"c1899": "z"})
        assert changed.status_code == 200, changed.text[:300]
        rows = site.admin.get(f"{API}/wide/tables/wide.first/rows?fields=c1,c1899").json()
        assert (rows["items"][0]["c1"], rows["items"][0]["c1899"]) == ("a", "z")


def test_a_text_of_fifty_megabytes(site: Site) -> None:
    path = site.folder / "huge.db"
    database(path, "CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT, body TEXT)",
             "INSERT INTO note VALUES (1, 'small', 'x')", "INSERT INTO note VALUES (2, 'huge', hex(zeroblob(26000000)))",
             "INSERT INTO note VALUES (3, 'after', 'y')")  # fmt: skip
    site.generate(f"sqlite:///{path}", "huge")
    rows = f"{API}/huge/tables/huge.note/rows"
    with site.witness():
        assert [row["id"] for row in site.admin.get(rows).json()["items"]] == [1, 2, 3]  # long texts are not in lists
        page = site.admin.get(f"{rows}?fields=id,body").json()
        assert page["limited_by"] == "bytes"
        assert [row["id"] for row in page["items"]] == [1]
        problem = refusal(site.admin.get(f"{rows}/2"), 413, "rows.too_large")
        assert "Leave out the large column" in str(problem["hint"])
        assert site.admin.patch(f"{rows}/3", json={"title": "changed"}).status_code == 200
        for screen in ("note", "note/2"):
            page = site.admin.get(f"/apps/huge/huge/{screen}")
            assert page.status_code < 500
            assert len(page.content) < 1_000_000


def test_a_table_that_vanished(site: Site) -> None:
    path = site.folder / "gone.db"
    database(path, "CREATE TABLE kept (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO kept VALUES (1, 'x')",
             "CREATE TABLE gone (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO gone VALUES (1, 'x')")  # fmt: skip
    site.generate(f"sqlite:///{path}", "gone")
    database(path, "DROP TABLE gone")
    with site.witness():
        gone = f"{API}/gone/tables/gone.gone/rows"
        for answer in (
            site.admin.get(gone), site.admin.get(f"{gone}/1"), site.admin.post(gone, json={"name": "y"}),
            site.admin.patch(f"{gone}/1", json={"name": "y"}), site.admin.delete(f"{gone}/1"),
        ):  # fmt: skip
            problem = refusal(answer, 502, "source.schema_changed")
            assert "Describe the data source again" in str(problem["hint"])
        page = site.admin.get("/apps/gone/gone/gone")
        assert page.status_code < 500
        assert "not in the data source any more" in page.text
        assert site.admin.get(f"{API}/gone/tables/gone.kept/rows").json()["items"]
        # The next step the message names works.
        found = site.admin.post(f"{API}/gone/sources/gone/describe", json={"dry_run": True}).json()
        assert [change["ref"] for change in found["removed"]] == ["gone.gone"]


def test_a_full_disk_under_a_source(site: Site) -> None:
    with small_disk("2m") as disk:
        path = disk / "full.db"
        database(path, "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)", "INSERT INTO note VALUES (1, 'x')")
        site.generate(f"sqlite:///{path}", "full")
        rows = f"{API}/full/tables/full.note/rows"
        filler = fill_up(disk)
        with site.witness():
            problem = refusal(site.admin.post(rows, json={"body": "y" * 100_000}), 502, "source.full")
            assert "nothing was stored" in str(problem["detail"])
            assert "Free space" in str(problem["hint"])
            refusal(site.admin.patch(f"{rows}/1", json={"body": "z" * 100_000}), 502, "source.full")
            assert [row["body"] for row in site.admin.get(f"{rows}?fields=id,body").json()["items"]] == ["x"]
            assert site.admin.get("/apps/full/full/note").status_code == 200
            filler.unlink()
            assert site.admin.post(rows, json={"body": "y" * 100_000}).status_code == 201
            assert site.admin.get(f"{rows}?count=exact").json()["count"] == 2
        # Closes the file, or the disk could not be taken away.
        assert site.admin.delete(f"{API}/full").status_code == 204


def test_a_full_disk_and_failed_syncs_under_built_in_tables(tmp_path: Path) -> None:
    env, fails = failing_disk(tmp_path)
    files = {
        "workspace.yaml": "title: Desk\n",
        "tables/notes.yaml": "title: Notes\ncolumns:\n  - {name: body, kind: long_text}\n",
    }
    with small_disk("24m") as disk:
        home = tmp_path / "home"
        (disk / "home").mkdir()
        home.symlink_to(disk / "home")  # its log is elsewhere
        with started_server(home, env) as server:
            admin = signed_in(server.url, home)
            assert admin.post(API, json={"name": "desk", "files": files}).status_code == 201
            rows, stored = f"{API}/desk/tables/notes/rows", list[int]()

            def write() -> httpx.Response:
                answer = admin.post(rows, json={"body": "y" * 19_000})
                stored.extend([answer.json()["values"]["id"]] if answer.status_code == 201 else [])
                return answer

            def read() -> list[int]:
                return [row["id"] for row in admin.get(f"{rows}?fields=id&sort=id&limit=500").json()["items"]]

            assert write().status_code == 201
            filler = fill_up(disk)
            answer = write()
            while answer.status_code == 201:  # the log of the database has some room of its own
                answer = write()
            problem = refusal(answer, 502, "source.full")
            assert "nothing was stored" in str(problem["detail"])
            assert read() == stored
            filler.unlink()
            assert write().status_code == 201

            fails.touch()
            problem = refusal(write(), 502, "source.disk")
            assert "was not stored" in str(problem["detail"])
            assert read() == stored
            fails.unlink()
            assert write().status_code == 201
            assert read() == stored
        with started_server(home) as server:
            again = signed_in(server.url, home)
            assert [row["id"] for row in again.get(f"{rows}?fields=id&sort=id&limit=500").json()["items"]] == stored


@contextlib.asynccontextmanager
async def proxied(database: Database) -> AsyncIterator[tuple[FaultProxy, str]]:
    """A proxy before a database, and its address through it, unencrypted so that the proxy can read along."""
    proxy = FaultProxy(database.server.host, database.server.port)
    await proxy.start()
    try:
        option = "sslmode=disable" if database.server.scheme == "postgresql" else "ssl-mode=disabled"
        yield proxy, f"{database.server.url(database.name, port=proxy.port)}?{option}"
    finally:
        await proxy.close()


@pytest.fixture(
    params=[pytest.param("postgres", marks=pytest.mark.peer), pytest.param("mariadb", marks=pytest.mark.peer)]
)
def peer(request: pytest.FixtureRequest) -> Database:
    """A database on each server in turn."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # cut connections leave transports to the collector
async def test_a_connection_lost_in_a_write(site: Site, peer: Database) -> None:
    await peer.run("CREATE TABLE note (id int PRIMARY KEY, body varchar(50))", "INSERT INTO note VALUES (1, 'x')")
    name = f"lost_{peer.server.scheme}"
    rows = f"{API}/{name}/tables/{name}.note/rows"
    async with proxied(peer) as (proxy, url):
        await asyncio.to_thread(site.generate, url, name)

        def work() -> None:
            with site.witness():
                assert site.admin.get(rows).status_code == 200
                proxy.cut_on = b"INSERT INTO"
                problem = refusal(site.admin.post(rows, json={"id": 2, "body": "y"}), 502, "source.unreachable")
                assert "nothing was stored" in str(problem["detail"])
                proxy.heal()
                assert [row["id"] for row in site.admin.get(rows).json()["items"]] == [1]
                proxy.cut_on = b"COMMIT"
                problem = refusal(site.admin.post(rows, json={"id": 3, "body": "y"}), 502, "source.outcome_unknown")
                assert "Reload and look" in str(problem["hint"])
                proxy.heal()
                assert site.admin.patch(f"{rows}/1", json={"body": "after"}).json()["values"]["body"] == "after"
                # Gone altogether: reads say so, too, and it comes back without a restart.
                proxy.refuse = True
                proxy.cut_on = b"note"
                refusal(site.admin.get(rows), 502, "source.unreachable")
                page = site.admin.get(f"/apps/{name}/{name}/note")
                assert page.status_code < 500
                assert "source.unreachable" in page.text
                proxy.heal()
                assert site.admin.get(rows).status_code == 200

        await asyncio.to_thread(work)
