"""Old formats of definitions, brought up to the present one on load.

`workspace.yaml` states its `format`. A step is a module here, named for what it leads to (`to_2.py`), with one function
`upgrade(documents)` that takes the plain values of every file by path and returns them one format on; `STEPS` lists the
steps in order. Steps stay for good: a workspace of any age can be loaded. Format 1 is the first, so no step exists yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from toolwright.errors import InvalidDefinition, Where, phrase

Documents: TypeAlias = Mapping[str, dict[str, object]]
"""Plain values of each file, by path."""

UpgradeStep: TypeAlias = Callable[[Documents], Documents]

STEPS: tuple[UpgradeStep, ...] = ()
"""`STEPS[0]` leads from format 1 to format 2, and so on."""


def upgrade(documents: Documents, steps: Sequence[UpgradeStep] = STEPS) -> Documents:
    """The documents in the present format. Raises InvalidDefinition (`workspace.newer_format`) for a later one."""
    workspace = documents.get("workspace.yaml", {})
    written = workspace.get("format", 1)
    present = len(steps) + 1
    if not isinstance(written, int) or not 1 <= written <= present:
        raise InvalidDefinition(
            phrase(
                "The workspace is written in format {written}; this version reads formats up to {present}.",
                written=repr(written),
                present=present,
            ),
            code="workspace.newer_format",
            hint="Update Toolwright, then load it again.",
            where=Where(file="workspace.yaml", path=("format",)),
        )
    for step in steps[written - 1 :]:
        documents = step(documents)
    if written < present:
        documents = {**documents, "workspace.yaml": {**documents["workspace.yaml"], "format": present}}
    return documents
