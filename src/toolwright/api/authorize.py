"""The door of every route: it says what it needs, or the application does not start.

    @router.get("/users")
    @needs("manage", "user")
    async def list_users(services: Using, actor: Me) -> …

Before a body is read, the caller is found, forged requests are refused, and the scopes of a token are held against the
route. Whether this actor may do this to that very thing is decided by the command behind the route.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute

from toolwright.api.spoken import reader
from toolwright.auth import Caller, caller_of, check_forgery
from toolwright.auth.caller import NOBODY, SAFE_METHODS
from toolwright.commands.services import Services
from toolwright.errors import Denied, FieldError, InvalidInput, NotSignedIn, phrase
from toolwright.model.environment import ENVIRONMENTS, PRODUCTION, environment_of, in_environment
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource, ResourceKind, Verb
from toolwright.policy.engine import require
from toolwright.policy.scope import missing_scope

PREFIX = "/api/v1"

EndpointT = TypeVar("EndpointT", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Needs:
    """What a route needs. `account` is the caller's own; `is_public` routes let anybody in, and say why."""

    verb: Verb
    kind: ResourceKind | Literal["account", "anything"]
    anonymous: bool = False
    is_public: bool = False
    because: str = ""


def needs(
    verb: Verb, kind: ResourceKind | Literal["account"], *, anonymous: bool = False
) -> Callable[[EndpointT], EndpointT]:
    """Declare what a route needs; `anonymous` lets people who are not signed in through to the command's decision."""
    return _declare(Needs(verb, kind, anonymous=anonymous))


def public(because: str) -> Callable[[EndpointT], EndpointT]:
    """Declare that a route is open to everybody, and why."""
    return _declare(Needs("read", "anything", anonymous=True, is_public=True, because=because))


def _declare(what: Needs) -> Callable[[EndpointT], EndpointT]:
    def mark(endpoint: EndpointT) -> EndpointT:
        endpoint.__needs__ = what  # type: ignore[attr-defined]  # the mark a route looks for
        return endpoint

    return mark


class GuardedRoute(APIRoute):
    """A route that lets a request in before anything of its body is read. Refuses to exist without `needs`."""

    @property
    def needs(self) -> Needs:
        """What the endpoint declared."""
        declared = getattr(self.endpoint, "__needs__", None)
        if not isinstance(declared, Needs):
            name = getattr(self.endpoint, "__qualname__", self.endpoint)
            raise TypeError(f"{name} ({self.path}) does not say what it needs: put @needs(verb, kind) on it")
        return declared

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:  # Any: FastAPI's own type
        """FastAPI's handler behind the door."""
        handle, needed = super().get_route_handler(), self.needs

        async def guarded(request: Request) -> Response:
            reader.set((await admit(request, needed)).actor.locale)
            return await handle(request)

        return guarded


def api_router(prefix: str, tag: str) -> APIRouter:
    """A router below `/api/v1` whose routes are guarded."""
    return APIRouter(prefix=PREFIX + prefix, tags=[tag], route_class=GuardedRoute)


async def admit(request: Request, needed: Needs) -> Caller:
    """The caller, when the door is open to them. Raises NotSignedIn, Denied or InvalidInput."""
    services = services_of(request)
    caller = await caller_of(request, services.identity, services.settings)
    actor = caller.actor
    if actor.kind == "anonymous" and not needed.anonymous:
        raise NotSignedIn("Sign in to do this.", code="auth.not_signed_in", hint="Open a session or send a token.")
    if request.method not in SAFE_METHODS:
        # A public route acts for nobody, so a session's token has no say there: only our own pages may call it.
        check_forgery(request, NOBODY if needed.is_public else caller, services.settings)
        _check_media_type(request)
    if needed.is_public:
        return caller
    _check_scopes(actor, needed, request)
    if needed.verb == "manage" and needed.kind in ("installation", "user"):
        require(actor, "manage", Resource("installation"))
    if "workspace" in request.path_params:
        await _choose_environment(request, needed)
    return caller


async def _choose_environment(request: Request, needed: Needs) -> None:
    """Have the address name the workspace of the environment that is meant.

    `env=` says it, or the name does (`desk@development`). Otherwise rows are those of production, and definitions those
    of the draft, once there are versions: what is published changes by publishing.
    """
    names = request.scope["path_params"]
    name: str = names["workspace"]
    asked = request.query_params.get("env") if b"env=" in request.scope["query_string"] else None
    if asked is None and "@" not in name:
        if needed.verb == "design":
            names["workspace"] = await services_of(request).workspaces.working(name)
        return
    environment = environment_of(name) if asked is None else asked
    if environment not in ENVIRONMENTS or environment_of(name) not in (environment, PRODUCTION):
        message = phrase("There is no environment '{environment}' of '{name}'.", environment=environment, name=name)
        hint = phrase("Use {environments}.", environments=" or ".join(ENVIRONMENTS))
        raise InvalidInput(
            message, code="environment.unknown", hint=hint, errors=(FieldError("env", message, hint=hint),)
        )
    names["workspace"] = in_environment(name, environment)


def _check_scopes(actor: Actor, needed: Needs, request: Request) -> None:
    if actor.scopes is None:
        return
    if needed.kind == "account":
        if request.method not in SAFE_METHODS:
            raise Denied("A token with scopes cannot change the account behind it.", code="scope.missing")
        return
    missing = missing_scope(actor, needed.verb, needed.kind)
    if missing is not None:
        raise Denied(
            phrase("The token was issued without the scope {missing}.", missing=missing),
            code="scope.missing",
            hint="Make a token that has it.",
            extra={"scope": missing},
        )


def _check_media_type(request: Request) -> None:
    """Bodies say what they are: what a foreign form can send without asking first (plain text, nothing) is refused."""
    length = request.headers.get("content-length")
    if length in (None, "0") and "transfer-encoding" not in request.headers:
        return
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in ("", "text/plain"):
        raise InvalidInput(
            "The body does not say that it is JSON.",
            code="request.media_type",
            hint="Send Content-Type: application/json.",
        )


def services_of(request: Request) -> Services:
    """The object graph of this process."""
    services: Services = request.scope["app"].state.services
    return services


def caller_in(request: Request) -> Caller:
    """Who sent this request; the door has found out already."""
    caller: Caller = request.scope["state"]["caller"]
    return caller


def actor_in(request: Request) -> Actor:
    """Who this request acts as."""
    return caller_in(request).actor


async def _using(request: Request) -> Services:
    return services_of(request)


async def _me(request: Request) -> Actor:
    return actor_in(request)


async def _asker(request: Request) -> Caller:
    return caller_in(request)


Using = Annotated[Services, Depends(_using)]
"""The services, as an endpoint's parameter."""

Me = Annotated[Actor, Depends(_me)]
"""The actor, as an endpoint's parameter."""

Asker = Annotated[Caller, Depends(_asker)]
"""The actor with the session they came in, as an endpoint's parameter."""
