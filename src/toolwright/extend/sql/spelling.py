"""Spelling: which words of an index a search means, where it means many rows.

A word that is typed may go on, and an index of words has to gather every row of every word it may go on to be before
it gives out the first. Asked for those words by name it gives rows out one by one, and says of one row alone whether
it is among them. There are hardly ever many: the list of words is asked for the next one again and again.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from toolwright.extend.datasource import Search, SelectQuery, Term
from toolwright.extend.sql.found import NEWEST, by_rank

MOST_FORMS = 12
"""A word that goes on to be more words than that is looked up as it is."""
WALKED = 1000
"""So many rows are looked at one by one, in an order, for those of a page; then all that are found are gathered."""
_PLAIN = re.compile(r"[A-Za-z0-9]+")
"""Words that the index spells as they are, in small letters."""
_NEXT = "\x01"
NextWord = Callable[[str], Awaitable[str | None]]


async def spelt(search: Search, next_word: NextWord) -> Search:
    """The search with the words that each of its terms means, as far as they are few."""
    terms = [await _spelt(term, next_word) for term in search.terms]
    return search if tuple(terms) == search.terms else replace(search, terms=tuple(terms))


def looked_at(query: SelectQuery) -> int:
    """How many rows are to be looked at one by one for a page; 0 where another way is better."""
    search = query.search
    if search is None or query.limit is None or query.offset or by_rank(query.order) or query.order == NEWEST:
        return 0
    if not all(term.is_whole or term.forms for term in search.terms):
        return 0
    looks = sum(max(1, len(term.forms)) for term in search.terms)
    most = WALKED // looks
    return most if most > 2 * query.limit else 0


async def _spelt(term: Term, next_word: NextWord) -> Term:
    if term.is_whole or not _PLAIN.fullmatch(term.text):
        return term
    start = term.text.lower()
    forms: list[str] = []
    word = await next_word(start)
    while word is not None and word.startswith(start):
        forms.append(word)
        if len(forms) > MOST_FORMS:
            return term
        word = await next_word(word + _NEXT)
    return replace(term, forms=tuple(forms))
