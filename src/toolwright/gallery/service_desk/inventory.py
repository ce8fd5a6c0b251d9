"""Services and assets of the sample, and what became of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from toolwright.extend.translation import Say
from toolwright.gallery.sample import SampleChange
from toolwright.gallery.service_desk import words
from toolwright.gallery.service_desk.papers import invoice
from toolwright.gallery.service_desk.people import AGENT, AGENTS, LEAD, PEOPLE, address_of

ASSETS = 140
_KINDS = ("laptop",) * 6 + ("phone",) * 3 + ("monitor",) * 4 + ("server", "switch", "printer")
_PERSONAL = frozenset({"laptop", "phone", "monitor"})
_DISTURBED = (
    (5, "outage", 9.2, 3.1),
    (3, "degraded", 21.4, 5.0),
    (1, "maintenance", 34.0, 2.0),
    (7, "outage", 52.3, 7.5),
)
"""Services that were not as they should be: which, how, how many days ago, for how many hours."""
_PRESENT = ((2, "degraded", 1.1), (10, "maintenance", 0.2))


def services(start: datetime, now: datetime, say: Say) -> list[SampleChange]:
    """The services, with the disturbances of the last weeks."""
    told = [
        SampleChange(start, address_of(LEAD), "service", number, {
            "name": say(name), "status": "operational", "criticality": criticality, "owner_team_id": team, "url": url,
            "description": say(text),
        })
        for number, (name, _, criticality, team, url, text) in enumerate(words.SERVICES, 1)
    ]  # fmt: skip
    for number, status, days, hours in _DISTURBED:
        moment = now - timedelta(days=days)
        told.append(SampleChange(moment, address_of(AGENT), "service", number, {"status": status}))
        over = moment + timedelta(hours=hours)
        told.append(SampleChange(over, address_of(AGENT), "service", number, {"status": "operational"}))
    for number, status, days in _PRESENT:
        moment = now - timedelta(days=days)
        told.append(SampleChange(moment, address_of(LEAD), "service", number, {"status": status}))
    return told


def assets(chance: random.Random, start: datetime, now: datetime, say: Say) -> Iterator[SampleChange]:
    """The assets: bought, handed over, sent to repair, and one that was entered twice."""
    for number in range(1, ASSETS + 1):
        kind = _KINDS[number % len(_KINDS)]
        model, price = chance.choice(words.ASSETS[kind])
        bought = start.date() - timedelta(days=chance.randint(20, 1400))
        cost = Decimal(f"{price}.{chance.choice((0, 0, 90, 99)):02d}")
        is_owned = kind in _PERSONAL and chance.random() < 0.88
        owner = chance.randint(1, PEOPLE) if is_owned else None
        address = None if kind in _PERSONAL else f"10.{chance.randint(0, 9)}.{chance.randint(0, 99)}.{number}"
        paper = invoice((number, model, cost, bought), say) if kind in ("server", "switch") else None
        yield SampleChange(start, address_of(LEAD), "asset", number, {
            "name": model, "kind": kind, "status": "in use" if owner or kind not in _PERSONAL else "in stock",
            "assigned_to_id": owner, "serial_number": f"{chance.randrange(16**8):08X}", "ip_address": address,
            "purchased_on": bought, "warranty_until": bought + timedelta(days=1095), "price": cost,
            "papers": None if paper is None else [paper],
        })  # fmt: skip
        yield from _fate(chance, number, owner, start, now)
    twice = start + timedelta(days=31, hours=9)
    values = {"name": "ThinkPad T14", "kind": "laptop", "status": "in stock", "price": Decimal("1489.00")}
    yield SampleChange(twice, address_of(AGENT), "asset", ASSETS + 1, values)
    yield SampleChange(twice + timedelta(minutes=12), address_of(LEAD), "asset", ASSETS + 1, None)


def _fate(
    chance: random.Random, number: int, owner: int | None, start: datetime, now: datetime
) -> Iterator[SampleChange]:
    """What became of an asset."""
    moment = start + (now - start) * chance.uniform(0.1, 0.95)
    who = address_of(chance.choice(AGENTS))
    fate = chance.choices(("same", "moved", "repaired", "broken", "retired"), (74, 10, 8, 3, 5))[0]
    if fate == "moved" and owner is not None:
        yield SampleChange(moment, who, "asset", number, {"assigned_to_id": chance.randint(1, PEOPLE)})
    if fate in ("repaired", "broken"):
        yield SampleChange(moment, who, "asset", number, {"status": "in repair"})
    if fate == "repaired":
        back = min(moment + timedelta(days=chance.randint(2, 9), hours=3), now)
        yield SampleChange(back, who, "asset", number, {"status": "in use" if owner else "in stock"})
    if fate == "retired":
        yield SampleChange(moment, address_of(LEAD), "asset", number, {"status": "retired", "assigned_to_id": None})
