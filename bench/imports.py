"""Imports against bare `executemany` from the same file into the same table, and the memory of small and large ones."""

from __future__ import annotations

import asyncio
import csv
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from bench.line import Line
from toolwright import wiring
from toolwright.commands.import_rows import ImportRequest, import_rows
from toolwright.commands.operator import OPERATOR
from toolwright.settings import Settings

WORKSPACE = "bench"
ROUNDS = 5
PROMISE = 0.5
SMALL, LARGE = 100_000, 1_000_000
_COLUMNS = ["id", "number", "title", "status", "priority", "assignee", "amount", "created_at", "note"]


def import_lines(folder: Path, home: Path, ours: Path) -> list[Line]:
    """Speed of 100,000 rows, and memory of 1,000,000 against it."""
    source, theirs = folder / "tickets.csv", folder / "bare-import.db"
    _write(ours, source)
    _empty(ours)
    shutil.copy(ours, theirs)
    speed = asyncio.run(_speed(home, source, ours, theirs))
    large = folder / "large.csv"
    _write_again(source, large, LARGE // SMALL)
    _empty(ours)
    small_mb, large_mb = _peak_mb(home, source, ours), _peak_mb(home, large, ours)
    grown = large_mb - small_mb
    memory = Line(
        f"import: memory of {LARGE:,} rows", f"{large_mb:.0f} MB at most", f"{SMALL:,} rows: {small_mb:.0f} MB",
        f"within 30 MB of each other (is {grown:+.0f})", abs(grown) < 30,
    )  # fmt: skip
    return [speed, memory]


async def _speed(home: Path, source: Path, ours: Path, theirs: Path) -> Line:
    """CPU and clock would both do on an idle machine; on a busy one only pairs taken at once can be compared."""
    services = await wiring.build(Settings(home=home))
    pairs = []
    try:
        workspace = await services.workspaces.get(WORKSPACE)
        request = ImportRequest(next(ref for ref in workspace.tables if ref.endswith(".ticket")))
        for _ in range(ROUNDS):
            bare_s = _bare(source, theirs)
            began = time.process_time()
            report = await import_rows(services, OPERATOR, workspace, request, source)
            pairs.append((bare_s, time.process_time() - began))
            assert report.inserted == SMALL
            _empty(ours)
            _empty(theirs)
    finally:
        await wiring.close(services)
    bare_s, ours_s = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    ratio = bare_s / ours_s
    return Line(
        f"import: {SMALL:,} CSV rows, checked", f"{SMALL / ours_s:,.0f} rows/s of CPU ({ours_s:.2f} s)",
        f"executemany {bare_s:.2f} s of CPU", f"≥ {PROMISE} (is {ratio:.2f})", ratio >= PROMISE,
    )  # fmt: skip


def _bare(source: Path, path: Path) -> float:
    """The processor time of reading the file and handing its rows to the driver."""
    with closing(sqlite3.connect(path)) as connection, source.open(newline="") as file:
        began = time.process_time()
        rows = csv.reader(file)
        next(rows)
        connection.executemany("INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.commit()
        return time.process_time() - began


def _peak_mb(home: Path, source: Path, ours: Path) -> float:
    """The most memory an import on the command line had."""
    command = [sys.executable, "-c", "from toolwright.cli import main; main()", "import", str(source)]
    command += ["--workspace", WORKSPACE, "--table", f"{_source_of(home)}.ticket", "--home", str(home)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    _empty(ours)
    return usage.ru_maxrss / 1024


def _source_of(home: Path) -> str:
    async def work() -> str:
        services = await wiring.build(Settings(home=home))
        try:
            return next(iter((await services.workspaces.get(WORKSPACE)).sources))
        finally:
            await wiring.close(services)

    return asyncio.run(work())


def _write(ours: Path, target: Path) -> None:
    with closing(sqlite3.connect(ours)) as connection, target.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM ticket LIMIT {SMALL}"))


def _write_again(source: Path, target: Path, times: int) -> None:
    """The rows of a file several times, each time under other ids."""
    with source.open(newline="") as file, target.open("w", newline="") as out:
        header, *rows = csv.reader(file)
        writer = csv.writer(out)
        writer.writerow(header)
        for turn in range(times):
            writer.writerows([str(int(row[0]) + turn * SMALL * 10), *row[1:]] for row in rows)


def _empty(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        connection.execute("DELETE FROM ticket")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
