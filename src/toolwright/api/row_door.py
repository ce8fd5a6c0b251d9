"""The short way to the row routes: found by the parts of the address, without trying every route in turn.

The routes stay where they are, for the document and for the check that each says what it needs. This is the same door
(`admit`), the same endpoint and the same error writer, minus some 300 µs of routing and parameter machinery.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from toolwright.api import rows
from toolwright.api.authorize import Needs, admit
from toolwright.api.problem import answer_fault

Endpoint = Callable[[Request], Awaitable[Response]]

_LIST: Mapping[str, Endpoint] = {"GET": rows.list_rows, "POST": rows.create_row}
_ONE: Mapping[str, Endpoint] = {"GET": rows.get_row, "PATCH": rows.change_row, "DELETE": rows.delete_row}


class RowFirstApi(FastAPI):
    """An API whose row routes are reached directly."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for rows, or leave it to the routes."""
        endpoint = _find(scope) if scope["type"] == "http" else None
        if endpoint is None:
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        request = Request(scope, receive)
        try:
            await admit(request, _NEEDS[endpoint])
            response = await endpoint(request)
        except Exception as fault:  # as the framework does: one writer answers every error
            response = await answer_fault(request, fault)
        await response(scope, receive, send)


def _needs_of(endpoint: Endpoint) -> Needs:
    declared = endpoint.__needs__  # type: ignore[attr-defined]  # put there by `needs`
    assert isinstance(declared, Needs)  # noqa: S101  # an endpoint without it never gets here
    return declared


_NEEDS: Mapping[Endpoint, Needs] = {endpoint: _needs_of(endpoint) for endpoint in (*_LIST.values(), *_ONE.values())}


def _find(scope: Scope) -> Endpoint | None:
    """The endpoint for `/api/v1/workspaces/{workspace}/tables/{table}/rows[/{row_id}]`, its parameters noted."""
    parts = scope["path"].split("/")
    if len(parts) not in (8, 9) or parts[7] != "rows" or parts[3] != "workspaces" or parts[5] != "tables":
        return None
    if parts[1] != "api" or parts[2] != "v1" or not (parts[4] and parts[6] and parts[-1]):
        return None
    params = {"workspace": parts[4], "table": parts[6]}
    if len(parts) == 9:
        params["row_id"] = parts[8]
    endpoint = (_LIST if len(parts) == 8 else _ONE).get(scope["method"])
    if endpoint is not None:
        scope["path_params"] = params
    return endpoint
