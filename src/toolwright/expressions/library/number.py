"""Number functions. Decimals stay exact; rounding is half away from zero, as in accounts and in SQL."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from toolwright.expressions import arithmetic
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, bounded, sane, to_decimal, to_text

GROUP = Group("number")
add = GROUP.add
_CURRENCIES = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "CNY": "CN¥", "BRL": "R$"}
_NO_CENTS = frozenset({"JPY", "KRW", "CLP", "VND", "ISK"})


def rounded(number: Data, digits: int, how: str) -> Data:
    """`number` to so many decimals by a rounding of `decimal`, in its own type."""
    if isinstance(number, float) and number - number != 0:
        raise refuse("This number cannot be rounded.")
    if abs(digits) > 30:
        raise refuse("Numbers are rounded to at most 30 decimals.")
    if isinstance(number, int) and digits >= 0:
        return int(number)
    exact = sane(to_decimal(number))
    if isinstance(exact.as_tuple().exponent, int) and -int(exact.as_tuple().exponent) <= digits:
        return number
    result = exact.quantize(Decimal(1).scaleb(-digits), rounding=how)
    return int(result) if isinstance(number, int) else float(result) if isinstance(number, float) else result


@add("abs(number: number) -> same", "The number without its sign.", ("abs(-3)", "3"), translatable=True)
def absolute(_budget: Budget, number: Data) -> Data:
    return abs(number)


@add(
    "round(number: number, digits: integer = 0) -> same",
    "The number rounded, halves away from zero.",
    ("round(2.5)", "3.0"),
    ("round(2.345, 2)", "2.35"),
    ("round(1250, -2)", "1300"),
    translatable=True,
)
def round_(_budget: Budget, number: Data, digits: int) -> Data:
    return rounded(number, digits, ROUND_HALF_UP)


@add("floor(number: number) -> integer", "The next whole number below.", ("floor(-1.2)", "-2"))
def floor(_budget: Budget, number: Data) -> int:
    return bounded(int(rounded(number, 0, ROUND_FLOOR)))


@add("ceil(number: number) -> integer", "The next whole number above.", ("ceil(1.2)", "2"))
def ceil(_budget: Budget, number: Data) -> int:
    return bounded(int(rounded(number, 0, ROUND_CEILING)))


@add("trunc(number: number) -> integer", "The number without its fraction.", ("trunc(-1.7)", "-1"))
def trunc(_budget: Budget, number: Data) -> int:
    return bounded(int(rounded(number, 0, ROUND_DOWN)))


@add("sign(number: number) -> integer", "-1, 0 or 1.", ("sign(-2.5)", "-1"))
def sign(_budget: Budget, number: Data) -> int:
    return int(number > 0) - int(number < 0)


@add(
    "clamp(number: number, low: number, high: number) -> same",
    "The number kept within bounds.",
    ("clamp(12, 0, 10)", "10"),
)
def clamp(_budget: Budget, number: Data, low: Data, high: Data) -> Data:
    return max(low, min(number, high))


@add(
    "ratio(part: number, whole: number, digits: integer = None) -> number",
    "part / whole, None where whole is 0.",
    ("ratio(1, 4)", "0.25"),
    ("ratio(1, 0)", "None"),
)
def ratio(budget: Budget, part: Data, whole: Data, digits: int | None) -> Data:
    if not whole:
        return None
    result = arithmetic.divide(budget, part, whole)
    return result if digits is None else rounded(result, digits, ROUND_HALF_UP)


@add(
    "percent(part: number, whole: number = 1, digits: integer = 0) -> text",
    "A share as text with a percent sign; empty where whole is 0.",
    ("percent(1, 8, 1)", "'12.5%'"),
    ("percent(0.5)", "'50%'"),
)
def percent(budget: Budget, part: Data, whole: Data, digits: int) -> str:
    if not whole:
        return ""
    share = arithmetic.divide(budget, to_decimal(part) * 100, to_decimal(whole))
    return f"{grouped(share, max(digits, 0), ',', '.')}%"


@add("sqrt(number: number) -> float", "The square root.", ("sqrt(9)", "3.0"))
def sqrt(_budget: Budget, number: Data) -> float:
    return math.sqrt(number)


@add("power(base: number, exponent: number) -> number", "base ** exponent.", ("power(2, 10)", "1024"))
def power(budget: Budget, base: Data, exponent: Data) -> Data:
    return arithmetic.power(budget, base, exponent)


@add("log(number: number, base: number = 10) -> float", "The logarithm.", ("log(1000)", "3.0"))
def log(_budget: Budget, number: Data, base: Data) -> float:
    return math.log10(number) if base == 10 else math.log(number, base)


@add("is_even(number: integer) -> boolean", "Whether it divides by two.", ("is_even(4)", "True"))
def is_even(_budget: Budget, number: int) -> bool:
    return number % 2 == 0


@add("is_odd(number: integer) -> boolean", "Whether it does not divide by two.", ("is_odd(4)", "False"))
def is_odd(_budget: Budget, number: int) -> bool:
    return number % 2 == 1


def grouped(number: Data, digits: int | None, thousands: str, point: str) -> str:
    """Digits in groups of three, with a fixed number of decimals or as many as there are."""
    if digits is not None:
        number = rounded(to_decimal(number), min(max(digits, 0), 30), ROUND_HALF_UP)
        text = f"{number:,.{min(max(digits, 0), 30)}f}"
    else:
        text = format(sane(to_decimal(number)), ",f")
    return text.replace(",", "\0").replace(".", point[:3]).replace("\0", thousands[:3])


@add(
    "format_number(number: number, digits: integer = None, thousands: text = ',', point: text = '.') -> text",
    "The number with its thousands set apart and so many decimals.",
    ("format_number(1234567.891, 2)", "'1,234,567.89'"),
    ("format_number(1234.5, 2, '.', ',')", "'1.234,50'"),
)
def format_number(_budget: Budget, number: Data, digits: int | None, thousands: str, point: str) -> str:
    return grouped(number, digits, thousands, point)


@add(
    "money(amount: number, currency: text = 'EUR', digits: integer = None) -> text",
    "An amount with its currency: sign or code, and its usual decimals.",
    ("money(1234.5)", "'€1,234.50'"),
    ("money(-3, 'CHF')", "'-CHF 3.00'"),
)
def money(_budget: Budget, amount: Data, currency: str, digits: int | None) -> str:
    code = currency.upper()[:8]
    places = (0 if code in _NO_CENTS else 2) if digits is None else digits
    text = grouped(abs(to_decimal(amount)), places, ",", ".")
    return f"{'-' if amount < 0 else ''}{_CURRENCIES.get(code, code + ' ')}{text}"


@add(
    "short_number(number: number, digits: integer = 1) -> text",
    "A number in few letters: 1.2k, 3.4M.",
    ("short_number(1234)", "'1.2k'"),
    ("short_number(999)", "'999'"),
)
def short_number(_budget: Budget, number: Data, digits: int) -> str:
    return _scaled(number, digits, 1000, ("", "k", "M", "G", "T"))


@add(
    "file_size(size: number, digits: integer = 1) -> text",
    "A number of bytes in readable units of 1024.",
    ("file_size(1536)", "'1.5 KB'"),
    ("file_size(10)", "'10 B'"),
)
def file_size(_budget: Budget, size: Data, digits: int) -> str:
    return _scaled(size, digits, 1024, (" B", " KB", " MB", " GB", " TB", " PB"))


def _scaled(number: Data, digits: int, step: int, units: tuple[str, ...]) -> str:
    exact, place = sane(to_decimal(number)), 0
    while abs(exact) >= step and place < len(units) - 1:
        exact, place = exact / step, place + 1
    text = to_text(rounded(exact, min(max(digits, 0), 6), ROUND_HALF_UP))
    return (text.rstrip("0").rstrip(".") if "." in text else text) + units[place]
