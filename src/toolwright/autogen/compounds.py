"""Words that a database runs together: `orderstatuschange` → order status change, `wagtailcore` → wagtail core.

Frameworks name tables for classes in lower case. The words are found again with those that the schema's own names are
made of, and with a list of words common in business databases. What is not made of known words stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from toolwright.autogen.naming import words_of
from toolwright.autogen.words import singular

_SHORTEST, _SHORTEST_COMPOUND = 3, 7
_SHARED_STEM, _STEM_LENGTH = 3, 4
_COMMON = frozenset(
    [
        "access", "account", "action", "activity", "address", "alert", "answer", "api", "app", "application",
        "approval", "article", "asset", "attachment", "attribute", "audit", "author", "band", "bank", "base", "based",
        "batch", "benefit", "billing", "bill", "book", "booking", "box", "branch", "budget", "building", "bundle",
        "calendar", "campaign", "card", "cart", "case", "category", "change", "channel", "charge", "check", "child",
        "city", "claim", "class", "client", "code", "collection", "color", "column", "combination", "comment",
        "communication", "company", "condition", "conditional", "config", "connection", "contact", "content",
        "contract", "core", "cost", "count", "country", "coupon", "course", "credit", "currency", "customer", "data",
        "date", "day", "delivery", "department", "detail", "device", "discount", "document", "editing", "email",
        "embed", "employee", "entry", "error", "event", "excluded", "expense", "export", "feature", "fee", "field",
        "file", "flat", "folder", "form", "format", "gift", "grade", "group", "history", "holiday", "image", "import",
        "included", "index", "info", "inventory", "invoice", "issue", "item", "job", "key", "label", "language",
        "lead", "leave", "level", "library", "license", "line", "link", "list", "locale", "location", "lock", "log",
        "machine", "mail", "map", "media", "member", "membership", "menu", "message", "meta", "method", "model",
        "module", "month", "name", "note", "notification", "number", "object", "offer", "office", "option", "order",
        "owner", "package", "page", "parent", "part", "partner", "patient", "pay", "payment", "period", "permission",
        "person", "phone", "photo", "picture", "plan", "point", "policy", "post", "preference", "price", "process",
        "product", "profile", "project", "property", "provider", "purchase", "quantity", "query", "question", "queue",
        "range", "rate", "rating", "reason", "receipt", "recommendation", "record", "redirect", "reference", "refund",
        "region", "relation", "rendition", "reply", "report", "request", "resource", "response", "restriction",
        "result", "return", "review", "revision", "role", "room", "route", "row", "rule", "salary", "sale", "sales",
        "sample", "schedule", "school", "score", "search", "section", "segment", "sequence", "service", "session",
        "set", "setting", "settings", "share", "shared", "shift", "shipment", "shipping", "shop", "site", "size",
        "sort", "source", "staff", "stage", "state", "station", "status", "step", "stock", "store", "street", "student",
        "submission", "subscription", "supplier", "support", "table", "tag", "tagged", "target", "task", "tax", "team",
        "template", "tenant", "term", "test", "text", "thread", "ticket", "time", "title", "token", "topic",
        "transaction", "transfer", "translation", "trip", "type", "unit", "upload", "uploaded", "url", "usage", "user",
        "value", "variant", "vehicle", "vendor", "version", "video", "view", "visit", "vote", "voucher", "week",
        "weight", "wish", "work", "workflow", "year", "zone",
    ]
)  # fmt: skip
_WHOLE = frozenset(
    [
        "background", "barcode", "birthday", "bookmark", "classpath", "codename", "dashboard", "database", "dataset",
        "datetime", "deadline", "download", "downloads", "feedback", "filename", "filepath", "flatpage", "framework",
        "handbook", "hardware", "hashtag", "homepage", "hostname", "household", "keyword", "keywords", "landlord",
        "layout", "mailbox", "metadata", "namespace", "network", "newsletter", "nickname", "notebook", "overview",
        "password",
        "postcode", "salesman", "software", "stacktrace", "storefront", "timeline", "timesheet", "timestamp",
        "timetable", "timezone", "username", "viewport", "voicemail", "warehouse", "webhook", "website", "weekday",
        "weekend", "wishlist", "workflow", "workshop", "workspace", "workstation",
    ]
)  # fmt: skip


class Compounds:
    """Splits words of one database, which `names` (of tables and columns) are made of."""

    def __init__(self, names: Iterable[str]) -> None:
        used = {word for name in names for word in words_of(name)}
        known = {form for word in used if word.isalpha() for form in (word, singular(word)) if len(form) >= _SHORTEST}
        known |= _COMMON | _WHOLE
        self._known = known | _stems(used, known)
        self.words = lru_cache(maxsize=None)(self._words)

    def _words(self, name: str) -> tuple[str, ...]:
        """The words of a permanent name, those run together taken apart and none said twice in a row."""
        found: list[str] = []
        for word in words_of(name):
            for part in self._split(word):
                if not found or singular(found[-1]) != singular(part):
                    found.append(part)
        return tuple(found)

    def _split(self, word: str) -> tuple[str, ...]:
        """The fewest known words that make up the word; the word itself when there are none."""
        if len(word) < _SHORTEST_COMPOUND or word in _WHOLE or singular(word) in _WHOLE or word in _COMMON:
            return (word,)
        best: list[tuple[str, ...] | None] = [(), *([None] * len(word))]
        for end in range(_SHORTEST, len(word) + 1):
            for start in range(end - _SHORTEST + 1):
                before, part = best[start], word[start:end]
                if before is None or part == word or not (part in self._known or singular(part) in self._known):
                    continue
                found = best[end]
                if found is None or len(before) + 1 < len(found):
                    best[end] = (*before, part)
        parts = best[len(word)]
        return (word,) if not parts else tuple(smaller for part in parts for smaller in self._split(part))


def _stems(words: Iterable[str], known: Iterable[str]) -> set[str]:
    """Beginnings that several words share before a known one: `wagtail` in `wagtailcore`, `wagtailforms`."""
    endings = {word for word in known if len(word) >= _STEM_LENGTH} & _COMMON
    counted: Counter[str] = Counter()
    for word in words:
        cuts = {word[:cut] for cut in range(_STEM_LENGTH, len(word) - _SHORTEST) if singular(word[cut:]) in endings}
        counted.update(cuts)
    return {stem for stem, count in counted.items() if count >= _SHARED_STEM and stem.isalpha()}
