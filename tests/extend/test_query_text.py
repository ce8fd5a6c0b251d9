"""The text of queries: where values may stand, what may be left out, and what is no query."""

from __future__ import annotations

import re

import pytest

from toolwright.builtin.datasources.mysql.language import LANGUAGE as MYSQL
from toolwright.builtin.datasources.postgres.language import LANGUAGE as POSTGRES
from toolwright.builtin.datasources.sqlite.language import LANGUAGE as SQLITE
from toolwright.errors import InvalidDefinition
from toolwright.extend.coerce import Manner
from toolwright.extend.native import NativeStatement
from toolwright.extend.query_language import QueryLanguage
from toolwright.extend.query_text import read_query
from toolwright.model.query import Query
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.rows.asking import Asker, statement_for

EVERY = pytest.mark.parametrize("language", [POSTGRES, MYSQL, SQLITE], ids=lambda one: one.name)
WS = Workspace("w", WorkspaceDefinition(title="W"))
PARAMETERS = [
    {"name": "team"},
    {"name": "ids", "type": "whole", "many": True},
    {"name": "since", "type": "date"},
    {"name": "size", "type": "whole", "default": "5"},
]


def bound(sql: str, language: QueryLanguage = POSTGRES, **given: object) -> NativeStatement:
    query = Query.model_validate({"source": "erp", "sql": sql, "parameters": PARAMETERS})
    return statement_for(WS, query, language, Asker({"email": "ann@example.org"}, Manner(), given))


def text(sql: str, language: QueryLanguage = POSTGRES, **given: object) -> str:
    return " ".join(bound(sql, language, **given).text(lambda number: f"<{number}>").split())


@EVERY
def test_values_are_bound_and_lists_are_as_many_of_them(language: QueryLanguage) -> None:
    hostile = "x') or 1=1; drop table t; --"
    made = bound(
        "select * from t where a = {{ team }} and b in ({{ ids }}) limit {{ size }};",
        language,
        team=hostile,
        ids=[1, 2],
    )
    assert made.values == (hostile, 1, 2, 5)
    assert hostile not in "".join(made.pieces)
    assert made.text(lambda _: "?").count("?") == 4
    assert bound("select {{ user.email }}, {{ '%' + team + '%' }}", language, team="a").values == (
        "ann@example.org",
        "%a%",
    )


def test_clauses_are_left_out_when_a_parameter_in_them_has_no_value() -> None:
    sql = (
        "select 1 from t where 1=1 [[ and a = {{ team }} ]] [[ and b in ({{ ids }}) ]] [[ and {{ '%' + team }} <> c ]]"
    )
    assert text(sql) == "select 1 from t where 1=1"
    assert text(sql, ids=[3]) == "select 1 from t where 1=1 and b in ( <1> )"
    assert text(sql, team="x", ids=[]) == "select 1 from t where 1=1 and a = <1> and <2> <> c"
    assert text("select 1 from t where a in ({{ ids }})") == "select 1 from t where a in ( NULL )"


def test_what_is_given_has_to_fit_its_parameter() -> None:
    for given, name in (
        ({"ids": ["x"]}, "ids"),
        ({"since": "soon"}, "since"),
        ({"tem": 1}, "tem"),
        ({"ids": [{}]}, "ids"),
    ):
        with pytest.raises(Exception, match=name):
            bound("select {{ team }}", **given)
    assert bound("select {{ ids }}", ids="1, 2").values == (1, 2)
    with pytest.raises(Exception, match="one value or a list"):
        bound("select {{ {'a': 1} }}")


