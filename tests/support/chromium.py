"""The browser that tests drive: Chromium as Debian packs it for programs, without the windows nobody sees.

It draws with the same code as the one with windows and takes a ninth less of the processor, which is what most of the
tests' time goes to. The variable CHROMIUM names another.
"""

from __future__ import annotations

import os
import shutil

_NAMED = os.environ.get("CHROMIUM")
WITH_WINDOWS = _NAMED or shutil.which("chromium") or "/usr/bin/chromium"
"""Chromium as people have it, for programs that bring their own way of starting it."""
CHROMIUM = _NAMED or shutil.which("chromium-headless-shell") or WITH_WINDOWS
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
