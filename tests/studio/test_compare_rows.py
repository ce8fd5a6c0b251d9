"""Rows of both environments in the studio: compared, one chosen and copied, then all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import opened
from tests.studio.installation import Installation
from tests.studio.steps import sign_in
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
W = "/api/v1/workspaces/paired"
TABLE = "title: Papers\nunique: [[code]]\ncolumns:\n  - {name: code, kind: text}\n  - {name: place, kind: text}\n"


def test_rows_are_compared_and_copied(browser: Browser, installation: Installation) -> None:
    admin = signed_in(installation.url, installation.home)
    files = {"workspace.yaml": "title: Paired\n", "tables/papers.yaml": TABLE}
    assert admin.post("/api/v1/workspaces", json={"name": "paired", "files": files}).status_code == 201
    rows = f"{W}/tables/papers/rows"
    assert admin.post(rows, json={"code": "a", "place": "Bonn"}).status_code == 201
    assert admin.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    assert admin.patch(f"{rows}/1?env=development", json={"place": "Kiel"}).status_code == 200
    for code in ("b", "c"):
        assert admin.post(f"{rows}?env=development", json={"code": code}).status_code == 201
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, "/w/paired@development/versions")
        section = page.get_by_role("region", name="Rows of both environments")
        section.get_by_role("combobox", name="Table").click()
        page.get_by_role("option", name="Papers").click()
        section.get_by_role("button", name="Compare").click()
        expect(section.get_by_role("status")).to_have_text("2 new, 1 different, 0 only there.")
        expect(section.get_by_role("row", name=re.compile("Choose a a"))).to_contain_text("place: Bonn → Kiel")
        watched.look_over("rows that differ")
        section.get_by_role("checkbox", name="Choose b").check()
        section.get_by_role("button", name="Copy 1 row into production").click()
        expect(section.get_by_role("status")).to_have_text("1 new, 1 different, 0 only there.")
        section.get_by_role("button", name="Copy 2 rows into production").click()
        expect(section.get_by_role("status")).to_have_text("Both hold the same rows.")
        found = admin.get(f"{rows}?sort=code").json()["items"]
        assert [(row["code"], row["place"]) for row in found] == [("a", "Kiel"), ("b", None), ("c", None)]
        assert watched.troubles == []
