"""What database servers share: settings, addresses, encryption and the steps of a connection test."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Literal, TypeAlias, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, ValidationError

from toolwright.egress import Reach, context_for, first_reachable, is_os_error
from toolwright.errors import Denied, InvalidInput, ToolwrightError, phrase
from toolwright.extend.datasource import CheckStep, Limits
from toolwright.model.base import Model, Secret, SecretText

TlsMode: TypeAlias = Literal["off", "prefer", "require", "verify_ca", "verify_full"]
_AnswerT = TypeVar("_AnswerT")
StepName: TypeAlias = Literal["resolve", "connect", "tls", "sign_in", "read"]

_MODES: dict[str, TlsMode] = {
    "disable": "off",
    "disabled": "off",
    "allow": "prefer",
    "preferred": "prefer",
    "required": "require",
    "verify-ca": "verify_ca",
    "verify-full": "verify_full",
    "verify-identity": "verify_full",
}


class ServerSettings(Model):
    """How to reach and sign in to a database server."""

    host: str = Field(
        min_length=1,
        max_length=255,
        description="Name or address of the server.",
        json_schema_extra={"x-address": True},
    )
    database: str = Field(min_length=1, max_length=128)
    user: str = Field(min_length=1, max_length=128, description="Give it no more rights than the apps need.")
    password: Secret = SecretText("")
    tls: TlsMode = Field(
        "prefer",
        description=(
            "off: never encrypt. prefer: encrypt if the server can. require: always, but trust any certificate. "
            "verify_ca: also check who signed it. verify_full: also check that it names this host."
        ),
    )
    ca_certificate: str | None = Field(
        None, max_length=100_000, description="Certificate authority to trust, in PEM form; empty: those of the system."
    )


def tls_context(settings: ServerSettings) -> ssl.SSLContext | None:
    """The TLS context for a mode, None for `off`. Raises InvalidInput for a bad certificate."""
    if settings.tls == "off":
        return None
    try:
        context = context_for(settings.host, settings.ca_certificate)
    except (ssl.SSLError, ValueError) as wrong:
        raise InvalidInput(
            "The certificate authority is not a certificate in PEM form.",
            code="source.bad_certificate",
            hint="It starts with -----BEGIN CERTIFICATE-----.",
        ) from wrong
    if settings.tls != "verify_full":
        context.check_hostname = False
    if settings.tls in ("prefer", "require"):
        context.verify_mode = ssl.CERT_NONE
    return context


def parse_url(url: str, schemes: tuple[str, ...], port: int, options: Mapping[str, str]) -> dict[str, object]:
    """Fields of settings from `scheme://user:password@host:port/database?option=value`.

    `options` maps what the URL calls an option to the field it sets. Raises InvalidInput.
    """
    try:
        parts = urlsplit(url)
        chosen_port = parts.port or port
    except ValueError as wrong:
        raise _bad_url("This is not a valid address.") from wrong
    if parts.scheme not in schemes:
        raise _bad_url(phrase("The address must start with {schemes}://.", schemes=schemes[0]))
    if not parts.hostname or len(parts.path) < 2 or "/" in parts.path[1:] or not parts.username:
        raise _bad_url(phrase("Write {schemes}://user:password@host:{port}/database.", schemes=schemes[0], port=port))
    fields: dict[str, object] = {
        "host": unquote(parts.hostname),
        "port": chosen_port,
        "database": unquote(parts.path[1:]),
        "user": unquote(parts.username),
        "password": unquote(parts.password or ""),
    }
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        field = options.get(name)
        if field is None:
            raise _bad_url(
                phrase(
                    "The address has an unknown option '{name}'. Known: {options}.",
                    name=name,
                    options=", ".join(sorted(options)),
                )
            )
        fields[field] = _MODES.get(value.lower().replace("_", "-"), value) if field == "tls" else value
    return fields


def _bad_url(hint: str) -> InvalidInput:
    return InvalidInput("The address of the data source cannot be used.", code="source.bad_url", hint=hint)


def bad_settings(wrong: ValidationError) -> InvalidInput:
    """The error for settings that do not fit; values are not repeated, one of them is a password."""
    fields = ", ".join(".".join(map(str, error["loc"])) for error in wrong.errors())
    return _bad_url(phrase("Check: {fields}.", fields=fields))


async def check_server(
    settings: ServerSettings,
    port: int,
    limits: Limits,
    reach: Reach,
    sign_in: Callable[[], Awaitable[tuple[str, Callable[[], Awaitable[str]]]]],
    blame: Callable[[Exception], StepName],
    explain: Callable[[Exception], ToolwrightError],
) -> AsyncIterator[CheckStep]:
    """The steps of a connection test; stops at the first that fails.

    `sign_in` connects and answers how the connection is encrypted and how to read; `blame` names the step an error of
    it belongs to.
    """
    step = _Stopwatch(limits.timeout_s)
    try:
        addresses = await step.run(reach.addresses(settings.host, port))
        yield step.done("resolve", phrase("{host} is {addresses}.", host=settings.host, addresses=addresses[0]))
    except Denied as refused:
        yield step.failed("resolve", refused.detail, refused.hint)
        return
    except OSError:
        yield step.failed(
            "resolve", phrase("The name {host} is not known.", host=settings.host), "Check the spelling of the host."
        )
        return
    try:
        _, writer = await step.run(
            first_reachable(addresses, lambda address: asyncio.open_connection(address, port), is_os_error)
        )
        writer.close()
        yield step.done("connect", phrase("Port {port} answers.", port=port))
    except (OSError, TimeoutError) as error:
        yield step.failed(
            "connect",
            phrase("Nothing answers at {host} port {port}.", host=settings.host, port=port),
            _connect_hint(error),
        )
        return
    try:
        encryption, read = await step.run(sign_in())
    except Exception as error:
        ours, culprit = explain(error), blame(error)
        if culprit == "sign_in":
            yield step.done("tls", "The server was asked as set.")
        yield step.failed(culprit, ours.detail, ours.hint)
        return
    yield step.done("tls", encryption)
    yield step.done("sign_in", phrase("Signed in as {user}.", user=settings.user))
    try:
        yield step.done("read", await step.run(read()))
    except Exception as error:
        ours = explain(error)
        yield step.failed("read", ours.detail, ours.hint)


def _connect_hint(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "No answer at all: a firewall may stand between."
    return "Check the port, and that the server listens on this address."


class _Stopwatch:
    """Times steps and limits each of them."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._started = time.perf_counter()

    async def run(self, work: Awaitable[_AnswerT]) -> _AnswerT:
        self._started = time.perf_counter()
        async with asyncio.timeout(self._timeout_s):
            return await work

    def done(self, name: StepName, detail: str) -> CheckStep:
        return CheckStep(name, True, detail, duration_ms=self._elapsed())

    def failed(self, name: StepName, detail: str, hint: str | None) -> CheckStep:
        return CheckStep(name, False, detail, hint, self._elapsed())

    def _elapsed(self) -> float:
        elapsed = (time.perf_counter() - self._started) * 1000
        self._started = time.perf_counter()
        return elapsed
