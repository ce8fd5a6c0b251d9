"""The ASGI application: the API and the web side behind one shield, and the object graph's life around them.

`create_app(services)` is for tests and embedding; `application()` is what worker processes run, with settings from the
environment; `openapi()` gives the document without starting anything.
"""

from __future__ import annotations

import logging
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from toolwright import wiring
from toolwright.api.app import create_api
from toolwright.api.openapi import document_of
from toolwright.api.shield import Shield
from toolwright.closing import closing, end_with_parent
from toolwright.commands.plan_release import ReleaseClock
from toolwright.commands.services import Services
from toolwright.errors import ToolwrightError
from toolwright.settings import Settings
from toolwright.web.routes import create_web

_API_PREFIXES = ("/api/", "/sign-in/once/")
_API_PATHS = frozenset({"/healthz", "/readyz"})

logger = logging.getLogger(__name__)


def create_app(services: Services) -> ASGIApp:
    """The application over a ready object graph."""
    api = create_api()
    api.state.services = services
    web = create_web(services)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        is_api = path.startswith(_API_PREFIXES) or path in _API_PATHS
        await (api if is_api else web)(scope, receive, send)

    return Shield(dispatch, services.settings)


def application() -> ASGIApp:
    """The application of a worker process: builds its object graph when it starts, closes it when it ends."""
    return _Worker(Settings())


def openapi() -> dict[str, Any]:  # Any: an OpenAPI document holds anything JSON holds
    """The OpenAPI document."""
    return document_of(create_api())


class _Worker:
    """ASGI with the lifespan protocol around `create_app`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or live the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            services = await wiring.build(self._settings)
            services.sweeper.start()
            services.retention.start()
            if services.settings.database_url is None:  # PostgreSQL's figures are not kept
                services.warming.start()
            releases = ReleaseClock(services)
            releases.start()
            self._app = create_app(services)
            closing.watch()
            end_with_parent()
        except ToolwrightError as fault:
            await send({"type": "lifespan.startup.failed", "message": str(fault)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        try:
            await releases.close()
            await wiring.close(services)
        except Exception:
            logger.exception("closing failed")
        await send({"type": "lifespan.shutdown.complete"})
