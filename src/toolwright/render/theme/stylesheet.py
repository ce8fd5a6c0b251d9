"""The stylesheet of published apps: fonts, tokens, base, parts, layout. Component styles follow it in the bundle."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from toolwright.render.theme.tokens import tokens_css

FONT_FILES: dict[str, tuple[str, str, str]] = {
    "inter-latin.woff2": (
        "Inter",
        "400 600",
        "U+0-FF,U+131,U+152-153,U+160-161,U+178,U+17D-17E,U+2010-205E,U+20AC,U+2116,U+2122,U+2190-22FF",
    ),
    "inter-latin-ext.woff2": ("Inter", "400 600", "U+100-17F,U+218-21B,U+1E9E,U+20A0-20AB,U+20AD-20BF"),
    "inter-greek.woff2": ("Inter", "400 600", "U+370-3FF"),
    "inter-cyrillic.woff2": ("Inter", "400 600", "U+400-45F,U+490-491,U+4B0-4B1"),
    "jetbrains-mono-latin.woff2": ("JetBrains Mono", "400", "U+0-FF,U+131,U+152-153,U+2010-205E,U+20AC"),
}
"""Font files by name: family, weights, and the characters they are loaded for."""

_FALLBACK = (
    "@font-face{font-family:'Inter Fallback';src:local('Arial'),local('Liberation Sans');size-adjust:107.12%;"
    "ascent-override:90.44%;descent-override:22.52%;line-gap-override:0%}"
)
"""Arial with the metrics of Inter, so that nothing moves when the font arrives."""

_PARTS = ("base.css", "controls.css", "layout.css")


def font_bytes(name: str) -> bytes:
    """The font file of that name."""
    return files(__package__).joinpath("fonts", name).read_bytes()


def base_stylesheet(address_of: Callable[[str], str]) -> str:
    """The whole stylesheet; `address_of` answers where a font file is served."""
    faces = "".join(
        f"@font-face{{font-family:'{family}';font-style:normal;font-weight:{weight};font-display:swap;"
        f"src:url({address_of(name)}) format('woff2');unicode-range:{ranges}}}"
        for name, (family, weight, ranges) in FONT_FILES.items()
    )
    return f"{faces}{_FALLBACK}{tokens_css()}{_own_styles()}"


@cache
def _own_styles() -> str:
    return "\n".join(files(__package__).joinpath(name).read_text(encoding="utf-8") for name in _PARTS)
