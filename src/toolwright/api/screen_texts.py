"""Screens and components as YAML text, for editors: the text that files have, and what a text defines."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer, Body
from toolwright.commands.screen_text import (
    read_components_text,
    read_screen_text,
    write_components_text,
    write_screen_text,
)
from toolwright.model.files import SCREEN, Place
from toolwright.model.yaml_form import MAX_FILE_CHARACTERS

router = api_router("/workspaces/{workspace}", "definitions")


class ScreenToWriteBody(Body):
    """A screen or module as JSON, valid or not."""

    definition: dict[str, object]


class ComponentsToWriteBody(Body):
    """Components as JSON, valid or not."""

    components: Annotated[list[dict[str, object]], Field(min_length=1, max_length=100)]


class YamlBody(Body):
    """YAML text."""

    text: Annotated[str, Field(max_length=MAX_FILE_CHARACTERS)]


class YamlAnswer(Answer):
    """Canonical YAML text."""

    text: str


class ReadScreenAnswer(Answer):
    """What a text defines. `keeps_comments` is false when its comments are not those of the stored file, which stay."""

    definition: dict[str, object]
    keeps_comments: bool


class ReadComponentsAnswer(Answer):
    """The components of a text."""

    components: list[dict[str, object]]


@router.post("/apps/{app}/screens/{screen}/yaml")
@needs("design", "workspace")
async def post_screen_yaml(
    workspace: str, app: str, screen: str, body: ScreenToWriteBody, services: Using, actor: Me
) -> YamlAnswer:
    """The YAML text that storing a screen would write, comments of the stored file included."""
    place = Place(SCREEN, (app, screen))
    return YamlAnswer(text=await write_screen_text(services, actor, workspace, place, body.definition))


@router.post("/apps/{app}/screens/{screen}/yaml/read")
@needs("design", "workspace")
async def post_screen_yaml_read(
    workspace: str, app: str, screen: str, body: YamlBody, services: Using, actor: Me
) -> ReadScreenAnswer:
    """Check a screen as YAML text and answer it as JSON. Everything that is wrong is answered with its line."""
    found = await read_screen_text(services, actor, workspace, Place(SCREEN, (app, screen)), body.text)
    return ReadScreenAnswer.model_validate(found)


@router.post("/components/yaml")
@needs("design", "workspace")
async def post_components_yaml(workspace: str, body: ComponentsToWriteBody, services: Using, actor: Me) -> YamlAnswer:
    """Components as the list they would be in the file of a screen."""
    return YamlAnswer(text=await write_components_text(services, actor, workspace, body.components))


@router.post("/components/yaml/read")
@needs("design", "workspace")
async def post_components_yaml_read(workspace: str, body: YamlBody, services: Using, actor: Me) -> ReadComponentsAnswer:
    """The components in a YAML text: one, a list of them, or the content of a whole screen."""
    return ReadComponentsAnswer(components=await read_components_text(services, actor, workspace, body.text))
