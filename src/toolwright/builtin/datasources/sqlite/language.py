"""The text of queries to SQLite (https://www.sqlite.org/lang_expr.html)."""

from __future__ import annotations

from toolwright.extend.query_language import QueryLanguage

LANGUAGE = QueryLanguage(
    name="sqlite",
    writes=frozenset({"insert", "update", "delete", "replace", "with", "select"}),
    refused={"load_extension": "loads code, which queries do not"},
    backticks=True,
    brackets=True,
    marks=r"\?\d*|[:@$][^\W\d]\w*",
)
