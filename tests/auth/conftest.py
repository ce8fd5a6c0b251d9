"""One server with two workers for all tests of identity, and people to play with."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.support.server import Server, in_home, new_client, signed_in, started_server, token_client
from toolwright.auth.users import User
from toolwright.commands.create_user import create_user
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


@dataclass
class Office:
    """A running server and its administrator, by cookie (`admin`) and by token (`robot`)."""

    server: Server
    admin: httpx.Client
    robot: httpx.Client
    made: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def home(self) -> Path:
        return self.server.home

    def person(self, *, is_admin: bool = False, password: str | None = PASSWORD) -> User:
        """Somebody new."""
        email = f"person{next(_numbers)}@example.org"

        async def work(services: Services) -> User:
            return await create_user(
                services, OPERATOR, email=email, name=email.partition("@")[0], password=password, is_admin=is_admin
            )

        return in_home(self.home, work)

    def browser(self, user: User) -> httpx.Client:
        """A browser in which that person is signed in."""
        return signed_in(self.url, self.home, user.email)

    def token(self, user: User, scopes: list[str] | None = None) -> httpx.Client:
        """A client with a token of that person."""
        return token_client(self.url, self.home, user.email, scopes=scopes)

    def nobody(self) -> httpx.Client:
        """A client nobody is signed in with, at an address of its own: guesses are counted by address."""
        number = next(_numbers)
        return new_client(self.url, headers={"x-forwarded-for": f"127.1.{number // 250}.{number % 250 + 1}"})

    def lines(self, verb: str, resource: str | None = None) -> list[dict[str, object]]:
        """The newest lines of the audit log with that verb."""
        query = {"verb": verb, "limit": 200, **({"resource": resource} if resource else {})}
        return self.robot.get("/api/v1/audit", params=query).json()["items"]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The office, with a workspace `desk`."""
    home = tmp_path_factory.mktemp("office") / "home"
    with started_server(home, {"TOOLWRIGHT_TRUSTED_PROXIES": "127.0.0.1"}, workers=2) as server:
        yield Office(server, signed_in(server.url, home), token_client(server.url, home))
