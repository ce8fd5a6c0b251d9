"""A server with open live streams stops when it is told to."""

from __future__ import annotations

import threading
import time

from tests.support import desk_app
from tests.support.server import in_home, signed_in, started_server
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR


def test_open_streams_do_not_hold_the_server(tmp_path):
    desk_app.write_database(tmp_path / "erp.db", 5)
    home, opened = tmp_path / "home", threading.Event()

    async def prepare(services):
        await create_workspace(services, OPERATOR, desk_app.WORKSPACE, files=desk_app.files(tmp_path / "erp.db"))

    with started_server(home) as server:
        in_home(home, prepare)
        client = signed_in(server.url, home)

        def listen() -> None:
            with client.stream("GET", "/apps/support/desk/_live?screen=queue") as answer:
                for line in answer.iter_lines():
                    if line.startswith("retry"):
                        opened.set()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        assert opened.wait(10)
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 10
        thread.join(5)
