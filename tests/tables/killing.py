"""Kills a process at every statement of a migration in turn, and looks at what is left. Run by `test_killing.py`.

One process that never starts a thread forks the others: one that migrates and kills itself with SIGKILL at statement N
of any database, and one that starts the installation again and says what it finds. Prints a line of JSON for each N.

With `write` they write rows instead until they are killed from outside, each after it has looked for what those before
it acknowledged; a line for each.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.tables.shop import CUSTOMERS, FILES, ORDERS, SHOP, add, change, make_shop, shown
from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.definitions import Migration
from toolwright.commands.import_rows import ImportRequest
from toolwright.commands.import_table import import_table
from toolwright.commands.operator import OPERATOR
from toolwright.commands.publish import publish
from toolwright.commands.replace_files import replace_files
from toolwright.commands.services import Services
from toolwright.commands.start_from_file import FileRequest, start_from_file
from toolwright.errors import NotFound
from toolwright.model.environment import draft_of
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import RowChange, RowQuery
from toolwright.settings import Settings
from toolwright.tables import Renames, keeper

ROWS = 3
SHEETS = ("Servers", "Racks")
ADA = Actor("user", "ada", "Ada", is_admin=True)
CLIENTS = (
    CUSTOMERS.replace(
        "name: city, kind: text", "name: town, kind: text, required: true, default: none, settings: {max_length: 80}"
    )
    + "  - {name: label, kind: formula, settings: {value: 'upper(name)'}}\nunique: [[name]]\nsearch: [name]\n"
)
CHANGED = {
    "tables/customers.yaml": None,
    "tables/clients.yaml": CLIENTS,
    "tables/orders.yaml": ORDERS.replace("to: customers", "to: clients").replace(
        "amount, kind: text", "amount, kind: integer"
    ),
    "tables/more.yaml": CUSTOMERS + "search: [name]\n",
}


async def prepare(services: Services) -> None:
    """A shop with rows."""
    await make_shop(services)
    await add(services, "customers", *({"name": f"c{n}", "city": None if n % 2 else "Bonn"} for n in range(ROWS)))
    await add(services, "orders", *({"customer_id": n + 1, "code": f"o{n}", "amount": str(n)} for n in range(ROWS)))


async def migrate(services: Services) -> None:
    """The change that is interrupted."""
    await change(services, CHANGED, "customers=clients", "customers.city=town")


async def look(services: Services, number: int) -> str:
    """`old` or `new`; anything in between is an error."""
    shop = await services.workspaces.get(SHOP)
    assert (await services.tables.plan(shop)).is_empty, "definitions and tables differ"
    assert await services.workspaces.pending(SHOP) is None
    if "clients" in shop.tables:
        wanted = [(n + 1, f"c{n}", "none" if n % 2 else "Bonn", f"C{n}") for n in range(ROWS)]
        assert await shown(services, "clients", "id", "name", "town", "label") == wanted
        assert await shown(services, "orders", "customer_id", "amount") == [(n + 1, n) for n in range(ROWS)]
        assert await shown(services, "more", "id") == []
        assert await shown(services, "clients", "name", search="c1") == [("c1",)]
        return "new"
    wanted_cities = [(f"c{n}", None if n % 2 else "Bonn") for n in range(ROWS)]
    assert await shown(services, "customers", "name", "city") == wanted_cities
    assert await shown(services, "orders", "customer_id", "amount") == [(n + 1, str(n)) for n in range(ROWS)]
    assert await shown(services, "orders", "code", search="o2") == [("o2",)]
    if number % 8 == 0:
        await migrate(services)  # what was not done can be done
    return "old"


async def make(services: Services) -> None:
    """A new workspace whose making is interrupted."""
    await create_workspace(services, OPERATOR, SHOP, files=FILES)


async def look_for_new(services: Services, number: int) -> str:
    """`old` for none, `new` for a whole one."""
    try:
        await services.workspaces.get(SHOP)
    except NotFound:
        await make(services)
        assert await shown(services, "orders", "id") == []
        return "old"
    assert await shown(services, "orders", "id") == []
    return "new"


async def prepare_version(services: Services) -> None:
    """The shop in its first version, and a draft with another title and a column of another name."""
    await prepare(services)
    await publish(services, OPERATOR, SHOP, message="First", copy_rows=False)
    draft = draft_of(SHOP)
    files = {**await services.workspaces.files(draft), "workspace.yaml": "title: Second\n"}
    files["tables/customers.yaml"] = CUSTOMERS.replace("city", "town")
    renames = Migration(Renames.read(("customers.city=town",)))
    await replace_files(services, OPERATOR, draft, files, migration=renames)


async def publish_second(services: Services) -> None:
    """Have people use what was drafted."""
    await publish(services, OPERATOR, SHOP, message="Second")


async def look_at_version(services: Services, number: int) -> str:
    """`old` or `new`: tables, rows, definitions and the version that is noted."""
    shop = await services.workspaces.get(SHOP)
    assert (await services.tables.plan(shop)).is_empty, "definitions and tables differ"
    is_new = shop.definition.title == "Second"
    cities = [(f"c{n}", None if n % 2 else "Bonn") for n in range(ROWS)]
    assert await shown(services, "customers", "name", "town" if is_new else "city") == cities
    assert (await services.workspaces.info(SHOP)).version == (2 if is_new else 1)
    if not is_new and number % 4 == 0:
        await publish_second(services)  # what was not done can be done
        assert await look_at_version(services, 1) == "new"
        assert len(await services.versions.list(SHOP)) == 2
    return "new" if is_new else "old"


async def prepare_file(services: Services) -> None:
    """A spreadsheet of two sheets."""
    book = Workbook()
    for title in SHEETS:
        sheet = book.create_sheet(title)
        sheet.append(["Name", "Cores"])
        for number in range(ROWS):
            sheet.append([f"{title} {number}", number])
    book.save(services.settings.home / "list.xlsx")


async def start(services: Services) -> None:
    """A workspace of a file, whose making is interrupted."""
    await start_from_file(services, OPERATOR, FileRequest("Shop", SHOP), services.settings.home / "list.xlsx", _unheard)


async def look_for_started(services: Services, number: int) -> str:
    """`old` for nothing at all, once nobody can be at it any more, or `new` for tables with all rows, and the app."""
    keeper.GRACE = timedelta(0)
    await services.tables.settle_all()
    assert await services.workspaces.pending(SHOP) is None
    if SHOP not in await services.workspaces.names():
        assert not await services.tables._places.exists(SHOP), "tables of no workspace are left"
        if number % 4 == 0:
            await start(services)  # what was not done can be done
            assert await look_for_started(services, 1) == "new"
        return "old"
    shop = await services.workspaces.get(SHOP)
    assert (await services.tables.plan(shop)).is_empty, "definitions and tables differ"
    for title in SHEETS:
        wanted = [(f"{title} {n}", n) for n in range(ROWS)]
        assert await shown(services, title.lower(), "name", "cores") == wanted
    assert list(shop.apps) == ["shop"]
    return "new"


async def prepare_table(services: Services) -> None:
    """A shop with rows, and a file that none of its tables is for."""
    await prepare(services)
    lines = ["Name,Cores", *(f"Server {n},{n}" for n in range(ROWS))]
    (services.settings.home / "servers.csv").write_text("\n".join(lines))


async def bring(services: Services) -> None:
    """A table of a file, whose making is interrupted."""
    path = services.settings.home / "servers.csv"
    await import_table(services, OPERATOR, SHOP, ImportRequest("servers"), path, _unheard)


async def look_for_table(services: Services, number: int) -> str:
    """`old` for no such table, once nobody can be at it any more, or `new` for one with all rows; the others stay."""
    keeper.GRACE = timedelta(0)
    await services.tables.settle_all()
    assert await services.workspaces.pending(SHOP) is None
    shop = await services.workspaces.get(SHOP)
    assert (await services.tables.plan(shop)).is_empty, "definitions and tables differ"
    assert await shown(services, "customers", "name") == [(f"c{n}",) for n in range(ROWS)]
    path = services.tables._places(SHOP).settings["path"]
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as direct:
        is_there = direct.execute("SELECT count(*) FROM sqlite_master WHERE name = 'servers'").fetchone()[0] == 1
        noted = direct.execute("SELECT count(*) FROM _tw_change WHERE \"table\" = 'servers'").fetchone()[0]
    assert is_there == ("servers" in shop.tables)
    if not is_there:
        if number % 4 == 0:
            await bring(services)  # what was not done can be done
            assert await look_for_table(services, 1) == "new"
        return "old"
    assert noted >= ROWS
    assert await shown(services, "servers", "name", "cores") == [(f"Server {n}", n) for n in range(ROWS)]
    return "new"


def _unheard(_rows: int, _bytes: int) -> None:
    return


def killing_at(number: int) -> Callable[[], None]:
    """Have this process killed when it begins the `number`th statement that changes something, once this is called.

    A read changes nothing, nor does a transaction of reads alone. Some of them come with time, whatever else is done, so
    counting them would put the same number at another place in each run.
    """
    state = {"left": -1}

    class Counting(sqlite3.Connection):
        has_written = False

        def count(self, sql: str) -> None:
            ends = sql.startswith(("COMMIT", "ROLLBACK"))
            if sql.startswith(_NO_CHANGE) or (ends and not self.has_written):
                return
            self.has_written = not ends
            if state["left"] > 0:
                state["left"] -= 1
                if state["left"] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

    connect = sqlite3.connect

    def traced_connect(*given: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*given, **{"factory": Counting, **more})
        if isinstance(connection, Counting):
            connection.set_trace_callback(connection.count)
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = traced_connect  # type: ignore[assignment]
    return lambda: state.update(left=number)


_NO_CHANGE = ("SELECT", "BEGIN", "PRAGMA data_version")


def inside(home: Path, work: Callable[[Services], Awaitable[object]], arm: Callable[[], None] | None = None) -> object:
    """Do something to an installation."""

    async def run() -> object:
        services = await wiring.build(Settings(home=home))
        try:
            if arm is not None:
                arm()
            return await work(services)
        finally:
            await wiring.close(services)

    return asyncio.run(run())


def forked(work: Callable[[], object]) -> tuple[int, str]:
    """How a child ended, and what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            said = str(work())
            os.write(writer, said.encode())
            os._exit(0)
        except BaseException as error:
            os.write(writer, f"{type(error).__name__}: {error}".encode()[:4000])
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    return os.waitpid(child, 0)[1], said


