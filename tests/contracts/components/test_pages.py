"""Every example becomes a page over a real database: for an administrator, for who holds no role, with and without rows."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.contracts.components.sample_pages import EXAMPLES, GUEST, database, new_rows, page
from toolwright.rows import Rows

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr", "path"}


@pytest_asyncio.fixture(scope="session")
async def rows() -> AsyncIterator[Rows]:
    rows, links = new_rows()
    yield rows
    await links.close()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    folder = tmp_path_factory.mktemp("desk")
    return {full: database(folder / f"{full}.db", is_filled=full) for full in (True, False)}


class Outline(HTMLParser):
    """Checks that tags close in order, ids are unique, and nothing inline runs."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        assert tag not in ("script", "style"), f"<{tag}> in a component"
        for name, value in attrs:
            assert name != "style", f"<{tag}> has an inline style"
            assert not name.startswith("on"), f"<{tag}> has {name}"
            assert "javascript:" not in (value or "") or name in ("value", "title"), f"<{tag} {name}={value}>"
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    assert not parser.open, f"never closed: {parser.open}"
    twice = {name for name in parser.ids if parser.ids.count(name) > 1}
    assert not twice, f"ids used twice: {twice}"
    return parser


@pytest.mark.parametrize("is_filled", [True, False], ids=["rows", "empty"])
@pytest.mark.parametrize(("title", "node"), EXAMPLES, ids=[title for title, _node in EXAMPLES])
async def test_examples_are_pages(
    title: str, node: dict[str, Any], is_filled: bool, rows: Rows, databases: dict[bool, Path]
) -> None:
    shown = await page(rows, node, databases[is_filled])
    assert not shown.has_faults or not is_filled, shown.html
    outline(shown.html)


@pytest.mark.parametrize(("title", "node"), EXAMPLES, ids=[title for title, _node in EXAMPLES])
async def test_who_holds_nothing_sees_no_rows(
    title: str, node: dict[str, Any], rows: Rows, databases: dict[bool, Path]
) -> None:
    shown = await page(rows, node, databases[True], GUEST)
    outline(shown.html)
    assert "Contoso" not in shown.html
    assert "VPN drops" not in shown.html


async def test_values_are_escaped(rows: Rows, databases: dict[bool, Path]) -> None:
    columns = ["name", "email", "website", "tier", "active"]
    html = (
        await page(rows, {"kind": "table", "rows": {"table": "desk.customers"}, "columns": columns}, databases[True])
    ).html
    assert "Contoso &lt;b&gt;GmbH&lt;/b&gt;" in html
    assert 'href="mailto:info@contoso.example"' in html
    assert 'href="https://contoso.example"' in html


async def test_table_cells_are_typed(rows: Rows, databases: dict[bool, Path]) -> None:
    html = (
        await page(rows, {"kind": "table", "rows": {"table": "desk.tickets", "sort": ["id"]}}, databases[True])
    ).html
    assert '<span class="tw-badge" data-tone="blue">Open</span>' in html
    assert '<span class="tw-badge" data-tone="red">Urgent</span>' in html
    assert re.search(r'data-align="end">1\.50<', html)
    assert "Contoso" in html  # the customer's name, not its key
    assert ">3 tickets<" in re.sub(r"\s+", " ", html)


async def test_names_of_inner_data_do_not_leak_out(rows: Rows, databases: dict[bool, Path]) -> None:
    node = {"kind": "table", "rows": {"table": "desk.tickets"}, "filters": ["customer_id"]}
    html = (await page(rows, node, databases[True])).html
    assert ">3 tickets<" in re.sub(r"\s+", " ", html)  # not the number of customers to choose from


async def test_table_searches_filters_and_sorts_by_address(rows: Rows, databases: dict[bool, Path]) -> None:
    node = {
        "kind": "table",
        "id": "t",
        "rows": {"table": "desk.tickets"},
        "filters": ["status", "customer_id", "due_on"],
    }
    only = await page(rows, node, databases[True], query={"t.f.status": ("waiting", "open"), "t.sort": ("-subject",)})
    assert "unheard" not in only.html
    assert only.html.index("Zugriffsrechte") < only.html.index("VPN drops")
    assert 'aria-sort="descending"' in only.html
    assert "Open, Waiting" in only.html or "Waiting, Open" in only.html
    chosen = await page(rows, node, databases[True], query={"t.f.customer_id": ("2",)})
    assert "VPN drops" not in chosen.html
    assert re.search(r'tw-chip".*Customer.*Nordwind', chosen.html, re.S)
    nothing = await page(rows, node, databases[True], query={"t.search": ("zzz",)})
    assert "No tickets match" in nothing.html


async def test_columns_turn_on_and_off_by_address(rows: Rows, databases: dict[bool, Path]) -> None:
    node = {
        "kind": "table",
        "id": "t",
        "rows": {"table": "desk.tickets"},
        "columns": ["subject", {"column": "hours", "hidden": True}],
    }
    plain = await page(rows, node, databases[True])
    assert "12.00" not in plain.html
    turned = await page(rows, node, databases[True], query={"t.column_hours": ("on",), "t.column_subject": ("off",)})
    assert "12.00" in turned.html
    assert "VPN drops" not in turned.html


async def test_form_starts_with_the_row_or_the_address(rows: Rows, databases: dict[bool, Path]) -> None:
    edit = {"kind": "form", "table": "desk.tickets", "row_id": "{{ params.id }}"}
    html = (await page(rows, edit, databases[True])).html
    assert 'value="VPN drops &amp; &quot;never&quot; returns"' in html
    assert re.search(r'<option value="1" selected>Contoso', html)
    assert 'name="_version" value="' in html
    new = {"kind": "form", "table": "desk.tickets"}
    html = (await page(rows, new, databases[True], query={"customer_id": ("2",), "subject": ("Filled in",)})).html
    assert 'value="Filled in"' in html
    assert re.search(r'<option value="2" selected>Nordwind', html)


async def test_a_new_row_starts_as_another(rows: Rows, databases: dict[bool, Path]) -> None:
    new = {
        "kind": "form",
        "table": "desk.tickets",
        "copy_of": "{{ query.copy_of }}",
        "fields": ["subject", "customer_id"],
    }
    html = (await page(rows, new, databases[True], query={"copy_of": ("1",)})).html
    assert 'value="VPN drops &amp; &quot;never&quot; returns"' in html
    assert re.search(r'<option value="1" selected>Contoso', html)
    assert 'name="_version"' not in html, "it is a new row"
    for query in ({}, {"copy_of": ("99",)}):
        blank = await page(rows, new, databases[True], query=query)
        assert "VPN drops" not in blank.html
        assert 'name="subject"' in blank.html
        assert not blank.has_faults
    hidden = await page(rows, new, databases[True], GUEST, query={"copy_of": ("1",)})
    assert "VPN drops" not in hidden.html


async def test_a_form_over_a_view_says_why_it_is_closed(rows: Rows, databases: dict[bool, Path]) -> None:
    html = (await page(rows, {"kind": "form", "table": "desk.log"}, databases[True])).html
    assert "database view" in html
    assert "<form" not in html


async def test_missing_row_is_a_designed_state(rows: Rows, databases: dict[bool, Path]) -> None:
    html = (await page(rows, {"kind": "detail", "table": "desk.tickets", "row_id": "99"}, databases[True])).html
    assert "tw-state" in html
