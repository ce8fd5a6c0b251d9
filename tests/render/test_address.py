"""Queries of addresses: read, changed, carried."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolwright.render.address import changed, in_app, key, read_query
from toolwright.web.visits import address_of, query_of, split_at

NAMES = st.text(min_size=1, max_size=8)
QUERIES = st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=3).map(tuple), max_size=5)


@given(QUERIES)
def test_addresses_read_back(query):
    _path, found = split_at(address_of("/", query))
    assert found == query


@given(QUERIES, NAMES, NAMES)
def test_changing_one_keeps_the_rest(query, name, value):
    found = query_of(changed(query, [(name, value)]).removeprefix("?"))
    assert found == {**query, name: (value,)}
    assert name not in query_of(changed(query, [(name, None)]).removeprefix("?"))


@given(st.text(max_size=20))
def test_keys_stay_one_segment(text):
    assert not set(key(text)) & set("/?#&=\"'<> ")


def test_empty_inputs_are_no_parameters():
    assert read_query([("a", ""), ("b", "1"), ("b", "2")]) == {"b": ("1", "2")}


def test_paths_of_the_app_get_its_address():
    assert in_app("/tickets/7", "/apps/w/a") == "/apps/w/a/tickets/7"
    assert in_app("https://example.org", "/apps/w/a") == "https://example.org"
    assert in_app("javascript:alert(1)", "/apps/w/a") == ""


def test_paths_are_sent_back_as_the_browser_has_them() -> None:
    path, query = split_at(address_of("/words/Größe 21 %", {"t.search": ("a b",)}))
    assert path == "/words/Größe 21 %"
    assert query == {"t.search": ("a b",)}


def test_blanks_within_addresses_stay_and_hide_no_scheme() -> None:
    assert in_app(" /words/Walk 21 ", "/apps/a/b") == "/apps/a/b/words/Walk%2021"
    assert in_app("  javascript:alert(1)", "") == ""
    assert in_app("java\tscript:alert(1)", "") == ""
    assert in_app("java script:alert(1)", "") == "java%20script:alert(1)"  # a path: no scheme has a blank
