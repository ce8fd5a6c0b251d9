"""Cut the fonts of published apps from unpacked Fontsource packages.

    npm i --no-save @fontsource-variable/inter @fontsource/jetbrains-mono
    uv run --with fonttools python scripts/build_fonts.py node_modules

Inter keeps weights 400 to 600 and the features our styles use; both keep the letters of European languages. The result
is a third of the packages' files, which is what fits a first load under 60 KiB.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parent.parent / "src/toolwright/render/theme/fonts"
LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+0160-0161,U+0178,U+017D-017E,U+2010-2015,U+2018-201A,U+201C-201E,"
    "U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2260,U+2264-2265"
)
LATIN_EXT = (
    "U+0100-0130,U+0132-0151,U+0154-015F,U+0162-0177,U+0179-017C,U+017F,U+0218-021B,U+1E9E,U+20A0-20AB,U+20AD-20BF"
)
FEATURES = ["kern", "locl", "case", "tnum", "zero"]
COMBINING = [*FEATURES, "mark", "ccmp"]
"""Accents that are put on letters. The file that every page loads has its letters whole and does without."""
INTER = {
    "inter-latin": ("latin", LATIN, FEATURES),
    "inter-latin-ext": ("latin-ext", LATIN_EXT, COMBINING),
    "inter-greek": ("greek", "U+0370-03FF", COMBINING),
    "inter-cyrillic": ("cyrillic", "U+0400-045F,U+0490-0491,U+04B0-04B1", COMBINING),
}


def main(modules: Path) -> None:
    """Write every font file and its licence."""
    TARGET.mkdir(exist_ok=True)
    inter = modules / "@fontsource-variable/inter"
    for name, (subset, ranges, features) in INTER.items():
        font = TTFont(inter / f"files/inter-{subset}-wght-normal.woff2")
        _cut(instantiateVariableFont(font, {"wght": (400, 600)}), ranges, features, name)
    mono = modules / "@fontsource/jetbrains-mono"
    _cut(TTFont(mono / "files/jetbrains-mono-latin-400-normal.woff2"), LATIN, ["zero"], "jetbrains-mono-latin")
    (TARGET / "INTER-LICENSE.txt").write_bytes((inter / "LICENSE").read_bytes())
    (TARGET / "JETBRAINS-MONO-LICENSE.txt").write_bytes((mono / "LICENSE").read_bytes())


def _cut(source: TTFont, ranges: str, features: list[str], name: str) -> None:
    plain = BytesIO()
    source.flavor = None
    source.save(plain)
    font = TTFont(plain)  # read again: the instancer leaves tables that the subsetter cannot walk
    options = Options(layout_features=features, flavor="woff2", desubroutinize=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_codes(ranges))
    subsetter.subset(font)
    font.flavor = "woff2"
    path = TARGET / f"{name}.woff2"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size} bytes")


def _codes(ranges: str) -> list[int]:
    codes: list[int] = []
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.partition("-")
        codes += range(int(first, 16), int(last or first, 16) + 1)
    return codes


if __name__ == "__main__":
    main(Path(sys.argv[1]))
