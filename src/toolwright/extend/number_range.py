"""Numbers within limits: what the kinds of columns for numbers share."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from toolwright.errors import phrase
from toolwright.extend.column import Refused, ValueLimits

Number: TypeAlias = int | float | None


def check_ends(lowest: Number, highest: Number) -> None:
    """Raise ValueError, with a sentence, when no number lies between the two."""
    if lowest is not None and highest is not None and lowest > highest:
        raise ValueError("The smallest number is larger than the largest.")


def limits_of(lowest: Number, highest: Number) -> ValueLimits | None:
    """Both ends for the database; None without any."""
    return None if lowest is None and highest is None else ValueLimits(minimum=lowest, maximum=highest)


def within(value: object, lowest: Number, highest: Number, unit: str = "") -> object:
    """The number, when it lies between the two. Raises Refused."""
    assert isinstance(value, int | float | Decimal)  # noqa: S101  # the type has seen to it
    after = f" {unit}" if unit else ""
    if lowest is not None and value < lowest:
        raise Refused(phrase("Must be at least {lowest}{after}.", lowest=f"{lowest:,}", after=after), "too_small")
    if highest is not None and value > highest:
        raise Refused(phrase("Must be at most {highest}{after}.", highest=f"{highest:,}", after=after), "too_large")
    return value


def plain_number(text: str) -> str:
    """A number as people write it, `1 234.50` or `1'234.5`, without its blanks; the decimal sign is a point."""
    return text.strip().replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "").replace(" ", "")
