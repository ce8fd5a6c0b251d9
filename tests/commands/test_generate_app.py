"""From a real database to an app, and back to the database when it changes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.support.messy import build_messy_database
from toolwright.commands.change_definition import put_definition, read_definition
from toolwright.commands.connect_source import change_source, connect_source
from toolwright.commands.delete_source import delete_source
from toolwright.commands.describe_source import describe_source
from toolwright.commands.generate_app import generate_app
from toolwright.commands.list_workspaces import list_workspaces
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_generation import GenerationRequest, plan_generation
from toolwright.commands.services import Services
from toolwright.errors import Conflict, Denied, InvalidDefinition, InvalidInput, UpstreamFault
from toolwright.model.files import TABLE
from toolwright.policy.actor import Actor
from toolwright.render.compile import check_screens
from toolwright.rows.contract import RowQuery

NOBODY = Actor(kind="user", user_id="u1", name="Nobody")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return build_messy_database(tmp_path / "messy.db")


def run_sql(url: str, script: str) -> None:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.executescript(script)
    connection.close()


async def test_every_screen_compiles_and_every_table_lists(services: Services, url: str) -> None:
    made = await generate_app(services, OPERATOR, GenerationRequest(url=url, title="Messy"))
    workspace = made.workspace
    assert made.address == "/apps/messy/messy/"
    assert check_screens(workspace, services.kinds) == []
    for ref, table in workspace.tables.items():
        page = await services.rows.list(OPERATOR, workspace, ref, RowQuery(limit=10))
        assert len(page.rows) >= 1, ref
        assert set(page.columns) <= set(table.by_name)


async def test_what_is_made(services: Services, url: str) -> None:
    made = await generate_app(services, OPERATOR, GenerationRequest(url=url, title="Messy"))
    tables = made.workspace.tables
    assert "messy.alembic_version" not in tables
    assert made.workspace.sources["messy"].leave_out == ("alembic_version",)
    assert tables["messy.employee_skill"].hidden
    assert [relation.name for relation in tables["messy.employee"].relations] == ["parent", "customer_row"]
    assert {c.name for c in tables["messy.order"].columns} == {"id", "row_", "user", "from_", "none_", "status"}
    assert "employee_skill_new" in made.workspace.apps["messy"].screens
    assert "log_detail" not in made.workspace.apps["messy"].screens
    grants = made.workspace.roles["viewer"].grants
    assert any(getattr(grant, "hide", ()) == ("password_hash",) for grant in grants)


async def test_a_plan_stores_nothing(services: Services, url: str) -> None:
    plan = await plan_generation(services, OPERATOR, GenerationRequest(url=url))
    assert (plan.workspace, plan.source, plan.app) == ("messy", "messy", "messy")
    assert {item.ref for item in plan.described if not item.is_chosen} == {"messy.alembic_version"}
    assert await list_workspaces(services, OPERATOR) == []


async def test_only_the_chosen_tables(services: Services, url: str) -> None:
    request = GenerationRequest(url=url, tables=("booking", "messy.skill", "employee"))
    made = await generate_app(services, OPERATOR, request)
    assert set(made.workspace.tables) == {"messy.booking", "messy.skill", "messy.employee", "messy.employee_skill"}
    assert made.workspace.tables["messy.booking"].relations == ()
    with pytest.raises(InvalidInput, match=r"no table 'bookings'"):
        await plan_generation(services, OPERATOR, GenerationRequest(url=url, tables=("bookings",)))


async def test_a_second_app_in_the_same_workspace(services: Services, url: str, tmp_path: Path) -> None:
    await generate_app(services, OPERATOR, GenerationRequest(url=url, title="Messy"))
    other = build_messy_database(tmp_path / "other.db")
    made = await generate_app(services, OPERATOR, GenerationRequest(url=other, workspace="messy", title="Other"))
    assert set(made.workspace.sources) == {"messy", "other"}
    assert set(made.workspace.apps) == {"messy", "other"}
    again = await generate_app(services, OPERATOR, GenerationRequest(url=other, title="Messy"))
    assert again.workspace.name == "messy_2"


async def test_who_may_generate(services: Services, url: str) -> None:
    with pytest.raises(Denied):
        await plan_generation(services, NOBODY, GenerationRequest(url=url))
    designer = Actor(kind="user", user_id="u2", name="Designer", roles={"messy": ("admin",)})
    await plan_generation(services, designer, GenerationRequest(url=url))
    with pytest.raises(Denied):  # a workspace is made by administrators of the installation
        await generate_app(services, designer, GenerationRequest(url=url))


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (GenerationRequest(url="sqlite:////nowhere/x.db"), "source.resolve_failed"),
        (GenerationRequest(url="oracle://x"), "source.unknown_scheme"),
        (GenerationRequest(kind="sqlite", settings={"pth": "x"}), "source.bad_settings"),
        (GenerationRequest(), "source.no_kind"),
    ],
)
async def test_connections_that_cannot_be(services: Services, request_: GenerationRequest, code: str) -> None:
    with pytest.raises((InvalidInput, UpstreamFault)) as caught:
        await plan_generation(services, OPERATOR, request_)
    assert caught.value.code == code


async def test_describing_again(services: Services, url: str) -> None:
    await generate_app(services, OPERATOR, GenerationRequest(url=url, title="Messy"))
    present = await read_definition(services, OPERATOR, "messy", TABLE, "messy.skill")
    refined = {**present.data, "title": "Talents"}
    await put_definition(services, OPERATOR, "messy", TABLE, ("messy.skill",), refined)
    assert (await describe_source(services, OPERATOR, "messy", "messy")).changes == ()
    run_sql(
        url,
        "CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT); ALTER TABLE skill ADD COLUMN level INTEGER; DROP TABLE log;",
    )
    shown = await describe_source(services, OPERATOR, "messy", "messy", dry_run=True)
    assert {(change.ref, change.kind) for change in shown.changes} == {("messy.team", "added"), ("messy.skill", "changed"), ("messy.log", "removed")}  # fmt: skip
    done = await describe_source(services, OPERATOR, "messy", "messy")
    assert done.kept == ("messy.log",)  # a screen still shows it
    tables = (await services.workspaces.get("messy")).tables
    assert tables["messy.skill"].title == "Talents"
    assert "level" in tables["messy.skill"].by_name
    assert "messy.team" in tables
    assert "messy.alembic_version" not in tables


async def test_a_source_of_an_existing_workspace(services: Services, url: str) -> None:
    await generate_app(services, OPERATOR, GenerationRequest(url=url, title="Messy"))
    added = await connect_source(services, OPERATOR, "messy", name="second", url=url)
    assert added.tables == 9
    with pytest.raises(Conflict):
        await connect_source(services, OPERATOR, "messy", name="second", url=url)
    changed = await change_source(services, OPERATOR, "messy", "second", title="Second", read_only=True)
    assert (changed.title, changed.read_only) == ("Second", True)
    with pytest.raises(InvalidInput):
        await change_source(services, OPERATOR, "messy", "second", settings={"wrong": 1})
    await delete_source(services, OPERATOR, "messy", "second")
    with pytest.raises(InvalidDefinition):  # its app needs it
        await delete_source(services, OPERATOR, "messy", "messy")
    assert set((await services.workspaces.get("messy")).sources) == {"messy"}