@pytest.mark.parametrize(
    ("language", "sql"),
    [
        (POSTGRES, "select '{{ team }}'"),
        (POSTGRES, "select '%{{ team }}%'"),
        (POSTGRES, 'select "{{ team }}"'),
        (POSTGRES, "select $$ {{ team }} $$"),
        (POSTGRES, "select $a$ $$ {{ team }} $a$"),
        (POSTGRES, r"select E'\' {{ team }}'"),
        (POSTGRES, "select 1 -- {{ team }}"),
        (POSTGRES, "select 1 /* /* */ {{ team }} */"),
        (MYSQL, r"select '\'{{ team }}'"),
        (MYSQL, 'select "{{ team }}"'),
        (MYSQL, "select `{{ team }}`"),
        (MYSQL, "select 1 # {{ team }}"),
        (MYSQL, "select 1 -- {{ team }}"),
        (SQLITE, "select [{{ team }}]"),
        (SQLITE, "select `{{ team }}`"),
    ],
)
def test_values_do_not_stand_inside_quotes_and_comments(language: QueryLanguage, sql: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_query(sql, language)
    assert refused.value.code == "query.quoted_slot"
    assert "Line 1, column" in refused.value.detail


@pytest.mark.parametrize(
    ("language", "sql", "values"),
    [
        (POSTGRES, r"select 'a\' || {{ team }} || ''", 1),  # no escape: the text ends there
        (POSTGRES, "select 'it''s', {{ team }}", 1),
        (POSTGRES, "select 1 /* /* ' */ \" */ , {{ team }}", 1),
        (POSTGRES, "select a.b::text, {{ team }} -- it's", 1),
        (POSTGRES, "select $x$ ' $$ $x$, {{ team }};  -- done", 1),
        (POSTGRES, "select data -> 'a' ? 'b', {{ team }}", 1),
        (MYSQL, "select 1--1, {{ team }}", 1),  # minus minus: no blank behind it
        (MYSQL, r"select '\\', {{ team }}", 1),
        (MYSQL, "select ';', {{ team }}", 1),
        (SQLITE, "select [a ' b], {{ team }}", 1),
        (SQLITE, "with x as (select ';' as a) select * from x where a = {{ team }}", 1),
    ],
)
def test_values_stand_wherever_the_language_has_values(language: QueryLanguage, sql: str, values: int) -> None:
    assert len(read_query(sql, language).slots) == values


@pytest.mark.parametrize(
    ("language", "sql", "code"),
    [
        (POSTGRES, "select 1; select 2", "query.second_statement"),
        (POSTGRES, "select 1;;", "query.second_statement"),
        (MYSQL, "select 1; -- x\ndrop table t", "query.second_statement"),
        (SQLITE, "select 1 [[ ; {{ team }} ]]", "query.second_statement"),
        (POSTGRES, "copy t to program 'id'", "query.not_allowed"),
        (POSTGRES, "do $$ begin end $$", "query.not_allowed"),
        (POSTGRES, "set role postgres", "query.not_allowed"),
        (POSTGRES, "delete from t", "query.not_allowed"),
        (POSTGRES, "select pg_read_file('/etc/passwd')", "query.not_allowed"),
        (MYSQL, "load data infile '/etc/passwd' into table t", "query.not_allowed"),
        (MYSQL, "select 1 into outfile '/tmp/x'", "query.not_allowed"),
        (MYSQL, "select 1 into /* x */ dumpfile '/tmp/x'", "query.not_allowed"),
        (MYSQL, "select 1 /*! into outfile '/tmp/x' */", "query.not_allowed"),
        (MYSQL, "select 1 /*M! into outfile '/tmp/x' */", "query.not_allowed"),
        (MYSQL, "select load_file('/etc/passwd')", "query.not_allowed"),
        (SQLITE, "attach 'x.db' as y", "query.not_allowed"),
        (SQLITE, "pragma query_only = off", "query.not_allowed"),
        (SQLITE, "select load_extension('x')", "query.not_allowed"),
        (POSTGRES, "select $1", "query.placeholder"),
        (MYSQL, "select ?", "query.placeholder"),
        (SQLITE, "select :a", "query.placeholder"),
        (POSTGRES, "select 'a", "query.unclosed"),
        (POSTGRES, "select $x$ a", "query.unclosed"),
        (POSTGRES, "select /* a", "query.unclosed"),
        (POSTGRES, "select 1 [[ where {{ team }}", "query.unclosed"),
        (POSTGRES, "select 1 ]]", "query.unclosed"),
        (POSTGRES, "select array[[1,2],[3,4]]", "query.idle_clause"),
        (POSTGRES, "select 1 [[ [[ {{ team }} ]] ]]", "query.nested_clause"),
        (POSTGRES, "select {{ team", "expression.syntax"),
        (POSTGRES, "select {{ open('x') }}", "expression.unknown_function"),
        (POSTGRES, "-- nothing", "query.empty"),
    ],
)
def test_what_is_no_query_is_refused_with_its_place(language: QueryLanguage, sql: str, code: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_query(sql, language)
    assert refused.value.code == code
    assert re.match(r"Line [12], column \d+: ", refused.value.detail)


def test_only_a_query_that_says_so_writes() -> None:
    assert read_query("delete from t where a = {{ team }}", POSTGRES, writes=True).first == "delete"
    with pytest.raises(InvalidDefinition, match="writes"):
        read_query("delete from t", POSTGRES)
