"""Every route has a door, and nobody gets through one that is not on the list of public routes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import APIRouter

from tests.auth.conftest import Office
from toolwright.api.app import check_routes, create_api
from toolwright.api.authorize import GuardedRoute, api_router

ROUTES = [(method, route) for route in create_api().router.routes for method in sorted(route.methods)]
TRICKS = [
    "{path}?x=/webhooks/",
    "{path}?/api/v1/setup",
    "{path}/?next=/healthz",
    "/{path}",
    "{path};/api/v1/setup",
    "/healthz/..{path}",
    "/healthz/%2e%2e{path}",
    "/healthz%2f..{path}",
    "{upper}",
    "{path}/",
    "{path}%00",
    "{path}#/healthz",
]


def _listed() -> set[str]:
    lines = Path(__file__).with_name("public_routes.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _filled(path: str) -> str:
    return re.sub(r"{(\w+)}", "nothing", path)


def _is_closed(route: GuardedRoute) -> bool:
    return not route.needs.anonymous


def test_public_routes_are_those_on_the_list() -> None:
    found = {
        f"{'open' if route.needs.is_public else 'decides'} {method} {route.path}"
        for method, route in ROUTES
        if route.needs.anonymous
    }
    assert found == _listed()


def test_public_routes_say_why() -> None:
    assert all(route.needs.because for _, route in ROUTES if route.needs.is_public)


CLOSED = [pytest.param(method, route, id=f"{method} {route.path}") for method, route in ROUTES if _is_closed(route)]


@pytest.mark.parametrize(("method", "route"), CLOSED)
def test_asvs_V8_2_1_anonymous_is_refused_before_the_body_is_read(
    office: Office, method: str, route: GuardedRoute
) -> None:
    answer = office.nobody().request(method, _filled(route.path), content=b"{not json", headers={"content-type": "x/y"})
    assert answer.status_code == 401, answer.text
    assert answer.json()["code"] == "auth.not_signed_in"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "route"), CLOSED)
def test_tricks_with_the_address_open_nothing(office: Office, method: str, route: GuardedRoute) -> None:
    path = _filled(route.path)
    client = office.nobody()
    for trick in TRICKS:
        address = trick.format(path=path, upper=path.upper())
        answer = client.request(method, address)
        assert answer.status_code in (400, 401, 404, 405), (address, answer.status_code)
    for header in ("x-original-url", "x-rewrite-url", "x-http-method-override"):
        answer = client.request(method, path, headers={header: "/healthz" if "url" in header else "GET"})
        assert answer.status_code == 401


def _administers(route: GuardedRoute) -> bool:
    """Whether the route is for administrators of the installation; those of a workspace are asked about with it."""
    return route.needs.verb == "manage" and route.needs.kind != "workspace"


@pytest.mark.parametrize(("method", "route"), [case for case in CLOSED if _administers(case.values[1])])
def test_administration_is_refused_to_everybody_else(office: Office, method: str, route: GuardedRoute) -> None:
    user = office.person()
    path = _filled(route.path)
    for client in (office.browser(user), office.token(user)):
        answer = client.request(method, path, json={})
        assert answer.status_code == 403, answer.text


@pytest.mark.parametrize("credential", ["", "Bearer", "Bearer tw_", "Bearer tw_x", "Basic YTpi", "Bearer x\ty"])
def test_a_wrong_credential_is_refused_not_taken_for_nobody(office: Office, credential: str) -> None:
    for path in ("/api/v1/me", "/api/v1/setup", "/api/v1/workspaces/w/tables/t/rows"):
        answer = office.nobody().get(path, headers={"authorization": credential})
        assert answer.status_code == 401, (path, answer.text)


def test_a_route_without_a_word_stops_the_start() -> None:
    async def careless() -> None: ...

    with pytest.raises(TypeError, match="does not say what it needs"):
        api_router("/careless", "careless").add_api_route("", careless)
    plain = APIRouter()
    plain.add_api_route("/careless", careless)
    with pytest.raises(TypeError, match="no door"):
        check_routes(plain.routes)