# --- killed while writing ---------------------------------------------------------------------------------------------

WRITERS = 6
ANSWERS = (1, 8)
READY = b"."


async def write(services: Services, pipe: int, begun: float, told: list[str], last: int, number: int) -> None:
    """Look for what was acknowledged, say that it is there, and write until the end comes from outside."""
    await look_for_written(services, told[last:])
    shop, restarted = await services.workspaces.get(SHOP), time.monotonic() - begun
    await _write_once(services, shop, f"{number}-w", 0)  # statements are made now, and not while the clock runs
    os.write(pipe, READY + json.dumps(restarted).encode() + b"\n")
    await asyncio.gather(*(_writer(services, shop, pipe, f"{number}-{n}") for n in range(WRITERS)))


async def _writer(services: Services, shop: Workspace, pipe: int, name: str) -> None:
    for number in range(1_000_000):
        os.write(pipe, f"{await _write_once(services, shop, name, number)}\n".encode())


async def _write_once(services: Services, shop: Workspace, name: str, number: int) -> str:
    """Two rows in one transaction; some are changed (`!`), some are talked about (`?`)."""
    code = f"{name}-{number}"
    pair = [RowChange("create", values={"code": f"{code}{end}", "amount": code}) for end in "ab"]
    first, second = [row.id for row in await services.rows.bulk(OPERATOR, shop, "orders", pair) if row is not None]
    if number % 3 == 0:
        await services.rows.update(OPERATOR, shop, "orders", second, {"code": f"{code}c"})
        code += "!"
    if number % 5 == 0:
        await services.rows.comment(ADA, shop, "orders", first, code)
        code += "?"
    return code


