"""An exact amount of money."""

from __future__ import annotations

import re

from babel.numbers import get_currency_precision, is_currency
from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, ValueLimits
from toolwright.extend.number_range import check_ends, limits_of, plain_number, within
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType

_DIGITS = 18


class CurrencySettings(Model):
    """Which money, and how much of it."""

    code: str = Field("EUR", pattern="^[A-Z]{3}$", description="The currency by its ISO 4217 code: `EUR`, `USD`.")
    decimals: int | None = Field(None, ge=0, le=6, description="Digits behind the point; as usual for it when empty.")
    minimum: float | None = Field(None, description="The smallest amount allowed.")
    maximum: float | None = Field(None, description="The largest amount allowed.")

    @property
    def scale(self) -> int:
        """Digits behind the point."""
        return get_currency_precision(self.code) if self.decimals is None else self.decimals


class Currency(ColumnKind[CurrencySettings]):
    """See the module."""

    kind, title, group, icon = "currency", "Currency", "number", "coin"
    Settings = CurrencySettings
    type = DataType.DECIMAL
    samples = ("0", "-12.50", "1999.99", 5)
    refused = ("much", "1.234", True)

    def facts(self, column: Column, settings: CurrencySettings) -> ColumnFacts:
        """An exact number."""
        check_ends(settings.minimum, settings.maximum)
        if not is_currency(settings.code, locale="en"):
            raise ValueError(phrase("There is no currency '{code}'.", code=settings.code))
        return ColumnFacts(type=DataType.DECIMAL, precision=_DIGITS, scale=settings.scale)

    def limits(self, settings: CurrencySettings) -> ValueLimits | None:
        """Both ends."""
        return limits_of(settings.minimum, settings.maximum)

    def accept(self, value: object, settings: CurrencySettings) -> object:
        """An amount within the limits."""
        return within(value, settings.minimum, settings.maximum, settings.code)

    def read_text(self, text: str, settings: CurrencySettings) -> object:
        """`1 200.50 EUR` and `€12` are amounts too."""
        return plain_number(re.sub(r"[A-Z]{3}|[\u20a0-\u20cf$£¥¢]", "", text))

    def cell(self, settings: CurrencySettings) -> Cell | None:
        """With the sign of the currency."""
        return Cell(format="currency", options={"currency": settings.code, "decimals": settings.scale})

    def field(self, settings: CurrencySettings) -> Control | None:
        """A number field with the currency beside it."""
        given = {"unit": settings.code, "min": settings.minimum, "max": settings.maximum}
        return Control(kind="number_field", settings={k: v for k, v in given.items() if v is not None})
