"""What every answer carries, and what no request may carry: headers, cookies, forgery, bodies."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.auth.conftest import PASSWORD, Office
from tests.support.server import new_client, signed_in, started_server
from toolwright.api.app import create_api

EXPECTED = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
}
ADDRESSES = sorted(
    {route.path.replace("{", "").replace("}", "") for route in create_api().router.routes}
    | {"/", "/sign-in", "/nothing", "/api/v1/nothing", "/apps/no/app/", "/assets/none.css", "/favicon.ico", "/w/x"}
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "TRACE"])
def test_asvs_V3_4_every_answer_carries_the_headers(office: Office, method: str, address: str) -> None:
    answer = office.nobody().request(method, address)
    for name, value in EXPECTED.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors"):
        assert directive in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "*" not in policy
    assert len(answer.headers["x-request-id"]) == 26
    assert answer.status_code < 500
    if address.startswith("/api/v1/"):
        assert answer.headers["cache-control"] == "no-store"
    if answer.status_code >= 400 and address.startswith("/api/"):
        assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_parts_of_pages_carry_what_says_something_about_them(office: Office) -> None:
    client = office.nobody()
    page = client.get("/sign-in").text + client.get("/apps/no/app/").text
    assets = set(re.findall(r"/assets/[\w.-]+", page))
    assert {name.rpartition(".")[2] for name in assets} >= {"js", "css"}
    for address in assets:
        headers = client.get(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert ("content-security-policy" in headers) == address.endswith((".svg", ".png", ".ico")), address


def test_asvs_V3_3_session_cookie_over_http_on_loopback(office: Office) -> None:
    cookie = _cookie(_sign_in(office.nobody(), office.person().email))
    assert cookie[0].startswith("toolwright=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie)
    assert not any(part.startswith("Domain") for part in cookie)


def test_asvs_V3_3_1_cookie_over_https_has_the_host_prefix(tmp_path, monkeypatch) -> None:
    env = {"TOOLWRIGHT_PUBLIC_URL": "https://tools.example.org"}
    with started_server(tmp_path / "home", env) as server:
        client = new_client(server.url)
        body = {"code": server.setup_code(), "email": "a@b.c", "name": "A", "password": PASSWORD}
        answer = client.post("/api/v1/setup", json=body)
        assert answer.status_code == 201, answer.text
        cookie = _cookie(answer)
        assert cookie[0].startswith("__Host-toolwright=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie)
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        # The name without the prefix, which another host could set, means nothing here.
        name, _, value = cookie[0].partition("=")
        assert client.get("/api/v1/me", headers={"cookie": f"{name}={value}"}).status_code == 200
        assert new_client(server.url).get("/api/v1/me", headers={"cookie": f"toolwright={value}"}).status_code == 401


def test_plain_http_from_elsewhere_cannot_sign_in(tmp_path) -> None:
    env = {"TOOLWRIGHT_TRUSTED_PROXIES": "127.0.0.1"}
    with started_server(tmp_path / "home", env) as server:
        client = new_client(server.url, headers={"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "http"})
        refused = client.post("/api/v1/session", json={"email": "a@b.c", "password": PASSWORD})
        assert (refused.status_code, refused.json()["code"]) == (403, "session.insecure")
        client.headers["x-forwarded-proto"] = "https"
        assert client.post("/api/v1/session", json={"email": "a@b.c", "password": PASSWORD}).status_code == 401


def test_forwarded_headers_of_strangers_mean_nothing(tmp_path: Path) -> None:
    with started_server(tmp_path / "home") as server:
        lies = {"x-forwarded-for": "203.0.113.99", "x-forwarded-proto": "https", "x-forwarded-host": "evil.example"}
        client = new_client(server.url, headers=lies)
        body = {"code": server.setup_code(), "email": "a@b.c", "name": "A", "password": PASSWORD}
        answer = client.post("/api/v1/setup", json=body)
        assert _cookie(answer)[0].startswith("toolwright=")
        lines = client.get("/api/v1/audit").json()["items"]
        assert {line["ip"] for line in lines} == {"127.0.0.1"}
        assert "evil.example" not in answer.text + str(answer.headers)


UNSAFE = [
    ("POST", "/api/v1/tokens"),
    ("PATCH", "/api/v1/me"),
    ("DELETE", "/api/v1/sessions"),
    ("POST", "/api/v1/users"),
]


@pytest.mark.parametrize(("method", "path"), UNSAFE)
def test_asvs_V3_5_1_forged_requests_are_refused(office: Office, method: str, path: str) -> None:
    client = office.browser(office.person(is_admin=True))
    token = client.headers.pop("x-csrf-token")
    forged: list[dict[str, str]] = [
        {},
        {"x-csrf-token": "wrong"},
        {"x-csrf-token": office.admin.headers["x-csrf-token"]},
        {"x-csrf-token": token, "origin": "https://evil.example"},
        {"x-csrf-token": token, "origin": "null"},
        {"x-csrf-token": token, "sec-fetch-site": "cross-site"},
        {"x-csrf-token": token, "sec-fetch-site": "same-site"},
    ]
    for headers in forged:
        answer = client.request(method, path, json={}, headers=headers)
        assert answer.status_code == 403, headers
        assert answer.json()["code"].startswith("csrf."), headers
    for media_type in ("text/plain", ""):
        answer = client.request(
            method, path, content=b"{}", headers={"x-csrf-token": token, "content-type": media_type}
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "request.media_type")


def test_own_pages_and_tokens_are_not_refused(office: Office) -> None:
    user = office.person()
    client = office.browser(user)
    own = {"origin": office.url, "sec-fetch-site": "same-origin"}
    assert client.patch("/api/v1/me", json={"name": "New"}, headers=own).status_code == 200
    assert office.token(user).patch("/api/v1/me", json={"name": "Newer"}).status_code == 200


def test_signing_in_from_another_site_is_refused(office: Office) -> None:
    body = {"email": office.person().email, "password": PASSWORD}
    answer = office.nobody().post("/api/v1/session", json=body, headers={"origin": "https://evil.example"})
    assert answer.json()["code"] == "csrf.other_site"


@pytest.mark.parametrize("is_chunked", [False, True])
def test_large_bodies_are_refused(office: Office, is_chunked: bool) -> None:
    body = b'{"name": "' + b"x" * 11_000_000 + b'"}'
    content = iter([body[:6_000_000], body[6_000_000:]]) if is_chunked else body
    # A connection of its own: the server closes it instead of reading the rest.
    client = new_client(office.url, headers=office.robot.headers)
    answer = client.post("/api/v1/tokens", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("body", [b"", b"[" * 100_000, b"{", b'"x"', b"\xff\xfe", b"null", b'{"name": 1e999}'])
def test_bodies_that_are_no_json_are_problems(office: Office, body: bytes) -> None:
    answer = office.robot.post("/api/v1/tokens", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_asvs_V15_3_3_unknown_fields_are_refused_everywhere(office: Office) -> None:
    extras = ("admin", "role", "roles", "builder", "tenant_id", "workspace_id", "owner_id", "id", "created_by")
    user = office.person()
    client = office.browser(user)
    for extra in (*extras, "is_admin", "is_active", "email"):
        assert client.patch("/api/v1/me", json={"name": "X", extra: True}).status_code == 400, extra
    for extra in extras:
        if extra != "roles":
            body = {"email": "x@y.z", "name": "X", extra: "admin"}
            assert office.robot.post("/api/v1/users", json=body).status_code == 400, extra
    assert not office.robot.get(f"/api/v1/users/{user.id}").json()["is_admin"]


def test_secrets_are_not_echoed(office: Office) -> None:
    answer = office.nobody().post("/api/v1/session", json={"email": 7, "password": {"canary": "CANARY-1"}})
    assert answer.status_code == 400
    assert "CANARY" not in answer.text
    assert "CANARY" not in office.server.log()


def test_openapi_and_its_page(office: Office) -> None:
    document = office.nobody().get("/api/v1/openapi.json").json()
    page = office.nobody().get("/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert all(path in page.text for path in document["paths"])


@pytest.mark.parametrize("address", [*ADDRESSES, *(f"{address}/" for address in ADDRESSES if address != "/")])
def test_a_wrong_host_shows_nowhere(office: Office, address: str) -> None:
    lies = {"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    answer = office.nobody().get(address, headers=lies)
    assert "evil.example" not in answer.text + str(answer.headers)


def test_wrong_method_names_the_right_ones(office: Office) -> None:
    answer = office.robot.put("/api/v1/me")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def _sign_in(client: httpx.Client, email: str) -> httpx.Response:
    answer = client.post("/api/v1/session", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return answer


def _cookie(answer: httpx.Response) -> list[str]:
    return [part.strip() for part in answer.headers["set-cookie"].split(";")]


def test_helper_signs_in(office: Office) -> None:
    assert signed_in(office.url, office.home).get("/api/v1/me").status_code == 200