async def look_for_written(services: Services, told: list[str]) -> None:
    """What was told is there, whole; what was not told is whole, too, and the journal knows of exactly what is there."""
    shop = await services.workspaces.get(SHOP)
    with closing(sqlite3.connect(f"file:{services.tables._places(SHOP).settings['path']}?mode=ro", uri=True)) as direct:
        count = direct.execute("SELECT amount, count(*) FROM orders GROUP BY amount").fetchall()
        assert {n for _, n in count} <= {2}, "half a transaction"
        noted = direct.execute(
            "SELECT count(*) FROM _tw_change WHERE \"table\" = 'orders' AND verb = 'created'"
        ).fetchone()
        assert noted[0] == 2 * len(count), "the journal and the rows differ"
        differing = direct.execute(_DIFFERING).fetchall()
        assert differing == [], "the last entry of the journal is not what is stored"
        said = {row[0] for row in direct.execute("SELECT body FROM _tw_comment")}
        stored: dict[str, set[str]] = {}
        for amount, code in direct.execute("SELECT amount, code FROM orders"):
            stored.setdefault(amount, set()).add(code)
    for line in told:
        code, ends = line.rstrip("!?"), "ac" if "!" in line else "ab"
        assert stored.get(code) == {f"{code}{end}" for end in ends}, f"{line} was acknowledged: {stored.get(code)}"
        assert "?" not in line or line.removesuffix("?") in said, f"the comment on {line} was acknowledged"
    shown = await services.rows.count(OPERATOR, shop, "orders", RowQuery(count="exact"))
    assert shown == (2 * len(count), False), "the data plane shows what is stored"


