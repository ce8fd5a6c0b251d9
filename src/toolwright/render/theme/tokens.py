"""Design tokens as CSS custom properties, and what an app's theme changes about them.

`tokens.json` beside this file is the one source. Every property is written once with `light-dark()`, so that a page
follows the system, or `data-mode` on the root element, without a second set of rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from toolwright.model.app import Theme
from toolwright.render.theme.colour import Oklch, contrast, from_hex, into_gamut, readable, to_hex

TEXT_RATIO = 4.5
CONTROL_RATIO = 3.0


class ColourToken(BaseModel):
    """One colour in both modes, and what it is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    light: Oklch
    dark: Oklch
    purpose: str = Field(alias="for")

    def of(self, mode: str) -> Oklch:
        """The colour an sRGB screen shows in `light` or `dark`."""
        return into_gamut(self.light if mode == "light" else self.dark)

    @property
    def css(self) -> str:
        """The CSS value for both modes."""
        return _both(self.light, self.dark)


class Modes(BaseModel):
    """A CSS value for each mode."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    light: str
    dark: str


class Tokens(BaseModel):
    """The file of tokens, read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    colour: Mapping[str, ColourToken]
    pairs: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    size: Mapping[str, str]
    density: Mapping[str, Mapping[str, str]]
    font: Mapping[str, str]
    motion: Mapping[str, str]
    shadow: Mapping[str, Modes]
    weight: Mapping[str, str]


@cache
def tokens() -> Tokens:
    """The tokens of this version."""
    return Tokens.model_validate_json(files(__package__).joinpath("tokens.json").read_text(encoding="utf-8"))


@cache
def tokens_css() -> str:
    """The rule that sets every custom property, for the first stylesheet of a page."""
    source = tokens()
    lines = [f"--tw-{name}:{token.css}" for name, token in source.colour.items()]
    lines += [f"--tw-{name}:{value}" for name, value in source.size.items()]
    lines += [f"--tw-motion-{name}:{value}" for name, value in source.motion.items()]
    lines += [f"--tw-weight-{name}:{value}" for name, value in source.weight.items()]
    lines += [f"--tw-font-code:{source.font['mono']}", f"--tw-font:{source.font['inter']}"]
    lines += _density("normal")
    shadows = "".join(_shadow_rules(name, value) for name, value in source.shadow.items())
    modes = ":root{color-scheme:light dark}"
    modes += "".join(f":root[data-mode={mode}]{{color-scheme:{mode}}}" for mode in ("light", "dark"))
    return f"{modes}:root{{{';'.join(lines)}}}{shadows}"


def theme_css(theme: Theme) -> str:
    """The rule that lays an app's theme over the tokens; empty when the theme changes nothing."""
    lines: list[str] = []
    if theme.accent is not None:
        lines += [f"--tw-{name}:{value}" for name, value in accent_tokens(theme.accent).items()]
    if theme.radius is not None:
        lines += _radius(theme.radius)
    if theme.density != "normal":
        lines += _density(theme.density)
    if theme.font is not None and theme.font != "inter":
        lines.append(f"--tw-font:{tokens().font[theme.font]}")
    return f":root{{{';'.join(lines)}}}" if lines else ""


class AccentShown(NamedTuple):
    """What an accent looks like in one mode, colours as `#rrggbb`, and how well it can be told from what is around it.

    `is_moved` tells that its lightness was corrected. Ratios are those of WCAG 2.2: text needs `TEXT_RATIO`, what
    belongs to a control `CONTROL_RATIO`.
    """

    mode: str
    accent: str
    on_accent: str
    text: str
    surface: str
    label_ratio: float
    control_ratio: float
    text_ratio: float
    is_moved: bool


def accent_shown(accent: str | None) -> tuple[AccentShown, ...]:
    """The accent of a theme in light and dark; that of the product when it has none."""
    return tuple(_shown_in(mode, accent) for mode in ("light", "dark"))


def _shown_in(mode: str, wanted: str | None) -> AccentShown:
    found = {name: token.of(mode) for name, token in tokens().colour.items()}
    if wanted is not None:
        found |= _accent_in(mode, from_hex(wanted))
    accent, on_accent, text, surface = (found[name] for name in ("accent", "on-accent", "accent-text", "surface"))
    return AccentShown(
        mode,
        to_hex(accent),
        to_hex(on_accent),
        to_hex(text),
        to_hex(surface),
        contrast(on_accent, accent),
        contrast(accent, surface),
        contrast(text, surface),
        wanted is not None and to_hex(accent) != wanted.lower(),
    )


def accent_tokens(accent: str) -> dict[str, str]:
    """The accent tokens of `#rrggbb` in both modes, its lightness corrected until text on and in it can be read."""
    wanted = from_hex(accent)
    light, dark = _accent_in("light", wanted), _accent_in("dark", wanted)
    return {name: _both(light[name], dark[name]) for name in light}


def _accent_in(mode: str, wanted: Oklch) -> dict[str, Oklch]:
    colours = {name: token.of(mode) for name, token in tokens().colour.items()}
    backgrounds = tuple(colours[name] for name in ("canvas", "surface", "raised", "sunken", "hover", "selected"))
    start = wanted if mode == "light" else wanted._replace(lightness=max(wanted.lightness, 0.68))
    accent = readable(start, on=backgrounds, ratio=CONTROL_RATIO)
    on_accent = _text_on(accent)
    accent = readable(accent, on=(on_accent,), ratio=TEXT_RATIO)
    soft_lightness, soft_chroma = (0.952, 0.028) if mode == "light" else (0.295, 0.048)
    soft = into_gamut(Oklch(soft_lightness, min(soft_chroma, wanted.chroma), wanted.hue))
    hover = into_gamut(accent._replace(lightness=accent.lightness + (0.06 if on_accent.lightness < 0.5 else -0.06)))
    return {
        "accent": accent,
        "accent-hover": hover,
        "on-accent": on_accent,
        "accent-text": readable(accent, on=(*backgrounds, soft), ratio=TEXT_RATIO),
        "accent-soft": soft,
        "selected": soft,
        "series-1": accent,
    }


def _text_on(accent: Oklch) -> Oklch:
    white, ink = Oklch(1.0, 0.0, 250.0), Oklch(0.16, 0.02, 250.0)
    return white if contrast(white, accent) >= CONTROL_RATIO else ink


def _both(light: Oklch, dark: Oklch) -> str:
    shown_light, shown_dark = into_gamut(light), into_gamut(dark)
    return shown_light.css if shown_light == shown_dark else f"light-dark({shown_light.css},{shown_dark.css})"


def _density(name: str) -> list[str]:
    return [f"--tw-{key}:{value}" for key, value in tokens().density[name].items()]


def _radius(pixels: int) -> list[str]:
    return [
        f"--tw-radius:{pixels}px",
        f"--tw-radius-small:{round(pixels * 2 / 3)}px",
        f"--tw-radius-large:{round(pixels * 5 / 3)}px",
    ]


def _shadow_rules(name: str, value: Modes) -> str:
    """Shadows are no colours, so `light-dark()` cannot hold them: one rule a mode."""
    dark = f"--tw-shadow-{name}:{value.dark}"
    return (
        f":root{{--tw-shadow-{name}:{value.light}}}:root[data-mode=dark]{{{dark}}}"
        f"@media(prefers-color-scheme:dark){{:root:not([data-mode=light]){{{dark}}}}}"
    )
