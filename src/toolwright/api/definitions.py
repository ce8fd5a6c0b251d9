"""Tables, roles, apps and screens of a workspace as definitions, and the JSON Schema of each for editors."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from fastapi import Query
from pydantic import Field, RootModel

from toolwright.api.authorize import Me, Using, api_router, needs, public
from toolwright.api.spoken import ENGLISH, Language, Said
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.change_definition import (
    StoredDefinition,
    delete_definition,
    list_at_revision,
    list_definitions,
    put_definition,
    read_definition,
)
from toolwright.commands.definitions import Migration, open_workspace
from toolwright.commands.list_tables import list_tables, read_table
from toolwright.commands.list_workspaces import apps_for
from toolwright.commands.rename_screen import rename_screen
from toolwright.errors import NotFound, did_you_mean, phrase
from toolwright.extend.translation import texts_of, translated
from toolwright.model.files import APP, ROLE, SCREEN, TABLE, json_schemas
from toolwright.model.role import BUILT_IN_ROLES
from toolwright.model.table import Table

router = api_router("/workspaces/{workspace}", "definitions")
schemas = api_router("/schemas", "definitions")

ExpectRevision = Annotated[int | None, Query(description="Refuse when the workspace has moved on from this revision.")]
AllowLoss = Annotated[bool, Query(description="Rows and values of an internal table may be lost.")]


class DefinitionBody(RootModel[dict[str, object]]):
    """A definition as JSON, in the shape of its schema at `/api/v1/schemas/{kind}`."""


class RenameBody(Body):
    """What a definition is called from now on, wherever it is named."""

    name: Annotated[str, Field(max_length=63)]


class DefinitionAnswer(Answer):
    """A definition with its defaults, its YAML text, and the revision it is of."""

    name: str
    definition: dict[str, object]
    text: str
    revision: int


class RenamedScreenAnswer(DefinitionAnswer):
    """The screen under its new name, with the files that name it so now.

    Expressions in `unclear` files compare `screen.name` with the old name: look at them yourself.
    """

    rewritten: list[str]
    unclear: list[str]


class TableInfoAnswer(Answer):
    """A table in a list."""

    ref: str
    title: str
    source: str | None
    kind: str
    columns: int
    primary_key: list[str]
    read_only_reason: Said | None
    rows_estimate: int | None
    hidden: bool
    icon: str | None


class RelationAnswer(Answer):
    """What a table refers to, by which of its columns."""

    columns: list[str]
    target: str
    target_columns: list[str]


class ListedTableAnswer(TableInfoAnswer):
    """A table in a list, with what you may do with its rows, on at least some of them.

    `relations` are those by columns that you may read to tables that you may read.
    """

    can: list[str]
    relations: list[RelationAnswer]


class RowAccessAnswer(Answer):
    """What you may do with rows of the table, on at least some of them; `refused` says of the other verbs why not.

    Columns in `masked` show dots, `writable` ones may be changed, `creatable` ones given to new rows.
    `read_only_reason` says why nobody can change rows here.
    """

    can: list[str]
    refused: dict[str, Said]
    masked: list[str]
    writable: list[str]
    creatable: list[str]
    read_only_reason: Said | None


class TableAnswer(TableInfoAnswer):
    """A table with the columns and relations the caller may read."""

    definition: dict[str, object]
    access: RowAccessAnswer


class RoleAnswer(Answer):
    """A role; built-in ones exist in every workspace, with or without a file."""

    name: str
    title: str
    description: str | None
    inherits: list[str]
    grants: list[dict[str, object]]
    built_in: bool
    revision: int


class AppInfoAnswer(Answer):
    """An app in a list."""

    name: str
    title: str
    description: str | None
    icon: str | None
    address: str
    screens: int


class ScreenInfoAnswer(Answer):
    """A screen in a list."""

    name: str
    title: str
    path: str
    access: str
    parent: str | None


# --- tables -----------------------------------------------------------------------------------------------------------


@router.get("/tables")
@needs("read", "workspace")
async def get_tables(workspace: str, services: Using, actor: Me) -> Items[ListedTableAnswer]:
    """The tables the caller may read rows of."""
    found = await list_tables(services, actor, workspace)
    known = {one.ref for one in found}
    return Items(
        items=[
            ListedTableAnswer(
                **_table_info(one.ref, one.table), can=list(one.can), relations=_relations(one.table, known)
            )
            for one in found
        ]
    )


@router.get("/tables/{table}")
@needs("read", "table")
async def get_table(workspace: str, table: str, services: Using, actor: Me) -> TableAnswer:
    """One table."""
    found, access = await read_table(services, actor, workspace, table)
    return TableAnswer(
        **_table_info(table, found),
        definition=found.model_dump(mode="json", by_alias=True),
        access=RowAccessAnswer.model_validate(access),
    )


@router.put("/tables/{table}")
@needs("design", "workspace")
async def put_table(
    workspace: str,
    table: str,
    body: DefinitionBody,
    services: Using,
    actor: Me,
    expect_revision: ExpectRevision = None,
    allow_loss: AllowLoss = False,
) -> DefinitionAnswer:
    """Store the definition of a table; an internal one is changed accordingly, rows included."""
    found = await put_definition(
        services,
        actor,
        workspace,
        TABLE,
        (table,),
        body.root,
        expect_revision=expect_revision,
        migration=Migration(allow_loss=allow_loss),
    )
    return _answer(found)


@router.patch("/tables/{table}")
@needs("design", "workspace")
async def patch_table(
    workspace: str, table: str, body: DefinitionBody, services: Using, actor: Me, allow_loss: AllowLoss = False
) -> DefinitionAnswer:
    """Change some settings of a table: title, display, hidden…; `columns` replaces them all."""
    present = await read_definition(services, actor, workspace, TABLE, table)
    merged = {**present.data, **body.root}
    found = await put_definition(
        services,
        actor,
        workspace,
        TABLE,
        (table,),
        merged,
        expect_revision=present.revision,
        migration=Migration(allow_loss=allow_loss),
    )
    return _answer(found)


@router.delete("/tables/{table}", status_code=204)
@needs("design", "workspace")
async def delete_table(workspace: str, table: str, services: Using, actor: Me, allow_loss: AllowLoss = False) -> None:
    """Forget a table of a data source, where its rows stay; remove an internal one. Refused while it is referred to."""
    migration = Migration(allow_loss=allow_loss)
    await delete_definition(services, actor, workspace, TABLE, table, migration=migration)


def _relations(table: Table, known: Collection[str]) -> list[RelationAnswer]:
    return [
        RelationAnswer(columns=list(one.columns), target=one.target, target_columns=list(one.target_columns))
        for one in table.relations
        if one.target in known
    ]


def _table_info(ref: str, table: Table) -> dict[str, object]:
    return {
        "ref": ref,
        "title": table.title or ref,
        "source": table.source,
        "kind": table.kind.value,
        "columns": len(table.columns),
        "primary_key": list(table.primary_key),
        "read_only_reason": table.read_only_reason,
        "rows_estimate": table.rows_estimate,
        "hidden": table.hidden,
        "icon": table.icon,
    }


# --- roles ------------------------------------------------------------------------------------------------------------


@router.get("/roles")
@needs("design", "workspace")
async def get_roles(workspace: str, services: Using, actor: Me) -> Items[RoleAnswer]:
    """Every role: the built-in ones, strongest first, then those of this workspace."""
    revision, stored = await list_at_revision(services, actor, workspace, ROLE)
    found = {item.names[0]: _role(item) for item in stored}
    built_in = [found.pop(name, _built_in(name, revision)) for name in BUILT_IN_ROLES]
    return Items(items=[*built_in, *found.values()])


@router.get("/roles/{role}")
@needs("design", "workspace")
async def get_role(workspace: str, role: str, services: Using, actor: Me) -> DefinitionAnswer:
    """One role."""
    return _answer(await read_definition(services, actor, workspace, ROLE, role))


@router.put("/roles/{role}")
@needs("design", "workspace")
async def put_role(
    workspace: str, role: str, body: DefinitionBody, services: Using, actor: Me, expect_revision: ExpectRevision = None
) -> DefinitionAnswer:
    """Store a role."""
    found = await put_definition(services, actor, workspace, ROLE, (role,), body.root, expect_revision=expect_revision)
    return _answer(found)


@router.delete("/roles/{role}", status_code=204)
@needs("design", "workspace")
async def delete_role(workspace: str, role: str, services: Using, actor: Me) -> None:
    """Remove a role; refused while something refers to it."""
    await delete_definition(services, actor, workspace, ROLE, role)


def _role(found: StoredDefinition) -> RoleAnswer:
    name = found.names[0]
    facts = {"name": name, "built_in": name in BUILT_IN_ROLES, "revision": found.revision}
    return RoleAnswer.model_validate({**found.data, **facts})


def _built_in(name: str, revision: int) -> RoleAnswer:
    """A built-in role without a file. What it holds of the weaker ones is not written in it and cannot be changed."""
    facts: dict[str, object] = {"title": name.capitalize(), "description": None, "inherits": [], "grants": []}
    return RoleAnswer.model_validate({**facts, "name": name, "built_in": True, "revision": revision})


# --- apps and screens -------------------------------------------------------------------------------------------------


@router.get("/apps")
@needs("read", "workspace")
async def get_apps(workspace: str, services: Using, actor: Me) -> Items[AppInfoAnswer]:
    """The apps the caller may open."""
    found = await open_workspace(services, actor, workspace, "read")
    return Items(items=[AppInfoAnswer.model_validate(app) for app in apps_for(actor, found)])


@router.get("/apps/{app}")
@needs("design", "workspace")
async def get_app(workspace: str, app: str, services: Using, actor: Me) -> DefinitionAnswer:
    """One app."""
    return _answer(await read_definition(services, actor, workspace, APP, app))


@router.put("/apps/{app}")
@needs("design", "workspace")
async def put_app(
    workspace: str, app: str, body: DefinitionBody, services: Using, actor: Me, expect_revision: ExpectRevision = None
) -> DefinitionAnswer:
    """Store an app."""
    found = await put_definition(services, actor, workspace, APP, (app,), body.root, expect_revision=expect_revision)
    return _answer(found)


@router.delete("/apps/{app}", status_code=204)
@needs("design", "workspace")
async def delete_app(workspace: str, app: str, services: Using, actor: Me) -> None:
    """Remove an app with its screens."""
    await delete_definition(services, actor, workspace, APP, app)


@router.get("/apps/{app}/screens")
@needs("design", "workspace")
async def get_screens(workspace: str, app: str, services: Using, actor: Me) -> Items[ScreenInfoAnswer]:
    """The screens of an app."""
    await read_definition(services, actor, workspace, APP, app)
    found = await list_definitions(services, actor, workspace, SCREEN, app)
    return Items(items=[ScreenInfoAnswer.model_validate({**item.data, "name": item.names[1]}) for item in found])


@router.get("/apps/{app}/screens/{screen}")
@needs("design", "workspace")
async def get_screen(workspace: str, app: str, screen: str, services: Using, actor: Me) -> DefinitionAnswer:
    """One screen."""
    return _answer(await read_definition(services, actor, workspace, SCREEN, app, screen))


@router.put("/apps/{app}/screens/{screen}")
@needs("design", "workspace")
async def put_screen(
    workspace: str,
    app: str,
    screen: str,
    body: DefinitionBody,
    services: Using,
    actor: Me,
    expect_revision: ExpectRevision = None,
) -> DefinitionAnswer:
    """Store a screen."""
    found = await put_definition(
        services, actor, workspace, SCREEN, (app, screen), body.root, expect_revision=expect_revision
    )
    return _answer(found)


@router.post("/apps/{app}/screens/{screen}/rename")
@needs("design", "workspace")
async def post_rename_screen(
    workspace: str, app: str, screen: str, body: RenameBody, services: Using, actor: Me
) -> RenamedScreenAnswer:
    """Call a screen otherwise, and with it whatever names it: navigation, screens, roles. Its address stays."""
    found = await rename_screen(services, actor, workspace, app, screen, body.name)
    answer = _answer(found.stored)
    return RenamedScreenAnswer(**answer.model_dump(), rewritten=list(found.rewritten), unclear=list(found.unclear))


@router.delete("/apps/{app}/screens/{screen}", status_code=204)
@needs("design", "workspace")
async def delete_screen(workspace: str, app: str, screen: str, services: Using, actor: Me) -> None:
    """Remove a screen; refused while the navigation or another screen refers to it."""
    await delete_definition(services, actor, workspace, SCREEN, app, screen)


def _answer(found: StoredDefinition) -> DefinitionAnswer:
    return DefinitionAnswer(name=found.names[-1], definition=dict(found.data), text=found.text, revision=found.revision)


# --- schemas ----------------------------------------------------------------------------------------------------------


class SchemaAnswer(RootModel[dict[str, object]]):
    """A JSON Schema."""


@schemas.get("")
@public("the shape of definitions is documentation")
async def get_schemas() -> Items[str]:
    """The kinds of definitions that have a schema."""
    return Items(items=sorted(json_schemas()))


@schemas.get("/{kind}")
@public("the shape of definitions is documentation")
async def get_schema(kind: str, language: Language = ENGLISH) -> SchemaAnswer:
    """The JSON Schema of a kind of definition, for editors that check YAML as it is typed."""
    known = json_schemas()
    if kind not in known:
        raise NotFound(
            phrase("There is no schema '{kind}'.", kind=kind), code="schema.not_found", hint=did_you_mean(kind, known)
        )
    return SchemaAnswer.model_validate(translated(known[kind], texts_of(None, language)))
