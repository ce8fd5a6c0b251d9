"""Colours can be read: every pair in use, in both modes, and whatever accent a builder chooses."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolwright.model.app import Theme
from toolwright.render.theme.colour import Oklch, Rgb, contrast, from_hex, from_linear, into_gamut, to_hex, to_linear
from toolwright.render.theme.tokens import accent_tokens, theme_css, tokens, tokens_css

MODES = ("light", "dark")


def pairs(sort: str) -> list[tuple[str, str, str]]:
    return [(front, back, mode) for front, backs in tokens().pairs[sort] for back in backs for mode in MODES]


@pytest.mark.parametrize(("front", "back", "mode"), pairs("text"))
def test_text_has_contrast_of_four_and_a_half(front: str, back: str, mode: str) -> None:
    colour = tokens().colour
    assert contrast(colour[front].of(mode), colour[back].of(mode)) >= 4.5


@pytest.mark.parametrize(("front", "back", "mode"), pairs("control"))
def test_controls_have_contrast_of_three(front: str, back: str, mode: str) -> None:
    colour = tokens().colour
    assert contrast(colour[front].of(mode), colour[back].of(mode)) >= 3.0


@pytest.mark.parametrize("mode", MODES)
def test_chart_colours_stay_apart_for_the_colour_blind(mode: str) -> None:
    series = [tokens().colour[f"series-{n}"].of(mode) for n in range(1, 7)]
    for one, other in itertools.combinations(series, 2):
        for name, seen in VISIONS.items():
            assert math.dist(_lab(one, seen), _lab(other, seen)) >= 0.08, (name, to_hex(one), to_hex(other))


def test_arithmetic_agrees_with_published_values() -> None:
    # CSS Color 4 samples: white, and `red` is oklch(62.8% 0.25768 29.234).
    assert contrast(Oklch(1, 0, 0), Oklch(0, 0, 0)) == pytest.approx(21, abs=0.01)
    red = from_hex("#ff0000")
    assert red == pytest.approx((0.62796, 0.25768, 29.234), abs=1e-3)
    assert to_hex(red) == "#ff0000"
    # 4.54:1 is what every contrast checker answers for #767676 on white.
    assert contrast(from_hex("#767676"), Oklch(1, 0, 0)) == pytest.approx(4.54, abs=0.01)


@settings(deadline=None)  # a busy machine is no fault of the accent
@given(st.integers(0, 0xFFFFFF))
def test_any_accent_ends_up_readable(number: int) -> None:
    css = accent_tokens(f"#{number:06x}")
    for mode in MODES:
        shown = {name: _parse(value, mode) for name, value in css.items()}
        canvas, surface = tokens().colour["canvas"].of(mode), tokens().colour["surface"].of(mode)
        assert contrast(shown["on-accent"], shown["accent"]) >= 4.45  # the text form has four digits
        assert contrast(shown["accent"], surface) >= 2.95
        assert contrast(shown["accent-text"], canvas) >= 4.45
        assert contrast(shown["accent-text"], shown["accent-soft"]) >= 4.45


def test_a_theme_that_changes_nothing_adds_no_css() -> None:
    assert theme_css(Theme(density="normal")) == ""


def test_a_theme_changes_tokens_only() -> None:
    css = theme_css(Theme(accent="#7c3aed", radius=0, density="compact", font="system"))
    assert css.startswith(":root{--tw-accent:")
    assert "--tw-radius:0px" in css
    assert "--tw-row:32px" in css
    assert css.count("{") == 1


def test_every_token_reaches_the_stylesheet() -> None:
    css = tokens_css()
    assert all(f"--tw-{name}:" in css for name in (*tokens().colour, *tokens().size))
    assert css.count("{") == css.count("}")


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear sRGB.
VISIONS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "typical": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def _lab(colour: Oklch, seen: tuple[tuple[float, float, float], ...]) -> tuple[float, float, float]:
    rgb = to_linear(into_gamut(colour))
    channels = (sum(weight * channel for weight, channel in zip(row, rgb, strict=True)) for row in seen)
    shown = from_linear(Rgb(*(min(1.0, max(0.0, channel)) for channel in channels)))
    hue = math.radians(shown.hue)
    return shown.lightness, shown.chroma * math.cos(hue), shown.chroma * math.sin(hue)


def _parse(css: str, mode: str) -> Oklch:
    parts = css.removeprefix("light-dark(").replace("))", ")").split("),")
    text = parts[0 if mode == "light" or len(parts) == 1 else 1]
    return Oklch(*(float(word) for word in text.strip(")").removeprefix("oklch(").split()))
