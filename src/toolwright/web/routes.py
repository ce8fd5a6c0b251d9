"""Routes of the web side. The first that fits answers."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolwright.commands.services import Services
from toolwright.errors import InvalidInput, NotFound, ToolwrightError
from toolwright.store import Claims
from toolwright.web import answers, apps, live, preview, studio
from toolwright.web.assets import Assets, serve
from toolwright.web.replies import Replies

_APP = "/apps/{workspace}/{app}"
ROUTES = (
    Route("/assets/{name}", serve),
    Route(_APP, apps.home),
    Route(f"{_APP}/_event", apps.event, methods=["POST"]),
    Route(f"{_APP}/_live", live.live),
    Route(f"{_APP}/_theme.css", apps.theme),
    Route(f"{_APP}/{{path:path}}", apps.screen),
    Route("/preview/{workspace}/{app}", preview.frame),
    Route("/sign-out", studio.sign_out, methods=["POST"]),
    Route("/", studio.start),
    *(Route(path, studio.studio) for path in ("/setup", "/sign-in", "/new", "/users", "/account")),
    Route("/w", studio.studio),
    Route("/w/{rest:path}", studio.studio),
)
"""Apps decide access in `visits.open_visit`, the frame of previews asks for the right to design;
the studio's shell and assets hold nothing about anybody."""


def create_web(services: Services) -> Starlette:
    """The web side over a ready object graph."""
    app = Starlette(routes=list(ROUTES))
    app.router.redirect_slashes = False  # its redirect would repeat the Host header that anybody may set
    app.add_exception_handler(ToolwrightError, _on_fault)
    app.add_exception_handler(HTTPException, _on_http)
    app.state.services = services
    app.state.replies = Replies(Claims(services.db))
    app.state.assets = Assets(services.kinds)
    return app


async def _on_fault(request: Request, error: Exception) -> Response:
    if not isinstance(error, ToolwrightError):
        raise error
    return await answers.failure(request, error)


async def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return await answers.failure(request, NotFound("There is no such page.", code="page.missing"))
    fault = InvalidInput("This address does not take such requests.", code="page.method", hint="Reload the page.")
    response = await answers.failure(request, fault)
    response.status_code = status
    return response
