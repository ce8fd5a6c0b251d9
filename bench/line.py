"""A promise and what was measured of it, as `make bench` prints them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

from bench.load import Load
from bench.servers import Running

_WIDTH = 62
SECONDS = 4.0
"""How long each load lasts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One promise and what was measured."""

    name: str
    measured: str
    limit: str
    promise: str
    kept: bool


def print_line(line: Line) -> None:
    """A line, at once: some take minutes."""
    mark = "kept  " if line.kept else "MISSED"
    told = f"{mark} {line.name:<{_WIDTH}}  {line.measured:<44} limit {line.limit:<34} promise {line.promise}"
    print(told, flush=True)


def figures(figure: Load) -> str:
    """A load in words."""
    return f"{figure.rate:,.0f}/s, p50 {figure.p50_ms:.2f} ms, CPU {figure.cpu_ms:.2f} ms"


def get(server: Running, path: str, token: str) -> dict[str, list[dict[str, str]]]:
    """The answer to an API request."""
    request = UrlRequest(f"http://127.0.0.1:{server.port}{path}", headers={"Authorization": f"Bearer {token}"})
    with urlopen(request) as answer:
        found: dict[str, list[dict[str, str]]] = json.load(answer)
    return found
