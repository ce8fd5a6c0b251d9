"""The studio's shell: one page for every address of the studio, with a fresh nonce for the styles it makes."""

from __future__ import annotations

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from toolwright.auth import check_forgery, session_cookie
from toolwright.commands.sign_out import sign_out as end_session
from toolwright.errors import NotFound
from toolwright.ids import new_secret
from toolwright.web.assets import studio_page
from toolwright.web.launcher import designs_anything, launcher
from toolwright.web.visits import caller, services_of

_NOT_BUILT = "The studio has not been built. Run 'make build' in the source checkout, or install a released wheel.\n"


def studio_shell() -> Response:
    """The studio's page; it finds out by itself who is there."""
    page = studio_page()
    if page is None:
        return PlainTextResponse(_NOT_BUILT, 503)
    nonce = new_secret(16)
    policy = (
        f"default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        "frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    headers = {"content-security-policy": policy, "cache-control": "no-store"}
    return HTMLResponse(page.replace("__CSP_NONCE__", nonce), headers=headers)


async def studio(request: Request) -> Response:
    """GET of any address of the studio."""
    return studio_shell()


async def start(request: Request) -> Response:
    """GET /: the studio for builders, the launcher for everybody else."""
    services, who = services_of(request), await caller(request)
    if who.actor.kind == "anonymous" or await designs_anything(services, who):
        return studio_shell()
    return await launcher(request, services, who)


async def sign_out(request: Request) -> Response:
    """POST /sign-out: from the menu of an app, as a plain form."""
    services, who = services_of(request), await caller(request)
    async with request.form(max_fields=5) as form:
        token = form.get("_csrf")
    check_forgery(request, who, services.settings, token if isinstance(token, str) else None)
    if who.session is not None:
        with suppress(NotFound):  # it ended by itself a moment ago, which is what was wanted
            await end_session(services, who.actor, who.session.id)
    response = RedirectResponse("/sign-in", 303)
    response.headers.append("set-cookie", session_cookie(request, services.settings, ""))
    return response
