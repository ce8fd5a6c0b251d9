"""Text functions."""

from __future__ import annotations

import re
import unicodedata

from toolwright.expressions.access import contains
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, to_text

GROUP = Group("text")
CASES = Group("letter case")
add, case = GROUP.add, CASES.add


@case("upper(text: text) -> text", "The text in capitals.", ("upper('ab')", "'AB'"), translatable=True)
def upper(_budget: Budget, text: str) -> str:
    return text.upper()


@case("lower(text: text) -> text", "The text in small letters.", ("lower('AB')", "'ab'"), translatable=True)
def lower(_budget: Budget, text: str) -> str:
    return text.lower()


@case(
    "capitalize(text: text) -> text",
    "The text with its first letter as a capital, the rest unchanged.",
    ("capitalize('open ticket')", "'Open ticket'"),
)
def capitalize(_budget: Budget, text: str) -> str:
    return text[:1].upper() + text[1:]


@case("title_case(text: text) -> text", "Each word with a capital.", ("title_case('open ticket')", "'Open Ticket'"))
def title_case(_budget: Budget, text: str) -> str:
    return re.sub(r"\S+", lambda word: word.group()[:1].upper() + word.group()[1:], text)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text))


@case("camel_case(text: text) -> text", "Words run together as in camelCase.", ("camel_case('due date')", "'dueDate'"))
def camel_case(_budget: Budget, text: str) -> str:
    joined = "".join(word[:1].upper() + word[1:].lower() for word in _words(text))
    return joined[:1].lower() + joined[1:]


@case(
    "pascal_case(text: text) -> text", "Words run together as in PascalCase.", ("pascal_case('due date')", "'DueDate'")
)
def pascal_case(_budget: Budget, text: str) -> str:
    return "".join(word[:1].upper() + word[1:].lower() for word in _words(text))


@case("snake_case(text: text) -> text", "Words joined by underscores.", ("snake_case('dueDate')", "'due_date'"))
def snake_case(_budget: Budget, text: str) -> str:
    return "_".join(word.lower() for word in _words(text))


@case("kebab_case(text: text) -> text", "Words joined by hyphens.", ("kebab_case('Due Date')", "'due-date'"))
def kebab_case(_budget: Budget, text: str) -> str:
    return "-".join(word.lower() for word in _words(text))


@case("dot_case(text: text) -> text", "Words joined by dots.", ("dot_case('Due Date')", "'due.date'"))
def dot_case(_budget: Budget, text: str) -> str:
    return ".".join(word.lower() for word in _words(text))


@case(
    "sentence_case(text: text) -> text",
    "Words as a sentence: from any naming style to readable text.",
    ("sentence_case('created_at')", "'Created at'"),
)
def sentence_case(_budget: Budget, text: str) -> str:
    joined = " ".join(word.lower() for word in _words(text))
    return joined[:1].upper() + joined[1:]


@case(
    "slugify(text: text) -> text",
    "A form for addresses: plain small letters, digits and hyphens.",
    ("slugify('Über uns!')", "'uber-uns'"),
)
def slugify(_budget: Budget, text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:1000]).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


@case(
    "initials(name: text, count: integer = 2) -> text",
    "First letters of the words.",
    ("initials('Ada Lovelace')", "'AL'"),
)
def initials(_budget: Budget, name: str, count: int) -> str:
    return "".join(word[0].upper() for word in name.split()[: max(count, 0)])


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
