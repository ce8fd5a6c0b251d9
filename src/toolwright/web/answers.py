"""Answers: HTML and regions with their headers, and pages that tell of a failure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from toolwright.auth.caller import locale_of
from toolwright.errors import NotSignedIn, ToolwrightError
from toolwright.extend.icon import icon_svg
from toolwright.extend.translation import ENGLISH, language_of, say_everything
from toolwright.render.failure import failure_html
from toolwright.web import shell
from toolwright.web.assets import Assets
from toolwright.web.packed import Packed, blur

REGIONS = "application/vnd.toolwright.regions+json"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
MODE_COOKIE = "tw_mode"
FLASH_COOKIE = "tw_flash"
_FLASH_BYTES = 2_000
_PRIVATE = {"cache-control": "no-store", "vary": "accept, accept-encoding, accept-language, cookie"}


def html(*pieces: str, status: int = 200, policy: str = CONTENT_SECURITY_POLICY, language: str = ENGLISH) -> Response:
    """A page of an app, in pieces to be put together once. Never stored: it holds what one person may see."""
    headers = {"content-security-policy": policy, "content-language": language, **_PRIVATE}
    text = "".join([*pieces, f"<!-- {blur()} -->"])
    return Packed(text.encode(), status, headers, "text/html; charset=utf-8")


def regions(document: Mapping[str, object], status: int = 200) -> Response:
    """Changed regions and effects, for the runtime."""
    return Packed(orjson.dumps(document), status, _PRIVATE, REGIONS)


def wants_regions(request: Request) -> bool:
    """Whether the runtime asks, rather than a person's browser."""
    return REGIONS in request.headers.get("accept", "")


def see_other(address: str) -> Response:
    """The answer after a form was posted without JavaScript."""
    return RedirectResponse(address, 303, {"cache-control": "no-store"})


def mode_of(request: Request) -> str:
    """Light, dark or system, as the person chose in this browser."""
    mode = request.cookies.get(MODE_COOKIE, "system")
    return mode if mode in ("light", "dark") else "system"


# --- messages carried to the next page --------------------------------------------------------------------------------


def flash(response: Response, messages: list[shell.Message]) -> None:
    """Have the next page say these."""
    text = quote(orjson.dumps([[message.tone, message.text[:300]] for message in messages[:5]]).decode())
    if messages and len(text) <= _FLASH_BYTES:
        response.set_cookie(FLASH_COOKIE, text, max_age=60, path="/", httponly=True, samesite="lax")


def take_flash(request: Request) -> list[shell.Message]:
    """What the page before wanted said."""
    text = request.cookies.get(FLASH_COOKIE)
    if not text:
        return []
    try:
        return [shell.Message(str(words), str(tone)) for tone, words in orjson.loads(unquote(text))][:5]
    except (ValueError, TypeError):
        return []


# --- failures ---------------------------------------------------------------------------------------------------------


async def failure(request: Request, fault: ToolwrightError) -> Response:
    """A whole page, or a document for the runtime, that tells of a failure. Signing in is offered where it may help."""
    request_id = str(request.scope.get("state", {}).get("request_id", ""))
    locale = locale_of(request)
    say = say_everything(language_of(locale))
    if wants_regions(request):
        told = {"title": say.of(fault.title), "detail": say.of(fault.detail), "hint": fault.hint and say.of(fault.hint)}
        problem = {**told, "code": fault.code}
        return regions({"problem": {**problem, "request_id": request_id}}, fault.status)
    if isinstance(fault, NotSignedIn):
        path = request.url.path.removesuffix("_event")
        target = path + (f"?{request.url.query}" if request.url.query else "")
        return see_other(f"/sign-in?next={quote(target)}")
    assets: Assets = request.app.state.assets
    head = shell.head(page_links(assets), say.of(fault.title), None, mode_of(request), None, locale)
    back = f'<p class="tw-state-way"><a class="tw-button" href="/">{icon_svg("apps")} {say.html("All apps")}</a></p>'
    shown = f"{failure_html(fault, request_id, say)}{back}"
    body = f'<main class="tw-main" id="main"><div class="tw-page" data-width="narrow">{shown}</div></main>'
    whole = f'{head}<body class="tw-app" data-nav="none">{body}</body></html>'
    return html(whole, status=fault.status, language=say.language)


def page_links(assets: Assets, theme: str | None = None, islands: tuple[str, ...] = ()) -> shell.Links:
    """The files a page needs."""
    styles = (assets.address("app.css"), *((theme,) if theme else ()))
    scripts = ["runtime.js"] if assets.has("runtime.js") else []
    scripts += [f"island-{kind}.js" for kind in islands]
    return shell.Links(
        styles,
        tuple(assets.address(name) for name in scripts),
        assets.address("inter-latin.woff2"),
        assets.address("favicon.svg"),
    )
