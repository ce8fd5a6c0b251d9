"""The frame of a preview: an empty page with the styles of an app, which the studio fills with drawn screens.

It runs none of the runtime, posts nothing and connects to nothing, whatever is put into it.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from starlette.requests import Request
from starlette.responses import Response

from toolwright.commands.definitions import open_workspace
from toolwright.errors import NotFound
from toolwright.web import apps, shell
from toolwright.web.answers import html, page_links
from toolwright.web.assets import Assets
from toolwright.web.visits import caller, services_of

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; "
    "connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


async def frame(request: Request) -> Response:
    """GET /preview/{workspace}/{app}: for who designs the workspace."""
    services, who = services_of(request), await caller(request)
    name, app = request.path_params["workspace"], request.path_params["app"]
    workspace = await open_workspace(services, who.actor, name)
    tree = workspace.apps.get(app)
    if tree is None:
        raise NotFound("There is no such app.", code="app.missing")
    assets: Assets = request.app.state.assets
    links = page_links(assets, apps.theme_address(f"/apps/{name}/{app}", tree.app.theme))
    head = shell.head(replace(links, scripts=()), tree.app.title, None, "light", tree.app)
    islands = "".join(
        f'<link data-island="{escape(kind)}" href="{escape(assets.address(f"island-{kind}.js"))}">'
        for kind in services.kinds.components
        if assets.has(f"island-{kind}.js")
    )
    body = '<body class="tw-app" data-nav="none"><main class="tw-main" id="main"><div class="tw-page"></div></main>'
    return html(f"{head}{body}<template>{islands}</template></body></html>", policy=CONTENT_SECURITY_POLICY)
