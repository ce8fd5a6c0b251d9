"""Environments: the draft of a workspace lives beside what is published, under a name of its own.

`desk` is what people use. Once a version of it was published, `desk@development` is where it is changed: a workspace
with its own files, revisions, secrets and internal database, so that whatever is kept by the name of a workspace is
kept apart for both without knowing of environments. Who holds which role, and the content of files, belong to `desk`.
"""

from __future__ import annotations

PRODUCTION = "production"
DEVELOPMENT = "development"
ENVIRONMENTS = (DEVELOPMENT, PRODUCTION)
_MARK = "@"


def base_of(workspace: str) -> str:
    """The name without its environment: `desk` of `desk@development`."""
    return workspace.partition(_MARK)[0]


def environment_of(workspace: str) -> str:
    """The environment a name stands for; a plain name is what people use."""
    return workspace.partition(_MARK)[2] or PRODUCTION


def in_environment(workspace: str, environment: str) -> str:
    """The name of the workspace in an environment."""
    base = base_of(workspace)
    return base if environment == PRODUCTION else f"{base}{_MARK}{environment}"


def draft_of(workspace: str) -> str:
    """The name of the draft: `desk@development`."""
    return in_environment(workspace, DEVELOPMENT)


def is_draft(workspace: str) -> bool:
    """Whether the name is that of a draft."""
    return environment_of(workspace) == DEVELOPMENT
