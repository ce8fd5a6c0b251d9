"""Access explained: why somebody may or may not do something, and who may do what with which table."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.definitions import DefinitionBody
from toolwright.api.spoken import Said
from toolwright.api.wire import Answer, Body
from toolwright.commands.explain_access import access_matrix, explain_access
from toolwright.commands.suggest_rule import suggest_rule
from toolwright.commands.try_role import try_role
from toolwright.model.base import NAME_PATTERN
from toolwright.policy import Resource

router = api_router("/workspaces/{workspace}", "access")

AskedVerb = Literal["read", "create", "update", "delete", "comment", "use", "design"]
CellAnswer = bool | Literal["some rows"]
UseAnswer = Literal["granted", "held", "no"]
AskedKind = Literal["workspace", "source", "table", "app", "screen", "component"]


class WhyAnswer(Answer):
    """The decision, and the rule that made it, in words."""

    allowed: bool
    because: Said


class NamedAnswer(Answer):
    """A role by its name and title."""

    name: str
    title: str


class TableTitleAnswer(Answer):
    """A table by its reference and title."""

    ref: str
    title: str


class PlaceAnswer(Answer):
    """An app, a screen (`app/screen`) or a component (`app/screen/id`) and the role it asks for by itself."""

    kind: Literal["app", "screen", "component"]
    name: str
    title: str
    access: str


class MatrixAnswer(Answer):
    """For each role and table what it may do with rows (`true`, `"some rows"` or `false`); for each role and place
    whether it may be used: `"granted"`, `"held"` through the role the place asks for, or `"no"`."""

    roles: list[NamedAnswer]
    tables: list[TableTitleAnswer]
    cells: dict[str, dict[str, dict[str, CellAnswer]]]
    places: list[PlaceAnswer]
    uses: dict[str, dict[str, UseAnswer]]


class RoleErrorAnswer(Answer):
    """A mistake in a role: `field` is the path of the value, such as `grants.0.rows`; empty for the role as a whole."""

    field: str
    message: Said
    code: str
    hint: Said | None


class RoleTrialAnswer(Answer):
    """What is wrong with a role, and what holding it would come to with everything it inherits."""

    errors: list[RoleErrorAnswer]
    tables: dict[str, dict[str, CellAnswer]]
    screens: dict[str, UseAnswer]


class RuleBody(Body):
    """A condition on the rows of a table, or of several (`erp.*`, `*`), and where its writer is."""

    table: Annotated[str, Field(max_length=200)]
    expression: Annotated[str, Field(max_length=4000)]
    cursor: Annotated[int, Field(ge=0, le=4000)] | None = None


class RuleFaultAnswer(Answer):
    """What is wrong with a condition, from `start` to `end` in characters."""

    message: Said
    hint: Said | None
    start: int
    end: int


class SuggestionAnswer(Answer):
    """Something that could stand at the cursor: what to insert and what it is."""

    insert: str
    kind: Literal["column", "relation", "user", "function", "word", "value", "name"]
    detail: Said


class RuleAnswer(Answer):
    """The fault, or null; and suggestions to put in place of the text from `start` to the cursor."""

    fault: RuleFaultAnswer | None
    start: int
    suggestions: list[SuggestionAnswer]


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
    role: Annotated[str | None, Query(max_length=63)] = None,
) -> WhyAnswer:
    """Why you may or may not do this; for administrators also why `user` (an id or e-mail address) or `role` may."""
    resource = Resource(kind, workspace, name or workspace)
    decision = await explain_access(services, actor, workspace, verb, resource, user, role)
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
        places=[PlaceAnswer.model_validate(place) for place in found.places],
        uses={role: dict(row) for role, row in found.uses.items()},
    )


@router.post("/roles/{role}/check")
@needs("design", "workspace")
async def check_role(
    workspace: str, role: Annotated[str, Path(pattern=NAME_PATTERN)], body: DefinitionBody, services: Using, actor: Me
) -> RoleTrialAnswer:
    """What is wrong with a role that is being written, field by field, and what it would allow. Stores nothing."""
    found = await try_role(services, actor, workspace, role, body.root)
    return RoleTrialAnswer(
        errors=[RoleErrorAnswer.model_validate(error) for error in found.errors],
        tables={ref: dict(cell) for ref, cell in found.tables.items()},
        screens=dict(found.screens),
    )


@router.post("/row-rule")
@needs("design", "workspace")
async def check_rule(workspace: str, body: RuleBody, services: Using, actor: Me) -> RuleAnswer:
    """Whether a condition on rows is right, where it is wrong, and what could stand at the cursor."""
    found = await suggest_rule(services, actor, workspace, body.table, body.expression, body.cursor)
    return RuleAnswer.model_validate(found)
