"""An icon for a table, by the words in its name."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.autogen.naming import words_of
from toolwright.autogen.words import singular

_ICONS: Mapping[str, str] = {
    "user": "user", "person": "user", "people": "users", "employee": "id-badge-2", "staff": "id-badge-2",
    "customer": "user-heart", "client": "user-heart", "contact": "address-book", "member": "users",
    "actor": "masks-theater",
    "team": "users-group", "group": "users-group", "department": "building-community", "role": "shield",
    "permission": "shield-lock", "company": "building", "organization": "building", "organisation": "building",
    "supplier": "truck", "vendor": "building-store", "store": "building-store", "shop": "building-store",
    "ticket": "ticket", "incident": "alert-triangle", "issue": "bug", "bug": "bug", "problem": "alert-circle",
    "change": "git-pull-request", "request": "inbox", "task": "checkbox", "job": "player-play", "todo": "checkbox",
    "project": "briefcase", "milestone": "flag", "sprint": "run", "comment": "message", "message": "message",
    "note": "note", "email": "mail", "mail": "mail", "notification": "bell", "alert": "bell", "event": "calendar-event",
    "asset": "device-desktop", "device": "device-desktop", "computer": "device-desktop", "host": "server",
    "server": "server", "service": "stack-2", "network": "network", "interface": "plug", "address": "map-pin",
    "location": "map-pin", "site": "map-pin", "city": "building-skyscraper", "country": "world", "region": "map",
    "state": "map", "room": "door", "order": "shopping-cart", "cart": "shopping-cart", "product": "box", "item": "box",
    "stock": "packages", "inventory": "packages", "shipment": "truck-delivery", "shipping": "truck-delivery",
    "invoice": "file-invoice", "bill": "file-invoice", "payment": "credit-card", "transaction": "arrows-exchange",
    "price": "currency-dollar", "offer": "discount", "voucher": "discount", "coupon": "discount", "account": "wallet",
    "category": "category", "tag": "tag", "label": "tag", "type": "category", "status": "status-change",
    "priority": "flag", "file": "file", "document": "file-text", "attachment": "paperclip", "image": "photo",
    "photo": "photo", "picture": "photo", "video": "video", "film": "movie", "movie": "movie", "track": "music",
    "album": "disc", "artist": "microphone", "genre": "category", "playlist": "playlist", "book": "book",
    "article": "article", "page": "file-text", "post": "article", "log": "history", "history": "history",
    "audit": "history", "session": "clock", "schedule": "calendar", "calendar": "calendar", "booking": "calendar-check",
    "rental": "calendar-check", "reservation": "calendar-check", "report": "report", "metric": "chart-line",
    "setting": "settings", "config": "settings", "variable": "variable", "connection": "plug-connected", "key": "key",
    "license": "certificate", "licence": "certificate", "contract": "writing-sign", "language": "language",
    "review": "star", "rating": "star", "line": "list", "detail": "list-details", "pool": "stack-2", "dag": "sitemap",
    "run": "player-play", "pipeline": "route", "deployment": "rocket", "release": "rocket", "version": "versions",
    "backup": "database-export", "database": "database", "dataset": "database", "queue": "stack-push",
    "webhook": "webhook",
    "recipe": "tools-kitchen-2", "vehicle": "car", "car": "car", "course": "school", "student": "school",
    "question": "help", "answer": "message", "survey": "checklist", "vote": "thumb-up", "patient": "heartbeat",
}  # fmt: skip
DEFAULT_ICON = "table"


def icon_for(name: str) -> str:
    """The icon of the last telling word of a table's name."""
    for word in reversed(words_of(name)):
        icon = _ICONS.get(singular(word))
        if icon:
            return icon
    return DEFAULT_ICON


def known_icons() -> frozenset[str]:
    """Every icon that may be chosen."""
    return frozenset(_ICONS.values()) | {DEFAULT_ICON}
