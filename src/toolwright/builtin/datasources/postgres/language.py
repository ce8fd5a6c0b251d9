"""The text of queries to PostgreSQL (https://www.postgresql.org/docs/current/sql-syntax-lexical.html)."""

from __future__ import annotations

from toolwright.extend.query_language import QueryLanguage

_FILES = "reaches the files of the server, which queries do not"
_OTHERS = "reaches other servers, which queries do not"

LANGUAGE = QueryLanguage(
    name="postgresql",
    reads=frozenset({"select", "with", "values", "table", "show", "explain"}),
    writes=frozenset({"insert", "update", "delete", "merge", "with", "select", "call"}),
    refused={
        **dict.fromkeys(("pg_read_file", "pg_read_binary_file", "pg_ls_dir", "pg_stat_file"), _FILES),
        **dict.fromkeys(("lo_import", "lo_export", "pg_write_file"), _FILES),
        **dict.fromkeys(("dblink", "dblink_exec", "dblink_connect"), _OTHERS),
        **dict.fromkeys(("pg_terminate_backend", "pg_cancel_backend", "pg_reload_conf"), "steers the server"),
    },
    backslash="prefixed",
    dollar_quotes=True,
    nested_comments=True,
    marks=r"\$\d+",
)
