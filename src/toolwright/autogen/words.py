"""English words in names: plural and singular, and the short forms that databases are full of."""

from __future__ import annotations

import re

_IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "foot": "feet",
    "mouse": "mice",
    "datum": "data",
    "medium": "media",
    "analysis": "analyses",
    "basis": "bases",
    "crisis": "crises",
    "diagnosis": "diagnoses",
    "criterion": "criteria",
    "leaf": "leaves",
    "shelf": "shelves",
    "knife": "knives",
    "quiz": "quizzes",
    "status": "statuses",
    "bonus": "bonuses",
    "campus": "campuses",
    "virus": "viruses",
    "bus": "buses",
    "gas": "gases",
    "alias": "aliases",
    "index": "indexes",
    "matrix": "matrices",
    "process": "processes",
    "address": "addresses",
    "access": "accesses",
    "business": "businesses",
    "class": "classes",
    "movie": "movies",
    "cookie": "cookies",
    "zombie": "zombies",
}
_SINGULARS = {plural: singular for singular, plural in _IRREGULAR.items()}
_UNCHANGED = frozenset(
    [
        "series", "species", "news", "staff", "equipment", "information", "hardware", "software", "stock",
        "feedback", "metadata", "history", "audit", "config", "settings", "sms", "progress", "aircraft", "sheep",
        "fish", "money", "knowledge", "content", "media", "data", "cms", "dns", "gps", "auth",
    ]
)  # fmt: skip
EXPANSIONS = {
    "qty": "quantity",
    "amt": "amount",
    "desc": "description",
    "descr": "description",
    "addr": "address",
    "dob": "date of birth",
    "pct": "percent",
    "fname": "first name",
    "lname": "last name",
    "firstname": "first name",
    "lastname": "last name",
    "pwd": "password",
    "tel": "phone",
    "num": "number",
    "msg": "message",
    "dept": "department",
    "cfg": "configuration",
    "lang": "language",
    "img": "image",
    "src": "source",
    "ref": "reference",
    "ts": "time",
    "zipcode": "ZIP code",
    "createdat": "created at",
    "updatedat": "updated at",
}
"""Short forms of words as people would say them."""


def plural(word: str) -> str:
    """`ticket` → `tickets`; what is plural already stays."""
    low = word.lower()
    if low in _UNCHANGED or low in _SINGULARS or singular(low) != low:
        return word
    if low in _IRREGULAR:
        return _cased(word, _IRREGULAR[low])
    if re.search(r"(s|x|z|ch|sh)$", low):
        return word + "es"
    if re.search(r"[^aeiou]y$", low):
        return word[:-1] + "ies"
    return word + "s"


def singular(word: str) -> str:
    """`tickets` → `ticket`, `categories` → `category`; what is singular already stays."""
    low = word.lower()
    if low in _UNCHANGED or low in _IRREGULAR:
        return word
    if low in _SINGULARS:
        return _cased(word, _SINGULARS[low])
    for ending, instead in ((r"[^aeiou]ies$", "y"), (r"(ss|x|ch|sh)es$", ""), (r"[^s]ses$", "e"), (r"[^siu']s$", "")):
        match = re.search(ending, low)
        if match and len(low) > 3:
            cut = {"y": 3, "": 2 if ending.endswith("es$") else 1, "e": 0}[instead]
            return word[: len(word) - cut] + instead if instead != "e" else word[:-1]
    return word


def expand(word: str) -> str:
    """The word a short form stands for, or the word itself."""
    return EXPANSIONS.get(word.lower(), word)


def _cased(word: str, other: str) -> str:
    return other.capitalize() if word[:1].isupper() else other
