"""The tickets of the sample: reported, sorted, worked on, talked about, solved, each at believable moments."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from toolwright.extend.translation import Say
from toolwright.gallery.sample import SampleChange, SampleComment, SampleFile, Values
from toolwright.gallery.service_desk import words
from toolwright.gallery.service_desk.papers import disk_picture, erp_log, latency_picture, members, vpn_log
from toolwright.gallery.service_desk.people import (
    AGENT,
    AGENTS,
    LEAD,
    REPORTERS,
    REQUESTER,
    address_of,
    agents_of,
)

TICKETS = 420
DAYS = 120
_CLOSED_AFTER_DAYS = 12
_UNSEEN = 2
"""How many of somebody's mentions are new to them."""
_DUE_DAYS = {"low": 14, "normal": 7, "high": 2, "urgent": 1}
_JUNK = {57: "Test, please ignore", 198: "Cheap toner for your office", 377: "asdf"}
_TEAMS = {"incident": 4, "request": 1, "change": 2}
"""Who looks at what is about no service."""
Told = SampleChange | SampleComment
_FILES: Mapping[str, Callable[[int, datetime], list[SampleFile]]] = {
    "VPN drops every ten minutes": lambda n, at: [vpn_log(n % 7, at), latency_picture(n % 3)],
    "ERP is very slow when posting invoices": lambda n, at: [erp_log(n % 7, at)],
    "Build agent 7 runs out of disk space": lambda n, _: [disk_picture(n % 3)],
    "Distribution list for the project team": lambda n, _: [members(n % 5)],
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What tickets are made of: chance, the moment the sample is made for, which assets a person has, and the words."""

    chance: random.Random
    now: datetime
    owned: Mapping[int, Sequence[int]]
    say: Say


def tickets(desk: Desk) -> list[Told]:
    """Everything that happened to tickets until now, with notes and comments."""
    told: list[Told] = []
    notes = 0
    for number, created in enumerate(sorted(_reported(desk) for _ in range(TICKETS)), 1):
        if number in _JUNK:
            told += _junk(desk, number, created)
            continue
        life = _Life(desk, number, created)
        told += [one for one in life.told() if one.at <= desk.now]
        for note in life.notes:
            if note.at <= desk.now:
                notes += 1
                told.append(SampleChange(note.at, note.who, "note", notes, note.values))
    return _last_unseen(told)


def _last_unseen(told: list[Told]) -> list[Told]:
    """The same, where nobody has seen the last mentions of themselves: on every day somebody finds something new."""
    mentions: defaultdict[tuple[str, ...], list[SampleComment]] = defaultdict(list)
    for one in sorted((one for one in told if isinstance(one, SampleComment)), key=lambda said: said.at):
        if one.seen_by:
            mentions[one.seen_by].append(one)
    unseen = {id(one) for of_person in mentions.values() for one in of_person[-_UNSEEN:]}
    return [replace(one, seen_by=()) if isinstance(one, SampleComment) and id(one) in unseen else one for one in told]


def _reported(desk: Desk) -> datetime:
    """A moment in office hours, seldom at a weekend, the more recent the likelier."""
    day = desk.now - timedelta(days=desk.chance.betavariate(1, 1.6) * DAYS)
    if day.weekday() > 4 and desk.chance.random() < 0.8:
        day -= timedelta(days=day.weekday() - 4)
    minutes = 7 * 60 + int(desk.chance.betavariate(2, 2.6) * 12 * 60)
    moment = day.replace(hour=0, minute=0, second=0) + timedelta(minutes=minutes, seconds=desk.chance.randrange(60))
    return moment if moment < desk.now else moment - timedelta(days=1)


def _junk(desk: Desk, number: int, created: datetime) -> list[Told]:
    """What nobody needs, and somebody threw away."""
    reporter = desk.chance.choice(REPORTERS)
    values = {"title": desk.say(_JUNK[number]), "kind": "request", "requester_id": reporter}
    deleted = min(created + timedelta(minutes=desk.chance.randint(6, 50)), desk.now)
    return [
        SampleChange(created, address_of(reporter), "ticket", number, values),
        SampleChange(deleted, address_of(LEAD), "ticket", number, None),
    ]


class _Life:
    """One ticket from the moment it was reported; what would happen after the present moment is left out by others."""

    def __init__(self, desk: Desk, number: int, created: datetime) -> None:
        self._desk, self._chance, self._say = desk, desk.chance, desk.say
        self._number, self._created = number, created
        place = (number * 17 + self._chance.randrange(3)) % len(words.TICKETS)
        subject: tuple[str, str, int | None, str, tuple[str, ...]] = words.TICKETS[place]
        self._kind, self._title, self._service, self._text, self._talk = subject
        self._team = words.SERVICES[self._service - 1][3] if self._service else _TEAMS[self._kind]
        self._requester = self._who_asks()
        self._wanted = self._fate((desk.now - created).days)
        self._assignee = self._who_answers()
        self._at = created
        self.notes: list[SampleChange] = []

    def told(self) -> Iterator[Told]:
        yield self._reported()
        yield from self._sorted()
        if self._wanted == "new":
            return
        self._later(5, 190)
        yield self._change({"assignee_id": self._assignee, "status": "in progress"}, self._assignee)
        yield from self._conversation()
        if self._chance.random() < 0.2:
            self.notes.append(self._note())
        if self._wanted == "waiting":
            self._later(4, 30)
            yield self._change({"status": "waiting"}, self._assignee)
        if self._wanted in ("resolved", "closed"):
            yield from self._solved()

    # --- who ----------------------------------------------------------------------------------------------------------

    def _who_asks(self) -> int:
        if self._kind == "change":
            return self._chance.choice(agents_of(self._team))
        # The person behind the demo's requester link asks often, so "My requests" is never empty.
        return REQUESTER if self._number % 19 == 0 else self._chance.choice(REPORTERS)

    def _who_answers(self) -> int:
        team = agents_of(self._team)
        return (
            AGENT if self._number % 11 == 0 or (AGENT in team and self._number % 3 == 0) else self._chance.choice(team)
        )

    def _fate(self, age_days: int) -> str:
        if age_days > _CLOSED_AFTER_DAYS:
            return self._chance.choices(("closed", "resolved", "waiting", "in progress"), (93, 5, 1.5, 0.5))[0]
        weights = (1, 4, 2, 6, 5) if age_days > 2 else (8, 6, 1, 2, 0)
        return self._chance.choices(("new", "in progress", "waiting", "resolved", "closed"), weights)[0]

    # --- what ---------------------------------------------------------------------------------------------------------

    def _reported(self) -> Told:
        files = _FILES[self._title](self._number, self._created) if self._title in _FILES else []
        self._files = files[:1] if len(files) > 1 else files
        self._more_files = files[1:]
        return self._change({
            "title": self._say(self._title), "kind": self._kind, "requester_id": self._requester,
            "service_id": self._service, "description": self._say(self._text), "files": self._files or None,
        }, self._requester)  # fmt: skip

    def _sorted(self) -> Iterator[Told]:
        """Somebody of the service desk says who has to look at it, and how soon."""
        priority = self._chance.choices(("low", "normal", "high", "urgent"), (22, 52, 20, 6))[0]
        owned = self._desk.owned.get(self._requester, ())
        links: dict[str, object] = {}
        if self._service is None and owned:
            links["assets"] = sorted(self._chance.sample(owned, min(len(owned), self._chance.choice((1, 1, 2)))))
        if self._number % 9 == 0:
            links["watchers"] = sorted(self._chance.sample(AGENTS, 2))
        desk_agent = self._chance.choice(agents_of(1))
        self._later(3, 45)
        first_guess = 1 if self._chance.random() < 0.08 else self._team
        due = (self._created + timedelta(days=_DUE_DAYS[priority])).replace(hour=17, minute=0, second=0)
        yield self._change({"team_id": first_guess, "priority": priority, "due_at": due, **links}, desk_agent)
        if first_guess != self._team:
            self._later(15, 120)
            yield self._change({"team_id": self._team}, desk_agent)
        if self._more_files:
            self._later(5, 40)
            yield self._change({"files": [*self._files, *self._more_files]}, self._requester)

    def _conversation(self) -> Iterator[Told]:
        is_over = self._wanted in ("resolved", "closed")
        for line in self._talk if is_over else self._talk[: self._chance.randint(0, len(self._talk))]:
            who, _, text = line.partition(":")
            self._later(9, 260)
            author = address_of(self._requester if who == "r" else self._assignee)
            yield SampleComment(self._at, author, "ticket", self._number, self._say(text))
        yield from self._asked_around()

    def _asked_around(self) -> Iterator[Told]:
        """Now and then somebody is asked by name, and sees it."""
        if self._number % 13 != 0 and not (self._requester == REQUESTER and self._number % 2 == 0):
            return
        asked = REQUESTER if self._requester == REQUESTER else AGENT if self._assignee != AGENT else LEAD
        text = words.QUESTIONS[self._number % len(words.QUESTIONS)]
        if asked == REQUESTER:
            text = words.QUESTIONS_TO_REQUESTERS[self._number % len(words.QUESTIONS_TO_REQUESTERS)]
        self._later(6, 90)
        said = self._say(text, who=f"@{address_of(asked)}")
        yield SampleComment(self._at, address_of(self._assignee), "ticket", self._number, said, (address_of(asked),))

    def _solved(self) -> Iterator[Told]:
        self._later(20, 1800)
        yield self._change({"status": "resolved", "resolved_at": self._at}, self._assignee)
        if self._wanted == "closed":
            self._later(1500, 4500)
            yield self._change({"status": "closed"}, self._assignee)

    def _note(self) -> SampleChange:
        values = {"ticket_id": self._number, "body": self._say(self._chance.choice(words.INTERNAL_NOTES))}
        return SampleChange(self._at + timedelta(minutes=4), address_of(self._assignee), "note", 0, values)

    # --- small things -------------------------------------------------------------------------------------------------

    def _later(self, least: int, most: int) -> None:
        """Some minutes pass."""
        self._at += timedelta(minutes=self._chance.randint(least, most), seconds=self._chance.randrange(60))

    def _change(self, values: Values, who: int) -> SampleChange:
        return SampleChange(self._at, address_of(who), "ticket", self._number, values)
