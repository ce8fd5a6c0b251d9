"""The sample of changes and on-call: a quarter of changes, the shifts around now, and what they handed over."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from toolwright.extend.translation import Say
from toolwright.gallery.sample import Sample, SampleChange

WHO = "manager@example.com"
_SYSTEMS = (
    ("Customer portal", "critical", "Web team", "https://runbooks.example/portal"),
    ("Order database", "critical", "Data team", "https://runbooks.example/orders"),
    ("Mail", "standard", "Platform team", "https://runbooks.example/mail"),
    ("Core network", "critical", "Network team", "https://runbooks.example/network"),
    ("File shares", "internal", "Platform team", None),
    ("Build servers", "internal", "Web team", None),
)
_WORK = (
    (
        "update to the current minor version",
        "low",
        "Take a copy. Update the first node, look at its log for ten minutes, then the others.",
        "Put the copy back.",
    ),
    (
        "renew the certificate",
        "low",
        "Put the new certificate in place and reload. The expiry that a browser shows is the new one.",
        "Put the old certificate back; it is good for two more weeks.",
    ),
    (
        "move to new hardware",
        "high",
        "Stop writes, wait for the copy to catch up, switch the address, start writes.",
        "Switch the address back. Nothing is written to the new machine until it is accepted.",
    ),
    (
        "add memory",
        "medium",
        "One node at a time: drain, shut down, add, start, wait until it is in sync.",
        "Take it out again.",
    ),
    (
        "change firewall rules",
        "medium",
        "Load the new rules with a timer that takes them back after five minutes. Keep them if all checks pass.",
        "Let the timer run out.",
    ),
    (
        "restore test",
        "low",
        "Restore last night's backup beside the system and compare counts.",
        None,
    ),
)
_PEOPLE = (
    (
        "Jonas Berg",
        "+49 30 5550111",
    ),
    (
        "Mira Novak",
        "+49 30 5550112",
    ),
    (
        "Tom Adeyemi",
        "+49 30 5550113",
    ),
    (
        "Lea Brandt",
        "+49 30 5550114",
    ),
)
_HANDOVERS = (
    (
        "Order database is slow between 02:00 and 03:00",
        "watching",
        2,
        "The nightly export reads everything. No customer noticed.",
        "Ask the data team to move the export.",
    ),
    (
        "Mail queue grew to 4,000 and went down again",
        "settled",
        3,
        "A newsletter. Nothing was lost.",
        None,
    ),
    (
        "One of two links to Frankfurt is down",
        "open",
        4,
        "The provider knows, ticket 88-1204. Traffic runs over the other link.",
        "Call the provider at 10:00.",
    ),
    (
        "Backup of file shares failed once",
        "settled",
        5,
        "The disk was full. Old snapshots were removed and the backup ran.",
        None,
    ),
    (
        "Certificate of the portal ends in 12 days",
        "open",
        1,
        "The change is drafted.",
        "Approve the change.",
    ),
)


def operations_sample(moment: datetime, say: Say) -> Sample:
    """What was planned, done and handed over until the full hour before `moment`, and what is planned from there."""
    now = moment.replace(minute=0, second=0, microsecond=0)
    chance = random.Random(8402)  # noqa: S311  # believable rows, not secrets
    start = now - timedelta(days=95)
    return Sample(
        [*_systems(start, say), *_changes(chance, start, now, say), *_shifts(start, now), *_handovers(now, say)]
    )


def _systems(start: datetime, say: Say) -> Iterator[SampleChange]:
    for number, (name, tier, owner, runbook) in enumerate(_SYSTEMS, 1):
        values = {"name": say(name), "tier": tier, "owner": say(owner), "runbook": runbook}
        yield SampleChange(start, WHO, "system", number, values)


def _changes(chance: random.Random, start: datetime, now: datetime, say: Say) -> Iterator[SampleChange]:
    for number in range(1, 29):
        system = (number * 5) % len(_SYSTEMS) + 1
        title, risk, plan, back = _WORK[number % len(_WORK)]
        day = now.replace(hour=20) - timedelta(days=88 - number * 4)
        begins = day + timedelta(minutes=30 * chance.randint(0, 4))
        written = max(start, min(begins - timedelta(days=9), now - timedelta(hours=number)))
        yield SampleChange(written, WHO, "change", number, {
            "title": f"{say(_SYSTEMS[system - 1][0])}: {say(title)}", "status": "draft", "risk": risk,
            "system_id": system, "starts_at": begins, "ends_at": begins + timedelta(minutes=30 * chance.randint(1, 5)),
            "carried_out_by": chance.choice(_PEOPLE)[0], "needs_downtime": risk == "high", "plan": say(plan),
            "way_back": back and say(back), "outcome": None,
        })  # fmt: skip
        yield from _fate(chance, number, (written, begins, now), say)


def _fate(
    chance: random.Random, number: int, times: tuple[datetime, datetime, datetime], say: Say
) -> Iterator[SampleChange]:
    """What became of a change: approved, then done, taken back or called off once its time was over.

    `times`: when it was written, when it begins, and now.
    """
    written, begins, now = times
    approved = written + timedelta(hours=20)
    if approved < now and (begins < now or chance.random() < 0.6):
        yield SampleChange(approved, WHO, "change", number, {"status": "approved"})
    over = begins + timedelta(hours=4)
    if over >= now:
        return
    status, outcome = chance.choices(
        (("done", "As planned."), ("rolled back", "A check failed, so it was taken back."), ("cancelled", None)),
        (80, 10, 10),
    )[0]
    yield SampleChange(over, WHO, "change", number, {"status": status, "outcome": outcome and say(outcome)})


def _shifts(start: datetime, now: datetime) -> Iterator[SampleChange]:
    """Weeks of first and second line, from three before this one to two after it; somebody is on call now."""
    week = now.replace(hour=9) - timedelta(days=now.weekday(), weeks=3)
    if now.hour < 9 and now.weekday() == 0:
        week -= timedelta(weeks=1)
    number = 0
    for turn in range(6):
        for level, shift in (("first", 0), ("second", 1)):
            number += 1
            person, phone = _PEOPLE[(turn + shift) % len(_PEOPLE)]
            begins = week + timedelta(weeks=turn)
            yield SampleChange(start, WHO, "shift", number, {
                "person": person, "level": level, "phone": phone, "starts_at": begins,
                "ends_at": begins + timedelta(weeks=1),
            })  # fmt: skip


def _handovers(now: datetime, say: Say) -> Iterator[SampleChange]:
    for number, (summary, state, system, details, step) in enumerate(_HANDOVERS, 1):
        at = now - timedelta(hours=60 - number * 11)
        yield SampleChange(at, WHO, "handover", number, {
            "summary": say(summary), "state": state, "system_id": system, "shift_id": 7, "details": say(details),
            "next_step": step and say(step),
        })  # fmt: skip
