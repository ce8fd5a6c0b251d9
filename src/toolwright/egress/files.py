"""Which files of this machine may be opened as databases.

Those in folders the operator named. The installation's own files never: they hold everybody's rows and secrets.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote

from toolwright.errors import Denied, InvalidInput, phrase

FILE = "file:"
"""Begins an entry of an allow list that names a file."""


@dataclass(frozen=True, slots=True)
class FilePolicy:
    """Files in `folders`, those named in `files`, and in the installation's `home` those of `own` alone.

    `is_open`: any file outside the home, as for the operator. Links are followed before anything is decided.
    """

    home: Path | None = None
    folders: tuple[Path, ...] = ()
    files: frozenset[Path] = frozenset()
    own: Path | None = None
    is_open: bool = False

    @classmethod
    def of(cls, home: Path, folders: str) -> FilePolicy:
        """From settings: folders with commas between them."""
        named = [text.strip() for text in folders.split(",")]
        return cls(home.resolve(), tuple(Path(text).expanduser().resolve() for text in named if text))

    def of_workspace(self, name: str) -> FilePolicy:
        """The same, and what lies in the workspace's own folder: sample databases of older templates."""
        return self if self.home is None else replace(self, own=self.home / "databases" / name)

    def allowing(self, *entries: str) -> FilePolicy:
        """The same, and these files (`file:` and the quoted path)."""
        named = {Path(unquote(entry.removeprefix(FILE))) for entry in entries}
        return replace(self, files=self.files | named)

    def allows(self, real: Path) -> bool:
        """Whether a file may be opened, links resolved."""
        if self.is_installation(real):
            return self.own is not None and real.parent == self.own and not real.name.startswith("_")
        return self.is_open or real in self.files or any(real.is_relative_to(folder) for folder in self.folders)

    def is_installation(self, real: Path) -> bool:
        """Whether it lies in the installation's home, under whatever name, or in another one's."""
        if self.home is not None and (real.is_relative_to(self.home) or _is_linked(real, self.home)):
            return True
        return any((parent / "secret.key").exists() for parent in real.parents)

    def open(self, path: str) -> Path:
        """The file, links resolved. Raises Denied `source.forbidden`, and InvalidInput when there is none.

        What may not be opened is answered alike whether it exists or not.
        """
        try:
            real = Path(path).expanduser().resolve()
        except (OSError, RuntimeError, ValueError) as fault:
            raise _no_file() from fault
        if not self.allows(real):
            raise self._refusal(real)
        if not real.is_file():
            raise _no_file()
        return real

    def _refusal(self, real: Path) -> Denied:
        if self.is_installation(real):
            return Denied(
                "This file belongs to the installation itself.",
                code="source.forbidden",
                hint="Keep databases outside the data folder of Toolwright.",
            )
        return Denied(
            "Files of the server may only be opened in folders the operator allows.",
            code="source.forbidden",
            hint=phrase("The operator can allow it: TOOLWRIGHT_SQLITE_FOLDERS={parent}", parent=real.parent),
        )


ANY_FILE = FilePolicy(is_open=True)
"""Any file but those of an installation: for connectors used without one."""


def _is_linked(real: Path, home: Path) -> bool:
    """Whether a file is one below `home` by another name: a hard link, which resolving does not lead back."""
    try:
        own = real.stat()
    except (OSError, ValueError):
        return False
    return own.st_nlink > 1 and any(os.path.samestat(own, one.stat()) for one in home.rglob("*") if one.is_file())


def file_entry(real: Path) -> str:
    """The entry of an allow list that names a file."""
    return f"{FILE}{quote(str(real))}"


def _no_file() -> InvalidInput:
    return InvalidInput("There is no such file.", code="source.no_file", hint="Give the path as the server sees it.")
