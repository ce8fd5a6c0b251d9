"""`toolwright doctor`: look at an installation from the inside and say what is wrong with it, and what to do."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import typer

from toolwright import __version__
from toolwright.cli.printing import AsJson, Home, opened, print_json, settings_for
from toolwright.commands.services import Services
from toolwright.errors import ToolwrightError

_ENOUGH_BYTES = 500_000_000


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("doctor")(doctor)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    ok: bool
    detail: str
    hint: str | None = None


def doctor(home: Home = None, as_json: AsJson = False) -> None:
    """Check home, key, database, audit log and data sources. Ends with 1 when something is wrong."""
    findings = asyncio.run(_examine(settings_for(home).home.absolute(), home))
    if as_json:
        print_json({"ok": all(finding.ok for finding in findings), "items": findings})
    else:
        for finding in findings:
            print(f"{'ok ' if finding.ok else 'BAD'}  {finding.name}: {finding.detail}")
            if finding.hint and not finding.ok:
                print(f"     {finding.hint}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


async def _examine(path: Path, home: Path | None) -> list[Finding]:
    findings = [_versions(), _home(path), _space(path)]
    if settings_for(home).database_url is None and not (path / "toolwright.db").exists():
        # Looking must not begin an installation.
        nothing = Finding("database", False, f"there is no installation in {path}", "Run 'toolwright serve' first.")
        return [*findings, nothing]
    findings.append(_key(path))
    try:
        async with opened(home) as services:
            return [*findings, *[finding async for finding in _inside(services)]]
    except ToolwrightError as fault:
        return [*findings, Finding("start", False, fault.detail, fault.hint)]


async def _inside(services: Services) -> AsyncIterator[Finding]:
    wrong = await services.db.integrity()
    detail = "; ".join(wrong[:3]) or f"whole, layout {await services.db.layout()}"
    yield Finding("database", not wrong, detail, "Restore a backup.")
    broken = await services.audit.verify()
    detail = "whole" if broken is None else f"line {broken} was changed, removed or moved"
    yield Finding("audit log", broken is None, detail, "Somebody wrote to the database past Toolwright.")
    for workspace in await services.workspaces.names():
        yield await _workspace(services, workspace)


async def _workspace(services: Services, name: str) -> Finding:
    try:
        found = await services.workspaces.check(name, await services.workspaces.files(name))
    except ToolwrightError as fault:
        first = f"{fault.errors[0].where}: {fault.errors[0].message}" if fault.errors else fault.detail
        return Finding(f"workspace {name}", False, first, fault.hint)
    return Finding(f"workspace {name}", True, f"{len(found.tables)} tables, {len(found.apps)} apps")


def _versions() -> Finding:
    detail = f"Toolwright {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return Finding("versions", True, detail)


def _home(path: Path) -> Finding:
    usable = path.is_dir() and os.access(path, os.R_OK | os.W_OK | os.X_OK)
    return Finding("home", usable, str(path), "It must be a directory this user can write.")


def _space(path: Path) -> Finding:
    free = shutil.disk_usage(next(place for place in (path, *path.parents) if place.exists())).free
    return Finding("disk", free > _ENOUGH_BYTES, f"{free / 1e9:.1f} GB free", "Free some space.")


def _key(path: Path) -> Finding:
    key = path / "secret.key"
    if not key.exists():
        return Finding("key", False, f"{key} is missing", "Restore it from your backup.")
    is_private = stat.S_IMODE(key.stat().st_mode) & 0o077 == 0
    return Finding("key", is_private, f"{key}", f"Run: chmod 600 {key}")
