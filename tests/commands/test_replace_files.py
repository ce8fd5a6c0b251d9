"""Definitions pushed as files: whole or not at all, secrets sealed, never overtaking somebody else."""

from __future__ import annotations

import pytest

from toolwright.commands.change_workspace import change_workspace, delete_workspace
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.list_workspaces import list_revisions, list_workspaces, read_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.read_audit import AuditQuery, read_audit
from toolwright.commands.replace_files import read_files, replace_files, validate_files
from toolwright.commands.services import Services
from toolwright.errors import Conflict, Denied, InvalidDefinition, InvalidInput, NotFound, NotSignedIn
from toolwright.policy.actor import ANONYMOUS, Actor

SOURCE = """\
title: ERP  # the old one
kind: postgres
settings:
  host: db.example.org
  database: erp
  user: app
  password: hunter2
"""
MEMBER = Actor(kind="user", user_id="u1", name="Member", roles={"desk": ("basic",)})
STRANGER = Actor(kind="user", user_id="u2", name="Stranger")


async def test_making_and_listing(services: Services) -> None:
    await create_workspace(services, OPERATOR, "desk", title="Desk")
    assert [view.title for view in await list_workspaces(services, OPERATOR)] == ["Desk"]
    assert [view.can_design for view in await list_workspaces(services, MEMBER)] == [False]
    assert await list_workspaces(services, STRANGER) == []
    with pytest.raises(Conflict):
        await create_workspace(services, OPERATOR, "desk")
    with pytest.raises(InvalidInput):
        await create_workspace(services, OPERATOR, "Desk!")
    with pytest.raises(Denied):
        await create_workspace(services, MEMBER, "other")


async def test_secrets_are_sealed_on_the_way_and_never_come_back(services: Services) -> None:
    await create_workspace(
        services, OPERATOR, "desk", files={"workspace.yaml": "title: D\n", "sources/erp.yaml": SOURCE}
    )
    _, files = await read_files(services, OPERATOR, "desk")
    assert "hunter2" not in files["sources/erp.yaml"]
    assert "password: {secret: true}" in files["sources/erp.yaml"]
    assert "# the old one" in files["sources/erp.yaml"]
    assert str(await services.vault.open("desk", "sources/erp/password")) == "hunter2"
    files["sources/erp.yaml"] = files["sources/erp.yaml"].replace("{secret: true}", "changed")
    await replace_files(services, OPERATOR, "desk", files)
    assert str(await services.vault.open("desk", "sources/erp/password")) == "changed"
    everything = str(await read_audit(services, OPERATOR, AuditQuery())) + str(
        await list_revisions(services, OPERATOR, "desk")
    )
    assert "hunter2" not in everything
    assert "changed" not in str(await read_files(services, OPERATOR, "desk"))


async def test_a_wrong_push_changes_nothing(services: Services) -> None:
    await create_workspace(services, OPERATOR, "desk", title="Desk")
    revision, files = await read_files(services, OPERATOR, "desk")
    wrong = {**files, "roles/agent.yaml": "title: A\ninherits: [nobody]\n", "sources/erp.yaml": SOURCE}
    with pytest.raises(InvalidDefinition):
        await replace_files(services, OPERATOR, "desk", wrong)
    with pytest.raises(InvalidDefinition):
        await validate_files(services, OPERATOR, "desk", wrong)
    assert await read_files(services, OPERATOR, "desk") == (revision, files)
    with pytest.raises(NotFound):
        await services.vault.open("desk", "sources/erp/password")


async def test_a_dry_run_stores_nothing(services: Services) -> None:
    await create_workspace(services, OPERATOR, "desk", title="Desk")
    revision, files = await read_files(services, OPERATOR, "desk")
    await replace_files(services, OPERATOR, "desk", {**files, "roles/a.yaml": "title: A\n"}, dry_run=True)
    assert await read_files(services, OPERATOR, "desk") == (revision, files)


async def test_a_push_on_an_old_revision_is_refused(services: Services) -> None:
    await create_workspace(services, OPERATOR, "desk", title="Desk")
    revision, files = await read_files(services, OPERATOR, "desk")
    first = await replace_files(
        services, OPERATOR, "desk", {**files, "roles/a.yaml": "title: A\n"}, expect_revision=revision
    )
    assert first.revision == revision + 1
    with pytest.raises(Conflict) as caught:
        await replace_files(services, OPERATOR, "desk", files, expect_revision=revision)
    assert caught.value.code == "workspace.stale"
    same = await replace_files(services, OPERATOR, "desk", {**files, "roles/a.yaml": "title: A\n"})
    assert same.revision == first.revision  # nothing changed, so no new revision


async def test_the_history_says_who_changed_what(services: Services) -> None:
    await create_workspace(services, OPERATOR, "desk", title="Desk")
    await change_workspace(services, OPERATOR, "desk", title="Service desk")
    history = await list_revisions(services, OPERATOR, "desk")
    assert [(change.number, change.message, list(change.files)) for change in history] == [
        (2, "Changed the workspace", ["workspace.yaml"]),
        (1, "Created", ["workspace.yaml"]),
    ]
    assert history[0].author == "command line"
    assert (await read_workspace(services, OPERATOR, "desk")).title == "Service desk"


@pytest.mark.parametrize(
    ("actor", "refusal"), [(MEMBER, Denied), (STRANGER, NotFound), (ANONYMOUS, NotSignedIn)]
)  # fmt: skip
async def test_only_designers_see_and_change_files(services: Services, actor: Actor, refusal: type[Exception]) -> None:
    await create_workspace(services, OPERATOR, "desk", title="Desk")
    with pytest.raises(refusal):
        await read_files(services, actor, "desk")
    with pytest.raises(refusal):
        await replace_files(services, actor, "desk", {})
    with pytest.raises(refusal):
        await delete_workspace(services, actor, "desk")


async def test_a_hidden_workspace_is_answered_like_an_absent_one(services: Services) -> None:
    await create_workspace(services, OPERATOR, "desk", title="Desk")
    answers = []
    for name in ("desk", "absent"):
        with pytest.raises(NotFound) as caught:
            await read_files(services, STRANGER, name)
        answers.append((caught.value.detail.replace(name, "x"), caught.value.code, caught.value.hint))
    assert answers[0] == answers[1]


async def test_removing(services: Services) -> None:
    files = {"workspace.yaml": "title: D\n", "sources/erp.yaml": SOURCE}
    await create_workspace(services, OPERATOR, "desk", files=files)
    await delete_workspace(services, OPERATOR, "desk")
    assert await list_workspaces(services, OPERATOR) == []
    assert await services.vault.names("desk") == []
    await create_workspace(services, OPERATOR, "desk", title="Again")
    assert (await services.workspaces.get("desk")).definition.title == "Again"
