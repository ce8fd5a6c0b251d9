"""The text of queries to MySQL and MariaDB (https://mariadb.com/kb/en/string-literals/), under the modes we set."""

from __future__ import annotations

from toolwright.extend.query_language import QueryLanguage

_FILES = "reaches the files of the server, which queries do not"

LANGUAGE = QueryLanguage(
    name="mysql",
    reads=frozenset({"select", "with", "values", "table", "show", "explain", "describe", "desc"}),
    writes=frozenset({"insert", "update", "delete", "replace", "with", "select", "call"}),
    refused={"into outfile": _FILES, "into dumpfile": _FILES, "load_file": _FILES},
    backslash="always",
    backticks=True,
    hash_comments=True,
    dashes_need_blank=True,
    marks=r"\?",
)
