"""Build hook: puts the built studio into wheels.

`SKIP_FRONTEND=1` leaves it out. A source distribution made with the studio built in carries the result, so whoever
installs it needs no Node. An editable install never builds: `make build` does, and skips when nothing changed.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StudioBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # the parameter is hatchling's own config class
    """Runs the front-end build before files are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Build the studio unless told not to, or unless it came with the sources."""
        del build_data
        root = Path(self.root)
        has_sources = (root / "studio" / "package-lock.json").exists()
        if os.environ.get("SKIP_FRONTEND") == "1" or not has_sources or version == "editable":
            return
        sys.path.insert(0, str(root / "scripts"))
        importlib.import_module("build_studio").build()
