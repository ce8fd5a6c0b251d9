"""The YAML form: what is read, how it is written, that nothing changes on the way, and that comments stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolwright.errors import InvalidDefinition
from toolwright.model.yaml_form import canonical_text, dump_data, load_yaml

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    | st.sampled_from(
        [
            "no",
            "On",
            "12:30",
            "2024-01-01",
            "1_000",
            "-",
            "- a",
            "a: b",
            "a #b",
            "'q'",
            '"',
            "{{ row.x }}",
            "0o7",
            ".5",
            "line\nline",
            "a\n\n  b\n",
            "\n",
            "tail \nx",
            "\ttab",
            "é😀\u2028",
            "&a",
            "*a",
            "!t",
            "...",
            "---",
            "? x",
            "a:",
            "1e5",
            ".inf",
            "=",
            "<<",
            "~",
        ]
    )
)
keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12) | st.sampled_from(
    ["kind", "id", "name", "on", "1", "a b", "do"]
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5), max_leaves=25
)
documents = st.dictionaries(keys, values, max_size=6)


@given(documents)
def test_what_is_written_is_read_back(data: dict[str, object]) -> None:
    text = dump_data(data)
    assert load_yaml(text, "f").data == data
    assert canonical_text(text, "f") == text


@given(documents, st.data())
def test_comments_stay_and_the_text_is_stable(data: dict[str, object], draw: st.DataObject) -> None:
    lines = dump_data(data).split("\n")[:-1]
    where = draw.draw(st.integers(0, len(lines)))
    text = "\n".join([*lines[:where], "# a remark", *lines[where:]]) + "\n"
    try:
        if load_yaml(text, "f").data != data:
            return  # the line fell into a literal block and became part of the text
    except InvalidDefinition:
        return  # it cut a literal block in two
    once = canonical_text(text, "f")
    assert load_yaml(once, "f").data == data
    assert once.count("# a remark") >= 1
    assert canonical_text(once, "f") == once


def test_layout() -> None:
    data = {
        "title": "Queue",
        "grants": [{"table": "erp.tickets", "can": ["read", "update"]}],
        "content": [
            {
                "kind": "table",
                "id": "tickets",
                "rows": {"table": "tickets", "filter": "status != 'closed'", "sort": ["-created_at"]},
                "columns": ["number", {"column": "title", "label": "Subject"}, {"value": "{{ ago(row.at) }}"}],
            },
            {"kind": "text", "text": "One\nTwo\n", "on_click": [{"do": "navigate", "to": "/tickets/{{ row.id }}"}]},
        ],
        "empty": [],
        "version": "1.0",
        "yes": "no",
    }
    assert (
        dump_data(data)
        == """\
title: Queue
grants:
  - {table: erp.tickets, can: [read, update]}
content:
  - kind: table
    id: tickets
    rows: {table: tickets, filter: status != 'closed', sort: [-created_at]}
    columns: [number, {column: title, label: Subject}, {value: "{{ ago(row.at) }}"}]
  - kind: text
    text: |
      One
      Two
    on_click: [{do: navigate, to: "/tickets/{{ row.id }}"}]
empty: []
version: "1.0"
"yes": "no"
"""
    )


def test_comments_follow_what_they_stand_at() -> None:
    before = """\
# The queue of the desk.
title: Queue   # shown in the tab
columns:
  # who asked
  - {name: requester}
  - name: state # one of four
    label: State
text: |  # markdown
  # not a comment
# the end
"""
    loaded = load_yaml(before, "f").data
    columns = loaded["columns"]
    assert isinstance(columns, list)
    moved = {"title": "Line", "text": loaded["text"], "columns": [columns[1], {"name": "new"}, columns[0]]}
    assert (
        dump_data(moved, before)
        == """\
# The queue of the desk.
title: Line  # shown in the tab
text: |  # markdown
  # not a comment
columns:
  - name: state  # one of four
    label: State
  - {name: new}
  # who asked
  - {name: requester}
# the end
"""
    )


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("title: [", "yaml.syntax", (2, 1)),
        ("a: 1\nb: 2\na: 3\n", "yaml.duplicate_key", (3, 1)),
        ("a: &x 1\nb: *x\n", "yaml.alias", (1, 4)),
        ("a: &x [1]\nb: *x\n", "yaml.alias", (1, 4)),
        ("a: !python/object x\n", "yaml.tag", (1, 4)),
        ("- a\n", "yaml.not_a_mapping", (1, 1)),
        ("a: 1\n---\nb: 1\n", "yaml.syntax", (2, 1)),
        ("a: " + "[" * 100_000, "yaml.too_deep", (1, 103)),
        ("a: " + "- " * 100_000, "yaml.syntax", None),
        ("\n".join(" " * depth + "a:" for depth in range(1500)), "yaml.too_deep", None),
        ("a: \x07", "yaml.syntax", None),
        ("a: '\ud800'", "yaml.syntax", None),
        ("[a]: 1", "yaml.key", (1, 1)),
        ("a: " + "x" * 2_000_001, "yaml.too_large", (1, 1)),
    ],
)
def test_what_is_refused(text: str, code: str, place: tuple[int, int] | None) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        load_yaml(text, "tables/x.yaml")
    assert caught.value.code == code
    assert caught.value.where is not None
    assert caught.value.where.file == "tables/x.yaml"
    if place is not None:
        assert (caught.value.where.line, caught.value.where.column) == place


def test_all_faults_of_a_file_are_reported_at_once() -> None:
    with pytest.raises(InvalidDefinition) as caught:
        load_yaml("a: !x 1\na: 2\n[b]: 3\n", "f")
    assert [error.code for error in caught.value.errors] == ["yaml.tag", "yaml.duplicate_key", "yaml.key"]


def test_empty_text_is_an_empty_mapping() -> None:
    assert load_yaml("", "f").data == {}
    assert load_yaml("# nothing yet\n", "f").data == {}