_DIFFERING = """
SELECT o.id FROM orders AS o JOIN _tw_change AS e ON e."table" = 'orders' AND e.row_id = o.id
WHERE e.number = (SELECT max(number) FROM _tw_change WHERE "table" = 'orders' AND row_id = o.id)
AND json_extract(e.after, '$.code') IS NOT o.code
"""


def kill_writers(folder: Path, rounds: int) -> None:
    """Have one installation written to by processes that are killed, one after the other."""
    home, told, last, draw = folder / "home", list[str](), 0, random.Random(rounds)
    status, said = forked(lambda: inside(home, make_shop))
    assert status == 0, said
    for number in range(rounds):
        reader, pipe = os.pipe()
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _until_killed(home, partial(write, pipe=pipe, begun=begun, told=told, last=last, number=number), pipe)
        os.close(pipe)
        with os.fdopen(reader, "rb") as lines:
            first = lines.readline()
            heard = [lines.readline() for _ in range(draw.randrange(*ANSWERS))]
            time.sleep(draw.uniform(0, 0.01))
            os.kill(child, signal.SIGKILL)
            rest = b"".join([*heard, lines.read()]).decode().splitlines(keepends=True)
        ended = os.waitpid(child, 0)[1]
        last = len(told)
        failed = [line for line in rest if line.startswith("!")]
        told += [line.strip() for line in rest if line.endswith("\n") and not line.startswith("!")]
        is_ready = first.startswith(READY) and not failed
        line = {"at": number, "killed": ended == signal.SIGKILL, "whole": is_ready, "written": len(told) - last}
        line |= {"said": "".join([first.decode(), *failed]), "restart_s": float(first[1:]) if is_ready else None}
        print(json.dumps(line), flush=True)
    status, said = forked(lambda: inside(home, partial(look_for_written, told=told)))
    print(
        json.dumps({"at": rounds, "killed": True, "whole": status == 0, "written": 0, "said": said, "restart_s": 0.0})
    )


def _until_killed(home: Path, work: Callable[[Services], Awaitable[None]], pipe: int) -> None:
    """Never returns."""
    try:
        inside(home, work)
    except BaseException as error:
        os.write(pipe, f"!{type(error).__name__}: {error}\n".encode()[:4000])
    os._exit(1)


def main(folder: Path, sort: str, first: int, step: int) -> None:
    """Kill at statement `first`, `first + step`, … until the work gets to its end."""
    begin, work, check = _SORTS[sort]
    model = folder / "model"
    status, said = forked(lambda: inside(model, begin))
    assert status == 0, said
    for number in range(first, 10_000, step):
        home = folder / f"at-{number}"
        shutil.copytree(model, home)
        status, said = forked(lambda home=home, number=number: inside(home, work, killing_at(number)))
        began = time.monotonic()
        checked, found = forked(lambda home=home, number=number: inside(home, partial(check, number=number)))
        line = {"at": number, "killed": status == signal.SIGKILL, "acknowledged": status == 0, "said": said}
        line |= {"found": found, "whole": checked == 0, "restart_s": time.monotonic() - began}
        print(json.dumps(line), flush=True)
        shutil.rmtree(home)
        if status == 0:
            return


async def _nothing(_services: Services) -> None:
    return


_SORTS = {
    "change": (prepare, migrate, look),
    "create": (_nothing, make, look_for_new),
    "file": (prepare_file, start, look_for_started),
    "table": (prepare_table, bring, look_for_table),
    "publish": (prepare_version, publish_second, look_at_version),
}

if __name__ == "__main__" and sys.argv[2] == "write":
    kill_writers(Path(sys.argv[1]), int(sys.argv[4]))
elif __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
