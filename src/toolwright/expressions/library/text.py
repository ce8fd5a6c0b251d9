"""Text functions. Nothing here takes a pattern: no regular expressions, so no backtracking to attack."""

from __future__ import annotations

from toolwright.expressions.access import contains
from toolwright.expressions.budget import Budget
from toolwright.expressions.comparison import equal
from toolwright.expressions.fault import refuse
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, to_text

GROUP = Group("text")
add = GROUP.add


@add("trim(text: text) -> text", "The text without blanks at its ends.", ("trim('  a ')", "'a'"), translatable=True)
def trim(_budget: Budget, text: str) -> str:
    return text.strip()


@add("trim_start(text: text) -> text", "The text without blanks at its start.", ("trim_start('  a ')", "'a '"))
def trim_start(_budget: Budget, text: str) -> str:
    return text.lstrip()


@add("trim_end(text: text) -> text", "The text without blanks at its end.", ("trim_end('  a ')", "'  a'"))
def trim_end(_budget: Budget, text: str) -> str:
    return text.rstrip()


@add(
    "contains(value: any, part: any, ignore_case: boolean = False) -> boolean",
    "Whether text contains a part, or a list an item.",
    ("contains('Printer', 'int')", "True"),
    ("contains('Printer', 'P', ignore_case=true)", "True"),
    ("contains(['a', 'b'], 'c')", "False"),
)
def contains_(budget: Budget, value: Data, part: Data, ignore_case: bool) -> bool:
    if isinstance(value, str) and isinstance(part, str) and ignore_case:
        budget.spend(1 + (len(value) >> 4))
        return part.lower() in value.lower()
    return contains(budget, part, value)


@add(
    "starts_with(text: any, part: any, ignore_case: boolean = False) -> boolean",
    "Whether the text begins with the part; False for None.",
    ("starts_with('INC-1', 'INC')", "True"),
)
def starts_with(_budget: Budget, text: Data, part: Data, ignore_case: bool) -> bool:
    if text is None or part is None:
        return False
    whole, start = to_text(text), to_text(part)
    return whole.lower().startswith(start.lower()) if ignore_case else whole.startswith(start)


@add(
    "ends_with(text: any, part: any, ignore_case: boolean = False) -> boolean",
    "Whether the text ends with the part; False for None.",
    ("ends_with('a.pdf', '.pdf')", "True"),
)
def ends_with(_budget: Budget, text: Data, part: Data, ignore_case: bool) -> bool:
    if text is None or part is None:
        return False
    whole, end = to_text(text), to_text(part)
    return whole.lower().endswith(end.lower()) if ignore_case else whole.endswith(end)


@add(
    "replace(text: text, old: text, new: text, count: integer = -1) -> text",
    "The text with every `old` (or the first `count`) replaced by `new`. No patterns.",
    ("replace('a-b-c', '-', '+')", "'a+b+c'"),
    ("replace('a-b-c', '-', '', 1)", "'ab-c'"),
)
def replace(budget: Budget, text: str, old: str, new: str, count: int) -> str:
    if not old:
        raise refuse("replace() needs something to look for.")
    found = text.count(old)
    found = found if count < 0 else min(found, count)
    size = max(len(text) + found * (len(new) - len(old)), 0)
    budget.spend(1 + (len(text) >> 5) + (size >> 6), size)
    return text.replace(old, new, found)


@add("remove(text: text, part: text) -> text", "The text without any `part`.", ("remove('1 000', ' ')", "'1000'"))
def remove(budget: Budget, text: str, part: str) -> str:
    return replace(budget, text, part, "", -1)


@add(
    "split(text: text, separator: text = None, limit: integer = -1) -> list[text]",
    "The pieces between separators, or between blanks; at most `limit` cuts.",
    ("split('a,b,c', ',')", "['a', 'b', 'c']"),
    ("split(' a  b ')", "['a', 'b']"),
)
def split(budget: Budget, text: str, separator: str | None, limit: int) -> list[str]:
    if separator == "":
        raise refuse("split() needs something to cut at.")
    pieces = text.count(separator) if separator else len(text) >> 1
    budget.spend(1 + pieces, len(text) + 4 * pieces)
    return text.split(separator, max(limit, -1))


@add(
    "join(items: list, separator: text = ', ') -> text",
    "The items as one text; None items are left out.",
    ("join(['a', none, 1], '-')", "'a-1'"),
)
def join(budget: Budget, items: list[Data], separator: str) -> str:
    texts = [to_text(item, budget) for item in items if item is not None]
    size = sum(map(len, texts)) + len(separator) * len(texts)
    budget.spend(1 + (size >> 6), size)
    return separator.join(texts)


@add("lines(text: text) -> list[text]", "The lines of the text.", ("lines('a\\nb')", "['a', 'b']"))
def lines(budget: Budget, text: str) -> list[str]:
    budget.spend(len(text) >> 2, len(text))
    return text.splitlines()


@add("words(text: text) -> list[text]", "The words, cut at blanks.", ("words('open  ticket')", "['open', 'ticket']"))
def words(budget: Budget, text: str) -> list[str]:
    return split(budget, text, None, -1)


