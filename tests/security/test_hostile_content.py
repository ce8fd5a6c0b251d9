"""Hostile names and cells from a database, shown in a real browser: nothing of it runs, and nothing of it is markup."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.missing import missing
from tests.support.server import Server, signed_in

RUNTIME = Path(__file__).parents[2] / "src/toolwright/web/static/runtime.js"
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "'><a href='javascript:alert(4)'>x</a>",
    "javascript:alert(5)",
    "[x](javascript:alert(6))",
    "![x](https://canary.invalid/leak.png)",
    "<iframe srcdoc='<script>parent.alert(7)</script>'></iframe>",
    "</title><script>alert(8)</script>",
    "</textarea><script>alert(9)</script>",
    "{{ user.email }}{{ 7 * 7 }}",
    "${alert(10)}",
    "--><script>alert(11)</script>",
    "]]><script>alert(12)</script>",
    "\u202e<b onmouseover=alert(13)>",
    "&lt;script&gt;alert(14)&lt;/script&gt;",
    "data:text/html,<script>alert(15)</script>",
    "<math><mtext></mtext><style><img src=x onerror=alert(16)></style></math>",
    "<form action=//canary.invalid><input name=x>",
    "<base href=//canary.invalid/><meta http-equiv=refresh content='0;url=//canary.invalid'>",
]
FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://canary.invalid")', "|calc"]
_BAD = """
() => [...document.querySelectorAll('*')].flatMap((it) => [
  ...[...it.attributes].filter((a) => /^on/i.test(a.name)).map((a) => `${it.tagName} ${a.name}=${a.value.slice(0, 40)}`),
  ...['href', 'src', 'action', 'formaction', 'xlink:href'].filter((n) => /^\\s*(javascript|data:text|vbscript)/i.test(it.getAttribute(n) || ''))
    .map((n) => `${it.tagName} ${n}=${it.getAttribute(n).slice(0, 40)}`),
  ...(it.tagName === 'SCRIPT' && !it.src && !/json/.test(it.type) ? [`inline script ${it.textContent.slice(0, 40)}`] : []),
  ...(['IFRAME', 'BASE', 'MATH', 'OBJECT', 'EMBED'].includes(it.tagName) ? [it.tagName] : []),
])
"""


def make_database(path: Path) -> None:
    """Tables, columns, cells and options named to hurt."""

    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    with sqlite3.connect(path) as connection:
        columns = ", ".join(f"{quoted(payload)} TEXT" for payload in PAYLOADS[:8])
        connection.execute(f"CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT, {columns})")
        for number, payload in enumerate(PAYLOADS):
            connection.execute(
                f"INSERT INTO names VALUES (?, ?, {', '.join('?' * 8)})", (number + 1, payload, *[payload] * 8)
            )
        for number, start in enumerate((0, 4)):
            payload = " ".join(PAYLOADS[start : start + 4])
            table = quoted(f"t{number} {payload}")
            connection.execute(
                f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, title TEXT, body TEXT, name_id INTEGER REFERENCES names (id))"
            )
            connection.execute(
                f"INSERT INTO {table} VALUES (1, ?, ?, ?)", (payload, " ".join(PAYLOADS) * 3, number + 1)
            )
        connection.execute("CREATE TABLE sums (id INTEGER PRIMARY KEY, text TEXT, amount INTEGER)")
        connection.executemany("INSERT INTO sums (text, amount) VALUES (?, -5)", [(formula,) for formula in FORMULAS])
    connection.close()


@pytest.fixture(scope="module")
def admin(server: Server, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """An administrator, with a workspace generated from the hostile database."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    make_database(path)
    client = signed_in(server.url, server.home)
    body = {"url": f"sqlite:///{path}", "workspace": "hostile", "source_name": "db", "title": PAYLOADS[0]}
    made = client.post("/api/v1/generate", json=body, timeout=120)
    assert made.status_code == 201, made.text
    return client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists() or not RUNTIME.exists():
        missing("needs Chromium and a built runtime (make build)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(server: Server, admin: httpx.Client, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page of somebody signed in, and what was seen to go wrong."""
    problems: list[str] = []
    context = browser.new_context(base_url=server.url)
    context.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in admin.cookies.items()])
    opened = context.new_page()
    opened.on("dialog", lambda dialog: (problems.append(f"dialog {dialog.message}"), dialog.dismiss()))
    opened.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    opened.on(
        "request",
        lambda asked: problems.append(f"request {asked.url}") if urlsplit(asked.url).hostname != "127.0.0.1" else None,
    )
    yield opened, problems
    context.close()


@pytest.mark.browser
def test_nothing_runs_on_any_screen(page: tuple[Page, list[str]], admin: httpx.Client) -> None:
    opened, problems = page
    app = admin.get("/api/v1/workspaces/hostile/apps").json()["items"][0]["name"]
    screens = admin.get(f"/api/v1/workspaces/hostile/apps/{app}/screens").json()["items"]
    paths = [
        screen["path"].replace("{id}", str(row))
        for screen in screens
        for row in ((1, 2) if "{id}" in screen["path"] else (1,))
    ]
    assert len(paths) > 15
    for path in paths:
        answer = opened.goto(f"/apps/hostile/{app}{path}")
        assert answer is not None
        assert answer.status < 500, path
        assert opened.evaluate(_BAD) == [], path
        assert problems == [], path
        assert "49" not in opened.title()


@pytest.mark.browser
def test_nothing_runs_when_hostile_text_is_in_the_address(page: tuple[Page, list[str]], admin: httpx.Client) -> None:
    opened, problems = page
    app = admin.get("/api/v1/workspaces/hostile/apps").json()["items"][0]["name"]
    for payload in PAYLOADS[::3]:
        given = dict.fromkeys(("names.search", "names.sort", "names.filter", "notice", "x"), payload)
        opened.goto(f"/apps/hostile/{app}/names?{httpx.QueryParams(given)}")
        assert opened.evaluate(_BAD) == [], payload
        assert problems == [], payload


def test_error_pages_repeat_nothing_as_markup(server: Server, admin: httpx.Client) -> None:
    for payload in PAYLOADS:
        for path in (
            f"/apps/hostile/{payload}",
            f"/apps/{payload}/x",
            f"/{payload}",
            f"/sign-in?next={payload}",
            f"/api/v1/workspaces/{payload}",
        ):
            answer = admin.get(path)
            assert answer.status_code < 500
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert "<script>alert" not in answer.text
                assert "onerror=alert" not in answer.text


def test_exports_hold_no_formulas(admin: httpx.Client) -> None:
    answer = admin.get("/api/v1/workspaces/hostile/tables/db.sums/export?format=csv&fields=id,text,amount")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert rows[0].keys() == {"id", "text", "amount"}
    assert len(rows) == len(FORMULAS)
    assert [row["text"] for row in rows if row["text"][:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    assert [row["amount"] for row in rows] == ["-5"] * len(FORMULAS)
    names = admin.get("/api/v1/workspaces/hostile/tables/db.names/export?format=csv").text
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in csv.reader(io.StringIO(names)) for cell in row)
