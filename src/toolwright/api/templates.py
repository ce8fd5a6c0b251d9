"""Templates over HTTP: ready workspaces to choose from, and making one of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.spoken import ENGLISH, Said, WordedIn
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.install_template import install_template, list_templates

router = api_router("/templates", "generate")


class TemplateAnswer(Answer):
    """A ready workspace."""

    name: str
    title: Said
    summary: Said
    icon: str


class InstallBody(Body):
    """What the workspace is called, by default as the template, the language of what people read in it, and whether
    its tables hold sample rows.
    """

    workspace: Annotated[str, Field(max_length=63)] | None = None
    title: Annotated[str, Field(max_length=200)] | None = None
    language: WordedIn = ENGLISH
    with_rows: bool = True


class InstalledAnswer(Answer):
    """What was made, and where it is."""

    workspace: str
    address: str


@router.get("")
@needs("manage", "installation")
async def get_templates(services: Using, actor: Me) -> Items[TemplateAnswer]:
    """The templates there are."""
    return Items(
        items=[
            TemplateAnswer(name=one.name, title=one.title, summary=one.summary, icon=one.icon)
            for one in list_templates(actor)
        ]
    )


@router.post("/{template}", status_code=201)
@needs("manage", "installation")
async def post_template(template: str, body: InstallBody, services: Using, actor: Me) -> InstalledAnswer:
    """Make a new workspace of a template, with its sample rows or without; it is there whole or not at all."""
    made = await install_template(
        services,
        actor,
        template,
        workspace=body.workspace,
        title=body.title,
        language=body.language,
        with_rows=body.with_rows,
    )
    return InstalledAnswer(workspace=made.workspace, address=made.address)
