"""From a database to an app: what would be made, and making it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.spoken import ENGLISH, Said, WordedIn
from toolwright.api.wire import Answer, Body
from toolwright.commands.generate_app import generate_app
from toolwright.commands.plan_generation import GenerationPlan, GenerationRequest, PlannedTable, plan_generation

router = api_router("/generate", "generate")

Name = Annotated[str, Field(max_length=63)]


class GenerateBody(Body):
    """Where the data is (an address, or a kind and its settings), what to call the result, and its language.

    With neither, the app is made over the internal tables of `workspace`.
    """

    url: str | None = None
    kind: str | None = None
    settings: dict[str, object] | None = None
    source_name: Name | None = None
    workspace: Name | None = None
    title: Annotated[str, Field(max_length=200)] | None = None
    tables: list[str] | None = None
    language: WordedIn = ENGLISH

    def request(self) -> GenerationRequest:
        """What the command takes."""
        tables = None if self.tables is None else tuple(self.tables)
        return GenerationRequest(**self.model_dump(exclude={"tables"}), tables=tables)


class Named(Answer):
    """A name and a title. The source of internal tables has no name."""

    name: str
    title: str


class ScreenAnswer(Answer):
    """A screen that would be made, and for which table."""

    name: str
    title: str
    path: str
    table: str | None


class ColumnAnswer(Answer):
    """A column as it would be called."""

    name: str
    title: str
    type: str


class PlannedTableAnswer(Answer):
    """A table that was found."""

    ref: str
    title: str
    kind: str
    chosen: bool
    columns: list[ColumnAnswer]
    primary_key: list[str]
    read_only_reason: Said | None
    rows_estimate: int | None
    screens: list[str]


class PlanAnswer(Answer):
    """What would be made."""

    source: Named
    workspace: Named
    app: Named
    tables: list[PlannedTableAnswer]
    screens: list[ScreenAnswer]
    warnings: list[Said]


class GeneratedAnswer(Answer):
    """What was made, and where it is."""

    workspace: str
    app: str
    address: str
    tables: int
    screens: int


@router.post("/plan")
@needs("design", "workspace")
async def plan(body: GenerateBody, services: Using, actor: Me) -> PlanAnswer:
    """Connect, read the schema, and say what would be made. Nothing is stored."""
    return _plan_answer(await plan_generation(services, actor, body.request()))


@router.post("", status_code=201)
@needs("design", "workspace")
async def generate(body: GenerateBody, services: Using, actor: Me) -> GeneratedAnswer:
    """Make the source, its tables, two roles and an app, in a new workspace or one that exists."""
    made = await generate_app(services, actor, body.request())
    return GeneratedAnswer(
        workspace=made.plan.workspace,
        app=made.plan.app,
        address=made.address,
        tables=len(made.plan.tables),
        screens=len(made.plan.made.screens),
    )


def _plan_answer(plan: GenerationPlan) -> PlanAnswer:
    screens = [
        ScreenAnswer(name=name, title=screen.title, path=screen.path, table=plan.made.owners.get(name))
        for name, screen in plan.made.screens.items()
    ]
    return PlanAnswer(
        source=Named(name=plan.source, title=plan.source_definition.title if plan.source_definition else "Built-in"),
        workspace=Named(name=plan.workspace, title=plan.title),
        app=Named(name=plan.app, title=plan.title),
        tables=[_table_answer(item) for item in plan.described],
        screens=screens,
        warnings=list(plan.warnings),
    )


def _table_answer(item: PlannedTable) -> PlannedTableAnswer:
    table = item.table
    return PlannedTableAnswer(
        ref=item.ref,
        title=table.title or item.ref,
        kind=table.kind.value,
        chosen=item.is_chosen,
        columns=[ColumnAnswer(name=c.name, title=c.title, type=c.type.value) for c in table.columns],
        primary_key=list(table.primary_key),
        read_only_reason=table.read_only_reason,
        rows_estimate=table.rows_estimate,
        screens=list(item.screens),
    )
