"""Definition files loaded and checked, and what came of it remembered.

One change is checked by the command that makes it, by the repository that stores it, and loaded by whoever reads it
next. All three mean the same files, and a workspace of hundreds of screens takes a good part of a second to load.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

from toolwright.extend.checking import Kinds, load_workspace
from toolwright.model.workspace import Workspace

_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Checked:
    files: Mapping[str, str]
    workspace: Workspace


class CheckedFiles:
    """What files define. Of the names met last, the files checked last are remembered. Threads may share it."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._kept: OrderedDict[str, _Checked] = OrderedDict()
        self._lock = Lock()

    def load(self, name: str, files: Mapping[str, str], revision: int = 0) -> Workspace:
        """The workspace these files define. Raises InvalidDefinition with everything that is wrong with them."""
        with self._lock:
            kept = self._kept.get(name)
        if kept is None or kept.files != files:
            kept = _Checked(dict(files), load_workspace(name, files, self._kinds, revision=revision))
        with self._lock:
            self._kept[name] = kept
            self._kept.move_to_end(name)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        found = kept.workspace
        return found if found.revision == revision else replace(found, revision=revision)
