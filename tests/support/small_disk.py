"""A small disk of its own, to be filled up."""

from __future__ import annotations

import contextlib
import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.support.missing import missing


@contextlib.contextmanager
def small_disk(size: str, account: str | None = None) -> Iterator[Path]:
    """A folder on a file system of that size ("2m"), owned by `account`."""
    folder = Path(tempfile.mkdtemp(prefix="tw-small-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
        missing("needs the right to mount a small file system")
    try:
        if account is not None:
            entry = pwd.getpwnam(account)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        folder.rmdir()


def fill_up(folder: Path) -> Path:
    """Take what space is left; answers the file to delete."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(b"x" * 65536):
            pass
    with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
        while file.write(b"x"):
            pass
    return filler
