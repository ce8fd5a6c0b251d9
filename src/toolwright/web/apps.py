"""Published apps over HTTP: pages, changed regions, events."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from toolwright.auth import check_forgery
from toolwright.commands.run_event import run_event
from toolwright.errors import NotFound, ToolwrightError
from toolwright.model.app import Theme
from toolwright.render.plan import Read
from toolwright.render.posted import Posted, every_field
from toolwright.render.screens import Answer, changed_query, render_page, render_regions
from toolwright.render.theme.tokens import theme_css
from toolwright.render.visit import Visit
from toolwright.rows.event_bus import NEW_MENTIONS
from toolwright.web import answers, shell
from toolwright.web.answers import flash, html, page_links, regions, see_other, take_flash, wants_regions
from toolwright.web.assets import IMMUTABLE, Assets
from toolwright.web.packed import Packed
from toolwright.web.question import question_page
from toolwright.web.received import files_of, with_sent_files
from toolwright.web.replies import Replies
from toolwright.web.visits import address_of, caller, open_visit, query_of, services_of, split_at

_LOG = logging.getLogger("toolwright.web")
MAX_FIELDS = 2_000
MAX_FILES = 100


async def home(request: Request) -> Response:
    """GET /apps/{workspace}/{app}: with the slash that relative addresses need."""
    return RedirectResponse(f"{request.url.path}/", 308)


async def screen(request: Request) -> Response:
    """GET /apps/{workspace}/{app}/{path}: a page, or the regions that differ from what the runtime shows."""
    path, query = f"/{request.path_params['path']}", query_of(request.scope["query_string"].decode("latin-1"))
    visit = await open_visit(request, path, query, request.headers.get("x-tw-state"))
    if wants_regions(request):
        return await _regions(request, visit)
    return await _page(request, visit)


async def _page(request: Request, visit: Visit, status: int = 200, said: tuple[shell.Message, ...] = ()) -> Response:
    rows = services_of(request).rows
    if shell.mentions_screen(visit) is None:
        page, new_mentions = await render_page(rows, visit), 0
    else:
        page, new_mentions = await asyncio.gather(render_page(rows, visit), _new_mentions(request, visit))
    assets: Assets = request.app.state.assets
    look = theme_address(visit.plan.base, visit.workspace.apps[visit.plan.app].app.theme)
    links = page_links(assets, look, visit.plan.islands)
    messages = [*take_flash(request), *said]
    pieces = shell.page(visit, links, page.title, page.html, answers.mode_of(request), messages, new_mentions)
    response = html(*pieces, status=status, language=visit.say.language)
    if answers.FLASH_COOKIE in request.cookies:
        response.delete_cookie(answers.FLASH_COOKIE, path="/")
    return response


async def _new_mentions(request: Request, visit: Visit) -> int:
    """How many mentions are new. A page comes without that rather than not at all."""
    try:
        return await services_of(request).rows.new_mentions(visit.actor, visit.workspace)
    except ToolwrightError:
        _LOG.exception("mentions could not be counted")
        return 0


def theme_address(base: str, look: Theme) -> str | None:
    """The stylesheet of the theme of the app at `base`, None when it changes nothing."""
    css = _theme(look)
    return f"{base}/_theme.css?v={hashlib.blake2b(css.encode(), digest_size=6).hexdigest()}" if css else None


@lru_cache(maxsize=512)
def _theme(theme: Theme) -> str:
    return theme_css(theme)


async def theme(request: Request) -> Response:
    """GET /apps/{workspace}/{app}/_theme.css: made from the definition, so that every process has it."""
    workspace = await services_of(request).workspaces.get(request.path_params["workspace"])
    tree = workspace.apps.get(request.path_params["app"])
    if tree is None:
        raise NotFound("There is no such app.", code="app.missing")
    css = _theme(tree.app.theme)
    is_present = request.query_params.get("v") == hashlib.blake2b(css.encode(), digest_size=6).hexdigest()
    headers = {"cache-control": IMMUTABLE if is_present else "no-store", "vary": "accept-encoding"}
    return Packed(css.encode(), 200, headers, "text/css; charset=utf-8")


async def _regions(request: Request, visit: Visit) -> Response:
    """The regions that depend on what the runtime says has changed: the query it came from, or tables."""
    changed: set[Read] = set()
    came_from = request.headers.get("x-tw-from")
    if came_from is not None:
        changed |= changed_query(query_of(came_from.removeprefix("?")), visit.query)
    tables = request.headers.get("x-tw-tables", "")
    names = visit.plan.tables if tables == "*" else tables.split(",")
    changed |= {("table", name) for name in names if name in visit.plan.tables}
    found = dict(await render_regions(services_of(request).rows, visit, changed))
    if NEW_MENTIONS in names and shell.mentions_screen(visit) is not None:
        found[shell.USER] = shell.user(visit, await _new_mentions(request, visit))
    return regions({"regions": found, "state": visit.state_token})


# --- events -----------------------------------------------------------------------------------------------------------


async def event(request: Request) -> Response:
    """POST /apps/{workspace}/{app}/_event: from the runtime, or as a plain form."""
    async with request.form(max_fields=MAX_FIELDS, max_files=MAX_FILES) as form:
        return await _posted(request, form)


async def _posted(request: Request, form: FormData) -> Response:
    fields = every_field((name, value) for name, value in form.multi_items() if isinstance(value, str))
    who = await caller(request)
    settings = services_of(request).settings
    check_forgery(request, who, settings, (fields.get("_csrf") or [""])[-1])
    posted = Posted(_last(fields, "_event"), fields, _last(fields, "_key"), _last(fields, "_confirmed") == "1")
    path, query = split_at(_last(fields, "_at"))
    visit = await open_visit(request, path, query, _last(fields, "_state"))
    sent = files_of(form)
    if sent:
        posted = await with_sent_files(services_of(request), visit, posted, sent)
    replies: Replies = request.app.state.replies
    return await replies.once(
        (who.actor.user_id or "", visit.plan.base, posted.key), lambda: _run(request, visit, posted, path)
    )


def _last(fields: dict[str, list[str]], name: str) -> str:
    values = fields.get(name)
    return values[-1] if values else ""


async def _run(request: Request, visit: Visit, posted: Posted, path: str) -> Response:
    services = services_of(request)
    before = visit.query
    answer = await run_event(services, visit, posted)
    visit.state_token = services.signer.sign(visit.plan, visit.actor.user_id, visit.state)
    if wants_regions(request):
        return _reply(visit, answer, moved=visit.query is not before)
    return await _plain_reply(request, visit, answer, posted, path)


def _reply(visit: Visit, answer: Answer, *, moved: bool) -> Response:
    """For the runtime."""
    outcome = answer.outcome
    document: dict[str, object] = {"regions": answer.regions, "effects": outcome.effects, "state": visit.state_token}
    if moved:
        document["query"] = urlsplit(address_of("/", visit.query)).query
    if outcome.question is not None:
        document["question"] = outcome.question
    response = regions(document)
    if outcome.goes_to is not None:
        flash(response, _messages(answer))
    return response


async def _plain_reply(request: Request, visit: Visit, answer: Answer, posted: Posted, path: str) -> Response:
    """For a form without JavaScript: the page again with what went wrong, or where it leads, never a repeated post."""
    outcome = answer.outcome
    if outcome.question is not None:
        assets: Assets = request.app.state.assets
        asking = question_page(visit, posted, outcome.question, page_links(assets), answers.mode_of(request))
        return html(asking, language=visit.say.language)
    visit.at = address_of(path, visit.query)
    if visit.forms or any(read[0] == "state" for read in outcome.changed):
        status = outcome.fault.status if outcome.fault is not None else 200
        return await _page(request, visit, status, tuple(_messages(answer)))
    response = see_other(outcome.goes_to or f"{visit.plan.base}{visit.at}")
    flash(response, _messages(answer))
    return response


def _messages(answer: Answer) -> list[shell.Message]:
    return [
        shell.Message(str(effect["text"]), str(effect["tone"]))
        for effect in answer.outcome.effects
        if effect["do"] == "notify"
    ]
