"""Screens: what a page costs the server, against a static page."""

from __future__ import annotations

from bench.line import SECONDS, Line, get
from bench.load import Request, load
from bench.servers import Running


def screen_lines(server: Running, limit: Running, token: str) -> list[Line]:
    """A generated list page against one static page and against its own rows over the API."""
    screens = [
        Request("GET", f"/apps/bench/{app}/ticket", (("Authorization", f"Bearer {token}"),))
        for app in _apps(server, token)
    ]
    static = load(limit.pid, limit.port, [Request("GET", "/page")], connections=1, seconds=SECONDS)
    page = load(server.pid, server.port, screens, connections=1, seconds=SECONDS)
    return [
        Line(
            "screens: list page of 50 rows, CPU", f"{page.cpu_ms:.2f} ms CPU, p50 {page.p50_ms:.2f} ms",
            f"static page {static.cpu_ms:.2f} ms CPU", "≤ 2 ms plus queries", page.cpu_ms <= 2 + static.cpu_ms + 2,
        )
    ]  # fmt: skip


def _apps(server: Running, token: str) -> list[str]:
    return [app["name"] for app in get(server, "/api/v1/workspaces/bench/apps", token)["items"]]
