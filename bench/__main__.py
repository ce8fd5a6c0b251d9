"""`make bench`: the promises of the design, each against its limit in the same run.

`python -m bench rows` measures one part alone, `python -m bench tables --sizes 20000` with tables of that many rows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench import data
from bench.builtin import builtin_lines
from bench.designer import designer_lines
from bench.grid import grid_lines
from bench.imports import import_lines
from bench.line import Line, print_line
from bench.rows import row_lines
from bench.screens import add_board, screen_lines
from bench.servers import bare, prepare, toolwright
from bench.session import session_lines
from bench.start import start_lines
from bench.tables import table_lines

_SIZED: Mapping[str, Callable[..., Iterable[Line]]] = {"builtin": builtin_lines, "tables": table_lines}
"""Parts about tables of some sizes, which may be chosen."""
_ALONE: Mapping[str, Callable[[Path], list[Line]]] = {
    "grid": grid_lines,
    "designer": designer_lines,
    "session": session_lines,
}
"""Parts that bring servers and databases of their own."""
PARTS = ("start", "rows", "screens", "imports", "builtin", "tables", "grid", "designer", "session")
_LONG = "session"
"""Takes half an hour, so only who names it gets it."""
_SERVED = frozenset({"start", "rows", "screens", "imports"})


def main(parts: Collection[str], sizes: Sequence[int] | None) -> int:
    """Measure, and print each line when it is known; ends with 1 when a promise is missed."""
    missed = 0
    for line in measured(parts or [part for part in PARTS if part != _LONG], sizes):
        print_line(line)
        missed += not line.kept
    return 1 if missed else 0


def measured(parts: Collection[str], sizes: Sequence[int] | None) -> Iterator[Line]:
    """The lines of the parts, over a database and an installation of their own."""
    with tempfile.TemporaryDirectory(prefix="toolwright-bench-") as folder:
        for part in parts:
            if part in _SIZED:
                yield from _SIZED[part](Path(folder), *([sizes] if sizes else []))
            elif part in _ALONE:
                yield from _ALONE[part](Path(folder))
        if _SERVED.intersection(parts):
            yield from _served(parts, Path(folder))


def _served(parts: Collection[str], folder: Path) -> Iterator[Line]:
    """The lines of the parts that are about one and the same server."""
    ours, theirs, home = folder / "ours.db", folder / "bare.db", folder / "home"
    data.build(ours)
    data.build(theirs)
    token = prepare(home, ours)
    if "start" in parts:
        yield from start_lines(home)
    if "screens" in parts:
        add_board(home, folder / "files")
    with toolwright(home) as server, bare(theirs) as limit:
        if "rows" in parts:
            yield from row_lines(server, limit, token, (ours, theirs))
        if "screens" in parts:
            yield from screen_lines(server, limit, token)
    if "imports" in parts:
        yield from import_lines(folder, home, ours)


def _arguments() -> tuple[list[str], list[int] | None]:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Each promise against its limit.")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--sizes", help=f"rows of the tables of {' and '.join(_SIZED)}: numbers between commas")
    given = parser.parse_args()
    return given.parts, [int(size) for size in given.sizes.split(",")] if given.sizes else None


if __name__ == "__main__":
    sys.exit(main(*_arguments()))
