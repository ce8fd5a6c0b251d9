"""The sample of the asset inventory: an office with two sites, what it bought, and the contracts it has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from toolwright.extend.translation import Say
from toolwright.gallery.sample import Sample, SampleChange

WHO = "keeper@example.com"
ASSETS = 60
_LOCATIONS = (
    ("Head office", "Lindenstrasse 4, Berlin", "office@example.com"),
    ("Warehouse", "Hafenweg 12, Hamburg", "warehouse@example.com"),
    ("Data centre", "Rack row B, Frankfurt", "dc@example.com"),
    ("Home offices", None, None),
)
_VENDORS = (
    ("Northwind Systems", "https://northwind.example", "help@northwind.example", "+49 30 5550101"),
    ("Kestrel Networks", "https://kestrel.example", "support@kestrel.example", "+49 40 5550102"),
    ("Papermill Print", "https://papermill.example", "service@papermill.example", "+49 69 5550103"),
    ("Cloudberry Software", "https://cloudberry.example", "licences@cloudberry.example", None),
)
_MODELS = {
    "laptop": (("Swiftbook 14", 1349, 1), ("Swiftbook 16 Pro", 2199, 1)),
    "phone": (("Pebble 9", 699, 1),),
    "monitor": (("Viewline 27", 329, 1), ("Viewline 32 4K", 589, 1)),
    "server": (("Granite R2", 6490, 1),),
    "network": (("Kestrel S48", 2890, 2), ("Kestrel AP6", 419, 2)),
    "printer": (("Papermill MX3", 1190, 3),),
}
_KINDS = ("laptop",) * 5 + ("monitor",) * 4 + ("phone",) * 2 + ("network", "server", "printer")
_PEOPLE = (
    "Anna Weber",
    "Ben Okafor",
    "Chiara Rossi",
    "David Lind",
    "Elif Kaya",
    "Farid Haddad",
    "Grace Moore",
    "Hana Ito",
)
_CONTRACTS = (
    ("Office suite", "licence", 4, 120, 300, 48, 14_400),
    ("Ticket system", "licence", 4, 25, 640, 80, 4_200),
    ("Design tools", "licence", 4, 8, 200, 165, 5_760),
    ("Network support, next day", "support", 2, None, 500, 230, 3_900),
    ("Server support, four hours", "support", 1, None, 400, 695, 7_200),
    ("Printer lease", "lease", 3, None, 900, 26, 2_640),
)


def inventory_sample(moment: datetime, say: Say) -> Sample:
    """What was bought, handed out and repaired until the full hour before `moment`."""
    now = moment.replace(minute=0, second=0, microsecond=0)
    chance = random.Random(8401)  # noqa: S311  # believable rows, not secrets
    start = now - timedelta(days=120)
    return Sample([*_places(start, say), *_contracts(start, now, say), *_assets(chance, start, now)])


def _places(start: datetime, say: Say) -> Iterator[SampleChange]:
    for number, (name, address, contact) in enumerate(_LOCATIONS, 1):
        values = {"name": say(name), "address": address and say(address), "contact": contact}
        yield SampleChange(start, WHO, "location", number, values)
    for number, (name, website, email, phone) in enumerate(_VENDORS, 1):
        told = {"name": name, "website": website, "support_email": email, "support_phone": phone, "notes": None}
        yield SampleChange(start, WHO, "vendor", number, told)


def _contracts(start: datetime, now: datetime, say: Say) -> Iterator[SampleChange]:
    for number, (title, kind, vendor, seats, began, left, cost) in enumerate(_CONTRACTS, 1):
        yield SampleChange(start, WHO, "contract", number, {
            "title": say(title), "kind": kind, "vendor_id": vendor, "seats": seats,
            "starts_on": (now - timedelta(days=began)).date(), "ends_on": (now + timedelta(days=left)).date(),
            "notice_days": 30 if kind == "licence" else 90, "cost_per_year": Decimal(cost), "notes": None,
        })  # fmt: skip


def _assets(chance: random.Random, start: datetime, now: datetime) -> Iterator[SampleChange]:
    for number in range(1, ASSETS + 1):
        kind = _KINDS[number % len(_KINDS)]
        model, price, vendor = chance.choice(_MODELS[kind])
        bought = now.date() - timedelta(days=chance.randint(130, 1080))
        personal = kind in ("laptop", "phone", "monitor")
        used = personal and chance.random() < 0.8
        status = "in use" if used or not personal else "in stock"
        place = 3 if kind in ("server", "network") else chance.choice((1, 1, 2, 4)) if used else 2
        yield SampleChange(start, WHO, "asset", number, {
            "name": model, "kind": kind, "status": status, "used_by": chance.choice(_PEOPLE) if used else None,
            "location_id": place, "vendor_id": vendor, "serial_number": f"{chance.randrange(16**8):08X}",
            "ip_address": None if personal else f"10.20.{place}.{number}", "purchased_on": bought,
            "warranty_until": bought + timedelta(days=1095), "price": Decimal(price), "notes": None,
        })  # fmt: skip
        fate = chance.choices(("same", "repair", "retired"), (84, 8, 8))[0]
        at = start + (now - start) * chance.uniform(0.2, 0.9)
        if fate == "repair":
            yield SampleChange(at, WHO, "asset", number, {"status": "in repair"})
        elif fate == "retired":
            yield SampleChange(at, WHO, "asset", number, {"status": "retired", "used_by": None})
