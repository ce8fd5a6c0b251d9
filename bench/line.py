"""A promise and what was measured of it, as `make bench` prints them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

from bench.load import Load
from bench.servers import Running

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


def print_lines(lines: Sequence[Line]) -> None:
    """The lines as a table."""
    width = max(len(line.name) for line in lines)
    for line in lines:
        mark = "kept  " if line.kept else "MISSED"
        print(f"{mark} {line.name:<{width}}  {line.measured:<44} limit {line.limit:<34} promise {line.promise}")


def figures(figure: Load) -> str:
    """A load in words."""
    return f"{figure.rate:,.0f}/s, p50 {figure.p50_ms:.2f} ms, CPU {figure.cpu_ms:.2f} ms"


def get(server: Running, path: str, token: str) -> dict[str, list[dict[str, str]]]:
    """The answer to an API request."""
    request = UrlRequest(f"http://127.0.0.1:{server.port}{path}", headers={"Authorization": f"Bearer {token}"})
    with urlopen(request) as answer:
        found: dict[str, list[dict[str, str]]] = json.load(answer)
    return found
