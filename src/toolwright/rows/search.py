"""Search: the text somebody types, as what is looked for in the columns they may search.

Words stand in any order and begin words of the row; what is in quotes stands there as it is. Whatever else a person
types is text: no character of it is an order to a database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from toolwright.errors import InvalidInput, phrase
from toolwright.extend.datasource import Search, Term
from toolwright.rows.sight import Sight

MAX_WORDS = 10
MAX_SEARCH = 500
_PART = re.compile(r'"(?P<phrase>[^"]+)(?P<end>"|$)|(?P<word>\S+)')
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no blanks between words, so that no index of words knows where one begins."""


def make_search(sight: Sight, text: str | None) -> Search | None:
    """The search for `text` in whatever columns the actor may search; None when nothing is searched for."""
    found = list(dict.fromkeys(_terms(text or "")))
    if not found:
        return None
    if len(found) > MAX_WORDS:
        raise InvalidInput(
            phrase("A search has at most {max_words} words.", max_words=MAX_WORDS), code="rows.bad_search"
        )
    indexed = sight.indexed_columns
    if not indexed:
        if not sight.searched_columns:
            raise InvalidInput(phrase("Nothing can be searched in {ref}.", ref=sight.ref), code="rows.not_searchable")
        return Search(tuple(dict.fromkeys(term.text for term in found)), sight.searched_columns)
    spoken = [term for term in found if any(map(_is_of_a_word, term.text))]  # marks alone are in no index
    if not spoken:
        return None
    words = tuple(term.text for term in spoken if _UNSPACED.search(term.text))
    terms = tuple(term for term in spoken if not _UNSPACED.search(term.text))
    # Scores weigh the length of all texts of a row, which would tell of those the actor may not see.
    return Search(words, indexed, terms, is_scored=len(indexed) == len(sight.table.search))


def _terms(text: str) -> Iterator[Term]:
    for part in _PART.finditer(_CONTROL.sub(" ", text[:MAX_SEARCH])):
        phrase, word = part["phrase"], part["word"]
        if phrase is not None and phrase.strip():
            yield Term(" ".join(phrase.split()), is_whole=part["end"] == '"')
        elif word is not None and word.strip('"'):
            yield Term(word)


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"
