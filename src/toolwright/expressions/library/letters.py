"""Letter case and naming style functions."""

from __future__ import annotations

import re
import unicodedata

from toolwright.expressions.budget import Budget
from toolwright.expressions.function import Group

GROUP = Group("letter case")
add = GROUP.add


@add("upper(text: text) -> text", "The text in capitals.", ("upper('ab')", "'AB'"), translatable=True)
def upper(_budget: Budget, text: str) -> str:
    return text.upper()


@add("lower(text: text) -> text", "The text in small letters.", ("lower('AB')", "'ab'"), translatable=True)
def lower(_budget: Budget, text: str) -> str:
    return text.lower()


@add(
    "capitalize(text: text) -> text",
    "The text with its first letter as a capital, the rest unchanged.",
    ("capitalize('open ticket')", "'Open ticket'"),
)
def capitalize(_budget: Budget, text: str) -> str:
    return text[:1].upper() + text[1:]


@add("title_case(text: text) -> text", "Each word with a capital.", ("title_case('open ticket')", "'Open Ticket'"))
def title_case(budget: Budget, text: str) -> str:
    budget.spend(1 + (len(text) >> 2))
    return re.sub(r"\S+", lambda word: word.group()[:1].upper() + word.group()[1:], text)


def _words(budget: Budget, text: str) -> list[str]:
    budget.spend(1 + (len(text) >> 2))
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text))


@add("camel_case(text: text) -> text", "Words run together as in camelCase.", ("camel_case('due date')", "'dueDate'"))
def camel_case(budget: Budget, text: str) -> str:
    joined = "".join(word[:1].upper() + word[1:].lower() for word in _words(budget, text))
    return joined[:1].lower() + joined[1:]


@add(
    "pascal_case(text: text) -> text", "Words run together as in PascalCase.", ("pascal_case('due date')", "'DueDate'")
)
def pascal_case(budget: Budget, text: str) -> str:
    return "".join(word[:1].upper() + word[1:].lower() for word in _words(budget, text))


@add("snake_case(text: text) -> text", "Words joined by underscores.", ("snake_case('dueDate')", "'due_date'"))
def snake_case(budget: Budget, text: str) -> str:
    return "_".join(word.lower() for word in _words(budget, text))


@add("kebab_case(text: text) -> text", "Words joined by hyphens.", ("kebab_case('Due Date')", "'due-date'"))
def kebab_case(budget: Budget, text: str) -> str:
    return "-".join(word.lower() for word in _words(budget, text))


@add("dot_case(text: text) -> text", "Words joined by dots.", ("dot_case('Due Date')", "'due.date'"))
def dot_case(budget: Budget, text: str) -> str:
    return ".".join(word.lower() for word in _words(budget, text))


@add(
    "sentence_case(text: text) -> text",
    "Words as a sentence: from any naming style to readable text.",
    ("sentence_case('created_at')", "'Created at'"),
)
def sentence_case(budget: Budget, text: str) -> str:
    joined = " ".join(word.lower() for word in _words(budget, text))
    return joined[:1].upper() + joined[1:]


@add(
    "slugify(text: text) -> text",
    "A form for addresses: plain small letters, digits and hyphens.",
    ("slugify('Über uns!')", "'uber-uns'"),
)
def slugify(_budget: Budget, text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:1000]).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


@add(
    "initials(name: text, count: integer = 2) -> text",
    "First letters of the words.",
    ("initials('Ada Lovelace')", "'AL'"),
)
def initials(_budget: Budget, name: str, count: int) -> str:
    return "".join(word[0].upper() for word in name.split()[: max(count, 0)])
