"""Screens drawn as they are being written, for editors: nothing is stored, and no event of them can be run."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer, Body
from toolwright.commands.preview_screen import preview_screen

router = api_router("/workspaces/{workspace}/apps/{app}/screens/{screen}/preview", "definitions")


class DraftScreenBody(Body):
    """A screen as JSON in the shape of its schema, and values for the parameters of its path."""

    definition: dict[str, object]
    params: dict[str, Annotated[str, Field(max_length=1000)]] = Field(default_factory=dict)


class DrawnScreenAnswer(Answer):
    """The content of the screen as HTML; `data-node` of an element is the place of its component in the definition.

    `params` are the values its path was drawn with, `islands` the kinds of components that need code in the browser.
    """

    title: str
    html: str
    width: str
    params: dict[str, str]
    islands: list[str]
    has_faults: bool


@router.post("")
@needs("design", "workspace")
async def post_preview(
    workspace: str, app: str, screen: str, body: DraftScreenBody, services: Using, actor: Me
) -> DrawnScreenAnswer:
    """Draw a screen with the rights of the caller. Everything that is wrong with it is answered with its place."""
    found = await preview_screen(services, actor, workspace, app, screen, body.definition, body.params)
    return DrawnScreenAnswer.model_validate(found)
