"""Patterns: regular expressions that a builder writes and that run on what anybody types.

RE2 decides in time that grows with the text alone, whatever the pattern: no pattern can hold up the server. What RE2
leaves out for that (looking ahead or behind, references to groups) is refused when the definition is saved.
"""

from __future__ import annotations

from functools import lru_cache

import re2

from toolwright.errors import phrase

_OPTIONS = re2.Options()
_OPTIONS.max_mem = 1 << 20
_OPTIONS.log_errors = False


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re2._Regexp:
    return re2.compile(pattern, _OPTIONS)


def pattern_problem(pattern: str) -> str | None:
    """Why this is no pattern, as a sentence; None when it is one."""
    try:
        _compiled(pattern)
    except re2.error as wrong:
        reason = wrong.args[0] if wrong.args else "it cannot be read"
        text = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        return phrase("The pattern cannot be used: {text}.", text=text)
    return None


def fits_pattern(pattern: str, text: str) -> bool:
    """Whether the whole text has the form of the pattern."""
    return _compiled(pattern).fullmatch(text) is not None
