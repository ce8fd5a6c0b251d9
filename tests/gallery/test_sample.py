"""What the sample says happened is believable, and the same for the same hour."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from toolwright.files.content import content_type
from toolwright.files.pictures import check_picture
from toolwright.gallery.sample import Sample, SampleChange
from toolwright.gallery.service_desk.people import REQUESTER, accounts
from toolwright.gallery.template import get_template

NOW = datetime(2026, 3, 2, 10, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return get_template("service_desk").sample(NOW)


def test_same_hour_gives_the_same(sample: Sample) -> None:
    assert get_template("service_desk").sample(NOW + timedelta(minutes=15)) == sample
    assert get_template("service_desk").sample(NOW + timedelta(hours=1)) != sample


def test_things_happen_in_order_and_to_rows_that_are_there(sample: Sample) -> None:
    alive: set[tuple[str, int]] = set()
    made: set[tuple[str, int]] = set()
    for one in sorted([*sample.changes, *sample.comments], key=lambda told: told.at):
        row = (one.table, one.row)
        assert one.at <= NOW
        if isinstance(one, SampleChange) and row not in made:
            assert one.values is not None
            made.add(row)
            alive.add(row)
        assert row in alive
        if isinstance(one, SampleChange) and one.values is None:
            alive.remove(row)
    assert len(made) - len(alive) >= 3, "something is in the bin"
    count = Counter(table for table, _ in alive)
    assert count["ticket"] > 400
    assert min(count.values()) >= 8
    assert {row for table, row in made if table == "ticket"} == set(range(1, 421)), "numbers without gaps"


def test_everybody_who_says_something_can_see_it(sample: Sample) -> None:
    """Requesters see their own tickets alone; whoever is asked by name must be able to answer."""
    people = {one.email: one.role for one in accounts()}
    email_of = {one.row: str((one.values or {})["email"]) for one in sample.changes if _makes(one, "person")}
    asked = {
        one.row: email_of[int(str((one.values or {})["requester_id"]))]
        for one in sample.changes
        if _makes(one, "ticket")
    }
    for said in sample.comments:
        named = [address for address in people if f"@{address}" in said.text]
        for email in (said.who, *named):
            assert people[email] != "requester" or asked[said.row] == email, said


@pytest.mark.parametrize("days", range(0, 366, 5))
def test_on_every_day_people_find_new_mentions_and_rows_of_their_own(days: int) -> None:
    told = get_template("service_desk").sample(NOW + timedelta(days=days, hours=days % 24))
    for address in ("agent@example.com", "requester@example.com", "lead@example.com"):
        seen = [address in said.seen_by for said in told.comments if f"@{address}" in said.text]
        assert seen.count(False) == 2, address
        assert seen.count(True) > 5 or address == "lead@example.com", address
    mine = [one.row for one in told.changes if (one.values or {}).get("requester_id") == REQUESTER]
    assert 10 < len(set(mine)) < 60


def test_files_are_what_they_say(sample: Sample, tmp_path) -> None:
    kinds = Counter()
    for one in sample.files():
        path = tmp_path / "file"
        path.write_bytes(one.content)
        assert content_type(path, one.name) == one.type, one.name
        if one.type == "image/png":
            check_picture(path)
        kinds[one.type] += 1
    assert set(kinds) == {"text/plain", "text/csv", "image/png", "application/pdf"}
    assert sum(len(one.content) for one in sample.files()) < 200_000


def _makes(one: SampleChange, table: str) -> bool:
    return (one.table == table and "email" in (one.values or {})) or (
        "requester_id" in (one.values or {}) and one.table == table
    )
