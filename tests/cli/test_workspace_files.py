"""Workspaces as folders: generate, pull, edit, diff, validate, push, here and over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import Workbook
from typer.testing import CliRunner

from tests.support.messy import build_messy_database
from tests.support.server import ADMIN, ensure_user, in_home, running_server
from toolwright.cli import app
from toolwright.commands.create_token import create_token
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

HOME_SCREEN = "apps/messy/screens/home.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a home in it, in which an app is generated."""
    address = build_messy_database(tmp_path / "messy.db")
    result = toolwright("generate", "--from", address, "--title", "Messy", "--yes", "--home", str(tmp_path / "home"))
    assert result.exit_code == 0, result.output
    assert "/apps/messy/messy/" in result.output
    return tmp_path


def toolwright(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_planning_makes_nothing(tmp_path: Path) -> None:
    address = build_messy_database(tmp_path / "messy.db")
    shown = toolwright("generate", "--from", address, "--plan", "--json", "--home", str(tmp_path / "home"))
    plan = json.loads(shown.output)
    assert {table["ref"] for table in plan["tables"] if not table["chosen"]} == {"messy.alembic_version"}
    asked = toolwright("generate", "--from", address, "--home", str(tmp_path / "home"))
    assert asked.exit_code == 2
    assert "--yes" in asked.output
    nothing = toolwright("pull", str(tmp_path / "ws"), "--workspace", "messy", "--home", str(tmp_path / "home"))
    assert nothing.exit_code == 3


def test_pull_edit_diff_validate_push(site: Path) -> None:
    folder, home = site / "ws", ["--home", str(site / "home")]
    assert toolwright("pull", str(folder), "--workspace", "messy", *home).exit_code == 0
    assert json.loads((folder / ".toolwright/revision.json").read_text())["revision"] == 1
    assert toolwright("diff", str(folder), *home).exit_code == 0
    assert toolwright("validate", str(folder)).exit_code == 0

    screen = folder / HOME_SCREEN
    text = screen.read_text()
    screen.write_text(text.replace("title: Home", "title: Start  # where people begin"))
    (folder / "notes.txt").write_text("left alone")
    (folder / "roles/auditor.yaml").write_text("title: Auditor\n")
    shown = toolwright("diff", str(folder), *home)
    assert shown.exit_code == 1
    assert "+title: Start  # where people begin" in shown.output
    assert "1 added, 1 changed, 0 removed" in shown.output
    pushed = toolwright("push", str(folder), "-m", "Rename", *home)
    assert pushed.output == "messy is at revision 2.\n"
    assert "# where people begin" in screen.read_text()
    assert toolwright("diff", str(folder), *home).exit_code == 0
    assert (folder / "notes.txt").exists()


def test_mistakes_are_printed_line_by_line_and_nothing_is_pushed(site: Path) -> None:
    folder, home = site / "ws", ["--home", str(site / "home")]
    toolwright("pull", str(folder), "--workspace", "messy", *home)
    screen = folder / HOME_SCREEN
    screen.write_text(
        screen.read_text().replace("kind: page_header", "kind: page_heder").replace("title: Home", "titel: Home")
    )
    for words in (["validate", str(folder)], ["push", str(folder), *home]):
        result = toolwright(*words)
        assert result.exit_code == 1
        lines = result.output.splitlines()
        assert f"{HOME_SCREEN}:1:1: Unknown key 'titel'. Did you mean 'title'?" in lines
        assert f"{HOME_SCREEN}:6:11: There is no component 'page_heder'. Did you mean 'page_header'?" in lines
    problem = json.loads(toolwright("validate", str(folder), "--json").output)
    assert not problem["valid"]
    other = site / "other"
    toolwright("pull", str(other), "--workspace", "messy", *home)
    assert "titel" not in (other / HOME_SCREEN).read_text()


def test_nobody_overwrites_anybody(site: Path) -> None:
    home = ["--home", str(site / "home")]
    one, two = site / "one", site / "two"
    for folder in (one, two):
        toolwright("pull", str(folder), "--workspace", "messy", *home)
    (one / "roles/a.yaml").write_text("title: A\n")
    assert toolwright("push", str(one), *home).exit_code == 0
    (two / "roles/b.yaml").write_text("title: B\n")
    refused = toolwright("push", str(two), *home)
    assert refused.exit_code == 5
    kept = toolwright("pull", str(two), *home)
    assert kept.exit_code == 5
    assert (two / "roles/b.yaml").exists()
    assert toolwright("pull", str(two), "--force", *home).exit_code == 0
    assert not (two / "roles/b.yaml").exists()
    assert (two / "roles/a.yaml").exists()


def test_a_folder_nobody_touched_follows(site: Path) -> None:
    home = ["--home", str(site / "home")]
    one, two = site / "one", site / "two"
    for folder in (one, two):
        toolwright("pull", str(folder), "--workspace", "messy", *home)
    (one / "roles/a.yaml").write_text("title: A\n")
    toolwright("push", str(one), *home)
    assert toolwright("pull", str(two), *home).exit_code == 0
    assert (two / "roles/a.yaml").exists()


def test_a_push_makes_a_workspace_that_is_not_there(site: Path) -> None:
    home = ["--home", str(site / "home")]
    folder = site / "fresh"
    folder.mkdir()
    (folder / "workspace.yaml").write_text("title: Fresh\n")
    made = toolwright("push", str(folder), *home)
    assert made.output == "fresh is at revision 1.\n"


def test_over_the_api(site: Path, tmp_path: Path) -> None:
    async def token(services: Services) -> str:
        await ensure_user(services, ADMIN, is_admin=True)
        return (await create_token(services, OPERATOR, name="cli", scopes=None, user=ADMIN))[1]

    with running_server(site / "home") as url:
        remote = ["--url", url, "--token", in_home(site / "home", token)]
        _exercise(site / "far", remote)
        assert toolwright("pull", str(site / "x"), "--workspace", "messy", "--url", url).exit_code == 1
        assert (
            toolwright("pull", str(site / "x"), "--workspace", "messy", "--url", url, "--token", "tw_no").exit_code == 4
        )
    gone = toolwright("diff", str(site / "far"), *remote)
    assert gone.exit_code == 1
    assert "cannot be reached" in gone.output + (gone.stderr or "")


def _exercise(folder: Path, remote: list[str]) -> None:
    run: Callable[..., Result] = lambda *words: toolwright(*words, *remote)  # noqa: E731
    assert run("pull", str(folder), "--workspace", "messy").exit_code == 0
    role = folder / "roles/viewer.yaml"
    role.write_text(role.read_text().replace("title: Viewer", "title: Onlooker"))
    assert run("validate", str(folder)).exit_code == 0
    assert "+title: Onlooker" in run("diff", str(folder)).output
    assert run("push", str(folder)).output.startswith("messy is at revision")
    role.write_text("title: X\ninherits: [nobody]\n")
    wrong = run("push", str(folder))
    assert wrong.exit_code == 1
    assert "roles/viewer.yaml:2:12: There is no role 'nobody'." in wrong.output
    (folder / "workspace.yaml").write_text("title: Second\n")


def test_a_file_becomes_an_app(tmp_path: Path) -> None:
    book, home = tmp_path / "spare_parts.xlsx", ["--home", str(tmp_path / "home")]
    sheets = Workbook()
    parts = sheets.active
    assert parts is not None
    parts.title = "Parts"
    for row in (("Name", "Count"), ("Fan", 3), ("Belt", 7)):
        parts.append(row)
    sheets.create_sheet("Empty")
    sheets.save(book)

    tried = toolwright("generate", "--from", str(book), "--plan", *home)
    assert tried.exit_code == 0, tried.output
    assert "parts" in tried.output
    assert "Left out 'Empty'" in tried.output
    assert "Open http" not in tried.output
    assert toolwright("generate", "--from", str(book), *home).exit_code == 2, "nobody can be asked here"
    assert toolwright("pull", str(tmp_path / "none"), "--workspace", "spare_parts", *home).exit_code == 3

    made = json.loads(toolwright("generate", "--from", str(book), "--json", *home).output)
    assert made["workspace"] == "spare_parts"
    assert made["title"] == "Spare parts"
    assert made["url"].endswith("/apps/spare_parts/spare_parts/")
    parts_made = {"sheet": "Parts", "name": "parts", "title": "Parts", "columns": 2, "rows": 2, "wrong": 0}
    assert made["tables"] == [parts_made]
    rows = toolwright("export", "--workspace", "spare_parts", "--table", "parts", *home)
    assert "Belt,7" in rows.output
    again = toolwright("generate", "--from", str(book), "--workspace", "spare_parts", "--yes", *home)
    assert again.exit_code == 5
