"""Names of tables and columns in statements: the one place that quotes them.

SQLAlchemy finishes a statement by searching its text for `%(name)s` and `__[POSTCOMPILE_name]`. A column may be called
just that. So the characters that make these forms leave the name while it is compiled and return afterwards.
"""

from __future__ import annotations

import secrets

from sqlalchemy.sql.elements import quoted_name

_TOKEN = secrets.token_hex(12)
_AWAY = {"%": f"p{_TOKEN}", "[": f"b{_TOKEN}"}


def quoted(name: str) -> quoted_name:
    """A name that is always quoted, safe to compile."""
    for character, token in _AWAY.items():
        name = name.replace(character, token)
    return quoted_name(name, quote=True)


def restored(sql: str, *, percent: str = "%") -> str:
    """The finished text with the names as they are; `percent` is what the driver takes for a percent sign."""
    return sql.replace(_AWAY["%"], percent).replace(_AWAY["["], "[")
