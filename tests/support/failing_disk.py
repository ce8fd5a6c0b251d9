"""A disk that does not take what it is given: `fsync` fails in a process for as long as a file is there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.support.missing import missing

_SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int failing(void) {
    const char *flag = getenv("TW_FSYNC_FAILS");
    if (flag == NULL || access(flag, F_OK) != 0) return 0;
    errno = EIO;
    return 1;
}

int fsync(int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return failing() ? -1 : real(file);
}

int fdatasync(int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return failing() ? -1 : real(file);
}
"""


def failing_disk(folder: Path) -> tuple[dict[str, str], Path]:
    """The environment of a process whose `fsync` can fail, and the file that makes it fail."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        missing("needs a C compiler")
    source, library, flag = folder / "fsync.c", folder / "fsync.so", folder / "fsync-fails"
    source.write_text(_SOURCE)
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "TW_FSYNC_FAILS": str(flag)}, flag
