"""The HTTP side of identity: which credential a request carries, the session cookie, and protection from forgery.

Works on Starlette connections and is shared by the API and by published apps. A wrong bearer token is refused; a cookie
that is over makes the request anonymous. Nobody signed in is anonymous, never the system.
"""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from toolwright.auth.identity import Identity
from toolwright.auth.sessions import Session
from toolwright.errors import Denied, NotSignedIn, ToolwrightError
from toolwright.extend.translation import accepted
from toolwright.policy.actor import ANONYMOUS, Actor
from toolwright.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request. `session` is there when they came with a cookie."""

    actor: Actor
    session: Session | None = None


NOBODY = Caller(ANONYMOUS)


async def caller_of(connection: HTTPConnection, identity: Identity, settings: Settings) -> Caller:
    """Who sent this request, looked up once. Raises NotSignedIn on a bearer token that is wrong, over or revoked.

    A session whose rights were changed gets a new token with a safe request: the server sends the cookie that is left
    in `scope["state"]["set_cookie"]`.
    """
    state: dict[str, object] = connection.scope.setdefault("state", {})
    known = state.get("caller")
    if isinstance(known, Caller):
        return known
    caller = await _find_caller(connection, identity, settings)
    if caller.session is not None and caller.session.rotate and connection.scope.get("method") in SAFE_METHODS:
        await _rotate(connection, identity, settings, caller.session)
    if not caller.actor.locale or caller.actor.kind == "anonymous":
        caller = replace(caller, actor=replace(caller.actor, locale=accepted_locale(connection)))
    state["caller"] = caller
    return caller


async def _find_caller(connection: HTTPConnection, identity: Identity, settings: Settings) -> Caller:
    authorization = _authorization(connection)
    if authorization is not None:
        scheme, _, raw = authorization.decode("latin-1").partition(" ")
        actor = await identity.actor_for_token(raw.strip()) if scheme.lower() == "bearer" else None
        if actor is None:
            raise NotSignedIn(
                "The token is not known, has ended or was revoked.",
                code="auth.bad_token",
                hint="Make a new token, and send it as 'Authorization: Bearer tw_…'.",
            )
        return Caller(actor)
    raw_cookie = _cookie(connection, cookie_name(connection, settings))
    session = await identity.session(raw_cookie) if raw_cookie else None
    return Caller(session.actor, session) if session else NOBODY


def accepted_locale(connection: HTTPConnection) -> str:
    """What the browser says people read best, of the languages spoken here."""
    return accepted(_header(connection, b"accept-language") or "")


def locale_of(connection: HTTPConnection) -> str:
    """What whoever asks reads, as far as it is known by now: for answers to requests that failed before."""
    known = connection.scope.get("state", {}).get("caller")
    return known.actor.locale if isinstance(known, Caller) else accepted_locale(connection)


def _header(connection: HTTPConnection, wanted: bytes) -> str | None:
    for name, value in connection.scope["headers"]:
        if name == wanted:
            found: bytes = value
            return found.decode("latin-1")
    return None


def _authorization(connection: HTTPConnection) -> bytes | None:
    # The scope's own list: the connection's view of it would be made for this one look.
    for name, value in connection.scope["headers"]:
        if name == b"authorization":
            found: bytes = value
            return found
    return None


async def _rotate(connection: HTTPConnection, identity: Identity, settings: Settings, session: Session) -> None:
    try:
        raw = await identity.rotated(session)
    except ToolwrightError:
        return  # the disk is full, say: reading goes on, and the next request tries again
    if raw is not None:
        connection.scope["state"]["set_cookie"] = session_cookie(connection, settings, raw)


# --- the cookie -------------------------------------------------------------------------------------------------------


def is_secure(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser talks HTTPS: to us, or to the proxy in front of us."""
    return connection.scope.get("scheme") in ("https", "wss") or (settings.public_url or "").startswith("https://")


def cookie_name(connection: HTTPConnection, settings: Settings) -> str:
    """The name of the session cookie; browsers guard the `__Host-` prefix against other hosts and plain HTTP."""
    return "__Host-toolwright" if is_secure(connection, settings) else "toolwright"


def session_cookie(connection: HTTPConnection, settings: Settings, raw: str) -> str:
    """The Set-Cookie header that signs a browser in; with an empty `raw`, out."""
    secure = "; Secure" if is_secure(connection, settings) else ""
    age = f"; Max-Age={settings.session_hours * 3600}" if raw else "; Max-Age=0"
    return f"{cookie_name(connection, settings)}={raw}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"


def check_sign_in_allowed(connection: HTTPConnection, settings: Settings) -> None:
    """Raise Denied where a password or cookie would cross a network in the clear."""
    if is_secure(connection, settings) or settings.insecure_http:
        return
    if _is_loopback(client_ip(connection)):
        return
    raise Denied(
        "Signing in over plain HTTP from another machine is switched off.",
        code="session.insecure",
        hint="Serve over HTTPS, or set TOOLWRIGHT_INSECURE_HTTP=true in a network you trust.",
    )


def client_ip(connection: HTTPConnection) -> str:
    """The address of the client, as far as trusted proxies tell."""
    client = connection.scope.get("client")
    return str(client[0]) if client else ""


def _cookie(connection: HTTPConnection, name: str) -> str | None:
    wanted = name.encode() + b"="
    for header, value in connection.scope["headers"]:
        if header == b"cookie":
            for part in value.split(b";"):
                pair = part.strip()
                if pair.startswith(wanted):
                    return str(pair[len(wanted) :].decode("latin-1"))
    return None


def _is_loopback(ip: str) -> bool:
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == ""  # a Unix socket has no address and no network


# --- forgery ----------------------------------------------------------------------------------------------------------


def check_forgery(
    connection: HTTPConnection, caller: Caller, settings: Settings, form_token: str | None = None
) -> None:
    """Raise Denied when an unsafe request may have been sent by another site.

    Requests that carry a bearer token cannot be forged. All others must come from our own pages, as far as the browser
    says; with a session they must also carry its token, in `X-CSRF-Token` or in the form field `_csrf`.
    """
    if connection.scope["method"] in SAFE_METHODS or caller.actor.kind == "token":
        return
    check_same_site(connection, settings)
    if caller.session is None:
        return
    sent = connection.headers.get("x-csrf-token") or form_token or ""
    if not hmac.compare_digest(sent.encode(), caller.session.csrf.encode()):
        raise Denied(
            "The request does not carry the token of this session.",
            code="csrf.bad_token",
            hint="Send the `csrf` of GET /api/v1/me as X-CSRF-Token, or reload the page.",
        )


def check_same_site(connection: HTTPConnection, settings: Settings) -> None:
    """Raise Denied when the browser says that another site sent this."""
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    if site not in (None, "same-origin", "none") or (origin is not None and not _is_own(origin, connection, settings)):
        raise Denied(
            "This request was sent by another site.",
            code="csrf.other_site",
            hint="If this address is right, set TOOLWRIGHT_PUBLIC_URL to it.",
        )


def _is_own(origin: str, connection: HTTPConnection, settings: Settings) -> bool:
    if settings.public_url:
        public = urlsplit(settings.public_url)
        if origin == f"{public.scheme}://{public.netloc}":
            return True
    scheme = "https" if is_secure(connection, settings) else "http"
    return origin == f"{scheme}://{connection.headers.get('host', '')}"
