"""`toolwright serve`: start the server, say where it is and how to get in."""

from __future__ import annotations

import asyncio
import errno
import gc
import importlib
import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server as Granian
from pydantic import ValidationError

from toolwright import wiring
from toolwright.cli.printing import fail
from toolwright.commands.install_template import install_template
from toolwright.commands.languages import check_language
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.commands.set_up import new_setup_code, set_up_demo
from toolwright.errors import StartRefused, ToolwrightError
from toolwright.extend.translation import ENGLISH
from toolwright.settings import Settings

_TARGET = "toolwright.server"
DEMO_TEMPLATE = "service_desk"
_DRAIN_S = 25
"""Requests under way get this long after SIGTERM."""
_PORT_WAIT_S = 1.0


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 8400 by default, 0 picks a free one.")] = None,
    home: Annotated[Path | None, typer.Option(help="Directory of all state; ./toolwright-data by default.")] = None,
    workers: Annotated[int | None, typer.Option(help="Number of serving processes; 1 by default.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Add a demo administrator with a one-time link.")] = False,
    language: Annotated[str, typer.Option(help="Language of the demo workspace: en or de.")] = ENGLISH,
) -> None:
    """Start the server. Options left out come from the environment (TOOLWRIGHT_…)."""
    given = {"host": host, "port": port, "home": home, "workers": workers}
    try:
        settings = _settings({name: value for name, value in given.items() if value is not None})
        welcome = asyncio.run(_prepare(settings, language if demo else None))
    except ToolwrightError as fault:
        fail(fault)
    # Loaded before the workers are forked, so that they start at once and share its memory.
    gc.disable()
    importlib.import_module(_TARGET)
    gc.freeze()  # what is loaded now stays; collecting it again and again would only unshare its memory
    gc.enable()
    _say(settings, welcome)
    _start(settings)


@dataclass(frozen=True, slots=True)
class _Welcome:
    """How to get in."""

    setup_code: str | None = None
    sign_in: tuple[tuple[str, str], ...] = ()
    """Who, and the path of the link that signs them in."""


def _settings(given: Mapping[str, object]) -> Settings:
    """Settings, which the workers will find in the environment. Raises StartRefused on values that do not fit."""
    try:
        wanted = Settings.model_validate({**Settings().model_dump(), **given})
    except ValidationError as fault:
        first = fault.errors()[0]
        name = "TOOLWRIGHT_" + "_".join(str(part) for part in first["loc"]).upper()
        raise StartRefused(
            f"{name} does not fit: {first['msg']}.", code="settings.invalid", hint="Run 'toolwright serve --help'."
        ) from fault
    settings = wanted.model_copy(update={"home": wanted.home.absolute(), "port": _free_port(wanted.host, wanted.port)})
    for name in ("host", "port", "home", "workers"):
        os.environ[f"TOOLWRIGHT_{name.upper()}"] = str(getattr(settings, name))
    return settings


def _free_port(host: str, port: int) -> int:
    """The port, when nobody listens there. The server itself would share it with another one without a word.

    Workers of a server that was killed let go of it within a moment, which is waited for.
    """
    until = time.monotonic() + _PORT_WAIT_S
    while True:
        try:
            return _bound(host, port)
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE and time.monotonic() < until:
                time.sleep(0.05)
                continue
            raise StartRefused(
                f"Cannot listen on {host}:{port}: {fault.strerror}.",
                code="serve.port_taken",
                hint="Stop what runs there, or choose another with --port.",
            ) from fault


def _bound(host: str, port: int) -> int:
    """The number of the port after binding it once. Raises OSError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Connections of a server that has just stopped may linger; a listening one still refuses this.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return int(probe.getsockname()[1])


async def _prepare(settings: Settings, demo: str | None) -> _Welcome:
    """Migrate and check everything once, before any worker runs; `demo` is the language of a demo workspace."""
    services = await wiring.build(settings)
    try:
        if demo is not None:
            check_language(demo)
            demo_user = await set_up_demo(services)
            if demo_user is not None:
                return _Welcome(sign_in=await _demo_links(services, demo_user, demo))
        return _Welcome(setup_code=await new_setup_code(services))
    finally:
        await wiring.close(services)


async def _demo_links(services: Services, administrator: str, language: str) -> tuple[tuple[str, str], ...]:
    """One link for the administrator, and on the first start one for each person of the demo workspace."""
    people = [("the administrator", administrator)]
    if not await services.workspaces.list():
        demo = await install_template(services, OPERATOR, DEMO_TEMPLATE, language=language, with_people=True)
        people += [(f"{user.name} ({', '.join(user.roles[demo.workspace])})", user.id) for user in demo.people]
    return tuple([(who, await make_one_time_link(services, OPERATOR, user)) for who, user in people])


def _say(settings: Settings, welcome: _Welcome) -> None:
    lines = [f"Toolwright serves {settings.home} at {settings.address}"]
    if welcome.setup_code:
        lines += [
            "Nobody can sign in yet. Make the administrator here (the code is good for 24 hours, once):",
            f"  {settings.address}/setup?code={welcome.setup_code}",
        ]
    if welcome.sign_in:
        lines.append("Sign in with one of these links (each good for 24 hours, once):")
        lines += [f"  as {who}:\n    {settings.address}{path}" for who, path in welcome.sign_in]
    if settings.insecure_http:
        lines.append("Warning: signing in over plain HTTP is allowed; passwords cross the network in the clear.")
    print("\n".join(lines), flush=True)


def _start(settings: Settings) -> None:
    """Serve until told to stop."""
    Granian(
        f"{_TARGET}:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        loop=Loops.asyncio if sys.platform == "win32" else Loops.uvloop,
        factory=True,
        websockets=False,
        backlog=1024,
        backpressure=512,
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=256 * 1024),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=_DRAIN_S,
    ).serve()
