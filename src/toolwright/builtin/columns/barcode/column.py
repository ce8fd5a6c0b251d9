"""The code a scanner reads."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType

_DIGITS = {"ean_13": 13, "ean_8": 8, "upc_a": 12}
_LONGEST = {"code_128": 80, "qr": 1000, "any": 1000}


class BarcodeSettings(Model):
    """Which code it is."""

    format: Literal["any", "ean_13", "ean_8", "upc_a", "code_128", "qr"] = Field(
        "any", description="The sort of code, which decides what it may hold."
    )


class Barcode(ColumnKind[BarcodeSettings]):
    """See the module."""

    kind, title, group, icon = "barcode", "Barcode", "text", "barcode"
    Settings = BarcodeSettings
    type = DataType.TEXT
    samples = ("4006381333931", "ASSET-0007", "https://example.com/a/7")
    refused = ("x" * 1001, 7)

    def facts(self, column: Column, settings: BarcodeSettings) -> ColumnFacts:
        """Text as long as the code can be."""
        longest = _DIGITS.get(settings.format) or _LONGEST[settings.format]
        return ColumnFacts(type=DataType.TEXT, max_length=longest)

    def accept(self, value: object, settings: BarcodeSettings) -> object:
        """A code of that sort."""
        text = str(value).strip()
        wanted = _DIGITS.get(settings.format)
        if wanted is not None:
            return _checked(text, wanted)
        if settings.format == "code_128" and not (text.isascii() and text.isprintable()):
            raise Refused("Must be made of plain letters, digits and signs.", "barcode")
        return text

    def cell(self, settings: BarcodeSettings) -> Cell | None:
        """In letters of equal width."""
        return Cell(format="mono")

    def field(self, settings: BarcodeSettings) -> Control | None:
        """A field with letters of equal width."""
        return Control(kind="text_field", settings={"mono": True})


def _checked(text: str, wanted: int) -> str:
    """The digits, when the last of them is the check digit of the others (GS1 General Specifications 7.9)."""
    if len(text) != wanted or not (text.isascii() and text.isdigit()):
        raise Refused(phrase("Must have {wanted} digits.", wanted=wanted), "barcode")
    sum_ = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(text[:-1])))
    if (10 - sum_ % 10) % 10 != int(text[-1]):
        raise Refused("A digit is wrong: the check digit does not fit.", "check_digit")
    return text
