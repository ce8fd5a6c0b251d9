"""Kills a process at every statement of a migration in turn, and looks at what is left. Run by `test_killing.py`.

One process that never starts a thread forks the others: one that migrates and kills itself with SIGKILL at statement N
of any database, and one that starts the installation again and says what it finds. Prints a line of JSON for each N.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.tables.shop import CUSTOMERS, FILES, ORDERS, SHOP, add, change, make_shop, shown
from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import NotFound
from toolwright.settings import Settings

ROWS = 3
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


def killing_at(number: int) -> Callable[[], None]:
    """Have this process killed when it begins the `number`th statement that is no read, once the answer was called."""
    state = {"left": -1}

    def traced(sql: str) -> None:
        # Before a read or after it is the same: nothing has changed in between. And some reads come with time alone.
        if state["left"] > 0 and not sql.startswith(("SELECT", "PRAGMA data_version")):
            state["left"] -= 1
            if state["left"] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    connect = sqlite3.connect

    def traced_connect(*given: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*given, **more)
        connection.set_trace_callback(traced)
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = traced_connect  # type: ignore[assignment]
    return lambda: state.update(left=number)


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


def main(folder: Path, sort: str, first: int, step: int) -> None:
    """Kill at statement `first`, `first + step`, … until the work gets to its end."""
    work, check = (migrate, look) if sort == "change" else (make, look_for_new)
    model = folder / "model"
    status, said = forked(lambda: inside(model, prepare) if sort == "change" else inside(model, _nothing))
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
