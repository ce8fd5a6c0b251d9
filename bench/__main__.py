"""`make bench`: the promises of the design, each against its limit in the same run.

`python -m bench rows` measures one part alone.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from bench import data
from bench.builtin import builtin_lines
from bench.designer import designer_lines
from bench.grid import grid_lines
from bench.imports import import_lines
from bench.line import Line, print_lines
from bench.rows import row_lines
from bench.screens import add_board, screen_lines
from bench.servers import bare, prepare, toolwright
from bench.session import session_lines
from bench.start import start_lines
from bench.tables import table_lines

_ALONE: Mapping[str, Callable[[Path], list[Line]]] = {
    "builtin": builtin_lines,
    "tables": table_lines,
    "grid": grid_lines,
    "designer": designer_lines,
    "session": session_lines,
}
"""Parts that bring servers and databases of their own."""
PARTS = ("start", "rows", "screens", "imports", "builtin", "tables", "grid", "designer", "session")
_LONG = "session"
"""Takes half an hour, so only who names it gets it."""
_SERVED = frozenset({"start", "rows", "screens", "imports"})


def main(parts: Collection[str]) -> int:
    """Measure and print; ends with 1 when a promise is missed."""
    if not set(PARTS).issuperset(parts):
        print(f"The parts are: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    lines = measured(parts or [part for part in PARTS if part != _LONG])
    print_lines(lines)
    return 0 if all(line.kept for line in lines) else 1


def measured(parts: Collection[str]) -> list[Line]:
    """The lines of the parts, over a database and an installation of their own."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="toolwright-bench-") as folder:
        for part in parts:
            lines += _ALONE[part](Path(folder)) if part in _ALONE else []
        if not _SERVED.intersection(parts):
            return lines
        ours, theirs, home = Path(folder) / "ours.db", Path(folder) / "bare.db", Path(folder) / "home"
        data.build(ours)
        data.build(theirs)
        token = prepare(home, ours)
        if "start" in parts:
            lines += start_lines(home)
        if "screens" in parts:
            add_board(home, Path(folder) / "files")
        with toolwright(home) as server, bare(theirs) as limit:
            if "rows" in parts:
                lines += row_lines(server, limit, token, (ours, theirs))
            if "screens" in parts:
                lines += screen_lines(server, limit, token)
        if "imports" in parts:
            lines += import_lines(Path(folder), home, ours)
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
