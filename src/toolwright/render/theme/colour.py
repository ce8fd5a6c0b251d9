"""Colour arithmetic: OKLCH to sRGB and back, contrast, and lightness corrected until text can be read.

Formulas: Björn Ottosson's OKLab (https://bottosson.github.io/posts/oklab/), relative luminance and contrast ratio
of WCAG 2.2.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Oklch(NamedTuple):
    """A colour by lightness (0–1), chroma (0–0.4) and hue (degrees)."""

    lightness: float
    chroma: float
    hue: float

    @property
    def css(self) -> str:
        """The colour as CSS writes it."""
        return f"oklch({self.lightness:.4g} {self.chroma:.4g} {self.hue:.4g})"


class Rgb(NamedTuple):
    """A colour in linear-light sRGB; channels outside 0–1 cannot be shown."""

    red: float
    green: float
    blue: float

    @property
    def is_shown(self) -> bool:
        """Whether an sRGB screen can show it (with the tolerance of one part in a thousand)."""
        return all(-0.001 <= channel <= 1.001 for channel in self)


def to_linear(colour: Oklch) -> Rgb:
    """The colour in linear sRGB, unclipped."""
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return Rgb(
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def from_linear(rgb: Rgb) -> Oklch:
    """The colour of linear sRGB channels."""
    long = math.cbrt(0.4122214708 * rgb.red + 0.5363325363 * rgb.green + 0.0514459929 * rgb.blue)
    medium = math.cbrt(0.2119034982 * rgb.red + 0.6806995451 * rgb.green + 0.1073969566 * rgb.blue)
    short = math.cbrt(0.0883024619 * rgb.red + 0.2817188376 * rgb.green + 0.6299787005 * rgb.blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def from_hex(text: str) -> Oklch:
    """The colour of `#rrggbb`."""
    channels = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return from_linear(Rgb(*(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)))


def to_hex(colour: Oklch) -> str:
    """`#rrggbb` of the nearest colour an sRGB screen can show."""
    return "#" + "".join(f"{round(_gamma(channel) * 255):02x}" for channel in to_linear(into_gamut(colour)))


def into_gamut(colour: Oklch) -> Oklch:
    """The colour with its chroma lowered until an sRGB screen can show it; lightness and hue stay."""
    if to_linear(colour).is_shown:
        return colour
    low, high = 0.0, colour.chroma
    for _ in range(20):
        middle = (low + high) / 2
        if to_linear(colour._replace(chroma=middle)).is_shown:
            low = middle
        else:
            high = middle
    return colour._replace(chroma=low)


def luminance(colour: Oklch) -> float:
    """Relative luminance, 0 for black and 1 for white."""
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in to_linear(into_gamut(colour)))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Oklch, other: Oklch) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: Oklch, *, on: tuple[Oklch, ...], ratio: float) -> Oklch:
    """The colour with its lightness moved as little as needed to reach `ratio` on every background."""
    darker = sum(luminance(background) for background in on) / len(on) > 0.18
    step = -0.005 if darker else 0.005
    moved = colour
    while 0.0 < moved.lightness < 1.0:
        if all(contrast(moved, background) >= ratio for background in on):
            return into_gamut(moved)
        moved = moved._replace(lightness=moved.lightness + step)
    return Oklch(0.0 if darker else 1.0, 0.0, 0.0)


def _gamma(channel: float) -> float:
    clipped = min(1.0, max(0.0, channel))
    return clipped * 12.92 if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
