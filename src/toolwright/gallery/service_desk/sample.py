"""Makes the sample database: the same rows for the same day, so that tests and pictures can rely on them."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from toolwright.gallery.service_desk import words

PEOPLE = 64
ASSETS = 140
TICKETS = 420
CLOSED_AFTER_DAYS = 12


def build_database(path: Path, today: date) -> None:
    """Write the sample database to `path`, which must not exist yet. Complete or absent, never half written."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    connection = sqlite3.connect(part)
    try:
        connection.executescript(files(__package__).joinpath("schema.sql").read_text(encoding="utf-8"))
        with connection:
            _Sample(connection, today).fill()
        connection.execute("ANALYZE")
        connection.commit()
    finally:
        connection.close()
    part.rename(path)


class _Sample:
    """Fills the tables in order of reference, drawing from one seeded source of chance."""

    def __init__(self, connection: sqlite3.Connection, today: date) -> None:
        self._insert = connection.executemany
        self._chance = random.Random(8400)  # noqa: S311  # believable rows, not secrets
        self._today = today
        self._agents: list[int] = []
        self._others: list[int] = []
        self._team_of: dict[int, int] = {}

    def fill(self) -> None:
        teams = [(number, *team) for number, team in enumerate(words.TEAMS, 1)]
        self._insert("INSERT INTO team VALUES (?, ?, ?, ?)", teams)
        self._insert("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self._people())
        services = [
            (n, name, status, crit, team, url, text)
            for n, (name, status, crit, team, url, text) in enumerate(words.SERVICES, 1)
        ]
        self._insert("INSERT INTO service VALUES (?, ?, ?, ?, ?, ?, ?)", services)
        self._insert("INSERT INTO asset VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._assets())
        self._tickets_and_comments()

    def _people(self) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = []
        for number in range(1, PEOPLE + 1):
            first = words.FIRST_NAMES[(number * 7) % len(words.FIRST_NAMES)]
            last = words.LAST_NAMES[(number * 11 + number // 26) % len(words.LAST_NAMES)]
            is_agent = number <= 22
            team = (
                (number - 1) % words.SUPPORT_TEAMS + 1
                if is_agent
                else self._chance.randint(words.SUPPORT_TEAMS + 1, len(words.TEAMS))
            )
            (self._agents if is_agent else self._others).append(number)
            self._team_of[number] = team
            title = self._chance.choice(words.SUPPORT_TITLES if is_agent else words.OFFICE_TITLES)
            phone = f"+49 30 555 {self._chance.randint(100, 999)} {number:02d}"
            joined = self._today - timedelta(days=self._chance.randint(40, 3000))
            email = (
                "agent@example.com"
                if number == 1
                else "requester@example.com"
                if number == 23
                else f"{_plain(first)}.{_plain(last)}{number}@example.com"
            )
            rows.append(
                (
                    number,
                    f"{first} {last}",
                    email,
                    title,
                    phone,
                    self._chance.choice(words.LOCATIONS),
                    team,
                    int(number % 19 != 0),
                    joined.isoformat(),
                )
            )
        return rows

    def _assets(self) -> Iterator[tuple[object, ...]]:
        kinds = ("laptop",) * 6 + ("phone",) * 3 + ("monitor",) * 4 + ("server", "switch", "printer")
        for number in range(1, ASSETS + 1):
            kind = kinds[number % len(kinds)]
            model, price = self._chance.choice(words.ASSETS[kind])
            personal = kind in {"laptop", "phone", "monitor"}
            status = self._chance.choices(("in use", "in stock", "in repair", "retired"), (80, 10, 4, 6))[0]
            owner = self._chance.randint(1, PEOPLE) if personal and status == "in use" else None
            bought = self._today - timedelta(days=self._chance.randint(20, 1600))
            address = None if personal else f"10.{self._chance.randint(0, 9)}.{self._chance.randint(0, 99)}.{number}"
            serial = f"{self._chance.randrange(16**8):08X}"
            cents = self._chance.choice((0, 0, 90, 99))
            yield (
                number, f"A-{10000 + number}", model, kind, status, owner, serial, address,
                bought.isoformat(), (bought + timedelta(days=1095)).isoformat(), f"{price}.{cents:02d}",
            )  # fmt: skip

    def _tickets_and_comments(self) -> None:
        tickets: list[tuple[object, ...]] = []
        comments: list[tuple[object, ...]] = []
        watchers: set[tuple[int, int, str]] = set()
        start = datetime.combine(self._today, datetime.min.time()) + timedelta(hours=9)
        moments = sorted(
            start - timedelta(minutes=int(self._chance.betavariate(1, 2.2) * 120 * 24 * 60)) for _ in range(TICKETS)
        )
        for number, created in enumerate(moments, 1):
            kind, title, service, text, talk = words.TICKETS[
                (number * 17 + self._chance.randrange(3)) % len(words.TICKETS)
            ]
            # The person behind the demo's requester link is a frequent customer, so "My requests" is never empty.
            requester = self._others[0] if number % 23 == 0 else self._chance.choice(self._others + self._agents[10:])
            team = words.SERVICES[service - 1][3] if service else 4
            status = self._status((start - created).days)
            assignee = None if status == "new" else self._agent_of(team)
            said = self._conversation(number, requester, assignee, created, talk, status)
            comments += said
            updated = max([created, *(datetime.fromisoformat(str(row[5])) for row in said)])
            resolved = (
                updated + timedelta(hours=self._chance.randint(1, 30)) if status in {"resolved", "closed"} else None
            )
            priority = self._chance.choices(("low", "normal", "high", "urgent"), (22, 52, 20, 6))[0]
            due = created + timedelta(days={"low": 14, "normal": 7, "high": 2, "urgent": 1}[priority])
            asset = self._chance.randint(1, ASSETS) if service is None else None
            last = min(resolved, start) if resolved else updated
            tickets.append((
                number, f"TCK-{number:05d}", title, status, priority, kind,
                requester, assignee, team, service, asset, text,
                _stamp(created), _stamp(last), _stamp(due), _stamp(last) if resolved else None,
            ))  # fmt: skip
            if number % 9 == 0:
                watchers.add((number, self._chance.choice(self._agents), created.date().isoformat()))
        self._insert(f"INSERT INTO ticket VALUES ({', '.join('?' * 16)})", tickets)  # noqa: S608  # only question marks
        self._insert(
            "INSERT INTO comment (ticket_id, author_id, body, is_internal, created_at) VALUES (?, ?, ?, ?, ?)",
            [row[1:] for row in comments],
        )
        self._insert("INSERT INTO ticket_watcher VALUES (?, ?, ?)", sorted(watchers))

    def _status(self, age_days: int) -> str:
        if age_days > CLOSED_AFTER_DAYS:
            return self._chance.choices(("closed", "resolved", "waiting", "in progress"), (80, 10, 6, 4))[0]
        weights = (4, 5, 3, 3, 1) if age_days > 2 else (8, 5, 1, 1, 0)
        return self._chance.choices(("new", "in progress", "waiting", "resolved", "closed"), weights)[0]

    def _agent_of(self, team: int) -> int:
        return self._chance.choice([person for person in self._agents if self._team_of[person] == team])

    def _conversation(
        self, ticket: int, requester: int, assignee: int | None, created: datetime, talk: tuple[str, ...], status: str
    ) -> list[tuple[object, ...]]:
        if assignee is None:
            return []
        lines = talk if status in {"resolved", "closed"} else talk[: self._chance.randint(0, len(talk))]
        said: list[tuple[object, ...]] = []
        moment = created
        for line in lines:
            who, _, text = line.partition(":")
            moment += timedelta(minutes=self._chance.randint(9, 260))
            said.append((0, ticket, requester if who == "r" else assignee, text, 0, _stamp(moment)))
        if said and self._chance.random() < 0.2:
            note = self._chance.choice(words.INTERNAL_NOTES)
            said.append((0, ticket, assignee, note, 1, _stamp(moment + timedelta(minutes=4))))
        return said


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("íéıöäüø", "ieioauo"))


def _stamp(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")
