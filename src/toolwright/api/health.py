"""Is the process alive, and can it serve: for load balancers, without a word about anything else."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy import text

from toolwright.api.authorize import GuardedRoute, Using, public

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)


@router.get("/healthz")
@public("load balancers have no account")
async def alive() -> Response:
    """The process answers."""
    return PlainTextResponse("ok", headers={"cache-control": "no-store"})


@router.get("/readyz")
@public("load balancers have no account")
async def ready(services: Using) -> Response:
    """The process can read its database; otherwise 503."""
    async with services.db.read() as connection:
        await connection.execute(text("SELECT 1"))
    return PlainTextResponse("ready", headers={"cache-control": "no-store"})
