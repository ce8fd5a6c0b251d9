"""Pages of rows: how many there are, and the ways to the page before and after."""

from __future__ import annotations

from typing import Literal

from toolwright.extend.build import RowsHandle
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.translation import Say
from toolwright.model.table import Table, humanise

_CAPITAL_NOUNS = frozenset({"de", "lb"})
HAS_PAGES = Code("has_previous or has_next")


def noun_of(table: Table, ref: str, say: Say) -> str:
    """What rows of a table are called inside a sentence: `tickets`, and `Tickets` in languages with capital nouns."""
    title = table.title or humanise(ref.rpartition(".")[2])
    return title if title.isupper() or say.language in _CAPITAL_NOUNS else title[0].lower() + title[1:]


def one_of(table: Table, say: Say) -> str | None:
    """What one row of a table is called inside a sentence, as far as it is known: `ticket`."""
    one = table.singular
    return one[0].upper() + one[1:] if one and say.language in _CAPITAL_NOUNS else one


def counted(rows: RowsHandle, noun: str) -> Nodes:
    """How many rows there are: `1,234 tickets`, `10,000+ tickets` where counting stopped."""
    loaded = rows.loaded
    number = join(loaded.text(Code("count"), "number"), loaded.when(Code("count_is_capped"), "+"), " ")
    one = one_of(rows.table, loaded.say) or noun
    return join(number, loaded.when(Code("count == 1"), loaded.text(one), loaded.text(noun)))


def pages(rows: RowsHandle, label: str | None = None) -> Nodes:
    """Links to the page before and after; the one that leads nowhere is told as such."""
    previous, following = _page(rows, "previous"), _page(rows, "next")
    return rows.loaded.view(
        "shared/pages.html", label=label or rows.loaded.say("Pages"), previous=previous, next=following
    )


def _page(rows: RowsHandle, way: Literal["previous", "next"]) -> Nodes:
    link = rows.previous_link if way == "previous" else rows.next_link
    able = rows.loaded.view("shared/page_link.html", to=link, way=way)
    return rows.loaded.when(Code(f"has_{way}"), able, rows.loaded.view("shared/page_link.html", to=None, way=way))
