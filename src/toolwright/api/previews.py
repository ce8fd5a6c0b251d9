"""Screens drawn as they are being written, for editors: nothing is stored, and no event of them can be run."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.me import LocaleName
from toolwright.api.policy import SuggestionAnswer
from toolwright.api.spoken import Said
from toolwright.api.wire import Answer, Body
from toolwright.commands.help_expression import ExpressionAsk, help_expression
from toolwright.commands.looking_as import Look
from toolwright.commands.preview_screen import preview_screen
from toolwright.commands.preview_theme import preview_theme
from toolwright.model.app import Theme
from toolwright.model.files import SCREEN, Place

router = api_router("/workspaces/{workspace}/apps/{app}/screens/{screen}", "definitions")
themes = api_router("/workspaces/{workspace}/apps/{app}/theme", "definitions")


class DraftScreenBody(Body):
    """A screen or module as JSON in the shape of its schema, and values for its path or its settings."""

    definition: dict[str, object]
    params: dict[str, Annotated[str, Field(max_length=1000)]] = Field(default_factory=dict)


class LookBody(Body):
    """How something is looked at: as who holds a role alone, or as a person (id or address), in a language.

    As a person looks only who manages the workspace.
    """

    as_role: Annotated[str | None, Field(max_length=100)] = None
    as_user: Annotated[str | None, Field(max_length=320)] = None
    locale: LocaleName | None = None

    @property
    def look(self) -> Look:
        """The same, for commands."""
        return Look(self.as_role, self.as_user, self.locale)


class PreviewBody(DraftScreenBody, LookBody):
    """A screen or module, and how it is looked at."""


class ExpressionBody(LookBody):
    """An expression as it is being written: where it stands in its screen or module, its text, the cursor in it.

    It gives what it gives to whoever looks.
    """

    definition: dict[str, object]
    path: Annotated[list[str | int], Field(min_length=1, max_length=100)]
    text: str
    cursor: Annotated[int, Field(ge=0)]
    params: dict[str, Annotated[str, Field(max_length=1000)]] = Field(default_factory=dict)

    @property
    def ask(self) -> ExpressionAsk:
        """What is asked."""
        return ExpressionAsk(self.definition, tuple(self.path), self.text, self.cursor, self.params, self.look)


class ExpressionHelpAnswer(Answer):
    """What is wrong, or null; what kind of value it gives; and what may replace the text from `start` to the cursor.

    `value` is what it gives to the caller now (with `of_row`: of the first row), null where only running it tells.
    """

    fault: Said | None
    hint: Said | None
    type: str | None
    value: str | None
    of_row: bool
    start: int
    suggestions: list[SuggestionAnswer]


class AskedDataAnswer(Answer):
    """Data that the component `at` a place asked for: how many rows came, or why none did.

    `is_skipped` says that it was not asked for, as nothing of it would be shown.
    """

    at: list[str | int]
    table: str
    sort: Literal["rows", "record", "figures", "log"]
    rows: int | None
    is_skipped: bool
    fault: Said | None


class DrawnScreenAnswer(Answer):
    """The content of the screen or module as HTML; `data-node` of an element is the place of its component in it.

    `params` are the values its path, or its settings, were drawn with, `islands` the kinds of components that need code
    in the browser. `refused` says why the screen cannot be opened by whom it is drawn for; then nothing is.

    Where `data-hidden` stands a component was left out: by its `show_if`, of what it reads (`data-reads`) and what that
    is there (`data-values`), or for want of a role. `asked` is the data it asked for, `values` what expressions read.
    """

    title: str
    html: str
    width: str
    params: dict[str, str]
    islands: list[str]
    has_faults: bool
    refused: Said | None
    asked: list[AskedDataAnswer]
    values: dict[str, object]


class AccentAnswer(Answer):
    """An accent in one mode, colours as `#rrggbb`; `is_moved` when it became lighter or darker so that it can be read.

    `label_ratio` is the contrast of a label on it, `control_ratio` its own with a surface, `text_ratio` that of a link.
    """

    mode: Literal["light", "dark"]
    accent: str
    on_accent: str
    text: str
    surface: str
    label_ratio: float
    control_ratio: float
    text_ratio: float
    is_moved: bool


class ThemePreviewAnswer(Answer):
    """The rules of a theme, to be laid over those of the product, and its accent in both modes."""

    css: str
    accents: list[AccentAnswer]


@themes.post("")
@needs("design", "workspace")
async def post_theme(workspace: str, app: str, body: Theme, services: Using, actor: Me) -> ThemePreviewAnswer:
    """What an app would look like with a theme. Nothing is stored."""
    found = await preview_theme(services, actor, workspace, app, body)
    accents = [AccentAnswer.model_validate(accent._asdict()) for accent in found.accents]
    return ThemePreviewAnswer(css=found.css, accents=accents)


@router.post("/preview")
@needs("design", "workspace")
async def post_preview(
    workspace: str, app: str, screen: str, body: PreviewBody, services: Using, actor: Me
) -> DrawnScreenAnswer:
    """Draw a screen with the rights of the caller, or as somebody sees it of whom the caller may see as much.

    Everything that is wrong with it is answered with its place.
    """
    found = await preview_screen(
        services,
        actor,
        workspace,
        Place(SCREEN, (app, screen)),
        body.definition,
        body.params,
        body.look,
    )
    return DrawnScreenAnswer.model_validate(found)


@router.post("/expression")
@needs("design", "workspace")
async def post_expression(
    workspace: str, app: str, screen: str, body: ExpressionBody, services: Using, actor: Me
) -> ExpressionHelpAnswer:
    """Help with an expression of a screen that is not stored: mistakes, what could come next, and what it gives now."""
    place = Place(SCREEN, (app, screen))
    return ExpressionHelpAnswer.model_validate(await help_expression(services, actor, workspace, place, body.ask))
