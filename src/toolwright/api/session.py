"""Signing in and out, and the sessions of one's own account."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from toolwright.api.authorize import Asker, GuardedRoute, Me, Using, api_router, needs, public
from toolwright.api.wire import Answer, Body, EndedAnswer, Items, UserAnswer, user_answer
from toolwright.auth import session_cookie
from toolwright.auth.caller import check_sign_in_allowed, client_ip
from toolwright.commands.sign_in import Client, sign_in, sign_in_once
from toolwright.commands.sign_out import own_sessions, sign_out, sign_out_everywhere

router = api_router("", "session")
links = APIRouter(prefix="/sign-in/once", route_class=GuardedRoute, include_in_schema=False)


class SessionBody(Body):
    """An address and a password."""

    email: str
    password: str


class SessionAnswer(Answer):
    """A session of one's own account."""

    id: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str
    ip: str
    is_current: bool = False


@router.post("/session", status_code=201)
@public("this is where people sign in")
async def open_session(
    body: SessionBody, request: Request, response: Response, services: Using, caller: Asker
) -> UserAnswer:
    """Sign in; the session is in the cookie that comes back. A session this browser had before ends."""
    check_sign_in_allowed(request, services.settings)
    signed_in = await sign_in(services, email=body.email, password=body.password, client=_client(request))
    if caller.session is not None:
        await sign_out(services, caller.actor, caller.session.id)
    response.headers.append("set-cookie", session_cookie(request, services.settings, signed_in.token))
    return user_answer(signed_in.user)


@router.delete("/session", status_code=204)
@needs("update", "account")
async def end_session(request: Request, services: Using, caller: Asker) -> Response:
    """Sign out here."""
    if caller.session is not None:
        await sign_out(services, caller.actor, caller.session.id)
    return Response(status_code=204, headers={"set-cookie": session_cookie(request, services.settings, "")})


@router.get("/sessions")
@needs("read", "account")
async def list_sessions(services: Using, caller: Asker) -> Items[SessionAnswer]:
    """Where this account is signed in."""
    current = caller.session.id if caller.session else None
    found = [SessionAnswer.model_validate(session) for session in await own_sessions(services, caller.actor)]
    return Items(items=[item.model_copy(update={"is_current": item.id == current}) for item in found])


@router.delete("/sessions")
@needs("update", "account")
async def end_sessions(services: Using, caller: Asker, keep_current: bool = False) -> EndedAnswer:
    """Sign out everywhere; with `keep_current` everywhere else."""
    keep = caller.session.id if keep_current and caller.session else None
    return EndedAnswer(ended=await sign_out_everywhere(services, caller.actor, keep))


@router.delete("/sessions/{session_id}", status_code=204)
@needs("update", "account")
async def end_one_session(session_id: str, services: Using, actor: Me) -> None:
    """Sign out in one other place."""
    await sign_out(services, actor, session_id)


@links.get("/{code}")
@public("the link itself vouches, once")
async def follow_link(code: str, request: Request, services: Using) -> Response:
    """Sign in with a one-time link and go to the start page."""
    check_sign_in_allowed(request, services.settings)
    signed_in = await sign_in_once(services, code=code, client=_client(request))
    cookie = session_cookie(request, services.settings, signed_in.token)
    return RedirectResponse("/", status_code=303, headers={"set-cookie": cookie, "cache-control": "no-store"})


def _client(request: Request) -> Client:
    return Client(client_ip(request), request.headers.get("user-agent", ""))
