"""The API application: every router, the error writer, the OpenAPI document and its page."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import BaseRoute

from toolwright import __version__
from toolwright.api import (
    audit,
    comments,
    definitions,
    docs,
    event_runs,
    generate,
    generate_file,
    health,
    history,
    kinds,
    live,
    me,
    modules,
    people,
    policy,
    previews,
    problem,
    queries,
    row_copies,
    row_files,
    row_history,
    row_import,
    rows,
    saved_views,
    screen_texts,
    search,
    session,
    setup,
    sources,
    tables,
    templates,
    together,
    tokens,
    users,
    variables,
    versions,
    workspaces,
)
from toolwright.api.authorize import GuardedRoute
from toolwright.api.row_door import RowFirstApi

ROUTERS = (
    rows.router,  # first: routes are tried in order, and these are asked most
    rows.many,
    row_history.router,
    comments.router,
    comments.mentioned,
    row_import.router,
    row_files.router,
    saved_views.router,
    row_copies.router,
    setup.router,
    session.router,
    session.links,
    me.router,
    users.router,
    tokens.router,
    audit.router,
    people.router,
    policy.router,
    workspaces.router,
    sources.connectors,
    sources.router,
    variables.router,
    tables.router,
    templates.router,
    versions.router,
    history.router,
    together.comments,
    together.editing,
    live.router,
    queries.router,
    modules.router,
    search.router,
    event_runs.router,
    definitions.router,
    definitions.schemas,
    previews.router,
    previews.themes,
    screen_texts.router,
    kinds.router,
    generate.router,
    generate_file.router,
    docs.router,
    health.router,
)
"""Every router. A new resource adds its line here."""


def create_api() -> FastAPI:
    """The API, without services: set `app.state.services` before the first request.

    Raises TypeError when a route does not say what it needs.
    """
    app = RowFirstApi(
        title="Toolwright",
        version=__version__,
        description="Everything the studio and the command line do, with the caller's rights.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # a redirect would repeat the Host header that anybody may set
    )
    for router in ROUTERS:
        # The routes themselves, not the router: an included router is matched twice for every request.
        app.router.routes.extend(router.routes)
    check_routes(app.router.routes)
    problem.add_handlers(app)
    return app


def check_routes(routes: list[BaseRoute]) -> None:
    """Raise TypeError unless every route is guarded."""
    for route in routes:
        if not isinstance(route, GuardedRoute):
            raise TypeError(f"{route} has no door: make its router with api_router()")
