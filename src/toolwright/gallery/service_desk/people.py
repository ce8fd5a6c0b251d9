"""The people of the sample: who they are, who answers tickets, who reports them, and who has an account."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from toolwright.extend.translation import Say
from toolwright.gallery.sample import SampleChange, SamplePerson
from toolwright.gallery.service_desk import words

PEOPLE = 64
AGENTS = range(1, 13)
REPORTERS = range(13, 29)
AGENT, LEAD, REQUESTER = 1, 2, 13
"""The three who show what the roles may do."""
_ADDRESSES = {AGENT: "agent@example.com", LEAD: "lead@example.com", REQUESTER: "requester@example.com"}
_ROLES = dict.fromkeys(AGENTS, "agent") | dict.fromkeys(REPORTERS, "requester") | {LEAD: "lead"}


def name_of(number: int) -> str:
    """What person `number` is called."""
    first = words.FIRST_NAMES[(number * 7) % len(words.FIRST_NAMES)]
    return f"{first} {words.LAST_NAMES[(number * 11 + number // 26) % len(words.LAST_NAMES)]}"


def address_of(number: int) -> str:
    """The e-mail address of person `number`."""
    plain = name_of(number).lower().translate(str.maketrans("íéıöäüø ", "ieioauo."))
    return _ADDRESSES.get(number, f"{plain}@example.com")


def team_of(number: int) -> int:
    """The team of person `number`; those who answer tickets share the support teams evenly."""
    if number in AGENTS:
        return (number - 1) % words.SUPPORT_TEAMS + 1
    return words.SUPPORT_TEAMS + 1 + number % (len(words.TEAMS) - words.SUPPORT_TEAMS)


def agents_of(team: int) -> list[int]:
    """Who answers tickets in a team."""
    return [number for number in AGENTS if team_of(number) == team]


def accounts() -> tuple[SamplePerson, ...]:
    """Everybody who gets an account: who shows a role first."""
    shown = (AGENT, LEAD, REQUESTER)
    ordered = (*shown, *(number for number in _ROLES if number not in shown))
    return tuple(SamplePerson(address_of(n), name_of(n), _ROLES[n], signs_in=n in shown) for n in ordered)


def people(chance: random.Random, start: datetime, say: Say) -> list[SampleChange]:
    """Teams and the people in them, entered at `start`."""
    lead = address_of(LEAD)
    told = [
        SampleChange(start, lead, "team", number, {
            "name": say(name), "email": email, "description": text and say(text),
            "answers_tickets": number <= words.SUPPORT_TEAMS,
        })
        for number, (name, email, text) in enumerate(words.TEAMS, 1)
    ]  # fmt: skip
    for number in range(1, PEOPLE + 1):
        titles = words.SUPPORT_TITLES if number in AGENTS else words.OFFICE_TITLES
        joined = start - timedelta(days=chance.randint(40, 3000))
        told.append(SampleChange(start, lead, "person", number, {
            "name": name_of(number), "email": address_of(number),
            "job_title": say("Team lead" if number == LEAD else chance.choice(titles)),
            "phone": f"+49 30 555 {chance.randint(100, 999)} {number:02d}", "location": chance.choice(words.LOCATIONS),
            "team_id": team_of(number), "is_active": True, "joined_on": joined.date(),
        }))  # fmt: skip
    for number in (38, 57):
        moment = start + timedelta(days=chance.randint(20, 90), hours=8)
        told.append(SampleChange(moment, lead, "person", number, {"is_active": False}))
    return told
