"""Designing internal tables: what a change would do to their rows, and doing it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.spoken import Said
from toolwright.api.wire import Answer, Body
from toolwright.commands.definitions import Migration
from toolwright.commands.design_tables import design_tables
from toolwright.commands.explain_list import explain_list
from toolwright.commands.plan_tables import plan_changes, plan_files
from toolwright.commands.read_design import read_design
from toolwright.rows import RowQuery
from toolwright.tables import Renames, SchemaPlan

router = api_router("/workspaces/{workspace}/schema", "tables")

Rename = Annotated[
    list[str],
    Field(
        default_factory=list,
        max_length=1000,
        description="What is only renamed: `tickets=cases`, `tickets.summary=title`.",
    ),
]
AllowLoss = Annotated[bool, Field(description="Values that do not convert, and columns and rows that go, may be lost.")]
Tables = Annotated[
    dict[str, dict[str, object] | None],
    Field(
        default_factory=dict, max_length=1000, description="Definitions of tables by name; null for a table that goes."
    ),
]


class PlanBody(Body):
    """Definitions to look at: some `tables`, or with `files` the whole workspace."""

    tables: Tables
    files: Annotated[dict[str, Annotated[str, Field(max_length=2_000_000)]], Field(max_length=20_000)] | None = None
    rename: Rename
    allow_loss: AllowLoss = False


class DesignBody(Body):
    """Tables as they shall be; those not named stay as they are."""

    tables: Tables
    rename: Rename
    allow_loss: AllowLoss = False
    message: Annotated[str, Field(max_length=1000)] = "Changed tables"
    expect_revision: int | None = None


class ProblemAnswer(Answer):
    """A value that does not fit."""

    row: int | None
    value: str | None
    message: Said


class DesignedTableAnswer(Answer):
    """The definition of an internal table as it was written, without defaults, and the revision it is of."""

    name: str
    definition: dict[str, object]
    revision: int


class PlannedAnswer(Answer):
    """One thing that happens; `problems` are the first of `problem_count`."""

    what: str
    table: str
    column: str | None
    text: Said
    rows: int
    can_be_undone: bool
    loses: Said | None
    problems: list[ProblemAnswer]
    problem_count: int
    is_impossible: bool


class SchemaPlanAnswer(Answer):
    """What a change does to tables and rows. `seconds` is an estimate; nothing was changed."""

    planned: list[PlannedAnswer]
    loses: list[Said]
    is_possible: bool
    changes_tables: bool
    seconds: float


class ExplainListBody(Body):
    """A list of rows, as `GET …/rows` takes it."""

    table: Annotated[str, Field(max_length=200)]
    filter: Annotated[str, Field(max_length=8000)] | None = None
    search: Annotated[str, Field(max_length=8000)] | None = None
    sort: Annotated[list[Annotated[str, Field(max_length=200)]], Field(default_factory=list, max_length=20)]


class ListExplained(Answer):
    """How rows are found: `text` in a few sentences, `steps` in the database's own words."""

    text: Said
    indexes: list[list[str]]
    uses_words: bool
    looks_at_all: bool
    sorts: bool
    steps: list[str]


class DesignAnswer(Answer):
    """The revision of the workspace now."""

    revision: int


@router.get("/tables/{table}")
@needs("design", "workspace")
async def get_design(workspace: str, table: str, services: Using, actor: Me) -> DesignedTableAnswer:
    """The design of an internal table, for an editor to change."""
    found = await read_design(services, actor, workspace, table)
    return DesignedTableAnswer(name=table, definition=dict(found.data), revision=found.revision)


@router.post("/plan")
@needs("design", "workspace")
async def plan(workspace: str, body: PlanBody, services: Using, actor: Me) -> SchemaPlanAnswer:
    """Say what a change of tables would do to their rows. Nothing is changed."""
    migration = Migration(Renames.read(body.rename), body.allow_loss)
    if body.files is not None:
        return plan_answer(await plan_files(services, actor, workspace, body.files, migration))
    return plan_answer(await plan_changes(services, actor, workspace, body.tables, migration))


@router.post("/explain")
@needs("design", "workspace")
async def explain(workspace: str, body: ExplainListBody, services: Using, actor: Me) -> ListExplained:
    """Say which index a list of an internal table uses, and why there is one."""
    query = RowQuery(filter=body.filter, search=body.search, sort=tuple(body.sort))
    return ListExplained.model_validate(await explain_list(services, actor, workspace, body.table, query))


@router.post("/change")
@needs("design", "workspace")
async def change(workspace: str, body: DesignBody, services: Using, actor: Me) -> DesignAnswer:
    """Create, change, rename and drop tables and columns, rows included, all or nothing."""
    stored = await design_tables(
        services,
        actor,
        workspace,
        body.tables,
        message=body.message,
        expect_revision=body.expect_revision,
        migration=Migration(Renames.read(body.rename), body.allow_loss),
    )
    return DesignAnswer(revision=stored.revision)


def plan_answer(plan: SchemaPlan) -> SchemaPlanAnswer:
    """A plan as it is answered."""
    return SchemaPlanAnswer(
        planned=[PlannedAnswer.model_validate(one) for one in plan.planned],
        loses=list(plan.loses),
        is_possible=not any(one.is_impossible for one in plan.planned),
        changes_tables=not plan.is_empty,
        seconds=plan.seconds,
    )
