"""The sample database is whole, believable and the same for the same day."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from toolwright.gallery.service_desk.sample import build_database

TODAY = date(2026, 3, 2)


def _dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines


def test_same_day_gives_the_same_rows(tmp_path: Path) -> None:
    build_database(tmp_path / "a.db", TODAY)
    build_database(tmp_path / "b.db", TODAY)
    assert _dump(tmp_path / "a.db") == _dump(tmp_path / "b.db")


def test_rows_are_whole_and_plenty(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    build_database(path, TODAY)
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        count = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("team", "person", "service", "asset", "ticket", "comment", "ticket_watcher", "workload")
        }
        assert count["ticket"] >= 400
        assert count["comment"] >= 300
        assert min(count.values()) >= 8
        (future,) = connection.execute(
            "SELECT count(*) FROM ticket WHERE created_at > '2026-03-02 09:00:00'"
        ).fetchone()
        assert future == 0, "nothing was reported after the day it was made for"
        (mine,) = connection.execute(
            "SELECT count(*) FROM ticket JOIN person ON person.id = requester_id WHERE email = 'requester@example.com'"
        ).fetchone()
        assert mine >= 10, "the demo's requester has something to look at"
    finally:
        connection.close()


def test_a_broken_build_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    (tmp_path / "desk.part").write_text("left by a crash")
    build_database(path, TODAY)
    assert [entry.name for entry in tmp_path.iterdir()] == ["desk.db"]
