"""The HTTP client against real servers: redirects, credentials, limits, certificates."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.peers.tls import make_certificates
from toolwright.egress import AddressPolicy, Reach
from toolwright.egress.http import HttpClient, HttpLimits, Outgoing
from toolwright.errors import Denied, InvalidInput, LimitReached, ToolwrightError, UpstreamFault


class Web(ThreadingHTTPServer):
    """Answers by path, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__((address, 0), Handler)
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Web

    def log_message(self, format: str, *args: object) -> None: ...

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        path, _, query = self.path.partition("?")
        if path.startswith("/to/"):
            self._answer(int(path[4:]), location=query)
        elif path == "/zeros":
            self._answer(200, ZEROS, content_encoding="gzip")
        elif path == "/packed":
            self._answer(200, gzip.compress(b"unpacked"), content_encoding="gzip")
        elif path == "/broken":
            self._answer(200, b"no gzip", content_encoding="gzip")
        elif path == "/brotli":
            self._answer(200, b"x", content_encoding="br")
        elif path == "/big":
            self._answer(200, bytes(2_000_000))
        elif path == "/slow":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x")
                time.sleep(0.1)
        else:
            self._answer(200, b"hello", x_by=str(self.server.port))

    do_POST = do_PUT = do_GET


@contextmanager
def served(web: Web) -> Iterator[Web]:
    thread = threading.Thread(target=web.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield web
    finally:
        web.shutdown()
        thread.join()
        web.server_close()


@pytest.fixture
def web() -> Iterator[Web]:
    with served(Web()) as running:
        yield running


@pytest.fixture
def forbidden() -> Iterator[Web]:
    """A server that may not be connected to."""
    with served(Web("127.0.0.9")) as running:
        yield running


async def names(host: str, port: int) -> Sequence[str]:
    """`*.test` is the allowed server, except `inner.test`."""
    if host.endswith(".invalid") or host == "%5b":
        raise socket.gaierror(socket.EAI_NONAME, "not known")
    return ["127.0.0.9"] if host == "inner.test" else ["127.0.0.1"] if host.endswith(".test") else [host]


REACH = Reach(AddressPolicy.allowing("127.0.0.1"), names)
LIMITS = HttpLimits(timeout_s=20, max_bytes=1_000_000)
ZEROS = gzip.compress(bytes(30_000_000), 1)


@pytest.fixture
async def client() -> AsyncIterator[HttpClient]:
    made = HttpClient(REACH, LIMITS)
    yield made
    await made.close()


async def test_a_request_and_its_answer(web: Web, client: HttpClient) -> None:
    url = f"http://shop.test:{web.port}/x?q=1"
    answer = await client.send(Outgoing("POST", url, {"X-Key": "k", "Host": "evil.test"}, b"{}"))
    assert (answer.status, answer.body, answer.url) == (200, b"hello", url)
    method, path, headers, body = web.seen[0]
    assert (method, path, body) == ("POST", "/x?q=1", b"{}")
    assert headers["x-key"] == "k"
    assert headers["host"] == f"shop.test:{web.port}"


async def test_packed_answers_are_unpacked(web: Web, client: HttpClient) -> None:
    assert (await client.send(Outgoing("GET", f"http://a.test:{web.port}/packed"))).body == b"unpacked"


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "gopher://a.test/", "ftp://a.test/", "http://", "//a.test/", "http://user@a.test/", "http://a.test@127.0.0.9/",
     "http://user:pass@a.test/", "javascript:alert(1)", "http://[::1", "unix:///run/x.sock", "http+unix://x/", "a.test", ""],
)  # fmt: skip
async def test_addresses_that_cannot_be_asked(url: str, client: HttpClient) -> None:
    with pytest.raises(InvalidInput) as wrong:
        await client.send(Outgoing("GET", url))
    assert wrong.value.code == "egress.bad_url"


@pytest.mark.parametrize(
    "host", ["127.0.0.9", "inner.test", "[::ffff:127.0.0.9]", "0.0.0.0", "[::]", "169.254.169.254"]
)
async def test_inner_hosts_are_never_connected_to(host: str, web: Web, forbidden: Web, client: HttpClient) -> None:
    for url in (f"http://{host}:{forbidden.port}/", f"http://a.test:{web.port}/to/302?http://{host}:{forbidden.port}/"):
        with pytest.raises(Denied) as refused:
            await client.send(Outgoing("GET", url))
        assert refused.value.code == "egress.refused"
    assert forbidden.seen == []


async def test_credentials_stay_with_the_first_origin(web: Web, client: HttpClient) -> None:
    secrets = {"Authorization": "Bearer CANARY", "Cookie": "s=CANARY", "X-Api-Key": "CANARY", "Accept": "text/plain"}
    start = f"http://a.test:{web.port}"
    for target, kept in ((f"http://b.test:{web.port}/", False), (f"{start}/same", True)):
        web.seen.clear()
        await client.send(Outgoing("GET", f"{start}/to/302?{target}", secrets))
        first, second = web.seen[0][2], web.seen[-1][2]
        assert len(web.seen) == 2
        assert "CANARY" in str(first)
        assert ("CANARY" in str(second)) is kept
        assert second["accept"] == "text/plain"
    web.seen.clear()
    back = f"http://b.test:{web.port}/to/302?{start}/end"
    await client.send(Outgoing("GET", f"{start}/to/302?{back}", secrets))
    assert [("CANARY" in str(headers)) for _, _, headers, _ in web.seen] == [True, False, False]


