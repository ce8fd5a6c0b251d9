"""First start: is an administrator still to be made, and making one."""

from __future__ import annotations

from fastapi import Request, Response

from toolwright.api.authorize import Using, api_router, public
from toolwright.api.wire import Answer, Body, Email, PersonName, UserAnswer, user_answer
from toolwright.auth import session_cookie
from toolwright.auth.caller import check_sign_in_allowed, client_ip
from toolwright.commands.set_up import set_up
from toolwright.commands.sign_in import Client, open_for

router = api_router("/setup", "setup")


class SetupAnswer(Answer):
    """Whether the first administrator is still to be made."""

    needed: bool


class SetupBody(Body):
    """The first administrator, and the code from the server's log."""

    code: str
    email: Email
    name: PersonName
    password: str


@router.get("")
@public("the sign-in page must know whether anybody can sign in")
async def read_setup(services: Using) -> SetupAnswer:
    """Whether the first administrator is still to be made."""
    return SetupAnswer(needed=await services.identity.setup_needed())


@router.post("", status_code=201)
@public("nobody can be signed in yet; the code vouches")
async def make_first_admin(body: SetupBody, request: Request, response: Response, services: Using) -> UserAnswer:
    """Make the first administrator and sign them in. Answers 404 once there is one."""
    check_sign_in_allowed(request, services.settings)
    ip = client_ip(request)
    user = await set_up(services, code=body.code, email=body.email, name=body.name, password=body.password, ip=ip)
    token = await open_for(services, user, Client(ip, request.headers.get("user-agent", "")), "set-up")
    response.headers.append("set-cookie", session_cookie(request, services.settings, token))
    return user_answer(user)