@add(
    "substring(text: text, start: integer, length: integer = None) -> text",
    "The part from position `start` (the first letter is 0), of at most `length` letters.",
    ("substring('ticket', 1, 3)", "'ick'"),
)
def substring(_budget: Budget, text: str, start: int, length: int | None) -> str:
    start = max(start, 0)
    return text[start:] if length is None else text[start : start + max(length, 0)]


@add("left(text: text, count: integer) -> text", "The first letters.", ("left('ticket', 2)", "'ti'"))
def left(_budget: Budget, text: str, count: int) -> str:
    return text[: max(count, 0)]


@add("right(text: text, count: integer) -> text", "The last letters.", ("right('ticket', 2)", "'et'"))
def right(_budget: Budget, text: str, count: int) -> str:
    return text[-count:] if count > 0 else ""


@add(
    "before(text: text, part: text) -> text",
    "What comes before the first `part`; the whole text when it is absent.",
    ("before('ann@acme.test', '@')", "'ann'"),
)
def before(_budget: Budget, text: str, part: str) -> str:
    return text.partition(part)[0] if part else text


@add(
    "after(text: text, part: text) -> text",
    "What comes after the first `part`; nothing when it is absent.",
    ("after('ann@acme.test', '@')", "'acme.test'"),
)
def after(_budget: Budget, text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


@add(
    "index_of(value: any, part: any) -> integer",
    "The position of a part in text or of an item in a list, -1 when absent.",
    ("index_of('ticket', 'k')", "3"),
    ("index_of(['a', 'b'], 'b')", "1"),
)
def index_of(budget: Budget, value: Data, part: Data) -> int | None:
    if value is None:
        return None
    if isinstance(value, str):
        budget.spend(1 + (len(value) >> 5))
        return value.find(to_text(part))
    if not isinstance(value, (list, tuple)):
        raise refuse("index_of() needs text or a list.")
    return next((place for place, item in enumerate(value) if equal(budget, item, part)), -1)


@add("occurrences(text: text, part: text) -> integer", "How often `part` occurs.", ("occurrences('a-b-c', '-')", "2"))
def occurrences(_budget: Budget, text: str, part: str) -> int:
    return text.count(part) if part else 0


@add(
    "repeat(text: text, times: integer) -> text",
    "The text so many times in a row.",
    ("repeat('ab', 3)", "'ababab'"),
)
def repeat(budget: Budget, text: str, times: int) -> str:
    size = len(text) * max(times, 0)
    budget.spend(1 + (size >> 6), size)
    return text * max(times, 0)


def _padding(budget: Budget, text: str, width: int, fill: str) -> str:
    missing = max(width - len(text), 0)
    budget.spend(1 + (missing >> 6), missing)
    return (fill[:1] or " ") * missing


@add(
    "pad_start(text: text, width: integer, fill: text = ' ') -> text",
    "The text filled up at its start.",
    ("pad_start(7, 3, '0')", "'007'"),
)
def pad_start(budget: Budget, text: str, width: int, fill: str) -> str:
    return _padding(budget, text, width, fill) + text


@add(
    "pad_end(text: text, width: integer, fill: text = ' ') -> text",
    "The text filled up at its end.",
    ("pad_end('ab', 4, '.')", "'ab..'"),
)
def pad_end(budget: Budget, text: str, width: int, fill: str) -> str:
    return text + _padding(budget, text, width, fill)


@add(
    "center(text: text, width: integer, fill: text = ' ') -> text",
    "The text in the middle of so many letters.",
    ("center('ab', 6, '-')", "'--ab--'"),
)
def center(budget: Budget, text: str, width: int, fill: str) -> str:
    filling = _padding(budget, text, width, fill)
    half = len(filling) // 2
    return filling[:half] + text + filling[half:]


@add(
    "truncate(text: text, length: integer, end: text = '…') -> text",
    "At most `length` letters, with `end` where something was cut off.",
    ("truncate('A long subject', 7)", "'A long…'"),
)
def truncate(_budget: Budget, text: str, length: int, end: str) -> str:
    if len(text) <= max(length, 0):
        return text
    return text[: max(length - len(end), 0)].rstrip() + end[: max(length, 0)]


@add(
    "truncate_words(text: text, count: integer, end: text = '…') -> text",
    "At most `count` words, with `end` where something was cut off.",
    ("truncate_words('one two three', 2)", "'one two…'"),
)
def truncate_words(budget: Budget, text: str, count: int, end: str) -> str:
    found = split(budget, text, None, max(count, 0))
    return " ".join(found[: max(count, 0)]) + end if len(found) > max(count, 0) else text


@add("squeeze(text: text) -> text", "The text with every run of blanks as one space.", ("squeeze(' a   b ')", "'a b'"))
def squeeze(budget: Budget, text: str) -> str:
    return " ".join(split(budget, text, None, -1))


@add("concat(*values: any) -> text", "The values as one text.", ("concat('INC-', 7)", "'INC-7'"))
def concat(budget: Budget, *values: Data) -> str:
    return join(budget, list(values), "")