async def test_content_follows_only_where_it_may(web: Web, client: HttpClient) -> None:
    start = f"http://a.test:{web.port}"
    await client.send(Outgoing("POST", f"{start}/to/303?{start}/end", {"Content-Type": "text/x"}, b"CANARY"))
    assert web.seen[-1][0] == "GET"
    assert web.seen[-1][3] == b""
    assert "content-type" not in web.seen[-1][2]
    await client.send(Outgoing("PUT", f"{start}/to/307?/end", {}, b"CANARY"))
    assert (web.seen[-1][0], web.seen[-1][3]) == ("PUT", b"CANARY")
    with pytest.raises(UpstreamFault) as refused:
        await client.send(Outgoing("POST", f"{start}/to/307?http://b.test:{web.port}/end", {}, b"CANARY"))
    assert refused.value.code == "egress.redirect"
    assert web.seen[-1][1].startswith("/to/307")


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://a.test/", "http://u:p@a.test/", "http://[", "javascript:1"]
)
async def test_redirects_to_what_cannot_be_asked(target: str, web: Web, client: HttpClient) -> None:
    with pytest.raises(UpstreamFault) as refused:
        await client.send(Outgoing("GET", f"http://a.test:{web.port}/to/302?{target}"))
    assert refused.value.code in ("egress.redirect", "egress.unreachable")
    assert len(web.seen) == 1


async def test_redirects_end(web: Web, client: HttpClient) -> None:
    url = f"http://a.test:{web.port}/to/302?/to/302"  # the second one leads nowhere, to itself
    with pytest.raises(UpstreamFault) as refused:
        await client.send(Outgoing("GET", url))
    assert refused.value.code == "egress.redirect"
    assert len(web.seen) == LIMITS.max_redirects + 1
    answer = await client.send(Outgoing("GET", f"http://a.test:{web.port}/to/302?/x", follow_redirects=False))
    assert (answer.status, answer.headers["location"]) == (302, "/x")


@pytest.mark.parametrize("path", ["/big", "/zeros"])
async def test_large_answers_end_at_the_limit(path: str, web: Web, client: HttpClient) -> None:
    with pytest.raises(LimitReached) as refused:
        await client.send(Outgoing("GET", f"http://a.test:{web.port}{path}"))
    assert refused.value.code == "egress.too_large"
    assert refused.value.hint


async def test_slow_answers_end_in_time(web: Web) -> None:
    client = HttpClient(REACH, HttpLimits(timeout_s=1.5))
    began = time.monotonic()
    with pytest.raises(UpstreamFault) as late:
        await client.send(Outgoing("GET", f"http://a.test:{web.port}/slow"))
    assert late.value.code == "egress.timeout"
    assert time.monotonic() - began < 3.5
    assert (await client.send(Outgoing("GET", f"http://a.test:{web.port}/"))).status == 200
    await client.close()


@pytest.mark.parametrize("path", ["/broken", "/brotli"])
async def test_broken_answers(path: str, web: Web, client: HttpClient) -> None:
    with pytest.raises(UpstreamFault) as refused:
        await client.send(Outgoing("GET", f"http://a.test:{web.port}{path}"))
    assert refused.value.code == "egress.unreachable"


async def test_nobody_listens(client: HttpClient, web: Web) -> None:
    for url in ("http://a.test:1/", "http://no-such-host.invalid/"):
        with pytest.raises(ToolwrightError) as refused:
            await client.send(Outgoing("GET", url))
        assert refused.value.code in ("egress.unreachable", "egress.refused")


async def test_the_environment_sets_no_proxy(web: Web, forbidden: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.9:{forbidden.port}")
    client = HttpClient(REACH, LIMITS)
    await client.send(Outgoing("GET", f"http://a.test:{web.port}/"))
    await client.close()
    assert len(web.seen) == 1
    assert forbidden.seen == []


async def test_certificates_are_checked_against_the_name(tmp_path: Path) -> None:
    certificates = make_certificates(tmp_path)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(certificates.certificate, certificates.key)
    asked: list[str | None] = []
    secure.sni_callback = lambda _, name, __: asked.append(name)
    web = Web()
    web.socket = secure.wrap_socket(web.socket, server_side=True)

    async def both(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    trusting = ssl.create_default_context(cafile=str(certificates.authority))
    with served(web):
        client = HttpClient(Reach(AddressPolicy.allowing("127.0.0.1"), both), LIMITS, context=trusting)
        assert (await client.send(Outgoing("GET", f"https://localhost:{web.port}/"))).body == b"hello"
        assert asked == ["localhost"]
        # The connection of the first name, to the same address, is not used for another name.
        for host in ("other.test", "localhost.evil.test"):
            with pytest.raises(UpstreamFault) as refused:
                await client.send(Outgoing("GET", f"https://{host}:{web.port}/"))
            assert refused.value.code == "egress.unreachable"
        with pytest.raises(UpstreamFault) as lowered:
            await client.send(Outgoing("GET", f"https://localhost:{web.port}/to/302?http://localhost:{web.port}/"))
        assert lowered.value.code == "egress.redirect"
        await client.close()
    plain = HttpClient(Reach(AddressPolicy.allowing("127.0.0.1"), both), LIMITS)
    with pytest.raises(UpstreamFault):
        await plain.send(Outgoing("GET", f"https://localhost:{web.port}/"))
    await plain.close()
