"""Access explained: why somebody may or may not do something, and who may do what with which table."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer
from toolwright.commands.explain_access import access_matrix, explain_access
from toolwright.policy import Resource

router = api_router("/workspaces/{workspace}", "access")

AskedVerb = Literal["read", "create", "update", "delete", "use", "design"]
AskedKind = Literal["workspace", "source", "table", "app", "screen", "component"]


class WhyAnswer(Answer):
    """The decision, and the rule that made it, in words."""

    allowed: bool
    because: str


class NamedAnswer(Answer):
    """A role by its name and title."""

    name: str
    title: str


class TableTitleAnswer(Answer):
    """A table by its reference and title."""

    ref: str
    title: str


class MatrixAnswer(Answer):
    """For each role and table what it may do with rows: `true`, `"some rows"` or `false`."""

    roles: list[NamedAnswer]
    tables: list[TableTitleAnswer]
    cells: dict[str, dict[str, dict[str, bool | Literal["some rows"]]]]


@router.get("/why")
@needs("read", "workspace")
async def why(
    services: Using,
    actor: Me,
    workspace: str,
    verb: AskedVerb,
    kind: AskedKind,
    name: Annotated[str, Query(max_length=200)] = "",
    user: Annotated[str | None, Query(max_length=320)] = None,
) -> WhyAnswer:
    """Why you, or `user` (an id or e-mail address, for administrators), may or may not do this."""
    decision = await explain_access(
        services, actor, workspace, verb, Resource(kind, workspace, name or workspace), user
    )
    return WhyAnswer(allowed=decision.allowed, because=decision.because)


@router.get("/access-matrix")
@needs("design", "workspace")
async def matrix(services: Using, actor: Me, workspace: str) -> MatrixAnswer:
    """What each role may do with the rows of each table."""
    found = await access_matrix(services, actor, workspace)
    return MatrixAnswer(
        roles=[NamedAnswer(name=name, title=title) for name, title in found.roles.items()],
        tables=[TableTitleAnswer(ref=ref, title=title) for ref, title in found.tables.items()],
        cells={role: {ref: dict(cell) for ref, cell in row.items()} for role, row in found.cells.items()},
    )
