"""What a theme that is being written makes of an app: its rules, and whether its colours can be read."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import NotFound, did_you_mean, phrase
from toolwright.model.app import Theme
from toolwright.policy import Actor
from toolwright.render.theme.tokens import AccentShown, accent_shown, theme_css


@dataclass(frozen=True, slots=True)
class ThemePreview:
    """The rules that lie over those of the product, and its accent in light and dark."""

    css: str
    accents: tuple[AccentShown, ...]


async def preview_theme(services: Services, actor: Actor, workspace: str, app: str, theme: Theme) -> ThemePreview:
    """The look of an app with this theme; nothing is stored. Raises NotFound where there is no such app."""
    stored = await open_workspace(services, actor, workspace)
    if app not in stored.apps:
        raise NotFound(
            phrase("There is no app '{app}'.", app=app), code="app.missing", hint=did_you_mean(app, stored.apps)
        )
    return ThemePreview(theme_css(theme), accent_shown(theme.accent))
