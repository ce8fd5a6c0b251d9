"""What renames make of saved views where it is dense: what does not fit, what is no condition, and what is not there."""

from __future__ import annotations

import pytest

from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.model.workspace import Workspace
from toolwright.tables.view_names import Missing, rewriting, without_missing

FILES = {
    "workspace.yaml": "title: Shop\n",
    "tables/labels.yaml": "title: Labels\ncolumns:\n  - {name: word, kind: text}\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text}
  - {name: amount, kind: decimal}
  - {name: tags, kind: multi_select, settings: {options: [x, y]}}
  - {name: labels, kind: links, settings: {to: labels}}
""",
}


@pytest.fixture(scope="module")
def shop() -> Workspace:
    """A workspace of tickets with labels."""
    return load_workspace("shop", FILES, installed_kinds())


@pytest.mark.parametrize(
    ("renames", "before", "after"),
    [
        (["tickets.amount=total"], "amount > 1 and row.amount < 9", "total > 1 and row.total < 9"),
        (
            ["tickets.amount=title", "tickets.title=amount"],
            "title == 'amount' or amount > 1",
            "amount == 'amount' or title > 1",
        ),
        (["labels.word=text"], "'x' in labels.word", "'x' in labels.text"),
        (["tickets.title=x"], "any([x == title for x in tags])", "any([x == title for x in tags])"),
        (["tickets.title=x"], "title == (", "title == ("),
        (["tickets.title=x"], "", ""),
        (["tickets=cases"], "can('tickets') or title == 'tickets'", "can('cases') or title == 'tickets'"),
        (["env:title=x"], "title == 'a'", "title == 'a'"),
    ],
)
def test_a_condition_follows_or_stays_as_it_was(shop: Workspace, renames: list[str], before: str, after: str) -> None:
    rewrite = rewriting(shop, renames)
    assert rewrite("tickets", {"filter": before}) == {"filter": after}
    marks = [{"name": "M", "when": before, "tone": "red", "column": None}]
    assert rewrite("tickets", {"marks": marks}) == {"marks": [{**marks[0], "when": after}]}


def test_names_that_change_places_never_end_half_way(shop: Workspace) -> None:
    """Where the one half fits and the other does not, neither is made."""
    long = " or ".join(f"title == '{n}'" for n in range(190))
    before = f"amount > 1 or {long}"
    made = rewriting(shop, ["tickets.amount=title", "tickets.title=amount_of_very_many_letters_in_it"])
    assert len(before) < 4000
    assert made("tickets", {"filter": before}) == {"filter": before}


def test_views_of_tables_that_are_gone_stay(shop: Workspace) -> None:
    content = {"filter": "title == 'a'", "sort": "-title", "order": ["title"]}
    assert rewriting(shop, ["tickets.title=name"])("nothing", content) == content


def test_what_is_there_is_kept_whatever_else_a_condition_reads(shop: Workspace) -> None:
    content = {
        "filter": "title == user.name and 'x' in labels.word and row.amount > 1 and any([t == 'x' for t in tags])",
        "sort": "-amount",
        "marks": [{"when": "gone > 1", "column": "title"}, {"when": "amount > (", "column": "amount"}],
        "group": {"column": "labels.lost", "bucket": None},
    }

    def readable(ref: str) -> frozenset[str]:
        return frozenset(shop.tables[ref].by_name)

    made, missing = without_missing(content, "tickets", shop, readable)
    assert made == {**content, "marks": content["marks"][1:], "group": None}  # type: ignore[index]
    assert missing == (Missing("labels.lost", "group"), Missing("gone", "marks"))
