"""Writes the reference pages from the code: settings, error codes, kinds, commands, HTTP API, functions."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer.main

from toolwright.cli import app as cli_app
from toolwright.expressions.reference import markdown as functions_page
from toolwright.extend.kinds import installed_kinds
from toolwright.server import openapi
from toolwright.settings import Settings

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "toolwright"
NOTE = "<!-- Written by `make docs`. Change the code, not this page. -->\n"


def settings_page() -> str:
    """Every process setting with its environment variable and default."""
    lines = [NOTE, "# Settings", "", "Set as environment variables. Flags of `toolwright serve` win over them.", ""]
    lines += ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`" if str(field.default) else ""
        lines.append(f"| `TOOLWRIGHT_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


def errors_page() -> str:
    """Every error code with the class that raises it."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for name, code, detail in _raised(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(code, (name, detail))
    lines = [NOTE, "# Error codes", ""]
    lines += ["Every error answers as `application/problem+json` with one of these codes. Codes are never reused.", ""]
    lines += ["| code | kind | example |", "| --- | --- | --- |"]
    lines += [f"| `{code}` | {found[code][0]} | {found[code][1]} |" for code in sorted(found)]
    return "\n".join(lines) + "\n"


def _raised(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    """(class, code, detail) of each error built with a literal code."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        for keyword in node.keywords:
            value = keyword.value
            if (
                keyword.arg == "code"
                and isinstance(value, ast.Constant)
                and re.match(r"^[a-z_]+\.[a-z_.]+$", str(value.value))
            ):
                yield name, str(value.value), _sentence(node.args[0]) if node.args else ""


def _sentence(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value).replace("|", "\\|").replace("\n", " ")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase":
        return re.sub(r"\{\w+\}", "…", _sentence(node.args[0]))
    if isinstance(node, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values]
        return "".join(parts).replace("|", "\\|").replace("\n", " ")
    return ""


def kinds_page() -> str:
    """Every installed kind with its summary."""
    lines = [NOTE, "# Kinds", "", "What this installation knows. Each has a page of its own beside its code.", ""]
    kinds = installed_kinds()
    for heading, registry in (
        ("Connectors", kinds.datasources),
        ("Components", kinds.components),
        ("Actions", kinds.actions),
        ("Columns", kinds.columns),
        ("File storages", kinds.storages),
    ):
        lines += [f"## {heading}", "", "| kind | title | what it is |", "| --- | --- | --- |"]
        lines += [
            f"| `{kind}` | {registry.manifest(kind).title} | {registry.manifest(kind).summary} |" for kind in registry
        ]
        lines.append("")
    return "\n".join(lines)


def cli_page() -> str:
    """Every command with its arguments and options."""
    lines = [NOTE, "# Commands", ""]
    root = typer.main.get_command(cli_app)
    for path, command in _commands(root, "toolwright"):
        lines += [f"## `{path}`", "", (command.help or "").strip(), ""]
        rows = [(param, getattr(param, "help", "") or "") for param in command.params]
        if rows:
            lines += ["| option | meaning |", "| --- | --- |"]
            lines += [f"| `{', '.join(param.opts) or param.name}` | {text} |" for param, text in rows]
            lines.append("")
    return "\n".join(lines)


def _commands(command: object, path: str) -> Iterator[tuple[str, Any]]:  # Any: typer keeps a copy of click to itself
    inside = getattr(command, "commands", None)
    if inside is None:
        yield path, command
        return
    for name in sorted(inside):
        yield from _commands(inside[name], f"{path} {name}")


def openapi_page() -> str:
    """The OpenAPI document, for diffs in review."""
    return json.dumps(openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "errors.md": errors_page,
    "kinds.md": kinds_page,
    "cli.md": cli_page,
    "openapi.json": openapi_page,
    "expressions.md": functions_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (ROOT / "docs" / "reference" / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
