"""From a host to addresses that may be connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol, TypeVar

from toolwright.egress.address import PUBLIC, Address, AddressPolicy, endpoint, parse_entry
from toolwright.egress.files import ANY_FILE, FILE, FilePolicy, file_entry
from toolwright.errors import Denied, phrase

AnswerT = TypeVar("AnswerT")


class Resolver(Protocol):
    """Where the addresses of a host are looked up."""

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Its addresses, the preferred one first. Raises OSError."""


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """What this machine knows, in every notation it understands: `127.1` and `0x7f.1` are addresses, too."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as wrong:
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from wrong
    return list(dict.fromkeys(_written(entry[4]) for entry in found))


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be connected to. By itself: the public internet, and files that are of no installation."""

    policy: AddressPolicy = PUBLIC
    resolver: Resolver = system_resolver
    files: FilePolicy = ANY_FILE

    def allowing(self, *entries: str) -> Reach:
        """The same reach, and these hosts, ports, networks or files. Raises InvalidInput."""
        hosts = [parse_entry(entry) for entry in entries if not entry.startswith(FILE)]
        files = [entry for entry in entries if entry.startswith(FILE)]
        return Reach(self.policy.with_entries(*hosts), self.resolver, self.files.allowing(*files))

    def of_workspace(self, name: str) -> Reach:
        """The same reach, and what belongs to that workspace."""
        return Reach(self.policy, self.resolver, self.files.of_workspace(name))

    def file(self, path: str) -> Path:
        """A file of this machine that may be opened, links resolved. Raises Denied, and InvalidInput without one."""
        return self.files.open(path)

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host that may be connected to, the preferred one first.

        Connect to one of these, not to the host: its name may lead elsewhere a moment later. Raises Denied
        `egress.refused` when none of them may be, OSError when the host is not known.
        """
        refused = "no address"
        allowed = []
        for text in await self.resolver(host, port):
            reason = self._refusal(host, port, ip_address(text))
            if reason is None:
                allowed.append(text)
            else:
                refused = reason
        if not allowed:
            raise refusal(host, port, refused)
        return tuple(allowed)

    async def dial(
        self,
        host: str,
        port: int,
        attempt: Callable[[str], Awaitable[AnswerT]],
        is_unreachable: Callable[[Exception], bool],
    ) -> AnswerT:
        """What `attempt` answers for the first address that can be reached. Raises what `addresses` and it raise."""
        return await first_reachable(await self.addresses(host, port), attempt, is_unreachable)

    def _refusal(self, host: str, port: int, address: Address) -> str | None:
        return self.policy.refusal(host, port, address)


@dataclass(frozen=True, slots=True)
class Anywhere(Reach):
    """For what the operator's own settings name, such as the database of the installation."""

    def _refusal(self, host: str, port: int, address: Address) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class Recorder(Reach):
    """The reach of the operator, who may connect to anything; it notes what others could not have connected to."""

    noted: set[str] = field(default_factory=set)

    def _refusal(self, host: str, port: int, address: Address) -> str | None:
        if self.policy.refusal(host, port, address) is not None:
            self.noted.add(endpoint(host, port))
        return None

    def file(self, path: str) -> Path:
        """Any file but the installation's own."""
        real = replace(self.files, is_open=True).open(path)
        if not self.files.allows(real):
            self.noted.add(file_entry(real))
        return real


async def first_reachable(
    addresses: Sequence[str],
    attempt: Callable[[str], Awaitable[AnswerT]],
    is_unreachable: Callable[[Exception], bool],
) -> AnswerT:
    """What `attempt` answers for the first address that it does not find unreachable."""
    for address in addresses[:-1]:
        try:
            return await attempt(address)
        except Exception as error:
            if not is_unreachable(error):
                raise
    return await attempt(addresses[-1])


def is_os_error(error: Exception) -> bool:
    """Whether the system said that there is no way."""
    return isinstance(error, OSError)


def refusal(host: str, port: int, reason: str) -> Denied:
    """The error for a host that may not be connected to; its addresses are not told."""
    return Denied(
        phrase(
            "'{host}' is not a host to connect to from here: it leads to {reason}.", host=host, reason=phrase(reason)
        ),
        code="egress.refused",
        hint=phrase(
            "The operator can allow it: TOOLWRIGHT_ALLOW_PRIVATE_HOSTS={endpoint}", endpoint=endpoint(host, port)
        ),
    )


def _written(place: tuple[object, ...]) -> str:
    """The address of a socket name; a link-local one keeps its zone."""
    host = str(place[0])
    zone = place[3] if len(place) > 3 else 0
    return f"{host}%{zone}" if zone and "%" not in host else host
